package estimator

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// close reports equality within a relative tolerance; 1e-12 allows for the order of a few additions.
func near(got, want, tolerance float64) bool {
	return got == want || math.Abs(got-want) <= tolerance*math.Max(math.Abs(got), math.Abs(want))
}

func mustEstimate(t *testing.T, query string) Result {
	t.Helper()
	s, unknown, err := ParseQuery(query)
	if err != nil || len(unknown) > 0 {
		t.Fatalf("ParseQuery(%q): %v, unknown %q", query, err, unknown)
	}
	r, err := Estimate(Default(), &s)
	if err != nil {
		t.Fatalf("Estimate(%q): %v", query, err)
	}
	return r
}

func TestEstimateByHand(t *testing.T) {
	tests := []struct {
		name, query           string
		it, energy, kilograms float64 // mid, worked out by hand
	}{
		{"default scenario without host", "hw=a100-sxm4-80gb&n=8&u=80&h=24&pue=1.5&ci=500&host=0", 61.44, 92.16, 46.08},
		{"default host share", "hw=a100-sxm4-80gb&n=8&u=80&h=24&pue=1.5&ci=500", 61.44 * 1.43, 92.16 * 1.43, 46.08 * 1.43},
		{"measured watts win", "hw=a100-sxm4-80gb&n=2&pw=300&h=10&pue=1&ci=100&host=0", 6, 6, 0.6},
		{"typed rating wins", "hw=a100-sxm4-80gb&w=250&u=100&h=4&pue=1&ci=0&host=0", 1, 1, 0},
		{"runs and overhead", "w=1000&u=50&h=2&x=3&of=1.2&pue=1&ci=1000&host=0", 3.6, 3.6, 3.6},
		{"device-hours over two kinds", "w=100&u=100&n=3&w.2=200&u.2=100&n.2=1&dh=40&pue=1&ci=1000&host=0", 5, 5, 5},
		{"metered", "kwh=433196&ci=57&pue=1", 433196, 433196, 24692.172},
		{"metered with host watts", "kwh=10&h=5&host=400&pue=2&ci=100", 12, 24, 2.4},
		{"CPU and memory", "cw=90&cu=100&mem=64&h=12&pue=1.67&ci=475", 1.36608, 2.2813536, 1.08364296},
		{"host watts", "w=100&u=100&n=4&h=10&host=600&pue=1&ci=100", 10, 10, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustEstimate(t, tt.query)
			for _, q := range []struct {
				name      string
				got, want float64
			}{
				{"it_energy_kwh", float64(r.ITEnergy.Mid), tt.it},
				{"energy_kwh", float64(r.Energy.Mid), tt.energy},
				{"total_kgco2e", r.Total.Mid.Kilograms(), tt.kilograms},
			} {
				if !near(q.got, q.want, 1e-12) {
					t.Errorf("%s = %v, want %v", q.name, q.got, q.want)
				}
			}
		})
	}
}

func TestBLOOM(t *testing.T) {
	r := mustEstimate(t, "v=1&kwh=433196&ci=57&pue=1&x=1")
	if got, want := r.Total.Mid.Kilograms(), 24690.0; !near(got, want, 0.01) {
		t.Errorf("BLOOM: %v kg, published %v kg", got, want)
	}
}

func TestUnknownStaysUnknown(t *testing.T) {
	r := mustEstimate(t, "hw=t4&dh=100&u=50&pue=1&ci=100")
	if _, ok := r.AveragePower(); ok || r.Hours.Known {
		t.Error("device-hours without a count know no wall clock, but the result claims one")
	}
	text := string(r.AppendJSON(nil))
	for _, member := range []string{`"hours":null`, `"average_w":null`, `"water_l":null`, `"embodied_kgco2e":null`, `"flop":null`} {
		if !strings.Contains(text, member) {
			t.Errorf("the result lacks %s", member)
		}
	}
	if !slices.ContainsFunc(r.NotCounted, func(o Omission) bool { return o.ID == "embodied" }) {
		t.Error("embodied emissions are neither counted nor listed as not counted")
	}
}

func TestRestOfTheServer(t *testing.T) {
	tests := []struct {
		name, query string
		counted     bool
		omitted     string // part of what is listed as not counted
	}{
		{"default share", "hw=tesla-t4&h=1", true, ""},
		{"typed watts", "hw=tesla-t4&h=1&host=50", true, ""},
		{"none", "hw=tesla-t4&h=1&host=0", false, "CPUs, memory"},
		{"a system on a chip is its own host", "hw=jetson-agx-orin-64gb&h=1", false, "CPUs, memory"},
		{"CPUs listed", "hw=tesla-t4&h=1&cw=100", false, "fans, disks"},
		{"metered", "kwh=1", false, "meter"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustEstimate(t, tt.query)
			counted := slices.ContainsFunc(r.Terms, func(t Term) bool { return t.Kind == "host" })
			i := slices.IndexFunc(r.NotCounted, func(o Omission) bool { return o.ID == "host" })
			if counted != tt.counted || counted != (i < 0) || i >= 0 && !strings.Contains(r.NotCounted[i].Label, tt.omitted) {
				t.Errorf("counted %v, want %v; not counted: %v", counted, tt.counted, r.NotCounted)
			}
		})
	}
}

func TestGridScopes(t *testing.T) {
	life, direct := mustEstimate(t, "kwh=1&pue=1&r=FR"), mustEstimate(t, "kwh=1&pue=1&r=FR&basis=direct")
	if life.Grid.Scope != Lifecycle || direct.Grid.Scope != Direct || life.Total.Mid <= direct.Total.Mid {
		t.Errorf("France: life-cycle %v, direct %v", life.Grid, direct.Grid)
	}
	state := mustEstimate(t, "kwh=1&pue=1&r=US-CA")
	if state.Grid.Scope != Direct || !hasNote(&state, "grid_scope") {
		t.Errorf("California has a direct figure only: scope %q, notes %v", state.Grid.Scope, state.Notes)
	}
	if r := mustEstimate(t, "kwh=1&pue=1"); r.Grid.Code != world || !hasNote(&r, "region_default") {
		t.Errorf("no place: %+v, notes %v; want the world and a note", r.Grid, r.Notes)
	}
	if r := mustEstimate(t, "kwh=1&r=aws:eu-west-3"); r.Grid.Code != "aws:eu-west-3" || r.Grid.Name == "" {
		t.Errorf("cloud region: %+v", r.Grid)
	}
}

func hasNote(r *Result, code string) bool {
	return slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == code })
}

func TestBadInput(t *testing.T) {
	tests := []struct{ name, query, field string }{
		{"nothing", "", "hours"},
		{"no device", "h=1", "accelerators"},
		{"no watts", "hw.2=t4&n=2&h=1", "accelerators[0].id"},
		{"negative time", "hw=t4&h=-1", "hours"},
		{"zero time", "hw=t4&h=0", "hours"},
		{"broken count", "hw=t4&n=2.5&h=1", "accelerators[0].count"},
		{"zero count", "hw=t4&n=0&h=1", "accelerators[0].count"},
		{"load above", "hw=t4&u=130&h=1", "accelerators[0].load"},
		{"load and watts", "hw=t4&u=50&pw=30&h=1", "accelerators[0].load"},
		{"PUE below one", "hw=t4&h=1&pue=0.9", "pue"},
		{"misspelt id", "hw=a100-sxm4-80bg&h=1", "accelerators[0].id"},
		{"misspelt CPU", "cpu=AMD%20EPYC%207736X&h=1", "cpus[0].name"},
		{"misspelt place", "hw=t4&h=1&r=Frnace", "region"},
		{"two places", "hw=t4&h=1&r=FR&ci=50", "region"},
		{"two works", "hw=t4&h=1&dh=8", "device_hours"},
		{"two meters", "hw=t4&kwh=1&dh=8", "device_hours"},
		{"basis", "hw=t4&h=1&basis=average", "grid_basis"},
		{"memory without time", "kwh=1&mem=64", "hours"},
		{"memory without count", "hw=t4&dh=10&mem=64", "accelerators[0].count"},
		{"too many groups", "hw.65=t4&h=1", "hw.65"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _, err := ParseQuery(tt.query)
			if err == nil {
				_, err = Estimate(Default(), &s)
			}
			var errs FieldErrors
			if !errors.As(err, &errs) {
				t.Fatalf("error %v is no FieldErrors", err)
			}
			i := slices.IndexFunc(errs, func(e FieldError) bool { return e.Field == tt.field })
			if i < 0 {
				t.Fatalf("no error names %s: %v", tt.field, err)
			}
			if e := errs[i]; e.Reason == "" || e.Remedy == "" {
				t.Errorf("%+v lacks reason or remedy", e)
			}
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	s, _, _ := ParseQuery("hw=nope&n=0&u=500&h=-3&pue=9&x=0&r=nowhere&basis=odd")
	var errs FieldErrors
	if err := s.Validate(Default()); !errors.As(err, &errs) || len(errs) != 8 {
		t.Errorf("%d errors, want 8:\n%v", len(errs), errs)
	}
}

// assertSound checks what holds for every result: terms add up, low ≤ mid ≤ high, nothing negative, no NaN.
func assertSound(t *testing.T, r *Result) {
	t.Helper()
	var energy, carbon Range[float64]
	for i := range r.Terms {
		term := &r.Terms[i]
		if !term.Value.Valid() || term.Value.Low < 0 && term.Group != MoneyTerms || math.IsInf(term.Value.High, 0) {
			t.Fatalf("term %s: %+v is no range", term.ID(), term.Value)
		}
		if term.Source == nil || term.Formula() == "" || len(term.Inputs) == 0 {
			t.Fatalf("term %s lacks source, formula or inputs", term.ID())
		}
		switch term.Group {
		case EnergyTerms:
			energy = energy.Plus(term.Value)
		case CarbonTerms:
			carbon = carbon.Plus(term.Value)
		}
	}
	for _, q := range []struct {
		name      string
		sum, want float64
	}{
		{"energy low", energy.Low, float64(r.Energy.Low)}, {"energy mid", energy.Mid, float64(r.Energy.Mid)}, {"energy high", energy.High, float64(r.Energy.High)},
		{"carbon low", carbon.Low, r.Total.Low.Kilograms()}, {"carbon mid", carbon.Mid, r.Total.Mid.Kilograms()}, {"carbon high", carbon.High, r.Total.High.Kilograms()},
	} {
		if !near(q.sum, q.want, 1e-9) {
			t.Fatalf("%s: terms add up to %v, total is %v", q.name, q.sum, q.want)
		}
	}
	if !r.Energy.Valid() || !r.Total.Valid() || !r.ITEnergy.Valid() {
		t.Fatalf("totals out of order: %+v %+v %+v", r.ITEnergy, r.Energy, r.Total)
	}
}

func TestProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s := randomSpec(random)
		r, err := Estimate(Default(), &s)
		if err != nil {
			t.Fatalf("%s: %v", s.Query(), err)
		}
		assertSound(t, &r)
		more := func(name string, change func(*Spec)) {
			grown := s
			grown.Accelerators = slices.Clone(s.Accelerators)
			change(&grown)
			g, err := Estimate(Default(), &grown)
			if err != nil {
				t.Fatalf("%s: %s: %v", name, grown.Query(), err)
			}
			if g.Total.Mid < r.Total.Mid || g.Total.Low < r.Total.Low || g.Total.High < r.Total.High {
				t.Fatalf("more %s gives less: %+v after %+v\n%s", name, g.Total, r.Total, s.Query())
			}
		}
		more("runs", func(s *Spec) { s.Runs = Some(s.Runs.Or(1) * 2) })
		more("PUE", func(s *Spec) { s.PUE = Some(math.Min(5, s.PUE.Or(2)*1.1)) })
		if h, ok := s.Hours.Get(); ok {
			more("hours", func(s *Spec) { s.Hours = Some(h * 1.5) })
		}
		if s.Hours.Given() && len(s.Accelerators) > 0 {
			more("devices", func(s *Spec) { s.Accelerators[0].Count = Some(s.Accelerators[0].Count.Or(1) + 1) })
		}
		if v, ok := s.GridIntensity.Get(); ok {
			more("intensity", func(s *Spec) { s.GridIntensity = Some(min(2000, v*1.2)) })
		}
	}
}

// randomSpec makes a valid scenario: any device of the catalog, any place, any way to say the work.
func randomSpec(r *rand.Rand) Spec {
	c := Default()
	var s Spec
	for range 1 + r.IntN(3) {
		a := c.Accelerators()[r.IntN(len(c.Accelerators()))]
		d := Device{ID: a.ID}
		if a.Rated == 0 || r.IntN(4) == 0 {
			d.Rated = Some(Watts(1 + 999*r.Float64()))
		}
		d.Count = Some(float64(1 + r.IntN(64)))
		switch r.IntN(3) {
		case 0:
			d.Load = Some(Ratio(1.2 * r.Float64()))
		case 1:
			d.Power = Some(Watts(1000 * r.Float64()))
		}
		s.Accelerators = append(s.Accelerators, d)
	}
	switch r.IntN(3) {
	case 0:
		s.DeviceHours = Some(DeviceHours(math.Exp(12 * r.Float64())))
	case 1:
		s.Hours = Some(Hours(math.Exp(8*r.Float64()) / 10))
		s.MemoryGB = Some(Gigabytes(r.IntN(2048)))
		s.CPUs = []Device{{Rated: Some(Watts(50 + 300*r.Float64())), Count: Some(float64(1 + r.IntN(4)))}}
	default:
		s.Hours = Some(Hours(math.Exp(8*r.Float64()) / 10))
		if r.IntN(2) == 0 {
			s.Host = Some(Watts(r.IntN(3000)))
		}
	}
	if r.IntN(2) == 0 {
		s.PUE = Some(1 + 2*r.Float64())
	}
	if r.IntN(3) == 0 {
		s.Runs = Some(float64(1 + r.IntN(5000)))
	}
	if r.IntN(4) == 0 {
		s.OverheadFactor = Some(1 + r.Float64())
	}
	switch r.IntN(4) {
	case 0:
		s.GridIntensity = Some(GramsPerKWh(1000 * r.Float64()))
	case 1:
		regions := c.CloudRegions()
		s.Region = regions[r.IntN(len(regions))].ID
		if _, ok := findPlace(c, s.Region); !ok {
			s.Region = ""
		}
	case 2:
		places := c.Places()
		if p := places[r.IntN(len(places))]; p.Lifecycle != nil || p.Direct != nil {
			s.Region = p.Code
		}
	}
	if r.IntN(3) == 0 {
		s.GridBasis = Direct
	}
	return s
}

// TestTermsAreProducts works every term out again from its inputs, and every total from its terms: what a reader can do
// with the numbers that are shown.
func TestTermsAreProducts(t *testing.T) {
	for _, query := range []string{DefaultQuery, eightQuery, "hw=t4&h=3&ih=2&sh=25&x=7&of=1.1&r=FR", "cw=90&mem=64&h=12&host=40", "kwh=10&h=5&host=400"} {
		r := mustEstimate(t, query)
		var served, it, energy, carbon Range[float64]
		for i := range r.Terms {
			term := &r.Terms[i]
			for j := range term.Inputs {
				in := &term.Inputs[j]
				want := in.Value
				switch in.Sum {
				case ServedSum:
					want = served
				case ITSum:
					want = it
				case FacilitySum:
					want = energy
				case CarbonSum:
					want = carbon
				}
				if !nearRange(in.Value, want) {
					t.Errorf("%s: %s: %s is %v, the terms before add up to %v", query, term.ID(), in.Name, in.Value, want)
				}
				if (in.Var > 0) == (in.Value.IsExact() || in.Sum != NoSum) {
					t.Errorf("%s: %s: %s with range %v is variable %d", query, term.ID(), in.Name, in.Value, in.Var)
				}
				if in.Var > 0 && r.Variables[in.Var-1].Value != in.Value {
					t.Errorf("%s: %s: %s is %v, its variable %v", query, term.ID(), in.Name, in.Value, r.Variables[in.Var-1].Value)
				}
			}
			if want := product(term.Inputs).Times(term.Scale); !nearRange(term.Value, want) {
				t.Errorf("%s: %s is %v, its inputs make %v", query, term.ID(), term.Value, want)
			}
			switch {
			case term.Group == CarbonTerms:
				carbon = carbon.Plus(term.Value)
			case term.Group == EnergyTerms && term.Kind == "facility":
				energy = it.Plus(term.Value)
			case term.Group == EnergyTerms:
				it = it.Plus(term.Value)
				if term.Served {
					served = served.Plus(term.Value)
				}
			}
		}
		if !nearRange(energy, As[float64](r.Energy)) || !nearRange(carbon, As[float64](r.Total.Times(1e-3))) {
			t.Errorf("%s: terms add up to %v kWh and %v kg, the totals are %v and %v", query, energy, carbon, r.Energy, r.Total)
		}
	}
}

// nearRange compares end by end within 1e-12: the order of a few operations may differ.
func nearRange(a, b Range[float64]) bool {
	return near(a.Low, b.Low, 1e-12) && near(a.Mid, b.Mid, 1e-12) && near(a.High, b.High, 1e-12)
}
