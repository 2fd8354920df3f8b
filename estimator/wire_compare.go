package estimator

import "strconv"

// The quantiles of a sample that are told: the middle half, and all but the outer twentieths.
var toldQuantiles = [...]struct {
	name string
	p    float64
}{{"p5", 0.05}, {"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}, {"p95", 0.95}}

// dots is how many equally likely outcomes are told: few enough to count.
const dots = 20

// AppendJSON appends {"n","seed","total_kgco2e":{"mean","p5","p25","p50","p75","p95","outcomes":[20]},"energy_kwh":{…},"takeaway":{…}}.
func (d *Draws) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	d.write(&w)
	return w.b
}

func (d *Draws) write(w *jsonWriter) {
	w.open('{')
	w.integer("n", len(d.TotalKilograms))
	w.seed(d.Seed)
	d.TotalKilograms.write(w, "total_kgco2e")
	d.EnergyKWh.write(w, "energy_kwh")
	d.takeaway().write(w)
	w.close('}')
}

func (s Sample) write(w *jsonWriter, name string) {
	w.key(name)
	w.open('{')
	w.number("mean", s.Mean())
	var p [len(toldQuantiles)]float64
	for i := range p {
		p[i] = toldQuantiles[i].p
	}
	for i, v := range s.Quantiles(p[:]...) {
		w.number(toldQuantiles[i].name, v)
	}
	w.key("outcomes")
	w.open('[')
	for _, v := range s.Outcomes(dots) {
		w.float(v)
	}
	w.close(']')
	w.close('}')
}

// seed writes all 64 bits of a seed.
func (w *jsonWriter) seed(v uint64) {
	w.key("seed")
	w.separate()
	w.b = strconv.AppendUint(w.b, v, 10)
}

func (r *Result) writeTornado(w *jsonWriter) {
	effects := r.Tornado()
	w.open('[')
	for i := range effects {
		effects[i].write(w)
	}
	w.close(']')
	takeTornado(effects).write(w)
}

// write writes the variable, the field that would narrow it and its key in a link, and the total at each of its ends.
func (e *Effect) write(w *jsonWriter) {
	v := e.Variable
	path := v.Field.Path()
	w.open('{')
	w.text("kind", v.Key.Kind)
	w.text("label", v.Label)
	w.text("field", path)
	w.textOrNull("key", linkKey(path))
	w.text("unit", v.Unit)
	writeRange(w, "value", &v.Value, 1)
	w.number("at_low_kgco2e", e.Low.Kilograms())
	w.number("at_high_kgco2e", e.High.Kilograms())
	writeOrigin(w, v.Source, v.Year)
	w.close('}')
}

// AppendJSON appends {"draws","seed","scenarios":[…]}: each scenario with its result, as Result.AppendJSON writes it, the
// ratio to the first, the probabilities, the drivers and the takeaway, which names drivers by id.
func (c *Comparison) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	c.write(&w)
	return w.b
}

func (c *Comparison) write(w *jsonWriter) {
	w.open('{')
	w.integer("draws", c.Draws)
	w.seed(c.Seed)
	w.key("scenarios")
	w.open('[')
	for i := range c.Scenarios {
		c.Scenarios[i].write(w)
	}
	w.close(']')
	w.close('}')
}

func (s *Compared) write(w *jsonWriter) {
	w.open('{')
	w.key("result")
	s.Result.write(w)
	w.optional("ratio", s.Ratio.optional, 1)
	w.number("probability_lower", s.Lower)
	w.number("probability_higher", s.Higher)
	w.key("drivers")
	w.open('[')
	for i := range s.Drivers {
		d := &s.Drivers[i]
		w.open('{')
		w.text("id", d.ID)
		w.text("label", d.Label)
		w.text("unit", d.Unit)
		w.number("first", d.A)
		w.number("this", d.B)
		w.number("ratio", d.Ratio)
		w.optional("log_share", d.LogShare.optional, 1)
		w.close('}')
	}
	w.close(']')
	w.key("takeaway")
	s.Takeaway.write(w)
	w.close('}')
}

func (t *Takeaway) write(w *jsonWriter) {
	w.open('{')
	w.text("key", t.Key)
	w.knownNumber("times", t.Times)
	w.flag("less", t.Less)
	first, second := "", ""
	if t.First != nil {
		first = t.First.ID
	}
	if t.Second != nil {
		second = t.Second.ID
	}
	w.textOrNull("first", first)
	w.textOrNull("second", second)
	w.close('}')
}
