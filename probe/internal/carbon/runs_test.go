package carbon

import (
	"math"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// TestRuns: a run has what the machine used while it was there, two share it, and their sum is the machine's. Its last
// joules stay for a while.
func TestRuns(t *testing.T) {
	var list jobs.List
	m := NewMeter(hourly{[]Rate{{100, Catalog, "FR"}, {100, Catalog, "FR"}, {}, {200, "file", "FR"}, {200, "file", "FR"}}}, 1.5, &list)
	second := func(i int, kwh float64) {
		m.count(&sampler.Snapshot{Time: time.Unix(int64(i), 0), Totals: sampler.Totals{ByQuality: map[sensor.Quality]estimator.Joules{
			sensor.Measured: estimator.Joules(kwh * 3.6e6), sensor.Estimated: estimator.Joules(kwh * 3.6e5)}}})
	}
	second(0, 5) // before any run
	list.Add(jobs.Run{ID: "a"})
	second(1, 6)
	list.Add(jobs.Run{ID: "b"})
	second(2, 8) // no intensity is known
	list.Remove("a")
	second(3, 9)
	want := map[string][2]float64{ // kWh measured, grams of them
		"a": {1 + 1, 1*100*1.5 + 1*200*1.5},
		"b": {1 + 1, 2 * 200 * 1.5},
	}
	for _, r := range m.Account().Runs {
		joules, grams := float64(r.Joules[sensor.Measured]), float64(r.Grams[RunKey{sensor.Measured, Catalog}]+r.Grams[RunKey{sensor.Measured, "file"}])
		if w := want[r.ID]; math.Abs(joules-w[0]*3.6e6) > 1 || math.Abs(grams-w[1]) > 1e-6 {
			t.Errorf("%s: %g J and %g g, want %g kWh and %g g", r.ID, joules, grams, w[0], w[1])
		}
		if e := float64(r.Joules[sensor.Estimated]); math.Abs(e-joules/10) > 1 {
			t.Errorf("%s: %g J estimated", r.ID, e)
		}
	}
	if n := len(m.Account().Runs); n != 2 {
		t.Errorf("%d runs", n)
	}
	m.shares.listed(time.Unix(3, 0).Add(afterlife))
	if n := len(m.shares.runs); n != 1 || m.shares.runs[0].account.ID != "b" {
		t.Errorf("%d runs are kept, want b alone", n)
	}
}
