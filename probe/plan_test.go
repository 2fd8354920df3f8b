package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

func TestPlanWrongUse(t *testing.T) {
	tests := []struct {
		name, args string
		want       []string // in standard error
	}{
		{"nothing to do", "plan", []string{"--flop: nothing says how much work", "give --flop, --params with --tokens, or accelerators with --hours, --device-hours"}},
		{"numbers", "plan --flop lots --deadline soon --max-count 0x8", []string{`--flop: "lots"`, `--deadline: "soon"`, `--max-count: "0x8"`}},
		{"limits", "plan --training-flop 1e20 --deadline 0 --mfu 2", []string{`--deadline: "0"`, "such as 168", `--mfu: "2"`}},
		{"whole numbers", "plan --flop 1e20 --counts 8,1.5 --start-hours 24", []string{`--counts: "1.5"`, `--start-hours: "24"`}},
		{"names", "plan --flop 1e20 --regions FR,Frnace --devices h1oo-sxm5-80gb --providers azrue", []string{`--regions: "Frnace"`, "did you mean FR", `--devices: "h1oo-sxm5-80gb"`, `--providers: "azrue"`}},
		{"budgets", "plan --flop 1e20 --budget 5kWh --budget 5 --budget 5kg", []string{`--budget: "5kWh"`, `--budget: "5"`, "5kg"}},
		{"no device", "plan --device-hours 100", []string{"--accelerator: hours say no work without the device", "give --flop"}},
		{"metered energy", "plan --energy-kwh 100", []string{`--energy-kwh: "100"`, "no work that other devices could do", "give --flop"}},
		{"requests", "plan --inference-energy-kwh 0.001 --inference-requests-per-day 5 --inference-days 3", []string{"--flop: requests alone"}},
		{"half a model", "plan --params 7e9", []string{"--tokens: nothing says how much"}},
		{"a scenario with faults", "plan pue=0.5&hw=t4&h=1", []string{`pue: "0.5"`}},
		{"two scenarios", "plan kwh=1 pue=1", []string{"one scenario"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := command(t, "", strings.Fields(test.args)...)
			if status != statusUsage || stdout != "" {
				t.Errorf("status %d, printed %q; want %d and nothing", status, stdout, statusUsage)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
		})
	}
}

func TestPlanInWords(t *testing.T) {
	stdout, stderr, status := command(t, "", strings.Fields("plan --flop 1e21 --deadline 168 --budget 100kg --device-memory-gb 80 --providers aws --devices h100-sxm5-80gb,a100-sxm4-80gb --max-count 64")...)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for _, want := range []string{
		`(?m)^CO2E +RANGE +TIME +COST +DEVICES +PLACE +START +AGAINST THE LINE ABOVE$`, `(?m)^\S+ kg CO2e +\S+ to \S+ kg CO2e +\S+ h .*\d+ × h100-sxm5-80gb +aws:eu-north-1 .* cleanest\b.*$`,
		` faster, \S+ % more carbon`, `(?m) fastest, \S+ % more carbon$`, `--json has \d+ more between them`, `points that nothing beats, of \S+ candidates`, `the limit of deadline refuses \d`, `(?m)^Notes\n  \S`,
	} {
		if !regexp.MustCompile(want).MatchString(stdout) {
			t.Errorf("nothing like %s in\n%s", want, stdout)
		}
	}
	stdout, _, _ = command(t, "", strings.Fields("plan --flop 1e21 --deadline 168 --providers aws")...)
	above := ""
	for line := range strings.Lines(stdout) {
		if strings.Contains(line, "cheaper") && !strings.Contains(above, " rent ") {
			t.Errorf("cheaper than a cost that is unknown:\n%s%s", above, line)
		}
		above = line
	}
	if n := strings.Count(stdout, "aws:"); n < 5 || n > 25 {
		t.Errorf("%d lines, want a list to choose from:\n%s", n, stdout)
	}
	stdout, _, status = command(t, "", "plan", "--flop", "1e24", "--deadline", "0.001")
	if status != 0 || !strings.Contains(stdout, "The fastest needs") {
		t.Errorf("status %d, %q; want a word on what the fastest needs", status, stdout)
	}
}

func TestPlanStarts(t *testing.T) {
	const work = "plan --flop 1e17 --devices t4 --regions FR "
	stdout, stderr, status := command(t, "", strings.Fields(work+"--counts 1,2 --start-hours 3")...)
	if status != 0 || stderr != "" || !strings.Contains(stdout, "03:00 UTC") || !strings.Contains(stdout, "× 2 numbers of them") {
		t.Errorf("status %d, %s\n%s", status, stderr, stdout)
	}
	if stdout, _, _ = command(t, "", strings.Fields(work+"--start-hour 3")...); !strings.Contains(stdout, "start does not bind the search") {
		t.Errorf("a start that is not heeded, and no word of it:\n%s", stdout)
	}
	if stdout, _, _ = command(t, "", strings.Fields("plan --flop 1e20 --grid-basis direct --devices h100-sxm5-80gb --max-count 1")...); strings.Contains(stdout, "unknown %") {
		t.Errorf("a ratio to nothing:\n%s", stdout)
	}
}

func TestPlanEnvironment(t *testing.T) {
	t.Setenv("GRAMWATT_DEADLINE", "0.001")
	for args, want := range map[string]bool{"plan --flop 1e24": true, "plan kwh=1&hw=t4&h=1&pue=1": false} {
		stdout, stderr, status := command(t, "", strings.Fields(args)...)
		if got := strings.Contains(stdout, "The fastest needs"); got != want || status != 0 {
			t.Errorf("%s with GRAMWATT_DEADLINE=0.001: refused %v, want %v (status %d, %s)", args, got, want, status, stderr)
		}
	}
}

// TestPlanInJSON gives the same work by flags and by a scenario.
func TestPlanInJSON(t *testing.T) {
	type answer struct {
		Front []struct {
			Device, Query string
			Hours         struct{ Mid float64 }
		}
		Cleanest *int
		Cheapest *int
	}
	var byFlags, byLink answer
	for into, args := range map[*answer][]string{
		&byFlags: {"plan", "--json", "--device-hours", "192", "--accelerator", "a100-sxm4-80gb", "--precision", "bf16", "--regions", "FR"},
		&byLink:  {"plan", "--json", "--regions", "FR", "hw=a100-sxm4-80gb&dh=192"},
	} {
		stdout, stderr, status := command(t, "", args...)
		if err := json.Unmarshal([]byte(stdout), into); err != nil || status != 0 || len(into.Front) == 0 || into.Cleanest == nil {
			t.Fatalf("%q: status %d, %s, %v in %.200s", args, status, stderr, err, stdout)
		}
	}
	if a, b := byFlags.Front[0], byLink.Front[0]; a.Device != b.Device || a.Hours.Mid != b.Hours.Mid || a.Query == "" {
		t.Errorf("flags give %+v, the link %+v", a, b)
	}
}
