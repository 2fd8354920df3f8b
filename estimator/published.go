package estimator

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// ErrNotComputable is what Compute returns for a PublishedCase without a link.
var ErrNotComputable = errors.New("published: the publication does not give what would be needed")

// Compute works the number out with the figures of c. Its error is ErrNotComputable for a row without a link, else
// FieldErrors.
//
// Quantity is a sum of products. A factor is a number, or a figure of a link's result:
//
//	energy_kwh        a member of the result's JSON: this, it_energy_kwh, total_kgco2e, operational_kgco2e, embodied_kgco2e, water_l,
//	                  water_on_site_l, electricity_usd, device_usd, social_cost_usd, hours, device_hours, flop, mfu,
//	                  achieved_tflops, break_even_requests, average_w, pue or grid_g_per_kwh
//	term:embodied.1   a term of the breakdown, in its own unit
//	rival:EcoLogits:energy_kwh   the answer of another calculator: this, carbon_kgco2e or embodied_kgco2e
//	2:total_kgco2e    the same of the second link; without a number it is the first
//
// joined by *, / and +, without spaces: "total_kgco2e/0.1204" is kilometres of a car at 120.4 g. Factors are taken to vary
// by themselves, so the range of a quotient is the widest there is.
func (p *PublishedCase) Compute(c *Catalog) (Range[float64], error) {
	none := Range[float64]{}
	if p.Query == "" {
		return none, ErrNotComputable
	}
	var answers []answered
	for _, query := range strings.Split(p.Query, "\n") {
		s, unknown, err := ParseQuery(query)
		r, err := EstimateParsed(c, &s, err)
		if err != nil {
			return none, err
		}
		if len(unknown) > 0 {
			return none, fault("query", unknown[0], "a link has no such key", "")
		}
		answers = append(answers, answered{c, &s, r})
	}
	sum := none
	for _, part := range strings.Split(p.Quantity, "+") {
		factors := make([]Input, 0, 8)
		for role, more := Times, true; more; {
			end := 0
			for end < len(part) && part[end] != '*' && part[end] != '/' {
				end++
			}
			more = end < len(part)
			v, ok := factorOf(answers, part[:end])
			if !ok {
				return none, fault("quantity", part[:end], "neither a number nor a figure that the result has", "")
			}
			factors = append(factors, Input{Value: v, Role: role})
			if more {
				role = Times
				if part[end] == '/' {
					role = Divided
				}
				part = part[end+1:]
			}
		}
		sum = sum.Plus(product(factors))
	}
	if !sum.Valid() || math.IsInf(sum.High, 0) {
		return none, fault("quantity", p.Quantity, "this divides by 0", "")
	}
	return sum, nil
}

// An answered link is a scenario with its result.
type answered struct {
	catalog *Catalog
	spec    *Spec
	result  Result
}

// factorOf reads one factor of a quantity.
func factorOf(answers []answered, text string) (Range[float64], bool) {
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return Exactly(v), true
	}
	link, name, numbered := strings.Cut(text, ":")
	i, err := strconv.Atoi(link)
	switch {
	case !numbered || err != nil:
		i, name = 1, text
	case i < 1 || i > len(answers):
		return Range[float64]{}, false
	}
	return answers[i-1].figureOf(name)
}

// figureOf returns a figure by its name in the result's JSON, a term by its id, or another calculator's answer.
func (a *answered) figureOf(name string) (v Range[float64], known bool) {
	r := &a.result
	known = true
	switch name {
	case "energy_kwh":
		v = As[float64](r.Energy)
	case "it_energy_kwh":
		v = As[float64](r.ITEnergy)
	case "total_kgco2e":
		v = As[float64](r.Total.Times(1 / gramsPerKilogram))
	case "operational_kgco2e":
		v = As[float64](r.Operational.Times(1 / gramsPerKilogram))
	case "embodied_kgco2e":
		v, known = As[float64](r.Embodied.Times(1/gramsPerKilogram)), r.Embodied.Known
	case "water_l":
		water, ok := r.Water()
		v, known = As[float64](water), ok
	case "water_on_site_l":
		v, known = As[float64](r.WaterOnSite.Range), r.WaterOnSite.Known
	case "electricity_usd":
		v, known = As[float64](r.Electricity.Range), r.Electricity.Known
	case "device_usd":
		v, known = As[float64](r.Rental.Range), r.Rental.Known
	case "social_cost_usd":
		v, known = As[float64](r.SocialCost.Range), r.SocialCost.Known
	case "hours":
		v, known = As[float64](r.Hours.Range), r.Hours.Known
	case "device_hours":
		v, known = As[float64](r.DeviceHours.Range), r.DeviceHours.Known
	case "flop":
		v, known = As[float64](r.FLOP.Range), r.FLOP.Known
	case "mfu":
		v, known = As[float64](r.MFU.Range), r.MFU.Known
	case "achieved_tflops":
		v, known = As[float64](r.Speed.Times(1/float64(teraFLOPPerSecond(1)))), r.Speed.Known
	case "break_even_requests":
		v, known = r.BreakEven.Get()
	case "average_w":
		power, ok := r.AveragePower()
		v, known = As[float64](power), ok
	case "pue":
		v = r.PUE.Value
	case "grid_g_per_kwh":
		v = r.Grid.Value
	default:
		known = false
		kind, rest, _ := strings.Cut(name, ":")
		switch kind {
		case "term":
			for i := range r.Terms {
				if t := &r.Terms[i]; t.ID() == rest {
					v, known = t.Value, true
				}
			}
		case "rival":
			tool, figure, _ := strings.Cut(rest, ":")
			v, known = a.rivalFigure(tool, figure)
		}
	}
	return v, known
}

// rivalFigure returns what another calculator answers to the scenario.
func (a *answered) rivalFigure(tool, figure string) (Range[float64], bool) {
	v, ok := 0.0, false
	all := Rivals(a.catalog, a.spec, &a.result)
	for i := range all {
		if o := &all[i]; o.Tool == tool {
			switch figure {
			case "energy_kwh":
				v, ok = o.Energy.get()
			case "carbon_kgco2e":
				v, ok = o.Carbon.get()
				v /= gramsPerKilogram
			case "embodied_kgco2e":
				v, ok = o.Embodied.get()
				v /= gramsPerKilogram
			}
		}
	}
	return Exactly(v), ok
}

// Verdicts on a PublishedCase.
const (
	Agrees        = "agrees"         // with what is expected, within the tolerance
	Differs       = "differs"        // by more
	Inside        = "inside"         // the reported value lies in our range
	Outside       = "outside"        // it does not
	ForComparison = "for comparison" // nothing is expected
	NotComputable = "not computable"
)

// Verdict compares what Compute returned with what is expected.
func (p *PublishedCase) Verdict(computed Range[float64], err error) string {
	reported, tolerance := p.Recomputed.Or(p.Reported.value), p.Tolerance.value
	switch {
	case err != nil:
		return NotComputable
	case p.Expect == Unjudged:
		return ForComparison
	case p.Expect == InRange || p.Expect == OutOfRange:
		if computed.Low <= reported && reported <= computed.High {
			return Inside
		}
		return Outside
	case math.Abs(computed.Mid-reported) <= tolerance*math.Abs(reported):
		return Agrees
	}
	return Differs
}

// Ratio returns computed ÷ reported, mid by mid; nothing when either is missing or 0 was reported.
func (p *PublishedCase) Ratio(computed Range[float64], err error) Optional[float64] {
	if reported := p.Reported.value; err == nil && reported != 0 {
		return Some(computed.Mid / reported)
	}
	return Optional[float64]{}
}

// writePublished writes {"ok":true,"rows":[…]}: every row that contains a text, with what is computed for it now.
func writePublished(w *jsonWriter, c *Catalog, text string) {
	w.open('{')
	w.flag("ok", true)
	w.key("rows")
	w.open('[')
	for i, list := 0, c.PublishedCases(); i < len(list); i++ {
		if p := &list[i]; matches(text, p.ID, p.Title, p.Publication, p.Output) {
			p.write(w, c)
		}
	}
	w.close(']')
	w.close('}')
}

func (p *PublishedCase) write(w *jsonWriter, c *Catalog) {
	computed, err := p.Compute(c)
	w.open('{')
	w.text("id", p.ID)
	w.text("output", p.Output)
	w.text("title", p.Title)
	w.text("publication", p.Publication)
	writeOrigin(w, p.Source, p.Source.Year)
	w.text("licence", p.Source.Licence)
	w.text("class", p.Class)
	w.text("expect", p.Expect)
	w.textOrNull("query", p.Query)
	w.textOrNull("quantity", p.Quantity)
	w.optional("reported", p.Reported.optional, 1)
	w.optional("recomputed", p.Recomputed.optional, 1)
	w.optional("tolerance", p.Tolerance.optional, 1)
	w.text("unit", p.Unit)
	writeQuantity(w, "computed", &Quantity[float64]{computed, err == nil}, 1)
	w.optional("ratio", p.Ratio(computed, err).optional, 1)
	w.text("verdict", p.Verdict(computed, err))
	w.textOrNull("note", p.Note)
	w.close('}')
}
