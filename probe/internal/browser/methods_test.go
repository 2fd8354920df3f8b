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
	b.wait("only rows with both words", `(() => { const rows = [...document.querySelectorAll("#methods [data-slot=rows] tbody tr")]; return rows.length > 0 && rows.length < 10 && rows.every((r) => /tpu/i.test(r.innerText) && /v4/i.test(r.innerText)); })()`)
	b.fill(`#methods [data-find=text]`, "no such thing")
	b.wait("nothing found, in words", `document.querySelector("#methods [data-slot=rows]").innerText.includes("No row contains")`)

	// Every table that the page offers is one that the engine has, and the other way round.
	offered := evaluate[string](b, `[...document.querySelectorAll("#methods [data-find=table] option")].map((o) => o.value).sort().join(" ")`)
	if has := tables(t); offered != has {
		t.Errorf("the page offers %s\nthe engine has %s", offered, has)
	}
	evaluate[bool](b, `(document.querySelector("#methods [data-slot=published] tbody a").click(), true)`)
	b.wait("a case opens as a scenario", `location.hash.startsWith("#/estimate?") && !document.querySelector("#estimate").hidden`)
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
