package main

import (
	"cmp"
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
	"name":                       "label of the estimate",
	"accelerator":                "id or name of a GPU or TPU; see `gramwatt catalog accelerators`",
	"count":                      "how many of it work at once",
	"rated-watts":                "rated power of one, instead of the catalog's",
	"measured-watts":             "measured mean power of one, instead of rated power × load",
	"cap-watts":                  "power limit set on one",
	"idle-watts":                 "power of one while it waits",
	"load":                       "mean power ÷ rated power, 0 to 1.2",
	"utilisation":                "none for accelerators: give --load; see --cpu-utilisation",
	"cpu":                        "name of a CPU; see `gramwatt catalog cpus`",
	"cpu-count":                  "how many of it work at once",
	"cpu-rated-watts":            "rated power of one, instead of the catalog's",
	"cpu-measured-watts":         "measured mean power of one, instead of rated power × load",
	"cpu-cap-watts":              "power limit set on one",
	"cpu-idle-watts":             "power of one while it waits",
	"cpu-load":                   "mean power ÷ rated power, 0 to 1.2",
	"cpu-utilisation":            "busy time of its threads, 0 to 1, instead of --cpu-load",
	"memory-gb":                  "memory of the host; none is counted without it",
	"host-watts":                 "rest of the server; 0 counts none, without it a usual share is counted",
	"workload":                   "kind of work, whose measured loads apply; see `gramwatt catalog workloads`",
	"share":                      "own share of the machine: 0.25 when four people share it",
	"hours":                      "wall-clock time of one run",
	"device-hours":               "instead of --hours: summed over the devices",
	"energy-kwh":                 "energy metered at the devices, of one run",
	"idle-hours":                 "time that the devices are held and wait",
	"params":                     "parameters of the model: 7e9",
	"tokens":                     "tokens trained on: 2e12",
	"flop":                       "instead of --params and --tokens: arithmetic of one run",
	"active-params":              "parameters that one token passes, in a mixture of experts",
	"mfu":                        "model FLOP utilisation, 0 to 1; published runs have 0.2 to 0.6",
	"achieved-tflops":            "instead of --mfu: speed of one device",
	"overhead-factor":            "for restarts and evaluation: 1.2 is a fifth more",
	"runs":                       "how many such runs the project takes",
	"project-preset":             "instead of the other flags of --project: a published project, as its work in full runs; see `gramwatt catalog projects`",
	"project-trial-share":        "cost of a trial ÷ that of a full run",
	"project-failed-share":       "trials that fail and are repeated, 0 to 0.99",
	"project-grid":               "values tried of each hyper-parameter: 3,4,2",
	"region":                     "FR, CA-QC, aws:us-east-1; see `gramwatt catalog regions` and `clouds`",
	"grid-intensity":             "instead of a region: grams of CO2e per kWh",
	"grid-year":                  "year of the grid figure, such as 2022; without it the newest",
	"ssd-tb":                     "terabytes kept on solid-state drives",
	"hdd-tb":                     "terabytes kept on hard disks",
	"network-gb":                 "gigabytes moved over the network in one run",
	"grid-mix":                   "instead of a region: shares by fuel: coal:40,hydro:60; see `gramwatt catalog fuels`",
	"market-intensity":           "intensity of the contract, shown beside the answer",
	"start-hour":                 "hour of the day in UTC at which the work starts",
	"pue":                        "energy of the building ÷ energy of its machines",
	"pue-components":             "instead of --pue: shares by use: cooling:50,servers:50",
	"site":                       "instead of --pue: kind of building; see `gramwatt catalog sites`",
	"steps-measured":             "instead of --seconds-per-step: measured steps in order: 0.41,0.42,0.4",
	"embodied":                   "count making the hardware",
	"embodied-utilisation":       "share of its life that the hardware works",
	"inference-energy-kwh":       "measured energy of one request",
	"inference-joules-per-token": "measured energy of one output token",
	"training-context":           "tokens of one sequence; with layers and width it counts attention",
	"tariff-usd-per-kwh":         "instead of --price-usd-per-kwh: price by hour of the day in UTC: 22-6:0.08,6-22:0.2",
	"social-cost-usd-per-t":      "damage of a tonne of CO2e",
	"red-ai-energy-kwh":          "measured energy of one example",
	"red-ai-flop":                "instead: arithmetic of one example",
	"training-architecture":      "kind of model",
	"training-method":            "what is trained",
	"training-type":              "word of a model card; changes no number",
}

// flagGroups are the headings of the help, in its order. A flag belongs to the first heading with a beginning of its path,
// and stands there in the order of the beginnings.
var flagGroups = []struct {
	title      string
	beginnings []string
}{
	{"hardware", []string{"accelerators[].", "cpus[].", "memory_gb", "host_w", "share", "workload", "ssd_tb", "hdd_tb", "network_gb"}},
	{"work: hours or metered energy", []string{"hours", "device_hours", "energy_kwh", "idle_hours"}},
	{"work: training a model", []string{"training.params", "training.tokens", "training.flop", "training.mfu", "training.achieved", "training.precision", "training."}},
	{"work: steps of a training program", []string{"steps.count", "steps.seconds", "steps.measured", "steps."}},
	{"work: one example × data set × experiments", []string{"red_ai."}},
	{"work: requests to a model", []string{"inference.requests", "inference.days", "inference.years", "inference."}},
	{"project", []string{"name", "runs", "overhead_factor", "project."}},
	{"place", []string{"region", "grid_", "market_g_per_kwh", "start_hour", "pue", "site"}},
	{"water and money", []string{"wue_", "offsite_", "price_", "tariff_", "social_", "carbon_price"}},
	{"making the hardware", []string{"embodied."}},
	{"further inputs", []string{""}},
}

// insteadOf lists fields that say the same thing in different ways: a flag for one replaces what a scenario beside it
// says with another. A name that ends in a dot stands for all fields that begin with it.
var insteadOf = [][]string{
	{"hours", "device_hours", "steps."},
	{"training.mfu", "training.achieved_tflops"},
	{"region", "grid_g_per_kwh", "grid_mix"},
	{"grid_year", "grid_g_per_kwh", "grid_mix"},
	{"pue", "pue_components", "site"},
	{"price_usd_per_kwh", "tariff_usd_per_kwh"},
}

// A scenarioFlag sets one field of the scenario, or of each device in the order given.
type scenarioFlag struct {
	name, placeholder, words string
	path                     string // of the field, with empty brackets for a device's
	longer                   string // second name; empty when there is none
	group, place             int    // in flagGroups
}

var scenarioFlags = func() []scenarioFlag {
	var flags []scenarioFlag
	for _, f := range estimator.ScenarioFields() {
		flag := scenarioFlag{name: flagName(f.Path), placeholder: placeholder(f), words: words(f), path: f.Path}
		flag.group, flag.place = groupOf(f.Path)
		if longer := pathName(f.Path); longer != flag.name && (strings.HasPrefix(f.Path, "training.") || strings.HasPrefix(f.Path, "steps.")) {
			flag.longer = longer
		}
		flags = append(flags, flag)
	}
	return flags
}()

// flagsInWords writes the fields that a reason or a remedy names as flags.
var flagsInWords = wordsOf("accelerators[].")

// cpuFlagsInWords is the same for what is wrong with a CPU.
var cpuFlagsInWords = wordsOf("cpus[].")

func wordsOf(device string) *strings.Replacer {
	pairs := []string{"give hours", "give --hours", "with hours", "with --hours", "hours is given", "--hours is given", "hours, or leave", "--hours, or leave",
		"project is given", "a flag of --project is given", "red_ai is given", "a flag of --red-ai is given", "steps is given", "--steps is given", "training is given", "--params or --flop is given",
		"training, steps or inference", "--flop, --params with --tokens, --steps with --seconds-per-step, or requests"}
	paths := slices.Clone(scenarioFlags)
	slices.SortStableFunc(paths, func(a, b scenarioFlag) int { return len(b.path) - len(a.path) }) // the longest that fits
	for _, f := range paths {
		if word := strings.TrimPrefix(f.path, device); strings.ContainsAny(word, "._") && !strings.Contains(word, "[]") {
			pairs = append(pairs, word, "--"+f.name)
		}
	}
	return strings.NewReplacer(pairs...)
}

// groupOf returns the heading of a field in flagGroups, and its place there.
func groupOf(path string) (group, place int) {
	for i, g := range flagGroups {
		for j, beginning := range g.beginnings {
			if strings.HasPrefix(path, beginning) {
				return i, j
			}
		}
	}
	return len(flagGroups) - 1, 0
}

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
		return "WORD"
	case !f.Number:
		return "TEXT"
	case f.Path == "embodied.counted":
		return "1|0"
	case f.Unit == "":
		return "N"
	}
	return strings.ToUpper(f.Unit)
}

func words(f estimator.ScenarioField) string {
	text, ok := flagWords[flagName(f.Path)]
	if !ok {
		text = strings.ToLower(f.Label[:1]) + f.Label[1:]
	}
	if f.Choices != nil {
		text += ": " + strings.Join(f.Choices, ", ")
	}
	return text
}

// cliFlags returns the flags of the scenario for a command, by group.
func cliFlags() []cli.Flag {
	sorted := slices.Clone(scenarioFlags)
	slices.SortStableFunc(sorted, func(a, b scenarioFlag) int {
		return cmp.Or(a.group-b.group, a.place-b.place)
	})
	flags := make([]cli.Flag, len(sorted))
	for i, f := range sorted {
		usage, category := usageText(f.placeholder, f.words), flagGroups[f.group].title
		if f.ofDevice() {
			flags[i] = &cli.StringSliceFlag{Name: f.name, Usage: usage, Category: category}
		} else {
			flags[i] = &cli.StringFlag{Name: f.name, Aliases: f.aliases(), Usage: usage, Category: category}
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
	if !c.Args().Present() {
		names["accelerators"] = "--accelerator"
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
