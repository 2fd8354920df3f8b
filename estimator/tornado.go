package estimator

import "math"

// Effect is what one Variable does to the total.
type Effect struct {
	Variable *Variable // of the Result
	Low      Grams     // the total with the variable at its low end and all others at mid
	High     Grams     // the same at its high end; below Low when the total falls as the variable grows
}

// Span returns by how much the total moves, never negative.
func (e *Effect) Span() Grams { return Grams(math.Abs(float64(e.High - e.Low))) }

// Tornado returns what each variable does to the total while all others stay at mid, from the largest span to the
// smallest. It says where a better figure would narrow the answer most.
//
// Variables with equal keys are one truth, so they move together, each to its own end; the Effect names the first of
// them. One that does not move the total, such as the price of electricity, has none.
func (r *Result) Tornado() []Effect {
	n := len(r.Variables)
	p := compile(r, 2*n)
	for i := range n { // at point 2i variable i is low, at the next it is high
		first := true // no variable before has this key
		for v := range n {
			value := r.Variables[v].Value
			low, high := value.Mid, value.Mid
			if r.Variables[v].Key == r.Variables[i].Key {
				if first = first && v >= i; first {
					low, high = value.Low, value.High
				}
			}
			p.columns[v][2*i], p.columns[v][2*i+1] = low, high
		}
	}
	p.run(2 * n)
	total := p.sum(CarbonSum)
	effects := make([]Effect, 0, n)
	for i := range n {
		e := Effect{&r.Variables[i], Grams(total[2*i] * gramsPerKilogram), Grams(total[2*i+1] * gramsPerKilogram)}
		if e.Low == e.High {
			continue
		}
		effects = append(effects, e)
		k := len(effects) - 1
		for ; k > 0 && effects[k-1].Span() < e.Span(); k-- {
			effects[k] = effects[k-1]
		}
		effects[k] = e
	}
	return effects
}
