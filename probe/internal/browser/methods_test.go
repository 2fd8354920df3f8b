//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// TestMethods opens the Methods view from a scenario: its steps, the other tools, the published cases and the data are
// those of the engine.
func TestMethods(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url + "#/estimate?v=1&hw=h100-sxm5-80gb&n=8&h=10&r=FR")
	b.wait("an answer", answerText+` !== ""`)
	evaluate[bool](b, `(location.hash = "#/methods", true)`)
	b.wait("the steps of that scenario", `document.querySelector('#methods [data-slot=terms]')?.innerText.includes("NVIDIA H100") && document.querySelector('#methods [data-slot=terms]').innerText.includes("France")`)
	var published struct{ Rows []struct{} }
	ask(t, "published", "", &published)
	rows := len(published.Rows)
	b.wait("every published number", fmt.Sprintf(`document.querySelectorAll("#methods [data-slot=published] tbody tr").length === %d`, rows))
	b.wait("ten tools", `document.querySelectorAll("#methods .rival").length === 10`)

	b.wait("the accelerators", `document.querySelectorAll("#methods [data-slot=rows] tbody tr").length > 50`)
	b.fill(`#methods [data-find=text]`, "tpu v4")
	b.wait("only rows with both words", `(() => { const rows = [...document.querySelectorAll("#methods [data-slot=rows] tbody tr:not(.conflict)")]; return rows.length > 0 && rows.length < 10 && rows.every((r) => /tpu/i.test(r.innerText) && /v4/i.test(r.innerText)); })()`)
	b.fill(`#methods [data-find=text]`, "no such thing")
	b.wait("nothing found, in words", `document.querySelector("#methods [data-slot=rows]").innerText.includes("No row contains")`)

	// Sources disagree about the A10G's speed, and the page says so below its row.
	b.fill(`#methods [data-find=text]`, "a10g")
	b.wait("what sources dispute stands below the row", `(() => { const rows = [...document.querySelectorAll("#methods [data-slot=rows] tbody tr")]; return rows[0]?.innerText.includes("a10g") && rows[1]?.matches(".conflict") && /here 70, 31.5 in Epoch AI/.test(rows[1].innerText); })()`)

	b.wait("a picture of the tools", `document.querySelectorAll("#methods [data-plot=rivals] svg").length === 1`)
	var rivals struct{ Takeaway struct{ Least, Most string } }
	ask(t, "rivals", "v=1&hw=h100-sxm5-80gb&n=8&h=10&r=FR", &rivals)
	b.wait("what they come to, in the engine's finding", fmt.Sprintf(`document.querySelector("#methods [data-slot=rivals] figcaption").innerText.startsWith(%q)`, rivals.Takeaway.Most+" says"))
	b.saves("rivals")
	b.wait("a reference and a paragraph", `document.querySelector("#methods [data-slot=cite]").innerText.includes("@misc{gramwatt") && document.querySelector("#methods [data-slot=cite]").innerText.includes("\\paragraph")`)
	copied := evaluate[string](b, `new Promise((done) => { navigator.clipboard.writeText = async (text) => done(text); document.querySelector("#methods [data-copy=latex]").click(); })`)
	var latex struct{ Text string }
	if ask(t, "report", "latex v=1&hw=h100-sxm5-80gb&n=8&h=10&r=FR", &latex); copied != latex.Text {
		t.Errorf("copied %.300s, want the engine's report", copied)
	}
	b.wait("days of the data", `document.querySelectorAll("#methods [data-slot=changes] time").length > 3`)

	// Every row of every table says its source, and where that is one of the list, its year or date and its licence.
	for _, table := range strings.Fields(tables(t)) {
		if table == "sources" || table == "conflicts" {
			continue
		}
		evaluate[bool](b, fmt.Sprintf(`(() => { const text = document.querySelector("#methods [data-find=text]"), select = document.querySelector("#methods [data-find=table]"); text.value = ""; text.dispatchEvent(new Event("input", {bubbles: true})); select.value = %q; select.dispatchEvent(new Event("input", {bubbles: true})); document.querySelector("#methods [data-slot=rows]").textContent = ""; return true; })()`, table))
		b.wait("rows of "+table, `document.querySelector("#methods [data-slot=rows] tbody tr")`)
		if bare := evaluate[int](b, `(() => { const heads = [...document.querySelectorAll("#methods .rows thead th")].map((e) => e.textContent), at = heads.indexOf("licence");
			return [...document.querySelectorAll("#methods .rows tbody tr:not(.conflict)")].filter((r) => at < 0 ? !/\(.+\)$/.test([...r.querySelectorAll("td.source")].at(-1)?.textContent ?? "") : r.children[at].textContent === "–").length; })()`); bare > 0 {
			t.Errorf("%s: %d rows without a licence: %s", table, bare, evaluate[string](b, `document.querySelector("#methods .rows tbody tr").innerText`))
		}
	}

	// Every table that the page offers is one that the engine has, and the other way round.
	offered := evaluate[string](b, `[...document.querySelectorAll("#methods [data-find=table] option")].map((o) => o.value).sort().join(" ")`)
	if has := tables(t); offered != has {
		t.Errorf("the page offers %s\nthe engine has %s", offered, has)
	}
	evaluate[bool](b, `(document.querySelector("#methods [data-slot=published] tbody a").click(), true)`)
	b.wait("a case opens as a scenario", `location.hash.startsWith("#/estimate?") && !document.querySelector("#estimate").hidden`)
}

// TestFormulas holds that every term of every way to say the work is shown with its numbers, that these give its value, and
// that their units agree.
func TestFormulas(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	for _, query := range append(slices.Clone(inputScenarios), scenarios...) {
		evaluate[bool](b, fmt.Sprintf(`(location.hash = %q, true)`, "#/estimate?"+query))
		b.wait("the answer of "+query, answerText+` === "`+native(t, query)+`" && document.querySelector("#estimate").dataset.stale === "false"`)
		evaluate[bool](b, `(location.hash = "#/methods", true)`)
		var want struct {
			Result struct{ Terms []struct{ ID string } }
		}
		ask(t, "estimate", query, &want)
		b.wait("every term of "+query, fmt.Sprintf(`document.querySelectorAll("#methods .formulas > li").length === %d && document.querySelector("#methods .formulas li").dataset.id === %q && document.querySelector('#methods [data-slot=terms]').dataset.query === %q`, len(want.Result.Terms), want.Result.Terms[0].ID, query))
		if bad := evaluate[string](b, `[...document.querySelectorAll("#methods .formulas > li")].filter((e) => e.querySelector(".fault") || !e.querySelector(".units") || !/ = /.test(e.querySelector(".numbers").textContent)).map((e) => e.querySelector(".numbers").textContent).join("; ")`); bad != "" {
			t.Errorf("%s: no numbers or units that agree: %s", query, bad)
		}
	}
}

// ask puts a question to the engine, natively.
func ask(t *testing.T, method, argument string, answer any) {
	t.Helper()
	if err := json.Unmarshal([]byte(estimator.Call(estimator.Default(), method, argument)), answer); err != nil {
		t.Fatal(err)
	}
}

// tables are the names in the engine's refusal of a table that does not exist.
func tables(t *testing.T) string {
	t.Helper()
	var refused struct{ Errors []struct{ Remedy string } }
	ask(t, "catalog", "none", &refused)
	names := regexp.MustCompile(`[a-z_]+`).FindAllString(strings.TrimPrefix(refused.Errors[0].Remedy, "use "), -1)
	names = slices.DeleteFunc(names, func(s string) bool { return s == "or" })
	slices.Sort(names)
	return strings.Join(names, " ")
}
