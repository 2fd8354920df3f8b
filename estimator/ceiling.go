package estimator

// What hardware can do at most, so that work in too little time is refused instead of estimated.

const (
	// mostOverPeak: no device works faster than this many times its dense peak in the catalog. Sparsity of two in four
	// doubles a peak, and so does what the catalog does not list: sums in 16 bits (GeForce RTX 4090, 330 against 165
	// TFLOP/s) and 4-bit numbers beside its 8-bit ones. Source: accelerator_conflicts.csv, whose lists give such peaks.
	mostOverPeak = 4

	// mostOverVector: where only the speed of the vector unit is known, a tensor unit may stand beside it, of up to 16
	// times the speed (A100, 312 against 19.5 TFLOP/s), and mostOverPeak applies to that.
	mostOverVector = 16 * mostOverPeak
)

// ceiling returns a speed that accelerator a, of which one is known, cannot exceed in a number format. Without a format any
// may be meant, and so it may with fp32 or tf32, whose users often let a library narrow their numbers: the fastest counts.
func ceiling(a *Accelerator, precision string) FLOPPerSecond {
	fastest := max(a.FP32, a.TF32, a.FP16, a.FP8)
	switch {
	case fastest == a.FP32:
		return teraFLOPPerSecond(fastest * mostOverVector)
	case a.FP16 > 0 && (precision == "bf16" || precision == "fp16"):
		fastest = max(a.FP32, a.FP16)
	}
	return teraFLOPPerSecond(fastest * mostOverPeak)
}

// validateSpeed refuses work that the devices cannot do in the time given, and a speed that they cannot reach. What lies
// between their dense peak and that is noted only: see workNotes. The Spec is valid in all else.
func (s *Spec) validateSpeed(errs *FieldErrors, c *Catalog) {
	all, peak := FLOPPerSecond(0), FLOPPerSecond(0)
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		a, ok := c.Accelerator(d.key())
		if !ok {
			return
		}
		dense, _, known := Speed(a, s.Training.Precision)
		if !known {
			return
		}
		most := ceiling(a, s.Training.Precision)
		if v := s.Training.AchievedTFLOPS.value; teraFLOPPerSecond(v) > most {
			errs.add("training.achieved_tflops", number(v), "that is above what "+a.Name+" reaches in any way, "+FormatQuantity(float64(most), "FLOP/s"), "type TFLOP/s of one device while steps run, not of all together")
			return
		}
		all, peak = all+most*FLOPPerSecond(d.Count.Or(1)), peak+dense*FLOPPerSecond(d.Count.Or(1))
	}
	if all == 0 || !s.sized() || s.metered() {
		return
	}
	count, _ := s.deviceCount()
	hours, path := s.Hours.value, "hours"
	switch {
	case s.DeviceHours.given:
		hours, path = s.DeviceHours.value/count, "device_hours"
	case s.Steps.given():
		hours, path = float64(s.Steps.hours().High), "steps.seconds_per_step"
	}
	typed := FormatQuantity(hours, "h")
	hours *= s.OverheadFactor.Or(1)
	work := s.arithmetic().Model.Low
	if speed := FLOPPerSecond(float64(work) / (hours * secondsPerHour)); hours > 0 && speed > all {
		errs.add(path, typed, "the work would need "+FormatNumber(100*float64(speed/peak))+" % of the devices' peak speed, more than any of their number formats allows", "check the hours, the devices and the work: at the peak it takes "+FormatQuantity(float64(work)/float64(peak)/secondsPerHour, "h"))
	}
}
