package runs

import (
	"strings"
	"testing"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

func budgetOf(t *testing.T, amount string, price *float64) (*Budget, bool) {
	t.Helper()
	limit, err := estimator.ParseBudget(amount)
	if err != nil {
		t.Fatal(err)
	}
	grid := 500.0
	s := Settings{wire.Settings{GridGPerKWh: &grid, PUE: 2}, price}
	spec := s.Electricity("", 1)
	one, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		t.Fatal(err)
	}
	return NewBudget(limit, &one)
}

// TestBudgetUsed: 1 kWh at the devices is 2 kWh at the facility, 1 kg at 500 g/kWh, and 0.5 USD at 0.25 USD/kWh.
func TestBudgetUsed(t *testing.T) {
	price := 0.25
	for amount, want := range map[string]float64{"4kWh": 0.5, "500Wh": 4, "10kg": 0.1, "500g": 2, "1USD": 0.5} {
		b, known := budgetOf(t, amount, &price)
		if got := b.Used(estimator.KWh(1).Joules()); !known || got < want*(1-1e-9) || got > want*(1+1e-9) {
			t.Errorf("%s: %g of it, want %g", amount, got, want)
		}
	}
	if _, known := budgetOf(t, "1USD", nil); known {
		t.Error("money is counted without a price, at a place that nobody named")
	}
}

func TestBudgetNotices(t *testing.T) {
	for _, c := range []struct {
		name  string
		used  []float64 // percent
		want  []string  // the beginnings of notices; empty for none
		spent []bool
	}{
		{"one after the other", []float64{10, 49.9, 50, 79, 80, 99.9, 100, 200}, []string{"", "", "50 %", "", "80 %", "", "100 %", ""}, []bool{6: true, 7: false}},
		{"at once", []float64{10, 90, 95, 130, 140}, []string{"", "90 %", "", "130 %", ""}, []bool{3: true, 4: false}},
		{"from the start", []float64{300}, []string{"300 %"}, []bool{true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, _ := budgetOf(t, "2kWh", nil) // 1 kWh at the devices
			for i, used := range c.used {
				words, spent := b.Notice(estimator.KWh(used / 100 * (1 + 1e-12)).Joules())
				if !strings.HasPrefix(words, c.want[i]) || (words == "") != (c.want[i] == "") {
					t.Errorf("%g %%: %q, want %q", used, words, c.want[i])
				}
				if want := i < len(c.spent) && c.spent[i]; spent != want {
					t.Errorf("%g %%: spent %v, want %v", used, spent, want)
				}
			}
		})
	}
}

func TestBudgetWarning(t *testing.T) {
	b, _ := budgetOf(t, "2kWh", nil) // 1 kWh at the devices
	kWh := func(low, mid, high estimator.KWh) estimator.Range[estimator.Joules] {
		return estimator.Range[estimator.Joules]{Low: low.Joules(), Mid: mid.Joules(), High: high.Joules()}
	}
	if words := b.Warning(kWh(0.5, 0.9, 2)); words != "" {
		t.Errorf("%q below the budget", words)
	}
	if words := b.Warning(kWh(0.9, 1.5, 2)); !strings.Contains(words, "150 % of the budget") || !strings.Contains(words, "(90 to 200 %)") {
		t.Errorf("%q, want 150 %% and the range", words)
	}
	if words := b.Warning(kWh(1, 2, 3)); words != "" {
		t.Errorf("%q, and it was told", words)
	}
}

func joulesOf(e estimator.Joules) *estimator.Joules { return &e }

func TestShare(t *testing.T) {
	half := estimator.Ratio(0.5)
	devices := []Device{
		{ID: "a", Kind: sensor.GPU, Joules: joulesOf(100), Share: &DeviceShare{Ratio: &half, Joules: joulesOf(30)}}, {ID: "b", Kind: sensor.GPU, Joules: joulesOf(10), Share: &DeviceShare{Reason: notTold}},
		{ID: "p0", Kind: sensor.CPU, Joules: joulesOf(500), AboveIdle: joulesOf(300)}, {ID: "p1", Kind: sensor.CPU, Joules: joulesOf(500), AboveIdle: joulesOf(100)},
		{ID: "psys", Kind: sensor.Platform, Joules: joulesOf(9000), AboveIdle: joulesOf(9000)},
	}
	busy := 40.0
	s := NewShare(10, &busy, true, devices)
	if s.CPU == nil || *s.CPU != 0.25 || !near(s.CPUJoules, 100) || !near(s.GPUJoules, 30) {
		t.Errorf("%+v, want a quarter of 400 J above idle, and the one card's share that is known", s)
	}
	if s := NewShare(50, &busy, true, devices); *s.CPU != 1 {
		t.Errorf("share %v of a machine, want no more than all of it", *s.CPU)
	}
	if s := NewShare(10, nil, false, devices[2:3]); s.CPU != nil || s.CPUJoules != nil || s.GPUJoules != nil {
		t.Errorf("%+v, want nothing known", s)
	}
}

// TestReportOfNothing: a machine without sensors has a report too, and no 0 in it where nothing is known.
func TestReportOfNothing(t *testing.T) {
	grid := 500.0
	r := Report{Name: "x", Seconds: 3, Settings: Settings{wire.Settings{GridGPerKWh: &grid, PUE: 1}, nil}, Devices: []Device{{ID: "host", Kind: sensor.Host}},
		Sensors: []wire.Family{{Family: "battery", State: sensor.Absent, Detail: "none here"}, {Family: "rapl", State: sensor.Denied, Detail: "refused", Remedy: "do this"}}}
	catalog := estimator.Default()
	if err := r.Sum(catalog); err != nil || r.Joules != nil || r.Result != nil || r.Error != nil || r.AboveIdle != nil {
		t.Errorf("%v, %+v", err, r)
	}
	var text strings.Builder
	r.Text(&text)
	if !strings.Contains(text.String(), "Energy   unknown") || strings.Contains(text.String(), "CO2e") {
		t.Errorf("text %s", &text)
	}
	if !strings.Contains(text.String(), "Not measured: rapl denied: refused; remedy: do this") || strings.Contains(text.String(), "battery") {
		t.Errorf("sensors in %s", &text)
	}
	out, err := r.JSON()
	for _, want := range []string{`"joules": null`, `"result": null`, `"budget": null`} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%v, no %s in %s", err, want, out)
		}
	}
	row, err := r.CSV(catalog, []string{"emissions", "emissions_rate", "energy_consumed", "cpu_energy", "cpu_power", "gpu_power", "water_consumed", "duration", "pue"})
	if err != nil || string(row) != ",,,,,,,3,1\n" {
		t.Errorf("row %q, %v", row, err)
	}
	if doc := string(r.Markdown(catalog)); !strings.Contains(doc, "No sensor gave energy") {
		t.Errorf("markdown %s", doc)
	}
}

func TestSteps(t *testing.T) {
	s := NewSteps(10)
	s.Count()
	s.Reach(5)
	s.Reach(2) // a program that began again
	s.Count()
	r := s.Report(joulesOf(60))
	if r.Done != 6 || *r.Total != 10 || !near(r.PerStep, 10) {
		t.Errorf("%+v, want 6 of 10, 10 J each", r)
	}
	none := NewSteps(0)
	if r := none.Report(nil); r != nil {
		t.Errorf("%+v, and nobody told a step", r)
	}
	none.Count()
	if r := none.Report(nil); r.Done != 1 || r.Total != nil || r.PerStep != nil {
		t.Errorf("%+v, want one step, no total and nothing per step", r)
	}
	if f := s.Forecasts(joulesOf(60)); f == nil || len(f) != 0 {
		t.Errorf("forecasts %v, want an empty list: nothing was noted", f)
	}
}
