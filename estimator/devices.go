package estimator

// DeviceEstimate is the same work on as many of another accelerator.
type DeviceEstimate struct {
	*Accelerator
	Energy Range[KWh] // at the facility
	Total  Range[Grams]
	Hours  Quantity[Hours] // wall clock of all runs
}

// EstimateDevices computes the work of s on every accelerator of the catalog whose power and speed are known, from the
// least carbon to the most by mid, ties by id. s itself names one accelerator. As many of the other do the work at the same share of
// their peak and the same load; its own row is the answer of Estimate. Whether the model fits into the memory is not
// asked. Making each is by the catalog, whatever s types for its own.
//
// The error is FieldErrors: those of Estimate, and one where the scenario says no work that other devices could do: it
// names no single accelerator of known speed, or is told by a meter.
func EstimateDevices(c *Catalog, s *Spec) ([]DeviceEstimate, error) {
	r, err := Estimate(c, s)
	if err != nil {
		return nil, err
	}
	l := leverage{catalog: c, spec: s}
	here, ok := l.single()
	before, _, known := FLOPPerSecond(0), "", false
	if ok {
		before, _, known = Speed(here, s.Training.Precision)
	}
	var errs FieldErrors
	q := &s.Inference
	switch {
	case s.metered():
		errs.add("energy_kwh", number(float64(s.EnergyKWh.Or(0))), "metered energy says no work that other devices could do", "give one accelerator with hours, steps or training")
	case !ok || !known:
		errs.add("accelerators", "", "other devices are compared with one accelerator of known speed", "name one accelerator of the catalog")
	case !s.hasWork() && !q.computed():
		errs.add("inference.params", "", "measured requests say no work that other devices could do", "give inference.params and inference.output_tokens")
	}
	if errs != nil {
		return nil, errs
	}
	var all []DeviceEstimate
	for i := range c.accelerators {
		a := &c.accelerators[i]
		if a == here {
			all = append(all, DeviceEstimate{a, r.Energy, r.Total, r.Hours})
			continue
		}
		after, _, known := Speed(a, s.Training.Precision)
		if !known || a.Kind == systemOnChip {
			continue
		}
		other := *s
		if s.hasWork() {
			other = sped(s, float64(after/before))
		}
		other.Embodied.Counted = Some(0.0)
		if s.Embodied.wanted() {
			other.Embodied.Counted = Some(1.0)
		}
		other.Embodied.DeviceKg = Optional[float64]{}
		other.Accelerators = []Device{{ID: a.ID, Count: s.Accelerators[0].Count, Load: s.Accelerators[0].Load}}
		if there, err := Estimate(c, &other); err == nil {
			all = append(all, DeviceEstimate{a, there.Energy, there.Total, there.Hours})
		}
	}
	sortBy(len(all), func(i, j int) bool {
		a, b := &all[i], &all[j]
		return a.Total.Mid < b.Total.Mid || a.Total.Mid == b.Total.Mid && a.ID < b.ID
	}, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

func writeDeviceRanking(w *jsonWriter, c *Catalog, query string) {
	s, unknown, err := ParseQuery(query)
	var all []DeviceEstimate
	if err = allFaults(err, &s, c); err == nil {
		all, err = EstimateDevices(c, &s)
	}
	writeAnswer(w, unknown, err, func() {
		w.key("devices")
		w.open('[')
		for i := range all {
			d := &all[i]
			w.open('{')
			w.text("id", d.ID)
			w.text("name", d.Name)
			writeRange(w, "energy_kwh", &d.Energy, 1)
			writeRange(w, "total_kgco2e", &d.Total, 1/gramsPerKilogram)
			writeQuantity(w, "hours", &d.Hours, 1)
			w.close('}')
		}
		w.close(']')
		takeDevices(all).write(w)
	})
}
