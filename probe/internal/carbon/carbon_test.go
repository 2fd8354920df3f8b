package carbon

import (
	"math"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// TestEmissions: the session's grams are those of the devices that may be added up, and say whose intensity they are by.
func TestEmissions(t *testing.T) {
	devices := []sensor.Device{{ID: "gpu", Kind: sensor.GPU}, {ID: "cpu", Kind: sensor.CPU}, {ID: "all", Kind: sensor.Platform}}
	m := NewMeter(hourly{[]Rate{{100, "file", "FR"}, {400, Catalog, "FR"}, {}}}, 1, nil)
	if e := m.Account().Emissions(devices); e.Grams != 0 || e.GramsPerKWh != nil || len(e.BySource) != 0 {
		t.Errorf("before a snapshot: %+v", e)
	}
	for i, joules := range []estimator.Joules{3.6e6, 7.2e6, 10.8e6} {
		m.count(&sampler.Snapshot{Time: time.Unix(int64(i), 0), Devices: []sampler.Sample{
			{DeviceID: "gpu", Known: true, Joules: joules}, {DeviceID: "cpu", Known: true, Joules: joules}, {DeviceID: "all", Known: true, Joules: 9 * joules}}})
		e := m.Account().Emissions(devices)
		want := []struct {
			file, catalog estimator.Grams
			rate          float64
		}{{200, 0, 100}, {200, 800, 400}, {200, 800, 0}}[i]
		if e.BySource["file"] != want.file || e.BySource["catalog"] != want.catalog || e.Grams != want.file+want.catalog {
			t.Errorf("snapshot %d: %+v, want %+v", i, e, want)
		}
		if known := e.GramsPerKWh != nil; known != (want.rate > 0) || known && float64(*e.GramsPerKWh) != want.rate {
			t.Errorf("snapshot %d: the intensity is %v, want %g", i, e.GramsPerKWh, want.rate)
		}
	}
}

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
