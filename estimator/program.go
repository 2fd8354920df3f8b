package estimator

// A program is the energy and carbon terms of a Result, ready to be worked out again for many values of its variables:
// exact inputs are multiplied out, what stays are the variables and the sums. Terms of other groups are left out.
//
// It works on columns, one entry for each point: every step is a loop over a slice that calls nothing, because the
// browser's engine is built without inlining and a call in the innermost loop would cost more than the arithmetic.
type program struct {
	steps   []step
	columns [][]float64 // of each Variable, filled by the caller; then one to multiply in; then of each Sum by its number
	product int         // index of the column to multiply in
}

// A step is one term.
type step struct {
	*Term
	coefficient float64
}

// compile makes room for size points.
func compile(r *Result, size int) *program {
	n := len(r.Variables)
	p := &program{steps: make([]step, 0, len(r.Terms)), columns: make([][]float64, n+int(CarbonSum)+1), product: n}
	room := make([]float64, len(p.columns)*size)
	for i := range p.columns {
		p.columns[i] = room[i*size : (i+1)*size]
	}
	for i := range r.Terms {
		t := &r.Terms[i]
		if t.Group != EnergyTerms && t.Group != CarbonTerms {
			continue
		}
		coefficient := [1]float64{t.Scale}
		for j := range t.Inputs {
			if in := &t.Inputs[j]; in.Sum == NoSum && in.Var == 0 {
				multiply(coefficient[:], []float64{in.Value.Mid}, in.Role)
			}
		}
		p.steps = append(p.steps, step{t, coefficient[0]})
	}
	return p
}

// sum returns the column of a sum.
func (p *program) sum(s Sum) []float64 { return p.columns[p.product+int(s)] }

// run works every sum out at the first n points.
func (p *program) run(n int) {
	for _, column := range p.columns[p.product+1:] {
		clear(column)
	}
	product := p.columns[p.product][:n]
	for _, t := range p.steps {
		for i := range product {
			product[i] = t.coefficient
		}
		for j := range t.Inputs {
			if in := &t.Inputs[j]; in.Sum != NoSum {
				multiply(product, p.sum(in.Sum), in.Role)
			} else if in.Var > 0 {
				multiply(product, p.columns[in.Var-1], in.Role)
			}
		}
		if t.Group == CarbonTerms {
			addTo(p.sum(CarbonSum), product)
			continue
		}
		addTo(p.sum(FacilitySum), product)
		if t.Kind != "facility" {
			addTo(p.sum(ITSum), product)
		}
		if t.Served {
			addTo(p.sum(ServedSum), product)
		}
	}
}

// multiply multiplies a column by the entries of another in their role.
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

// addTo adds a column to the beginning of another.
func addTo(sum, part []float64) {
	sum = sum[:len(part)]
	for i := range sum {
		sum[i] += part[i]
	}
}
