package estimator

import (
	"slices"
	"strings"
	"testing"
)

// TestYears recomputes a claim for its year.
func TestYears(t *testing.T) {
	c := Default()
	france, _ := c.Place("FR")
	if years := c.Years(france); !slices.IsSorted(years) || !slices.Contains(years, 2021) || !slices.Contains(years, france.Lifecycle.Year) {
		t.Fatalf("years of France: %v", years)
	}
	tests := []struct {
		query string
		want  Range[float64]
		year  int
		scope string
		fault string // part of what is said when it is refused
	}{
		{"r=FR&gy=2024", Range[float64]{33, 44.18, 44.18}, 2024, Lifecycle, ""},
		{"r=FR&gy=2022", Range[float64]{91, 91, 91}, 2022, Lifecycle, ""},
		{"r=FR&gy=2022&basis=direct", Range[float64]{91, 91, 91}, 2022, Lifecycle, ""}, // no direct figure of that year
		{"r=SE-SE3&gy=2023", Range[float64]{23, 23, 23}, 2023, Lifecycle, ""},
		{"r=gcp:europe-west9&gy=2021", Range[float64]{60, 60, 60}, 2021, Lifecycle, ""},
		{"r=FR&gy=2021&basis=marginal", Range[float64]{68, 158, 158}, 2021, MarginalBasis, ""},
		{query: "r=FR&gy=2022&basis=marginal", fault: "use 2021, or"},
		{query: "r=FR&gy=1995", fault: "no figure of that year is kept for France; use 2021, 2022, 2023, 2024 or 2025"},
		{query: "ci=50&gy=2022", fault: "the grid is typed"},
		{query: "mix=coal:1&gy=2022", fault: "the grid is typed"},
		{query: "r=FR&gy=2022.5", fault: "the year is"},
	}
	for _, tt := range tests {
		s, _, err := ParseQuery("kwh=1&pue=1&" + tt.query)
		r, err := EstimateParsed(c, &s, err)
		if tt.fault != "" {
			if err == nil || !strings.Contains(err.Error(), tt.fault) || !strings.Contains(err.Error(), "grid_year") {
				t.Errorf("%s: %v, want %s", tt.query, err, tt.fault)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.query, err)
			continue
		}
		if g := r.Grid; g.Value != tt.want || g.Year != tt.year || g.Scope != tt.scope {
			t.Errorf("%s: %+v, want %v of %d, %s", tt.query, g, tt.want, tt.year, tt.scope)
		}
	}
}

// TestYearEverywhere: searches over places leave out those of which no figure of the year is kept.
func TestYearEverywhere(t *testing.T) {
	c := Default()
	s, _, _ := ParseQuery("hw=a100-sxm4-80gb&n=8&h=24&r=PL&gy=2022")
	regions, err := EstimateRegions(c, &s)
	if err != nil || len(regions) < 200 || len(regions) == len(c.Places()) {
		t.Fatalf("%d places, %v", len(regions), err)
	}
	for _, r := range regions {
		if r.Year != 2022 {
			t.Errorf("%s: of %d", r.Code, r.Year)
		}
	}
	levers, err := Levers(c, &s)
	if err != nil || len(levers) == 0 {
		t.Fatalf("%d levers, %v", len(levers), err)
	}
	req, _, _ := ParsePlan("hw=a100-sxm4-80gb&n=8&h=24&gy=2022&maxn=8")
	plan, err := Plan(c, &req)
	if err != nil || plan.Regions == 0 || plan.Regions > len(c.Places())+len(c.CloudRegions()) {
		t.Fatalf("%d places, %v", plan.Regions, err)
	}
	any, _, _ := ParsePlan("hw=a100-sxm4-80gb&n=8&h=24&maxn=8")
	if all, err := Plan(c, &any); err != nil || all.Regions <= plan.Regions {
		t.Errorf("%d places of any year, %d of 2022, %v", all.Regions, plan.Regions, err)
	}
}

// TestFiguresHaveYears: every dated figure can be asked for, and lies within what is answered.
func TestFiguresHaveYears(t *testing.T) {
	c := Default()
	for i := range c.figures {
		f := &c.figures[i]
		p := &c.places[f.place]
		if f.year == 0 || p.Proxy != "" {
			continue
		}
		v := c.IntensityIn(p, f.direct, f.year)
		if v == nil || v.Year != f.year || v.Direct != f.direct || f.value < v.Low || f.value > v.High || v.Value < v.Low || v.Value > v.High {
			t.Fatalf("%s %d: %+v does not hold %v", p.Code, f.year, v, f.value)
		}
		if f.preferred && v.Source != f.source {
			t.Errorf("%s %d: of %s, preferred is %s", p.Code, f.year, v.Source.ID, f.source.ID)
		}
	}
}
