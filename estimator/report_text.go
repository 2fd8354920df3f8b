package estimator

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendText appends the answer for a person: the headline, then where it comes from, what it leaves out, how to read
// it, and a sentence to quote. Every number has three digits; the JSON has all of them.
func (r *Report) AppendText(b []byte) []byte {
	x, w := r.Result, textWriter{b}
	if name := oneLine(x.Name); name != "" {
		w.line(name)
	}
	w.line(headline(inKilograms(x.Total), "kgCO2e"))
	w.line(headline(As[float64](x.Energy), "kWh"), " at the facility")
	if p, ok := x.AveragePower(); ok {
		w.line(headline(As[float64](p), "W"), " on average for ", FormatQuantity(float64(x.Hours.Mid), "h"))
	}
	for _, f := range r.further() {
		w.line(f.label, ": ", headline(f.value, f.unit))
	}
	var seen []*Input
	for i := range groups {
		r.writeGroup(&w, groups[i].group, groups[i].title, &seen)
	}
	writeComparisons(&w, x.Equivalents)
	w.section("Not counted", r.omissions())
	w.section("Notes", r.notes())
	if s := oneLine(r.Sensitivity); s != "" {
		w.section("Sensitivity to hyper-parameters", []string{s})
	}
	w.section("To quote", []string{r.Sentence()})
	w.line("\nData ", x.DataVersion, ", engine ", EngineVersion)
	return w.b
}

// section writes a title and a line for each item; nothing when there is none.
func (w *textWriter) section(title string, items []string) {
	if len(items) > 0 {
		w.line("\n", title)
	}
	for _, item := range items {
		w.line("  ", item)
	}
}

// writeGroup lists the terms of a group, then the figures in them that somebody published and that were not seen before.
// What the user gave needs no source.
func (r *Report) writeGroup(w *textWriter, group Group, title string, seen *[]*Input) {
	rows := r.termRows(group, (*Term).Formula)
	if rows == nil {
		return
	}
	w.line("\n", title)
	writeColumns(w, rows)
	for i := range r.Result.Terms {
		t := &r.Result.Terms[i]
		if t.Group != group {
			continue
		}
		for j := range t.Inputs {
			in := &t.Inputs[j]
			if in.Source == nil || in.Source.URL == "" || slices.ContainsFunc(*seen, in.sameFigure) {
				continue
			}
			*seen = append(*seen, in)
			w.line("    ", t.Label, ": ", in.Name, " ", headline(in.Value, in.Unit), ": ", withYear(in.Source.Citation(), in.Year))
		}
	}
}

// withYear adds a year to an origin that does not name it.
func withYear(origin string, year int) string {
	if text := strconv.Itoa(year); year != 0 && !strings.Contains(origin, text) {
		return origin + ", " + text
	}
	return origin
}

// writeComparisons lists the first few that come to a number which people have a feeling for.
func writeComparisons(w *textWriter, all []Equivalent) {
	const few = 3
	var items []string
	for i := range all {
		if q := &all[i]; q.Amount.Mid >= 1 && q.Amount.Mid < 1000 && len(items) < few {
			items = append(items, q.Label+": "+FormatQuantity(q.Amount.Mid, plural(q.Unit, q.Amount.Mid)))
		}
	}
	w.section("About as much as", items)
}

// plural is a unit of the comparisons for an amount: "one-way seats", but "km".
func plural(unit string, amount float64) string {
	if FormatNumber(amount) == "1" || strings.HasSuffix(unit, "km") {
		return unit
	}
	return unit + "s"
}

// headline is a value with its range.
func headline(r Range[float64], unit string) string {
	text := FormatQuantity(r.Mid, unit)
	if s := span(r, unit); s != "" {
		text += " (" + s + ")"
	}
	return text
}

// writeColumns writes rows that begin two spaces in, with the cells aligned; the last is as long as it is.
func writeColumns(w *textWriter, rows []tableRow) {
	widths := make([]int, len(rows[0].cells))
	for i := range rows {
		for j, cell := range rows[i].cells {
			widths[j] = max(widths[j], utf8.RuneCountInString(cell))
		}
	}
	widths[len(widths)-1] = 0
	for i := range rows {
		for j, cell := range rows[i].cells {
			w.add("  ", cell)
			for n := utf8.RuneCountInString(cell); n < widths[j]; n++ {
				w.b = append(w.b, ' ')
			}
		}
		w.line()
	}
}
