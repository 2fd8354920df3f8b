//go:build browser

package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

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
	b.wait("a picture of the front", `document.querySelector("#plan [data-slot=picture] svg circle")`)
	b.wait("the hours of the day", `document.querySelector("#plan [data-hours] svg") && document.querySelectorAll("#plan [data-slot=hours] tbody tr").length === 24`)

	b.do(chromedp.Click(`#plan [data-preset=own]`))
	b.wait("only the scenario's card", `[...document.querySelectorAll("#plan .picks li")].every((e) => e.innerText.includes("A100 SXM4 80GB"))`)
	b.fill(`#plan-deadline`, "0.001")
	b.wait("nothing keeps within that", `document.querySelector("#plan [data-slot=answer]").innerText.includes("Nothing keeps within")`)
	b.fill(`#plan-deadline`, "-3")
	b.wait("a fault at its field", `document.querySelector("#plan-err-deadline")?.innerText.length > 10`)
	b.fill(`#plan-deadline`, "48")
	b.wait("picks again", `document.querySelectorAll("#plan .picks li").length === 3 && location.hash.includes("deadline=48")`)

	var afford struct {
		Afford struct{ Fits struct{ Mid float64 } }
	}
	ask(t, "afford", scenario+"&budget=2kg", &afford)
	b.fill(`#plan [data-budget]`, "2 kg")
	b.wait("how far two kilograms go", fmt.Sprintf(`document.querySelector("#plan [data-slot=budget] .live-big").innerText.startsWith(%q)`, estimator.FormatNumber(afford.Afford.Fits.Mid)))
	b.fill(`#plan [data-budget]`, "2 bananas")
	b.wait("no such unit", `document.querySelector("#plan [data-slot=budget] .fault")`)

	b.wait("the price of a point", `document.querySelector("#plan [data-slot=accuracy]").innerText.includes("for each") && document.querySelector("#plan [data-accuracy] svg")`)
	b.do(chromedp.Click(`#plan .picks a`))
	b.wait("a plan opens as a scenario", `location.hash.startsWith("#/estimate?") && !document.querySelector("#estimate").hidden`)
}
