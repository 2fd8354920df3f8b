package estimator

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

// close reports equality within a relative tolerance; 1e-12 allows for the order of a few additions.
func near(got, want, tolerance float64) bool {
	return got == want || math.Abs(got-want) <= tolerance*math.Max(math.Abs(got), math.Abs(want))+smallest
}

// smallest is where numbers lose their digits on the way to 0.
const smallest = 1e-300

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
		{"CPU and memory", "cw=90&cu=100&mem=64&h=12&pue=1.67&ci=475&host=0", 1.36608, 2.2813536, 1.08364296},
		{"rest of a listed server", "cw=100&cu=100&h=10&pue=1&ci=1000", 1.175, 1.175, 1.175},
		{"CPU curve", "cw=100&cut=50&h=10&pue=1&ci=1000&host=0", 0.48, 0.48, 0.48},
		{"one example", "xe=0.001&xd=1000&xn=5&pue=1&ci=100", 5, 5, 0.5},
		{"project", "w=1000&u=100&h=1&ptr=10&pse=3&pfa=20&pts=10&pfi=1&host=0&pue=1&ci=100", 4.75, 4.75, 0.475},
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
		{"CPUs listed", "hw=tesla-t4&h=1&cw=100", true, ""},
		{"CPUs listed, and no rest", "hw=tesla-t4&h=1&cw=100&host=0", false, "fans, disks"},
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

// nearRange compares end by end: the order of a few operations may differ.
func nearRange(a, b Range[float64]) bool {
	return near(a.Low, b.Low, rounding) && near(a.Mid, b.Mid, rounding) && near(a.High, b.High, rounding)
}

// TestAveragePowerWithinDevices: where the time is uncertain too, no end of the power is more than the devices, their
// servers and the building can draw.
func TestAveragePowerWithinDevices(t *testing.T) {
	tests := []struct {
		name, query string
		least, most float64 // W
	}{
		// 64 × 700 W at a load of 0.27 to 0.92, 1.1 to 1.82 for the server, PUE 1.09 to 2
		{"from arithmetic", "hw=h100-sxm5-80gb&n=64&par=7e9&tok=2e12", 64 * 700 * 0.27 * 1.1 * 1.09, 64 * 700 * 0.92 * 1.82 * 2},
		{"from steps", "hw=h100-sxm5-80gb&n=64&sps=0.42&st=1e5", 64 * 700 * 0.27 * 1.1 * 1.09, 64 * 700 * 0.92 * 1.82 * 2},
		{"from hours", "hw=h100-sxm5-80gb&n=64&h=72", 64 * 700 * 0.27 * 1.1 * 1.09, 64 * 700 * 0.92 * 1.82 * 2},
		{"from a meter", "kwh=100&h=10&pue=1.2", 12000, 12000},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, ok := reportOf(t, test.query, "").Result.AveragePower()
			const rounding = 1e-9
			if !ok || !p.Valid() || math.Abs(float64(p.Low)/test.least-1) > rounding || math.Abs(float64(p.High)/test.most-1) > rounding {
				t.Errorf("%v to %v W (%v), want %v to %v W", p.Low, p.High, ok, test.least, test.most)
			}
		})
	}
}
