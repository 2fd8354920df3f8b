//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gramwatt/estimator"
)

const verdict = `document.querySelector("#copy") && document.querySelector("[data-verdict]").dataset.verdict`

// tried is what works.html found: the state and the words of each check.
const tried = `Object.fromEntries([...document.querySelectorAll("#works [data-check]")].map((e) => [e.dataset.check, e.dataset.state + ": " + e.querySelector("p").innerText]))`

// found checks that every check is as want says: a state, and a part of its words where they matter.
func found(t *testing.T, got, want map[string]string) {
	t.Helper()
	for id, say := range got {
		expected, known := want[id]
		if !known {
			t.Errorf("the check %q is in no test", id)
			continue
		}
		if state, part, _ := strings.Cut(expected, ": "); !strings.HasPrefix(say, state+": ") || !strings.Contains(say, part) {
			t.Errorf("%s: %q, want %q", id, say, expected)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d checks, want %d", len(got), len(want))
	}
}

// everywhere is what a browser of today finds on a page from its own computer.
func everywhere() map[string]string {
	return map[string]string{"webassembly": "ok", "calculator": "ok: worker", "numbers": "ok: 5 scenarios", "parts": "ok", "pictures": "ok", "languages": "ok", "files": "ok", "storage": "ok", "offline": "ok: without its server",
		"print": "ok", "copy": "ok", "screen": "ok", "live": "ok: simulated"}
}

// sameAsNative holds the numbers that works.html carries, and that its browser has found to be its own to the last digit,
// against the native engine. That one uses the processor's own logarithm, which may differ in the sixteenth digit.
func sameAsNative(t *testing.T, raw string) {
	t.Helper()
	type total struct{ Low, Mid, High float64 }
	var examples []struct {
		Query string
		Total total
	}
	if err := json.Unmarshal([]byte(raw), &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) == 0 || examples[0].Query != estimator.DefaultQuery {
		t.Errorf("the examples do not begin with the default: %+v", examples)
	}
	for _, e := range examples {
		var want struct {
			Result struct {
				Total total `json:"total_kgco2e"`
			}
		}
		ask(t, "estimate", e.Query, &want)
		for _, pair := range [][2]float64{{e.Total.Low, want.Result.Total.Low}, {e.Total.Mid, want.Result.Total.Mid}, {e.Total.High, want.Result.Total.High}} {
			if !(math.Abs(pair[0]-pair[1]) <= 1e-12*pair[1]) {
				t.Errorf("%s: %v in the browser, %v natively", e.Query, e.Total, want.Result.Total)
			}
		}
	}
}

// TestWorks opens the self-test from a probe: all works, its numbers are the native ones, its text can be copied, and a
// keyboard reaches all that can be pressed.
func TestWorks(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.do(chromedp.Click(chromedp.CSS(`footer a[href="works.html"]`)))
	b.wait("a verdict", verdict+` === "ok"`)
	found(t, evaluate[map[string]string](b, tried), everywhere())
	sameAsNative(t, evaluate[string](b, `document.querySelector("#examples").textContent`))
	text := evaluate[string](b, `document.querySelector("#report-text").value`)
	if !strings.HasPrefix(text, "gramwatt works here.") || !strings.Contains(text, evaluate[string](b, `navigator.userAgent`)) || strings.Count(text, "\nok\t") != len(everywhere()) {
		t.Errorf("the text to pass on:\n%s", text)
	}
	for _, id := range []string{"report-text", "copy", "again"} {
		evaluate[bool](b, `(document.activeElement.blur(), true)`)
		for i := 0; evaluate[string](b, `document.activeElement.id`) != id; i++ {
			if i > 12 {
				t.Fatalf("Tab does not reach #%s", id)
			}
			b.do(chromedp.KeyEvent(kb.Tab))
		}
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait("it checks again", verdict+` === "ok"`)
}

// TestWorksTells takes away one thing after another: the verdict falls as far as it must, with a remedy.
func TestWorksTells(t *testing.T) {
	t.Parallel()
	site := startSite(t)
	for _, c := range []struct {
		name, before, verdict string
		want                  map[string]string
	}{
		{"a plain web host", ``, "ok", map[string]string{"live": "note: none was asked"}},
		{"no WebAssembly", `delete globalThis.WebAssembly`, "no", map[string]string{"webassembly": "no: not defined", "live": "note"}},
		{"no workers", `Worker = class { constructor() { throw new Error("workers are off"); } }`, "no", map[string]string{"calculator": "no: workers are off", "numbers": "no: Not tried", "live": "note"}},
		{"another engine", `const text = JSON.parse; JSON.parse = (t) => { const v = text(t); if (v?.result?.total_kgco2e) v.result.total_kgco2e.mid *= 1 + 1e-15; return v; }`, "no", map[string]string{"numbers": "no: v=1&hw=", "live": "note"}},
		{"an old browser", `delete Array.prototype.findLast; CSS.supports = () => false`, "limited", map[string]string{"parts": "limited: nested styles", "live": "note"}},
		{"no storage", `Object.defineProperty(window, "localStorage", {get() { throw new DOMException("blocked", "SecurityError"); }})`, "limited", map[string]string{"storage": "limited: site data is blocked", "live": "note"}},
		{"no packing", `delete globalThis.DecompressionStream`, "limited", map[string]string{"files": "limited: Recordings", "live": "note"}},
		{"no web sockets", `delete globalThis.WebSocket`, "limited", map[string]string{"live": "limited: no web sockets"}},
		{"a plain address", `Object.defineProperty(window, "isSecureContext", {value: false}); Object.defineProperty(navigator, "clipboard", {value: undefined})`, "ok", map[string]string{"offline": "note: needs its server", "copy": "note: not https", "live": "note"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := openTab(t, 390, 844)
			b.before(c.before)
			b.do(chromedp.Navigate(site + "works.html"))
			b.wait("a verdict", verdict)
			want := everywhere()
			for id, say := range c.want {
				want[id] = say
			}
			got := evaluate[map[string]string](b, tried)
			if v := evaluate[string](b, verdict); v != c.verdict {
				t.Errorf("the verdict is %q, want %q: %v", v, c.verdict, got)
			}
			for id, say := range c.want {
				if state, part, _ := strings.Cut(say, ": "); !strings.HasPrefix(got[id], state) || !strings.Contains(strings.ToLower(got[id]), strings.ToLower(part)) {
					t.Errorf("%s: %q, want %q", id, got[id], say)
				}
			}
			if bare := evaluate[int](b, `document.querySelectorAll("#works :is([data-state=no], [data-state=limited]):not(:has(.remedy))").length`); bare != 0 {
				t.Errorf("%d faults without a remedy", bare)
			}
		})
	}
}

// TestFirefox runs the self-test in a second browser engine, from a probe: each check, and numbers that are native to the
// last digit. Then it opens every view there, from the server and from the single file.
func TestFirefox(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	f := openFirefox(t)
	f.open(p.url + "works.html")
	f.wait("a verdict", verdict)
	got, examples := map[string]string{}, ""
	if err := f.evaluate(tried, &got); err != nil {
		t.Fatal(err)
	}
	found(t, got, everywhere())
	if err := f.evaluate(`document.querySelector("#examples").textContent`, &examples); err != nil {
		t.Fatal(err)
	}
	sameAsNative(t, examples)
	f.wait("the whole works", verdict+` === "ok"`)

	file, err := filepath.Abs(filepath.Join(repository, "dist", "gramwatt.html"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	f.excuse("/api/v1/live")                            // Live looks for a probe and finds none
	f.excuse("A ServiceWorker intercepted the request") // leaving a page cuts what it was loading
	for _, from := range []string{startSite(t), "file://" + file} {
		for _, v := range shown {
			f.open("about:blank")
			f.open(from + v.view)
			f.wait(from+v.view, v.expression)
		}
		f.open("about:blank")
		f.open(from + "#/estimate?" + bloom)
		f.wait("the answer", fmt.Sprintf(`%s === %q`, answerText, native(t, bloom)))
	}
}
