package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// sections are what an estimate can be followed by, each by a flag of its name: as text, or in JSON as the engine answers
// its methods.
var sections = [...]struct {
	flag, words string
	methods     []string // of the engine's Call
	text        func(*bytes.Buffer, *estimator.Report) error
}{
	{"uncertainty", "add how likely the outcomes are, and which input moves the total most", []string{"draws", "tornado"}, uncertaintyText},
	{"rivals", "add what other calculators would answer, and why they differ", []string{"rivals"}, rivalsText},
	{"regions", "add the same work on the grid of every place, from the least to the most", []string{"regions"}, regionsText},
	{"damages", "add what the emissions cost the world and the country, by each published estimate", []string{"damages"}, damagesText},
	{"devices", "add the same work on every accelerator, from the least to the most", []string{"devices"}, devicesText},
	{"levers", "add what would save most on this work", []string{"levers"}, leversText},
}

// moreFlags add sections to an estimate.
func moreFlags() []cli.Flag {
	var flags []cli.Flag
	for _, s := range sections {
		flags = append(flags, boolFlag(s.flag, s.words))
	}
	return append(flags, textFlag("budget", "", "AMOUNT", "add how much of this work an amount allows: 5kg, 20kWh, 3USD"))
}

// moreSections refuses the sections beside forms that have no place for them, and reads the budget; nil when none is given.
func (f *faults) moreSections(c *cli.Command, format string) *estimator.Budget {
	text := c.String("budget")
	if format != "text" && format != "json" {
		for _, s := range sections {
			if c.Bool(s.flag) {
				f.add("--"+s.flag, "", "--"+format+" has no place for it", "leave one of the two out")
			}
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
func appendMore(text []byte, c *cli.Command, r *estimator.Report, format string, budget *estimator.Budget) ([]byte, error) {
	if format == "json" {
		return appendMoreJSON(text, c, r, budget)
	}
	out := bytes.NewBuffer(text)
	for _, s := range sections {
		if c.Bool(s.flag) {
			if err := s.text(out, r); err != nil {
				return nil, err
			}
		}
	}
	if budget != nil {
		a, err := estimator.Afford(r.Catalog, r.Spec, *budget)
		if err != nil {
			return nil, err
		}
		affordableText(out, &a)
	}
	return out.Bytes(), nil
}

// appendMoreJSON puts a member "more" into the object: what the engine answers to each method that was asked for, by its
// name.
func appendMoreJSON(text []byte, c *cli.Command, r *estimator.Report, budget *estimator.Budget) ([]byte, error) {
	more := map[string]json.RawMessage{}
	link := r.Spec.Query()
	for _, s := range sections {
		if c.Bool(s.flag) {
			for _, method := range s.methods {
				more[method] = estimator.Call(r.Catalog, method, link)
			}
		}
	}
	if budget != nil {
		if _, err := estimator.Afford(r.Catalog, r.Spec, *budget); err != nil {
			return nil, err
		}
		more["afford"] = estimator.Call(r.Catalog, "afford", "budget="+c.String("budget")+"&"+link)
	}
	if len(more) == 0 {
		return text, nil
	}
	member, err := json.Marshal(more)
	if err != nil {
		return nil, fmt.Errorf("write the sections: %w", err)
	}
	object := bytes.TrimSuffix(bytes.TrimSpace(text), []byte("}"))
	return fmt.Appendf(object, ",\"more\":%s}\n", member), nil
}
