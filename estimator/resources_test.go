package estimator

import "testing"

// TestResources works France out by hand: 100 kWh at the facility, and in the second case eight H100 for 24 hours of a
// life of 4 years of 8766 hours, half of them in use: 192 of 17532 device-hours.
func TestResources(t *testing.T) {
	const tolerance = 1e-12 // a few multiplications
	france, _ := Default().Water("FR")
	perKWh, antimony := float64(france.Primary.Or(0)), float64(france.Minerals.Or(0))
	if perKWh != 9.3135 || antimony != 0.00000004858 {
		t.Fatalf("France: %v MJ and %v kg Sb a kWh, want 9.3135 and 4.858e-8", perKWh, antimony)
	}
	const card = "pue=1&host=0&r=FR&hw=h100-sxm5-80gb&n=8&pw=500&h=24"
	const made = "&emb=1&life=4&util=50"
	const part = 192.0 / 17532
	for _, tt := range []struct {
		name, query       string
		primary, minerals float64 // 0 for unknown
	}{
		{"electricity alone", "kwh=100&pue=1&r=FR", 100 * perKWh, 100 * antimony},
		{"and making eight H100 and their server", card + made, 96*perKWh + part*(1828+70000/8.0), 96*antimony + part*(0.0051+0.37/8)},
		{"making is not asked for", card, 96 * perKWh, 96 * antimony},
		{"a device that nobody published", "pue=1&r=FR&hw=a100-sxm4-80gb&h=24" + made, 0, 0},
		{"making asked for and not counted", "kwh=100&pue=1&r=FR&emb=1", 0, 0},
		{"a place below the electricity itself", "kwh=100&pue=1&r=NO", 0, 100 * 0.00000012749},
		{"the world", "kwh=100&pue=1", 0, 0},
		{"a typed intensity", "kwh=100&pue=1&ci=50", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := mustEstimate(t, tt.query)
			assertSound(t, &r)
			for _, q := range []struct {
				unit  string
				got   Range[float64]
				known bool
				want  float64
			}{
				{"MJ", As[float64](r.Primary.Range), r.Primary.Known, tt.primary}, {"kg Sb", As[float64](r.Minerals.Range), r.Minerals.Known, tt.minerals},
			} {
				if q.known != (q.want > 0) || !near(q.got.Mid, q.want, tolerance) {
					t.Errorf("got %v %s (known: %v), want %v", q.got, q.unit, q.known, q.want)
				}
			}
		})
	}
}
