package sensor

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
)

func TestDemoUnknownName(t *testing.T) {
	if _, err := NewDemo("toaster", 1, nil); err == nil {
		t.Error("got no error")
	}
}

// TestDemoIsSimulatedRepeatableAndWraps follows both machines for ten minutes.
func TestDemoIsSimulatedRepeatableAndWraps(t *testing.T) {
	for _, tt := range []struct {
		name             string
		gpus, cpus, dram int
	}{{"laptop", 1, 1, 0}, {"h100x8", 8, 2, 2}} {
		t.Run(tt.name, func(t *testing.T) {
			first, second := followDemo(t, tt.name, 7), followDemo(t, tt.name, 7)
			count := map[Kind]int{}
			for i, d := range first.devices {
				count[d.Kind]++
				if d.Quality != Simulated {
					t.Errorf("%s is %s", d.ID, d.Quality)
				}
				if first.joules[i] != second.joules[i] {
					t.Errorf("%s: the same seed gave %v and %v J", d.ID, first.joules[i], second.joules[i])
				}
				mean := float64(first.joules[i]) / 600
				if mean < 0.15*float64(d.Rated) || mean > float64(d.Rated) {
					t.Errorf("%s: mean of %.1f W, rated %v W", d.ID, mean, d.Rated)
				}
				if d.Kind == CPU && d.Rated > 300 && first.wraps[i] == 0 {
					t.Errorf("%s: did not wrap in ten minutes", d.ID)
				}
				if low, high := first.low[i], first.high[i]; d.Kind == GPU && (low > 0.2*float64(d.Rated) || high < 0.8*float64(d.Rated)) {
					t.Errorf("%s: power between %.0f and %.0f W shows no idle or no work", d.ID, low, high)
				}
			}
			if count[GPU] != tt.gpus || count[CPU] != tt.cpus || count[DRAM] != tt.dram {
				t.Errorf("devices: %v", count)
			}
		})
	}
	if d, err := NewDemo("h100x8", 1, estimator.Default()); err != nil {
		t.Error(err)
	} else if devices, _ := d.Open(t.Context()); devices[0].CatalogID != "h100-sxm5-80gb" {
		t.Errorf("catalog id: got %q", devices[0].CatalogID)
	}
}

type demoRun struct {
	devices   []Device
	joules    []estimator.Joules
	wraps     []int
	low, high []float64
}

func followDemo(t *testing.T, name string, seed int64) (run demoRun) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d, err := NewDemo(name, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		if run.devices, err = d.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		n := len(run.devices)
		meters, last := make([]estimator.CounterMeter, n), make([]uint64, n)
		run.joules, run.wraps = make([]estimator.Joules, n), make([]int, n)
		run.low, run.high = make([]float64, n), make([]float64, n)
		for second := range 601 {
			readings, err := d.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range readings {
				if second == 0 {
					meters[i] = estimator.CounterMeter{Unit: r.CounterUnit, Range: r.CounterRange, Plausible: run.devices[i].Plausible}
					run.low[i] = math.Inf(1)
				} else if *r.Counter < last[i] {
					run.wraps[i]++
				}
				last[i] = *r.Counter
				inc := meters[i].Read(time.Duration(second)*time.Second, *r.Counter)
				if inc.Event != estimator.MeterQuiet {
					t.Fatalf("%s at %d s: %+v", r.DeviceID, second, inc)
				}
				run.joules[i] += inc.Energy
				if r.Power != nil {
					run.low[i], run.high[i] = min(run.low[i], float64(*r.Power)), max(run.high[i], float64(*r.Power))
				}
			}
			time.Sleep(time.Second)
		}
	})
	return run
}
