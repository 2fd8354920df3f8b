package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"gramwatt/estimator"
)

// printResult writes the answer for a person: the headline, then where it comes from, what it leaves out and how to
// read it. Every number has three digits; --json has all of them.
func printResult(w io.Writer, r *estimator.Result) error {
	out := &writer{w: w}
	if r.Name != "" {
		out.line("%s", r.Name)
	}
	total := estimator.As[float64](r.Total.Times(1e-3)) // the unit table is in kilograms
	energy := estimator.As[float64](r.Energy)
	out.line("%s", headline(total, "kgCO2e"))
	out.line("%s at the facility", headline(energy, "kWh"))
	if p, ok := r.AveragePower(); ok {
		hours := r.Hours.Mid
		out.line("%s on average for %s", headline(estimator.As[float64](p), "W"), estimator.FormatQuantity(float64(hours), "h"))
	}
	for _, group := range []struct {
		name  estimator.Group
		title string
	}{{estimator.EnergyTerms, "Energy"}, {estimator.CarbonTerms, "Carbon"}} {
		out.line("\n%s", group.title)
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for i := range r.Terms {
			if t := &r.Terms[i]; t.Group == group.name {
				fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", t.Label, estimator.FormatQuantity(t.Value.Mid, t.Unit), span(t.Value, t.Unit), t.Formula())
			}
		}
		table.Flush()
		for i := range r.Terms {
			if t := &r.Terms[i]; t.Group == group.name {
				out.inputs(t)
			}
		}
	}
	out.comparisons(r.Equivalents)
	if len(r.NotCounted) > 0 {
		out.line("\nNot counted")
		for _, o := range r.NotCounted {
			out.line("  %s", o.Label)
		}
	}
	if len(r.Notes) > 0 {
		out.line("\nNotes")
		for _, n := range r.Notes {
			out.line("  %s", n.Message)
		}
	}
	out.line("\nData %s, engine %s", r.DataVersion, estimator.EngineVersion)
	return out.err
}

// comparisons lists the first few that come to a number which people have a feeling for.
func (w *writer) comparisons(all []estimator.Equivalent) {
	const few = 3
	listed := 0
	for _, q := range all {
		if q.Amount.Mid < 1 || q.Amount.Mid >= 1000 || listed == few {
			continue
		}
		if listed++; listed == 1 {
			w.line("\nAbout as much as")
		}
		w.line("  %s: %s", q.Label, estimator.FormatQuantity(q.Amount.Mid, q.Unit))
	}
}

// headline is a value with its range.
func headline(r estimator.Range[float64], unit string) string {
	if s := span(r, unit); s != "" {
		return fmt.Sprintf("%s (%s)", estimator.FormatQuantity(r.Mid, unit), s)
	}
	return estimator.FormatQuantity(r.Mid, unit)
}

// span is the range in words; empty when it prints as one value.
func span(r estimator.Range[float64], unit string) string {
	text := estimator.FormatRange(r, unit)
	if !strings.Contains(text, " to ") {
		return ""
	}
	return text
}

// writer keeps the first error of writing, so that the lines above need not look.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return len(p), nil
	}
	_, w.err = w.w.Write(p)
	return len(p), nil
}

func (w *writer) line(format string, values ...any) { fmt.Fprintf(w, format+"\n", values...) }

// inputs lists the figures of a term that somebody published, with source and year. What the user gave needs none.
func (w *writer) inputs(t *estimator.Term) {
	for _, i := range t.Inputs {
		if i.Source == nil || i.Source.URL == "" {
			continue
		}
		origin := i.Source.Citation()
		if i.Year != 0 && !strings.Contains(origin, strconv.Itoa(i.Year)) {
			origin = fmt.Sprintf("%s, %d", origin, i.Year)
		}
		w.line("    %s: %s %s: %s", t.Label, i.Name, headline(i.Value, i.Unit), origin)
	}
}
