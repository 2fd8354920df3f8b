//go:build browser

package browser

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestEarlierSessions records one session, ends the probe, and opens the session in the page of the next one: its total
// is the one that the stream told last.
func TestEarlierSessions(t *testing.T) {
	data := t.TempDir()
	address := freePort(t)
	first := startProbeAt(t, address, "--demo", "h100x8", "--interval", "100ms", "--data", data)
	stream := dial(t, first)
	var last sample
	for range 15 {
		last = stream.sample(t)
	}
	first.stop()
	startProbeAt(t, address, "--demo", "laptop", "--interval", "100ms", "--data", data)
	b := openTab(t, 1280, 900)
	b.open("http://" + address + "/#/live")
	b.wait("both sessions, the one that goes on and the one before", `document.querySelectorAll("#sessions tbody tr").length === 2 && document.querySelector("#sessions").innerText.includes("this one") && document.querySelector("#sessions").innerText.includes("ended")`)
	b.do(chromedp.Click(`#sessions tbody tr:nth-child(2) [data-session]`))
	b.wait("it plays", `document.querySelector("#live [data-standing=replay], #live [data-standing=ended]") && document.querySelectorAll("#live .device").length >= 8`)
	if evaluate[bool](b, `!!document.querySelector("#live [data-live=finish]:not(:disabled)")`) {
		b.do(chromedp.Click(`#live [data-live=finish]`))
	}
	b.wait("to its end", `document.querySelector("#live [data-standing=ended]")`)
	time.Sleep(600 * time.Millisecond) // numbers are written twice a second
	want := 0.0
	for _, d := range last.Devices {
		want += d.Joules
	}
	shown := b.sessionJoules()
	if shown < 0.99*want || math.IsNaN(shown) { // the probe went on for a moment after the last sample that was read here
		t.Errorf("the page shows %.0f J, the stream had told %.0f J", shown, want)
	}
	b.wait("what the probe itself takes", `/takes .*\sMB of memory/.test(document.querySelector("#live [data-slot=own]").innerText)`)
	b.screenshot("live-earlier")
}
