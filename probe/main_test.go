package main

import (
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// TestWrongUse holds exit statuses and messages: each names the field, the value and the remedy.
func TestWrongUse(t *testing.T) {
	tests := []struct {
		name   string
		args   string
		stdin  string
		status int
		want   []string // in standard error
	}{
		{"unknown command", "bake", "", 2, []string{`command: "bake"`, "use serve, run, estimate, compare"}},
		{"unknown flag", "serve --colour", "", 2, []string{`"--colour"`, "gramwatt serve --help"}},
		{"unknown flag without a command", "--colour", "", 2, []string{`"--colour"`, "gramwatt serve --help"}},
		{"flag of a later version", "serve --stop-at", "", 2, []string{`"--stop-at"`, "there is no such flag"}},
		{"local network at loopback", "serve --no-open --lan --listen 127.0.0.1:0", "", 2, []string{"--lan", "only this machine reaches", "0.0.0.0:0"}},
		{"flag without its value", "serve --listen", "", 2, []string{"--listen", "a value is missing"}},
		{"argument of serve", "serve here", "", 2, []string{`"here"`, "flags only"}},
		{"bad switch", "serve --no-open=perhaps", "", 2, []string{"no-open", "perhaps"}},
		{"address without a port", "serve --listen 127.0.0.1", "", 2, []string{`--listen: "127.0.0.1"`, "missing port", "127.0.0.1:8420"}},
		{"open to all", "serve --no-open --listen 0.0.0.0:8420", "", 2, []string{"--listen", "head -c 32 /dev/urandom", "gramwatt serve --listen 0.0.0.0:8420 --token-file gramwatt.token"}},
		{"open to all, by no host", "serve --no-open --listen :8420", "", 2, []string{"--listen :8420 --token-file"}},
		{"an address of another machine", "serve --no-open --listen 192.0.2.1:8420 --demo laptop --token-file TOKEN", "", 2, []string{"192.0.2.1:8420", "no such address"}},
		{"unknown demo", "serve --no-open --demo mainframe", "", 2, []string{`--demo: "mainframe"`, "broken, h100x8, laptop"}},
		{"unknown setting of a demo", "serve --no-open --demo laptop:lost=3s", "", 2, []string{`--demo: "laptop:lost=3s"`, "lose=30s"}},
		{"slow interval", "serve --interval 2h", "", 2, []string{`--interval: "2h"`, "100ms to 1m0s"}},
		{"region and intensity", "serve --region FR --grid-intensity 57", "", 2, []string{"--region", "give one of them"}},

		{"nothing to estimate", "estimate", "", 2, []string{"--hours", "nothing says how much work"}},
		{"all at once", "estimate --accelerator h100-sxm5-80gb --count eight --hours 0 --pue 0.9 --region Frnace", "", 2,
			[]string{`--count: "eight"`, `--hours: "0"`, `--pue: "0.9"`, `--region: "Frnace"`, "did you mean FR"}},
		{"a second accelerator", "estimate --hours 1 --accelerator h100-sxm5-80gb --accelerator h1oo", "", 2, []string{`--accelerator: "h1oo"`, "--rated-watts"}},
		{"hexadecimal", "estimate --energy-kwh 0x10", "", 2, []string{`--energy-kwh: "0x10"`}},
		{"two exclusive flags", "estimate --energy-kwh 1 --region FR --grid-intensity 57", "", 2, []string{"--region", "give one of them"}},
		{"a link with faults", "estimate kwh=x&pue=0.9", "", 2, []string{`energy_kwh: "x"`, `pue: "0.9"`}},
		{"two scenarios", "estimate kwh=1 pue=1", "", 2, []string{`"pue=1"`, "quotes"}},
		{"a file name", "estimate scenario.json", "", 2, []string{`"scenario.json"`, "gramwatt estimate - <scenario.json"}},
		{"a file that is there", "estimate main.go", "", 2, []string{`"main.go"`, "write - <main.go"}},
		{"a flag nearly right", "estimate --step-seconds 3", "", 2, []string{`"--step-seconds"`, "did you mean --seconds-per-step?"}},
		{"a CPU that nobody knows", "estimate --cpu abacus --hours 1", "", 2, []string{`--cpu: "abacus"`, "give --cpu-rated-watts"}},
		{"no such fuel", "estimate --energy-kwh 1 --grid-mix coal:40,water:60", "", 2, []string{`--grid-mix: "water:60": this part is not known`}},
		{"no device", "estimate --hours 1", "", 2, []string{"--accelerator: nothing is listed"}},
		{"two ways to say the time", "estimate --accelerator t4 --hours 1 --device-hours 2", "", 2, []string{"--hours is given too"}},
		{"a flag beside a scenario", "estimate --region Frnace kwh=1", "", 2, []string{`--region: "Frnace"`, "give --grid-intensity"}},
		{"runs and a project", "estimate --energy-kwh 1 --runs 2 --project-trials 3", "", 2, []string{"a flag of --project is given too"}},
		{"a preset and a project", "estimate --energy-kwh 1 --project-preset one-sweep --project-trials 3", "", 2, []string{`--project-preset: "one-sweep"`, "give the preset alone"}},
		{"an unknown preset", "estimate --energy-kwh 1 --project-preset one-week", "", 2, []string{`--project-preset: "one-week"`, "use one-run, one-sweep or whole-project"}},
		{"a place that is empty", "estimate --energy-kwh 1 --region=", "", 2, []string{"--region: nothing is given"}},
		{"half a trial", "estimate --energy-kwh 1 --project-trials 1.5", "", 2, []string{`--project-trials: "1.5"`, "whole number"}},
		{"half a step", "estimate --accelerator t4 --seconds-per-step 1 --steps 1.5", "", 2, []string{`--steps: "1.5"`, "whole number"}},
		{"making that is not counted", "estimate --accelerator t4 --hours 1 --embodied 0 --embodied-device-kg 3", "", 2, []string{`--embodied-device-kg: "3": --embodied is 0`}},
		{"waiting above the rating", "estimate --accelerator t4 --hours 1 --idle-watts 71", "", 2, []string{`--idle-watts: "71"`}},
		{"waiting at half load", "estimate --accelerator t4 --hours 1 --workload idle --load .5", "", 2, []string{`--load: "0.5"`}},
		{"work in no time", "estimate --accelerator t4 --hours 1 --flop 1e24", "", 2, []string{`--hours: "1 h"`, "of the devices' peak speed"}},
		{"a laptop part that no list has", "estimate --hours 1 --accelerator RTX-4090-Laptop", "", 2, []string{"did you mean geforce-rtx-4050-laptop-gpu", "the maker of the laptop sets"}},
		{"empty input", "estimate -", " \n", 2, []string{"standard input", "empty"}},
		{"large input", "estimate -", strings.Repeat("x", maxScenario+1), 2, []string{"standard input", "64 KiB"}},
		{"JSON with a typo", "estimate -", `{"energy_kwh": 1, "pue": 0.5, "regoin": "FR"}`, 2, []string{"regoin", "did you mean region?", `pue: "0.5"`}},
		{"broken JSON", "estimate -", `{"energy_kwh": `, 2, []string{"scenario"}},
		{"two forms", "estimate --energy-kwh 1 --markdown --json --latex", "", 2, []string{"--markdown: --json is given too", "--latex: --json is given too", "one form"}},
		{"a form and a fault", "estimate --energy-kwh x --csv --modelcard", "", 2, []string{"--modelcard: --csv is given too", `--energy-kwh: "x"`}},

		{"nothing to compare", "compare", "", 2, []string{`scenarios: "0"`, "two to four"}},
		{"one to compare", "compare kwh=1", "", 2, []string{`scenarios: "1"`, "two to four"}},
		{"five to compare", "compare kwh=1 kwh=2 kwh=3 kwh=4 kwh=5", "", 2, []string{`scenarios: "5"`, "two to four"}},
		{"faults of two scenarios", "compare kwh=x pue=0.9&hours=1 kwh=1&pue=9", "", 2, []string{`scenario A, energy_kwh: "x"`, `scenario B, pue: "0.9"`, `scenario C, pue: "9"`}},
		{"a file name beside a link", "compare kwh=1 scenario.json", "", 2, []string{`"scenario.json"`, "gramwatt compare - <scenario.json"}},
		{"standard input twice", "compare - -", "kwh=1", 2, []string{"standard input", "empty"}},

		{"unknown table", "catalog cars", "", 2, []string{`catalog: "cars"`, "accelerators, cpus"}},
		{"misspelt table", "catalog fule", "", 2, []string{`"fule"`, "did you mean fuels?", "accelerators, cpus"}},
		{"misspelt table of JSON", "catalog --json pricse", "", 2, []string{`"pricse"`, "did you mean prices", "published"}},
		{"misspelt row", "catalog fuels cole", "", 1, []string{`"cole"`, "did you mean coal?"}},
		{"misspelt command", "estimat", "", 2, []string{`"estimat"`, "did you mean estimate?", "doctor"}},
		{"misspelt verb", "sessions lst", "", 2, []string{`"lst"`, "did you mean list?", "import or delete"}},
		{"misspelt fuel", "estimate --energy-kwh 1 --grid-mix cole:40,hydro:60", "", 2, []string{`--grid-mix: "cole:40"`, "did you mean coal?", "wind-offshore"}},
		{"no table", "catalog", "", 2, []string{"no table is named", "accelerators, cpus"}},
		{"a table for JSON", "catalog prices", "", 2, []string{"add --json"}},
		{"nothing found", "catalog accelerators h1000", "", 1, []string{`"h1000"`, "did you mean"}},
		{"argument of doctor", "doctor me", "", 2, []string{`"me"`}},
		{"idle power of doctor", "doctor --demo laptop --gpu-idle -3", "", 2, []string{`--gpu-idle: "-3"`, "no GPU draws"}},
		{"idle power in words", "doctor --demo laptop --gpu-idle low", "", 2, []string{`--gpu-idle: "low"`, "not a number"}},
		{"demo of doctor", "doctor --demo mainframe", "", 2, []string{"mainframe"}},
		{"argument of version", "version 2", "", 2, []string{`"2"`}},
	}
	token := tokenFile(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := command(t, test.stdin, strings.Fields(strings.ReplaceAll(test.args, "TOKEN", token))...)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			if stdout != "" {
				t.Errorf("standard output %q, want nothing", stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
			for line := range strings.Lines(stderr) {
				if !strings.HasPrefix(line, "gramwatt: ") {
					t.Errorf("line %q does not say whose it is", line)
				}
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for args, want := range map[string][]string{
		"--help":          {"serve", "estimate", "catalog", "doctor", "version", "Exit status"},
		"serve --help":    {"--listen", "127.0.0.1:8420", "GRAMWATT_LISTEN", "--token-file", "--no-open"},
		"compare --help":  {"SCENARIO SCENARIO", "--json", "standard input"},
		"estimate --help": {"--accelerator", "--markdown", "--modelcard", "--sensitivity TEXT", "--measured-watts", "standard input"},
		"catalog --help":  {"TABLE is accelerators, cpus, regions", "--json"},
		"doctor --help":   {"--sysfs", "remedy"},
		"--version":       {version},
	} {
		stdout, stderr, status := command(t, "", strings.Fields(args)...)
		if status != 0 || stderr != "" {
			t.Errorf("%s: status %d, %s", args, status, stderr)
		}
		flat := strings.Join(strings.Fields(stdout), " ") // wherever a line is broken
		for _, w := range want {
			if !strings.Contains(flat, w) {
				t.Errorf("%s: no word of %q in:\n%s", args, w, stdout)
			}
		}
	}
}

// resultOf parses what `estimate --json` printed.
func resultOf(t *testing.T, text string) map[string]any {
	t.Helper()
	var r map[string]any
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return r
}

func mid(t *testing.T, r map[string]any, quantity string) float64 {
	t.Helper()
	q, ok := r[quantity].(map[string]any)
	if !ok {
		t.Fatalf("%s is %v", quantity, r[quantity])
	}
	return q["mid"].(float64)
}

// TestEstimate gives one scenario in every form and expects one answer: BLOOM's published run, 24.69 t.
func TestEstimate(t *testing.T) {
	const scenario = `{"energy_kwh": 433196, "grid_g_per_kwh": 57, "pue": 1}`
	tests := []struct{ name, stdin, args string }{
		{"link", "", "estimate --json kwh=433196&ci=57&pue=1"},
		{"whole link", "", "estimate --json http://127.0.0.1:8420/#/estimate?v=1&kwh=433196&ci=57&pue=1"},
		{"link on standard input", "kwh=433196&ci=57&pue=1\n", "estimate --json -"},
		{"scenario on standard input", scenario, "estimate --json -"},
		{"flags", "", "estimate --json --energy-kwh 433196 --grid-intensity 57 --pue 1"},
		{"flags after", scenario, "estimate - --json"},
		{"flags change the scenario", `{"energy_kwh": 433196, "region": "FR", "pue": 1.4}`, "estimate - --json --grid-intensity 57 --pue 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := command(t, test.stdin, strings.Fields(test.args)...)
			if status != 0 || stderr != "" {
				t.Fatalf("status %d, %s", status, stderr)
			}
			if got := mid(t, resultOf(t, stdout), "total_kgco2e"); math.Abs(got/24690-1) > 0.01 { // as printed by its authors
				t.Errorf("%v kg, want 24,690 within 1 %%", got)
			}
		})
	}
}

func TestEstimateFlags(t *testing.T) {
	link := "hw=a100-sxm4-80gb&n=8&u=80&hw.2=h100-sxm5-80gb&n.2=4&pw.2=500&cpu=AMD%20EPYC%207763&cn=2&cu=30&mem=1024&host=100&h=24&of=1.1&x=3&pue=1.2&r=FR&basis=direct&name=both"
	flags := []string{"estimate", "--json", "--accelerator", "a100-sxm4-80gb", "--count", "8", "--load", "0.8",
		"--accelerator", "h100-sxm5-80gb", "--count", "4", "--load", "-", "--measured-watts", "-", "--measured-watts", "500", "--cpu", "AMD EPYC 7763", "--cpu-count", "2", "--cpu-load", "0.3",
		"--memory-gb", "1024", "--host-watts", "100", "--hours", "24", "--overhead-factor", "1.1", "--runs", "3", "--pue", "1.2",
		"--region", "FR", "--grid-basis", "direct", "--name", "both"}
	byFlags, stderr, status := command(t, "", flags...)
	if status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	byLink, _, _ := command(t, "", "estimate", "--json", link)
	if byFlags != byLink {
		t.Errorf("flags give\n%s\nthe link gives\n%s", byFlags, byLink)
	}
}

func TestEstimateEnvironment(t *testing.T) {
	t.Setenv("GRAMWATT_GRID_INTENSITY", "100")
	stdout, _, _ := command(t, "", "estimate", "--json", "--energy-kwh", "10", "--pue", "1")
	if got := mid(t, resultOf(t, stdout), "total_kgco2e"); got != 1 {
		t.Errorf("with GRAMWATT_GRID_INTENSITY=100: %v kg, want 1", got)
	}
	stdout, _, _ = command(t, "", "estimate", "--json", "kwh=10&pue=1&ci=57")
	if got := mid(t, resultOf(t, stdout), "total_kgco2e"); math.Abs(got-0.57) > 1e-12 {
		t.Errorf("a link: %v kg, want its own 0.57 whatever the environment", got)
	}
}

func TestEstimateInWords(t *testing.T) {
	stdout, stderr, status := command(t, "", "estimate", "hw=a100-sxm4-80gb&n=8&h=24&r=FR&zz=1&name=tune")
	if status != 0 || !strings.Contains(stderr, `"zz"`) {
		t.Errorf("status %d, %q; want a word on the unknown key", status, stderr)
	}
	for _, want := range []string{
		`^tune\n`, `(?m)^\S+ kg CO2e \(.+ to .+ CO2e\)$`, `at the facility`, `on average for 24 h`,
		`(?m)^  NVIDIA A100 SXM4 80GB +\S+ kWh .*count × hours`, `rated power 400 W: .+`, `(?m)^Not counted\n  \S`, `(?m)^Notes\n  \S`, `(?m)^Data \d+\.\d+, engine`,
	} {
		if !regexp.MustCompile(want).MatchString(stdout) {
			t.Errorf("nothing like %s in\n%s", want, stdout)
		}
	}
}

// TestEstimateForms asks for each form and expects the estimator's own.
func TestEstimateForms(t *testing.T) {
	const link = "hw=a100-sxm4-80gb&n=8&h=24&r=FR&name=tune"
	catalog := estimator.Default()
	spec, _, _ := estimator.ParseQuery(link)
	result, err := estimator.Estimate(catalog, &spec)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"text", "json", "csv", "markdown", "latex", "modelcard", "boamps"} {
		report := estimator.Report{Catalog: catalog, Spec: &spec, Result: &result, Sensitivity: "1 point of F1"}
		args := []string{"estimate", link, "--sensitivity", report.Sensitivity}
		if format != "text" {
			args = append(args, "--"+format)
		}
		stdout, stderr, status := command(t, "", args...)
		if want, _ := report.Append(nil, format); status != 0 || stderr != "" || stdout != string(want) {
			t.Errorf("%s: status %d, %s\ngot  %s\nwant %s", format, status, stderr, stdout, want)
		}
		if !strings.Contains(stdout, "1 point of F1") {
			t.Errorf("%s: the sensitivity is not there", format)
		}
	}
}

func TestCatalog(t *testing.T) {
	for args, want := range map[string]string{
		"accelerators a100-sxm4-80": `(?m)^a100-sxm4-80gb +NVIDIA A100 SXM4 80GB +400 W +80 GB +20\d\d +\S`,
		"cpus epyc 7763":            `(?m)^AMD EPYC 7763 +280 W +64 +2021 +\S`,
		"regions FRANCE":            `(?m)^FR +France +\d+(\.\d+)? +lifecycle +20\d\d +\S`,
		"published bloom-dynamic":   `(?m)^bloom-dynamic +energy +433 MWh +412 to 455 MWh +1\.000 +agrees +\S`,
		"projects whole":            `(?m)^whole-project +All jobs .+ 4789 +239942 +2,000 +Strubell`,
		"clouds aws:us-east-1":      `(?m)^aws:us-east-1 .+ +US-\S+ +1\.\d+ +20\d\d +\S`,
	} {
		stdout, stderr, status := command(t, "", append([]string{"catalog"}, strings.Fields(args)...)...)
		if status != 0 || !regexp.MustCompile(want).MatchString(stdout) {
			t.Errorf("catalog %s: status %d, %s\n%s\nwant %s", args, status, stderr, stdout, want)
		}
	}
	stdout, _, status := command(t, "", "catalog", "accelerators", "--json", "h100")
	var answer struct {
		Rows []struct{ ID, Source string }
	}
	if err := json.Unmarshal([]byte(stdout), &answer); err != nil || status != 0 || len(answer.Rows) == 0 || answer.Rows[0].Source == "" {
		t.Errorf("status %d, %v in %.200s", status, err, stdout)
	}
}

func TestDoctor(t *testing.T) {
	empty := t.TempDir()
	stdout, stderr, status := command(t, "", "doctor", "--sysfs", empty, "--nvml", empty+"/libnvidia-ml.so.1")
	if status != 0 {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for _, want := range []string{`(?m)^nvml \(NVIDIA GPUs\): absent: \S`, `(?m)^rapl \(CPU and memory\): absent: .*` + regexp.QuoteMeta(empty), `(?m)^  remedy: \S`, `(?m)^host \(.*\): ok: \S`, `(?m)^cpu +ok +\S+ m?W +estimated`} {
		if !regexp.MustCompile(want).MatchString(stdout) {
			t.Errorf("nothing like %s in\n%s", want, stdout)
		}
	}
	stdout, _, status = command(t, "", "doctor", "--json", "--demo", "h100x8")
	var found findings
	if err := json.Unmarshal([]byte(stdout), &found); err != nil || status != 0 {
		t.Fatalf("status %d: %v in %s", status, err, stdout)
	}
	if len(found.Sensors) != 1 || found.Sensors[0].Family != "demo" || len(found.Devices) < 8 {
		t.Errorf("found %+v", found)
	}
	for _, d := range found.Devices {
		if d.Watts == nil || d.Quality != "simulated" {
			t.Errorf("%s: %v W, %s; want simulated watts", d.ID, d.Watts, d.Quality)
		}
	}
}

func TestVersion(t *testing.T) {
	stdout, _, status := command(t, "", "version")
	if want := `^gramwatt \d+\.\d+\.\d+\nengine \S+\ndata \d{4}\.\d+\nbuild with(out)? NVML \(\S+, go\S+\)\n$`; status != 0 || !regexp.MustCompile(want).MatchString(stdout) {
		t.Errorf("status %d, %q", status, stdout)
	}
}
