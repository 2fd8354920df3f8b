package stream

import (
	"runtime"
	"testing"
	"time"
)

const (
	loadInterval = 100 * time.Millisecond
	loadHealthy  = 180
	loadSilent   = 20
)

// TestLoad has 200 viewers at 10 Hz, 20 of whom never read. Lateness is told in samples and not in milliseconds: on a
// machine that is busy with other things the sampler waits as long as its clients do.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes twelve seconds")
	}
	c := gather(t, loadHealthy, loadSilent, loadInterval, false)
	time.Sleep(4 * time.Second) // the silent ones have been let go: their buffers were full and their deadline has passed
	first := heap()
	before, _, _ := c.tally()
	began, from := time.Now(), c.sampler.Latest().Seq
	time.Sleep(6 * time.Second)
	ticks := c.sampler.Latest().Seq - from
	if due := uint64(time.Since(began) / loadInterval); ticks < due*8/10 {
		t.Skipf("this machine is too busy to tell: %d of %d ticks came", ticks, due)
	}
	samples, late, dropped := c.tally()
	last := heap()
	t.Logf("%d samples to %d viewers, %d late, median dropped %d; heap %d kB, then %d kB", samples, loadHealthy, late, dropped, first>>10, last>>10)
	if share := float64(late) / float64(samples); share > 0.01 {
		t.Errorf("%.2f %% of the samples were not the newest or the one before it", 100*share)
	}
	if dropped != 0 {
		t.Errorf("the median viewer missed %d samples", dropped)
	}
	if got, want := samples-before, int64(ticks)*loadHealthy; got < want*95/100 {
		t.Errorf("%d samples came in %d ticks, want %d", got, ticks, want)
	}
	if float64(last) > 1.25*float64(first)+1<<20 {
		t.Errorf("the heap grew from %d to %d bytes", first, last)
	}
	c.service.clientsMu.Lock()
	there := len(c.service.clients)
	c.service.clientsMu.Unlock()
	if there != loadHealthy {
		t.Errorf("%d viewers are there, want the %d that read", there, loadHealthy)
	}
}

// heap is what lives after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkCrowd is the time from a tick to each of 200 viewers, 20 of whom do not read, and what one tick costs the
// probe and its clients together. One operation is one tick at 10 Hz, so ns/op says nothing.
func BenchmarkCrowd(b *testing.B) {
	c := gather(b, loadHealthy, loadSilent, loadInterval, true)
	time.Sleep(time.Second)
	used := cpuTime()
	from := c.sampler.Latest().Seq
	for b.Loop() {
		time.Sleep(loadInterval)
	}
	ticks := float64(c.sampler.Latest().Seq - from)
	spent := cpuTime() - used
	delays := c.delays()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(1e3*delays[len(delays)/2].Seconds(), "ms-p50")
	b.ReportMetric(1e3*delays[len(delays)*99/100].Seconds(), "ms-p99")
	b.ReportMetric(1e6*spent.Seconds()/ticks/loadHealthy, "µs-cpu/viewer")
}
