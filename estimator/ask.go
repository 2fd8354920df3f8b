package estimator

import (
	"strconv"
	"strings"
)

// An ask is a small text that the engine works out, so that a text about its subject holds no number of its own. It joins
// operands from left to right, without precedence, by " * ", " / ", " + " and " - "; a last " < " or " > " makes a
// condition of it. An operand is
//
//	energy_kwh of hw=a100-sxm4-80gb&n=8&h=24   a figure of a link's result, by the names of PublishedCase.Compute
//	energy_kwh of @&r=FR                       the same of the scenario beside, with another place; "@" alone as it stands
//	row fuels coal mid_g_per_kwh               a cell: table, key (its columns joined by "/"), column
//	fact migrants-total                        the value of a row of facts.csv
//	pick 4821 region 3                         0, 1 or 2, drawn by a seed; the name keeps the draws of one seed apart
//	2.5                                        a number
//
// "a + b / a" is thus (a + b) ÷ a.

// An Asked is what an ask comes to. Value is unknown when an operand is: an empty cell, or a figure that the result does
// not have. Low and High take the operands to vary by themselves, so they are the widest there are, as long as what is
// multiplied is not negative.
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

// Ask works an ask out. scenario is the link that "@" stands for. The error is FieldErrors and names the operand.
func Ask(c *Catalog, ask, scenario string) (a Asked, err error) {
	operator := byte(0)
	for {
		end, next := len(ask), byte(0)
		for i := 1; i+1 < len(ask); i++ {
			if ask[i-1] == ' ' && ask[i+1] == ' ' && strings.IndexByte("*/+-<>", ask[i]) >= 0 {
				end, next = i-1, ask[i]
				break
			}
		}
		text := strings.TrimSpace(ask[:end])
		v, err := a.operand(c, text, scenario)
		if err != nil {
			return a, err
		}
		if a.Compare != 0 || operator == '/' && v.Known && v.Mid == 0 {
			return a, fault("ask", text, "this divides by 0, or follows a comparison", "")
		}
		a.join(operator, v)
		if next == 0 {
			return a, nil
		}
		operator, ask = next, ask[end+3:]
	}
}

// join puts the next operand to what stands so far; the first has no operator.
func (a *Asked) join(operator byte, v Quantity[float64]) {
	l, r := a.Value.Range, v.Range
	if operator == 0 {
		a.Value = v
		return
	}
	known := a.Value.Known && v.Known
	a.Unit = ""
	switch operator {
	case '<', '>':
		if operator == '>' {
			l, r = r, l
		}
		a.Compare, a.Holds = operator, known && l.Mid < r.Mid
		return
	case '*':
		l = Scale(l, r)
	case '/':
		l = Scale(l, Range[float64]{1 / r.High, 1 / r.Mid, 1 / r.Low})
	case '-':
		r = Range[float64]{-r.High, -r.Mid, -r.Low}
		fallthrough
	case '+':
		l = l.Plus(r)
	}
	a.Value = Quantity[float64]{l, known}
}

// operand reads one operand, and notes its unit and origins.
func (a *Asked) operand(c *Catalog, text, scenario string) (v Quantity[float64], err error) {
	if n, ok := parseNumber(text); ok {
		return Known(Exactly(n)), nil
	}
	kind, rest, _ := strings.Cut(text, " ")
	switch kind {
	case "pick":
		rest, last := cutLast(rest)
		if n, _ := strconv.Atoi(last); n > 0 && rest != "" {
			return Known(Exactly(float64(streamOf(0, Key{"pick", rest}) >> 16 % uint64(n)))), nil
		}
	case "fact":
		rest = "facts " + rest + " value"
		fallthrough
	case "row":
		table, rest, _ := strings.Cut(rest, " ")
		key, column := cutLast(rest)
		cell, unit, o, ok := c.cellOf(table, key, column)
		if ok {
			a.Unit = unit
			a.origin(o)
			n, known := parseNumber(cell)
			return Quantity[float64]{Exactly(n), known}, nil
		}
	default:
		query, ok := strings.CutPrefix(rest, "of ")
		if !ok {
			break
		}
		s, unknown, err := ParseQuery(besides(query, scenario))
		r, err := EstimateParsed(c, &s, err)
		if len(unknown) > 0 {
			err = fault("ask", unknown[0], "a link has no such key", "")
		}
		if err != nil {
			return v, err
		}
		v.Range, v.Known = (&answered{c, &s, r}).figureOf(kind)
		a.Unit = unitOf(kind)
		for i := range r.Terms {
			for _, in := range r.Terms[i].Inputs {
				a.origin(Origin{in.Source, in.Year})
			}
		}
		return v, nil
	}
	return v, fault("ask", text, "this is not a number, nor FIELD of LINK, row TABLE KEY COLUMN, fact ID or pick SEED NAME COUNT of what there is", "")
}

// cutLast cuts the last word off.
func cutLast(s string) (before, last string) {
	i := strings.LastIndexByte(s, ' ')
	return s[:max(i, 0)], s[i+1:]
}

// origin notes a source once.
func (a *Asked) origin(o Origin) {
	for _, known := range a.Origins {
		if known == o {
			return
		}
	}
	if o.Source != nil {
		a.Origins = append(a.Origins, o)
	}
}

// besides puts the scenario in for "@": keys that follow replace its own, and one without a value takes its own away.
func besides(query, scenario string) string {
	changes, ok := strings.CutPrefix(query, "@")
	if !ok {
		return query
	}
	for _, pair := range pairsOf(scenario) {
		key, _, _ := strings.Cut(pair, "=")
		if !strings.Contains(changes, "&"+key+"=") {
			changes += "&" + pair
		}
	}
	return changes
}
