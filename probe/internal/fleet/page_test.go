//go:build fleet

package fleet

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// page is the page of a probe in a real Chromium.
type page struct {
	t   *testing.T
	ctx context.Context
}

func openPage(t *testing.T, url string, width, height int64) *page {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("headless", "new"), chromedp.UserDataDir(t.TempDir()))
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	limited, cancelLimit := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(func() { chromedp.Cancel(ctx); cancelLimit(); cancel(); cancelAllocator() })
	p := &page{t, limited}
	if err := chromedp.Do(limited, chromedp.EmulateViewport(width, height), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	return p
}

func see[T any](p *page, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait polls an expression until it is true.
func (p *page) wait(what, expression string) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && ok {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s: %s stayed false; the page reads:\n%.3000s", what, expression, see[string](p, "document.body.innerText"))
		}
	}
}

// look keeps a picture in SCREENSHOTS, when that folder is named.
func (p *page) look(name string) {
	p.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// axe fails on what axe-core finds, and on a view that is wider than its window.
func (p *page) axe(what string) {
	p.t.Helper()
	script, err := os.ReadFile(filepath.Join(repository, "static", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		p.t.Fatal(err)
	}
	see[bool](p, string(script)+"; true")
	for _, found := range see[[]string](p, `axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target).join(", ")))`) {
		p.t.Errorf("%s: axe: %s", what, found)
	}
	if wide := see[int](p, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		p.t.Errorf("%s: %d px too wide", what, wide)
	}
}

// startViewer is a probe that knows the day's Prometheus.
func startViewer(t *testing.T, d *day) (url string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(repository, "static", "dist", "index.html")); err != nil {
		t.Fatal("the page is not built: run `make build` first")
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	url = fmt.Sprintf("http://127.0.0.1:%d/", port)
	p, err := start(nil, nil, binary, "serve", "--listen", fmt.Sprintf("127.0.0.1:%d", port), "--no-open", "--no-record", "--demo", "laptop", "--prometheus", d.prometheus.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	if err := waitFor(url+"healthz", p); err != nil {
		t.Fatal(err)
	}
	return url
}

// TestFleetView: the totals of the page are those of the sessions; a run opens with Live's charts, and stands beside the
// estimate in Compare.
func TestFleetView(t *testing.T) {
	d := lived(t)
	url := startViewer(t, d)
	p := openPage(t, url+"#/live", 1280, 900)
	p.wait("the way there", `!document.querySelector("#fleet-link").hidden`) // the probe says that it knows more machines
	see[bool](p, `(document.querySelector("#fleet-link a").click(), true)`)
	const choose = `((s) => { s.value = "1h"; s.dispatchEvent(new Event("change", {bubbles: true})); return true; })(document.querySelector("#fleet [name=period]"))`
	p.wait("the period", `document.querySelector("#fleet [name=period]")`)
	see[bool](p, choose)
	p.wait("the machines", fmt.Sprintf(`document.querySelectorAll("#fleet [data-slot=machines] tbody tr").length === %d`, machines))
	sum := 0.0
	for _, m := range d.machines {
		want := m.joules(t)
		sum += want
		within(t, "the page: machine "+m.address, see[float64](p, fmt.Sprintf(`Number(document.querySelector('#fleet [data-slot=machines] tr[data-id=" %s"] [data-joules] data').value)`, m.address)), want)
	}
	within(t, "the page: all machines", see[float64](p, `Number(document.querySelector('#fleet [data-slot=totals] [data-id=energy] data').value)`), sum)
	if text, want := see[string](p, `document.querySelector('#fleet [data-slot=totals] [data-id=energy] .live-big').innerText`), fmt.Sprintf("%.2f", sum/3.6e6); !strings.HasPrefix(text, want[:3]) || !strings.Contains(text, "kWh") {
		t.Errorf("the page shows %q of %s kWh", text, want)
	}
	for _, r := range runs {
		want := 0.0
		for _, i := range r.machines {
			want += d.machines[i].joules(t)
		}
		row := fmt.Sprintf(`document.querySelector('#fleet [data-slot=runs] tr[data-id="%s"]')`, r.id)
		within(t, "the page: run "+r.id, see[float64](p, `Number(`+row+`.querySelector("[data-joules] data").value)`), want)
		if text := see[string](p, row+".innerText"); !strings.Contains(text, "user: "+r.user) || !strings.Contains(text, fmt.Sprint(len(r.machines))) || !strings.Contains(text, "simulated") {
			t.Errorf("the row of %s reads %q", r.id, text)
		}
	}
	p.axe("fleet")
	p.look("fleet-1280")

	see[bool](p, `(document.querySelector('#fleet [data-fleet=open][data-run="train-42"]').click(), true)`)
	p.wait("the run in Live", `location.hash === "#/live" && document.querySelectorAll("#live .device").length === 12 && document.querySelectorAll("#live canvas").length >= 12`)
	p.wait("its name", `document.querySelector("#live").innerText.includes("run train-42")`)
	p.look("fleet-run")

	see[bool](p, `(location.hash = "#/fleet", true)`)
	p.wait("the fleet again", `!document.querySelector("#fleet").hidden && document.querySelector('#fleet [data-fleet=compare][data-run="train-42"]')`)
	see[bool](p, `(document.querySelector('#fleet [data-fleet=compare][data-run="train-42"]').click(), true)`)
	p.wait("the comparison", `location.hash.startsWith("#/compare") && document.querySelector("#compare [data-slot=totals]").innerText.includes("train-42")`)
}

// TestCourse: the course of a run ends with the joules of its sessions. It looks once a second, so it may miss one second at
// each end of a probe, and knows so.
func TestCourse(t *testing.T) {
	d := lived(t)
	url := startViewer(t, d)
	r, err := http.Get(url + "api/v1/fleet/runs/" + runs[0].id + "?period=1h")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var last struct {
		Type    string
		Seconds float64
		Totals  struct{ Joules float64 }
	}
	lines := json.NewDecoder(r.Body)
	for lines.More() {
		if err := lines.Decode(&last); err != nil {
			t.Fatal(err)
		}
	}
	want := 0.0
	for _, i := range runs[0].machines {
		want += d.machines[i].joules(t)
	}
	if off := last.Totals.Joules/want - 1; last.Type != "sample" || !(off > -0.02 && off < 0.005) || last.Seconds < (idleAt-10*time.Second).Seconds() {
		t.Errorf("it ends with %s of %.0f J after %.0f s, the sessions have %.0f J", last.Type, last.Totals.Joules, last.Seconds, want)
	}
	for path, status := range map[string]int{"api/v1/fleet/runs/none?period=1h": 404, "api/v1/fleet?period=never": 400, "api/v1/fleet": 400} {
		if r, err := http.Get(url + path); err != nil || r.StatusCode != status {
			t.Errorf("%s: %v %v, want %d", path, r.StatusCode, err, status)
		}
	}
}

// TestFleetViewIsNarrow: on a telephone, in the dark.
func TestFleetViewIsNarrow(t *testing.T) {
	d := lived(t)
	url := startViewer(t, d)
	p := openPage(t, url+"#/fleet", 320, 844)
	p.wait("the machines", `document.querySelectorAll("#fleet [data-slot=machines] tbody tr").length > 0`)
	see[bool](p, `(document.documentElement.dataset.theme = "dark", true)`)
	time.Sleep(300 * time.Millisecond) // colours come over
	p.axe("fleet at 320 px")
	p.look("fleet-dark-320")
}

// TestFleetViewWithoutPrometheus: what to do is said.
func TestFleetViewWithoutPrometheus(t *testing.T) {
	url := startViewer(t, &day{prometheus: &prometheus{url: "http://127.0.0.1:9"}})
	p := openPage(t, url+"#/fleet", 1280, 900)
	p.wait("the fault", `document.querySelector("#fleet [role=alert]")?.innerText.includes("connection refused")`)
}
