package estimator

// writeRivals writes {"ok":true,"rivals":[…]}, or the errors of the scenario. What a calculator does not answer is null.
func writeRivals(w *jsonWriter, c *Catalog, query string) {
	s, _, err := ParseQuery(query)
	r, err := EstimateParsed(c, &s, err)
	w.open('{')
	w.flag("ok", err == nil)
	if err != nil {
		asFieldErrors(err).write(w)
	} else {
		w.key("rivals")
		w.open('[')
		for _, a := range Rivals(c, &s, &r) {
			a.write(w)
		}
		w.close(']')
	}
	w.close('}')
}

func (a *RivalAnswer) write(w *jsonWriter) {
	w.open('{')
	w.text("tool", a.Tool)
	w.text("version", a.Version)
	writeOptional(w, "energy_kwh", a.Energy, 1)
	writeOptional(w, "carbon_kgco2e", a.Carbon, gramsPerKilogram)
	writeOptional(w, "embodied_kgco2e", a.Embodied, gramsPerKilogram)
	w.textOrNull("not_applicable", a.NotApplicable)
	w.key("differences")
	w.open('[')
	for _, d := range a.Differences {
		w.open('{')
		w.text("factor", d.Factor)
		w.text("ours", d.Ours)
		w.text("theirs", d.Theirs)
		w.number("ratio", d.Ratio)
		w.text("reason", d.Reason)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// writeOptional writes a number in a unit that is scale times its own, or null.
func writeOptional[T ~float64](w *jsonWriter, name string, o Optional[T], scale float64) {
	if v, ok := o.Get(); ok {
		w.number(name, float64(v)/scale)
	} else {
		w.unknown(name)
	}
}
