package estimator

import (
	"cmp"
	"math"
	"slices"
)

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
	p := compile(r)
	first := make([]int, 0, len(p.used)) // variables with a key that none before has
	for v := range r.Variables {
		if !slices.ContainsFunc(first, func(o int) bool { return r.Variables[o].Key == r.Variables[v].Key }) {
			first = append(first, v)
		}
	}
	points := 2 * len(first)
	room := make([]float64, (len(p.used)+5)*points)
	column := func(i int) []float64 { return room[i*points : (i+1)*points] }
	values := make([][]float64, len(p.used))
	for v := range values {
		variable := &r.Variables[v]
		values[v] = column(v)
		for i, o := range first {
			values[v][2*i], values[v][2*i+1] = variable.Value.Mid, variable.Value.Mid
			if r.Variables[o].Key == variable.Key {
				values[v][2*i], values[v][2*i+1] = variable.Value.Low, variable.Value.High
			}
		}
	}
	n := len(values)
	energy, total := column(n), column(n+1)
	p.run(values, [3][]float64{column(n + 2), column(n + 3), column(n + 4)}, energy, total)
	effects := make([]Effect, 0, len(first))
	for i, v := range first {
		if low, high := total[2*i], total[2*i+1]; low != high {
			effects = append(effects, Effect{&r.Variables[v], Grams(low * gramsPerKilogram), Grams(high * gramsPerKilogram)})
		}
	}
	slices.SortStableFunc(effects, func(a, b Effect) int { return cmp.Compare(b.Span(), a.Span()) })
	return effects
}
