package estimator

import "strings"

// An ask is a small text that the engine works out, so that a text about its subject holds no number of its own. It joins
// operands from left to right, without precedence, by " * ", " / ", " + " and " - "; a last " < " or " > " makes a
// condition of it. An operand is
//
//	energy_kwh of hw=a100-sxm4-80gb&n=8&h=24   a figure of a link's result, by the names of PublishedCase.Compute
//	energy_kwh of @&r=FR                       the same of the scenario beside, with another place; "@" alone as it stands
//	row fuels coal mid_g_per_kwh               a cell: table, key (its columns joined by "/"), column
//	fact groundswell-migrants                  the value of a row of facts.csv
//	2.5                                        a number
//
// "a + b / a" is thus (a + b) ÷ a.

// An Asked is what an ask comes to. Value is unknown when an operand is: an empty cell, or a figure that the result does
// not have. Low and High take the operands to vary by themselves, so they are the widest there are.
type Asked struct {
	Value   Quantity[float64]
	Unit    string // of a single operand; empty where operands were joined
	Compare byte   // '<' or '>' for a condition, else 0
	Holds   bool   // the condition does, mid by mid; false where a side is unknown
	Origins []Origin
}

// An Origin is a source that an Asked rests on, with the year of its figure; 0 where it has none.
type Origin struct {
	Source *Source
	Year   int
}

const askOperators = "*/+-<>"

// Ask works an ask out. scenario is the link that "@" stands for. The error is FieldErrors and names the operand.
func Ask(c *Catalog, ask, scenario string) (a Asked, err error) {
	operator := byte('+')
	for first := true; ; first = false {
		end, next := len(ask), byte(0)
		for i := 1; i+1 < len(ask); i++ {
			if ask[i-1] == ' ' && ask[i+1] == ' ' && strings.IndexByte(askOperators, ask[i]) >= 0 {
				end, next = i-1, ask[i]
				break
			}
		}
		v, unit, err := a.operand(c, strings.TrimSpace(ask[:end]), scenario)
		if err != nil {
			return a, err
		}
		if first {
			a.Value, a.Unit = v, unit
		} else if err = a.join(operator, v); err != nil {
			return a, err
		}
		if next == 0 {
			return a, nil
		}
		if a.Compare != 0 {
			return a, fault("ask", ask, "a comparison comes last", "")
		}
		operator, ask = next, ask[end+3:]
	}
}

// join puts the next operand to what stands so far.
func (a *Asked) join(operator byte, v Quantity[float64]) error {
	l, r := a.Value.Range, v.Range
	a.Unit = ""
	known := a.Value.Known && v.Known
	switch operator {
	case '<', '>':
		a.Compare, a.Holds = operator, known && (operator == '<' && l.Mid < r.Mid || operator == '>' && l.Mid > r.Mid)
		return nil
	case '*':
		l = corners(l, r)
	case '/':
		if known && r.Mid == 0 {
			return fault("ask", "/", "this divides by 0", "")
		}
		l = corners(l, Range[float64]{1 / r.High, 1 / r.Mid, 1 / r.Low})
	case '+':
		l = l.Plus(r)
	default:
		l = Range[float64]{l.Low - r.High, l.Mid - r.Mid, l.High - r.Low}
	}
	a.Value = Quantity[float64]{l, known}
	return nil
}

// corners multiplies ranges of any sign.
func corners(l, r Range[float64]) Range[float64] {
	a, b, c, d := l.Low*r.Low, l.Low*r.High, l.High*r.Low, l.High*r.High
	return Range[float64]{min(a, b, c, d), l.Mid * r.Mid, max(a, b, c, d)}
}

// operand reads one operand and notes its origins.
func (a *Asked) operand(c *Catalog, text, scenario string) (v Quantity[float64], unit string, err error) {
	if n, ok := parseNumber(text); ok {
		return Known(Exactly(n)), "", nil
	}
	if id, ok := strings.CutPrefix(text, "fact "); ok {
		text = "row facts " + id + " value"
	}
	if rest, ok := strings.CutPrefix(text, "row "); ok {
		name, rest, _ := strings.Cut(rest, " ")
		i := max(strings.LastIndexByte(rest, ' '), 0)
		cell, ok := c.cellOf(name, rest[:i], strings.TrimSpace(rest[i:]))
		if !ok {
			return v, "", fault("ask", text, "the catalogs have no such cell", "write row TABLE KEY COLUMN")
		}
		a.origin(cell.origin)
		n, known := parseNumber(cell.text)
		return Quantity[float64]{Exactly(n), known}, cell.unit, nil
	}
	field, query, ok := strings.Cut(text, " of ")
	if !ok {
		return v, "", fault("ask", text, "neither a number, nor FIELD of LINK, row TABLE KEY COLUMN or fact ID", "")
	}
	s, unknown, err := ParseQuery(besides(query, scenario))
	r, err := EstimateParsed(c, &s, err)
	if err != nil {
		return v, "", err
	}
	if len(unknown) > 0 {
		return v, "", fault("ask", unknown[0], "a link has no such key", "")
	}
	v.Range, v.Known = (&answered{c, &s, r}).figureOf(field)
	for i := range r.Terms {
		for j := range r.Terms[i].Inputs {
			in := &r.Terms[i].Inputs[j]
			a.origin(Origin{in.Source, in.Year})
		}
	}
	return v, unitOf(field), nil
}

// origin notes a source once.
func (a *Asked) origin(o Origin) {
	if o.Source == nil {
		return
	}
	for _, known := range a.Origins {
		if known == o {
			return
		}
	}
	a.Origins = append(a.Origins, o)
}

// besides puts the scenario in for "@": keys that follow replace its own, and one without a value takes its own away.
func besides(query, scenario string) string {
	changes, ok := strings.CutPrefix(query, "@")
	if !ok {
		return query
	}
	pairs := pairsOf(strings.TrimPrefix(changes, "&"))
	for _, pair := range pairsOf(scenario) {
		key, _, _ := strings.Cut(pair, "=")
		kept := true
		for _, change := range pairs {
			kept = kept && !strings.HasPrefix(change, key+"=")
		}
		if kept {
			pairs = append(pairs, pair)
		}
	}
	return strings.Join(pairs, "&")
}
