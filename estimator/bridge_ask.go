package estimator

import (
	"math"
	"strconv"
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

// writeJudge holds a guess against a key: the argument is a link for "@", then one a line: the guess, the tolerance, the
// key as an ask, and an ask for each way to go wrong. {"ok":true,"right":…,"wrong":…,"ratio":…,"key":{…}}: right when the
// guess is within the tolerance, relative to the key; wrong is the number of the first wrong way that it meets within the
// same tolerance, else null; ratio is guess ÷ key.
func writeJudge(w *jsonWriter, c *Catalog, argument string) {
	lines := strings.Split(argument, "\n")
	if len(lines) < 4 {
		w.b = fault("judge", argument, "a link, a guess, a tolerance and a key are needed, one a line", "").AppendJSON(w.b)
		return
	}
	guess, ok1 := parseNumber(lines[1])
	tolerance, ok2 := parseNumber(lines[2])
	key, err := Ask(c, lines[3], lines[0])
	if err == nil && !(ok1 && ok2 && key.Value.Known) {
		err = fault("judge", lines[1], "the guess, the tolerance or the key is not a number", "")
	}
	if err != nil {
		w.b = asFieldErrors(err).AppendJSON(w.b)
		return
	}
	near := func(v float64) bool { return math.Abs(guess-v) <= tolerance*math.Abs(v) }
	right := near(key.Value.Mid)
	w.open('{')
	w.flag("ok", true)
	w.flag("right", right)
	w.key("wrong")
	wrong := -1
	for i, ask := range lines[4:] {
		if a, err := Ask(c, ask, lines[0]); err == nil && a.Value.Known && !right && wrong < 0 && near(a.Value.Mid) {
			wrong = i
		}
	}
	if wrong < 0 {
		w.null()
	} else {
		w.int(wrong)
	}
	w.number("ratio", guess/key.Value.Mid)
	w.key("key")
	w.open('{')
	key.writeMembers(w)
	w.close('}')
	w.close('}')
}

// writePick draws from lists of the given lengths: "4821 region 3,5" gives {"ok":true,"picks":[2,0]}. The same seed, name
// and lengths give the same picks everywhere; the name keeps questions of one sheet apart.
func writePick(w *jsonWriter, _ *Catalog, argument string) {
	seed, rest, _ := strings.Cut(argument, " ")
	name, lengths, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(seed, 10, 64)
	state := streamOf(n, Key{"pick", name})
	var picks []int
	for _, text := range strings.Split(lengths, ",") {
		length, failed := strconv.ParseUint(text, 10, 16)
		if err != nil || failed != nil || length == 0 {
			w.b = fault("pick", argument, "a seed, a name and lengths are needed, such as 4821 region 3,5", "").AppendJSON(w.b)
			return
		}
		state += 0x9e3779b97f4a7c15 // splitmix64, as in drawVariable
		z := (state ^ state>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		picks = append(picks, int((z^z>>31)%length))
	}
	w.open('{')
	w.flag("ok", true)
	w.key("picks")
	w.open('[')
	for _, p := range picks {
		w.int(p)
	}
	w.close(']')
	w.close('}')
}
