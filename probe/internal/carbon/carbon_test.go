package carbon

import (
	"math"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
)

type hourly struct{ rates []Rate } // one a second since 1970; an empty source is unknown

func (h hourly) At(t time.Time) (Rate, bool) {
	r := h.rates[t.Unix()]
	return r, r.Source != ""
}

// TestMeter counts a device whose grid changes, and for a moment is not known.
func TestMeter(t *testing.T) {
	m := NewMeter(hourly{[]Rate{{100, "file", "FR"}, {}, {400, Catalog, "FR"}, {200, "file", "FR"}}}, 1.5, nil)
	for i, joules := range []estimator.Joules{3.6e6, 7.2e6, 10.8e6, 14.4e6} { // one kWh each
		m.count(&sampler.Snapshot{Time: time.Unix(int64(i), 0), Devices: []sampler.Sample{
			{DeviceID: "gpu", Known: true, Joules: joules}, {DeviceID: "none"}}})
		if a := m.Account(); (a.Rate == nil) != (i == 1) {
			t.Errorf("snapshot %d: rate %v", i, a.Rate)
		}
	}
	got := m.Account().Grams
	want := map[Key]estimator.Grams{
		{"gpu", "file"}:  (1*100 + 1*200) * 1.5,
		{"gpu", Catalog}: 2 * 400 * 1.5, // with the hour that had none
	}
	if len(got) != len(want) {
		t.Errorf("grams %v, want %v: nothing is told of a device without readings", got, want)
	}
	for k, g := range want {
		if math.Abs(float64(got[k]-g)) > 1e-9*float64(g) {
			t.Errorf("%v: %g g, want %g g", k, got[k], g)
		}
	}
}
