package store

import (
	"context"
	"os"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// BenchmarkSample writes samples of eight simulated GPUs, each in a transaction of its own, and says what one takes on
// the disk.
func BenchmarkSample(b *testing.B) {
	demo, err := sensor.NewDemo("h100x8", 1, estimator.Default())
	if err != nil {
		b.Fatal(err)
	}
	live := sampler.New(demo, sampler.Options{Interval: 50 * time.Millisecond})
	ctx, stop := context.WithCancel(b.Context())
	snapshots, _ := live.Subscribe()
	go live.Run(ctx)
	var model *sampler.Snapshot
	for model = range snapshots {
		if model.Seq == 20 {
			break
		}
	}
	stop()

	s := New(b.TempDir(), Options{})
	defer s.Close()
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	step := func(i int) {
		next := *model
		next.Seq, next.Time = uint64(i+1), model.Time.Add(time.Duration(i)*time.Second)
		source.Publish(&next)
		if err := r.catchUp(ctx); err != nil {
			b.Fatal(err)
		}
	}
	ctx = b.Context()
	step(0)
	b.ResetTimer()
	for i := 1; i <= b.N; i++ {
		step(i)
	}
	b.StopTimer()
	size, err := used(ctx, r.db)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size)/float64(b.N+1), "disk-B/op")
	if info, err := os.Stat(s.path() + "-wal"); err == nil {
		b.ReportMetric(float64(info.Size())/1e6, "MB-wal")
	}
}
