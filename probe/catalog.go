package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

func catalogCommand() *cli.Command {
	return &cli.Command{
		Name:      "catalog",
		Usage:     "looks up accelerators, CPUs, regions and cloud regions, each with source and year",
		ArgsUsage: "TABLE [PATTERN]",
		Description: "TABLE is " + printedTables + ".\n" +
			"PATTERN keeps the rows whose id or name contains it; case does not matter. A hyphen stands for what nobody\n" +
			"has published. `--json` prints every column, with the address of each source, and knows further tables:\n" +
			"prices, device_prices, instances, mixes, marginals, hours, water, models, social_costs, equivalences, embodied, ….",
		Flags: []cli.Flag{boolFlag("json", "print JSON")},
		Action: doing(func(_ context.Context, c *cli.Command) error {
			name, pattern := c.Args().Get(0), strings.Join(c.Args().Tail(), " ")
			catalog, w := estimator.Default(), c.Root().Writer
			if c.Bool("json") {
				method, argument := "catalog", name+" "+pattern
				if name == "published" {
					method, argument = name, pattern
				}
				answer := estimator.Call(catalog, method, argument)
				if !bytes.HasPrefix(answer, []byte(`{"ok":true`)) {
					return bad("catalog", name, "there is no such table", "use one of "+strings.Join(estimator.CatalogTables(), ", ")+", published")
				}
				_, err := fmt.Fprintf(w, "%s\n", answer)
				return err
			}
			table, ok := tables[name]
			switch {
			case name == "":
				return bad("catalog", "", "no table is named", "use "+printedTables)
			case !ok && slices.Contains(estimator.CatalogTables(), name):
				return bad("catalog", name, "this table is printed as JSON only", "add --json")
			case !ok:
				return bad("catalog", name, "there is no such table", "use "+printedTables+"; with --json also "+strings.Join(jsonTables(), ", "))
			}
			if n := table.print(w, catalog, pattern); n == 0 {
				return nothingFound(catalog, table, name, pattern)
			}
			return nil
		}),
	}
}

const printedTables = "accelerators, cpus, regions, clouds, workloads, sites, projects, fuels or published"

// jsonTables are the tables that --json adds.
func jsonTables() []string {
	return slices.DeleteFunc(estimator.CatalogTables(), func(name string) bool { _, printed := tables[name]; return printed })
}

// table prints one catalog.
type table struct {
	kind   string // as Suggest names it; empty when the rows are few
	header string
	rows   func(c *estimator.Catalog, add func(keys []string, cells ...string))
}

var tables = map[string]table{
	"accelerators": {"accelerator", "ID\tNAME\tRATED\tMEMORY\tYEAR\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, a := range c.Accelerators() {
			rated := quantity(float64(a.Rated), "W")
			if a.HasRated() && a.RatedBasis == "analyst" {
				rated += " (by an analyst)"
			}
			add([]string{a.ID, a.Name}, a.ID, a.Name, rated, quantity(float64(a.Memory), "GB"), year(a.Year), title(a.Source))
		}
	}},
	"cpus": {"cpu", "NAME\tRATED\tCORES\tYEAR\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, p := range c.CPUs() {
			add([]string{p.Name}, p.Name, quantity(float64(p.Rated), "W"), quantity(float64(p.Cores), ""), year(p.Year), title(p.Source))
		}
	}},
	"regions": {"region", "CODE\tNAME\tG/KWH\tSCOPE\tYEAR\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, p := range c.Places() {
			figure, scope := p.Lifecycle, estimator.Lifecycle
			if figure == nil {
				figure, scope = p.Direct, estimator.Direct
			}
			switch {
			case figure != nil:
				add([]string{p.Code, p.Name}, p.Code, p.Name, estimator.FormatNumber(float64(figure.Value)), scope, year(figure.Year), title(figure.Source))
			case p.Proxy != "":
				add([]string{p.Code, p.Name}, p.Code, p.Name, unknown, unknown, unknown, "as "+p.Proxy)
			default:
				add([]string{p.Code, p.Name}, p.Code, p.Name, unknown, unknown, unknown, unknown)
			}
		}
	}},
	"clouds": {"region", "ID\tNAME\tGRID\tPUE\tYEAR\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, r := range c.CloudRegions() {
			published := unknown
			if r.PUESource != nil {
				published = year(r.PUESource.Year)
			}
			add([]string{r.ID, r.Name, r.City}, r.ID, r.Name, r.Zone, quantity(r.PUE, ""), published, title(r.Source))
		}
	}},
	"workloads": {"", "ID\tKIND OF WORK\tLOAD\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, p := range c.Workloads() {
			add([]string{p.ID, p.Label}, p.ID, p.Label, estimator.FormatRange(estimator.As[float64](p.Load), ""), title(p.Source))
		}
	}},
	"sites": {"", "ID\tKIND OF BUILDING\tPUE\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, p := range c.Sites() {
			add([]string{p.ID, p.Label}, p.ID, p.Label, estimator.FormatRange(p.PUE, ""), title(p.Source))
		}
	}},
	"projects": {"", "ID\tPUBLISHED PROJECT\tJOBS\tDEVICE-HOURS\tFULL RUNS\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, p := range estimator.ProjectPresets() {
			add([]string{p.ID, p.Label}, p.ID, p.Label, strconv.FormatFloat(p.Runs, 'f', -1, 64), strconv.FormatFloat(float64(p.DeviceHours), 'f', -1, 64), estimator.FormatNumber(p.FullRuns()), title(p.Source))
		}
	}},
	"published": {"", "CASE\tOUTPUT\tREPORTED\tCOMPUTED\tRATIO\tVERDICT\tPUBLICATION", func(c *estimator.Catalog, add func([]string, ...string)) {
		for i, list := 0, c.PublishedCases(); i < len(list); i++ {
			p := &list[i]
			add([]string{p.ID, p.Title, p.Publication, p.Output}, publishedRow(c, p)...)
		}
	}},
	"fuels": {"", "ID\tFUEL\tG/KWH\tRANGE\tYEAR\tSOURCE", func(c *estimator.Catalog, add func([]string, ...string)) {
		for _, f := range c.Fuels() {
			span := unknown
			if f.Bounded {
				span = estimator.FormatRange(estimator.As[float64](f.Intensity), "")
			}
			add([]string{f.ID, f.Label}, f.ID, f.Label, estimator.FormatNumber(float64(f.Intensity.Mid)), span, year(f.Year), title(f.Source))
		}
	}},
}

// publishedRow is a printed number beside what is computed for it now.
func publishedRow(c *estimator.Catalog, p *estimator.PublishedCase) []string {
	computed, err := p.Compute(c)
	cells := []string{p.ID, p.Output, unknown, unknown, unknown, p.Verdict(computed, err), p.Publication}
	if v, ok := p.Reported.Get(); ok {
		cells[2] = estimator.FormatQuantity(v, p.Unit)
	}
	if err == nil {
		cells[3] = estimator.FormatRange(computed, p.Unit)
		if computed.IsExact() {
			cells[3] = estimator.FormatQuantity(computed.Mid, p.Unit)
		}
	}
	if v, ok := p.Ratio(computed, err).Get(); ok {
		cells[4] = strconv.FormatFloat(v, 'f', 3, 64)
	}
	return cells
}

// print writes the rows that contain the pattern and returns how many they are.
func (t table) print(w io.Writer, c *estimator.Catalog, pattern string) int {
	pattern = strings.ToLower(pattern)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	count := 0
	t.rows(c, func(keys []string, cells ...string) {
		if !strings.Contains(strings.ToLower(strings.Join(keys, "\n")), pattern) {
			return
		}
		if count == 0 {
			fmt.Fprintln(out, t.header)
		}
		count++
		fmt.Fprintln(out, strings.Join(cells, "\t"))
	})
	out.Flush()
	return count
}

// nothingFound is a failure like that of grep, with what may have been meant.
func nothingFound(c *estimator.Catalog, t table, name, pattern string) error {
	err := fmt.Errorf("catalog: %s: %q: no row contains it", name, pattern)
	if t.kind == "" {
		return err
	}
	if close := c.Suggest(t.kind, pattern); len(close) > 0 {
		return fmt.Errorf("%w; did you mean %s?", err, strings.Join(close, ", "))
	}
	return err
}

const unknown = "-"

func quantity(v float64, unit string) string {
	if v == 0 {
		return unknown
	}
	return estimator.FormatQuantity(v, unit)
}

func year(y int) string {
	if y == 0 {
		return unknown
	}
	return strconv.Itoa(y)
}

func title(s *estimator.Source) string {
	if s == nil {
		return unknown
	}
	return s.Citation()
}
