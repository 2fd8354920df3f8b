package main

import "github.com/urfave/cli/v3"

// reportFormats are the flags that choose the form of the answer; without one it is text.
var reportFormats = [...]struct{ name, words string }{
	{"json", "print the result as JSON"},
	{"csv", "print a header and a row with the columns of CodeCarbon's emissions.csv, then ranges and scope"},
	{"markdown", "print a statement with tables and sources in Markdown"},
	{"latex", "print a statement with tables and sources in LaTeX and BibTeX"},
	{"modelcard", "print co2_eq_emissions and a section for a model card on Hugging Face"},
	{"boamps", "print JSON in the BoAmps data model of Boavizta"},
}

func reportFlags() []cli.Flag {
	var flags []cli.Flag
	for _, f := range reportFormats {
		flags = append(flags, boolFlag(f.name, f.words))
	}
	return append(flags, textFlag("sensitivity", "", "TEXT", "how much the outcome depends on hyper-parameters, for the report"))
}

// reportFormat reads which form was asked for, and refuses two of them.
func (f *faults) reportFormat(c *cli.Command) string {
	format := "text"
	for _, form := range reportFormats {
		switch {
		case !c.Bool(form.name):
		case format != "text":
			f.add("--"+form.name, "", "--"+format+" is given too", "ask for one form at a time")
		default:
			format = form.name
		}
	}
	return format
}
