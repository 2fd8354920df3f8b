//go:build browser

package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gramwatt/estimator"
)

// TestCompare brings a scenario from Estimate, changes a copy, and reads what the engine says of the pair; the link
// carries both to another visitor.
func TestCompare(t *testing.T) {
	p := startProbe(t, "--demo", "laptop", "--interval", "250ms")
	b := openTab(t, 1280, 900)
	b.open(p.url + "#/estimate?v=1&hw=a100-sxm4-80gb&n=8&h=24&u=80&pue=1.5&r=FR")
	b.wait("an answer", answerText+` !== ""`)
	b.do(chromedp.Click(`#estimate [data-act=compare]`))
	b.wait("one scenario", `document.querySelectorAll("#compare .totals li").length === 1 && document.querySelector("#compare [data-slot=sentences]").innerText.includes("One scenario")`)
	b.do(chromedp.Click(`#compare [data-compare=duplicate]`))
	b.wait("two scenarios that agree", `document.querySelectorAll("#compare .totals li").length === 2 && document.querySelector("#compare [data-slot=sentences]").innerText.includes("about as much")`)
	b.fill(`#compare [data-cell=r][data-at="1"]`, "PL")
	b.do(chromedp.KeyEvent("\t"))
	b.wait("why they differ", `document.querySelector("#compare [data-slot=sentences]").innerText.includes("because of the grid")`)
	b.wait("the change is marked by a word", `document.querySelector("#compare td.changed .badge").innerText === "differs"`)
	b.wait("two pictures", `document.querySelectorAll("#compare svg.gw-plot").length === 2`)

	const a, c = "v=1&hw=a100-sxm4-80gb&n=8&h=24&u=80&pue=1.5&r=FR", "v=1&hw=a100-sxm4-80gb&n=8&h=24&u=80&pue=1.5&r=PL"
	var want struct {
		Comparison struct{ Scenarios []struct{ Ratio float64 } }
	}
	ask(t, "compare", a+"\n"+c, &want)
	shown := evaluate[string](b, `document.querySelector("#compare [data-slot=drivers] h3").innerText`)
	if exact := "B ÷ A = " + estimator.FormatNumber(want.Comparison.Scenarios[1].Ratio); shown != exact {
		t.Errorf("the page says %q, the engine %q", shown, exact)
	}

	b.fill(`#compare [data-cell=pue][data-at="1"]`, "0.5")
	b.do(chromedp.KeyEvent("\t"))
	b.wait("a fault, in words", `document.querySelector("#compare .fault")?.innerText.length > 20`)
	b.fill(`#compare [data-cell=pue][data-at="1"]`, "1.5")
	b.do(chromedp.KeyEvent("\t"))
	b.wait("all is well again", `!document.querySelector("#compare .fault")`)

	evaluate[bool](b, `(location.hash = "#/live", true)`)
	b.wait("some energy", `/\d\s*m?Wh/.test(document.querySelector('#live [data-id=session] .live-big')?.innerText ?? "")`)
	evaluate[bool](b, `(location.hash = "#/compare", true)`)
	b.do(chromedp.Click(`#compare [data-compare=measured]`))
	b.wait("the session stands beside the estimates, labelled as simulated", `document.querySelectorAll("#compare .totals li").length === 3 && document.querySelector("#compare .totals").innerText.includes("Simulated session")`)

	b.do(chromedp.Click(`#compare [data-compare=swap][data-at="2"]`))
	b.wait("the session is second", `document.querySelectorAll("#compare .totals li")[1]?.innerText.includes("Simulated session")`)
	b.do(chromedp.Click(`#compare [data-compare=duplicate][data-at="0"]`))
	b.wait("four, and no room for more", `document.querySelectorAll("#compare .totals li").length === 4 && document.querySelector("#compare [data-compare=add]").disabled`)
	if n := len(evaluate[string](b, "location.hash")); n > 2000 {
		t.Errorf("the link of four scenarios has %d characters, more than 2,000", n)
	}
	b.do(chromedp.Click(`#compare [data-compare=remove][data-at="1"]`))
	b.wait("three again", `document.querySelectorAll("#compare .totals li").length === 3`)
	b.saves("scenarios")
	b.saves("drivers-B")
	link := evaluate[string](b, "location.hash")
	other := openTab(t, 390, 844)
	other.open(p.url + link)
	other.wait("the same three scenarios elsewhere", `document.querySelectorAll("#compare .totals li").length === 3`)
	same := fmt.Sprintf("%q", strings.TrimSpace(evaluate[string](b, `document.querySelector("#compare .totals").innerText`)))
	if there := fmt.Sprintf("%q", strings.TrimSpace(evaluate[string](other, `document.querySelector("#compare .totals").innerText`))); there != same {
		t.Errorf("a visitor of the link sees %s, the sender %s", there, same)
	}
	other.wait("every picture is drawn", `document.querySelectorAll("#compare [data-plot] svg").length === document.querySelectorAll("#compare [data-plot]").length`)
	other.uncut("#compare")
	other.do(chromedp.Click(`#compare [data-compare=open][data-at="0"]`))
	other.wait("a scenario opens in Estimate", `location.hash.startsWith("#/estimate?") && !document.querySelector("#estimate").hidden`)
}

// saves presses a figure's button and reads the file: a whole SVG with the figure's finding as title.
func (b *tab) saves(name string) {
	b.t.Helper()
	svg := evaluate[string](b, `new Promise((done) => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { URL.createObjectURL = make; blob.text().then(done); return "data:,"; };
		[...document.querySelectorAll("[data-save='`+name+`']")].find((e) => e.checkVisibility()).click(); })`)
	caption := evaluate[string](b, `[...document.querySelectorAll("[data-plot='`+name+`']")].find((e) => e.checkVisibility()).closest("figure").querySelector("figcaption").textContent`)
	if !strings.HasPrefix(svg, "<svg") || caption == "" || !strings.Contains(svg, "<title>"+caption) {
		b.t.Errorf("%s: no SVG with its finding as title: %.300s", name, svg)
	}
}

// uncut fails when a text of a picture reaches over the picture's box, where it is cut off.
func (b *tab) uncut(view string) {
	b.t.Helper()
	if cut := evaluate[string](b, `[...document.querySelectorAll("`+view+` .plot")].filter((p) => p.checkVisibility()).flatMap((p) => { const box = p.getBoundingClientRect();
		return [...p.querySelectorAll("text")].filter((t) => { const r = t.getBoundingClientRect(); return r.width && (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1); }).map((t) => p.dataset.plot + ": " + t.textContent); }).join("; ")`); cut != "" {
		b.t.Errorf("%s: cut off: %s", view, cut)
	}
}
