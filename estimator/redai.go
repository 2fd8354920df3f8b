package estimator

var sourceSchwartz = Source{ID: "schwartz-2019", Title: "Schwartz, Dodge, Smith and Etzioni, Green AI, 2019: cost of a result ∝ example × data set × experiments",
	URL: "https://arxiv.org/abs/1907.10597", Licence: "cited figures", Year: 2019, AsOf: "2026-11-24"}

// RedAI is what a result costs by the three factors of Schwartz et al.: the cost of one example, the number of examples
// in the data set, and the number of experiments. Each multiplies the others, so halving any halves the whole.
type RedAI struct {
	Energy      Optional[KWh]     // of processing one example once (training passes of it included)
	FLOP        Optional[FLOP]    // instead, in work
	Dataset     Optional[float64] // examples
	Experiments Optional[float64] // runs over the data set until the result is had
}

// Term returns the product with its three factors as inputs, in kWh or FLOP as the example was given. The error is
// FieldErrors, with fields under "red_ai.".
func (r *RedAI) Term() (Term, error) {
	var errs FieldErrors
	energy := limit{"red_ai.energy_kwh", &r.Energy, 1e-18, 1e9, "type kilowatt-hours of one example"}
	flop := limit{"red_ai.flop", &r.FLOP, 1, 1e30, "type FLOP of one example, such as 1.2e10"}
	dataset := limit{"red_ai.dataset", &r.Dataset, 1, 1e16, "type the number of examples, such as 1281167"}
	experiments := limit{"red_ai.experiments", &r.Experiments, 1, 1e9, "type the number of experiments, 1 for a single run"}
	errs.check(energy, flop, dataset, experiments)
	errs.need("the product has three factors", dataset, experiments)
	switch {
	case r.Energy.Given() && r.FLOP.Given():
		errs.add(flop.field, number(float64(r.FLOP.Or(0))), "the energy of an example is given too, and the two can disagree", "give one of them")
	case !r.Energy.Given() && !r.FLOP.Given():
		errs.need("the product has three factors", energy)
	}
	if err := errs.orNil(); err != nil {
		return Term{}, err
	}
	example, unit := float64(r.Energy.Or(0)), "kWh"
	if v, ok := r.FLOP.Get(); ok {
		example, unit = float64(v), "FLOP"
	}
	factor := func(name string, v float64, unit string) Input {
		return Input{Name: name, Value: Exactly(v), Unit: unit, Source: &sourceTyped}
	}
	return Term{Kind: "red_ai", Group: EnergyTerms, Label: "Example × data set × experiments", Unit: unit,
		Value: Exactly(example * r.Dataset.Or(0) * r.Experiments.Or(0)), Scale: 1,
		Inputs: []Input{factor("one example", example, unit), factor("data set", r.Dataset.Or(0), ""), factor("experiments", r.Experiments.Or(0), "")},
		Source: &sourceSchwartz, Year: sourceSchwartz.Year}, nil
}

// given reports whether anything is said.
func (r *RedAI) given() bool { return *r != RedAI{} }
