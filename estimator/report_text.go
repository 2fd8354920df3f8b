package estimator

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendText appends the answer for a person: the headline, then where it comes from, what it leaves out, how to read
// it, and a sentence to quote. Every number has three digits; the JSON has all of them.
func (r *Report) AppendText(b []byte) []byte {
	x := r.Result
	if name := oneLine(x.Name); name != "" {
		b = appendLine(b, name)
	}
	b = appendLine(b, headline(inKilograms(x.Total), "kgCO2e"))
	b = appendLine(b, headline(As[float64](x.Energy), "kWh"), " at the facility")
	if p, ok := x.AveragePower(); ok {
		b = appendLine(b, headline(As[float64](p), "W"), " on average for ", FormatQuantity(float64(x.Hours.Mid), "h"))
	}
	for _, f := range r.further(nil) {
		b = appendLine(b, f.label, ": ", headline(f.value, f.unit))
	}
	for i := range groups {
		b = r.appendGroup(b, groups[i].group, groups[i].title)
	}
	b = appendComparisons(b, x.Equivalents)
	for i, o := range x.NotCounted {
		if i == 0 {
			b = appendLine(b, "\nNot counted")
		}
		b = appendLine(b, "  ", o.Label)
	}
	for i, n := range x.Notes {
		if i == 0 {
			b = appendLine(b, "\nNotes")
		}
		b = appendLine(b, "  ", n.Message)
	}
	if s := oneLine(r.Sensitivity); s != "" {
		b = appendLine(b, "\nSensitivity to hyper-parameters\n  ", s)
	}
	b = appendLine(b, "\nTo quote\n  ", r.Sentence())
	return appendLine(b, "\nData ", x.DataVersion, ", engine ", EngineVersion)
}

// appendGroup lists the terms of a group, then the figures in them that somebody published. What the user gave needs no
// source.
func (r *Report) appendGroup(b []byte, group Group, title string) []byte {
	var rows [][4]string
	for i := range r.Result.Terms {
		if t := &r.Result.Terms[i]; t.Group == group {
			rows = append(rows, [4]string{t.Label, FormatQuantity(t.Value.Mid, t.Unit), span(t.Value, t.Unit), t.Formula()})
		}
	}
	if rows == nil {
		return b
	}
	b = appendColumns(appendLine(b, "\n", title), rows)
	for i := range r.Result.Terms {
		t := &r.Result.Terms[i]
		if t.Group != group {
			continue
		}
		for _, in := range t.Inputs {
			if in.Source == nil || in.Source.URL == "" {
				continue
			}
			origin := in.Source.Citation()
			if year := strconv.Itoa(in.Year); in.Year != 0 && !strings.Contains(origin, year) {
				origin += ", " + year
			}
			b = appendLine(b, "    ", t.Label, ": ", in.Name, " ", headline(in.Value, in.Unit), ": ", origin)
		}
	}
	return b
}

// appendComparisons lists the first few that come to a number which people have a feeling for.
func appendComparisons(b []byte, all []Equivalent) []byte {
	const few = 3
	listed := 0
	for i := range all {
		q := &all[i]
		if q.Amount.Mid < 1 || q.Amount.Mid >= 1000 || listed == few {
			continue
		}
		if listed++; listed == 1 {
			b = appendLine(b, "\nAbout as much as")
		}
		b = appendLine(b, "  ", q.Label, ": ", FormatQuantity(q.Amount.Mid, q.Unit))
	}
	return b
}

// headline is a value with its range.
func headline(r Range[float64], unit string) string {
	text := FormatQuantity(r.Mid, unit)
	if s := span(r, unit); s != "" {
		text += " (" + s + ")"
	}
	return text
}

// appendColumns writes rows that begin two spaces in, with the cells aligned.
func appendColumns(b []byte, rows [][4]string) []byte {
	var widths [4]int
	for i := range rows {
		for j, cell := range rows[i] {
			widths[j] = max(widths[j], utf8.RuneCountInString(cell))
		}
	}
	for i := range rows {
		for j, cell := range rows[i] {
			b = append(append(b, "  "...), cell...)
			if j < len(widths)-1 {
				b = append(b, strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell))...)
			}
		}
		b = append(b, '\n')
	}
	return b
}

func appendLine(b []byte, parts ...string) []byte {
	for _, part := range parts {
		b = append(b, part...)
	}
	return append(b, '\n')
}
