package estimator

import (
	"math"
	"strings"
)

// writeAsk answers a link for "@" and one ask a line below it: {"ok":true,"asks":[…]} in order. Each is told for itself:
// {"value", "low", "high", "unit", "holds", "sources":[{"source", "url", "year"}]}, or {"errors"}. What is unknown is null,
// and so is holds of an ask that is no condition.
func writeAsk(w *jsonWriter, c *Catalog, argument string) {
	scenario, asks, _ := strings.Cut(argument, "\n")
	w.open('{')
	w.flag("ok", true)
	w.key("asks")
	w.open('[')
	for _, ask := range strings.Split(asks, "\n") {
		a, err := Ask(c, ask, scenario)
		w.open('{')
		if err != nil {
			asFieldErrors(err).write(w)
		} else {
			a.writeMembers(w)
		}
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

func (a *Asked) writeMembers(w *jsonWriter) {
	v := a.Value
	if !v.Known {
		v.Range = Exactly(math.NaN())
	}
	w.number("value", v.Mid)
	w.number("low", v.Low)
	w.number("high", v.High)
	w.text("unit", a.Unit)
	if w.key("holds"); a.Compare == 0 {
		w.null()
	} else {
		w.bool(a.Holds)
	}
	w.key("sources")
	w.open('[')
	for _, o := range a.Origins {
		w.open('{')
		writeOrigin(w, o.Source, o.Year)
		w.close('}')
	}
	w.close(']')
}
