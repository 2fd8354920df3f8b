//go:build browser && bench

package browser

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const (
	benchGPUs     = 8
	benchRate     = 10     // samples a second
	benchHour     = 36_000 // samples: with eight GPUs, 288,000 points
	benchGrowth   = 6_000  // samples: ten minutes
	benchWatching = 6      // s of frames that are counted
)

// TestBenchLive prints the timings of Live as lines of a benchmark, for `make bench`: what a frame takes with an hour of
// eight GPUs at 10 Hz on the page, at full speed and with the processor held back to a quarter; how long a sample takes
// to the strips; and how much memory ten more minutes take. It judges nothing: another program may hold the processor.
func TestBenchLive(t *testing.T) {
	devices := []any{}
	for i := range benchGPUs {
		devices = append(devices, map[string]any{"id": fmt.Sprintf("gpu-%d", i), "name": "NVIDIA H100 80GB HBM3", "kind": "gpu", "quality": "simulated", "source": "made up by the test", "rated_w": 700, "state": "ok"})
	}
	fake := startFakeProbe(t, map[string]any{"type": "hello", "schema": 1, "boot": "bench", "version": "test", "interval_ms": 100, "started": 0, "now": 0, "simulated": "bench", "devices": devices, "sensors": []any{}, "settings": map[string]any{"region": "WORLD", "pue": 1}})
	started := time.Now().Add(-benchHour * time.Second / benchRate)
	seq := 0
	frame := func(at time.Time) map[string]any {
		seq++
		told, seconds := []any{}, float64(seq)/benchRate
		for i := range benchGPUs {
			told = append(told, map[string]any{"id": fmt.Sprintf("gpu-%d", i), "watts": 400 + 250*math.Sin(float64(seq)/40+float64(i)), "joules": 400 * seconds, "missing_seconds": 0, "state": "ok", "quality": "simulated", "utilization": 0.8, "temperature_celsius": 60})
		}
		return map[string]any{"type": "sample", "seq": seq, "t": float64(at.UnixMicro()) / 1e6, "seconds": seconds, "dropped": 0, "devices": told, "totals": map[string]any{"watts": 3200, "joules": 400 * benchGPUs * seconds, "by_quality": map[string]any{}}}
	}
	hour := []map[string]any{}
	for range benchHour {
		hour = append(hour, frame(started.Add(time.Duration(seq+1)*time.Second/benchRate)))
	}
	fake.frames = append(fake.frames, hour...)
	b := openTab(t, 1280, 900, ownBrowser)
	b.open("http://" + fake.address + "/#/live")
	b.wait("the hour", `document.querySelector('#live [data-id=session] .of:last-child')?.textContent.includes("01:00:00")`)
	evaluate[bool](b, `(document.querySelector("#live [data-span='3600']").click(), true)`)

	live := func(during func()) {
		stop, over := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(over)
			for tick := time.NewTicker(time.Second / benchRate); ; {
				select {
				case now := <-tick.C:
					fake.tell(frame(now))
				case <-stop:
					tick.Stop()
					return
				}
			}
		}()
		during()
		close(stop)
		<-over
	}
	frameTime := fmt.Sprintf(`new Promise((done) => { let n = 0, first = 0; requestAnimationFrame(function count(now) { first ||= now; if (now - first > %d) done((now - first) / n); else { n++; requestAnimationFrame(count); } }); })`, benchWatching*1000)
	throttle := func(rate float64) {
		if _, err := chromedp.Call(b.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate}); err != nil {
			t.Fatal(err)
		}
	}
	live(func() {
		fmt.Printf("BenchmarkLiveHour 1 %.1f ms-frame\n", evaluate[float64](b, frameTime))
		throttle(4)
		fmt.Printf("BenchmarkLiveHour/Quarter 1 %.1f ms-frame\n", evaluate[float64](b, frameTime))
		throttle(1)
		// From the sample's own time to the frame after the strips were drawn anew.
		fmt.Printf("BenchmarkLivePaint 1 %.0f ms-p95\n", evaluate[float64](b, `new Promise((done) => { const list = [], parse = JSON.parse; let t = 0;
			JSON.parse = (text) => { const f = parse(text); if (f?.type === "sample") t ||= f.t * 1000; return f; };
			const proto = CanvasRenderingContext2D.prototype, clear = proto.clearRect;
			proto.clearRect = function (...a) { clear.apply(this, a); if (!t || !this.canvas.closest(".strip")) return; const from = t; t = 0;
				requestAnimationFrame(() => { list.push(Date.now() - from); if (list.length < 40) return; JSON.parse = parse; proto.clearRect = clear; done(list.sort((x, y) => x - y)[Math.floor(0.95 * list.length)]); }); }; })`))
	})

	heap := func() float64 {
		if _, err := chromedp.Call(b.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
		use, err := chromedp.Call(b.ctx, runtime.GetHeapUsage, cdp.Empty{})
		if err != nil {
			t.Fatal(err)
		}
		return use.UsedSize + use.BackingStorageSize
	}
	before, from := heap(), time.Now()
	for i := range benchGrowth {
		fake.tell(frame(from.Add(time.Duration(i) * time.Second / benchRate)))
	}
	b.wait("ten minutes more", fmt.Sprintf(`document.querySelector('#live [data-id=session] .of:last-child').textContent.includes(%q)`, fmt.Sprintf("%02d:%02d:%02d", seq/benchRate/3600, seq/benchRate/60%60, seq/benchRate%60)))
	fmt.Printf("BenchmarkLiveTenMinutes 1 %.2f MB-growth\n", (heap()-before)/1e6)
}
