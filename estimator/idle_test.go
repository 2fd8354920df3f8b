package estimator

import "testing"

// TestIdleServer counts each part of a held server while it waits, by hand: 100 hours at PUE 1.
func TestIdleServer(t *testing.T) {
	const work = "hw=a100-sxm4-80gb&pw=300&h=10&pue=1"
	tests := []struct {
		name, more string
		extra      Range[float64] // kWh that idle=100 h adds
	}{
		{"an accelerator", "&iw=50&host=0", Exactly(5.0)},
		{"with a typed host", "&iw=50&host=1000", Exactly(105.0)},
		{"with memory", "&iw=50&host=0&mem=1000", Range[float64]{5 + 8, 5 + 37.25, 5 + 54}},
		{"with a CPU of known idle power", "&iw=50&host=0&cpu=AMD%20EPYC%207763&cn=2&ciw=60", Exactly(5 + 12.0)},
		{"with a CPU by its curve", "&iw=50&host=0&cpu=AMD%20EPYC%207763", Range[float64]{5, 5 + 100*0.28*0.08, 5 + 100*0.28*0.20}},
		{"with a CPU of unknown power", "&iw=50&host=0&cpw=100", Exactly(5.0)},
	}
	for _, tt := range tests {
		busy, idle := mustEstimate(t, work+tt.more), mustEstimate(t, work+tt.more+"&ih=100")
		got := Range[float64]{float64(idle.Energy.Low - busy.Energy.Low), float64(idle.Energy.Mid - busy.Energy.Mid), float64(idle.Energy.High - busy.Energy.High)}
		if !near(got.Low, tt.extra.Low, 1e-9) || !near(got.Mid, tt.extra.Mid, 1e-9) || !near(got.High, tt.extra.High, 1e-9) {
			t.Errorf("%s: waiting adds %v kWh, want %v", tt.name, got, tt.extra)
		}
		unknown := false
		for _, n := range idle.Notes {
			unknown = unknown || n.Code == "idle_unknown"
		}
		if unknown != (tt.name == "with a CPU of unknown power") {
			t.Errorf("%s: notes %v", tt.name, idle.Notes)
		}
	}
}
