package main

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gramwatt/probe/internal/wire"
)

// quick are flags that keep a run short and its hardware simulated.
func quick(args ...string) []string {
	return append([]string{"run", "--demo", "laptop", "--interval", "100ms", "--baseline", "0s"}, args...)
}

func TestRunRefusesBeforeTheStart(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.csv")
	if err := os.WriteFile(other, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		flags []string
		says  []string
	}{
		{"flag", []string{"--budgets", "x"}, []string{`"--budgets"`, "did you mean --budget"}},
		{"interval", []string{"--interval", "1ms"}, []string{`--interval: "1ms"`}},
		{"baseline", []string{"--baseline", "soon"}, []string{`--baseline: "soon"`, "500ms"}},
		{"demo", []string{"--demo", "abacus"}, []string{`--demo: "abacus"`}},
		{"region", []string{"--region", "ATLANTIS"}, []string{`--region: "ATLANTIS"`}},
		{"price", []string{"--price-usd-per-kwh", "-1"}, []string{"--price-usd-per-kwh"}},
		{"budget", []string{"--budget", "5 apples"}, []string{`--budget: "5 apples"`, "5kg"}},
		{"money without a price", []string{"--budget", "3USD"}, []string{`--budget: "3USD"`, "--price-usd-per-kwh"}},
		{"stop without a budget", []string{"--stop-at-budget"}, []string{"--stop-at-budget", "--budget 5kg"}},
		{"steps nobody tells", []string{"--steps", "10"}, []string{`--steps: "10"`, "--step-file"}},
		{"steps", []string{"--steps", "-3", "--step-file", "x"}, []string{`--steps: "-3"`}},
		{"pattern", []string{"--step-pattern", "("}, []string{`--step-pattern: "("`}},
		{"two step sources", []string{"--step-pattern", "a", "--step-file", "x"}, []string{"--step-file"}},
		{"standard output", []string{"--json", "-"}, []string{`--json: "-"`, "standard output belongs to the command"}},
		{"no directory", []string{"--json", filepath.Join(dir, "absent", "r.json")}, []string{"--json", "mkdir -p"}},
		{"a directory", []string{"--markdown", dir}, []string{"--markdown", "cannot be written"}},
		{"another table", []string{"--csv", other}, []string{"--csv", "name another file"}},
		{"estimate", []string{"--estimate", "nonsense"}, []string{`--estimate: "nonsense"`}},
		{"estimate on standard input", []string{"--estimate", "-"}, []string{"standard input belongs to the command"}},
		{"listen for everybody", []string{"--listen", "0.0.0.0:0"}, []string{`--listen: "0.0.0.0:0"`, "token"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			marker := filepath.Join(t.TempDir(), "ran")
			_, stderr, status := command(t, "", append(quick(c.flags...), "--", "touch", marker)...)
			if status != statusUsage {
				t.Errorf("status %d, want 2", status)
			}
			if _, err := os.Stat(marker); err == nil {
				t.Error("the command has run")
			}
			for _, want := range c.says {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in %s", want, stderr)
				}
			}
		})
	}
	if _, stderr, status := command(t, "", quick()...); status != statusUsage || !strings.Contains(stderr, "gramwatt run -- ") {
		t.Errorf("without a command: status %d, %s", status, stderr)
	}
}

// TestRunLeavesNoFileBehind: a file that was opened for a run that did not start is taken away, one that was there stays.
func TestRunLeavesNoFileBehind(t *testing.T) {
	dir := t.TempDir()
	fresh, old := filepath.Join(dir, "new.json"), filepath.Join(dir, "old.md")
	if err := os.WriteFile(old, []byte("kept\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr, status := command(t, "", quick("--json", fresh, "--markdown", old, "--", "no-such-command")...)
	if status != 127 || !strings.Contains(stderr, `"no-such-command": there is no such command`) {
		t.Errorf("status %d, %s", status, stderr)
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("an empty file is left")
	}
	if text, _ := os.ReadFile(old); string(text) != "kept\n" {
		t.Errorf("the old report is now %q", text)
	}
}

// TestRunKeepsStreams: standard input and output are the command's, byte for byte, and its words stand on its own error.
func TestRunKeepsStreams(t *testing.T) {
	stdout, stderr, status := command(t, "in\x00put\n", quick("sh", "-c", "cat; echo oops >&2; exit 9", "--json")...)
	if stdout != "in\x00put\n" || status != 9 {
		t.Errorf("output %q, status %d", stdout, status)
	}
	if !strings.HasPrefix(stderr, "oops\n") || !strings.Contains(stderr, "gramwatt: sh ended with status 9 after ") {
		t.Errorf("error %q", stderr)
	}
}

type runJSON struct {
	RunID     string   `json:"run_id"`
	Seconds   float64  `json:"seconds"`
	Status    int      `json:"exit_status"`
	Simulated *string  `json:"simulated"`
	Joules    *float64 `json:"joules"`
	Devices   []struct {
		ID      string   `json:"id"`
		Name    string   `json:"name"`
		Kind    string   `json:"kind"`
		Joules  *float64 `json:"joules"`
		Above   *float64 `json:"joules_above_idle"`
		Mean    *float64 `json:"mean_watts"`
		Peak    *float64 `json:"peak_watts"`
		Quality string   `json:"quality"`
		State   string   `json:"state"`
		Gaps    []any    `json:"gaps"`
	} `json:"devices"`
	Result *struct {
		Energy struct{ Mid float64 } `json:"energy_kwh"`
	} `json:"result"`
	Forecasts []any `json:"forecasts"`
	Budget    *struct {
		Used    float64 `json:"used_ratio"`
		Stopped bool    `json:"stopped"`
	} `json:"budget"`
	Steps *struct {
		Done  float64  `json:"done"`
		Total *float64 `json:"total"`
	} `json:"steps"`
	Estimate *struct {
		Ratio *float64 `json:"measured_ratio"`
	} `json:"estimate"`
	Settings struct {
		Region     string   `json:"region"`
		RegionFrom string   `json:"region_from"`
		Grid       *float64 `json:"grid_g_per_kwh"`
		PUE        float64  `json:"pue"`
		PUEFrom    string   `json:"pue_from"`
	} `json:"settings"`
}

// ran runs a command with a report in JSON.
func ran(t *testing.T, args ...string) (r runJSON, stderr string, status int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.json")
	_, stderr, status = command(t, "", quick(append([]string{"--json", path}, args...)...)...)
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return r, stderr, status
}

func TestRunReport(t *testing.T) {
	r, _, status := ran(t, "--region", "FR", "--pue", "1.5", "--run-id", "mine", "--estimate", "kwh=0.001&pue=1", "--", "sleep", "1")
	if status != 0 || r.Status != 0 || r.RunID != "mine" || r.Simulated == nil || *r.Simulated != "laptop" || r.Seconds < 1 {
		t.Errorf("status %d, report %+v", status, r)
	}
	sum := 0.0
	for _, d := range r.Devices {
		if d.Joules == nil || d.Mean == nil || d.Peak == nil || d.Quality != "simulated" || d.State != "ok" || d.Gaps == nil {
			t.Fatalf("device %+v", d)
		}
		if d.Kind == "gpu" || d.Kind == "cpu" || d.Kind == "dram" { // a battery contains them
			sum += *d.Joules
		}
		if near := *d.Mean * r.Seconds; math.Abs(near-*d.Joules) > 1e-6*near || *d.Peak < *d.Mean {
			t.Errorf("%s: %g J, mean %g W over %g s, peak %g W", d.ID, *d.Joules, *d.Mean, r.Seconds, *d.Peak)
		}
	}
	// The machine's parts idle at 12 and 6 W in the first seconds, by the waveform.
	if r.Joules == nil || math.Abs(sum-*r.Joules) > 1e-6*sum || sum/r.Seconds < 14 || sum/r.Seconds > 30 {
		t.Errorf("sum %g J of devices, %v J told in %g s", sum, r.Joules, r.Seconds)
	}
	facility := sum / 3.6e6 * 1.5 // PUE
	if r.Result == nil || math.Abs(r.Result.Energy.Mid-facility) > 1e-9*facility {
		t.Errorf("result %+v, want %g kWh", r.Result, facility)
	}
	if r.Estimate == nil || r.Estimate.Ratio == nil || math.Abs(*r.Estimate.Ratio-facility/0.001) > 1e-6*facility/0.001 {
		t.Errorf("comparison %+v, want measured %g of 0.001 kWh", r.Estimate, facility)
	}
	if s := r.Settings; s.Region != "FR" || s.RegionFrom != "flag" || s.PUE != 1.5 || s.PUEFrom != "flag" || s.Grid != nil {
		t.Errorf("settings %+v", s)
	}
}

// TestRunBaseline: energy before the start is no part of the run, and idle power is split off.
func TestRunBaseline(t *testing.T) {
	r, _, _ := ran(t, "--baseline", "1s", "--", "sleep", "0.5")
	for _, d := range r.Devices {
		if d.Above == nil || d.Joules == nil || *d.Above > 0.5**d.Joules {
			t.Errorf("%+v: the simulated machine idles still, so next to nothing is above idle", d)
		}
		if *d.Mean > 40 {
			t.Errorf("%s: %g W: energy from before the start is in it", d.ID, *d.Mean)
		}
	}
}

func TestRunCSV(t *testing.T) {
	path := filepath.Join(t.TempDir(), "emissions.csv")
	for range 2 {
		if _, stderr, status := command(t, "", quick("--csv", path, "--name", "a, b", "--", "true")...); status != 0 {
			t.Fatal(stderr)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v, want a header and two", len(rows), err)
	}
	const columns = "timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue"
	if got := strings.Join(rows[0], ","); got != columns {
		t.Errorf("header %s", got)
	}
	if rows[1][1] != "a, b" || rows[1][2] == rows[2][2] {
		t.Errorf("rows %q, want the name and two run ids", rows[1:])
	}
	for i, column := range rows[0] {
		if cell := rows[1][i]; (column == "python_version" || column == "ram_energy" || column == "ram_power") && cell != "" {
			t.Errorf("%s is %q, and is not known", column, cell)
		}
	}
}

// TestRunCSVFollowsAnOlderHeader adds to a table with fewer columns in another order, whose last line has no end.
func TestRunCSVFollowsAnOlderHeader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "emissions.csv")
	if err := os.WriteFile(path, []byte("run_id,mood,emissions,duration\nold,good,1,2"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr, _ := command(t, "", quick("--csv", path, "--run-id", "new", "--", "sleep", "0.3")...)
	text, _ := os.ReadFile(path)
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[1] != "old,good,1,2" || !strings.HasPrefix(lines[2], "new,,0.0") || lines[3] != "" {
		t.Errorf("%q\n%s", lines, stderr)
	}
}

// TestRunSurvivesItsReport: a report that cannot be written costs a line, neither the other reports nor the status.
func TestRunSurvivesItsReport(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	markdown := filepath.Join(t.TempDir(), "run.md")
	_, stderr, status := command(t, "", quick("--json", "/dev/full", "--markdown", markdown, "--", "sh", "-c", "sleep 0.3; exit 4")...)
	if status != 4 || !strings.Contains(stderr, `gramwatt: report: write "/dev/full"`) || !strings.Contains(stderr, "ended with status 4") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if text, _ := os.ReadFile(markdown); !strings.HasPrefix(string(text), "# sh\n\nEnded with status 4") || !strings.Contains(string(text), "### Sources") {
		t.Errorf("markdown %q", text)
	}
}

func TestRunBudget(t *testing.T) {
	r, stderr, status := ran(t, "--budget", "0.002Wh", "--stop-at-budget", "--", "sh", "-c", "trap 'echo saved >&2; exit 6' TERM; while :; do sleep 0.05; done")
	if status != 6 || r.Budget == nil || !r.Budget.Stopped || r.Budget.Used < 1 {
		t.Errorf("status %d, budget %+v", status, r.Budget)
	}
	for _, want := range []string{"of the budget of 2 mWh is used", "asked to end (SIGTERM)", "saved", "by SIGTERM."} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in\n%s", want, stderr)
		}
	}
	r, stderr, status = ran(t, "--budget", "0.002Wh", "--", "sleep", "1")
	if status != 0 || r.Budget.Stopped || r.Budget.Used < 1 || strings.Contains(stderr, "asked") {
		t.Errorf("without --stop-at-budget: status %d, %+v\n%s", status, r.Budget, stderr)
	}
}

// TestRunStepFile counts the lines that the command adds, and none that were there.
func TestRunStepFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "steps")
	if err := os.WriteFile(path, []byte("old\nold\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, stderr, _ := ran(t, "--steps", "40", "--step-file", path, "--", "sh", "-c", `i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo $i >>"$0"; sleep 0.05; done`, path)
	if r.Steps == nil || r.Steps.Done != 40 || r.Steps.Total == nil || *r.Steps.Total != 40 {
		t.Errorf("steps %+v", r.Steps)
	}
	if len(r.Forecasts) == 0 || !strings.Contains(stderr, "40 of 40 steps") || !strings.Contains(stderr, " steps the forecast for the whole run was ") {
		t.Errorf("%d forecasts\n%s", len(r.Forecasts), stderr)
	}
}

// TestRunEstimateFile compares with a scenario in a file, and with a link of one key.
func TestRunEstimateFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "scenario.json")
	if err := os.WriteFile(path, []byte(`{"energy_kwh": 0.5, "pue": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	byFile, stderr, _ := ran(t, "--estimate", path, "--", "sleep", "0.5")
	byLink, _, _ := ran(t, "--estimate", "kwh=0.5", "--", "sleep", "0.5")
	for _, r := range []runJSON{byFile, byLink} {
		if r.Estimate == nil || r.Estimate.Ratio == nil || *r.Estimate.Ratio <= 0 || *r.Estimate.Ratio > 0.001 {
			t.Errorf("comparison %+v with half a kilowatt-hour", r.Estimate)
		}
	}
	if !strings.Contains(stderr, "of the estimate, which was 500 Wh at the facility") {
		t.Errorf("report %s", stderr)
	}
}

// TestRunIsRecorded: the session has the command and its status, and a command that did not start leaves none.
func TestRunIsRecorded(t *testing.T) {
	dir := t.TempDir()
	_, stderr, _ := command(t, "", quick("--data", dir, "--name", "mine", "--run-id", "r1", "--", "sh", "-c", "sleep 0.5; exit 3")...)
	command(t, "", quick("--data", dir, "--", "no-such-command")...)
	command(t, "", quick("--data", dir, "--no-record", "--", "true")...)
	stdout, _, status := command(t, "", "sessions", "list", "--json", "--data", dir)
	var list struct{ Sessions []wire.Session }
	if err := json.Unmarshal([]byte(stdout), &list); err != nil || status != 0 || len(list.Sessions) != 1 {
		t.Fatalf("%v, status %d: %s", err, status, stdout)
	}
	s := list.Sessions[0]
	if s.Name != "mine" || s.RunID != "r1" || len(s.Command) != 3 || s.ExitStatus == nil || *s.ExitStatus != 3 || s.State != wire.Ended || s.Joules == nil || *s.Joules <= 0 {
		t.Errorf("session %+v", s)
	}
	if !strings.Contains(stderr, "gramwatt sessions show "+s.ID) {
		t.Errorf("the report does not name session %s: %s", s.ID, stderr)
	}
}

// TestRunWithoutADisk: sessions that cannot be recorded cost a line, and nothing else.
func TestRunWithoutADisk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := command(t, "", quick("--data", file, "--", "sh", "-c", "echo out; exit 7")...)
	if status != 7 || stdout != "out\n" || strings.Contains(stderr, "Recorded:") || !strings.Contains(stderr, "ended with status 7") {
		t.Errorf("status %d, output %q\n%s", status, stdout, stderr)
	}
}
