package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// A planFlag sets one field of the request beside its scenario; the field is named as errors name it.
type planFlag struct {
	name, placeholder, words string
	path                     string
	number                   func(*estimator.PlanRequest, float64)
	list                     func(*estimator.PlanRequest) *[]string // separated by commas
	whole                    func(*estimator.PlanRequest) *[]int    // whole numbers, separated by commas
}

var planFlags = [...]planFlag{
	{name: "deadline", placeholder: "H", words: "hours from start to end of all runs", path: "deadline_hours",
		number: func(r *estimator.PlanRequest, v float64) { r.Deadline = estimator.Some(estimator.Hours(v)) }},
	{name: "device-memory-gb", placeholder: "GB", words: "memory that each device must have", path: "memory_gb_each",
		number: func(r *estimator.PlanRequest, v float64) { r.MemoryEach = estimator.Some(estimator.Gigabytes(v)) }},
	{name: "total-memory-gb", placeholder: "GB", words: "memory that all devices together must have", path: "memory_gb_total",
		number: func(r *estimator.PlanRequest, v float64) { r.MemoryTotal = estimator.Some(estimator.Gigabytes(v)) }},
	{name: "regions", placeholder: "IDS", words: "only these places and cloud regions: FR,CA-QC,aws:us-east-1", path: "regions",
		list: func(r *estimator.PlanRequest) *[]string { return &r.Regions }},
	{name: "providers", placeholder: "NAMES", words: "only cloud regions of these: aws,gcp", path: "providers",
		list: func(r *estimator.PlanRequest) *[]string { return &r.Providers }},
	{name: "devices", placeholder: "IDS", words: "only these accelerators: h100-sxm5-80gb,a100-sxm4-80gb", path: "devices",
		list: func(r *estimator.PlanRequest) *[]string { return &r.Devices }},
	{name: "max-count", placeholder: "N", words: "devices at most", path: "max_count",
		number: func(r *estimator.PlanRequest, v float64) { r.MaxCount = estimator.Some(v) }},
	{name: "counts", placeholder: "NUMBERS", words: "only these numbers of devices: 8,16,64", path: "counts",
		whole: func(r *estimator.PlanRequest) *[]int { return &r.Counts }},
	{name: "start-hours", placeholder: "HOURS", words: "only these starts, hours of the day in UTC: 0,6,22", path: "start_hours",
		whole: func(r *estimator.PlanRequest) *[]int { return &r.StartHours }},
}

func planCommand() *cli.Command {
	var limits []cli.Flag
	for i := range planFlags {
		f := &planFlags[i]
		limits = append(limits, &cli.StringFlag{Name: f.name, Usage: usageText(f.placeholder, f.words)})
	}
	limits = append(limits, &cli.StringSliceFlag{Name: "budget", Usage: "`AMOUNT` carbon or money at most: 5kg, 3USD; may be given for each"})
	flags := append(under("limits of the search", limits...), cliFlags()...)
	return &cli.Command{
		Name:      "plan",
		Usage:     "searches hardware, number, place and hour for the least carbon, cost or time",
		ArgsUsage: "[LINK|SCENARIO|-]",
		Description: "The work is that of a scenario, by flags, as a link or as JSON: --flop, --params with --tokens, or hours or steps on\n" +
			"an --accelerator. Its runs, building, prices and load hold for every candidate. Listed are the ways to do it that no\n" +
			"other beats in carbon, cost and time together, from the cleanest on. In a cloud the cost is the rent, elsewhere the\n" +
			"electricity. GRAMWATT_<FLAG> stands in for a flag when no scenario is given.\n\n" +
			"  gramwatt plan --flop 3e21 --deadline 168 --device-memory-gb 80 --providers aws,gcp\n" +
			"  gramwatt plan --budget 50kg --regions FR,SE 'hw=a100-sxm4-80gb&n=8&h=240'",
		Flags:                     append(flags, under("output", boolFlag("json", "print the result as JSON, with every point"))...),
		DisableSliceFlagSeparator: true,
		Action:                    doing(planAction),
	}
}

func planAction(_ context.Context, c *cli.Command) error {
	spec, err := readScenario(c)
	if spec == nil {
		return err
	}
	var f faults
	f.merge(err, nil)
	names := map[string]string{}
	f.applyFlags(c, spec, names)
	request := estimator.PlanRequest{Spec: *spec}
	f.applyPlanFlags(c, &request, names)
	plan, err := estimator.PlanParsed(estimator.Default(), &request, f.orNil())
	if err != nil {
		return inFlags(err, names, !c.Args().Present())
	}
	if c.Bool("json") {
		_, err = fmt.Fprintf(c.Root().Writer, "%s\n", plan.AppendJSON(nil))
		return err
	}
	return printPlan(c.Root().Writer, &plan)
}

// applyPlanFlags fills the request from the flags, collects what cannot be read, and notes which flag each field is from.
func (f *faults) applyPlanFlags(c *cli.Command, r *estimator.PlanRequest, names map[string]string) {
	for _, flag := range planFlags {
		names[flag.path] = "--" + flag.name
		for _, text := range givenTexts(c, false, flag.name) {
			switch {
			case flag.list != nil:
				list := flag.list(r)
				for item := range strings.SplitSeq(text, ",") {
					if item = strings.TrimSpace(item); item != "" {
						names[fmt.Sprintf("%s[%d]", flag.path, len(*list))] = "--" + flag.name
						*list = append(*list, item)
					}
				}
			case flag.whole != nil:
				list := flag.whole(r)
				for item := range strings.SplitSeq(text, ",") {
					n, err := strconv.Atoi(strings.TrimSpace(item))
					if err != nil {
						f.add(flag.path, item, "this is not a whole number", "write whole numbers, such as 8,16")
						continue
					}
					names[fmt.Sprintf("%s[%d]", flag.path, len(*list))] = "--" + flag.name
					*list = append(*list, n)
				}
			default:
				if v, ok := f.number(flag.path, text); ok {
					flag.number(r, v)
				}
			}
		}
	}
	names["budget"] = "--budget"
	for _, text := range givenTexts(c, true, "budget") {
		budget, err := estimator.ParseBudget(text)
		switch {
		case err != nil:
			f.merge(err, nil)
		case budget.Kind == estimator.BudgetCarbon:
			r.Carbon = estimator.Some(estimator.Grams(budget.Amount * 1e3)) // a budget is in kilograms
		case budget.Kind == estimator.BudgetMoney:
			r.Money = estimator.Some(estimator.USD(budget.Amount))
		default:
			f.add("budget", text, "a plan is limited in carbon, money and time", "write an amount such as 5kg or 3USD")
		}
	}
}

// printPlan writes the front as a table, the best of each objective, and what was considered.
func printPlan(w io.Writer, p *estimator.PlanResult) error {
	out := &bytes.Buffer{}
	if len(p.Front) > 0 {
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "CO2E\tRANGE\tTIME\tCOST\tDEVICES\tPLACE\tSTART\tAGAINST THE LINE ABOVE")
		var shown []*estimator.PlanPoint
		for i := range p.Front {
			if f := &p.Front[i]; noticed(f, shown) {
				printPoint(table, f, shown)
				shown = append(shown, f)
			}
		}
		table.Flush()
		if left := len(p.Front) - len(shown); left > 0 {
			fmt.Fprintf(out, "--json has %s more between them.\n", estimator.FormatNumber(float64(left)))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "%s points that nothing beats, of %s candidates: %d devices × %d numbers of them × %d places\n", estimator.FormatNumber(float64(len(p.Front))),
		estimator.FormatNumber(float64(p.Candidates)), p.Devices, p.Counts, p.Regions)
	for _, r := range p.Refused {
		fmt.Fprintf(out, "  %s refuses %s\n", refusal(r.Limit), estimator.FormatNumber(float64(r.Candidates)))
	}
	if len(p.Notes) > 0 {
		fmt.Fprintln(out, "\nNotes")
		for _, n := range p.Notes {
			fmt.Fprintf(out, "  %s\n", n.Message)
		}
	}
	fmt.Fprintf(out, "\nData %s, engine %s\n", p.DataVersion, estimator.EngineVersion)
	_, err := w.Write(out.Bytes())
	return err
}

// noticed reports whether a point is worth a line after those shown, which are cleaner: the best ones are, and those that
// take half the time or money of each of them, or less.
func noticed(f *estimator.PlanPoint, shown []*estimator.PlanPoint) bool {
	const enough = 0.5
	for _, s := range shown {
		cheaper := f.Cost.Known && (!s.Cost.Known || f.Cost.Mid <= s.Cost.Mid*enough)
		if !cheaper && f.Hours.Mid > s.Hours.Mid*enough {
			return len(f.Best) > 0
		}
	}
	return true
}

func printPoint(w io.Writer, f *estimator.PlanPoint, shown []*estimator.PlanPoint) {
	carbon := estimator.As[float64](f.Carbon.Times(1e-3)) // the unit table is in kilograms
	cost, start := unknown, unknown
	if f.Cost.Known {
		cost = "$" + estimator.FormatNumber(float64(f.Cost.Mid)) + " " + f.CostBasis
	}
	if h, ok := f.Start.Get(); ok {
		start = fmt.Sprintf("%02.0f:00 UTC", float64(h))
	}
	place := f.RegionName
	if f.Region != "" {
		place = f.Region
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d × %s\t%s\t%s\t%s\n", estimator.FormatQuantity(carbon.Mid, "kgCO2e"), estimator.FormatRange(carbon, "kgCO2e"),
		estimator.FormatQuantity(float64(f.Hours.Mid), "h"), cost, f.Count, f.Device.ID, place, start, why(f, shown))
}

// why says what the point is best in, and what it gains on the line above and at which price in carbon.
func why(f *estimator.PlanPoint, shown []*estimator.PlanPoint) string {
	words := slices.Clone(f.Best)
	if len(shown) > 0 {
		above := shown[len(shown)-1]
		if f.Hours.Mid < above.Hours.Mid && !slices.Contains(words, "fastest") {
			words = append(words, "faster")
		}
		switch {
		case f.Cost.Known && !above.Cost.Known:
			words = append(words, "its cost is known")
		case f.Cost.Known && f.Cost.Mid < above.Cost.Mid && !slices.Contains(words, "cheapest"):
			words = append(words, "cheaper")
		}
		if v := float64(f.Carbon.Mid / above.Carbon.Mid); v > 1 && !math.IsInf(v, 1) {
			words = append(words, estimator.FormatNumber((v-1)*100)+" % more carbon")
		}
	}
	return strings.Join(words, ", ")
}

func refusal(limit string) string {
	switch limit {
	case "power":
		return "a rated power that nobody published"
	case "speed":
		return "a speed that nobody published"
	}
	return "the limit of " + limit
}
