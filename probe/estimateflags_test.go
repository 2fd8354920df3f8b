package main

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v3"
)

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
