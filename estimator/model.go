package estimator

// Every term of a Result is a product of named inputs. An input is a number as given, a Variable that is known within a
// range, or the sum of earlier terms. So one list of terms serves the interval, the explanation of each number, what
// moves the total most (tornado.go) and random draws (draws.go): they all evaluate the same products.

// A Variable is something that the total depends on and that is known within a range only.
type Variable struct {
	Key    Key
	Label  string // "load of NVIDIA A100 SXM4 80GB"
	Unit   string
	Value  Range[float64]
	Field  Field // of the scenario, that would narrow it
	Source *Source
	Year   int
}

// Field is a field of the scenario: List and Index say of which device when it is a device's.
type Field struct {
	List  string // "accelerators", "cpus" or empty
	Index int    // from 0
	Name  string
}

// Path returns the field as errors and JSON name it: "accelerators[0].load".
func (f Field) Path() string {
	if f.List == "" {
		return f.Name
	}
	return devicePath(f.List, f.Index, f.Name)
}

// Key names the truth behind a Variable: two scenarios whose variables have equal keys share it, so that it moves both
// the same way when they are compared.
type Key struct{ Kind, Of string }

// Role is how an input enters its term's product.
type Role uint8

const (
	Times   Role = iota // × value
	Divided             // ÷ value
	Excess              // × (value − 1)
)

// String names the role as the wire does.
func (r Role) String() string { return [...]string{"times", "divided", "excess"}[r] }

// Sum is what an input adds up when it stands for terms before it.
type Sum uint8

const (
	NoSum       Sum = iota
	ServedSum       // energy of the devices that need a server around them
	ITSum           // energy at the machines
	FacilitySum     // energy at the facility
	CarbonSum       // all CO2e, in kg
)

// add adds an input to the term in the making.
func (e *estimate) add(i Input) {
	if i.Source != nil && i.Year == 0 {
		i.Year = i.Source.Year
	}
	e.inputs = append(e.inputs, i)
}

// given adds a number that is taken as it is.
func (e *estimate) given(name string, v float64, unit string, source *Source) {
	e.add(Input{Name: name, Value: Exactly(v), Unit: unit, Source: source})
}

// uncertain adds a number that is known within a range, as a variable of the result. Its key and field say which.
func (e *estimate) uncertain(i Input, key Key, label string, field Field) {
	e.vary(&i, key, label, field)
	e.add(i)
}

// vary makes an input a variable when its range is one.
func (e *estimate) vary(i *Input, key Key, label string, field Field) {
	if !i.Value.IsExact() {
		i.Var = e.variable(Variable{Key: key, Label: label, Unit: i.Unit, Value: i.Value, Field: field, Source: i.Source, Year: i.Year})
	}
}

// variable returns the number of a variable, from 1, adding it when no other has its key and range. Variables with equal
// keys and other ranges are drawn together.
func (e *estimate) variable(v Variable) int {
	if v.Source != nil && v.Year == 0 {
		v.Year = v.Source.Year
	}
	for i := range e.result.Variables {
		if e.result.Variables[i].Key == v.Key && e.result.Variables[i].Value == v.Value {
			return i + 1
		}
	}
	e.result.Variables = append(e.result.Variables, v)
	return len(e.result.Variables)
}

// sum adds what earlier terms come to.
func (e *estimate) sum(name string, s Sum) {
	i := Input{Name: name, Unit: "kWh", Sum: s, Var: 0}
	switch s {
	case ServedSum:
		i.Value = As[float64](e.served)
	case ITSum:
		i.Value = As[float64](e.result.ITEnergy)
	case FacilitySum:
		i.Value = As[float64](e.result.Energy)
	case CarbonSum:
		i.Value, i.Unit = As[float64](e.result.Total.Times(1/gramsPerKilogram)), "kgCO2e"
	}
	e.add(i)
}

// term finishes a term: its inputs are those added since the one before, its value is their product times scale, which
// changes the unit only.
func (e *estimate) term(t Term, scale float64) Range[float64] {
	t.Inputs = e.inputs[e.from:len(e.inputs):len(e.inputs)]
	e.from = len(e.inputs)
	t.Scale = scale
	t.Value = product(t.Inputs).Times(scale)
	if t.Source != nil && t.Year == 0 {
		t.Year = t.Source.Year
	}
	e.result.Terms = append(e.result.Terms, t)
	return t.Value
}

// product multiplies inputs end by end; a divisor's ends change places.
func product(inputs []Input) Range[float64] {
	p := Exactly(1.0)
	for i := range inputs {
		v := inputs[i].Value
		switch inputs[i].Role {
		case Divided:
			v = Range[float64]{1 / v.High, 1 / v.Mid, 1 / v.Low}
		case Excess:
			v = Range[float64]{v.Low - 1, v.Mid - 1, v.High - 1}
		}
		p = Scale(p, v)
	}
	return p
}

// Formula writes the term's product in words: "count × hours × rated power × load".
func (t *Term) Formula() string {
	b := make([]byte, 0, 96)
	for i := range t.Inputs {
		in := &t.Inputs[i]
		switch {
		case in.Role == Divided && i > 0:
			b = append(b, " ÷ "...)
		case in.Role == Divided:
			b = append(b, "1 ÷ "...)
		case i > 0:
			b = append(b, " × "...)
		}
		if in.Role == Excess {
			b = append(append(append(b, '('), in.Name...), " − 1)"...)
		} else {
			b = append(b, in.Name...)
		}
	}
	return string(b)
}
