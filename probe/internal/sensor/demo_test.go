package sensor

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
)

func TestDemoDescription(t *testing.T) {
	for _, description := range []string{"toaster", "", "laptop:", "laptop:lose", "laptop:lose=soon", "laptop:lose=-3s", "laptop:seed=x", "laptop:loose=3s", "h100x8:wrap=0s", "h100x8:wrap=2h", "laptop:seed=1,"} {
		if _, err := NewDemo(description, 1, nil); !errors.Is(err, ErrDemo) {
			t.Errorf("%q: %v, want %v", description, err, ErrDemo)
		}
	}
	for _, description := range []string{"laptop", "h100x8:lose=30s", "broken:seed=-3,lose=1m"} {
		if _, err := NewDemo(description, 1, nil); err != nil {
			t.Errorf("%q: %v", description, err)
		}
	}
	families, err := NewDemo("h100x8", 1, estimator.Default())
	if err != nil {
		t.Fatal(err)
	}
	if devices, _ := families[0].Open(t.Context()); devices[0].CatalogID != "h100-sxm5-80gb" {
		t.Errorf("catalog id: got %q", devices[0].CatalogID)
	}
}

// TestDemoMachines follows the sound machines for ten minutes, several jobs long.
func TestDemoMachines(t *testing.T) {
	for _, tt := range []struct {
		name                       string
		gpus, cpus, dram, platform int
	}{{"laptop", 1, 1, 0, 1}, {"h100x8", 8, 2, 2, 0}} {
		t.Run(tt.name, func(t *testing.T) {
			count := map[Kind]int{}
			throttled := map[string]int{}
			for _, f := range followDemo(t, tt.name, 600) {
				d := f.device
				count[d.Kind]++
				if d.Quality != Simulated {
					t.Errorf("%s is %s", d.ID, d.Quality)
				}
				if mean := float64(f.joules) / 600; d.Kind != Platform && (mean < 0.15*float64(d.Rated) || mean > float64(d.Rated)) {
					t.Errorf("%s: mean of %.1f W, rated %v W", d.ID, mean, d.Rated)
				}
				if d.Kind == CPU && d.Rated > 300 && f.wraps == 0 {
					t.Errorf("%s: did not wrap in ten minutes", d.ID)
				}
				if d.Kind == GPU && (f.low > 0.2*float64(d.Rated) || f.high < 0.8*float64(d.Rated)) {
					t.Errorf("%s: power between %.0f and %.0f W shows no idle or no work", d.ID, f.low, f.high)
				}
				if f.states[Asleep] > 0 != (tt.name == "laptop" && d.Kind == GPU) {
					t.Errorf("%s: asleep in %d of %d readings", d.ID, f.states[Asleep], 600)
				}
				for reason, n := range f.throttle {
					throttled[reason] += n
				}
			}
			if count[GPU] != tt.gpus || count[CPU] != tt.cpus || count[DRAM] != tt.dram || count[Platform] != tt.platform {
				t.Errorf("devices: %v", count)
			}
			if tt.name == "h100x8" && throttled["temperature limit"] == 0 {
				t.Errorf("no GPU was ever too hot: %v", throttled)
			}
		})
	}
}

// TestDemoEnergyIsTheIntegralOfItsPower works the energy out again, from the power alone and in slices of one
// millisecond, and compares it with what a meter made of the counters and gauges. The meter knows nothing of the time
// before the first step of a counter and after the last, a tenth of a second of ten minutes.
func TestDemoEnergyIsTheIntegralOfItsPower(t *testing.T) {
	const tolerance = 0.001
	for _, name := range []string{"laptop", "h100x8", "broken"} {
		for _, f := range followDemo(t, name, 600) {
			if f.part.unit == 0 || f.part.denied || f.events > 0 {
				continue // no counter, or one that lost time
			}
			want := 0.0
			for ms := range 600_000 {
				want += f.part.watts((float64(ms)+0.5)/1000) / 1000
			}
			if got := float64(f.joules); math.Abs(got/want-1) > tolerance {
				t.Errorf("%s: %s: the counter gave %.0f J, the power comes to %.0f J", name, f.device.ID, got, want)
			}
		}
	}
}

func TestDemoIsRepeatable(t *testing.T) {
	for _, name := range DemoNames() {
		first, second, other := followDemo(t, name, 60), followDemo(t, name, 60), followDemo(t, name+":seed=8", 60)
		for i := range first {
			if first[i].joules != second[i].joules {
				t.Errorf("%s: %s: the same seed gave %v and %v J", name, first[i].device.ID, first[i].joules, second[i].joules)
			}
			if first[i].joules == other[i].joules && first[i].joules > 0 {
				t.Errorf("%s: %s: another seed gave the same %v J", name, first[i].device.ID, first[i].joules)
			}
		}
	}
}

// TestDemoPhases sees the order of a job on its first GPU: waiting, warming up, working, a checkpoint, and waiting.
func TestDemoPhases(t *testing.T) {
	families, err := NewDemo("h100x8", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := families[0].(*demo).parts[0]
	mean := func(from, to float64) (w float64) {
		for at := from; at < to; at += 0.1 {
			w += p.watts(at) * 0.1 / (to - from)
		}
		return w
	}
	idle, warmUp, steps, checkpoint, after := mean(1, 5), mean(7, 13), mean(16, 49), mean(51, 53.5), mean(91, 99)
	if !(idle < checkpoint && checkpoint < warmUp && warmUp < steps/2 && after < checkpoint) {
		t.Errorf("idle %.0f W, warm-up %.0f W, steps %.0f W, checkpoint %.0f W, idle again %.0f W", idle, warmUp, steps, checkpoint, after)
	}
	if again := mean(101, 105); math.Abs(again/idle-1) > 0.1 {
		t.Errorf("the next job begins with %.0f W, the first with %.0f W", again, idle)
	}
}

// TestDemoWrap: counters that wrap do so when they are asked to, and the others never.
func TestDemoWrap(t *testing.T) {
	families, err := NewDemo("h100x8:wrap=30s", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range families[0].(*demo).parts {
		before, after := *p.read(time.Now(), 29900*time.Millisecond).Counter, *p.read(time.Now(), 30100*time.Millisecond).Counter
		if wraps := p.wrap > 0; (after < before) != wraps {
			t.Errorf("%s: %d, then %d", p.device.ID, before, after)
		}
	}
}

func TestDemoFault(t *testing.T) {
	sec := time.Second
	f := fault{after: 20 * sec, length: 5 * sec, every: 60 * sec}
	for _, tt := range []struct {
		at    time.Duration
		begun int
		rest  time.Duration
	}{{0, 0, 0}, {20*sec - 1, 0, 0}, {20 * sec, 1, 5 * sec}, {24 * sec, 1, sec}, {25 * sec, 1, 0}, {79 * sec, 1, 0}, {81 * sec, 2, 4 * sec}} {
		if begun, rest := f.begun(tt.at), f.rest(tt.at); begun != tt.begun || rest != tt.rest {
			t.Errorf("at %v: begun %d times with %v to come, want %d and %v", tt.at, begun, rest, tt.begun, tt.rest)
		}
	}
	if once := (fault{after: sec, length: sec}); once.begun(time.Hour) != 1 || once.rest(time.Hour) != 0 {
		t.Error("a fault without a period comes again")
	}
	if never := (fault{}); never.begun(time.Hour) != 0 || never.rest(time.Hour) != 0 {
		t.Error("the zero fault happens")
	}
}

// followed is what became of one device.
type followed struct {
	part      *part
	device    Device
	joules    estimator.Joules
	wraps     int
	events    int // resets and gaps
	low, high float64
	states    map[State]int
	throttle  map[string]int
}

// followDemo reads a machine each second, a meter at each counter.
func followDemo(t *testing.T, name string, seconds int) (all []*followed) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		families, err := NewDemo(name, 7, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, family := range families {
			d := family.(*demo)
			d.stuck = fault{} // a hanging call is the sampler's to bear
			devices, err := d.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			meters, last := make([]estimator.CounterMeter, len(devices)), make([]uint64, len(devices))
			found := make([]*followed, len(devices))
			for i := range devices {
				found[i] = &followed{part: d.parts[i], device: devices[i], low: math.Inf(1), states: map[State]int{}, throttle: map[string]int{}}
			}
			began := time.Now()
			for range seconds + 1 {
				readings, err := d.Read(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for i, r := range readings {
					f := found[i]
					f.states[r.State]++
					if r.Counter != nil {
						m := &meters[i]
						m.Unit, m.Range, m.Plausible = r.CounterUnit, r.CounterRange, devices[i].Plausible
						if *r.Counter < last[i] {
							f.wraps++
						}
						last[i] = *r.Counter
						inc := m.Read(time.Since(began), *r.Counter)
						f.joules += inc.Energy
						if inc.Event != estimator.MeterQuiet {
							f.events++
						}
					}
					if r.Power != nil {
						f.low, f.high = min(f.low, float64(*r.Power)), max(f.high, float64(*r.Power))
					}
					for _, reason := range r.Throttle {
						f.throttle[reason]++
					}
				}
				time.Sleep(time.Second)
			}
			all = append(all, found...)
		}
	})
	return all
}

// TestDemoHasTheBandsOfRealHardware: what may be added has a band, so that the total has one too.
func TestDemoHasTheBandsOfRealHardware(t *testing.T) {
	for _, name := range DemoNames() {
		families, err := NewDemo(name, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			devices, err := f.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range devices {
				if _, ok := d.Band.Error(time.Minute); ok != d.Kind.Additive() {
					t.Errorf("%s: %s has a band: %v", name, d.ID, ok)
				}
				if want := demoCapabilities[strings.Split(d.Name, ", ")[0]]; d.Kind == GPU && want == "" {
					t.Errorf("%s: of %s the capability is unknown", name, d.Name)
				}
			}
		}
	}
}
