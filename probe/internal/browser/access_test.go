//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAxe runs axe-core over every view, light and dark, narrow and wide: no violation.
func TestAxe(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "h100x8")
	for _, width := range []int64{320, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%s-%d", scheme, width), func(t *testing.T) {
				t.Parallel()
				b := openTab(t, width, 900)
				b.scheme(scheme)
				b.open(p.url)
				b.wait("what comes after the answer", `document.querySelector("#estimate .levers li")`)
				evaluate[bool](b, `(document.querySelectorAll("#estimate .more").forEach((d) => { d.open = true; }), true)`)
				b.wait("what was folded away", `document.querySelector("#export-text")?.value && document.querySelector("[data-plot=damages] svg") && document.querySelector("#import-text")`)
				b.axe("estimate")
				evaluate[bool](b, openSections)
				for _, query := range []string{inputScenarios[1], inputScenarios[5], inputScenarios[8], inputScenarios[14]} {
					evaluate[bool](b, fmt.Sprintf(`(location.hash = %q, true)`, "#/estimate?"+query))
					b.answers(query, "&v=1&")
					b.axe("estimate " + query)
				}
				evaluate[bool](b, `(document.querySelector("[data-act=reset]").click(), true)`) // the views after it plan the default work
				b.answers("start over", "&r=WORLD&")
				b.screenshot(fmt.Sprintf("sections-%s-%d", scheme, width))
				evaluate[bool](b, `(location.hash = "#/live", true)`)
				b.wait("live", `document.querySelectorAll("#live .device").length >= 8 && document.querySelectorAll("#live canvas").length >= 8 && document.querySelector("#live .live-big")`)
				b.axe("live")
				evaluate[bool](b, `(location.hash = "#/methods", true)`)
				b.wait("methods", `document.querySelectorAll("#methods [data-slot=published] tbody tr").length > 100 && document.querySelector("#methods [data-slot=rows] table")`)
				b.axe("methods")
				evaluate[bool](b, `(location.hash = "#/compare?`+pair+`", true)`)
				b.wait("compare", `document.querySelectorAll("#compare svg.gw-plot").length === 2`)
				b.axe("compare")
				evaluate[bool](b, `(location.hash = "#/plan", true)`)
				b.wait("plan", `document.querySelector("#plan [data-plot=front] svg") && document.querySelector("#plan [data-plot=accuracy] svg")`)
				b.axe("plan")
				for _, page := range []string{"works.html", "fr/works.html"} {
					b.do(chromedp.Navigate(p.url + page))
					b.wait(page, verdict)
					b.axe(page)
					b.screenshot(fmt.Sprintf("%s-%s-%d", strings.NewReplacer("/", "-", ".html", "").Replace(page), scheme, width))
				}
			})
		}
	}
}

// axe fails on what axe-core finds in the page as it stands, and on a page that is wider than its window.
func (b *tab) axe(view string) {
	b.t.Helper()
	script, err := os.ReadFile(filepath.Join(repository, "static", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		b.t.Fatal(err)
	}
	b.narrow(view, evaluate[int64](b, "innerWidth"))
	// The script is evaluated by the debugger, which the page's policy does not concern.
	b.do(chromedp.Evaluate[chromedp.Void](string(script)))
	raw := evaluate[string](b, `axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) => JSON.stringify(
		{passes: r.passes.length, violations: r.violations.map((v) => ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.join(" ") + ": " + n.failureSummary)}))}))`)
	var report struct {
		Passes     int
		Violations []struct {
			ID, Help string
			Nodes    []string
		}
	}
	if err := json.Unmarshal([]byte(raw), &report); err != nil {
		b.t.Fatal(err)
	}
	if report.Passes < 20 {
		b.t.Errorf("%s: only %d rules were checked", view, report.Passes)
	}
	for _, v := range report.Violations {
		b.t.Errorf("%s: axe %s: %s\n%q", view, v.ID, v.Help, v.Nodes)
	}
}
