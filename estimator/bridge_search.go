package estimator

import "strings"

// The methods of Call that search: plan, afford and levers.

func writePlan(w *jsonWriter, c *Catalog, query string) {
	req, unknown, err := ParsePlan(query)
	r, err := PlanParsed(c, &req, err)
	writeAnswer(w, unknown, err, func() {
		w.key("plan")
		r.write(w)
	})
}

// writeAfford takes the key budget out of the query; the rest is a scenario.
func writeAfford(w *jsonWriter, c *Catalog, query string) {
	text := ""
	var rest []string
	for _, pair := range pairsOf(query) {
		if raw, ok := strings.CutPrefix(pair, "budget="); ok {
			text, _ = unescape(raw)
			continue
		}
		rest = append(rest, pair)
	}
	budget, err := ParseBudget(text)
	s, unknown, parse := ParseQuery(strings.Join(rest, "&"))
	if parse = allFaults(parse, &s, c); parse == nil {
		parse = s.Validate(c)
	}
	var a Affordable
	switch {
	case err != nil && parse != nil:
		err = append(asFieldErrors(err), asFieldErrors(parse)...)
	case parse != nil:
		err = parse
	case err == nil:
		a, err = Afford(c, &s, budget)
	}
	writeAnswer(w, unknown, err, func() {
		w.key("afford")
		a.write(w)
	})
}

func writeLevers(w *jsonWriter, c *Catalog, query string) {
	s, unknown, err := ParseQuery(query)
	var all []Lever
	if err = allFaults(err, &s, c); err == nil {
		all, err = Levers(c, &s)
	}
	writeAnswer(w, unknown, err, func() {
		w.key("levers")
		w.open('[')
		for i := range all {
			all[i].write(w)
		}
		w.close(']')
		takeLevers(all).write(w)
	})
}

// AppendJSON appends the answer as Call gives it.
func (a *Affordable) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	a.write(&w)
	return w.b
}

func (a *Affordable) write(w *jsonWriter) {
	w.open('{')
	w.key("budget")
	w.open('{')
	w.text("kind", a.Budget.Kind)
	w.number("amount", a.Budget.Amount)
	w.text("unit", a.Budget.unit())
	w.close('}')
	writeRange(w, "use", &a.Use, 1)
	writeRange(w, "fits", &a.Fits, 1)
	w.text("formula", a.Formula)
	writeQuantity(w, "runs", &a.Runs, 1)
	writeQuantity(w, "hours", &a.Hours, 1)
	writeQuantity(w, "device_hours", &a.DeviceHours, 1)
	writeQuantity(w, "flop", &a.FLOP, 1)
	writeQuantity(w, "tokens", &a.Tokens, 1)
	writeQuantity(w, "requests", &a.Requests, 1)
	w.text("query", a.Spec.Query())
	w.key("regions")
	w.open('[')
	for i := range a.Regions {
		a.Regions[i].write(w)
	}
	w.close(']')
	writeNotes(w, a.Notes)
	a.takeaway().write(w)
	w.close('}')
}
