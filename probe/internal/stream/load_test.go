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

// TestLoad has 200 viewers at 10 Hz, 20 of whom never read, from the moment when all are there. No sample reaches one of
// the others later than an interval after its tick, apart from the time that this machine gave to other programs; one
// that was left out for a newer one counts as late. One that those programs alone made late is no evidence, for what else
// they do to us, as to caches and disks, nobody counts. Nothing is left out unsaid, the silent ones are let go, and memory
// stays flat. Under the race detector all work takes many times as long, so only the rest is looked at.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes ten seconds and more")
	}
	machine := startPacer(t)
	c := gather(t, loadHealthy, loadSilent, loadInterval, false)
	time.Sleep(2 * loadInterval) // the last to come have been given the present
	began, from := time.Now(), c.sampler.Latest().Seq
	time.Sleep(4 * time.Second) // the silent ones have been let go: their buffers were full and their deadline has passed
	first := heap()
	time.Sleep(6 * time.Second)
	last, to := heap(), c.sampler.Latest().Seq
	c.service.clientsMu.Lock()
	there := len(c.service.clients)
	c.service.clientsMu.Unlock()
	c.stop()
	machine.stop()

	var late, slow, others, unsaid, samples, dropped int64
	var worst, waited time.Duration
	for _, r := range c.readers {
		samples, dropped, unsaid = samples+r.samples.Load(), dropped+r.dropped.Load(), unsaid+r.unsaid.Load()
		for _, s := range r.slow {
			if s.from < began.UnixNano() {
				continue // not all were there yet
			}
			slow++
			whole := time.Duration(s.to - s.from)
			ours := machine.own(s)
			waited = max(waited, whole)
			if whole-ours > loadInterval {
				others++
				continue
			}
			if worst = max(worst, ours); ours > loadInterval {
				late++
			}
		}
	}
	t.Logf("%d ticks in %v, %d samples to %d viewers, %d left out; %d later than %v, the worst after %v, %d of them through other programs alone, the worst of the rest by %v of ours; heap %d then %d kB",
		to-from, time.Since(began).Round(time.Millisecond), samples, loadHealthy, dropped, slow, loadInterval, waited, others, worst, first>>10, last>>10)
	if late > 0 && !raced {
		t.Errorf("%d samples came later than an interval, and that was not for other programs on this machine", late)
	}
	if unsaid != 0 {
		t.Errorf("%d samples did not come and were not said to be left out", unsaid)
	}
	if ticks := int64(to - from); samples+dropped < (ticks-1)*loadHealthy {
		t.Errorf("%d samples came and %d were left out of %d for each of %d viewers", samples, dropped, ticks, loadHealthy)
	}
	if float64(last) > 1.25*float64(first)+1<<20 {
		t.Errorf("the heap grew from %d to %d bytes", first, last)
	}
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
