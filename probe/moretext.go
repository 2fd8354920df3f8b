package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"gramwatt/estimator"
)

func uncertaintyText(out *bytes.Buffer, r *estimator.Report) error {
	draws := r.Result.Draw(estimator.DefaultDraws, estimator.DefaultSeed)
	fmt.Fprintf(out, "\nHow likely, if the ranges are right (%d draws, seed %d)\n", len(draws.TotalKilograms), draws.Seed)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range []struct {
		unit   string
		sample estimator.Sample
	}{{"kgCO2e", draws.TotalKilograms}, {"kWh", draws.EnergyKWh}} {
		q := s.sample.Quantiles(0.05, 0.25, 0.5, 0.75, 0.95)
		fmt.Fprintf(table, "  half of them\t%s\tmedian %s\n", span(q[1], q[3], s.unit), estimator.FormatQuantity(q[2], s.unit))
		fmt.Fprintf(table, "  nine of ten\t%s\tmean %s\n", span(q[0], q[4], s.unit), estimator.FormatQuantity(s.sample.Mean(), s.unit))
	}
	table.Flush()

	fmt.Fprintln(out, "\nWhat moves the total most, each input alone from its low to its high end")
	table = tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	effects(table, "", r.Result, len(r.Result.Variables))
	table.Flush()
	return nil
}

// span is a range from the smaller of two numbers to the larger.
func span(a, b float64, unit string) string {
	return estimator.FormatRange(estimator.Range[float64]{Low: min(a, b), High: max(a, b)}, unit)
}

func rivalsText(out *bytes.Buffer, r *estimator.Report) error {
	fmt.Fprintln(out, "\nAs other calculators see it")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	answers := estimator.Rivals(r.Catalog, r.Spec, r.Result)
	quantity := func(v float64, known bool, unit string) string {
		if !known {
			return "-"
		}
		return estimator.FormatQuantity(v, unit)
	}
	fmt.Fprintf(table, "  gramwatt\t%s\t%s\t\n", estimator.FormatQuantity(r.Result.Operational.Mid.Kilograms(), "kgCO2e"), estimator.FormatQuantity(float64(r.Result.Energy.Mid), "kWh"))
	for i := range answers {
		a := &answers[i]
		kWh, metered := a.Energy.Get()
		carbon, told := a.Carbon.Get()
		making, made := a.Embodied.Get()
		remark := a.NotApplicable
		if made {
			remark = joined(remark, "making the hardware "+estimator.FormatQuantity(making.Kilograms(), "kgCO2e"))
		}
		if told && len(a.Differences) == 0 {
			remark = joined(remark, "no difference: what its user types is taken from here")
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", a.Tool, quantity(carbon.Kilograms(), told, "kgCO2e"), quantity(float64(kWh), metered, "kWh"), remark)
	}
	table.Flush()
	for i := range answers {
		for _, d := range answers[i].Differences {
			fmt.Fprintf(out, "    %s, %s ×%s: %s, here %s. %s\n", answers[i].Tool, d.Factor, estimator.FormatNumber(d.Ratio), d.Theirs, d.Ours, d.Reason)
		}
	}
	return nil
}

// joined is both texts, or the one that says something.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

func regionsText(out *bytes.Buffer, r *estimator.Report) error {
	all, err := estimator.EstimateRegions(r.Catalog, r.Spec)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nOn the grid of %d places, the same energy\n", len(all))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range all {
		p := &all[i]
		year := "undated"
		if p.Year != 0 {
			year = strconv.Itoa(p.Year)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s, %s\t%s\n", p.Code, p.Name, estimator.FormatQuantity(p.Total.Mid.Kilograms(), "kgCO2e"),
			estimator.FormatRange(estimator.As[float64](p.Intensity), "gCO2e/kWh"), p.Scope, year)
	}
	table.Flush()
	return nil
}

func damagesText(out *bytes.Buffer, r *estimator.Report) error {
	all, err := estimator.Damages(r.Catalog, r.Spec)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nWhat the emissions cost, by each published estimate; a country bears its own part only")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	notes := ""
	for i := range all {
		d := &all[i]
		between := ""
		if !d.Loss.IsExact() {
			between = estimator.FormatRange(estimator.As[float64](d.Loss), "USD")
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\tof %d\t%s\n", d.Place, d.Estimate, estimator.FormatQuantity(float64(d.Loss.Mid), "USD"), between, d.DollarYear, d.Discounting)
		if d.Note != nil {
			notes += "  " + d.Note.Message + "\n"
		}
	}
	table.Flush()
	out.WriteString(notes)
	return nil
}

func devicesText(out *bytes.Buffer, r *estimator.Report) error {
	all, err := estimator.EstimateDevices(r.Catalog, r.Spec)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nOn as many of %d accelerators, at the same share of their peak speed, whether the model fits or not\n", len(all))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range all {
		d := &all[i]
		time := ""
		if d.Hours.Known {
			time = estimator.FormatQuantity(float64(d.Hours.Mid), "h")
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", d.ID, d.Name, estimator.FormatQuantity(d.Total.Mid.Kilograms(), "kgCO2e"), estimator.FormatQuantity(float64(d.Energy.Mid), "kWh"), time)
	}
	table.Flush()
	return nil
}

func leversText(out *bytes.Buffer, r *estimator.Report) error {
	levers, err := estimator.Levers(r.Catalog, r.Spec)
	if err != nil {
		return err
	}
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
	return nil
}

const (
	leastChange = 0.01 // hours; less is not worth a word
	leastShare  = 0.01 // of the total; the first is told in any case
)

func affordableText(out *bytes.Buffer, a *estimator.Affordable) {
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
	for _, n := range a.Notes {
		fmt.Fprintf(out, "  %s\n", n.Message)
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
