//go:build browser

package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gramwatt/estimator"
)

// TestPlan searches for the default work: the page's picks are the engine's, limits narrow them, a budget and pasted
// results are answered, and hours of the day are shown where there are figures.
func TestPlan(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	const scenario = "v=1&hw=a100-sxm4-80gb&n=8&h=4&u=80&pue=1.5&r=FR"
	b.open(p.url + "#/estimate?" + scenario)
	b.wait("an answer", answerText+` !== ""`)
	evaluate[bool](b, `(location.hash = "#/plan", true)`)
	b.wait("the three picks, among cards that clouds rent out", `document.querySelectorAll("#plan .picks li").length === 3 && document.querySelector("[data-preset=rented]").getAttribute("aria-pressed") === "true"`)
	b.do(chromedp.Click(`#plan [data-preset=any]`))
	b.wait("the three picks", `document.querySelectorAll("#plan .picks li").length === 3`)
	var want struct {
		Plan struct {
			Cleanest int
			Front    []struct {
				DeviceName string `json:"device_name"`
				Count      int
				RegionName string `json:"region_name"`
			}
		}
	}
	ask(t, "plan", scenario, &want)
	best := want.Plan.Front[want.Plan.Cleanest]
	b.wait("the engine's cleanest", fmt.Sprintf(`document.querySelector("#plan .picks li").innerText.includes(%q) && document.querySelector("#plan .picks li").innerText.includes(%q)`,
		fmt.Sprintf("%d × %s", best.Count, best.DeviceName), best.RegionName))
	b.wait("a picture of the front", `document.querySelector("#plan [data-plot=front] svg circle")`)
	b.wait("the hours of the day", `document.querySelector("#plan [data-plot=hours] svg") && document.querySelectorAll("#plan [data-slot=hours] tbody tr").length === 24`)

	b.do(chromedp.Click(`#plan [data-preset=own]`))
	b.wait("only the scenario's card", `[...document.querySelectorAll("#plan .picks li")].every((e) => e.innerText.includes("A100 SXM4 80GB"))`)
	b.fill(`#plan-deadline`, "0.001")
	b.wait("nothing keeps within that", `document.querySelector("#plan [data-slot=answer]").innerText.includes("Nothing keeps within")`)
	b.fill(`#plan-deadline`, "-3")
	b.wait("a fault at its field", `document.querySelector("#plan-err-deadline")?.innerText.length > 10`)
	b.fill(`#plan-deadline`, "48")
	b.wait("picks again", `document.querySelectorAll("#plan .picks li").length === 3 && location.hash.includes("deadline=48")`)

	// A slider is bound to its field: an arrow key leads from 48 h to the next stop, and the right end is no limit.
	b.do(chromedp.Focus(chromedp.CSS(`#plan [data-plan-range=deadline]`)), chromedp.KeyEvent(kb.ArrowRight))
	b.wait("49 hours", `document.querySelector("#plan-deadline").value === "49" && location.hash.includes("deadline=49")`)
	evaluate[bool](b, `(() => { const e = document.querySelector("#plan [data-plan-range=deadline]"); e.value = e.max; e.dispatchEvent(new Event("input", {bubbles: true})); return true; })()`)
	b.wait("no deadline", `document.querySelector("#plan-deadline").value === "" && !location.hash.includes("deadline")`)

	b.do(chromedp.Click(`#plan [data-across=cost]`))
	b.wait("the front by cost", `document.querySelector("#plan [data-plot=front] svg").textContent.includes("USD")`)
	var regions struct {
		Takeaway struct{ Least, Most string }
		Regions  []struct{ Code, Name string }
	}
	ask(t, "regions", scenario, &regions)
	b.wait("the ranking of places says what the engine found", fmt.Sprintf(`document.querySelector("#plan [data-slot=regions] figcaption").textContent.includes(%q)`, regions.Takeaway.Most))
	b.wait("its table begins with the cleanest", fmt.Sprintf(`document.querySelector("#plan [data-slot=regions] tbody th").textContent === %q`, regions.Regions[0].Name))
	evaluate[bool](b, `(document.querySelector("#plan [data-only]").click(), true)`)
	b.wait("only there", fmt.Sprintf(`document.querySelector("#plan-regions").value === %q && [...document.querySelectorAll("#plan .picks li")].every((e) => e.innerText.includes(%q))`, regions.Regions[0].Code, regions.Regions[0].Name))
	for _, name := range []string{"front", "places", "hours", "accuracy"} {
		b.saves(name)
	}
	var worth struct {
		Accuracy struct {
			Steps []struct {
				Grams float64 `json:"g_per_point"`
			}
		}
	}
	ask(t, "accuracy", scenario+"\n"+evaluate[string](b, `document.querySelector("#plan textarea").value`), &worth)
	point := strings.ReplaceAll(estimator.FormatQuantity(worth.Accuracy.Steps[0].Grams/1000, "kgCO2e"), "\u00a0", " ")
	b.wait("what a point takes, in the picture too", fmt.Sprintf(`document.querySelector("#plan [data-slot=accuracy]").textContent.replace(/\s+/g, " ").includes(%q) && document.querySelector("#plan [data-plot=accuracy] svg").textContent.includes("a point")`, point))

	var afford struct {
		Afford struct{ Fits struct{ Mid float64 } }
	}
	ask(t, "afford", scenario+"&budget=2kg", &afford)
	b.fill(`#plan [data-budget]`, "2 kg")
	b.wait("how far two kilograms go", fmt.Sprintf(`document.querySelector("#plan [data-slot=budget] .live-big").innerText.startsWith(%q)`, estimator.FormatNumber(afford.Afford.Fits.Mid)))
	b.fill(`#plan [data-budget]`, "2 bananas")
	b.wait("no such unit", `document.querySelector("#plan [data-slot=budget] .fault")`)

	b.wait("the price of a point", `document.querySelector("#plan [data-slot=accuracy]").innerText.includes("for each") && document.querySelector("#plan [data-plot=accuracy] svg")`)
	b.do(chromedp.Click(`#plan .picks a`))
	b.wait("a plan opens as a scenario", `location.hash.startsWith("#/estimate?") && !document.querySelector("#estimate").hidden`)
}
