package main

import (
	"encoding/json"
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
	if stdout, _, _ = command(t, "", "estimate", "--budget", "1000USD", "hw=t4&h=1"); !strings.Contains(stdout, "The cost is the rent of the devices") {
		t.Errorf("no word on why no place is named:\n%s", stdout)
	}
	stdout, _, _ = command(t, "", "estimate", "--budget", "5kg", "qe=0.001&qd=1e5&qdays=365&ci=50")
	if !strings.Contains(stdout, "  requests: ") || strings.Contains(stdout, "  runs: ") {
		t.Errorf("requests alone have no runs:\n%s", stdout)
	}
	if plain, _, _ := command(t, "", "estimate", "kwh=1"); strings.Contains(plain, "help most") || strings.Contains(plain, "allows") {
		t.Errorf("sections that nobody asked for:\n%s", plain)
	}
}

// TestEstimateSections asks for each section as text and in JSON.
func TestEstimateSections(t *testing.T) {
	const link = "hw=a100-sxm4-80gb&n=8&par=7e9&tok=1e12&r=FR&emb=1"
	for _, tt := range []struct{ flag, text, member string }{
		{"--uncertainty", `(?m)^  half of them +\S+ to \S+ t CO2e +median \S+ t CO2e\n  nine of ten +\S+ to \S+ t CO2e +mean `, "draws"},
		{"--uncertainty", `(?m)^ +\S+ to \S+ t CO2e +training.mfu +share of peak speed \(MFU\)$`, "tornado"},
		{"--rivals", `(?m)^  gramwatt +\S+ t CO2e +\S+ MWh *\n  ML CO2 Impact +\S+ t CO2e +\S+ MWh *\n(  .*\n)+    ML CO2 Impact, count ×`, "rivals"},
		{"--rivals", `(?m)^  LLMCarbon .* no difference`, "rivals"},
		{"--regions", `(?m)^On the grid of \d{3} places, the same energy\n(  \S+ +\S.* CO2e +\S.* g CO2e/kWh, \w+ +\w+\n){500,}`, "regions"},
		{"--damages", `(?m)^  World +epa-2023 +\S.* USD +.* USD +of 2020 .*\n(  .*\n)*  France +ricke-2018 +-.*of 2005 .*\n  The median for France is negative`, "damages"},
		{"--devices", `(?m)^On as many of \d+ accelerators, .*\n(  \S+ +\S.* CO2e +\S+ [kM]Wh .*\n){50,}`, "devices"},
		{"--levers", `(?m)^What would help most\n  \S+ `, "levers"},
		{"--budget=5kg", `(?m)^What 5 kg CO2e allows\n  this scenario: `, "afford"},
	} {
		text, stderr, status := command(t, "", "estimate", link, tt.flag)
		if status != 0 || stderr != "" || !regexp.MustCompile(tt.text).MatchString(text) {
			t.Errorf("%s: status %d, %s: nothing like %s in\n%s", tt.flag, status, stderr, tt.text, text)
		}
		stdout, stderr, status := command(t, "", "estimate", link, tt.flag, "--json", "--sensitivity", "little")
		var answer struct {
			Total       struct{ Mid float64 } `json:"total_kgco2e"`
			Sensitivity string
			More        map[string]struct{ OK bool }
		}
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil || status != 0 || !answer.More[tt.member].OK || answer.Total.Mid == 0 || answer.Sensitivity != "little" {
			t.Errorf("%s: status %d, %s, %v, %+v", tt.flag, status, stderr, err, answer)
		}
	}
	if stdout, _, _ := command(t, "", "estimate", link, "--json"); strings.Contains(stdout, `"more"`) {
		t.Error("sections that nobody asked for")
	}
	if _, stderr, status := command(t, "", "estimate", "--json", "--budget", "3USD", "kwh=1&ci=5"); status != statusUsage || !strings.Contains(stderr, "--budget") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestEstimateMoreWrongUse(t *testing.T) {
	tests := []struct {
		name, args string
		want       []string // in standard error
	}{
		{"beside Markdown", "estimate --markdown --levers --budget 5kg kwh=1", []string{"--levers: --markdown has no place", `--budget: "5kg": --markdown has no place`}},
		{"beside CSV", "estimate --csv --rivals --uncertainty --regions kwh=1", []string{"--rivals: --csv has no place", "--uncertainty: --csv", "--regions: --csv"}},
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
