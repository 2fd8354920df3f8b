package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// maxAccuracyText is the size of the longest list that is read, in bytes: 10,000 lines have some 400 kB.
const maxAccuracyText = 1 << 20

func accuracyCommand() *cli.Command {
	return &cli.Command{
		Name:      "accuracy",
		Usage:     "puts accuracy against carbon: which runs are worth what they took, and grams per point",
		ArgsUsage: "FILE|-",
		Description: "A line of the file is a run: label, accuracy, kWh, separated by tabs, semicolons or commas. The\n" +
			"label may be left out.\n\n" +
			"  gramwatt accuracy runs.csv --region FR\n" +
			"  gramwatt accuracy - --grid-intensity 57 <runs.csv",
		Flags: []cli.Flag{textFlag("region", "", "ID", "FR, CA-QC, aws:us-east-1; the world without it"),
			textFlag("grid-intensity", "", "G/KWH", "instead of a region: grams of CO2e per kWh"), boolFlag("json", "print JSON")},
		Action: doing(accuracyAction),
	}
}

func accuracyAction(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return bad("argument", c.Args().Get(1), "one file is read", "give the name of a file, or - for standard input")
	}
	text, err := readAccuracy(c, c.Args().First())
	if err != nil {
		return err
	}
	var spec estimator.Spec
	var f faults
	for flag, path := range map[string]string{"region": "region", "grid-intensity": "grid_g_per_kwh"} {
		if value := c.String(flag); value != "" {
			f.merge(spec.SetField(path, value), map[string]string{path: "--" + flag})
		}
	}
	if err := f.orNil(); err != nil {
		return err
	}
	report, err := estimator.AccuracyOn(estimator.Default(), &spec, text)
	if err != nil {
		return inFlags(err, map[string]string{"region": "--region", "grid_g_per_kwh": "--grid-intensity", "accuracy.g_per_kwh": "--grid-intensity"}, true)
	}
	if c.Bool("json") {
		_, err = fmt.Fprintf(c.Root().Writer, "%s\n", report.AppendJSON(nil))
		return err
	}
	place := ""
	if spec.Region == "" && !spec.GridIntensity.Given() {
		place = ", the world's average: no place was given"
	}
	return printAccuracy(c.Root().Writer, &report, place)
}

func readAccuracy(c *cli.Command, name string) (string, error) {
	in := c.Root().Reader
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", bad("file", name, "it cannot be read", "give a file with a line for each run: label, accuracy, kWh")
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxAccuracyText+1))
	if err != nil {
		return "", failure{fmt.Errorf("accuracy: read %s: %w", name, err)}
	}
	if strings.TrimSpace(string(text)) == "" {
		return "", bad("file", name, "it is empty", "give a line for each run: label, accuracy, kWh")
	}
	if len(text) > maxAccuracyText {
		return "", bad("file", name, "it is longer than any list of runs", "give at most 1 MiB")
	}
	return string(text), nil
}

// printAccuracy writes the runs that are worth what they took, from the least to the most, and what each step costs.
func printAccuracy(w io.Writer, r *estimator.AccuracyReport, place string) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "RUN\tACCURACY\tENERGY\tCO2E\tFOR EACH FURTHER POINT")
	for at, i := range r.Front {
		row, step := &r.Rows[i], ""
		if at > 0 {
			step = estimator.FormatQuantity(r.Steps[at-1].GramsPerPoint/1e3, "kgCO2e")
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", row.Label, estimator.FormatNumber(row.Accuracy), estimator.FormatQuantity(float64(row.Energy), "kWh"),
			estimator.FormatQuantity(row.Energy.At(r.Intensity).Kilograms(), "kgCO2e"), step)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	beaten := 0
	for i, by := range r.BeatenBy {
		if by < 0 {
			continue
		}
		if beaten++; beaten == 1 {
			fmt.Fprintln(w, "\nAnother run is as good for no more energy")
		}
		fmt.Fprintf(w, "  %s: take %s\n", r.Rows[i].Label, r.Rows[by].Label)
	}
	if !slices.ContainsFunc(r.Rows, func(row estimator.AccuracyRow) bool { return row.Accuracy > 1 }) {
		fmt.Fprintln(w, "\nNo accuracy is above 1, so that a point is a whole 1: write 91.2 instead of 0.912 for grams per percentage point.")
	}
	_, err := fmt.Fprintf(w, "\nAt %s%s%s\n", estimator.FormatQuantity(float64(r.Intensity), "gCO2e/kWh"), gridWords(&r.Grid), place)
	return err
}

// gridWords say of which place and year an intensity is, and where it was read; nothing for a typed one.
func gridWords(g *estimator.Factor) string {
	if g.Name == "" || g.Source == nil {
		return ""
	}
	words := ", " + g.Name
	if g.Year > 0 {
		words += " in " + strconv.Itoa(g.Year)
	}
	return words + " (" + g.Source.Citation() + ")"
}
