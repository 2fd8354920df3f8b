package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestEstimateMore(t *testing.T) {
	stdout, stderr, status := command(t, "", strings.Fields("estimate --levers --budget 5kg --accelerator tesla-v100-sxm2-16gb --count 4 --load 0.8 --params 7e8 --tokens 1e9 --runs 4 --region PL")...)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for _, want := range []string{
		`(?m)^What would help most\n(  \S+ k?g CO2e +\S+ % +\S.*\n)+  Each alone`, `(?m)^  .* Do fewer runs, if half as many`, `takes \S+ (h|min) less`, `takes \S+ (h|min) more`,
		`(?m)^What 5 kg CO2e allows\n  this scenario: \S+ times \(`, `(?m)^  runs: `, `(?m)^  or time of all runs: \S+ (h|min)`, `(?m)^  or tokens trained on: \S`, `(?m)^  places where all of it fits: \d+; the cleanest are \S`,
	} {
		if !regexp.MustCompile(want).MatchString(stdout) {
			t.Errorf("nothing like %s in\n%s", want, stdout)
		}
	}
	stdout, _, _ = command(t, "", "estimate", "--levers", "--budget", "1kWh", "kwh=1&ci=0&pue=1")
	for _, want := range []string{"Nothing that was tried saves anything.", "this scenario: 1 times\n  runs: 1\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	stdout, _, _ = command(t, "", "estimate", "--budget", "5kg", "qe=0.001&qd=1e5&qdays=365&ci=50")
	if !strings.Contains(stdout, "  requests: ") || strings.Contains(stdout, "  runs: ") {
		t.Errorf("requests alone have no runs:\n%s", stdout)
	}
	if plain, _, _ := command(t, "", "estimate", "kwh=1"); strings.Contains(plain, "help most") || strings.Contains(plain, "allows") {
		t.Errorf("sections that nobody asked for:\n%s", plain)
	}
}

func TestEstimateMoreWrongUse(t *testing.T) {
	tests := []struct {
		name, args string
		want       []string // in standard error
	}{
		{"beside JSON", "estimate --json --levers --budget 5kg kwh=1", []string{"--levers: --json has no place", `--budget: "5kg": --json has no place`}},
		{"beside Markdown", "estimate --markdown --levers kwh=1", []string{"--levers: --markdown has no place"}},
		{"no amount", "estimate --budget 5 --energy-kwh -1", []string{`--budget: "5"`, "5kg", `--energy-kwh: "-1"`}},
		{"no price", "estimate --budget 3USD --energy-kwh 1 --grid-intensity 5", []string{`--budget: "3 USD": nothing says`, "--price-usd-per-kwh"}},
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
