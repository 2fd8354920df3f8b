package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

func compareCommand() *cli.Command {
	return &cli.Command{
		Name:      "compare",
		Usage:     "holds up to four scenarios against the first, with what drives the difference",
		ArgsUsage: "SCENARIO SCENARIO…",
		Description: "A scenario is a link of the page, its key=value&… part, scenario JSON, or - for one on standard input.\n\n" +
			"  gramwatt compare 'hw=t4&h=100&r=PL' 'hw=t4&h=100&r=FR'\n" +
			"  gramwatt compare 'kwh=1000&r=DE' - <scenario.json",
		Flags:  []cli.Flag{boolFlag("json", "print the comparison as JSON")},
		Action: doing(compareAction),
	}
}

func compareAction(_ context.Context, c *cli.Command) error {
	var specs []*estimator.Spec
	var parse []error
	for _, text := range c.Args().Slice() {
		spec, err := readText(c, text)
		if spec == nil {
			return err
		}
		specs, parse = append(specs, spec), append(parse, err)
	}
	comparison, err := estimator.CompareParsed(estimator.Default(), specs, parse)
	if err != nil {
		return inLetters(err)
	}
	if c.Bool("json") {
		_, err = fmt.Fprintf(c.Root().Writer, "%s\n", comparison.AppendJSON(nil))
		return err
	}
	return printComparison(c.Root().Writer, &comparison)
}

// inLetters names the scenarios of faults as the answer does: "scenario C, hours".
func inLetters(err error) error {
	list, _ := errors.AsType[estimator.FieldErrors](err)
	for i := range list {
		e := &list[i]
		for at, letter := range letters {
			if field, ok := strings.CutPrefix(e.Field, fmt.Sprintf("scenarios[%d].", at)); ok {
				e.Field = "scenario " + string(letter) + ", " + field
			}
		}
	}
	return list
}
