package main

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// The scenario's flags follow from the scenario's fields: every field has one, named by its path ("training.layers" is
// --training-layers), but for the names below. Those of training and steps answer to the longer name too.
var flagNames = map[string]string{
	"host_w":                   "host-watts",
	"grid_g_per_kwh":           "grid-intensity",
	"market_g_per_kwh":         "market-intensity",
	"embodied.counted":         "embodied",
	"training.flop":            "flop",
	"training.params":          "params",
	"training.tokens":          "tokens",
	"training.active_params":   "active-params",
	"training.mfu":             "mfu",
	"training.precision":       "precision",
	"training.achieved_tflops": "achieved-tflops",
	"steps.seconds_per_step":   "seconds-per-step",
	"steps.count":              "steps",
	"accelerators[].id":        "accelerator",
	"accelerators[].tdp_w":     "rated-watts",
	"accelerators[].power_w":   "measured-watts",
	"accelerators[].cap_w":     "cap-watts",
	"accelerators[].idle_w":    "idle-watts",
	"cpus[].name":              "cpu",
	"cpus[].tdp_w":             "cpu-rated-watts",
	"cpus[].power_w":           "cpu-measured-watts",
	"cpus[].cap_w":             "cpu-cap-watts",
	"cpus[].idle_w":            "cpu-idle-watts",
}

// flagWords says more about a flag than the label of its field does.
var flagWords = map[string]string{
	"accelerator":    "or name of a GPU or TPU; see `gramwatt catalog accelerators`",
	"cpu":            "of a CPU; see `gramwatt catalog cpus`",
	"region":         "FR, CA-QC, aws:us-east-1; see `gramwatt catalog regions`",
	"grid-mix":       "instead of a region: shares by fuel, such as coal:40,hydro:60",
	"pue-components": "instead of --pue: shares by use, such as cooling:50,servers:50",
	"memory-gb":      "memory of the host; none is counted without it",
	"host-watts":     "rest of the server: 0 counts none, without it a usual share is counted",
	"device-hours":   "instead of --hours: summed over the devices",
	"workload":       "kind of work, whose measured loads apply; see `gramwatt catalog workloads`",
	"site":           "instead of --pue: kind of building; see `gramwatt catalog sites`",
	"load":           "of rated power, 0 to 1.2",
	"rated-watts":    "of one, instead of the catalog's",
	"measured-watts": "of one, instead of rated power × load",
}

// insteadOf lists fields that say the same thing in different ways: a flag for one replaces what a scenario beside it
// says with another. A name that ends in a dot stands for all fields that begin with it.
var insteadOf = [][]string{
	{"hours", "device_hours", "steps."},
	{"region", "grid_g_per_kwh", "grid_mix"},
	{"grid_year", "grid_g_per_kwh", "grid_mix"},
	{"pue", "pue_components", "site"},
}

// A scenarioFlag sets one field of the scenario, or of each device in the order given.
type scenarioFlag struct {
	name, placeholder, words string
	path                     string // of the field, with empty brackets for a device's
	longer                   string // second name; empty when there is none
}

var scenarioFlags = func() []scenarioFlag {
	var flags []scenarioFlag
	for _, f := range estimator.ScenarioFields() {
		flag := scenarioFlag{name: flagName(f.Path), placeholder: placeholder(f), words: words(f), path: f.Path}
		if longer := pathName(f.Path); longer != flag.name && (strings.HasPrefix(f.Path, "training.") || strings.HasPrefix(f.Path, "steps.")) {
			flag.longer = longer
		}
		flags = append(flags, flag)
	}
	return flags
}()

// flagsInWords writes the fields that a remedy names as flags.
var flagsInWords = func() *strings.Replacer {
	pairs := []string{"give hours", "give --hours", "with hours", "with --hours", "training, steps or inference", "--flop, --params with --tokens, --steps with --seconds-per-step, or requests"}
	paths := slices.Clone(scenarioFlags)
	slices.SortStableFunc(paths, func(a, b scenarioFlag) int { return len(b.path) - len(a.path) }) // the longest that fits
	for _, f := range paths {
		if word := strings.TrimPrefix(f.path, "accelerators[]."); strings.ContainsAny(word, "._") && !strings.Contains(word, "[]") {
			pairs = append(pairs, word, "--"+f.name)
		}
	}
	return strings.NewReplacer(pairs...)
}()

func flagName(path string) string {
	if name, ok := flagNames[path]; ok {
		return name
	}
	return pathName(path)
}

// pathName makes a path a flag's name.
func pathName(path string) string {
	path = strings.TrimPrefix(path, "accelerators[].")
	return strings.NewReplacer("cpus[].", "cpu-", ".", "-", "_", "-").Replace(path)
}

func placeholder(f estimator.ScenarioField) string {
	switch {
	case f.Choices != nil:
		return strings.Join(f.Choices, "|")
	case !f.Number:
		return "TEXT"
	case f.Unit == "":
		return "X"
	}
	return strings.ToUpper(f.Unit)
}

func words(f estimator.ScenarioField) string {
	if text, ok := flagWords[flagName(f.Path)]; ok {
		return text
	}
	return strings.ToLower(f.Label[:1]) + f.Label[1:]
}

// cliFlags returns the flags of the scenario for a command.
func cliFlags() []cli.Flag {
	var flags []cli.Flag
	for _, f := range scenarioFlags {
		usage := "`" + f.placeholder + "` " + f.words
		if f.ofDevice() {
			flags = append(flags, &cli.StringSliceFlag{Name: f.name, Usage: usage})
		} else {
			flags = append(flags, &cli.StringFlag{Name: f.name, Aliases: f.aliases(), Usage: usage})
		}
	}
	return flags
}

func (f *scenarioFlag) aliases() []string {
	if f.longer == "" {
		return nil
	}
	return []string{f.longer}
}

func (f *scenarioFlag) ofDevice() bool { return strings.Contains(f.path, "[]") }

// applyFlags changes the scenario by the flags, collects what cannot be read, and notes which flag each field is from.
func (f *faults) applyFlags(c *cli.Command, s *estimator.Spec, names map[string]string) {
	given := func(flag *scenarioFlag) []string {
		return givenTexts(c, flag.ofDevice(), append(flag.aliases(), flag.name)...)
	}
	flagOf := map[string]bool{}
	for i := range scenarioFlags {
		flag := &scenarioFlags[i]
		flagOf[flag.path] = given(flag) != nil
		if !c.Args().Present() { // what is missing is named as a flag too
			names[strings.Replace(flag.path, "[]", "[0]", 1)] = "--" + flag.name
		}
	}
	for _, ways := range insteadOf { // before any is set: two flags that exclude each other stay a fault
		for i, way := range ways {
			if saidIn(flagOf, way) {
				clearWays(s, slices.Delete(slices.Clone(ways), i, i+1))
			}
		}
	}
	for i := range scenarioFlags {
		flag := &scenarioFlags[i]
		for device, text := range given(flag) {
			if flag.ofDevice() && text == "-" { // says nothing of this device
				continue
			}
			path := strings.Replace(flag.path, "[]", "["+strconv.Itoa(device)+"]", 1)
			names[path] = "--" + flag.name
			if list, ok := errors.AsType[estimator.FieldErrors](s.SetField(path, text)); ok {
				f.FieldErrors = append(f.FieldErrors, list...)
			}
		}
	}
}

// saidIn reports whether a flag of the command line says a field in this way.
func saidIn(flagOf map[string]bool, way string) bool {
	for path, said := range flagOf {
		if said && isWay(path, way) {
			return true
		}
	}
	return false
}

// clearWays takes out of the scenario all that it says in these ways.
func clearWays(s *estimator.Spec, ways []string) {
	for _, f := range estimator.ScenarioFields() {
		if slices.ContainsFunc(ways, func(way string) bool { return isWay(f.Path, way) }) {
			s.ClearField(f.Path)
		}
	}
}

func isWay(path, way string) bool {
	return path == way || strings.HasSuffix(way, ".") && strings.HasPrefix(path, way)
}

// givenTexts returns what a flag says under one of its names: on the command line, else in the environment when no
// scenario stands beside it.
func givenTexts(c *cli.Command, list bool, names ...string) []string {
	for _, name := range names {
		switch {
		case c.IsSet(name) && list:
			return c.StringSlice(name)
		case c.IsSet(name):
			return []string{c.String(name)}
		}
	}
	for _, name := range names {
		if text, ok := os.LookupEnv(variable(name)); ok && text != "" && !c.Args().Present() {
			return []string{text}
		}
	}
	return nil
}
