package estimator

import "math"

// How a scenario is changed while it goes on saying its work in its own words.

// times multiplies a number that is given.
func times[T ~float64](o Optional[T], factor float64) Optional[T] {
	if v, ok := o.Get(); ok {
		return Some(v * T(factor))
	}
	return o
}

// scaleWork returns the scenario with its work times a factor, in every way that it says the work; steps are rounded to whole
// ones. Requests stay.
func scaleWork(s *Spec, factor float64) Spec {
	scaled := *s
	scaled.Hours, scaled.DeviceHours, scaled.EnergyKWh = times(s.Hours, factor), times(s.DeviceHours, factor), times(s.EnergyKWh, factor)
	t := &scaled.Training
	t.FLOP, t.Tokens = times(t.FLOP, factor), times(t.Tokens, factor)
	t.EncoderTokens, t.DecoderTokens = times(t.EncoderTokens, factor), times(t.DecoderTokens, factor)
	scaled.RedAI.Dataset = times(s.RedAI.Dataset, factor)
	scaled.Steps.Epochs = times(s.Steps.Epochs, factor)
	if n, ok := s.Steps.Count.Get(); ok {
		scaled.Steps.Count = Some(max(1, math.Round(n*factor)))
	}
	return scaled
}

// scaleUse returns the scenario with its requests times a factor. The one request of a scenario that says no number, and
// no other work, becomes so many on one day.
func scaleUse(s *Spec, factor float64) Spec {
	scaled := *s
	q := &scaled.Inference
	if q.RequestsPerDay = times(q.RequestsPerDay, factor); q.given() && !q.RequestsPerDay.given && !s.hasWork() {
		q.RequestsPerDay, q.Days = Some(factor), Some(1.0)
	}
	return scaled
}

// retimed returns the scenario with the same work in another time, by a factor.
func retimed(s *Spec, factor float64) Spec {
	changed := *s
	t := &changed.Training
	switch {
	case s.timed():
		changed.Hours, changed.DeviceHours = times(s.Hours, factor), times(s.DeviceHours, factor)
		changed.Steps.Seconds, changed.Steps.Low, changed.Steps.High = times(s.Steps.Seconds, factor), times(s.Steps.Low, factor), times(s.Steps.High, factor)
		changed.Steps.Measured = nil
		for _, v := range s.Steps.Measured {
			changed.Steps.Measured = append(changed.Steps.Measured, v*factor)
		}
	case t.AchievedTFLOPS.given:
		t.AchievedTFLOPS = times(t.AchievedTFLOPS, 1/factor)
	case t.MFU.given:
		t.MFU = times(t.MFU, 1/factor)
	default: // the default share of the peak has the overhead in it
		changed.OverheadFactor = Some(s.OverheadFactor.Or(1) * factor)
	}
	return changed
}

// sped returns the scenario on devices, or in a precision, whose peak is so many times as fast, of which the same share is
// used. The caller sets the device or the precision.
func sped(s *Spec, ratio float64) Spec {
	changed := *s
	if s.timed() {
		changed = retimed(s, 1/ratio)
	}
	changed.Training.AchievedTFLOPS = times(changed.Training.AchievedTFLOPS, ratio)
	return changed
}
