package main

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// moreFlags add sections to the text of an estimate.
func moreFlags() []cli.Flag {
	return []cli.Flag{
		boolFlag("levers", "add what would save most on this work"),
		textFlag("budget", "", "AMOUNT", "add how much of this work an amount allows: 5kg, 20kWh, 3USD"),
	}
}

// moreSections refuses the sections beside forms that have no place for them, and reads the budget; nil when none is given.
func (f *faults) moreSections(c *cli.Command, format string) *estimator.Budget {
	text := c.String("budget")
	if format != "text" {
		if c.Bool("levers") {
			f.add("--levers", "", "--"+format+" has no place for them", "leave one of the two out")
		}
		if text != "" {
			f.add("--budget", text, "--"+format+" has no place for it", "leave one of the two out")
		}
		return nil
	}
	if text == "" {
		return nil
	}
	budget, err := estimator.ParseBudget(text)
	f.merge(err, map[string]string{"budget": "--budget"})
	return &budget
}

// appendMore appends the sections that were asked for.
func appendMore(text []byte, c *cli.Command, s *estimator.Spec, budget *estimator.Budget) ([]byte, error) {
	out := bytes.NewBuffer(text)
	if c.Bool("levers") {
		levers, err := estimator.Levers(estimator.Default(), s)
		if err != nil {
			return nil, err
		}
		printLevers(out, levers)
	}
	if budget != nil {
		a, err := estimator.Afford(estimator.Default(), s, *budget)
		if err != nil {
			return nil, err
		}
		printAffordable(out, &a)
	}
	return out.Bytes(), nil
}

func printLevers(out *bytes.Buffer, levers []estimator.Lever) {
	fmt.Fprintln(out, "\nWhat would help most")
	if len(levers) == 0 {
		fmt.Fprintln(out, "  Nothing that was tried saves anything.")
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range levers {
		l := &levers[i]
		if i > 0 && l.Share < leastShare {
			break // they come by what they save
		}
		time := ""
		if h := float64(l.Hours.Or(0)); h >= leastChange {
			time = "; takes " + estimator.FormatQuantity(h, "h") + " more"
		} else if h <= -leastChange {
			time = "; takes " + estimator.FormatQuantity(-h, "h") + " less"
		}
		fmt.Fprintf(table, "  %s\t%s %%\t%s%s\n", estimator.FormatQuantity(l.Saved.Mid.Kilograms(), "kgCO2e"), estimator.FormatNumber(float64(l.Share)*100), l.Sentence(), time)
	}
	table.Flush()
	if len(levers) > 1 {
		fmt.Fprintln(out, "  Each alone: two of them together save less than their sum.")
	}
}

const (
	leastChange = 0.01 // hours; less is not worth a word
	leastShare  = 0.01 // of the total; the first is told in any case
)

func printAffordable(out *bytes.Buffer, a *estimator.Affordable) {
	fmt.Fprintf(out, "\nWhat %s allows\n", a.Budget)
	line := func(label string, r estimator.Range[float64], unit string) {
		text := estimator.FormatQuantity(r.Mid, unit)
		if !r.IsExact() {
			text += " (" + estimator.FormatRange(r, unit) + ")"
		}
		fmt.Fprintf(out, "  %s: %s\n", label, text)
	}
	line("this scenario", a.Fits, "times")
	for _, q := range []struct {
		label, unit string
		value       estimator.Range[float64]
		known       bool
	}{
		{"runs", "", a.Runs.Range, a.Runs.Known},
		{"or time of all runs", "h", estimator.As[float64](a.Hours.Range), a.Hours.Known},
		{"or device-hours", "h", estimator.As[float64](a.DeviceHours.Range), a.DeviceHours.Known && !a.Hours.Known},
		{"or work", "FLOP", estimator.As[float64](a.FLOP.Range), a.FLOP.Known},
		{"or tokens trained on", "", a.Tokens.Range, a.Tokens.Known},
		{"requests", "", a.Requests.Range, a.Requests.Known},
	} {
		if q.known {
			line(q.label, q.value, q.unit)
		}
	}
	if a.Regions == nil {
		return
	}
	const few = 8
	var names []string
	for i := range min(few, len(a.Regions)) {
		names = append(names, a.Regions[i].Name)
	}
	fmt.Fprintf(out, "  places where all of it fits: %d; the cleanest are %s\n", len(a.Regions), strings.Join(names, ", "))
}
