package estimator

import "math"

// UnitCarbon is the emissions of one functional unit: what the Software Carbon Intensity asks for (SCI, ISO/IEC
// 21031:2024): (energy × intensity + share of making the hardware) ÷ units.
type UnitCarbon struct {
	Unit string // "request", "run", "million tokens" (trained on) or "EFLOP"
	Mass Range[Grams]
}

// addPerUnit divides the total by what the work comes to. Requests, when they are counted, are what everything before
// them is for, so they are the only unit; otherwise each that is known is told. Making the hardware is in it only when
// it is counted, which the standard wants; offsets never are.
func (e *estimate) addPerUnit() {
	s, r := e.spec, &e.result
	list := make([]UnitCarbon, 0, 3)
	add := func(unit string, units float64) {
		if units > 0 && float64(r.Total.High)/units <= math.MaxFloat64 {
			list = append(list, UnitCarbon{unit, Range[Grams]{r.Total.Low / Grams(units), r.Total.Mid / Grams(units), r.Total.High / Grams(units)}})
		}
	}
	if requests, ok := r.Requests.Get(); ok {
		add("request", requests)
	} else {
		runs := s.runs()
		add("run", runs)
		add("million tokens", s.Training.tokens()*runs/1e6)
		add("EFLOP", float64(r.FLOP.Mid)/1e18) // of the mid: time and work grow together
	}
	r.PerUnit = list
}

// tokens returns how many one run is trained on, in both stacks of an encoder-decoder; 0 when it is not said.
func (t *Training) tokens() float64 {
	return t.Tokens.Or(t.EncoderTokens.Or(0) + t.DecoderTokens.Or(0))
}
