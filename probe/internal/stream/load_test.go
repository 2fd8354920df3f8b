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

// TestLoad has 200 viewers at 10 Hz, 20 of whom never read. Lateness is told in samples and not in milliseconds. It is
// looked at in windows of two seconds, and one good window is enough: a hub that makes its clients late does so in all
// of them, while another program on this machine comes and goes.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes ten seconds and more")
	}
	const window, windows = 2 * time.Second, 8
	c := gather(t, loadHealthy, loadSilent, loadInterval, false)
	time.Sleep(4 * time.Second) // the silent ones have been let go: their buffers were full and their deadline has passed
	first, last := heap(), uint64(0)
	good := false
	for i := 0; i < windows && !(good && i >= 3); i++ {
		before, from := c.tally(), c.sampler.Latest().Seq
		time.Sleep(window)
		ticks, seen := int64(c.sampler.Latest().Seq-from), c.tally().since(before)
		last = heap()
		late := float64(seen.late) / float64(max(seen.samples, 1))
		t.Logf("%d ticks, %d samples to %d viewers, %.2f %% late, median dropped %d; heap %d kB", ticks, seen.samples, loadHealthy, 100*late, seen.medianDropped(), last>>10)
		good = good || ticks > int64(window/loadInterval)/2 && late <= 0.01 && seen.medianDropped() == 0 && seen.samples >= (ticks-1)*loadHealthy*99/100
	}
	if !good {
		t.Error("in no window did the viewers get each sample before the next but one")
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
