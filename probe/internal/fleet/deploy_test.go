//go:build fleet

package fleet

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v2"
)

const deploy = repository + "/probe/deploy"

// TestRules lets promtool check and try what a lab would load.
func TestRules(t *testing.T) {
	for _, args := range [][]string{
		{"check", "rules", "rules.yml", "alerts.yml"},
		{"check", "config", "--syntax-only", "scrape.yml"},
		{"test", "rules", "tests.yml"},
	} {
		promtool := exec.Command("promtool", args...)
		promtool.Dir = filepath.Join(deploy, "prometheus")
		if out, err := promtool.CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// dashboard is what the tests need of Grafana's format.
type dashboard struct {
	UID           string
	Title         string
	SchemaVersion int
	Time          struct{ From, To string }
	Templating    struct{ List []variable }
	Panels        []panel
}

type variable struct {
	Name, Type string
	Datasource *source
	AllValue   string
}

type source struct{ Type, UID string }

type panel struct {
	ID         int
	Type       string
	Title      string
	Datasource source
	GridPos    struct{ X, Y, W, H int }
	Targets    []struct {
		RefID      string
		Expr       string
		Datasource source
	}
	FieldConfig *struct{ Defaults struct{ Unit string } }
}

// dashboards are all that are shipped, read strictly as JSON.
func dashboards(t *testing.T) map[string]dashboard {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(deploy, "grafana", "*.json"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%d dashboards, %v", len(files), err)
	}
	list := map[string]dashboard{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d dashboard
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		list[filepath.Base(file)] = d
	}
	return list
}

var (
	usedVariable = regexp.MustCompile(`\$\{?([a-zA-Z_]+)\}?`)
	loadedAsIs   = source{"prometheus", "${datasource}"} // of whatever Prometheus the Grafana has: no edit is needed
)

// TestDashboardsAreWhole holds each to the structure that Grafana loads without an edit: no panel over another, no id twice,
// no variable that is not there, no data source of one's own.
func TestDashboardsAreWhole(t *testing.T) {
	uids := map[string]string{}
	for file, d := range dashboards(t) {
		if other := uids[d.UID]; other != "" || d.UID == "" || d.Title == "" || d.SchemaVersion < 36 || d.Time.From == "" {
			t.Errorf("%s: uid %q (also of %q), title %q, schema %d", file, d.UID, other, d.Title, d.SchemaVersion)
		}
		uids[d.UID] = file
		known := map[string]bool{"__range": true, "__rate_interval": true}
		for _, v := range d.Templating.List {
			known[v.Name] = true
			if v.Type == "query" && (v.Datasource == nil || *v.Datasource != loadedAsIs) {
				t.Errorf("%s: variable %s asks %+v", file, v.Name, v.Datasource)
			}
		}
		ids, cells := map[int]bool{}, map[[2]int]string{}
		for _, p := range d.Panels {
			at := fmt.Sprintf("%s: %q", file, p.Title)
			if p.Title == "" || ids[p.ID] || p.ID == 0 || p.Datasource != loadedAsIs || len(p.Targets) == 0 || p.FieldConfig == nil || p.FieldConfig.Defaults.Unit == "" {
				t.Errorf("%s is not whole: %+v", at, p)
			}
			ids[p.ID] = true
			if g := p.GridPos; g.W <= 0 || g.H <= 0 || g.X < 0 || g.X+g.W > 24 {
				t.Errorf("%s lies at %+v", at, g)
			}
			for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
				for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
					if other := cells[[2]int{x, y}]; other != "" {
						t.Fatalf("%s lies over %q", at, other)
					}
					cells[[2]int{x, y}] = p.Title
				}
			}
			refs := map[string]bool{}
			for _, target := range p.Targets {
				if refs[target.RefID] || target.Datasource != loadedAsIs {
					t.Errorf("%s: target %+v", at, target)
				}
				refs[target.RefID] = true
				for _, used := range usedVariable.FindAllStringSubmatch(target.Expr, -1) {
					if !known[used[1]] {
						t.Errorf("%s: there is no variable %s", at, used[1])
					}
				}
			}
		}
	}
}

// mayBeEmpty are panels that show nothing while all is well.
var mayBeEmpty = map[string]bool{"What needs a look": true, "Held down": true, "Energy above idle": true}

// TestDashboardsAnswer asks Prometheus each query of each panel, within the day.
func TestDashboardsAnswer(t *testing.T) {
	d := lived(t)
	within := strings.NewReplacer("$__range", d.span(), "$__rate_interval", "5s", "$cluster", ".*", "$instance", d.machines[0].address, "$run_id", runs[0].id)
	at := d.begun.Add(checkpointAt - interval)
	for file, board := range dashboards(t) {
		for _, p := range board.Panels {
			for _, target := range p.Targets {
				a := d.prometheus.query(t, within.Replace(target.Expr), at)
				if len(a.Data.Result) == 0 && !mayBeEmpty[p.Title] {
					t.Errorf("%s: %q: no answer to %s", file, p.Title, target.Expr)
				}
			}
		}
	}
}

// TestUnit lets systemd check the unit, with a program that is there.
func TestUnit(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("no systemd-analyze on this machine")
	}
	text, err := os.ReadFile(filepath.Join(deploy, "systemd", "gramwatt.service"))
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "gramwatt.service")
	if err := os.WriteFile(unit, []byte(strings.Replace(string(text), "ExecStart=/usr/local/bin/gramwatt", "ExecStart="+binary, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("systemd-analyze", "verify", "--man=no", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
	for _, line := range []string{"DynamicUser=yes", "CapabilityBoundingSet=\n", "NoNewPrivileges=yes", "ProtectSystem=strict", "DevicePolicy=closed"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the unit does not say %q", line)
		}
	}
}

// TestDaemonSetAsksForLittle reads the manifest: no privilege, no capability, nothing of the host that can be written.
func TestDaemonSetAsksForLittle(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(deploy, "kubernetes", "daemonset.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Kind string
		Spec struct {
			Template struct {
				Spec struct {
					HostPID, HostNetwork bool
					Containers           []struct {
						Args            []string
						SecurityContext struct {
							Privileged, AllowPrivilegeEscalation, ReadOnlyRootFilesystem *bool
							Capabilities                                                 struct{ Add, Drop []string }
						}
						VolumeMounts []struct {
							MountPath string
							ReadOnly  bool
						}
					}
				}
			}
		}
	}
	if err := yaml.Unmarshal([]byte(lowerKeys(string(text))), &m); err != nil {
		t.Fatal(err)
	}
	pod := m.Spec.Template.Spec
	if m.Kind != "DaemonSet" || len(pod.Containers) != 1 || pod.HostPID || pod.HostNetwork {
		t.Fatalf("%+v", m)
	}
	c := pod.Containers[0]
	s := c.SecurityContext
	if s.Privileged == nil || *s.Privileged || s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem ||
		len(s.Capabilities.Add) > 0 || len(s.Capabilities.Drop) != 1 || s.Capabilities.Drop[0] != "ALL" {
		t.Errorf("security context %+v", s)
	}
	for _, mount := range c.VolumeMounts {
		if !mount.ReadOnly {
			t.Errorf("%s can be written", mount.MountPath)
		}
	}
	flags(t, "daemonset.yaml", c.Args)
}

// lowerKeys makes the keys of a manifest those that the library for YAML expects of Go's fields.
func lowerKeys(text string) string {
	return regexp.MustCompile(`[a-zA-Z]+:`).ReplaceAllStringFunc(text, strings.ToLower)
}

// flags asks the program for each flag that a file of ours gives it.
func flags(t *testing.T, file string, args []string) {
	t.Helper()
	help, err := exec.Command(binary, args[0], "--help").CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	for _, arg := range args[1:] {
		name, _, _ := strings.Cut(arg, "=")
		if strings.HasPrefix(name, "--") && !strings.Contains(string(help), name) {
			t.Errorf("%s: there is no %s", file, name)
		}
	}
}

// TestFlagsOfTheUnit: the unit gives the program flags that it has.
func TestFlagsOfTheUnit(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(deploy, "systemd", "gramwatt.service"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^ExecStart=\S+ (.*)$`).FindStringSubmatch(string(text))
	if line == nil {
		t.Fatal("no ExecStart")
	}
	flags(t, "gramwatt.service", strings.Fields(line[1]))
}

// TestSlurm runs the scripts as Slurm would, and the probe between them.
func TestSlurm(t *testing.T) {
	dir := t.TempDir()
	script := func(name string, env ...string) {
		t.Helper()
		run := exec.Command("sh", filepath.Join(deploy, "slurm", name))
		run.Env = append(os.Environ(), append([]string{"GRAMWATT_RUNS=" + dir, "SLURM_JOB_ID=4711"}, env...)...)
		if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("%s: %v %s", name, err, out)
		}
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	p, err := start(nil, nil, binary, "serve", "--demo", "h100x8", "--listen", address, "--no-open", "--no-record", "--runs", dir, "--interval", "200ms")
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop()
	if err := waitFor("http://"+address+"/healthz", p); err != nil {
		t.Fatal(err)
	}
	script("prolog.sh", "SLURM_JOB_USER=ada", "SLURM_JOB_ACCOUNT=", "SLURM_JOB_PARTITION=gpu")
	eventually(t, address, `gramwatt_run_info{partition="gpu",run_id="4711",user="ada"} 1`, true)
	eventually(t, address, `gramwatt_run_energy_joules_total{quality="simulated",run_id="4711"}`, true)
	script("epilog.sh")
	eventually(t, address, `gramwatt_run_info{`, false)
	if left, err := fs.ReadDir(os.DirFS(dir), "."); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	measured := exec.Command("sh", filepath.Join(deploy, "slurm", "measured.sh"), "true")
	measured.Env = append(os.Environ(), "SLURM_JOB_ID=4712", "SLURM_JOB_USER=ada", "SLURMD_NODENAME=n1", "GRAMWATT_DEMO=laptop", "GRAMWATT_NO_RECORD=true", "GRAMWATT_BASELINE=0s",
		"PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"))
	measured.Dir = t.TempDir()
	for i, arg := range measured.Args { // which are relative to this package
		if strings.HasSuffix(arg, ".sh") {
			measured.Args[i], _ = filepath.Abs(arg)
		}
	}
	if out, err := measured.CombinedOutput(); err != nil {
		t.Errorf("measured.sh: %v\n%s", err, out)
	}
	if report, err := os.ReadFile(filepath.Join(measured.Dir, "gramwatt-4712-n1.json")); err != nil || !strings.Contains(string(report), `"run_id": "4712"`) {
		t.Errorf("report %s, %v", report, err)
	}
	nobody := exec.Command("sh", filepath.Join(deploy, "slurm", "prolog.sh"))
	nobody.Env = []string{"SLURM_JOB_ID=1", "GRAMWATT_RUNS=" + filepath.Join(dir, "none")}
	if out, err := nobody.CombinedOutput(); err != nil {
		t.Errorf("a prolog without a probe drains the node: %v %s", err, out)
	}
}
