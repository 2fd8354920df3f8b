package estimator

// addUse adds answering requests: their number × the energy of one. When no period is given, the energy of one request
// is told and nothing is added, unless requests are all that the scenario is about: then it is one.
func (e *estimate) addUse() {
	q := &e.spec.Inference
	if !q.given() {
		return
	}
	v := e.spec.service(e.catalog)
	one := q.perRequest(&v)
	e.result.Request = &one
	e.requestNotes()
	requests := 1.0
	if q.RequestsPerDay.given {
		requests = q.requests()
	} else if e.spec.hasWork() {
		return
	}
	e.result.Requests = Some(requests)
	for i := range one.parts {
		p := &one.parts[i]
		e.given("requests", requests, "", &sourceTyped)
		e.requestInputs(p.inputs, &v)
		t := Term{Kind: "use", Label: "answering requests" + p.label, Served: !q.Energy.given && !p.hosted, Source: one.Source}
		if len(one.parts) > 1 {
			t.Index = i + 1
		}
		e.hosted = e.hosted || p.hosted
		e.energyTerm(t, p.scale)
	}
}

// requestInputs adds what a part of a request's energy, or of its time, is the product of.
func (e *estimate) requestInputs(inputs []Input, v *service) {
	for _, in := range inputs {
		key, label, field := Key{"request", in.Name}, in.Name, Field{Name: "inference.energy_kwh"}
		switch in.Name {
		case "load while answering":
			key, field = Key{"load", v.load.key}, v.field
		case "measured power": // of a device
			key, field = Key{"power", v.device}, Field{"accelerators", 0, "power_w"}
		case "writing share":
			field.Name = "inference.batch"
		}
		e.uncertain(in, key, label+" of requests", field)
	}
}

func servingAccelerator(c *Catalog, s *Spec) *Accelerator {
	if len(s.Accelerators) == 0 {
		return nil
	}
	a, _ := c.Accelerator(s.Accelerators[0].key())
	return a
}

// addBreakEven says after how many requests answering has used as much energy as the work before, when both are told. Both
// are of the devices alone: CPUs listed beside accelerators are, like the rest of the server and the building, on neither
// side.
func (e *estimate) addBreakEven(made Range[KWh]) {
	if e.result.Request == nil || !e.spec.hasWork() {
		return
	}
	one := e.result.Request.Energy
	low, okLow := BreakEven(made.Low, one.High)
	mid, okMid := BreakEven(made.Mid, one.Mid)
	high, okHigh := BreakEven(made.High, one.Low)
	if !okLow || !okMid || !okHigh {
		return
	}
	e.result.BreakEven = Known(Range[float64]{low, mid, high})
	if e.spec.Inference.Energy.given || e.spec.metered() || e.hosted {
		e.note("break_even_boundary", "inference.energy_kwh", "The break-even divides two energies of which it is not known that both have the same of the server in them: one was measured with what its meter saw, or with its host.")
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
	if q.Energy.given {
		e.note("request_boundary", "inference.energy_kwh", "What the meter of a request saw is not known: no further server is added, and the building comes on top.")
	}
	if q.computed() && !q.Batch.given {
		e.note("request_batch", "inference.batch", "How many requests are answered at once is not known, and by arithmetic their energy depends most on it: the range spans one and very many. Give the batch, or better the latency and the devices.")
	} else if q.Batch.given && (q.Energy.given || q.JoulesPerToken.given || q.Rate.given) {
		e.note("batch_unused", "inference.batch", "The number of requests at once changes nothing: what was given is of one request, or of the whole server.")
	}
	if mfu, ok := e.result.Request.MFU.Get(); ok && mfu.Mid > mostMFU {
		e.note("request_fast", "inference.seconds", "So many tokens in so little time need more of the peak speed than any published run used: latency, batch, devices or the model's size may be wrong.")
	}
	if q.JoulesPerToken.given && !q.Energy.given && q.PromptTokens.value > 0 {
		e.note("request_prompt", "inference.prompt_tokens", "The measured energy is of output tokens: reading the prompt is in it only as far as it was when it was measured.")
	}
}
