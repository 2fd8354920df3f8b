package estimator

// maxWorkInputs is room for the inputs of every way to say the work.
const maxWorkInputs = 6

// A work says how long each counted device works in one run: a product of inputs that every machine term begins with.
type work struct {
	inputs   []Input
	scale    float64      // product of the inputs × scale is in hours
	hours    Range[Hours] // that product, before the overhead
	clocked  bool         // the hours are wall clock: how many devices share the work is known
	devices  float64      // that share it
	overhead Input        // restarts and evaluation, when they multiply the hours; its Value is 0 when they do not
	fleet    FLOPPerSecond
}

// findWork reads the ways to say the work, and fills the result's times and FLOP. The Spec has been validated.
func (e *estimate) findWork() {
	s, w := e.spec, &e.work
	count, counted := s.deviceCount()
	w.scale, w.devices = 1, count
	if v, ok := s.OverheadFactor.Get(); ok && v != 1 {
		w.overhead = Input{Name: "overhead factor", Value: Exactly(v), Source: &sourceTyped}
	}
	switch {
	case s.Hours.given:
		w.clocked = true
		w.input(Input{Name: "hours", Value: Exactly(s.Hours.value), Unit: "h", Source: &sourceTyped})
	case s.DeviceHours.given:
		w.clocked = counted
		w.input(Input{Name: "hours", Value: Exactly(s.DeviceHours.value / count), Unit: "h", Source: &sourceTyped})
	case s.Steps.given():
		w.clocked = true
		e.stepWork()
	case s.sized() && len(s.Accelerators) > 0 && !s.metered():
		w.clocked = counted
		e.trainingWork()
	}
	w.hours = As[Hours](product(w.inputs).Times(w.scale))
	if len(w.inputs) > 0 {
		e.times()
	}
	e.arithmetic()
}

// times fills hours and device-hours of the whole project.
func (e *estimate) times() {
	s, w := e.spec, &e.work
	hours := w.hours.Times(s.runs())
	if w.overhead.Value.Mid > 0 {
		hours = Scale(hours, w.overhead.Value)
	}
	if w.clocked {
		e.result.Hours = Known(hours)
	}
	if w.devices > 0 {
		e.result.DeviceHours = Known(As[DeviceHours](hours.Times(w.devices * float64(s.Share.Or(1)))))
	}
}

// stepWork makes the hours of a measured step and the number of steps.
func (e *estimate) stepWork() {
	s := &e.spec.Steps
	seconds, total := s.mean(), s.total()
	source := &sourceTyped
	if seconds.IsExact() || s.Seconds.given {
		source = &sourceDelRey
	}
	e.work.scale = 1.0 / secondsPerHour
	e.work.uncertain(e, Input{Name: "seconds per step", Value: seconds, Unit: "s", Source: source}, Key{"step", e.spec.Name}, "seconds per step", "steps.seconds_per_step")
	e.work.input(Input{Name: "steps", Value: Exactly(total), Source: &sourceTyped})
}

// trainingWork makes the hours of the arithmetic: work ÷ speed of all devices ÷ the share of it that is used.
func (e *estimate) trainingWork() {
	w := &e.work
	work := e.spec.arithmetic()
	speed := e.speed()
	flop := work.Model
	if speed.Hardware {
		flop = work.Hardware
	}
	w.scale = 1.0 / secondsPerHour
	if e.spec.RedAI.FLOP.given {
		for _, factor := range work.Inputs {
			w.input(factor)
		}
	} else {
		w.uncertain(e, Input{Name: "work", Value: As[float64](flop), Unit: "FLOP", Source: work.Source}, Key{"work", "training"}, "work of one run", "training.flop")
	}
	w.input(Input{Name: "speed of all devices", Value: Exactly(float64(w.fleet)), Unit: "FLOP/s", Source: &sourceSpeed, Role: Divided})
	w.uncertain(e, Input{Name: "share of it used", Value: As[float64](speed.Share), Source: speed.Source, Role: Divided}, Key{"mfu", speed.Source.ID}, "share of peak speed (MFU)", "training.mfu")
	if !e.spec.OverheadFactor.given && !(speed.Overhead.IsExact() && speed.Overhead.Mid == 1) {
		w.overhead = Input{Name: "overhead factor", Value: speed.Overhead, Source: &sourceOverhead}
	}
}

// speed finds how fast the accelerators train: their peaks add up, and the first one's share and overhead stand for
// all.
func (e *estimate) speed() Efficiency {
	var first Efficiency
	for i := range e.spec.Accelerators {
		d := &e.spec.Accelerators[i]
		a, _ := e.catalog.Accelerator(d.key())
		one, _ := e.spec.Training.Efficiency(a) // validated
		e.work.fleet += one.Peak * FLOPPerSecond(d.Count.Or(1))
		if i == 0 {
			first = one
		}
	}
	return first
}

// arithmetic fills FLOP and MFU as far as the training and the time tell them.
func (e *estimate) arithmetic() {
	s, r := e.spec, &e.result
	t := &s.Training
	hours, timed := r.DeviceHours.Get()
	if s.sized() {
		work := s.arithmetic()
		r.FLOP = Known(work.Model.Times(s.runs()))
		if e.work.fleet > 0 { // the hours follow from the work: the share is an input
			return
		}
	}
	achieved, ok := t.AchievedTFLOPS.Get()
	if ok && timed && !s.sized() {
		r.FLOP = Known(As[FLOP](hours.Times(secondsPerHour * float64(teraFLOPPerSecond(achieved)))))
	}
	if mfu, ok := t.MFU.Get(); ok && timed && !s.sized() && e.peak() > 0 {
		r.FLOP = Known(As[FLOP](hours.Times(secondsPerHour * float64(e.peak()) / e.work.devices * float64(mfu))))
	}
	if flop, ok := r.FLOP.Get(); ok && timed && hours.Mid > 0 && e.peak() > 0 {
		r.MFU = Known(As[Ratio](flop.Times(e.work.devices / (float64(hours.Mid) * secondsPerHour * float64(e.peak())))))
	}
	if flop, ok := r.FLOP.Get(); ok && timed && hours.Mid > 0 {
		r.Speed = Known(As[FLOPPerSecond](flop.Times(1 / (float64(hours.Mid) * secondsPerHour))))
	}
}

// peak returns the dense peak of all accelerators in the training's precision, and 0 when one is not known.
func (e *estimate) peak() FLOPPerSecond {
	sum := FLOPPerSecond(0)
	for i := range e.spec.Accelerators {
		d := &e.spec.Accelerators[i]
		a, ok := e.catalog.Accelerator(d.key())
		if !ok {
			return 0
		}
		speed, _, known := Speed(a, e.spec.Training.Precision)
		if !known {
			return 0
		}
		sum += speed * FLOPPerSecond(d.Count.Or(1))
	}
	return sum
}

func (w *work) input(i Input) {
	w.inputs = append(w.inputs, i)
}

// uncertain adds an input that is a variable when its range is one.
func (w *work) uncertain(e *estimate, i Input, key Key, label, field string) {
	e.vary(&i, key, label, Field{Name: field})
	w.input(i)
}

// workInputs adds the hours of one device to the term in the making, and returns the scale that makes them hours.
func (e *estimate) workInputs() float64 {
	for _, i := range e.work.inputs {
		e.add(i)
	}
	return e.work.scale
}

// projectInputs adds what multiplies every run's energy, as far as it does something.
func (e *estimate) projectInputs() {
	s := e.spec
	if e.work.overhead.Value.Mid > 0 {
		e.uncertain(e.work.overhead, Key{"overhead", "training"}, "restarts and evaluation", Field{Name: "overhead_factor"})
	}
	switch v := s.runs(); {
	case s.Project.Preset != "":
		e.given("runs of the project", v, "", &sourceLISA)
	case s.Project.given():
		e.given("runs of the project", v, "", &sourceProject)
	case v != 1:
		e.given("runs", v, "", &sourceTyped)
	}
	if v, ok := s.Share.Get(); ok && v != 1 {
		e.given("own share", float64(v), "", &sourceTyped)
	}
}

// sized reports whether the training says how much arithmetic it is.
func (t *Training) sized() bool {
	return t.FLOP.given || t.Params.given || t.ActiveParams.given || t.Tokens.given || t.EncoderTokens.given || t.DecoderTokens.given
}

// given reports whether anything is said about steps.
func (s *Steps) given() bool {
	return s.Seconds.given || s.Low.given || s.High.given || len(s.Measured) > 0 ||
		s.Count.given || s.Epochs.given || s.Samples.given || s.Batch.given
}

// lasts is the wall clock of one run at mid, restarts and evaluation included.
func (w *work) lasts() Hours {
	if f := w.overhead.Value.Mid; f > 0 {
		return w.hours.Mid * Hours(f)
	}
	return w.hours.Mid
}
