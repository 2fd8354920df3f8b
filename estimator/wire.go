package estimator

import "strconv"

// EngineVersion is the version of the model: it changes when the same Spec and Catalog give another Result.
const EngineVersion = "0.1.0"

// AppendJSON appends the result in the form that every caller sees: the page, `estimate --json` and the HTTP API.
// Quantities are {"low", "mid", "high"} in the unit that their name ends with, or null when unknown.
func (r *Result) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	r.write(&w)
	return w.b
}

func (r *Result) write(w *jsonWriter) {
	w.open('{')
	r.writeMembers(w)
	w.close('}')
}

// writeMembers writes what stands between the braces.
func (r *Result) writeMembers(w *jsonWriter) {
	w.textOrNull("name", r.Name)
	writeRange(w, "energy_kwh", &r.Energy, 1)
	writeRange(w, "it_energy_kwh", &r.ITEnergy, 1)
	writeRange(w, "operational_kgco2e", &r.Operational, 1/gramsPerKilogram)
	writeQuantity(w, "network_kwh", &r.NetworkEnergy, 1)
	writeQuantity(w, "network_kgco2e", &r.Network, 1/gramsPerKilogram)
	writeQuantity(w, "embodied_kgco2e", &r.Embodied, 1/gramsPerKilogram)
	writeRange(w, "total_kgco2e", &r.Total, 1/gramsPerKilogram)
	writeQuantity(w, "market_based_kgco2e", &r.MarketBased, 1/gramsPerKilogram)
	water, known := r.Water()
	writeQuantity(w, "water_l", &Quantity[Litres]{water, known}, 1)
	writeQuantity(w, "water_on_site_l", &r.WaterOnSite, 1)
	writeQuantity(w, "water_off_site_l", &r.WaterOffSite, 1)
	writeQuantity(w, "primary_energy_mj", &r.Primary, 1)
	writeQuantity(w, "minerals_kgsb", &r.Minerals, 1)
	writeQuantity(w, "electricity_usd", &r.Electricity, 1)
	writeQuantity(w, "device_usd", &r.Rental, 1)
	writeQuantity(w, "social_cost_usd", &r.SocialCost, 1)
	writeQuantity(w, "carbon_price_usd", &r.CarbonPrice, 1)
	writeQuantity(w, "hours", &r.Hours, 1)
	writeQuantity(w, "device_hours", &r.DeviceHours, 1)
	writeQuantity(w, "flop", &r.FLOP, 1)
	writeQuantity(w, "mfu", &r.MFU, 1)
	writeQuantity(w, "achieved_tflops", &r.Speed, 1e-12)
	w.key("request")
	if r.Request == nil {
		w.null()
	} else {
		r.Request.write(w)
	}
	w.optional("requests", r.Requests.optional, 1)
	writeQuantity(w, "break_even_requests", &r.BreakEven, 1)
	if p, ok := r.AveragePower(); ok {
		writeRange(w, "average_w", &p, 1)
	} else {
		w.unknown("average_w")
	}
	w.key("per_unit")
	w.open('[')
	for i := range r.PerUnit {
		u := &r.PerUnit[i]
		w.open('{')
		w.text("unit", u.Unit)
		writeRange(w, "kgco2e", &u.Mass, 1/gramsPerKilogram)
		w.close('}')
	}
	w.close(']')
	r.PUE.write(w, "pue", "value")
	r.Grid.write(w, "grid", "g_per_kwh")
	if r.SocialCost.Known {
		r.Damage.write(w, "damage", "usd_per_t")
	}
	w.key("terms")
	w.open('[')
	for i := range r.Terms {
		r.Terms[i].write(w)
	}
	w.close(']')
	w.key("equivalents")
	w.open('[')
	for i := range r.Equivalents {
		r.Equivalents[i].write(w)
	}
	w.close(']')
	w.key("not_counted")
	w.open('[')
	for _, o := range r.NotCounted {
		w.open('{')
		w.text("id", o.ID)
		w.text("label", o.Label)
		w.close('}')
	}
	w.close(']')
	writeNotes(w, r.Notes)
	r.Takeaway().write(w)
	w.text("data_version", r.DataVersion)
	w.text("engine_version", EngineVersion)
}

// writeQuantity writes a range times a scale, or null.
func writeQuantity[T ~float64](w *jsonWriter, name string, q *Quantity[T], scale float64) {
	if q.Known {
		writeRange(w, name, &q.Range, scale)
	} else {
		w.unknown(name)
	}
}

// writeRange writes a range times a scale.
func writeRange[T ~float64](w *jsonWriter, name string, r *Range[T], scale float64) {
	w.key(name)
	w.open('{')
	w.number("low", float64(r.Low)*scale)
	w.number("mid", float64(r.Mid)*scale)
	w.number("high", float64(r.High)*scale)
	w.close('}')
}

func (q *RequestEnergy) write(w *jsonWriter) {
	w.open('{')
	writeRange(w, "energy_kwh", &q.Energy, 1)
	w.text("formula", q.Formula)
	w.key("inputs")
	w.open('[')
	for i := range q.Inputs {
		q.Inputs[i].write(w)
	}
	w.close(']')
	writeQuantity(w, "mfu", &q.MFU, 1)
	writeOrigin(w, q.Source, 0)
	w.close('}')
}

func (f *Factor) write(w *jsonWriter, name, value string) {
	w.key(name)
	w.open('{')
	writeRange(w, value, &f.Value, 1)
	w.textOrNull("code", f.Code)
	w.textOrNull("name", f.Name)
	w.textOrNull("scope", f.Scope)
	writeOrigin(w, f.Source, f.Year)
	w.close('}')
}

// ID names the term: its kind, and its number where a kind occurs more than once.
func (t *Term) ID() string {
	if t.Index == 0 {
		return t.Kind
	}
	return t.Kind + "." + strconv.Itoa(t.Index)
}

func (t *Term) write(w *jsonWriter) {
	w.open('{')
	w.text("id", t.ID())
	w.text("group", string(t.Group))
	w.text("label", t.Label)
	writeRange(w, "value", &t.Value, 1)
	w.text("unit", t.Unit)
	w.text("formula", t.Formula())
	w.key("inputs")
	w.open('[')
	for i := range t.Inputs {
		t.Inputs[i].write(w)
	}
	w.close(']')
	writeOrigin(w, t.Source, t.Year)
	w.close('}')
}

func (i *Input) write(w *jsonWriter) {
	w.open('{')
	w.text("name", i.Name)
	w.number("value", i.Value.Mid)
	if !i.Value.IsExact() {
		w.number("low", i.Value.Low)
		w.number("high", i.Value.High)
	}
	w.text("unit", i.Unit)
	if i.Role != Times {
		w.text("role", i.Role.String())
	}
	writeOrigin(w, i.Source, i.Year)
	w.close('}')
}

func (q *Equivalent) write(w *jsonWriter) {
	w.open('{')
	w.text("id", q.ID)
	w.text("label", q.Label)
	writeRange(w, "value", &q.Amount, 1)
	w.text("unit", q.Unit)
	w.number("kgco2e_per_unit", q.Each)
	writeOrigin(w, q.Source, q.Year)
	w.close('}')
}

// writeOrigin writes where a number comes from: the source's title, its address and the year of the figure.
func writeOrigin(w *jsonWriter, s *Source, year int) {
	if s == nil {
		w.unknown("source")
		w.unknown("url")
	} else {
		w.text("source", s.Citation())
		w.textOrNull("url", s.URL)
	}
	w.knownYear("year", year)
}

// write writes the errors as the page reads them: key is the field's name in a link, by which the page finds the control.
func (e FieldErrors) write(w *jsonWriter) {
	w.key("errors")
	w.open('[')
	for _, f := range e {
		w.open('{')
		w.text("field", f.Field)
		w.textOrNull("key", linkKey(f.Field))
		w.text("value", f.Value)
		w.text("reason", f.Reason)
		w.text("remedy", f.Remedy)
		w.close('}')
	}
	w.close(']')
}

// AppendJSON appends {"ok":false,"errors":[…]}.
func (e FieldErrors) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	w.open('{')
	w.flag("ok", false)
	e.write(&w)
	w.close('}')
	return w.b
}
