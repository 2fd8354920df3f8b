package sampler

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

func TestHistoryKeepsTheNewest(t *testing.T) {
	r := ring{size: 4}
	if got := r.after(0); len(got) != 0 {
		t.Errorf("an empty ring gives %d", len(got))
	}
	for seq := uint64(1); seq <= 10; seq++ {
		r.add(&Snapshot{Seq: seq})
	}
	for after, want := range map[uint64][]uint64{0: {7, 8, 9, 10}, 7: {8, 9, 10}, 9: {10}, 10: {}, 99: {}} {
		got := []uint64{}
		for _, s := range r.after(after) {
			got = append(got, s.Seq)
		}
		if !slices.Equal(got, want) {
			t.Errorf("after %d: got %v, want %v", after, got, want)
		}
	}
}

// TestHistoryThinsWhatIsOld: the newest are all there, of those before one in some, and whatever has events.
func TestHistoryThinsWhatIsOld(t *testing.T) {
	const size, last = 3600, 5000
	r := ring{size: size}
	for seq := uint64(1); seq <= last; seq++ {
		s := &Snapshot{Seq: seq}
		if seq%1000 == 1 {
			s.Events = []Event{{Kind: Mark}}
		}
		r.add(s)
	}
	var got, want []uint64
	for _, s := range r.after(0) {
		got = append(got, s.Seq)
	}
	for seq := uint64(last - size + 1); seq <= last; seq++ {
		if seq > last-wholeKept || seq%sparsity == 0 || seq%1000 == 1 {
			want = append(want, seq)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("kept %d, want %d:\n%v", len(got), len(want), got)
	}
}

// BenchmarkHistory says what an hour of eight GPUs at one sample a second takes in memory.
func BenchmarkHistory(b *testing.B) {
	const hour = 3600
	for b.Loop() {
		demo, err := sensor.NewDemo("h100x8", 1, estimator.Default())
		if err != nil {
			b.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := New(demo, Options{Interval: time.Millisecond, Keep: hour * time.Millisecond})
		snapshots, cancel := s.Subscribe()
		defer cancel()
		go s.Run(b.Context())
		for snap := range snapshots {
			if snap.Seq > hour {
				break
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
	}
	b.ReportMetric(0, "ns/op")
}
