package estimator

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func mustCompare(t *testing.T, queries ...string) Comparison {
	t.Helper()
	specs := make([]*Spec, len(queries))
	for i, query := range queries {
		s, unknown, err := ParseQuery(query)
		if err != nil || len(unknown) > 0 {
			t.Fatalf("ParseQuery(%q): %v, unknown %q", query, err, unknown)
		}
		specs[i] = &s
	}
	c, err := Compare(Default(), specs)
	if err != nil {
		t.Fatalf("Compare(%q): %v", queries, err)
	}
	return c
}

// driverIDs lists the drivers of a scenario in their order.
func driverIDs(s *Compared) string {
	ids := make([]string, len(s.Drivers))
	for i := range ids {
		ids[i] = s.Drivers[i].ID
	}
	return strings.Join(ids, " ")
}

// TestDriversByHand changes one thing, or several, and expects the factor that it should move.
func TestDriversByHand(t *testing.T) {
	const all = "project work power rest pue grid embodied"
	tests := []struct {
		name, a, b string
		drivers    string
		ratios     map[string]float64 // of the drivers that differ
		key        string
	}{
		{"grid", "kwh=1000&pue=1&ci=820", "kwh=1000&pue=1&ci=24", "project work_power rest pue grid embodied",
			map[string]float64{"grid": 24.0 / 820}, "compare.grid_dominates"},
		{"runs, overhead and share", "w=100&u=50&h=2&pue=1&ci=100", "w=100&u=50&h=2&x=3&of=1.5&sh=50&pue=1&ci=100", all,
			map[string]float64{"project": 2.25}, "compare.project_dominates"},
		{"more devices for the same time", "w=100&u=50&h=2&n=2&pue=1&ci=100", "w=100&u=50&h=2&n=6&pue=1&ci=100", all,
			map[string]float64{"work": 3}, "compare.work_dominates"},
		{"power", "w=100&u=50&h=2&host=0&pue=1&ci=100", "w=400&u=50&h=2&host=0&pue=1&ci=100", all,
			map[string]float64{"power": 4}, "compare.power_dominates"},
		{"rest of the machine", "pw=100&h=2&host=0&pue=1&ci=100", "pw=100&h=2&host=50&pue=1&ci=100", all,
			map[string]float64{"rest": 1.5}, "compare.rest_dominates"},
		{"building", "pw=100&h=2&host=0&pue=1&ci=100", "pw=100&h=2&host=0&pue=1.5&ci=100", all,
			map[string]float64{"pue": 1.5}, "compare.pue_dominates"},
		{"two that pull apart", "pw=100&h=2&host=0&pue=1&ci=100", "pw=800&h=2&host=0&pue=1&ci=25", all,
			map[string]float64{"power": 8, "grid": 0.25}, "compare.opposed"},
		{"three in equal parts", "pw=100&h=2&host=0&pue=1&ci=100", "pw=200&h=4&host=0&pue=2&ci=100", all,
			map[string]float64{"power": 2, "work": 2, "pue": 2}, "compare.mixed"},
		{"the same", "pw=100&h=2&host=0&pue=1&ci=100", "pw=100&h=2&host=0&pue=1&ci=100", all, nil, "compare.same"},
		{"equal by chance", "pw=100&h=2&host=0&pue=1&ci=100", "pw=200&h=1&host=0&pue=1&ci=100", all,
			map[string]float64{"work": 0.5, "power": 2}, "compare.same"},
		{"metered against estimated", "kwh=10&pue=1&ci=100", "pw=1000&h=20&host=0&pue=1&ci=100", "project work_power rest pue grid embodied",
			map[string]float64{"work_power": 2}, "compare.work_power_dominates"},
		{"devices that draw nothing", "pw=0&h=2&host=50&pue=1&ci=100", "pw=0&h=2&host=150&pue=1&ci=100", "project work power_rest pue grid embodied",
			map[string]float64{"power_rest": 3}, "compare.power_rest_dominates"},
		{"only a host, metered on one side", "kwh=10&pue=1&ci=100", "cw=100&cpw=0&h=50&host=400&pue=1&ci=100", "project work_power_rest pue grid embodied",
			map[string]float64{"work_power_rest": 2}, "compare.work_power_rest_dominates"},
		{"data moved in one", "kwh=10&pue=1&ci=100", "kwh=10&pue=1&ci=100&net=10000", "project work_power rest pue grid network embodied",
			map[string]float64{"network": 2}, "compare.network_dominates"},
		{"one emits nothing", "kwh=10&pue=1&ci=100", "kwh=10&pue=1&ci=0", "", nil, "compare.no_ratio"},
		{"the first emits nothing", "kwh=10&pue=1&ci=0", "kwh=10&pue=1&ci=100", "", nil, "compare.no_ratio"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustCompare(t, tt.a, tt.b)
			s := &c.Scenarios[1]
			if got := driverIDs(s); got != tt.drivers {
				t.Fatalf("drivers %q, want %q", got, tt.drivers)
			}
			for i := range s.Drivers {
				d := &s.Drivers[i]
				want, differs := tt.ratios[d.ID]
				if !differs {
					want = 1
				}
				if !near(d.Ratio, want, 1e-12) || !differs && d.Ratio != 1 {
					t.Errorf("%s: %v against %v %s, ratio %v, want %v", d.ID, d.B, d.A, d.Unit, d.Ratio, want)
				}
			}
			if s.Takeaway.Key != tt.key {
				t.Errorf("takeaway %+v, want %s", s.Takeaway, tt.key)
			}
		})
	}
}

// TestNoShareOfAnEqualRatio: when nothing is left to share out, the drivers stand with their ratios and no share.
func TestNoShareOfAnEqualRatio(t *testing.T) {
	c := mustCompare(t, "pw=100&h=2&pue=1&ci=100", "pw=200&h=1&pue=1&ci=100")
	for _, d := range c.Scenarios[1].Drivers {
		if d.LogShare.Given() {
			t.Errorf("%s has the share %v of a ratio of 1", d.ID, d.LogShare.Or(0))
		}
	}
}

func TestNoRatioToNothing(t *testing.T) {
	c := mustCompare(t, "kwh=10&pue=1&ci=0", "kwh=10&pue=1&ci=100", "kwh=10&pue=1.2&ci=0")
	for i, want := range []struct{ given, higher bool }{{true, false}, {false, true}, {false, false}} {
		if s := &c.Scenarios[i]; s.Ratio.Given() != want.given || (s.Higher == 1) != want.higher || s.Lower != 0 {
			t.Errorf("scenario %d: ratio %v, P(higher) %v, P(lower) %v", i, s.Ratio, s.Higher, s.Lower)
		}
	}
}

// TestUnitsOfDrivers reads the values that stand beside each other: the search of Strubell 2019 and the one that Google ran.
func TestUnitsOfDrivers(t *testing.T) {
	c := mustCompare(t, "pw=1515.43&h=274120&host=0&pue=1.58&ci=432.727", "hw=TPU%20v2&n=200&pw=208&h=163.2&host=0&pue=1.1&ci=431")
	want := []struct {
		id, unit string
		a, b     float64
	}{
		{"project", "", 1, 1}, {"work", "h", 274120, 32640}, {"power", "W", 1515.43, 208}, {"rest", "", 1, 1},
		{"pue", "", 1.58, 1.1}, {"grid", "gCO2e/kWh", 432.727, 431}, {"embodied", "", 1, 1},
	}
	drivers := c.Scenarios[1].Drivers
	for i, w := range want {
		if d := drivers[i]; d.ID != w.id || d.Unit != w.unit || !near(d.A, w.a, 1e-12) || !near(d.B, w.b, 1e-12) {
			t.Errorf("driver %+v, want %+v", d, w)
		}
	}
	s := &c.Scenarios[1]
	if s.Takeaway.Key != "compare.mixed" || s.Takeaway.First.ID != "work" || s.Takeaway.Second.ID != "power" || !s.Takeaway.Less || !near(s.Takeaway.Times, 88, 0.01) {
		t.Errorf("takeaway %+v", s.Takeaway)
	}
	if s.Lower != 1 || s.Higher != 0 {
		t.Errorf("P(lower) %v, P(higher) %v; want 1 and 0", s.Lower, s.Higher)
	}
}

// TestCompareProperties: ratios multiply to the ratio of the totals, shares add up to 1, probabilities leave room for each other.
func TestCompareProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		specs := make([]*Spec, 2+random.IntN(3))
		for i := range specs {
			s := randomSpec(random)
			specs[i] = &s
		}
		c, err := Compare(Default(), specs)
		if err != nil {
			t.Fatal(err)
		}
		first := &c.Scenarios[0]
		if first.Ratio.Or(0) != 1 || first.Lower != 0 || first.Higher != 0 || first.Drivers != nil || first.Takeaway.Key != "compare.first" {
			t.Fatalf("the first against itself: %v, %v, %v, %v", first.Ratio, first.Lower, first.Higher, first.Takeaway)
		}
		for i := 1; i < len(specs); i++ {
			s := &c.Scenarios[i]
			if s.Lower < 0 || s.Higher < 0 || s.Lower+s.Higher > 1+1e-12 {
				t.Fatalf("P(lower) %v and P(higher) %v", s.Lower, s.Higher)
			}
			product, shares := 1.0, 0.0
			for _, d := range s.Drivers {
				product *= d.Ratio
				shares += d.LogShare.Or(math.NaN())
			}
			if s.Drivers == nil {
				continue
			}
			ratio := s.Ratio.Or(0)
			if want := float64(s.Result.Total.Mid / first.Result.Total.Mid); !near(product, want, 1e-12) || !near(ratio, want, 1e-12) {
				t.Fatalf("%s\n%s\nratios make %v, ratio %v, totals %v", specs[0].Query(), specs[i].Query(), product, ratio, want)
			}
			// A ratio that is taken as 1 may be 1e-13 off, which is 1e-13 ÷ ln(ratio) in its share; there are seven.
			if bound := 1e-12 + 1e-12/math.Abs(math.Log(ratio)); math.Abs(shares-1) > bound {
				t.Fatalf("shares add up to %v, want 1 within %v", shares, bound)
			}
		}
	}
}

// TestComparedPairs holds two scenarios that share a load, and the whole against ProbabilityLess.
func TestComparedPairs(t *testing.T) {
	c := mustCompare(t, "hw=t4&h=10&r=PL", "hw=t4&h=10&r=FR", "hw=t4&h=12&r=PL&u=50")
	if s := &c.Scenarios[1]; s.Lower != 1 {
		t.Errorf("the same run on a cleaner grid is lower with probability %v, want 1", s.Lower)
	}
	a, b := &c.Scenarios[0].Result, &c.Scenarios[2].Result
	s := &c.Scenarios[2]
	if got := ProbabilityLess(b, a, c.Draws, c.Seed); got != s.Lower || got <= 0 || got >= 1 {
		t.Errorf("P(lower) %v, by ProbabilityLess %v; want the same, between 0 and 1", s.Lower, got)
	}
}

func TestCompareRefuses(t *testing.T) {
	good, _, _ := ParseQuery("kwh=1")
	bad, _, unread := ParseQuery("kwh=x&pue=0.5&hw=nope")
	tests := []struct {
		name   string
		specs  []*Spec
		parse  []error
		fields []string
	}{
		{"none", nil, nil, []string{"scenarios"}},
		{"one", []*Spec{&good}, make([]error, 1), []string{"scenarios"}},
		{"five", []*Spec{&good, &good, &good, &good, &good}, make([]error, 5), []string{"scenarios"}},
		{"all at once", []*Spec{&bad, &good, &bad}, []error{unread, nil, unread},
			[]string{"scenarios[0].energy_kwh", "scenarios[0].pue", "scenarios[0].accelerators[0].id", "scenarios[2].energy_kwh", "scenarios[2].pue", "scenarios[2].accelerators[0].id"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := CompareParsed(Default(), tt.specs, tt.parse)
			var errs FieldErrors
			if !errors.As(err, &errs) {
				t.Fatalf("error %v is no FieldErrors", err)
			}
			var fields []string
			for _, e := range errs {
				fields = append(fields, e.Field)
				if e.Reason == "" || e.Remedy == "" {
					t.Errorf("%+v lacks reason or remedy", e)
				}
			}
			slices.Sort(fields)
			slices.Sort(tt.fields)
			if !slices.Equal(fields, tt.fields) {
				t.Errorf("errors of %q, want %q", fields, tt.fields)
			}
		})
	}
}

// TestCallsOfUncertainty asks the bridge and reads what the page would read.
func TestCallsOfUncertainty(t *testing.T) {
	var draws struct {
		OK    bool
		Draws struct {
			N, Seed     int
			Total       drawnJSON `json:"total_kgco2e"`
			EnergyDrawn drawnJSON `json:"energy_kwh"`
		}
	}
	call(t, "draws", DefaultQuery, &draws)
	r := mustEstimate(t, DefaultQuery)
	d := r.Draw(DefaultDraws, DefaultSeed)
	if got, want := draws.Draws.Total.P50, d.TotalKilograms.Quantiles(0.5)[0]; !draws.OK || got != want || draws.Draws.N != DefaultDraws || draws.Draws.Seed != DefaultSeed {
		t.Errorf("draws %+v, want the median %v kg", draws, want)
	}
	for _, q := range []drawnJSON{draws.Draws.Total, draws.Draws.EnergyDrawn} {
		if len(q.Outcomes) != 20 || !slices.IsSorted(q.Outcomes) || !slices.IsSorted([]float64{q.P5, q.P25, q.P50, q.P75, q.P95}) || q.Mean <= q.P5 || q.Mean >= q.P95 {
			t.Errorf("quantiles %+v", q)
		}
	}

	var tornado struct {
		OK      bool
		Effects []struct {
			Kind, Label, Field, Key, Source string
			Low                             float64 `json:"at_low_kgco2e"`
			High                            float64 `json:"at_high_kgco2e"`
		}
	}
	call(t, "tornado", DefaultQuery, &tornado)
	effects := r.Tornado()
	if !tornado.OK || len(tornado.Effects) != len(effects) {
		t.Fatalf("tornado %+v, want %d effects", tornado, len(effects))
	}
	for i, e := range tornado.Effects {
		if e.Low != effects[i].Low.Kilograms() || e.High != effects[i].High.Kilograms() || e.Key == "" || e.Label == "" || e.Source == "" || linkKey(e.Field) != e.Key {
			t.Errorf("effect %+v", e)
		}
	}

	var compared struct {
		OK         bool
		Unknown    [][]string
		Comparison struct {
			Draws     int
			Scenarios []struct {
				Result   map[string]any
				Ratio    float64
				Lower    *float64 `json:"probability_lower"`
				Drivers  []map[string]any
				Takeaway map[string]any
			}
		}
	}
	call(t, "compare", "kwh=1000&pue=1&ci=820&zz=1\nkwh=1000&pue=1&ci=24\n", &compared)
	if !compared.OK || len(compared.Unknown) != 2 || !slices.Equal(compared.Unknown[0], []string{"zz"}) || len(compared.Comparison.Scenarios) != 2 {
		t.Fatalf("compare %+v", compared)
	}
	second := compared.Comparison.Scenarios[1]
	if !near(second.Ratio, 24.0/820, 1e-12) || *second.Lower != 1 || len(second.Drivers) != 6 || second.Result["total_kgco2e"] == nil ||
		second.Takeaway["key"] != "compare.grid_dominates" || second.Takeaway["first"] != "grid" || second.Takeaway["second"] != nil || second.Takeaway["less"] != true {
		t.Errorf("second scenario %+v", second)
	}

	for method, argument := range map[string]string{"draws": "kwh=x", "tornado": "kwh=x", "compare": "kwh=1\nkwh=x"} {
		var refused struct {
			OK     bool
			Errors []struct{ Field, Key string }
		}
		call(t, method, argument, &refused)
		if refused.OK || len(refused.Errors) != 1 || refused.Errors[0].Key != "kwh" || !strings.HasSuffix(refused.Errors[0].Field, "energy_kwh") {
			t.Errorf("%s %q: %+v, want one error about kwh", method, argument, refused)
		}
	}
}

type drawnJSON struct {
	Mean, P5, P25, P50, P75, P95 float64
	Outcomes                     []float64
}

func call(t *testing.T, method, argument string, into any) {
	t.Helper()
	if answer := Call(Default(), method, argument); json.Unmarshal(answer, into) != nil {
		t.Fatalf("%s %q: no JSON of that form: %s", method, argument, answer)
	}
}

// TestOneTruthOfPrecision: leaving the precision out is bf16, so the share of the peak is drawn once for both.
func TestOneTruthOfPrecision(t *testing.T) {
	const run = "hw=h100-sxm5-80gb&n=64&par=7e9&tok=1e12&r=FR"
	c := mustCompare(t, run, run+"&prec=bf16", run+"&prec=fp8")
	if s := &c.Scenarios[1]; s.Lower != 0 || s.Higher != 0 {
		t.Errorf("the same run is lower with probability %v and higher with %v, want 0", s.Lower, s.Higher)
	}
	if s := &c.Scenarios[2]; s.Lower == 0 || s.Higher == 0 {
		t.Errorf("in fp8, whose share is another, it is lower with probability %v and higher with %v, want both above 0", s.Lower, s.Higher)
	}
}
