//go:build browser

package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gramwatt/estimator"
)

// scenarios are one of each way to say the work, with what a plain run leaves out.
var scenarios = []string{
	estimator.DefaultQuery,
	"v=1&hw=h100-sxm5-80gb&n=64&par=7e9&tok=1e12&mfu=40&r=FR&emb=1&ep=0.12&ssd=20&net=5000&pre=2&pye=3",
	"v=1&hw=h100-sxm5-80gb&n=8&sps=0.4&st=100000&r=US&ptr=24&pts=50&pfi=3&cp=80&mci=10",
	"v=1&hw=h100-sxm5-80gb&n=8&qp=70e9&qin=500&qout=300&qd=1e6&qdays=30&r=RU&emb=1",
}

// shownText is what a reader sees of an element, with plain spaces.
func shownText(b *tab, selector string) string {
	return evaluate[string](b, fmt.Sprintf(`(document.querySelector(%q)?.innerText ?? "").replace(/\s+/g, " ").trim()`, selector))
}

type span struct{ Low, Mid, High float64 }

// TestResults holds that what stands around the answer is the engine's own: the quantities, what would help, what moves the
// answer, the twenty cases and the damage; and that a lever applies and is taken back.
func TestResults(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	for i, query := range scenarios {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			b := openTab(t, 1280, 900)
			b.open(p.url + "#/estimate?" + query)
			b.wait("the answer", answerText+` === "`+native(t, query)+`"`)
			var e struct{ Result map[string]json.RawMessage }
			ask(t, "estimate", query, &e)
			units := map[string]string{"water_l": "L", "electricity_usd": "USD", "device_usd": "USD", "social_cost_usd": "USD", "carbon_price_usd": "USD", "embodied_kgco2e": "kgCO2e", "network_kgco2e": "kgCO2e",
				"market_based_kgco2e": "kgCO2e", "primary_energy_mj": "MJ", "minerals_kgsb": "kgSb", "it_energy_kwh": "kWh", "average_w": "W", "hours": "h", "device_hours": "h", "flop": "FLOP"}
			for name, unit := range units {
				var v *span
				if err := json.Unmarshal(e.Result[name], &v); err != nil {
					t.Fatal(err)
				}
				want := ""
				if v != nil {
					want = estimator.FormatQuantity(v.Mid, unit)
				}
				if got := shownText(b, `#estimate [data-explain="q:`+name+`"]`); got != want {
					t.Errorf("%s: the page says %q, the engine %q", name, got, want)
				}
			}

			var levers struct {
				Levers []struct {
					Key, Query string
					Saved      span `json:"saved_kgco2e"`
				}
			}
			ask(t, "levers", query, &levers)
			b.wait("every lever", fmt.Sprintf(`document.querySelectorAll("#estimate .levers > li").length === %d`, len(levers.Levers)))
			for _, l := range levers.Levers {
				if got, want := shownText(b, `#estimate .levers [data-id="`+l.Key+`"] b`), estimator.FormatQuantity(l.Saved.Mid, "kgCO2e"); got != want {
					t.Errorf("%s: the page says %q, the engine %q", l.Key, got, want)
				}
			}

			var tornado struct {
				Effects []struct {
					Low float64 `json:"at_low_kgco2e"`
				}
			}
			ask(t, "tornado", query, &tornado)
			b.wait("what moves the answer", fmt.Sprintf(`document.querySelectorAll("#estimate [data-slot=tornado] tbody tr").length === %d && document.querySelector("[data-plot=tornado] svg rect")`, len(tornado.Effects)))
			if got, want := evaluate[string](b, `document.querySelector("#estimate [data-slot=tornado] tbody td").textContent.replace(/\s+/g, " ")`), estimator.FormatQuantity(tornado.Effects[0].Low, "kgCO2e"); got != want {
				t.Errorf("the largest effect begins at %q, the engine says %q", got, want)
			}

			var draws struct {
				Draws struct {
					Total struct{ Outcomes []float64 } `json:"total_kgco2e"`
				}
			}
			ask(t, "draws", query, &draws)
			b.wait("twenty dots", `document.querySelectorAll("[data-plot=quantiles] svg circle").length === 20`)
			if got, want := evaluate[string](b, `[...document.querySelectorAll("#estimate [data-slot=quantiles] tbody td")].pop().textContent.replace(/\s+/g, " ")`), estimator.FormatQuantity(draws.Draws.Total.Outcomes[19], "kgCO2e"); got != want {
				t.Errorf("the last case is %q, the engine says %q", got, want)
			}
			b.wait("a staircase, unless runs change nothing", `document.querySelector("[data-slot=staircase]").innerText.includes("changes nothing") === `+fmt.Sprint(strings.Contains(query, "qd="))+` && (!document.querySelector("[data-plot=staircase]") || document.querySelector("[data-plot=staircase] svg path") && document.querySelector("#estimate [data-slot=staircase] tbody").textContent !== "")`)

			var damages struct {
				Damages []struct {
					Note string
					USD  span
				}
			}
			ask(t, "damages", query, &damages)
			evaluate[bool](b, `((document.querySelector("[data-slot=damages]").closest("details").open = true), true)`)
			b.wait("damage by every estimate", fmt.Sprintf(`document.querySelectorAll("#estimate [data-slot=damages] tbody tr").length === %d && document.querySelector("[data-plot=damages] svg circle")`, len(damages.Damages)))
			last := damages.Damages[len(damages.Damages)-1]
			if got, want := evaluate[string](b, `[...document.querySelectorAll("#estimate [data-slot=damages] tbody tr")].pop().querySelector("td").textContent.replace(/\s+/g, " ")`), estimator.FormatQuantity(last.USD.Mid, "USD"); got != want {
				t.Errorf("the last damage is %q, the engine says %q", got, want)
			}
			if last.Note != "" && !strings.Contains(shownText(b, `#estimate [data-slot=damages]`), strings.ReplaceAll(last.Note, "CO2", "CO2")) {
				t.Errorf("the page does not say %q", last.Note)
			}
			if cut := evaluate[int](b, `[...document.querySelectorAll("[data-plot=regions] svg:first-child circle")].filter((c) => c.getBoundingClientRect().top < c.closest("svg").getBoundingClientRect().top - 0.5).length`); cut > 0 {
				t.Errorf("%d dots of the places are cut off at the top", cut)
			}
			b.screenshot(fmt.Sprintf("results-%d", i))

			first := levers.Levers[0]
			evaluate[bool](b, `(document.querySelector("[data-lever=`+first.Key+`]").click(), true)`)
			b.wait("the lever is applied", answerText+` === "`+native(t, first.Query)+`"`)
			b.wait("and can be taken back", `document.querySelector("[data-slot=levers] .moved [data-act=undo]")`)
			evaluate[bool](b, `(document.querySelector("[data-slot=levers] .moved [data-act=undo]").click(), true)`)
			b.wait("taken back", answerText+` === "`+native(t, query)+`"`)
		})
	}
}

// TestEveryNumberOfEveryScenario opens the panel of each number, for the terms that the default scenario has not.
func TestEveryNumberOfEveryScenario(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	for i, query := range scenarios[1:] {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			b := openTab(t, 1280, 900)
			b.open(p.url + "#/estimate?" + query)
			b.wait("the answer", answerText+` === "`+native(t, query)+`"`)
			faults := evaluate[string](b, `(async () => { const out = [];
				for (const id of new Set([...document.querySelectorAll("#estimate [data-explain]")].map((e) => e.dataset.explain))) {
					document.querySelector("#estimate [data-explain=\"" + id + "\"]").click();
					const panel = document.querySelector("#explain");
					for (let i = 0; i < 100 && !panel.open; i++) await new Promise((later) => setTimeout(later, 10)); // its code comes with the first click
					const text = panel.open ? panel.querySelector(".panel-body").innerText : "";
					if (text.length < 60 || !/[=]/.test(text) || !/(19|20)\d\d|typed/.test(text)) out.push(id + ": " + text);
					panel.close();
				}
				return out.join("\n"); })()`)
			if faults != "" {
				t.Errorf("numbers without formula and origin:\n%.1500s", faults)
			}
		})
	}
}

// TestExports takes the result away in every form, which is the engine's report to the byte, brings it back, and saves a
// picture that needs no page around it.
func TestExports(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	const query = "v=1&hw=h100-sxm5-80gb&n=64&par=7000000000&tok=1000000000000&mfu=40&r=FR&emb=1"
	b.open(p.url + "#/estimate?" + query)
	b.wait("the answer", answerText+` === "`+native(t, query)+`"`)
	evaluate[bool](b, `((document.querySelector("[data-slot=keep]").closest("details").open = true), true)`)
	b.wait("a link", `document.querySelector("#export-text").value.includes("#/estimate?v=1&hw=h100-sxm5-80gb")`)
	var saved string
	for _, format := range []string{"sentence", "text", "latex", "markdown", "modelcard", "csv", "json", "boamps"} {
		var want struct{ Text string }
		ask(t, "report", format+" "+query, &want)
		b.do(chromedp.Click(`#estimate [data-format=` + format + `]`))
		text, err := json.Marshal(want.Text)
		if err != nil {
			t.Fatal(err)
		}
		b.wait("the form "+format, `document.querySelector("#export-text").value.replaceAll("\r", "") === `+string(text)+`.replaceAll("\r", "")`)
		if format == "json" {
			saved = want.Text
		}
	}

	var scenario struct{ Scenario json.RawMessage }
	ask(t, "scenario", scenarios[1], &scenario)
	evaluate[bool](b, `((document.querySelector("[data-slot=open]").closest("details").open = true), true)`)
	b.wait("the field", `document.querySelector("#import-text")?.offsetHeight > 0`)
	for _, back := range []struct{ what, text, query string }{
		{"a scenario", string(scenario.Scenario), scenarios[1]},
		{"an export", saved, query},
		{"a link", "https://example.org/page#/estimate?" + bloom, bloom},
		{"a short scenario", `{"accelerators": [{"id": "a100-sxm4-80gb", "count": 8, "load": 0.8}], "hours": 24, "embodied": true}`, "hw=a100-sxm4-80gb&n=8&u=80&h=24&emb=1"},
	} {
		text, _ := json.Marshal(back.text)
		evaluate[bool](b, `((document.querySelector("#import-text").value = `+string(text)+`), true)`)
		b.do(chromedp.Click(`#estimate [data-keep=open]`))
		b.wait(back.what+" is opened", answerText+` === "`+native(t, back.query)+`" && !document.querySelector("#import-fault")`)
	}
	for _, wrong := range []string{`{"hours": 24, "houres": 3}`, `{"hours": `, "hello"} {
		text, _ := json.Marshal(wrong)
		evaluate[bool](b, `((document.querySelector("#import-text").value = `+string(text)+`), true)`)
		b.do(chromedp.Click(`#estimate [data-keep=open]`))
		b.wait("it says why not", `document.querySelector("#import-fault")?.innerText.length > 20`)
	}

	b.wait("the pictures", `document.querySelector("[data-plot=waterfall] svg")`)
	for _, name := range []string{"waterfall", "regions"} {
		svg := evaluate[string](b, `new Promise((done) => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { URL.createObjectURL = make; blob.text().then(done); return "data:,"; };
			document.querySelector("[data-save=`+name+`]").click(); })`)
		caption := evaluate[string](b, `document.querySelector("[data-plot=`+name+`]").closest("figure").querySelector("figcaption").textContent`)
		if !strings.HasPrefix(svg, "<svg") || !strings.Contains(svg, "<title>"+caption) {
			t.Errorf("%s: no SVG with its finding as title: %.300s", name, svg)
		}
		if left := regexp.MustCompile(`var\(|oklch|light-dark|class=`).FindString(svg); left != "" {
			t.Errorf("%s: the file still needs the page: %s", name, left)
		}
	}
}

var pages = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// TestPrintOnePage prints every scenario on exactly one sheet, with the answer and the link on it.
func TestPrintOnePage(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	for i, query := range append([]string{bloom}, scenarios...) {
		b := openTab(t, 1280, 900)
		b.open(p.url + "#/estimate?" + query)
		b.wait("the answer", answerText+` === "`+native(t, query)+`"`)
		for _, paper := range [][2]float64{{8.27, 11.69}, {8.5, 11}} {
			result, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: paper[0], PaperHeight: paper[1]})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(pages.FindAll(result.Data, -1)); n != 1 {
				t.Errorf("%s: %d pages of %v inches, want 1", query, n, paper)
			}
			if !bytes.HasPrefix(result.Data, []byte("%PDF")) {
				t.Errorf("%s: no PDF", query)
			}
		}
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
			t.Fatal(err)
		}
		b.do(chromedp.EmulateViewport(703, 1032)) // A4 without its margins
		for _, part := range []string{".headline", "[data-slot=equation]", "[data-plot=waterfall] svg", "[data-plot=regions] svg", "[data-slot=omitted] li", "[data-slot=sources] li", "#print-link", "[data-slot=versions]"} {
			if !evaluate[bool](b, fmt.Sprintf(`document.querySelector(%q)?.checkVisibility() ?? false`, part)) && !(part == "[data-slot=sources] li" && query == bloom) {
				t.Errorf("%s: %s is not on the sheet", query, part)
			}
		}
		b.screenshot(fmt.Sprintf("print-%d", i))
	}
}
