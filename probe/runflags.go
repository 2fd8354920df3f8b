package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/runs"
)

// runConfig is everything that wrap needs to know.
type runConfig struct {
	config            // Listen is empty when no page is served
	Args              []string
	Baseline          time.Duration
	Name              string
	Settings          runs.Settings
	Budget            *runs.Budget // nil without one
	StopAtBudget      bool
	Steps             *runs.Steps // nil when nobody tells steps
	StepPattern       string
	StepFile          string
	Estimate          *estimator.Result // to compare with; nil without one
	JSON, CSV, Report *output           // nil where none is asked for
}

const (
	mostBaseline = 10 * time.Minute
	stepSources  = "--step-pattern, --step-file or --listen"
)

// runFlags are those of run. The names of its files have no variable of the environment: GRAMWATT_JSON already belongs
// to the flag of that name of other commands, which is no file.
func runFlags() []cli.Flag {
	file := func(name, words string) cli.Flag {
		return &cli.StringFlag{Name: name, Usage: usageText("FILE", words)}
	}
	var flags []cli.Flag
	flags = append(flags, under("report", file("json", "write the report as JSON"),
		file("csv", "add a row with the columns of CodeCarbon's emissions.csv; a new file gets a header"),
		file("markdown", "write the report as a document with sources"),
		textFlag("name", "", "TEXT", "label of the run; otherwise the command's name"),
		textFlag("run-id", "", "ID", "identifier of the run; otherwise the job's number within Slurm, or a random one. Machines that share it share a run"),
		labelsFlag(),
		textFlag("estimate", "", "SCENARIO", "compare with an estimate: a link, or a file with scenario JSON"))...)
	flags = append(flags, under("place", append(append(placeFlags(), gridFlags()...), priceFlag())...)...)
	flags = append(flags, under("budget", budgetFlag(),
		boolFlag("stop-at-budget", "ask the command to end, by SIGTERM, when the budget is used; it is never killed"))...)
	flags = append(flags, under("steps of a training program",
		textFlag("steps", "", "N", "steps of the whole run: forecasts are made on the way; one of the following tells how many are done"),
		textFlag("step-pattern", "", "REGEXP", "a line of output that matches is a step; a group in it that is a number says how many are done. Output then goes through a pipe, which the command can tell from a terminal"),
		textFlag("step-file", "", "FILE", "a file to which the command adds a line for each step"))...)
	flags = append(flags, under("measuring", append([]cli.Flag{
		textFlag("interval", "1s", "DURATION", "time between samples, 100ms to 1m"),
		textFlag("baseline", "2s", "DURATION", "time before the start in which the idle power is measured; 0s for none")}, sensorFlags()...)...)...)
	flags = append(flags, under("recording", recordFlags()...)...)
	return append(flags, under("page during the run", append([]cli.Flag{
		textFlag("listen", "", "ADDR", "serve page and stream here while the command runs, such as 127.0.0.1:8420; the command may then post steps to /api/v1/step")},
		accessFlags()...)...)...)
}

// runConfigOf reads the flags of run and checks all of them, and that its files can be written, before anything starts.
func runConfigOf(c *cli.Command) (runConfig, error) {
	var f faults
	o := runConfig{Args: c.Args().Slice(), Name: c.String("name"), config: f.probe(c)}
	o.RunID, o.Labels = f.runOf(c)
	f.fits(&o.config)
	o.config.Out = c.Root().ErrWriter // standard output is the command's
	o.config.Log = slog.New(slog.NewTextHandler(o.config.Out, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if len(o.Args) == 0 {
		f.add("command", "", "there is none to run", "write it after two hyphens: gramwatt run -- python train.py")
	} else if o.Name == "" {
		o.Name = filepath.Base(o.Args[0])
	}
	if o.RunID == "" {
		o.RunID = newRunID()
	}
	o.Labels = jobs.Named(o.Labels, o.Name)
	o.Baseline = f.duration("--baseline", c.String("baseline"), 0, mostBaseline)
	o.Settings = f.priced(c, o.config.Settings)
	if o.StopAtBudget = c.Bool("stop-at-budget"); o.StopAtBudget && c.String("budget") == "" {
		f.add("--stop-at-budget", "", "there is no budget", "give one: --budget 5kg")
	}
	f.steps(c, &o)
	f.estimate(c, &o)
	if len(f.FieldErrors) == 0 { // the budget needs a place and a price that are right
		o.Budget = f.budget(c.String("budget"), o.Settings)
	}
	if len(f.FieldErrors) == 0 { // no file is made for a run that does not start
		o.JSON = f.output("--json", c.String("json"))
		o.CSV = f.table("--csv", c.String("csv"))
		o.Report = f.output("--markdown", c.String("markdown"))
	}
	if err := f.orNil(); err != nil {
		o.closeFiles()
		return o, err
	}
	return o, nil
}

// newRunID is a random name for a run.
func newRunID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:])
}

func (f *faults) steps(c *cli.Command, o *runConfig) {
	total, pattern := 0.0, c.String("step-pattern")
	if text := c.String("steps"); text != "" {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || !(n >= 1 && n <= 1e15) {
			f.add("--steps", text, "this is not a number of steps", "write a whole number such as 100000")
		}
		total = n
	}
	o.StepPattern, o.StepFile = pattern, c.String("step-file")
	if pattern != "" {
		if _, err := regexp.Compile(pattern); err != nil {
			f.add("--step-pattern", pattern, err.Error(), `write a regular expression such as 'step (\d+)'`)
		}
		if o.StepFile != "" {
			f.add("--step-file", o.StepFile, "--step-pattern tells the steps already", "leave one of the two out")
		}
	}
	told := pattern != "" || o.StepFile != "" || o.Listen != ""
	if total > 0 && !told {
		f.add("--steps", c.String("steps"), "nothing tells how many are done", "give one of "+stepSources)
	}
	if told {
		o.Steps = runs.NewSteps(total)
	}
}

// estimate reads the scenario to compare with: a link, or a file.
func (f *faults) estimate(c *cli.Command, o *runConfig) {
	text := c.String("estimate")
	switch {
	case text == "":
		return
	case text == "-":
		f.add("--estimate", text, "standard input belongs to the command", "give a link, or a file with scenario JSON")
		return
	}
	given := text
	if !strings.Contains(text, "=") || !strings.Contains(text, "&") {
		if info, err := os.Stat(text); err == nil && info.Mode().IsRegular() {
			content, err := os.ReadFile(text)
			if err != nil || len(content) > maxScenario {
				f.add("--estimate", text, "the file cannot be read, or is larger than any scenario", "give scenario JSON of at most 64 KiB")
				return
			}
			text = string(content)
		}
	}
	spec, err := readText(c, text)
	if spec == nil || err != nil {
		f.add("--estimate", given, "this is neither a link, nor a file with a scenario", "give the key=value&… of a link, or a file with scenario JSON")
		return
	}
	result, err := estimator.Estimate(estimator.Default(), spec)
	if err != nil {
		f.add("--estimate", given, err.Error(), "see `gramwatt estimate` with the same scenario")
		return
	}
	o.Estimate = &result
}

// unwritable is the fault of a file that a report cannot go to.
func (f *faults) unwritable(flag, path string, err error) {
	remedy := "name a file that you may write"
	if errors.Is(err, fs.ErrNotExist) {
		remedy = fmt.Sprintf("make the directory: mkdir -p %s", filepath.Dir(path))
	}
	f.add(flag, path, "it cannot be written: "+reason(err), remedy)
}
