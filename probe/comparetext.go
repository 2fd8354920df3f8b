package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"gramwatt/estimator"
)

// letters name the scenarios in the order given.
const letters = "ABCD"

// printComparison writes the scenarios side by side, then for each what drives its ratio to the first and what its own
// range comes from.
func printComparison(w io.Writer, c *estimator.Comparison) error {
	out := &bytes.Buffer{}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(title string, cell func(s *estimator.Compared) string) {
		fmt.Fprint(table, title)
		for i := range c.Scenarios {
			fmt.Fprint(table, "\t", cell(&c.Scenarios[i]))
		}
		fmt.Fprintln(table)
	}
	next := letters
	row("", func(s *estimator.Compared) string {
		letter := next[:1]
		next = next[1:]
		return strings.TrimRight(letter+" "+s.Result.Name, " ")
	})
	total := func(s *estimator.Compared) estimator.Range[float64] {
		return estimator.As[float64](s.Result.Total.Times(1e-3))
	}
	row("CO2e", func(s *estimator.Compared) string { return estimator.FormatQuantity(total(s).Mid, "kgCO2e") })
	row("  range", func(s *estimator.Compared) string { return estimator.FormatRange(total(s), "kgCO2e") })
	row("energy", func(s *estimator.Compared) string {
		return estimator.FormatQuantity(float64(s.Result.Energy.Mid), "kWh")
	})
	row("times A", func(s *estimator.Compared) string {
		if ratio, ok := s.Ratio.Get(); ok {
			return "× " + estimator.FormatNumber(ratio)
		}
		return "A emits nothing"
	})
	row("lower than A", func(s *estimator.Compared) string {
		if s == &c.Scenarios[0] {
			return ""
		}
		return percent(s.Lower)
	})
	table.Flush()
	fmt.Fprintf(out, "\nLower than A in so many of %s random draws within the ranges; what two scenarios share is drawn once.\n", estimator.FormatNumber(float64(c.Draws)))
	for i := 1; i < len(c.Scenarios); i++ {
		drivers(out, letters[i:i+1], &c.Scenarios[i])
	}
	fmt.Fprintln(out, "\nWhat moves each the most")
	for i := range c.Scenarios {
		effects(table, letters[i:i+1], &c.Scenarios[i].Result, 3)
	}
	table.Flush()
	_, err := w.Write(out.Bytes())
	return err
}

func percent(share float64) string { return estimator.FormatNumber(100*share) + " %" }

// drivers says in a sentence what a comparison comes to, and lists the factors of the ratio that differ.
func drivers(w io.Writer, letter string, s *estimator.Compared) {
	fmt.Fprintf(w, "\n%s\n", takeaway(letter, s))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range s.Drivers {
		d := &s.Drivers[i]
		if d.Ratio == 1 {
			continue
		}
		share := ""
		if v, ok := d.LogShare.Get(); ok && v < 0 {
			share = "the other way"
		} else if ok {
			share = percent(v) + " of the ratio"
		}
		fmt.Fprintf(table, "  %s\t%s\tagainst %s\t× %s\t%s\n", d.Label, estimator.FormatQuantity(d.B, d.Unit), estimator.FormatQuantity(d.A, d.Unit), estimator.FormatNumber(d.Ratio), share)
	}
	table.Flush()
}

// takeaway is the sentence that belongs to the key of a comparison's takeaway.
func takeaway(letter string, s *estimator.Compared) string {
	t, direction, odds := &s.Takeaway, "more", s.Higher
	if t.Less {
		direction, odds = "less", s.Lower
	}
	switch {
	case t.Key == "compare.no_ratio":
		return letter + " and A have no ratio: one of them emits nothing."
	case t.Key == "compare.same":
		return letter + " and A emit the same, within 1 %."
	}
	cause := t.First.Label
	switch {
	case t.Key == "compare.opposed":
		cause += ", although " + t.Second.Label + " pulls the other way"
	case t.Second != nil:
		cause += " and " + t.Second.Label
	}
	return fmt.Sprintf("%s emits %s times %s than A, because of %s; %s in %s of the draws.", letter, estimator.FormatNumber(t.Times), direction, cause, direction, percent(odds))
}

// effects lists the variables that move a total the most, n at most, each line after a letter.
func effects(w io.Writer, letter string, r *estimator.Result, n int) {
	all := r.Tornado()
	if len(all) == 0 {
		fmt.Fprintf(w, "  %s\tnothing: all was given exactly\n", letter)
	}
	for _, e := range all[:min(n, len(all))] {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", letter, span(e.Low.Kilograms(), e.High.Kilograms(), "kgCO2e"), e.Variable.Field.Path(), e.Variable.Label)
	}
}
