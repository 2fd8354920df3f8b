package estimator

// writeRivals writes the answers, and beside them what they come to. What a calculator does not answer is null.
func writeRivals(w *jsonWriter, answers []RivalAnswer) {
	w.open('[')
	for i := range answers {
		answers[i].write(w)
	}
	w.close(']')
	takeRivals(answers).write(w)
}

func (a *RivalAnswer) write(w *jsonWriter) {
	w.open('{')
	w.text("tool", a.Tool)
	w.text("version", a.Version)
	w.optional("energy_kwh", a.Energy.optional, 1)
	w.optional("carbon_kgco2e", a.Carbon.optional, 1/gramsPerKilogram)
	w.optional("embodied_kgco2e", a.Embodied.optional, 1/gramsPerKilogram)
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
