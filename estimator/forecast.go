//go:build !js

package estimator

import (
	"math"
	"time"
)

// Forecaster tells the energy and the time of a whole run from its first steps. Set the exported fields, then give it
// what is known as the run goes on; the zero value of the rest is ready. It keeps at most maxMarks points however long
// the run is, and holds no clock.
//
// What is done is exact. What is left is steps × mean per step, with the mean taken after the warm-up (see warmUp), so
// evaluations and checkpoints between the steps are in it as soon as the first has been seen, and as rare as they were.
// The ends of the forecast are a prediction interval of ForecastShare (see perStep). It says how far the steps to come
// may differ if they are like those seen. It knows nothing of a job that changes: longer sequences, a machine that will
// be shared, a room that warms up. Where the speed drifts over times that are not short beside what has been seen, it
// promises too much: with drifts of a tenth of that, it holds the truth in 80 % of runs instead of 90.
type Forecaster struct {
	Steps float64 // of the whole run; it may be corrected while the run goes on
	Every float64 // steps between two entries of History, such as those of an epoch; a tenth of Steps when 0

	first   mark
	marks   []mark // in order of steps, each with more of them than the one before; warm-up that was cut for good is gone
	latest  mark   // of what was said last, progress or not
	seen    bool
	history []Forecast
}

// mark is where the run stood at one moment; all three have grown since the session began.
type mark struct {
	seconds, steps, joules float64
}

// Forecast is what the whole run comes to. Energy and Hours count from where the session counts, the energy and the
// time before the first step included: they are what the meter and the clock will show after the last one.
type Forecast struct {
	Energy Range[Joules]
	Hours  Range[Hours]
	Done   float64 // steps when this was said
	Used   float64 // steps that the means are taken from
	WarmUp float64 // steps left out at the start
}

const (
	// ForecastShare is how often low to high holds the truth if the steps to come are like those seen.
	ForecastShare = 0.90

	maxMarks     = 1024
	leastMarks   = 5    // one interval that may be warm-up, and three to take a mean and a spread from
	maxEntries   = 1000 // of the history
	tenthsOfRun  = 10   // entries of the history when nobody says how often
	largestSteps = 1e15 // up to here a float64 counts single steps
	mostJoules   = 1e18 // a year of 30 GW: no meter says more
)

// Step notes that at a session time so many steps were done and so many joules used, both counted from any fixed
// moment of the session. It may be called at each step, now and then, or while nothing moves. It is false, and nothing
// is noted, when a value is negative or not finite or when time, steps or energy have gone back.
func (f *Forecaster) Step(at time.Duration, done float64, joules Joules) bool {
	m := mark{at.Seconds(), done, float64(joules)}
	if !(at >= 0 && done >= 0 && done <= largestSteps && joules >= 0 && joules <= mostJoules) {
		return false
	}
	if !f.seen {
		f.seen, f.first, f.latest, f.marks = true, m, m, []mark{m}
		return true
	}
	if m.seconds < f.latest.seconds || m.steps < f.latest.steps || m.joules < f.latest.joules {
		return false
	}
	before := f.latest.steps
	f.latest = m
	if m.steps == before {
		return true // the time since the last step is the next one's
	}
	if f.marks = append(f.marks, m); len(f.marks) > maxMarks {
		f.thin()
	}
	f.note(before)
	return true
}

// thin forgets the warm-up, which is far back by now, and every other mark after it. Marks are sums, so nothing is lost
// but detail.
func (f *Forecaster) thin() {
	marks := f.marks[warmUp(f.marks):]
	kept, last := f.marks[:0], len(marks)-1
	for i, m := range marks {
		if i == 0 || (last-i)%2 == 0 {
			kept = append(kept, m)
		}
	}
	f.marks = kept
}

// note adds to the history when the last step passed the end of a part of the run.
func (f *Forecaster) note(before float64) {
	every := f.Every
	if !(every > 0) {
		every = f.Steps / tenthsOfRun
	}
	if every = max(every, f.Steps/maxEntries); !(every > 0) || len(f.history) >= maxEntries {
		return
	}
	if math.Floor(f.latest.steps/every) > math.Floor(before/every) {
		if said, ok := f.Total(); ok {
			f.history = append(f.history, said)
		}
	}
}

// History is what was forecast after each epoch, or each tenth of the run: see Every. Callers do not write to it.
func (f *Forecaster) History() []Forecast { return f.history }

// Total is the forecast as of now, and false until Steps is known and five moments with different steps have been seen.
// It is never below what is used already, and exact once all steps are done.
func (f *Forecaster) Total() (Forecast, bool) {
	if !(f.Steps > 0 && f.Steps <= largestSteps) || len(f.marks) < leastMarks {
		return Forecast{}, false
	}
	steady := f.marks[warmUp(f.marks):]
	from, to := steady[0], steady[len(steady)-1]
	left := max(f.Steps-to.steps, 0)
	energy := perStep(steady, func(m mark) float64 { return m.joules }).over(left)
	seconds := perStep(steady, func(m mark) float64 { return m.seconds }).over(left)
	said := Forecast{
		Energy: As[Joules](atLeast(energy.Plus(Exactly(to.joules)), f.latest.joules)),
		Hours:  As[Hours](atLeast(seconds.Plus(Exactly(to.seconds)), f.latest.seconds).Times(1. / secondsPerHour)),
		Done:   f.latest.steps,
		Used:   to.steps - from.steps,
		WarmUp: from.steps - f.first.steps,
	}
	return said, said.Energy.Valid() && said.Hours.Valid() && !math.IsInf(float64(said.Energy.High+Joules(said.Hours.High)), 0)
}

// atLeast lifts the ends of a range to what is certain.
func atLeast(r Range[float64], least float64) Range[float64] {
	return Range[float64]{max(r.Low, least), max(r.Mid, least), max(r.High, least)}
}
