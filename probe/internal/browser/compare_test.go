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

	link := evaluate[string](b, "location.hash")
	other := openTab(t, 390, 844)
	other.open(p.url + link)
	other.wait("the same three scenarios elsewhere", `document.querySelectorAll("#compare .totals li").length === 3`)
	same := fmt.Sprintf("%q", strings.TrimSpace(evaluate[string](b, `document.querySelector("#compare .totals").innerText`)))
	if there := fmt.Sprintf("%q", strings.TrimSpace(evaluate[string](other, `document.querySelector("#compare .totals").innerText`))); there != same {
		t.Errorf("a visitor of the link sees %s, the sender %s", there, same)
	}
}
