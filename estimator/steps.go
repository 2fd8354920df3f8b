package estimator

import "math"

// Steps is a run timed by its steps: how long one takes, and how many there are. Measuring some steps of the real job
// and multiplying is the most reliable estimate before the run (sourceDelRey).
type Steps struct {
	Seconds  Optional[float64] // of one step, believed to a tenth
	Low      Optional[float64] // instead: the least and the most that a step takes
	High     Optional[float64]
	Measured []float64         // instead: seconds of single steps, in order
	WarmUp   Optional[float64] // how many of Measured to leave out at the start: compilation and filling caches are slow and happen once

	Count   Optional[float64] // steps of the run
	Epochs  Optional[float64] // instead: passes over the data, with Samples and Batch; a part of a pass is allowed
	Samples Optional[float64]
	Batch   Optional[float64] // samples of one step over all devices
}

var sourceDelRey = Source{ID: "del-rey-2023", Title: "del Rey et al., Do DL models and training environments have an impact on energy consumption?, 2023: extrapolating a short run is at least twice as close as FLOP or rated power",
	URL: "https://arxiv.org/abs/2307.05520", Licence: "cited figures", Year: 2023, AsOf: "2026-11-24"}

const (
	singleStepSpread = 0.10 // of a step time that is one number: as sourceTypedLoad, gramwatt's own judgement
	meanStepSpread   = 0.02 // least spread of a mean of several: steps of one minute say nothing of the hours to come. Own judgement

	maxStepTimes = 100_000
)

// Mean returns the seconds of one step. The error is FieldErrors, with fields under "steps.".
//
// Of Measured it is the mean of what follows WarmUp, and as low and high the mean less and plus two standard errors
// (about 95 % if steps were independent; neighbours are not, so the spread is at least 2 %). One measured step, like
// Seconds, is believed to a tenth. Of Low and High the mid is their middle.
func (s *Steps) Mean() (Range[float64], error) {
	spec := Spec{Steps: *s}
	if err := spec.faultsIn("steps.", (*Spec).checkMean); err != nil {
		return Range[float64]{}, err
	}
	return s.mean(), nil
}

// mean is Mean for what has been validated.
func (s *Steps) mean() Range[float64] {
	if s.Seconds.given {
		return Within(s.Seconds.value, singleStepSpread)
	}
	if l, h := s.Low.value, s.High.value; s.Low.given {
		return Range[float64]{l, l + (h-l)/2, h}
	}
	return meanOf(s.Measured[int(s.WarmUp.value):])
}

// checkMean checks that one way says how long a step takes.
func (spec *Spec) checkMean(errs *FieldErrors) {
	s := &spec.Steps
	ways := 0
	for _, given := range [...]bool{s.Seconds.given, s.Low.given || s.High.given, len(s.Measured) > 0} {
		if given {
			ways++
		}
	}
	switch {
	case ways == 0:
		errs.need(spec, "nothing says how long a step takes", "steps.seconds_per_step")
	case ways > 1:
		errs.add("steps.seconds_per_step", number(s.Seconds.value), "the time of a step is given in more than one way", "give seconds, low and high, or a list of measured steps")
	case len(s.Measured) > 0:
		s.checkMeasured(errs)
	case !s.Seconds.given:
		errs.need(spec, "a range has two ends", "steps.seconds_low", "steps.seconds_high")
		if s.Low.value > s.High.Or(math.Inf(1)) {
			errs.add("steps.seconds_low", number(s.Low.value), "the least is more than the most", "exchange them")
		}
	}
}

func (s *Steps) checkMeasured(errs *FieldErrors) {
	if len(s.Measured) > maxStepTimes {
		errs.add("steps.measured", number(float64(len(s.Measured))), "the list is longer than "+number(maxStepTimes), "leave some out")
		return
	}
	if w := s.WarmUp.value; !(w >= 0 && w < float64(len(s.Measured)) && w == math.Trunc(w)) {
		errs.add("steps.warm_up", number(w), "no measured step is left after the warm-up", "use 0 to "+number(float64(len(s.Measured)-1)))
	}
	for i, v := range s.Measured {
		if !(v >= 1e-9 && v <= 1e9) {
			errs.add("steps.measured["+number(float64(i))+"]", number(v), "a step takes more than 0 and at most 1e9 seconds", "remove it")
		}
	}
}

// meanOf returns the mean and two standard errors around it.
func meanOf(times []float64) Range[float64] {
	n := float64(len(times))
	mean := 0.0
	for _, v := range times {
		mean += v / n
	}
	if len(times) == 1 {
		return Within(mean, singleStepSpread)
	}
	squares := 0.0
	for _, v := range times {
		squares += (v - mean) * (v - mean)
	}
	spread := max(2*math.Sqrt(squares/(n-1)/n), meanStepSpread*mean)
	return Range[float64]{max(mean-spread, mean/2), mean, mean + spread} // a few wild steps must not lead to 0
}

// Total returns the number of steps: Count, or epochs × steps of one epoch, where a last batch that is not full is a
// step too. The error is FieldErrors, with fields under "steps.".
func (s *Steps) Total() (float64, error) {
	spec := Spec{Steps: *s}
	if err := spec.faultsIn("steps.", (*Spec).checkTotal); err != nil {
		return 0, err
	}
	return s.total(), nil
}

// total is Total for what has been validated.
func (s *Steps) total() float64 {
	if s.Count.given {
		return s.Count.value
	}
	return s.Epochs.value * math.Ceil(s.Samples.value/s.Batch.value)
}

// checkTotal checks that one way says how many steps there are.
func (spec *Spec) checkTotal(errs *FieldErrors) {
	s := &spec.Steps
	byEpochs := s.Epochs.given || s.Samples.given || s.Batch.given
	switch {
	case s.Count.given && byEpochs:
		errs.add("steps.count", number(s.Count.value), "epochs, samples or batch are given too, and they can disagree", "give one or the other")
	case byEpochs:
		errs.need(spec, "steps are epochs × samples ÷ batch", "steps.epochs", "steps.samples", "steps.batch")
	default:
		errs.need(spec, "nothing says how many steps there are", "steps.count")
	}
}

// Formula says in words how Hours counts, for what was given.
func (s *Steps) Formula() string {
	if s.Count.given {
		return "steps × seconds per step ÷ 3600"
	}
	return "epochs × (samples ÷ batch, rounded up) × seconds per step ÷ 3600"
}

// Hours returns the wall clock of all steps. The error is FieldErrors that names every fault of both parts.
func (s *Steps) Hours() (Range[Hours], error) {
	spec := Spec{Steps: *s}
	if err := spec.faultsIn("steps.", (*Spec).checkSteps); err != nil {
		return Range[Hours]{}, err
	}
	return s.hours(), nil
}

// hours is Hours for what has been validated.
func (s *Steps) hours() Range[Hours] { return As[Hours](s.mean().Times(s.total() / secondsPerHour)) }

func (spec *Spec) checkSteps(errs *FieldErrors) {
	spec.checkMean(errs)
	spec.checkTotal(errs)
}
