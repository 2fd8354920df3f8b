//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// drawn is, for each view, what is true once it stands there with its pictures.
var drawn = map[string]string{
	"estimate": `document.querySelector("#estimate .levers li") && document.querySelector("#estimate [data-plot=devices] svg")`,
	"compare":  `document.querySelectorAll("#compare svg.gw-plot").length === 2`,
	"plan":     `document.querySelector("#plan [data-plot=front] svg") && document.querySelector("#plan [data-plot=accuracy] svg") && document.querySelector("#plan [data-plot=places] svg")`,
	"methods":  `document.querySelectorAll("#methods [data-slot=published] tbody tr").length > 100 && document.querySelector("#methods [data-slot=rows] table") && document.querySelector("#methods [data-plot=rivals] svg")`,
	"learn":    `document.querySelector("[data-slot=lesson]").dataset.shown === "7" && (document.querySelector("#learn [data-skip]")?.click(), [...document.querySelectorAll("#learn .plot svg")].some((e) => e.checkVisibility()))`,
}

var views = []string{"estimate", "compare", "plan", "methods"}

// withLesson are the views, and a lesson that a reader went on with.
var withLesson = append(views[:len(views):len(views)], "learn")

// visit goes to a view and waits for its pictures.
func (b *tab) visit(view string) {
	b.t.Helper()
	hash := "#/" + view
	switch view {
	case "compare":
		hash += "?" + pair
	case "learn":
		hash += "/7?seed=7"
	}
	evaluate[bool](b, fmt.Sprintf(`(location.hash = %q, true)`, hash))
	b.wait(view, drawn[view])
}

// before runs a script in every document before its own.
func (b *tab) before(script string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		b.t.Fatal(err)
	}
}

// TestForcedColors shows every view in a reader's own colours: each mark of each picture has one of them, and what is
// pressed differs from what is not.
func TestForcedColors(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	for _, scheme := range []string{"light", "dark"} {
		b := openTab(t, 1280, 900)
		b.media("forced-colors", "active", "prefers-color-scheme", scheme)
		b.open(p.url)
		for _, view := range withLesson {
			b.visit(view)
			if strange := evaluate[string](b, `(() => { const probe = document.body.appendChild(document.createElement("i")); probe.style.forcedColorAdjust = "none";
				const rgb = (c) => { probe.style.color = c; return getComputedStyle(probe).color; };
				const system = new Set(["Canvas", "CanvasText", "LinkText", "GrayText", "Highlight", "HighlightText"].map(rgb)); system.add("none");
				const bad = new Set([...document.querySelectorAll("#`+view+` .plot svg *")].filter((e) => e.checkVisibility() && !e.children.length).flatMap((e) => { const s = getComputedStyle(e); return [s.fill, s.stroke].filter((c) => !system.has(c)).map((c) => e.closest(".plot").dataset.plot + " " + e.localName + " " + c); }));
				probe.remove(); return [...bad].join("; "); })()`); strange != "" {
				t.Errorf("%s, %s: colours that the reader has not chosen: %s", view, scheme, strange)
			}
			if same := evaluate[string](b, `[...document.querySelectorAll("#`+view+` .chips")].filter((g) => g.checkVisibility()).filter((g) => { const [on, off] = ["true", "false"].map((v) => g.querySelector("[aria-pressed=" + v + "]")); return on && off && getComputedStyle(on).backgroundColor === getComputedStyle(off).backgroundColor; }).map((g) => g.textContent).join("; ")`); same != "" {
				t.Errorf("%s, %s: pressed and not pressed look the same: %s", view, scheme, same)
			}
			b.screenshot("forced-" + scheme + "-" + view)
		}
	}
}

// TestLargeText doubles the reader's text size and narrows the window to 320 px: nothing runs over the side, and nothing
// moves for a reader who asked for less motion.
func TestLargeText(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.media("prefers-reduced-motion", "reduce")
	b.open(p.url)
	evaluate[bool](b, `(document.documentElement.style.fontSize = "200%", true)`)
	for _, view := range withLesson {
		b.visit(view)
		b.narrow(view+" at 200 %", 1280)
		b.screenshot("large-" + view)
		if moving := evaluate[string](b, `[...document.querySelectorAll("#`+view+` *")].filter((e) => { const s = getComputedStyle(e); return (s.transitionDuration.split(",").some((d) => parseFloat(d) > 0) && s.transitionProperty !== "none") || parseFloat(s.animationDuration) > 0; }).map((e) => e.className || e.localName).slice(0, 5).join(", ")`); moving != "" {
			t.Errorf("%s: still moves: %s", view, moving)
		}
	}
	evaluate[bool](b, `(document.documentElement.style.fontSize = "", true)`)
	b.do(chromedp.EmulateViewport(320, 900))
	for _, view := range withLesson {
		b.visit(view)
		b.narrow(view, 320)
	}
}

// TestPictures holds that every picture of the four views and of a lesson is hidden from screen readers and stands in a figure with its
// finding in words, a table of the same rows, and a button that saves it.
func TestPictures(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 390, 844)
	b.open(p.url + "#/estimate?v=1&hw=a100-sxm4-80gb&n=8&u=80&h=4&x=1&pue=1.56&r=FR&emb=1")
	for _, view := range withLesson {
		b.visit(view)
		bad := evaluate[string](b, `[...document.querySelectorAll("#`+view+` [data-plot]")].filter((e) => e.checkVisibility()).filter((e) => { const f = e.closest("figure"); return e.getAttribute("aria-hidden") !== "true" || !(f?.querySelector("figcaption").textContent.length > 10) || !f.querySelector("table") || !f.querySelector("[data-save='" + e.dataset.plot + "']"); }).map((e) => e.dataset.plot).join(", ")`)
		if bad != "" {
			t.Errorf("%s: not in a whole figure: %s", view, bad)
		}
		b.uncut("#" + view)
	}
	b.saves("places") // of the lesson, which was last
	b.visit("estimate")
	for _, name := range []string{"waterfall", "carbon", "regions", "tornado", "staircase", "quantiles", "devices"} {
		b.saves(name)
	}
	// One switch turns all steps of ten into an even scale.
	evaluate[bool](b, `(document.querySelector("[data-id=figure-staircase] [data-act=linear]").click(), true)`)
	b.wait("all switches are pressed", `[...document.querySelectorAll("#estimate [data-act=linear]")].every((e) => e.getAttribute("aria-pressed") === "true") && document.querySelectorAll("#estimate [data-act=linear]").length === 3`)
	b.wait("and a caption says so", `document.querySelector("[data-id=figure-staircase] .hint").textContent.startsWith("Even scale")`)
}

// TestOtherDevices holds that the devices in the picture are the engine's, and that one of them can be taken.
func TestOtherDevices(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	const query = "v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.2&r=FR"
	b.open(p.url + "#/estimate?" + query)
	var want struct {
		Takeaway struct{ Least, Most string }
		Devices  []struct{ ID, Name string }
	}
	ask(t, "devices", query, &want)
	b.wait("the engine's finding", fmt.Sprintf(`document.querySelector("[data-slot=devices] figcaption")?.innerText.startsWith(%q)`, "On "+want.Takeaway.Most))
	first := want.Devices[0]
	b.wait("the cleanest first", fmt.Sprintf(`document.querySelector("[data-slot=devices] tbody th").textContent === %q`, first.Name))
	evaluate[bool](b, `(document.querySelector("[data-slot=devices] [data-set=hw]").click(), true)`)
	b.answers("it is taken", "hw="+first.ID)
	// Metered energy names no device: the section goes.
	evaluate[bool](b, `(location.hash = "#/estimate?v=1&kwh=100&r=FR&pue=1.2", true)`)
	b.wait("no devices", `!document.querySelector("#others-title").checkVisibility()`)
}

// TestUndo edits thirty-one times: thirty steps come back and no more, redo goes the same way forward, and starting over can
// be undone too.
func TestUndo(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	press := func(act string) {
		evaluate[bool](b, `(document.querySelector(".tools [data-act=`+act+`]").click(), true)`)
	}
	for i := range 31 {
		evaluate[bool](b, fmt.Sprintf(`(() => { const e = document.querySelector("#estimate [data-set=pue]"); e.dataset.value = %q; e.click(); return new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(() => d(true)))); })()`, fmt.Sprint(float64(110+i)/100)))
	}
	b.answers("the last edit", "&pue=1.4&")
	for range 30 {
		press("undo")
	}
	b.answers("thirty steps back", "&pue=1.1&")
	b.wait("and no further", `document.querySelector(".tools [data-act=undo]").disabled`)
	for range 30 {
		press("redo")
	}
	b.answers("thirty steps on", "&pue=1.4&")
	press("reset")
	b.answers("started over", "&pue=1.56&")
	press("undo")
	b.answers("and back", "&pue=1.4&")
}

// TestCPUNames types a part of a CPU's name and is offered those of the catalog.
func TestCPUNames(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url + "#/estimate?v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.2&r=FR&cpu=AMD%20EPYC%207763&cn=2")
	evaluate[bool](b, openSections)
	b.wait("the field", `document.querySelector("#in-cpu")`)
	b.fill("#in-cpu", "xeon platinum 84")
	b.wait("proposals", `(() => { const all = [...document.querySelector("#in-cpu").list.options]; return all.length > 2 && all.length <= 40 && all.every((o) => /xeon platinum 84/i.test(o.value)); })()`)
	name := evaluate[string](b, `document.querySelector("#in-cpu").list.options[0].value`)
	b.fill("#in-cpu", name+kb.Tab)
	b.wait("the catalog knows it", fmt.Sprintf(`[...document.querySelectorAll("#estimate .equation .factor, #estimate [data-slot=breakdown] tbody th")].some((e) => e.textContent.includes(%q))`, name))
}

// TestImportTable opens a row of emissions.csv as this program exports it.
func TestImportTable(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	var report struct{ Text string }
	ask(t, "report", "csv v=1&name=meter&kwh=250&pue=1.2&r=FR", &report)
	text, err := json.Marshal(report.Text)
	if err != nil {
		t.Fatal(err)
	}
	evaluate[bool](b, `((document.querySelector("[data-slot=open]").closest("details").open = true), true)`)
	b.wait("the field", `document.querySelector("#import-text")?.offsetHeight > 0`)
	evaluate[bool](b, `((document.querySelector("#import-text").value = `+string(text)+`), true)`)
	b.do(chromedp.Click(`#estimate [data-keep=open]`))
	b.answers("the run of the table", "name=meter&kwh=250&pue=1.2&r=FR")
}

// TestPrintLink holds that the sheet has the link as text and as a code (whose squares test/qr.test.js reads back).
func TestPrintLink(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.wait("the code", `(() => { window.dispatchEvent(new Event("beforeprint")); return document.querySelector("#print-qr svg path"); })()`)
	if text := evaluate[string](b, `document.querySelector("#print-link").textContent`); !strings.Contains(text, p.url+"#/estimate?v=1&hw=a100-sxm4-80gb") {
		t.Errorf("the sheet says %q, want the link", text)
	}
}

// TestNoEngine opens the page where the engine cannot be had: it says so and what to do, and the example stays.
func TestNoEngine(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.excuse("engine")
	b.excuse("Failed to")
	if _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	b.before(`const Whole = Worker; window.Worker = class { postMessage() { setTimeout(() => this.onmessage?.({data: {failed: "WebAssembly is not defined"}}), 10); } terminate() {} };`)
	b.do(chromedp.Navigate(p.url))
	b.wait("what is wrong, and the remedy", `(() => { const e = document.querySelector("#engine-note"); return !e.hidden && /could not start/.test(e.innerText) && /WebAssembly is not defined/.test(e.innerText) && /Reload/.test(e.innerText); })()`)
	if text := evaluate[string](b, answerText); text == "" {
		t.Error("the example is gone")
	}
}

// TestEngineStops breaks the engine twice: after the first time the page answers on, after the second it says so.
func TestEngineStops(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.before(`const Whole = Worker; window.workers = []; window.Worker = class extends Whole { constructor(...a) { super(...a); window.workers.push(this); } };`)
	b.open(p.url)
	const stop = `(workers.at(-1).onmessage({data: {failed: "out of memory"}}), true)`
	evaluate[bool](b, stop)
	b.fill("#in-n", "16"+kb.Tab)
	b.answers("answered by the second worker", "&n=16&")
	if n := evaluate[int](b, `workers.length`); n != 2 {
		t.Errorf("%d workers, want 2", n)
	}
	before := evaluate[string](b, answerText)
	evaluate[bool](b, stop)
	b.wait("it says so", `(() => { const e = document.querySelector("#engine-note"); return !e.hidden && /stopped once more/.test(e.innerText) && /out of memory/.test(e.innerText) && /Reload/.test(e.innerText); })()`)
	if after := evaluate[string](b, answerText); after != before {
		t.Errorf("the answer went from %q to %q", before, after)
	}
}

// TestBlockedStorage opens every view where site data is blocked: all works, and the page says what is lost.
func TestBlockedStorage(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.before(`Object.defineProperty(window, "localStorage", {get() { throw new DOMException("blocked", "SecurityError"); }});`)
	b.open(p.url)
	b.wait("what is lost", `document.querySelector("#storage-note").checkVisibility()`)
	for _, view := range views {
		b.visit(view)
	}
	b.do(chromedp.SetValue(chromedp.CSS(`#theme`), "dark"))
}

// TestKeyboardWalk presses Tab through each view from its heading: the focus is always seen, never stuck, and reaches the
// last control of the view.
func TestKeyboardWalk(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	for _, view := range views {
		b.visit(view)
		if view == "methods" { // its tables have more links than a walk should take
			evaluate[bool](b, `(document.querySelector('[data-cases="outside"]').click(), true)`)
			b.fill("#methods [data-find=text]", "a10g")
			b.wait("few rows", `document.querySelectorAll("#methods [data-slot=rows] tbody tr").length < 10`)
		}
		evaluate[bool](b, `(document.querySelector("#`+view+` h1").focus(), true)`)
		left, hidden, steps := false, []string{}, 0
		for ; steps < 400 && !left; steps++ {
			b.do(chromedp.KeyEvent(kb.Tab))
			at := evaluate[string](b, `(() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect(); if (!e.closest("#`+view+`")) return "out";
				const seen = r.width > 0 && (s.outlineStyle !== "none" || s.boxShadow !== "none" || e.closest(".pick, .file")); return seen ? "" : (e.id || e.className || e.localName); })()`)
			if left = at == "out"; !left && at != "" {
				hidden = append(hidden, at)
			}
		}
		if len(hidden) > 0 {
			t.Errorf("%s: focus that is not seen on %v", view, hidden)
		}
		if !left {
			t.Errorf("%s: %d presses of Tab do not lead out", view, steps)
		}
		if steps < 5 {
			t.Errorf("%s: only %d controls are reached", view, steps)
		}
	}
}
