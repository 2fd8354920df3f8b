package estimator

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestPublishedCases computes every row and holds it to what it expects. Tolerances are those of the prints; none was
// widened to pass.
func TestPublishedCases(t *testing.T) {
	want := map[string]string{AsReported: Agrees, AsRecomputed: Agrees, InRange: Inside, OutOfRange: Outside, Unjudged: ForComparison}
	for _, p := range Default().PublishedCases() {
		t.Run(p.ID+"/"+p.Output, func(t *testing.T) {
			got, err := p.Compute(Default())
			if p.Query == "" {
				if !errors.Is(err, ErrNotComputable) {
					t.Errorf("error %v, want ErrNotComputable", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if verdict := p.Verdict(got, err); verdict != want[p.Expect] {
				t.Errorf("%s: got %v %s, published %v (recomputed %v), tolerance %v: %s, want %s", p.Quantity, got, p.Unit,
					p.Reported.Or(0), p.Recomputed.Or(0), p.Tolerance.Or(0), verdict, want[p.Expect])
			}
		})
	}
}

// TestPublishedCasesAreComplete keeps the counts: no case and no output may drop out or lose its link unnoticed.
func TestPublishedCasesAreComplete(t *testing.T) {
	cases, rows, computed := map[string]string{}, map[string]int{}, 0
	for _, p := range Default().PublishedCases() {
		if title, seen := cases[p.ID]; seen && title != p.Title {
			t.Errorf("%s: two titles, %q and %q", p.ID, title, p.Title)
		}
		cases[p.ID] = p.Title
		rows[p.Class+", expect "+p.Expect]++
		if p.Query != "" {
			computed++
		}
	}
	if got, want := len(cases), 117; got != want {
		t.Errorf("%d cases, want %d", got, want)
	}
	want := map[string]int{ // 236 printed outputs and 23 rows of device-hours by our own defaults
		"identity, expect reported": 166, "identity, expect n/a": 3,
		"judgement, expect reported": 37, "judgement, expect range": 38, "judgement, expect outside": 1,
		"inconsistent, expect recomputed": 4, "context, expect n/a": 10,
	}
	if !maps.Equal(rows, want) {
		t.Errorf("rows: got %v, want %v", rows, want)
	}
	if want := 246; computed != want {
		t.Errorf("%d rows are computed, want %d", computed, want)
	}
}

// TestPublishedTolerances keeps the tolerances as small as the prints allow, and keeps the answer out of the links whose
// reported value is to lie in a range of ours.
func TestPublishedTolerances(t *testing.T) {
	most := map[string]float64{Identity: 0.167, Judgement: 0.4, Inconsistent: 0.01}
	for _, p := range Default().PublishedCases() {
		if v := p.Tolerance.Or(0); p.Expect == AsReported && v > most[p.Class] || p.Expect == AsRecomputed && v > most[p.Class] {
			t.Errorf("%s %s: tolerance %v, want at most %v", p.ID, p.Output, v, most[p.Class])
		}
		for _, key := range []string{"pw=", "kwh=", "dh=" + number(p.Reported.Or(0)) + "&", "tf="} {
			if (p.Expect == InRange || p.Expect == OutOfRange) && strings.Contains(p.Query, key) {
				t.Errorf("%s %s: the link %q tells what it is to find", p.ID, p.Output, p.Query)
			}
		}
	}
}

func TestPublishedCompute(t *testing.T) {
	const job = "kwh=10&pue=1.2&ci=500" // 12 kWh at the facility, 6 kg
	tests := []struct {
		name, query, quantity string
		want                  float64
		fault                 string // in the error
	}{
		{"a figure", job, "energy_kwh", 12, ""},
		{"a number", job, "2.5", 2.5, ""},
		{"before PUE", job, "it_energy_kwh", 10, ""},
		{"products from left to right", job, "total_kgco2e*1000/energy_kwh/2*4", 1000, ""},
		{"many factors", job, "pue*2*2*2*2*2*2*2*2*2*2", 1228.8, ""},
		{"reciprocal", job, "1/energy_kwh", 1.0 / 12, ""},
		{"sum of products", job, "energy_kwh*2+total_kgco2e/2", 27, ""},
		{"second link", job + "\nkwh=1&pue=1&ci=600", "total_kgco2e/2:total_kgco2e", 10, ""},
		{"first link by number", job, "1:pue", 1.2, ""},
		{"a term", job, "term:facility", 2, ""},
		{"another calculator", "hw=v100&n=1&w=300&u=100&h=100&host=0&r=WORLD", "rival:carbontracker:energy_kwh", 47.4, ""},
		{"no such link", job, "2:pue", 0, `quantity: "2:pue"`},
		{"link 0", job, "0:pue", 0, `quantity: "0:pue"`},
		{"no such figure", job, "joy", 0, `quantity: "joy"`},
		{"no such term", job, "term:joy", 0, `quantity: "term:joy"`},
		{"no such calculator", job, "rival:joy:energy_kwh", 0, `quantity: "rival:joy:energy_kwh"`},
		{"nothing between operators", job, "pue**2", 0, `quantity: `},
		{"nothing after the last", job, "pue+", 0, `quantity: `},
		{"unknown in the result", job, "mfu", 0, `quantity: "mfu"`},
		{"division by zero", "kwh=1&pue=1&ci=0", "1/total_kgco2e", 0, "divides by 0"},
		{"zero by zero", "kwh=1&pue=1&ci=0", "total_kgco2e/total_kgco2e", 0, "divides by 0"},
		{"key of no field", job + "&joy=1", "pue", 0, `"joy"`},
		{"bad value", "kwh=-1", "pue", 0, "energy_kwh"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := PublishedCase{Query: test.query, Quantity: test.quantity}
			got, err := p.Compute(Default())
			if test.fault != "" {
				if err == nil || !strings.Contains(err.Error(), test.fault) {
					t.Errorf("error %v, want one with %s", err, test.fault)
				}
			} else if err != nil || math.Abs(got.Mid-test.want) > 1e-12*test.want { // rounding of a few products
				t.Errorf("got %v (%v), want %v", got.Mid, err, test.want)
			}
		})
	}
}

// TestPublishedCall is the page's way in: every row with a verdict, and none of them bad.
func TestPublishedCall(t *testing.T) {
	var answer struct {
		OK   bool
		Rows []struct {
			ID, Output, Verdict, Unit string
			Reported, Ratio           *float64
			Computed                  *Range[float64]
			Note                      *string
		}
	}
	if err := json.Unmarshal(Call(Default(), "published", ""), &answer); err != nil || !answer.OK {
		t.Fatal(err)
	}
	if got, want := len(answer.Rows), len(Default().PublishedCases()); got != want {
		t.Fatalf("%d rows, want %d", got, want)
	}
	for i, r := range answer.Rows {
		p := &Default().PublishedCases()[i]
		if r.ID != p.ID || r.Output != p.Output || r.Verdict == Differs || (r.Computed == nil) != (p.Query == "") || r.Note == nil && p.Note != "" {
			t.Errorf("row %d: got %+v of %s", i, r, p.ID)
		}
		if r.Computed != nil && r.Ratio != nil && math.Abs(*r.Ratio**r.Reported-r.Computed.Mid) > 1e-9*r.Computed.Mid {
			t.Errorf("%s %s: ratio %v of %v %s is not the computed %v", r.ID, r.Output, *r.Ratio, *r.Reported, r.Unit, r.Computed.Mid)
		}
	}
}

// publishedClasses are the parts of published.md.
var publishedClasses = []struct{ class, title, introduction string }{
	{Identity, "The inputs determine the output", "The publication gives the inputs of a product or a sum, and any correct calculator has to find its output. The" +
		" tolerance of a row is 1 %, or what the rounding of the print leaves open where that is more. Powers are given to the estimator as they" +
		" are printed, with nothing for the rest of the server, so a range of ±5 % (of a power meter) around the middle may appear that the publication does not have."},
	{Judgement, "Something has to be chosen", "The publication leaves something open, and the row says how it is filled. Where it says *agrees*, the number was" +
		" filled in by the publication's own family of runs, or a tolerance says how far the plain formula is known to be off: a utilisation that is reported for" +
		" single steps is not that of a whole run. Where it says *inside* or *outside*, the link holds hardware, hours, parameters or tokens only, and the reported" +
		" value is held against the estimator's own range. The default ranges were drawn from several of these very runs (GPT-3, PaLM, LLaMA, BERT and others), so *inside*" +
		" shows that the estimator states them as they are, and the one *outside* is a run that says it took no longer than its steps."},
	{Inconsistent, "The inputs do not give the output", "Two prints of one publication disagree. The estimator is held to what the inputs give, and the ratio shows the gap."},
	{Context, "For comparison only", "The publication gives a result without the inputs that would be needed, so nothing is computed."},
}

// TestGoldenPublished holds published.md, the table for readers, to what is computed.
func TestGoldenPublished(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Published numbers, computed again\n\n" +
		"Made from `data/published.csv` by `make golden`; a test compares it with what the estimator says now. *Ratio* is computed ÷ reported." +
		" A row without *computed* cannot be computed, and the note says why.\n")
	for _, part := range publishedClasses {
		b.WriteString("\n## " + part.title + "\n\n" + part.introduction + "\n\n| case | publication | output | reported | computed | ratio | verdict | note |\n|---|---|---|---:|---:|---:|---|---|\n")
		for _, p := range Default().PublishedCases() {
			if p.Class == part.class {
				writePublishedRow(&b, &p)
			}
		}
	}
	got := b.String()
	const path = "published.md"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(data), "\n")
	for i := range max(len(g), len(w)) {
		if line(g, i) != line(w, i) {
			t.Fatalf("line %d differs from %s; see the difference after `go test -update`\ngot  %q\nwant %q", i+1, path, line(g, i), line(w, i))
		}
	}
}

func writePublishedRow(b *strings.Builder, p *PublishedCase) {
	computed, err := p.Compute(Default())
	cells := []string{p.Title, p.Publication, p.Output, "", "", "", p.Verdict(computed, err), p.Note}
	if v, ok := p.Reported.Get(); ok {
		cells[3] = withUnit(sixDigits(v), p.Unit)
	}
	if err == nil {
		cells[4] = sixDigits(computed.Mid)
		if low, high := sixDigits(computed.Low), sixDigits(computed.High); low != high {
			cells[4] += " (" + low + " to " + high + ")"
		}
	}
	if ratio, ok := p.Ratio(computed, err).Get(); ok {
		cells[5] = strconv.FormatFloat(ratio, 'f', 3, 64)
	}
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
	}
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// sixDigits writes a number with six significant digits, as many as most prints have.
func sixDigits(v float64) string {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	return number(v)
}

// TestToleranceIsThePrints: a tolerance above 1 % is the rounding of the print, or the row says why it is wider.
func TestToleranceIsThePrints(t *testing.T) {
	wide := 0
	for _, p := range Default().PublishedCases() {
		v, ok := p.Reported.Get()
		tolerance, held := p.Tolerance.Get()
		if !ok || !held || v == 0 {
			continue
		}
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
		e, err := strconv.Atoi(exponent)
		if err != nil {
			t.Fatal(err)
		}
		digits := len(strings.ReplaceAll(mantissa, ".", ""))
		rounding := 0.5 * math.Pow10(e-digits+1) / v
		if tolerance <= 0.01 || tolerance <= 1.1*rounding { // as the tolerances are rounded upwards
			continue
		}
		if wide++; p.Note == "" {
			t.Errorf("%s, %s: tolerance %v, the print is rounded by %.2g, and no note says why", p.ID, p.Output, tolerance, rounding)
		}
	}
	if wide == 0 {
		t.Error("no tolerance is wide: the test looks at nothing")
	}
}
