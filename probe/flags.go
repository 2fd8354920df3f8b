package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// Flags carry texts, and are read by the commands, so that every wrong value is told at once and in one form.

// variable is the environment variable that stands in for a flag.
func variable(flag string) string {
	return "GRAMWATT_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// usageText puts the name of a flag's value before its words, where the library looks for it; the help leaves it out of
// the words again.
func usageText(placeholder, words string) string { return "`" + placeholder + "` " + words }

func textFlag(name, value, placeholder, words string) *cli.StringFlag {
	return &cli.StringFlag{Name: name, Value: value, Usage: usageText(placeholder, words), Sources: cli.EnvVars(variable(name))}
}

func listFlag(name, placeholder, words string) *cli.StringSliceFlag {
	return &cli.StringSliceFlag{Name: name, Usage: usageText(placeholder, words), Sources: cli.EnvVars(variable(name))}
}

func boolFlag(name, words string) *cli.BoolFlag {
	return &cli.BoolFlag{Name: name, Usage: words, Sources: cli.EnvVars(variable(name))}
}

// under puts flags under a heading of the help.
func under(heading string, flags ...cli.Flag) []cli.Flag {
	for _, f := range flags {
		f.(cli.CategorizableFlag).SetCategory(heading)
	}
	return flags
}

// sensorFlags say where to find the machine.
func sensorFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("sysfs", "/sys", "DIR", "where sysfs is mounted; in a container perhaps /host/sys"),
		textFlag("procfs", "/proc", "DIR", "where proc is mounted; in a container perhaps /host/proc"),
		textFlag("nvml", "libnvidia-ml.so.1", "LIBRARY", "library of the NVIDIA driver"),
		textFlag("nvidia-smi", "nvidia-smi", "COMMAND", "command that stands in where the library cannot be loaded"),
		listFlag("from", "URL", "metrics of dcgm-exporter, nvidia_gpu_exporter or node_exporter to read instead of sensors, such as http://127.0.0.1:9400/metrics; may be given again"),
		textFlag("gpu-idle", "", "WATTS", "power of each GPU at rest, where one is always busy and it cannot be learned"),
		textFlag("demo", "", "NAME", "simulated hardware instead of this machine's, labelled so everywhere: laptop, h100x8 or broken; NAME:lose=30s loses a GPU then, NAME:wrap=30s lets energy counters wrap, NAME:seed=2 is another session"),
	}
}

// faults collects what is wrong with the flags.
type faults struct{ estimator.FieldErrors }

// add notes a fault. What is quoted in its words goes to a terminal, so it cannot move the cursor there.
func (f *faults) add(field, value, reason, remedy string) {
	f.FieldErrors = append(f.FieldErrors, estimator.FieldError{Field: field, Value: plain(value), Reason: plain(reason), Remedy: plain(remedy)})
}

func (f *faults) orNil() error {
	if len(f.FieldErrors) == 0 {
		return nil
	}
	return f.FieldErrors
}

// number reads a decimal number; false, and a fault, for anything else.
func (f *faults) number(field, text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "xXpP_nN") { // strconv also takes hexadecimal, NaN and infinities
		f.add(field, text, "this is not a number", "write a plain number such as 8 or 0.5")
		return 0, false
	}
	return v, true
}

// duration reads a time such as 500ms within limits.
func (f *faults) duration(field, text string, least, most time.Duration) time.Duration {
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		f.add(field, text, "this is not a duration", "write a number with its unit, such as 500ms or 2s")
	case d < least || d > most:
		f.add(field, text, "this is outside "+least.String()+" to "+most.String(), "1s suits most machines")
	}
	return d
}

// noArguments refuses what stands after the flags of a command that takes nothing.
func noArguments(c *cli.Command) error {
	if c.Args().Present() {
		return bad("argument", c.Args().First(), "`"+c.FullName()+"` takes flags only", "remove it")
	}
	return nil
}

// merge adds the faults of a scenario under the names of the flags that they come from.
func (f *faults) merge(err error, names map[string]string) {
	list, _ := errors.AsType[estimator.FieldErrors](err)
	added := faults{slices.Clone(list)}
	added.rename(names)
	f.FieldErrors = append(f.FieldErrors, added.FieldErrors...)
}

// rename puts the names of flags for the fields that they come from; "grid_mix.water" comes from the flag of grid_mix.
func (f *faults) rename(names map[string]string) {
	for i := range f.FieldErrors {
		e := &f.FieldErrors[i]
		whole, part, _ := strings.Cut(e.Field, ".")
		list, _, _ := strings.Cut(e.Field, "[") // steps.measured[1] comes from the flag of steps.measured
		if name, ok := names[e.Field]; ok {
			e.Field = name
		} else if name, ok := names[list]; ok {
			e.Field = name
		} else if name, ok := names[whole]; ok && part != "" {
			e.Field = name
			e.Value = part + ":" + e.Value
		}
	}
}
