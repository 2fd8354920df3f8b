//go:build !js

package estimator

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// simulated is a run step by step: what the session's clock and meter show after each.
type simulated struct {
	at     []time.Duration
	joules []Joules
}

// add appends a step.
func (s *simulated) add(seconds, joules float64) {
	at, sum := time.Duration(0), Joules(0)
	if n := len(s.at); n > 0 {
		at, sum = s.at[n-1], s.joules[n-1]
	}
	s.at = append(s.at, at+time.Duration(seconds*1e9))
	s.joules = append(s.joules, sum+Joules(joules))
}

// steady is a run of steps of 1 s and 300 J.
func steady(steps int) (s simulated) {
	for range steps + 1 {
		s.add(1, 300)
	}
	return s
}

// seen gives the first steps to a forecaster of the whole.
func (s *simulated) seen(done int) *Forecaster {
	f := &Forecaster{Steps: float64(len(s.at) - 1)}
	for i := range done + 1 {
		f.Step(s.at[i], float64(i), s.joules[i])
	}
	return f
}

func (s *simulated) total() (Joules, Hours) {
	last := len(s.at) - 1
	return s.joules[last], Hours(s.at[last].Hours())
}

// tight: sums of a thousand float64 differ in the last digits only.
const tight = 1e-9

func isAbout[T ~float64](r Range[T], want T, tolerance float64) bool {
	for _, v := range [...]T{r.Low, r.Mid, r.High} {
		if !(math.Abs(float64(v-want)) <= tolerance*float64(want)) {
			return false
		}
	}
	return true
}

func TestForecastOfAConstantRateIsExact(t *testing.T) {
	run := steady(1000)
	energy, hours := run.total()
	for _, done := range []int{5, 17, 100, 999, 1000} {
		said, ok := run.seen(done).Total()
		if !ok || !isAbout(said.Energy, energy, tight) || !isAbout(said.Hours, hours, tight) {
			t.Errorf("after %d steps: got %+v, want exactly %v J and %v h", done, said, energy, hours)
		}
		if said.Done != float64(done) || said.Used != float64(done) || said.WarmUp != 0 {
			t.Errorf("after %d steps: counted %v done, %v used and %v of warm-up", done, said.Done, said.Used, said.WarmUp)
		}
	}
}

// TestForecastLeavesTheWarmUpOut puts slow, hungry or cheap steps ahead of even ones.
func TestForecastLeavesTheWarmUpOut(t *testing.T) {
	for _, tt := range []struct {
		name            string
		seconds, joules float64 // of one of the 20 first steps
	}{
		{"slow: the compiler works", 12, 300},
		{"hungry", 1, 900},
		{"fast and cheap: the card is not yet in its stride", 0.5, 60},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var run simulated
			r := rand.New(rand.NewPCG(3, 3))
			for i := range 1001 {
				if even := 1 + 0.01*r.NormFloat64(); i > 0 && i <= 20 {
					run.add(tt.seconds, tt.joules)
				} else {
					run.add(even, 300*even)
				}
			}
			energy, hours := run.total()
			said, ok := run.seen(100).Total()
			if !ok || said.WarmUp != 20 || said.Used != 80 {
				t.Fatalf("got %+v, want 20 of 100 steps left out", said)
			}
			if !isAbout(said.Energy, energy, 0.01) || !isAbout(said.Hours, hours, 0.01) {
				t.Errorf("got %+v, want %v J and %v h, within what the noise of 80 steps allows", said, energy, hours)
			}
		})
	}
}

// TestForecastCountsPauses ends each epoch of 50 steps with an evaluation of 20 s. A median would leave them out.
func TestForecastCountsPauses(t *testing.T) {
	var run simulated
	for i := range 1001 {
		seconds := 1.0
		if i > 0 && i%50 == 0 {
			seconds = 21
		}
		run.add(seconds, 300*seconds)
	}
	energy, hours := run.total()
	said, ok := run.seen(300).Total()
	if !ok || said.WarmUp != 0 || math.Abs(float64(said.Energy.Mid/energy)-1) > tight || math.Abs(float64(said.Hours.Mid/hours)-1) > tight {
		t.Errorf("after six whole epochs: got %+v, want %v J and %v h", said, energy, hours)
	}
}

// TestForecastNarrows follows one noisy run to its end, much longer than what is kept of it.
func TestForecastNarrows(t *testing.T) {
	const steps = 20_000
	var run simulated
	r := rand.New(rand.NewPCG(1, 2))
	for range steps + 1 {
		seconds := 1 + 0.3*r.Float64()
		run.add(seconds, 300*seconds)
	}
	f := &Forecaster{Steps: steps}
	widest := math.Inf(1) // of the last tenth but one
	for i := range steps + 1 {
		if !f.Step(run.at[i], float64(i), run.joules[i]) {
			t.Fatalf("step %d was refused", i)
		}
		if i%1000 != 0 || i == 0 {
			continue
		}
		said, ok := f.Total()
		if !ok || said.Energy.Low < run.joules[i] || float64(said.Hours.Low) < run.at[i].Hours() {
			t.Fatalf("after %d steps: got %+v, %v J and %v are used", i, said, run.joules[i], run.at[i])
		}
		if i%5000 == 0 {
			width := float64(said.Energy.High - said.Energy.Low)
			if width >= widest {
				t.Errorf("after %d steps the interval is %v J wide, a quarter of the run before it was %v J", i, width, widest)
			}
			widest = width
		}
	}
	energy, hours := run.total()
	if said, _ := f.Total(); !said.Energy.IsExact() || said.Energy.Mid != energy || math.Abs(float64(said.Hours.Mid/hours)-1) > tight {
		t.Errorf("at the end: got %+v, want exactly %v J and %v h", said, energy, hours)
	}
	if len(f.marks) > maxMarks {
		t.Errorf("%d marks are kept", len(f.marks))
	}
	history := f.History()
	if len(history) != tenthsOfRun {
		t.Fatalf("history has %d entries, want one for each tenth", len(history))
	}
	for i, said := range history {
		if want := float64(steps / tenthsOfRun * (i + 1)); said.Done != want {
			t.Errorf("entry %d was said after %v steps, want %v", i, said.Done, want)
		}
	}
}

func TestForecastHistoryByEpoch(t *testing.T) {
	run := steady(300)
	f := run.seen(0)
	f.Every = 100
	for i := 7; i <= 300; i += 7 { // the calls do not meet the epochs' ends
		f.Step(run.at[i], float64(i), run.joules[i])
	}
	var done []float64
	for _, said := range f.History() {
		done = append(done, said.Done)
	}
	if len(done) != 2 || done[0] != 105 || done[1] != 203 {
		t.Errorf("entries after %v steps, want 105 and 203: the first calls after an epoch", done)
	}
}

// TestForecastIsNeverBelowWhatIsUsed lets a run stand still for an hour after its last step.
func TestForecastIsNeverBelowWhatIsUsed(t *testing.T) {
	run := steady(100)
	f := run.seen(90)
	used, later := run.joules[90]+1e6, run.at[90]+time.Hour
	if !f.Step(later, 90, used) {
		t.Fatal("time without progress was refused")
	}
	said, ok := f.Total()
	if !ok || said.Energy.Low < used || float64(said.Hours.Low) < later.Hours() {
		t.Errorf("got %+v, and %v J and %v are used already", said, used, later)
	}
	f.Steps = 50 // the user corrects: all is done
	if said, ok = f.Total(); !ok || !said.Energy.IsExact() || said.Energy.Mid != used {
		t.Errorf("more steps done than there are: got %+v, want %v J", said, used)
	}
}

func TestForecastNeedsEnough(t *testing.T) {
	run := steady(100)
	if said, ok := run.seen(leastMarks - 2).Total(); ok {
		t.Errorf("from %d moments: %+v", leastMarks-1, said)
	}
	for _, steps := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		f := run.seen(50)
		f.Steps = steps
		if said, ok := f.Total(); ok {
			t.Errorf("of %v steps: %+v", steps, said)
		}
	}
	if _, ok := new(Forecaster).Total(); ok {
		t.Error("from nothing")
	}
}

// TestForecastIgnoresNonsense puts every kind of bad call between good ones: the forecast stays what it was.
func TestForecastIgnoresNonsense(t *testing.T) {
	run := steady(100)
	want, _ := run.seen(50).Total()
	f := run.seen(50)
	at, done, joules := run.at[50]+time.Second, 51.0, run.joules[50]+300
	for name, call := range map[string]func() bool{
		"time goes back":     func() bool { return f.Step(run.at[49], done, joules) },
		"time is negative":   func() bool { return f.Step(-time.Second, done, joules) },
		"steps go back":      func() bool { return f.Step(at, 49, joules) },
		"steps are negative": func() bool { return f.Step(at, -1, joules) },
		"steps are NaN":      func() bool { return f.Step(at, math.NaN(), joules) },
		"steps are infinite": func() bool { return f.Step(at, math.Inf(1), joules) },
		"energy goes back":   func() bool { return f.Step(at, done, 1) },
		"energy is negative": func() bool { return f.Step(at, done, -1) },
		"energy is NaN":      func() bool { return f.Step(at, done, Joules(math.NaN())) },
		"energy is infinite": func() bool { return f.Step(at, done, Joules(math.Inf(1))) },
		"energy is absurd":   func() bool { return f.Step(at, done, 1e300) },
	} {
		if call() {
			t.Errorf("%s: it was taken", name)
		}
		if got, ok := f.Total(); !ok || got != want {
			t.Errorf("%s: got %+v, want %+v as before", name, got, want)
		}
	}
	if !f.Step(at, done, joules) {
		t.Error("a good call after them was refused")
	}
}

func FuzzForecaster(f *testing.F) {
	f.Add(uint64(1), 100.0, 10.0)
	f.Add(uint64(2), 1e15, 1e-3)
	f.Fuzz(func(t *testing.T, seed uint64, steps, every float64) {
		r := rand.New(rand.NewPCG(seed, 0))
		forecaster := Forecaster{Steps: steps, Every: every}
		var used Joules
		var at time.Duration
		wild := func(v float64) float64 { return v * math.Exp(20*r.NormFloat64()) * float64(r.IntN(9)-1) }
		done := 0.0
		for range 200 {
			now, so, e := at+time.Duration(wild(1e9)), done+wild(1), used+Joules(wild(1))
			if forecaster.Step(now, so, e) {
				at, done, used = now, so, e
			}
			said, ok := forecaster.Total()
			if !ok {
				continue
			}
			if !said.Energy.Valid() || !said.Hours.Valid() || said.Energy.Low < used || math.IsInf(float64(said.Energy.High), 0) {
				t.Fatalf("%v J used: %+v", used, said)
			}
		}
		if len(forecaster.History()) > maxEntries {
			t.Fatalf("history of %d", len(forecaster.History()))
		}
	})
}
