package estimator

// A work says how long each counted device works in one run: a product of inputs that every machine term begins with.
type work struct {
	inputs  [4]Input
	n       int
	scale   float64      // product of the inputs × scale is in hours
	hours   Range[Hours] // that product
	clocked bool         // the hours are wall clock: how many devices share the work is known
}

// findWork reads the ways to say the work, and fills the result's times.
func (e *estimate) findWork() {
	s, w := e.spec, &e.work
	count, counted := s.deviceCount()
	w.scale = 1
	if h, ok := s.Hours.Get(); ok {
		w.clocked = true
		w.input(Input{Name: "hours", Value: Exactly(float64(h)), Unit: "h", Source: &sourceTyped})
	} else if dh, ok := s.DeviceHours.Get(); ok {
		w.clocked = counted
		w.input(Input{Name: "hours", Value: Exactly(float64(dh) / count), Unit: "h", Source: &sourceTyped})
	}
	w.hours = As[Hours](product(w.inputs[:w.n]).Times(w.scale))

	e.project = s.Runs.Or(1) * s.OverheadFactor.Or(1)
	if w.n == 0 {
		return
	}
	if w.clocked {
		e.result.Hours = Known(w.hours.Times(e.project))
	}
	if count > 0 {
		e.result.DeviceHours = Known(As[DeviceHours](w.hours.Times(count * e.project * float64(s.Share.Or(1)))))
	}
}

func (w *work) input(i Input) {
	w.inputs[w.n] = i
	w.n++
}

// workInputs adds the hours of one device to the term in the making, and returns the scale that makes them hours.
func (e *estimate) workInputs() float64 {
	for i := range e.work.n {
		e.add(e.work.inputs[i])
	}
	return e.work.scale
}

// projectInputs adds what multiplies every run's energy, as far as it does something.
func (e *estimate) projectInputs() {
	s := e.spec
	if v, ok := s.OverheadFactor.Get(); ok && v != 1 {
		e.given("overhead factor", v, "", &sourceTyped)
	}
	if v, ok := s.Runs.Get(); ok && v != 1 {
		e.given("runs", v, "", &sourceTyped)
	}
	if v, ok := s.Share.Get(); ok && v != 1 {
		e.given("own share", float64(v), "", &sourceTyped)
	}
}
