package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// TestScenarioFlags gives every field of a scenario a flag of its own, which no other flag of the command has, and which
// is named when its value cannot be read.
func TestScenarioFlags(t *testing.T) {
	names := map[string]bool{}
	for _, flag := range reportFlags() {
		for _, name := range flag.Names() {
			names[name] = true
		}
	}
	fields := estimator.ScenarioFields()
	if len(scenarioFlags) != len(fields) {
		t.Fatalf("%d flags for %d fields", len(scenarioFlags), len(fields))
	}
	for i, f := range fields {
		flag := &scenarioFlags[i]
		if names[flag.name] {
			t.Errorf("two flags are called --%s", flag.name)
		}
		names[flag.name] = true
		if flag.path != f.Path || flag.words == "" || flag.placeholder == "" || strings.Trim(flag.name, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("%+v is no flag of %s", flag, f.Path)
		}
		if !f.Number {
			continue
		}
		var out, err bytes.Buffer
		status := execute(t.Context(), []string{"gramwatt", "estimate", "--" + flag.name + "=many"}, strings.NewReader(""), &out, &err)
		if want := "--" + flag.name + `: "many"`; status != statusUsage || !strings.Contains(err.String(), want) {
			t.Errorf("status %d, want %d and %s:\n%s", status, statusUsage, want, err.String())
		}
	}
	for path := range flagNames {
		known := false
		for _, f := range fields {
			known = known || f.Path == path
		}
		if !known {
			t.Errorf("flagNames names %s, which is no field", path)
		}
	}
	for _, way := range slices.Concat(insteadOf...) {
		if !slices.ContainsFunc(fields, func(f estimator.ScenarioField) bool { return isWay(f.Path, way) }) {
			t.Errorf("insteadOf names %s, which is no field", way)
		}
	}
}

// TestFlagInsteadOfWay: a flag replaces what the scenario beside it says in another way, and nothing else.
func TestFlagInsteadOfWay(t *testing.T) {
	for _, tt := range []struct{ link, flags, same string }{
		{"hw=a100-sxm4-80gb&st=1000&sps=2", "--hours 5", "hw=a100-sxm4-80gb&h=5"},
		{"hw=a100-sxm4-80gb&h=5", "--steps 1000 --seconds-per-step 2", "hw=a100-sxm4-80gb&st=1000&sps=2"},
		{"hw=a100-sxm4-80gb&st=1000&sps=2", "--steps 5000", "hw=a100-sxm4-80gb&st=5000&sps=2"},
		{"hw=a100-sxm4-80gb&dh=5", "--hours 5", "hw=a100-sxm4-80gb&h=5"},
		{"kwh=1&ci=100", "--region FR", "kwh=1&r=FR"},
		{"kwh=1&r=FR&gy=2022", "--grid-intensity 100", "kwh=1&ci=100"},
		{"kwh=1&r=FR", "--grid-year 2022", "kwh=1&r=FR&gy=2022"},
		{"kwh=1&r=FR&pue=1.1", "--site home", "kwh=1&r=FR&site=home"},
	} {
		got, stderr, status := command(t, "", append([]string{"estimate", tt.link, "--json"}, strings.Fields(tt.flags)...)...)
		want, _, _ := command(t, "", "estimate", tt.same, "--json")
		if status != 0 || got != want {
			t.Errorf("%s %s: status %d, %s\ngot  %.300s\nwant %.300s", tt.link, tt.flags, status, stderr, got, want)
		}
	}
}

// TestFlagNames: no two flags of a command answer to one name, whether first or second.
func TestFlagNames(t *testing.T) {
	for _, command := range []*cli.Command{estimateCommand(), planCommand()} {
		taken := map[string]bool{"help": true, "h": true}
		for _, flag := range command.Flags {
			for _, name := range flag.Names() {
				if taken[name] {
					t.Errorf("%s: two flags are called --%s", command.Name, name)
				}
				taken[name] = true
			}
		}
		for _, name := range strings.Fields("flop training-flop params tokens active-params mfu precision achieved-tflops seconds-per-step steps steps-count embodied memory-gb accelerator hours") {
			if !taken[name] {
				t.Errorf("%s: no flag --%s", command.Name, name)
			}
		}
	}
}

// TestFlagsOfTraining: both names of a flag, and their variables, say the same.
func TestFlagsOfTraining(t *testing.T) {
	short, stderr, status := command(t, "", strings.Fields("estimate --json --accelerator a100-sxm4-80gb --params 7e9 --tokens 1e11 --mfu 0.4 --precision fp16")...)
	if status != 0 || !strings.Contains(short, `"flop":{"low":4.2e`) {
		t.Fatalf("status %d, %s: %.300s", status, stderr, short)
	}
	long, _, _ := command(t, "", strings.Fields("estimate --json --accelerator a100-sxm4-80gb --training-params 7e9 --training-tokens 1e11 --training-mfu 0.4 --training-precision fp16")...)
	t.Setenv("GRAMWATT_TOKENS", "1e11")
	t.Setenv("GRAMWATT_TRAINING_MFU", "0.4")
	mixed, _, _ := command(t, "", strings.Fields("estimate --json --accelerator a100-sxm4-80gb --params 7e9 --precision fp16")...)
	if short != long || short != mixed {
		t.Errorf("the names differ:\n%.300s\n%.300s\n%.300s", short, long, mixed)
	}
	if _, stderr, status := command(t, "", "estimate", "--tokens", "many", "--mfu", "3"); status != statusUsage || !strings.Contains(stderr, `--tokens: "many"`) || !strings.Contains(stderr, `--mfu: "3"`) {
		t.Errorf("status %d, %s", status, stderr)
	}
}
