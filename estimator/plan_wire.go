package estimator

// AppendJSON appends the result as Call and `gramwatt plan --json` give it.
func (r *PlanResult) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	r.write(&w)
	return w.b
}

func (r *PlanResult) write(w *jsonWriter) {
	w.open('{')
	w.key("front")
	w.open('[')
	for i := range r.Front {
		r.Front[i].write(w)
	}
	w.close(']')
	r.takeaway().write(w)
	writeIndex(w, "cleanest", r.Cleanest)
	writeIndex(w, "cheapest", r.Cheapest)
	writeIndex(w, "fastest", r.Fastest)
	w.integer("devices", r.Devices)
	w.integer("counts", r.Counts)
	w.integer("regions", r.Regions)
	w.integer("candidates", r.Candidates)
	w.key("refused")
	w.open('[')
	for _, f := range r.Refused {
		w.open('{')
		w.text("limit", f.Limit)
		w.integer("candidates", f.Candidates)
		w.close('}')
	}
	w.close(']')
	w.key("least")
	w.open('{')
	writeMid(w, "carbon_kgco2e", &r.Least.Carbon, 1/gramsPerKilogram)
	writeMid(w, "cost_usd", &r.Least.Cost, 1)
	writeMid(w, "hours", &r.Least.Hours, 1)
	w.close('}')
	w.text("precision", r.Precision)
	writeQuantity(w, "mfu", &r.MFU, 1)
	w.key("basis")
	w.open('{')
	w.text("hours", PlanHoursFormula)
	w.text("energy_kwh", PlanEnergyFormula)
	w.text("carbon_kgco2e", PlanCarbonFormula)
	w.text("cost_usd", PlanCostFormula)
	if r.MFUSource == nil {
		w.unknown("mfu_source")
	} else {
		w.text("mfu_source", r.MFUSource.Citation())
	}
	loss := Factor{Value: As[float64](lossPerDoubling), Source: &sourceSpreadLoss, Year: sourceSpreadLoss.Year}
	loss.write(w, "loss_per_doubling", "ratio")
	w.close('}')
	writeNotes(w, r.Notes)
	w.text("data_version", r.DataVersion)
	w.text("engine_version", EngineVersion)
	w.close('}')
}

func (p *PlanPoint) write(w *jsonWriter) {
	w.open('{')
	w.text("device", p.Device.ID)
	w.text("device_name", p.Device.Name)
	w.integer("count", p.Count)
	w.textOrNull("region", p.Region)
	w.text("region_name", p.RegionName)
	w.optional("start_hour", p.Start.optional, 1)
	writeRange(w, "energy_kwh", &p.Energy, 1)
	writeRange(w, "carbon_kgco2e", &p.Carbon, 1/gramsPerKilogram)
	writeQuantity(w, "cost_usd", &p.Cost, 1)
	w.text("cost_basis", p.CostBasis)
	writeRange(w, "hours", &p.Hours, 1)
	w.key("best")
	w.open('[')
	for _, name := range p.Best {
		w.string(name)
	}
	w.close(']')
	w.key("reason")
	w.open('{')
	w.text("key", p.Reason.Key)
	writeIndex(w, "than", p.Reason.Than)
	w.optional("carbon_factor", p.Reason.Carbon.optional, 1)
	w.optional("cost_factor", p.Reason.Cost.optional, 1)
	w.optional("hours_factor", p.Reason.Hours.optional, 1)
	w.close('}')
	w.text("query", p.Spec.Query())
	w.close('}')
}

// writeIndex writes null for -1, which says that there is none.
func writeIndex(w *jsonWriter, name string, i int) {
	if i < 0 {
		w.unknown(name)
	} else {
		w.integer(name, i)
	}
}

// writeMid writes the mid of a quantity times a scale, or null.
func writeMid[T ~float64](w *jsonWriter, name string, q *Quantity[T], scale float64) {
	if q.Known {
		w.number(name, float64(q.Mid)*scale)
	} else {
		w.unknown(name)
	}
}

func writeNotes(w *jsonWriter, notes []Note) {
	w.key("notes")
	w.open('[')
	for _, n := range notes {
		w.open('{')
		w.text("code", n.Code)
		w.text("field", n.Field)
		w.text("message", n.Message)
		w.close('}')
	}
	w.close(']')
}
