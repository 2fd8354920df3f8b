package estimator

import "cmp"

// What the calculators answer that start from a model or from a card, where the scenario tells enough.

// llmcarbon repeats our run with its six operations per parameter and token. Power, efficiency, PUE and intensity are
// the user's to type there: ours stand in.
func (a *rivalAccount) llmcarbon() {
	t, r := &a.spec.Training, a.result
	if !(t.Params.given || t.ActiveParams.given) || !t.Tokens.given || len(a.spec.Accelerators) != 1 || !a.fromTraining() {
		a.NotApplicable = "It starts from the parameters and tokens of a language model and one kind of device."
		return
	}
	device, _ := a.catalog.Accelerator(a.spec.Accelerators[0].key())
	speed, _ := t.Efficiency(device) // validated with the scenario
	work := t.work()
	counted := work.Model.Mid
	if speed.Hardware {
		counted = work.Hardware.Mid
	}
	hours := r.DeviceHours.Mid
	run := LLMCarbonRun{Parameters: t.ActiveParams.Or(t.Params.value), Tokens: t.Tokens.value, Devices: a.spec.Accelerators[0].Count.Or(1),
		SystemPower: Watts(float64(r.ITEnergy.Mid) * wattHoursPerKWh / float64(hours)), Peak: speed.Peak, Efficiency: speed.Share.Mid,
		PUE: r.PUE.Value.Mid, Intensity: GramsPerKWh(float64(r.Operational.Mid) / float64(r.Energy.Mid))}
	theirs := run.Training()
	a.differ("work", float64(counted), float64(theirs.Work), "FLOP", "six operations per parameter and token, whatever is trained", float64(theirs.Work/counted))
	left := float64(theirs.Energy/r.Energy.Mid) / float64(theirs.Work/counted)
	a.differ("project", 1/left, 1, "", "one run without restarts, on a whole machine", left)
	a.Energy, a.Carbon = Some(theirs.Energy), Some(theirs.Carbon)
}

// fromTraining reports whether the hours of the scenario follow from its training.
func (a *rivalAccount) fromTraining() bool {
	s := a.spec
	return s.Training.sized() && !s.Hours.given && !s.DeviceHours.given && !s.Steps.given() && !s.metered() && a.result.DeviceHours.Known
}

// ecologits counts requests by the tokens of their answers. Its mixes of electricity may not be passed on here, so our
// intensity and PUE stand in.
func (a *rivalAccount) ecologits() {
	q, r := &a.spec.Inference, a.result
	requests, counted := r.Requests.Get()
	active := q.ActiveParams.Or(q.Params.value) / 1e9
	if !counted || active == 0 || q.OutputTokens.value == 0 || a.spec.hasWork() {
		a.NotApplicable = "It counts requests to a language model, by its parameters and the tokens of an answer."
		return
	}
	request := EcoLogitsRequest{OutputTokens: q.OutputTokens.value, ActiveBillion: active, AllBillion: q.Params.value / 1e9, Latency: q.Seconds, PUE: r.PUE.Value.Mid,
		Mix: EcoLogitsMaking{Carbon: Grams(float64(r.Operational.Mid) / float64(r.Energy.Mid))}}
	request.AllBillion = max(request.AllBillion, active)
	theirs := request.Impact()
	energy := theirs.Energy * KWh(requests)
	a.differ("energy of one request", float64(r.Energy.Mid)/requests, float64(theirs.Energy), "kWh",
		"a curve fitted to servers with eight H100 that answer 64 requests at once; the prompt is not counted", float64(energy/r.Energy.Mid))
	a.Energy, a.Carbon = Some(energy), Some(theirs.Usage.Carbon*Grams(requests))
	a.Embodied = Some(theirs.Embodied.Carbon * Grams(requests))
}

// boavizta makes whole cards, where their parts are known.
func (a *rivalAccount) boavizta() {
	a.NotApplicable = "It counts the making of accelerators, and none is named."
	var made Grams
	for i := range a.spec.Accelerators {
		d := &a.spec.Accelerators[i]
		card := boaviztaCard(a.catalog, d.key())
		if card == 0 {
			a.NotApplicable = "It counts the making of a card from its board, dies and masses. Makers do not publish these; teardowns are cited here of few cards, and not of " + cmp.Or(d.key(), "a card without a name") + "."
			return
		}
		made += card * Grams(d.Count.Or(1))
	}
	if made > 0 {
		a.NotApplicable, a.Embodied = "It counts the making of whole cards, without what they use.", Some(made)
	}
}

// boaviztaCard returns the making of one card by its model, and 0 where neither its parts nor a figure are cited.
func boaviztaCard(c *Catalog, key string) Grams {
	if known, ok := c.Accelerator(key); ok {
		for i := range boaviztaCards {
			if card := &boaviztaCards[i]; card.id == known.ID {
				return card.parts.Embodied()
			}
		}
		for _, f := range c.EmbodiedFigures(known.ID) {
			if f.Source.ID == "boavizta" {
				return f.Mass
			}
		}
	}
	return 0
}
