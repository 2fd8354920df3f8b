package estimator

import (
	"strings"
	"testing"
)

// TestPerUnit divides by hand: every case emits 50 kg for 100 kWh at 500 g.
func TestPerUnit(t *testing.T) {
	const tolerance = 1e-12 // a few multiplications
	const work = "kwh=100&pue=1&ci=500"
	for _, tt := range []struct {
		name, query string
		want        map[string]float64 // kg
	}{
		{"a run", work, map[string]float64{"run": 50}},
		{"runs", "kwh=10&pue=1&ci=500&x=10", map[string]float64{"run": 5}},
		{"tokens and work", work + "&par=1e9&tok=2e9", map[string]float64{"run": 50, "million tokens": 0.025, "EFLOP": 50 / 12.0}},
		{"both stacks", work + "&par=1e9&arch=encoder-decoder&etok=1e9&dtok=1e9", map[string]float64{"run": 50, "million tokens": 0.025, "EFLOP": 50 / 6.0}},
		{"requests alone", "qe=0.1&qd=100&qdays=10&host=0&pue=1&ci=500", map[string]float64{"request": 0.05}},
		{"requests with what they are for", "kwh=100&qe=0.1&qd=100&qdays=10&host=0&pue=1&ci=500", map[string]float64{"request": 0.1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := mustEstimate(t, tt.query)
			for _, u := range r.PerUnit {
				if want, ok := tt.want[u.Unit]; !ok || !near(u.Mass.Mid.Kilograms(), want, tolerance) {
					t.Errorf("%v kg per %s, want %v kg", u.Mass.Mid.Kilograms(), u.Unit, want)
				}
			}
			if len(r.PerUnit) != len(tt.want) {
				t.Errorf("units %v, want %v", r.PerUnit, tt.want)
			}
		})
	}
}

// TestPerUnitIsTold in JSON and in a report, which says whether making the hardware is in it.
func TestPerUnitIsTold(t *testing.T) {
	for query, want := range map[string]string{
		"kwh=100&pue=1&ci=500&x=2": "emissions per run (SCI without making the hardware): 50 kg CO2e\n",
		"hw=h100-sxm5-80gb&n=8&pw=500&h=24&host=0&pue=1&ci=500&emb=1&ekg=0&ehk=0&x=3": "emissions per run (SCI): 48 kg CO2e",
	} {
		s, _, err := ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		r := mustEstimate(t, query)
		report := Report{Catalog: Default(), Spec: &s, Result: &r}
		if text := string(report.AppendText(nil)); !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", query, want, text)
		}
		if text := string(r.AppendJSON(nil)); !strings.Contains(text, `"per_unit":[{"unit":"run","kgco2e":{"low":`) {
			t.Errorf("%s: no unit in %s", query, text)
		}
	}
}
