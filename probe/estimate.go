package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

func estimateCommand() *cli.Command {
	return &cli.Command{
		Name:      "estimate",
		Usage:     "estimates energy and carbon of a computation, with a range and the source of every number",
		ArgsUsage: "[LINK|SCENARIO|-]",
		Description: "The scenario comes from flags, from a link of the page or its key=value&… part, from scenario JSON, or\n" +
			"from either on standard input with -. Flags beside a scenario change it. A flag of a device may be given\n" +
			"again: the second --count belongs to the second --accelerator, and a hyphen says nothing of a device.\n" +
			"GRAMWATT_<FLAG>, such as GRAMWATT_REGION, stands in for a flag when no scenario is given. Flags of\n" +
			"training and steps may be written out: --training-params is --params, --steps-count is --steps.\n\n" +
			"  gramwatt estimate --accelerator a100-sxm4-80gb --count 8 --hours 24 --load 0.8 --region FR\n" +
			"  gramwatt estimate 'kwh=433196&ci=57&pue=1'\n" +
			"  gramwatt estimate --json - <scenario.json",
		Flags:                     append(cliFlags(), under("output", append(reportFlags(), moreFlags()...)...)...),
		DisableSliceFlagSeparator: true,
		Action:                    doing(estimateAction),
	}
}

func estimateAction(_ context.Context, c *cli.Command) error {
	catalog := estimator.Default()
	spec, err := readScenario(c)
	names := map[string]string{}
	if spec == nil {
		return err
	}
	var f faults
	f.merge(err, nil)
	format := f.reportFormat(c)
	budget := f.moreSections(c, format)
	f.applyFlags(c, spec, names)
	result, err := estimator.EstimateParsed(catalog, spec, f.orNil())
	if err != nil {
		return inFlags(err, names, !c.Args().Present())
	}
	report := estimator.Report{Catalog: catalog, Spec: spec, Result: &result, Sensitivity: c.String("sensitivity")}
	text, _ := report.Append(nil, format)
	names["budget"] = "--budget"
	if text, err = appendMore(text, c, &report, format, budget); err != nil {
		return inFlags(err, names, !c.Args().Present())
	}
	_, err = c.Root().Writer.Write(text)
	return err
}

// inFlags tells faults in the words of the command line: by the flags that the fields came from and, when there is no
// scenario beside them or a flag is at fault, by the flags that would mend them.
func inFlags(err error, names map[string]string, flagsOnly bool) error {
	list, _ := errors.AsType[estimator.FieldErrors](err)
	var named faults
	for _, e := range list {
		if names[e.Field] != "" || flagsOnly {
			words := flagsInWords
			if strings.HasPrefix(e.Field, "cpus[") {
				words = cpuFlagsInWords
			}
			e.Reason, e.Remedy = words.Replace(e.Reason), words.Replace(e.Remedy)
		}
		named.FieldErrors = append(named.FieldErrors, e)
	}
	named.rename(names)
	return named.FieldErrors
}

// readScenario reads the argument, when there is one. A nil Spec means that there is nothing to go on with; a Spec
// with an error could be read in part.
func readScenario(c *cli.Command) (*estimator.Spec, error) {
	if c.Args().Len() > 1 {
		return nil, bad("argument", c.Args().Get(1), "one scenario is estimated at a time", "put a link into quotes: the shell reads & as an end")
	}
	return readText(c, c.Args().First())
}

// readText reads one scenario: a link, JSON, or - for either on standard input.
func readText(c *cli.Command, text string) (*estimator.Spec, error) {
	if text == "-" {
		input, err := io.ReadAll(io.LimitReader(c.Root().Reader, maxScenario+1))
		if err != nil {
			return nil, failure{fmt.Errorf("scenario: read standard input: %w", err)}
		}
		if len(input) > maxScenario {
			return nil, bad("standard input", "", "it is larger than any scenario", "give at most 64 KiB")
		}
		text = string(input)
		if strings.TrimSpace(text) == "" {
			return nil, bad("standard input", "", "it is empty", "give a link or scenario JSON")
		}
	}
	switch text = strings.TrimSpace(text); {
	case text == "":
		return &estimator.Spec{}, nil
	case strings.HasPrefix(text, "{"):
		spec, err := estimator.ParseScenario([]byte(text))
		return &spec, err
	case !strings.Contains(text, "="):
		remedy := "give key=value&…, or - to read a file: " + c.FullName() + " - <scenario.json"
		if info, err := os.Stat(text); err == nil && info.Mode().IsRegular() {
			remedy = "to read the file, write - <" + text
		}
		return nil, bad("scenario", text, "this is neither a link nor scenario JSON", remedy)
	}
	spec, unread, err := estimator.ParseQuery(text)
	for _, key := range unread {
		fmt.Fprintf(c.Root().ErrWriter, "gramwatt: link: %q: this version does not know the key; it is left out\n", key)
	}
	return &spec, err
}
