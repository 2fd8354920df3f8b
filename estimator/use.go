package estimator

// addUse adds answering requests: their number × the energy of one. When no period is given, the energy of one request
// is told and nothing is added, unless requests are all that the scenario is about: then it is one.
func (e *estimate) addUse() {
	q := &e.spec.Inference
	if !q.given() {
		return
	}
	one := q.perRequest(e.serving())
	e.result.Request = &one
	e.requestNotes()
	requests := 1.0
	if q.RequestsPerDay.given {
		requests = q.requests()
	} else if e.spec.hasWork() {
		return
	}
	e.result.Requests = Some(requests)
	e.given("requests", requests, "", &sourceTyped)
	e.uncertain(Input{Name: "energy of one request", Value: As[float64](one.Energy), Unit: "kWh", Source: one.Source}, Key{"request", "energy"}, "energy of one request", Field{Name: "inference.energy_kwh"})
	e.energyTerm(Term{Kind: "use", Label: "answering requests", Served: !q.Energy.given, Source: one.Source}, 1)
}

// serving returns the accelerator that answers: the first one listed.
func (e *estimate) serving() *Accelerator { return servingAccelerator(e.catalog, e.spec) }

func servingAccelerator(c *Catalog, s *Spec) *Accelerator {
	if len(s.Accelerators) == 0 {
		return nil
	}
	a, _ := c.Accelerator(s.Accelerators[0].key())
	return a
}

// addBreakEven says after how many requests answering has used as much energy as everything before, when both are told.
// The devices of both stand inside the same boundary, so the building and the rest of the server cancel.
func (e *estimate) addBreakEven(made Range[KWh]) {
	if e.result.Request == nil || !e.spec.hasWork() {
		return
	}
	one := e.result.Request.Energy
	low, okLow := BreakEven(made.Low, one.High)
	mid, okMid := BreakEven(made.Mid, one.Mid)
	high, okHigh := BreakEven(made.High, one.Low)
	if okLow && okMid && okHigh {
		e.result.BreakEven = Known(Range[float64]{low, mid, high})
	}
}

// hasWork reports whether the scenario says any work beside requests.
func (s *Spec) hasWork() bool {
	return s.Hours.given || s.DeviceHours.given || s.EnergyKWh.given || s.Steps.given() || s.sized() || s.RedAI.given()
}

// given reports whether anything is said about requests.
func (q *Inference) given() bool { return *q != Inference{} }

// requestNotes says what of a request was told and is not in its energy.
func (e *estimate) requestNotes() {
	q := &e.spec.Inference
	measured := q.Energy.given || q.JoulesPerToken.given || q.Power.given
	if !measured && (q.Batch.given || q.Seconds.given || q.Rate.given) {
		e.note("request_batch", "inference.batch", "By arithmetic, batch and latency change nothing: the range of the writing share spans small batches and large ones. Give the power of the devices that serve to use them.")
	}
	if q.JoulesPerToken.given && !q.Energy.given && q.PromptTokens.value > 0 {
		e.note("request_prompt", "inference.prompt_tokens", "The measured energy is of output tokens: reading the prompt is in it only as far as it was when it was measured.")
	}
}
