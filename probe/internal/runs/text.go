package runs

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// Text writes the report for a person: the answer first, then the devices, then what to know about it.
func (r *Report) Text(w io.Writer) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "\ngramwatt: %s %s after %s%s\n\n", r.Name, r.ending(), duration(r.Seconds), r.label())
	r.answer(&b)
	r.table(&b)
	for _, line := range r.remarks() {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	for line := range strings.Lines(b.String()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
}

// ending is how the command ended, in words.
func (r *Report) ending() string {
	if r.Signal != nil {
		return fmt.Sprintf("was ended by %s (status %d)", *r.Signal, r.Status)
	}
	return fmt.Sprintf("ended with status %d", r.Status)
}

// label says at once when the numbers are no measurement of this machine.
func (r *Report) label() string {
	if r.Simulated != nil {
		return ". Simulated hardware (" + *r.Simulated + "): these numbers are not of this machine"
	}
	return ""
}

// answer writes energy, carbon, money and water.
func (r *Report) answer(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	defer fmt.Fprintln(w)
	defer table.Flush()
	row := func(label, text string) { fmt.Fprintf(table, "  %s\t%s\n", label, text) }
	if r.Joules == nil {
		why := "no sensor of this machine gives it; `gramwatt doctor` says why and what would help"
		if slices.ContainsFunc(r.Devices, func(d Device) bool { return d.Kind.Additive() }) {
			why = "no sensor gave a reading in the time"
		}
		row("Energy", "unknown: "+why)
		return
	}
	energy := estimator.FormatQuantity(float64(r.Joules.KWh()), "kWh")
	if r.Error != nil {
		energy += fmt.Sprintf(" ± %s %%", estimator.FormatNumber(math.Ceil(float64(*r.Error)*100)))
	}
	energy += ", " + r.quality()
	if r.AboveIdle != nil {
		energy += "; above idle " + estimator.FormatQuantity(float64(r.AboveIdle.KWh()), "kWh")
	}
	row("Energy", energy)
	if r.Result == nil {
		return
	}
	x := r.Result
	row("Carbon", withRange(estimator.As[float64](x.Total.Times(1e-3)), "kgCO2e")+", "+r.place())
	if x.Electricity.Known {
		row("Cost", withRange(estimator.As[float64](x.Electricity.Range), "USD")+", "+r.price())
	}
	if water, known := x.Water(); known {
		row("Water", withRange(estimator.As[float64](water), "L"))
	}
	for i, e := range comparisons(x.Equivalents) {
		row([]string{"As much as", ""}[i], e)
	}
}

// quality says where the joules come from: "measured", or the parts when it is mixed.
func (r *Report) quality() string {
	var parts []string
	for _, q := range []sensor.Quality{sensor.Measured, sensor.Estimated, sensor.Simulated} {
		if e, ok := r.ByQuality[q]; ok {
			parts = append(parts, fmt.Sprintf("%.0f %% %s", 100*float64(e / *r.Joules), q))
		}
	}
	if len(parts) == 1 {
		_, word, _ := strings.Cut(parts[0], " % ")
		return word
	}
	return strings.Join(parts, ", ")
}

func (r *Report) place() string {
	g, place := &r.Result.Grid, "as given"
	switch from := r.Settings.GridFrom; {
	case from != "":
		place = r.Settings.Region + ", over time by " + from
	case g.Name != "":
		place = g.Name
	}
	return fmt.Sprintf("%s: %s, PUE %s", place, estimator.FormatQuantity(g.Value.Mid, "gCO2e/kWh"), estimator.FormatNumber(r.Settings.PUE))
}

func (r *Report) price() string {
	if p := r.Settings.PriceUSDPerKWh; p != nil {
		return "at " + estimator.FormatNumber(*p) + " USD/kWh"
	}
	return "at the usual price there"
}

// comparisons are the two everyday things of different kinds whose amounts are easiest to picture.
func comparisons(all []estimator.Equivalent) (lines []string) {
	const (
		easiest = 3    // of it
		least   = 1e-3 // below which nobody pictures anything
	)
	sorted := slices.Clone(all)
	distance := func(e *estimator.Equivalent) float64 { return math.Abs(math.Log(e.Amount.Mid / easiest)) }
	sorted = slices.DeleteFunc(sorted, func(e estimator.Equivalent) bool { return !(e.Amount.Mid >= least) })
	slices.SortStableFunc(sorted, func(a, b estimator.Equivalent) int { return cmp.Compare(distance(&a), distance(&b)) })
	for i := range sorted {
		e := &sorted[i]
		if len(lines) == 2 || len(lines) == 1 && e.Unit == sorted[0].Unit {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s", e.Label, estimator.FormatQuantity(e.Amount.Mid, e.Unit)))
	}
	return lines
}

// table writes the devices.
func (r *Report) table(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	rows := 0
	column := r.shareColumn()
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Joules == nil && !d.Kind.Additive() {
			continue
		}
		if rows++; rows == 1 {
			fmt.Fprintln(table, "  Device\tEnergy\tAbove idle\tMean\tPeak\tLoad\t"+column("Share\t"))
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\t%s\t%s%s\n", d.Name, inKWh(d.Joules), inKWh(d.AboveIdle), inWatts(d.Mean), inWatts(d.Peak), percent(d.Load), column(d.Share.cell()+"\t"), d.remark(r.Simulated != nil))
	}
	table.Flush()
	if rows > 0 {
		fmt.Fprintln(w)
	}
}

// remark is what one must know about a device's row; empty when all is as usual.
func (d *Device) remark(simulated bool) string {
	if d.Joules == nil {
		return "not in the sum: " + cmp.Or(d.Reason, string(d.State))
	}
	var parts []string
	if d.Quality != sensor.Measured && !simulated {
		parts = append(parts, string(d.Quality))
	}
	if !d.Kind.Additive() {
		parts = append(parts, "contains others: not in the sum")
	}
	if d.Missing > 0 {
		parts = append(parts, duration(d.Missing)+" without a reading")
	} else if n := len(d.Gaps); n > 0 {
		parts = append(parts, fmt.Sprintf("%d %s", n, plural(n, "gap")))
	}
	if d.State != sensor.OK && d.State != sensor.Late {
		parts = append(parts, string(d.State))
	}
	return strings.Join(parts, "; ")
}

func kWh(joules float64) float64 { return float64(estimator.Joules(joules).KWh()) }

func joulesInKWh(joules float64) string { return estimator.FormatQuantity(kWh(joules), "kWh") }

func withRange(r estimator.Range[float64], unit string) string {
	text, all := estimator.FormatQuantity(r.Mid, unit), estimator.FormatRange(r, unit)
	if strings.Contains(all, " to ") {
		text += " (" + all + ")"
	}
	return text
}

func duration(seconds float64) string { return estimator.FormatQuantity(seconds/3600, "h") }

func inKWh(e *estimator.Joules) string {
	if e == nil {
		return "unknown"
	}
	return joulesInKWh(float64(*e))
}

func inWatts(w *estimator.Watts) string {
	if w == nil {
		return "unknown"
	}
	return estimator.FormatQuantity(float64(*w), "W")
}

func percent(r *estimator.Ratio) string {
	if r == nil {
		return ""
	}
	return estimator.FormatNumber(float64(*r)*100) + " %"
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
