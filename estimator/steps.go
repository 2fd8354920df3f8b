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
	var errs FieldErrors
	const remedy = "type seconds of one step, such as 0.35"
	low, high := limit{"steps.seconds_low", &s.Low, 1e-9, 1e9, remedy}, limit{"steps.seconds_high", &s.High, 1e-9, 1e9, remedy}
	errs.check(limit{"steps.seconds_per_step", &s.Seconds, 1e-9, 1e9, remedy}, low, high)
	ways := 0
	for _, given := range [...]bool{s.Seconds.Given(), s.Low.Given() || s.High.Given(), len(s.Measured) > 0} {
		if given {
			ways++
		}
	}
	switch {
	case ways == 0:
		errs.add("steps.seconds_per_step", "", "nothing says how long a step takes", remedy)
	case ways > 1:
		errs.add("steps.seconds_per_step", number(s.Seconds.Or(0)), "the time of a step is given in more than one way", "give seconds, low and high, or a list of measured steps")
	case len(s.Measured) > 0:
		s.checkMeasured(&errs)
	case !s.Seconds.Given():
		errs.need("a range has two ends", low, high)
		if s.Low.Or(0) > s.High.Or(math.Inf(1)) {
			errs.add(low.field, number(s.Low.Or(0)), "the least is more than the most", "exchange them")
		}
	}
	if err := errs.orNil(); err != nil {
		return Range[float64]{}, err
	}
	if v, ok := s.Seconds.Get(); ok {
		return Within(v, singleStepSpread), nil
	}
	if l, ok := s.Low.Get(); ok {
		h := s.High.Or(l)
		return Range[float64]{l, l + (h-l)/2, h}, nil
	}
	return meanOf(s.Measured[int(s.WarmUp.Or(0)):]), nil
}

func (s *Steps) checkMeasured(errs *FieldErrors) {
	if len(s.Measured) > maxStepTimes {
		errs.add("steps.measured", number(float64(len(s.Measured))), "the list is longer than "+number(maxStepTimes), "leave some out")
		return
	}
	if w := s.WarmUp.Or(0); !(w >= 0 && w < float64(len(s.Measured)) && w == math.Trunc(w)) {
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
	var errs FieldErrors
	epochs := limit{"steps.epochs", &s.Epochs, 1e-6, 1e9, "type how often the data are passed, such as 3"}
	samples := limit{"steps.samples", &s.Samples, 1, 1e15, "type the samples of the training set, such as 1281167"}
	batch := limit{"steps.batch", &s.Batch, 1, 1e12, "type the samples of one step over all devices, such as 256"}
	count := limit{"steps.count", &s.Count, 1, 1e15, "type the number of steps, such as 100000"}
	errs.check(epochs, samples, batch, count)
	byEpochs := s.Epochs.Given() || s.Samples.Given() || s.Batch.Given()
	switch {
	case s.Count.Given() && byEpochs:
		errs.add(count.field, number(s.Count.Or(0)), "epochs, samples or batch are given too, and they can disagree", "give one or the other")
	case byEpochs:
		errs.need("steps are epochs × samples ÷ batch", epochs, samples, batch)
	default:
		errs.need("nothing says how many steps there are", count)
	}
	if err := errs.orNil(); err != nil {
		return 0, err
	}
	if byEpochs {
		return s.Epochs.Or(0) * math.Ceil(s.Samples.Or(0)/s.Batch.Or(1)), nil
	}
	return s.Count.Or(0), nil
}

// Formula says in words how Hours counts, for what was given.
func (s *Steps) Formula() string {
	if s.Count.Given() {
		return "steps × seconds per step ÷ 3600"
	}
	return "epochs × (samples ÷ batch, rounded up) × seconds per step ÷ 3600"
}

// Hours returns the wall clock of all steps. The error is FieldErrors that names every fault of both parts.
func (s *Steps) Hours() (Range[Hours], error) {
	seconds, err := s.Mean()
	total, err2 := s.Total()
	if err != nil || err2 != nil {
		var errs FieldErrors
		for _, e := range [...]error{err, err2} {
			if e != nil {
				errs = append(errs, asFieldErrors(e)...)
			}
		}
		return Range[Hours]{}, errs
	}
	return As[Hours](seconds.Times(total / secondsPerHour)), nil
}
