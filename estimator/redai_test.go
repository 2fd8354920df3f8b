package estimator

import (
	"errors"
	"math"
	"slices"
	"testing"
)

func TestRedAI(t *testing.T) {
	tests := []struct {
		name string
		r    RedAI
		want float64
		unit string
	}{
		{"energy", RedAI{Energy: Some(KWh(2e-6)), Dataset: Some(1e6), Experiments: Some(24.0)}, 48, "kWh"},
		{"work", RedAI{FLOP: Some(FLOP(1.2e10)), Dataset: Some(1281167.0), Experiments: Some(1.0)}, 1.2e10 * 1281167, "FLOP"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			term, err := test.r.Term()
			if err != nil {
				t.Fatal(err)
			}
			product := 1.0
			for _, in := range term.Inputs {
				product *= in.Value.Mid
			}
			if !near(term.Value.Mid, test.want, 1e-12) || !near(product, test.want, 1e-12) || term.Unit != test.unit || len(term.Inputs) != 3 {
				t.Errorf("got %v %s of factors %v, want %v %s", term.Value.Mid, term.Unit, term.Inputs, test.want, test.unit)
			}
		})
	}
	for _, r := range []RedAI{{}, {Dataset: Some(1.0), Experiments: Some(1.0)}, {Energy: Some(KWh(1)), FLOP: Some(FLOP(1)), Dataset: Some(1.0), Experiments: Some(1.0)},
		{Energy: Some(KWh(1)), Dataset: Some(1.0)}, {Energy: Some(KWh(math.Inf(1))), Dataset: Some(1.0), Experiments: Some(1.0)}} {
		var list FieldErrors
		if _, err := r.Term(); !errors.As(err, &list) || slices.ContainsFunc(list, func(e FieldError) bool { return e.Remedy == "" }) {
			t.Errorf("%+v: error %v, want FieldErrors with remedies", r, err)
		}
	}
}

func TestProjectRuns(t *testing.T) {
	tests := []struct {
		name string
		p    Project
		want float64
	}{
		{"one run", Project{}, 1},
		{"a grid", Project{Grid: []float64{3, 4, 2}}, 24},
		{"seeds", Project{Trials: Some(24.0), Seeds: Some(3.0)}, 72},
		{"a fifth fails", Project{Trials: Some(24.0), FailedShare: Some(Ratio(0.2))}, 30},
		{"short trials and a final run", Project{Trials: Some(100.0), TrialShare: Some(Ratio(0.05)), FinalRuns: Some(1.0)}, 6},
		{"kept up to date", Project{RetrainingsPerYear: Some(4.0), Years: Some(2.5)}, 11},
		{"everything", Project{Grid: []float64{5, 2}, TrialShare: Some(Ratio(0.5)), Seeds: Some(3.0), FailedShare: Some(Ratio(0.25)), FinalRuns: Some(2.0), RetrainingsPerYear: Some(1.0), Years: Some(3.0)}, 25},
	}
	for _, test := range tests {
		got, err := test.p.Runs()
		if err != nil || !near(got, test.want, 1e-12) {
			t.Errorf("%s: got %v runs, %v, want %v", test.name, got, err, test.want)
		}
	}
}

// TestProjectMonotone: more of anything never makes a project smaller, and nothing makes it smaller than its trials.
func TestProjectMonotone(t *testing.T) {
	base := Project{Trials: Some(10.0), TrialShare: Some(Ratio(0.5)), Seeds: Some(2.0), FailedShare: Some(Ratio(0.1)), FinalRuns: Some(1.0),
		RetrainingsPerYear: Some(2.0), Years: Some(1.0)}
	less, err := base.Runs()
	if err != nil || less < 10*0.5*2 {
		t.Fatalf("got %v runs, %v", less, err)
	}
	for name, more := range map[string]func(*Project){
		"trials": func(p *Project) { p.Trials = Some(11.0) }, "trial share": func(p *Project) { p.TrialShare = Some(Ratio(0.6)) },
		"seeds": func(p *Project) { p.Seeds = Some(3.0) }, "failures": func(p *Project) { p.FailedShare = Some(Ratio(0.2)) },
		"final runs": func(p *Project) { p.FinalRuns = Some(2.0) }, "retrainings": func(p *Project) { p.RetrainingsPerYear = Some(3.0) },
		"years": func(p *Project) { p.Years = Some(2.0) },
	} {
		p := base
		more(&p)
		if got, err := p.Runs(); err != nil || got <= less {
			t.Errorf("more %s: got %v runs, %v, fewer gave %v", name, got, err, less)
		}
	}
}

func TestProjectRefuses(t *testing.T) {
	tests := []struct {
		name, field string
		p           Project
	}{
		{"two ways", "project.trials", Project{Trials: Some(2.0), Grid: []float64{2}}},
		{"no value", "project.grid", Project{Grid: []float64{3, 0}}},
		{"not a number", "project.grid", Project{Grid: []float64{math.NaN()}}},
		{"too many", "project.grid", Project{Grid: []float64{1e6, 1e6}}},
		{"too many with their seeds", "project.trials", Project{Trials: Some(1e9), Seeds: Some(2.0)}},
		{"too many seeds of a grid", "project.seeds", Project{Grid: []float64{1e5}, Seeds: Some(1e6)}},
		{"too many by a final run", "project.grid", Project{Grid: []float64{1e9}, FinalRuns: Some(1.0)}},
		{"too long", "project.grid", Project{Grid: make([]float64, maxGrid+1)}},
		{"all fail", "project.failed_share", Project{FailedShare: Some(Ratio(1))}},
		{"how long", "project.years", Project{RetrainingsPerYear: Some(2.0)}},
		{"how often", "project.retrainings_per_year", Project{Years: Some(2.0)}},
	}
	for _, test := range tests {
		_, err := test.p.Runs()
		var list FieldErrors
		if !errors.As(err, &list) || list[0].Field != test.field || list[0].Remedy == "" {
			t.Errorf("%s: error %v, want one of %s with a remedy", test.name, err, test.field)
		}
	}
}

// TestLISA compares with the printed costs of the project at its prices per GPU-hour (0.43 and 1.46 $, 0.0411 $ for
// electricity, all derived from other rows of the paper).
func TestLISA(t *testing.T) {
	printed := map[string][3]float64{"one-sweep": {1238, 4205, 118}, "whole-project": {103000, 350000, 9870}}
	for _, p := range ProjectPresets() {
		if p.Source == nil || p.Label == "" {
			t.Errorf("%s has no source or label", p.ID)
		}
		costs, ok := printed[p.ID]
		if !ok {
			continue
		}
		for i, price := range []float64{0.43, 1.46, 0.041135} {
			if got := float64(p.DeviceHours) * price; !near(got, costs[i], 0.01) { // the cases' tolerance: rounding of the print
				t.Errorf("%s: got %v $, printed %v $", p.ID, got, costs[i])
			}
		}
	}
	if got := float64(projectPresets[2].DeviceHours) / 24; !near(got, 9998, 1e-4) {
		t.Errorf("%v GPU-days, printed 9998", got)
	}
}

// TestProjectPresetAsField: one of LISA's runs, 120 GPU-hours, under each preset has the device-hours printed for that project,
// in a link, in JSON and as a field; more is refused beside it.
func TestProjectPresetAsField(t *testing.T) {
	for id, want := range map[string]float64{"one-run": 120, "one-sweep": 2880, "whole-project": 239942} {
		r := reportOf(t, "w=250&h=120&pp="+id, "").Result
		if !near(float64(r.DeviceHours.Mid), want, 1e-12) {
			t.Errorf("%s: %v device-hours, printed %v", id, r.DeviceHours.Mid, want)
		}
		if got := r.Terms[0].Inputs; !slices.ContainsFunc(got, func(i Input) bool { return i.Source == &sourceLISA }) && id != "one-run" {
			t.Errorf("%s: no input is by the paper: %+v", id, got)
		}
	}
	var s Spec
	if err := s.SetField("project.preset", "one-sweep"); err != nil || s.runs() != 24 {
		t.Errorf("the field: %v runs, error %v", s.runs(), err)
	}
	if n, err := (&Project{Preset: "one-year"}).Runs(); err == nil {
		t.Errorf("an unknown preset: %v runs", n)
	}
}

// TestSearchAsRun: the search that Strubell et al. priced at 284 t took 3.2 t, 88 times less (patterson2021-appD-nas-actual).
func TestSearchAsRun(t *testing.T) {
	kilograms := (Watts(208).For(200*163.2) * 1.1).At(431).Kilograms()
	if !near(kilograms, 3200, 0.016) || !near(284e3/kilograms, 88, 0.01) {
		t.Errorf("got %v kg, %v times less than 284 t, want 3200 kg and 88", kilograms, 284e3/kilograms)
	}
}
