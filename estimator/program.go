package estimator

// A program is the energy and carbon terms of a Result, ready to be worked out again for many values of its variables:
// exact inputs are multiplied out, what stays are the variables and the sums. Terms of other groups are left out.
//
// It works on columns, one entry for each point: every step is a loop over a slice that calls nothing, because the
// browser's engine is built without inlining and a call in the innermost loop would cost more than the arithmetic.
type program struct {
	terms []step
	used  []bool // by index of the Result's Variables: a term needs it
}

// A step is one term.
type step struct {
	coefficient float64
	factors     []factor
	carbon      bool // adds to the total, else to energy
	facility    bool // energy beyond the machines
	served      bool
}

// A factor is an input that differs from point to point: a sum, or a variable by its index.
type factor struct {
	role     Role
	sum      Sum
	variable int
}

func compile(r *Result) *program {
	p := &program{terms: make([]step, 0, len(r.Terms)), used: make([]bool, len(r.Variables))}
	for i := range r.Terms {
		t := &r.Terms[i]
		if t.Group != EnergyTerms && t.Group != CarbonTerms {
			continue
		}
		s := step{coefficient: t.Scale, carbon: t.Group == CarbonTerms, facility: t.Kind == "facility", served: t.Served}
		for j := range t.Inputs {
			in := &t.Inputs[j]
			switch {
			case in.Sum != NoSum:
				s.factors = append(s.factors, factor{role: in.Role, sum: in.Sum})
			case in.Var > 0:
				p.used[in.Var-1] = true
				s.factors = append(s.factors, factor{role: in.Role, variable: in.Var - 1})
			case in.Role == Times:
				s.coefficient *= in.Value.Mid
			case in.Role == Divided:
				s.coefficient /= in.Value.Mid
			default:
				s.coefficient *= in.Value.Mid - 1
			}
		}
		p.terms = append(p.terms, s)
	}
	return p
}

// run works out energy at the facility (kWh) and the total (kg CO2e) at every point. values holds a column for each
// variable that is used, as long as the two results are; scratch is three more columns.
func (p *program) run(values [][]float64, scratch [3][]float64, energy, total []float64) {
	product, served, machines := scratch[0], scratch[1], scratch[2]
	clear(served)
	clear(machines)
	clear(energy)
	clear(total)
	for k := range p.terms {
		t := &p.terms[k]
		for i := range product {
			product[i] = t.coefficient
		}
		for _, f := range t.factors {
			column := total
			switch f.sum {
			case NoSum:
				column = values[f.variable]
			case ServedSum:
				column = served
			case ITSum:
				column = machines
			case FacilitySum:
				column = energy
			}
			multiply(product, column, f.role)
		}
		switch {
		case t.carbon:
			addTo(total, product)
		case t.facility:
			addTo(energy, product)
		default:
			addTo(machines, product)
			addTo(energy, product)
			if t.served {
				addTo(served, product)
			}
		}
	}
}

// multiply multiplies a column by another in its role.
func multiply(product, column []float64, role Role) {
	column = column[:len(product)]
	switch role {
	case Times:
		for i := range product {
			product[i] *= column[i]
		}
	case Divided:
		for i := range product {
			product[i] /= column[i]
		}
	default:
		for i := range product {
			product[i] *= column[i] - 1
		}
	}
}

func addTo(sum, part []float64) {
	part = part[:len(sum)]
	for i := range sum {
		sum[i] += part[i]
	}
}
