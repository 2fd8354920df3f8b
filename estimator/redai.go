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
	s := Spec{RedAI: *r}
	if err := s.faultsIn("red_ai.", (*Spec).checkRedAI); err != nil {
		return Term{}, err
	}
	return r.term(), nil
}

func (s *Spec) checkRedAI(errs *FieldErrors) {
	const why = "the product has three factors"
	r := &s.RedAI
	errs.need(s, why, "red_ai.dataset", "red_ai.experiments")
	if !r.FLOP.given {
		errs.need(s, why, "red_ai.energy_kwh")
	} else if r.Energy.given {
		errs.twice("red_ai.flop", r.FLOP.value, "the energy of an example is")
	}
}

// term is Term for what has been validated.
func (r *RedAI) term() Term {
	example, unit := r.Energy.value, "kWh"
	if r.FLOP.given {
		example, unit = r.FLOP.value, "FLOP"
	}
	factor := func(name string, v float64, unit string) Input {
		return Input{Name: name, Value: Exactly(v), Unit: unit, Source: &sourceTyped}
	}
	return Term{Kind: "red_ai", Group: EnergyTerms, Label: "Example × data set × experiments", Unit: unit,
		Value: Exactly(example * r.Dataset.value * r.Experiments.value), Scale: 1,
		Inputs: []Input{factor("one example", example, unit), factor("data set", r.Dataset.value, ""), factor("experiments", r.Experiments.value, "")},
		Source: &sourceSchwartz, Year: sourceSchwartz.Year}
}

// given reports whether anything is said.
func (r *RedAI) given() bool { return *r != RedAI{} }
