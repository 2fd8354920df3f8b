package sensor

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor/powercaptest"
)

var quiet = slog.New(slog.DiscardHandler)

func openRAPL(t *testing.T, tree *powercaptest.Tree) (*rapl, []Device) {
	t.Helper()
	r := newRAPL(tree.Root, quiet)
	devices, err := r.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r, devices
}

func ids(devices []Device) []string {
	var list []string
	for _, d := range devices {
		list = append(list, string(d.Kind)+" "+d.ID)
	}
	return list
}

func TestRAPLCountsEachJouleOnce(t *testing.T) {
	const full = 262143.328850
	for _, tt := range []struct {
		name  string
		zones [][2]string // directory, name
		want  []string
		left  []string // to be found in the status
	}{
		{"a laptop", [][2]string{
			{"intel-rapl:0", "package-0"}, {"intel-rapl:0:0", "core"}, {"intel-rapl:0:1", "uncore"},
			{"intel-rapl:1", "psys"}, {"intel-rapl-mmio:0", "package-0"},
		}, []string{"cpu cpu-package-0", "platform platform-psys"},
			[]string{"core because it is inside the package", "uncore", "intel-rapl-mmio because it is a second view"}},
		{"a server, whose mmio view has dram too", [][2]string{
			{"intel-rapl:0", "package-0"}, {"intel-rapl:0:0", "dram"},
			{"intel-rapl:1", "package-1"}, {"intel-rapl:1:0", "dram"},
			{"intel-rapl-mmio:0", "package-0"}, {"intel-rapl-mmio:0:0", "dram"},
		}, []string{"cpu cpu-package-0", "dram dram-package-0", "cpu cpu-package-1", "dram dram-package-1"}, nil},
		{"dies", [][2]string{
			{"intel-rapl:0", "package-0-die-0"}, {"intel-rapl:0:0", "dram"},
			{"intel-rapl:1", "package-0-die-1"}, {"intel-rapl:1:0", "dram"},
		}, []string{"cpu cpu-package-0-die-0", "dram dram-package-0-die-0",
			"cpu cpu-package-0-die-1", "dram dram-package-0-die-1"}, nil},
		{"AMD", [][2]string{{"intel-rapl:0", "package-0"}, {"intel-rapl:0:0", "core"}},
			[]string{"cpu cpu-package-0"}, nil},
		{"only the mmio view", [][2]string{{"intel-rapl-mmio:0", "package-0"}}, []string{"cpu cpu-package-0"}, nil},
		{"two zones of one name", [][2]string{{"intel-rapl:0", "package-0"}, {"intel-rapl:1", "package-0"}},
			[]string{"cpu cpu-package-0", "cpu cpu-package-0@intel-rapl:1"}, nil},
		{"a name of the future", [][2]string{{"intel-rapl:0", "package-0"}, {"intel-rapl:0:0", "npu"}},
			[]string{"cpu cpu-package-0"}, []string{`"npu" because nobody knows`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := powercaptest.New(t)
			for _, z := range tt.zones {
				tree.Add(t, z[0], z[1], full)
			}
			r, devices := openRAPL(t, tree)
			if got := ids(devices); !slices.Equal(got, tt.want) {
				t.Errorf("devices: got %q, want %q", got, tt.want)
			}
			for _, words := range tt.left {
				if detail := r.Status().Detail; !strings.Contains(detail, words) {
					t.Errorf("status %q does not say %q", detail, words)
				}
			}
		})
	}
}

func TestRAPLKeepsElevenPackagesInOrder(t *testing.T) {
	tree := powercaptest.New(t)
	var want []string
	for i := range 11 {
		n := []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}[i]
		tree.Add(t, "intel-rapl:"+n, "package-"+n, 1000)
		want = append(want, "cpu cpu-package-"+n)
	}
	if _, devices := openRAPL(t, tree); !slices.Equal(ids(devices), want) {
		t.Errorf("devices: got %q, want %q", ids(devices), want)
	}
}

// TestRAPLBandFollowsTheMaker: a counter that is a model of the CPU's own is told with a wider band.
func TestRAPLBandFollowsTheMaker(t *testing.T) {
	for _, tt := range []struct {
		name, modalias string
		want           estimator.PowerSensor
	}{
		{"Intel", "cpu:type:x86,ven0000fam0006mod00CF:feature:,0000,0001", estimator.RAPLIntelPackage},
		{"AMD", "cpu:type:x86,ven0002fam0017mod0071:feature:,0000,0001", estimator.RAPLOtherPackage},
		{"no word of the maker", "", estimator.RAPLOtherPackage},
	} {
		tree := powercaptest.New(t)
		tree.Add(t, "intel-rapl:0", "package-0", 262143)
		tree.Add(t, "intel-rapl:0:0", "dram", 65712)
		tree.Add(t, "intel-rapl:1", "psys", 262143)
		plant(t, tree.Root, map[string]string{"devices/system/cpu/modalias": tt.modalias})
		_, devices := openRAPL(t, tree)
		if cpu, dram, psys := devices[0].Band, devices[1].Band, devices[2].Band; cpu != tt.want || dram != estimator.RAPLMemory || psys != (estimator.PowerSensor{}) {
			t.Errorf("%s: package %+v, memory %+v, platform %+v", tt.name, cpu, dram, psys)
		}
	}
}

func TestRAPLPlausiblePower(t *testing.T) {
	for _, tt := range []struct {
		name             string
		limit, highest   string // microwatts
		plausible, rated estimator.Watts
	}{
		{"twice the largest", "350000000", "17000000", 700, 350},
		{"never below the floor", "15000000", "17000000", 400, 15},
		{"a placeholder is no limit", "4294967295000000", "17000000", 400, 0},
		{"nothing usable", "0", "none", 1000, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := powercaptest.New(t)
			tree.Add(t, "intel-rapl:0", "package-0", 1000)
			tree.File(t, "intel-rapl:0", "constraint_0_power_limit_uw", tt.limit)
			tree.File(t, "intel-rapl:0", "constraint_0_max_power_uw", tt.highest)
			_, devices := openRAPL(t, tree)
			if d := devices[0]; d.Plausible != tt.plausible || d.Rated != tt.rated {
				t.Errorf("plausible %v W, rated %v W; want %v W and %v W", d.Plausible, d.Rated, tt.plausible, tt.rated)
			}
		})
	}
}

// TestRAPLFaultsStayInTheirZone puts the faults in with the reader's own hook: these tests may run as root, to whom no
// file mode denies anything, and the kernel's I/O errors cannot be had from plain files.
func TestRAPLFaultsStayInTheirZone(t *testing.T) {
	tree := powercaptest.New(t)
	faults := map[string]struct {
		err   error
		text  string
		state State
		words string
	}{
		"intel-rapl:0": {err: fs.ErrPermission, state: Denied, words: "root only"},
		"intel-rapl:1": {err: syscall.EIO, state: Lost, words: "input/output error"},
		"intel-rapl:2": {err: syscall.ENODATA, state: Lost, words: "no data"},
		"intel-rapl:3": {text: "", state: Lost, words: "not a count"},
		"intel-rapl:4": {text: "-5\n", state: Lost, words: "not a count"},
		"intel-rapl:5": {err: syscall.ENOENT, state: Lost, words: "has gone"},
		"intel-rapl:6": {text: "123456\n", state: OK},
	}
	for i := range len(faults) {
		n := string(rune('0' + i))
		tree.Add(t, "intel-rapl:"+n, "package-"+n, 1000)
	}
	r, _ := openRAPL(t, tree)
	r.read = func(path string) ([]byte, error) {
		f := faults[filepath.Base(filepath.Dir(path))]
		if f.err != nil {
			return nil, &fs.PathError{Op: "read", Path: path, Err: f.err}
		}
		return []byte(f.text), nil
	}
	readings, err := r.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range readings {
		want := faults[filepath.Base(r.zones[i].path)]
		if got.State != want.state || !strings.Contains(got.Reason, want.words) || (got.Counter != nil) != (want.state == OK) {
			t.Errorf("%s: got %s, %q, counter %v; want %s, %q", r.zones[i].path, got.State, got.Reason, got.Counter,
				want.state, want.words)
		}
	}
	if s := r.Status(); s.State != OK || !strings.HasPrefix(s.Detail, "1 of 7") || s.Remedy == "" {
		t.Errorf("status with one package left: %+v", s)
	}
}

func TestRAPLDeniedNamesTheRemedy(t *testing.T) {
	tree := powercaptest.New(t)
	tree.Add(t, "intel-rapl:0", "package-0", 1000)
	r := newRAPL(tree.Root, quiet)
	r.read = func(path string) ([]byte, error) {
		if filepath.Base(path) == "energy_uj" {
			return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EACCES}
		}
		return os.ReadFile(path)
	}
	if _, err := r.Open(t.Context()); err != nil {
		t.Fatalf("a denied zone is still a device: %v", err)
	}
	if s := r.Status(); s.State != Denied || s.Remedy == "" {
		t.Errorf("status: %+v, want denied with a remedy", s)
	}
	r.read = os.ReadFile // the permission is given while the probe runs
	if readings, err := r.Read(t.Context()); err != nil || readings[0].State != OK || r.Status().State != OK {
		t.Errorf("after the permission: %+v, %v, status %+v", readings, err, r.Status())
	}
}

func TestRAPLCounterThatStandsStill(t *testing.T) {
	tree := powercaptest.New(t)
	tree.Add(t, "intel-rapl:0", "package-0", 1000)
	tree.Add(t, "intel-rapl:1", "psys", 1000)
	r, _ := openRAPL(t, tree)
	r.zones[1].moved = time.Now().Add(-standsStill - time.Second)
	readings, _ := r.Read(t.Context())
	if readings[0].State != OK || readings[1].State != Absent || readings[1].Counter != nil || !strings.Contains(readings[1].Reason, "stands still") {
		t.Errorf("one of two: %+v", readings)
	}
	if s := r.Status(); s.State != OK {
		t.Errorf("status %+v", s)
	}
	r.zones[0].moved = r.zones[1].moved
	if r.Read(t.Context()); r.Status().State != Absent { // so that the model stands in
		t.Errorf("all stand still: %+v", r.Status())
	}
	tree.File(t, "intel-rapl:0", "energy_uj", "5")
	if readings, _ = r.Read(t.Context()); readings[0].State != OK || *readings[0].Counter != 5 || r.Status().State != OK {
		t.Errorf("it moves again: %+v, %+v", readings[0], r.Status())
	}
}

func TestRAPLAbsence(t *testing.T) {
	t.Run("no powercap at all", func(t *testing.T) {
		r := newRAPL(t.TempDir(), quiet)
		_, err := r.Open(t.Context())
		if s := r.Status(); !errors.Is(err, ErrUnavailable) || s.State != Absent || !strings.Contains(s.Remedy, "modprobe") {
			t.Errorf("got %v, status %+v", err, s)
		}
	})
	t.Run("hidden by a container", func(t *testing.T) {
		tree := powercaptest.New(t)
		link := filepath.Join(tree.Root, "class", "powercap", "intel-rapl:0")
		if err := os.Symlink("../../devices/virtual/powercap/intel-rapl/intel-rapl:0", link); err != nil {
			t.Fatal(err)
		}
		r := newRAPL(tree.Root, quiet)
		_, err := r.Open(t.Context())
		if s := r.Status(); !errors.Is(err, ErrUnavailable) || !strings.Contains(s.Remedy, "--sysfs") {
			t.Errorf("got %v, status %+v", err, s)
		}
	})
	t.Run("only parts that are inside others", func(t *testing.T) {
		tree := powercaptest.New(t)
		tree.Add(t, "intel-rapl:0:0", "core", 1000)
		if _, err := newRAPL(tree.Root, quiet).Open(t.Context()); !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v, want ErrUnavailable", err)
		}
	})
}

func TestRAPLPeriod(t *testing.T) {
	tree := powercaptest.New(t)
	tree.Add(t, "intel-rapl:0", "package-0", 262143.328850)
	tree.Add(t, "intel-rapl:0:0", "dram", 800)
	tree.Add(t, "intel-rapl:1", "package-1", 0)
	r, _ := openRAPL(t, tree)
	if got, want := r.Period(), time.Second; got != want { // 800 J at 400 W are 2 s; read twice in it
		t.Errorf("period: got %v, want %v", got, want)
	}
}

func TestRemedyGivesOneGroupAndNobodyElse(t *testing.T) {
	for name, m := range map[string]Machine{
		"systemd":   {Systemd: true, User: "ada"},
		"udev":      {Systemd: true, Udev: true, User: "ada"},
		"neither":   {User: "ada"},
		"container": {Container: true, User: "ada"},
	} {
		t.Run(name, func(t *testing.T) {
			got := m.allowRead("/sys/class/powercap/intel-rapl:0")
			for _, bad := range []string{"a+r", "o+r", "0444", "444 ", "sudo gramwatt"} {
				if strings.Contains(got, bad) {
					t.Errorf("%q opens the counters to everybody: %s", bad, got)
				}
			}
			if !strings.Contains(got, "/sys/class/powercap/intel-rapl:*/energy_uj") {
				if name != "udev" { // a rule names the subsystem instead of the files
					t.Errorf("does not name the files: %s", got)
				}
			}
			if m.Systemd && !strings.Contains(got, "AmbientCapabilities=CAP_DAC_READ_SEARCH") {
				t.Errorf("does not say how a service does it: %s", got)
			}
			if name != "container" && !strings.Contains(got, "usermod -aG energy ada") {
				t.Errorf("does not name the user: %s", got)
			}
		})
	}
}
