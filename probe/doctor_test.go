//go:build linux

package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/sensor/smitest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// laptop and its like are trees of sysfs, by path below class.
var (
	laptop = map[string]string{
		"powercap/intel-rapl:0/name": "package-0", "powercap/intel-rapl:0/energy_uj": "12345", "powercap/intel-rapl:0/max_energy_range_uj": "262143328850",
		"powercap/intel-rapl:0:0/name": "core", "powercap/intel-rapl:0:1/name": "uncore",
		"powercap/intel-rapl:1/name": "psys", "powercap/intel-rapl:1/energy_uj": "54321", "powercap/intel-rapl:1/max_energy_range_uj": "262143328850",
		"powercap/intel-rapl-mmio:0/name": "package-0", "powercap/intel-rapl-mmio:0/energy_uj": "12345",
	}
	mmio = map[string]string{"powercap/intel-rapl-mmio:0/name": "package-0", "powercap/intel-rapl-mmio:0/energy_uj": "12345"}
	dies = map[string]string{
		"powercap/intel-rapl:0/name": "package-0-die-0", "powercap/intel-rapl:0/energy_uj": "1",
		"powercap/intel-rapl:0:0/name": "dram", "powercap/intel-rapl:0:0/energy_uj": "1",
		"powercap/intel-rapl:1/name": "package-0-die-1", "powercap/intel-rapl:1/energy_uj": "1",
	}
	radeon = map[string]string{
		"hwmon/hwmon3/name": "amdgpu", "hwmon/hwmon3/power1_average": "303000000", "hwmon/hwmon3/power1_cap": "339000000",
		"hwmon/hwmon3/device/vendor": "0x1002", "hwmon/hwmon3/device/device": "0x744c", "hwmon/hwmon3/device/revision": "0xc8",
		"hwmon/hwmon3/device/uevent": "PCI_SLOT_NAME=0000:03:00.0", "hwmon/hwmon3/device/power/runtime_status": "active",
		"hwmon/hwmon4/name": "amdgpu", "hwmon/hwmon4/power1_input": "28000000", "hwmon/hwmon4/in1_label": "vddnb",
		"hwmon/hwmon4/device/vendor": "0x1002", "hwmon/hwmon4/device/device": "0x15bf", "hwmon/hwmon4/device/uevent": "PCI_SLOT_NAME=0000:c4:00.0",
	}
	arc = map[string]string{
		"hwmon/hwmon1/name": "i915", "hwmon/hwmon1/energy1_input": "123456789", "hwmon/hwmon1/power1_max": "190000000",
		"hwmon/hwmon1/device/vendor": "0x8086", "hwmon/hwmon1/device/device": "0x56a0", "hwmon/hwmon1/device/uevent": "PCI_SLOT_NAME=0000:2d:00.0",
	}
	unplugged = map[string]string{"power_supply/BAT0/type": "Battery", "power_supply/BAT0/status": "Discharging", "power_supply/BAT0/power_now": "12340000"}
	plugged   = map[string]string{"power_supply/BAT0/type": "Battery", "power_supply/BAT0/status": "Charging", "power_supply/BAT0/power_now": "45000000"}
	sleeping  = map[string]string{"../bus/pci/devices/0000:01:00.0/vendor": "0x10de", "../bus/pci/devices/0000:01:00.0/class": "0x030000",
		"../bus/pci/devices/0000:01:00.0/power/runtime_status": "suspended"}
)

// intelBus is a bus whose one display controller is Intel's.
var intelBus = map[string]string{"../bus/pci/devices/0000:00:02.0/vendor": "0x8086", "../bus/pci/devices/0000:00:02.0/class": "0x030000"}

// masked is what a container's runtime leaves of the powercap tree.
var masked = map[string]string{"powercap/intel-rapl:0": "-> ../../devices/virtual/powercap/intel-rapl/intel-rapl:0"}

// asleep is radeon's first card while nothing uses it.
func asleep() map[string]string {
	files := map[string]string{}
	for name, text := range radeon {
		if strings.HasPrefix(name, "hwmon/hwmon3/") {
			files[name] = text
		}
	}
	files["hwmon/hwmon3/device/power/runtime_status"] = "suspended"
	return files
}

// tenPackages has eleven, so that the order of the numbers shows.
func tenPackages() map[string]string {
	files := map[string]string{}
	for _, n := range strings.Fields("0 1 2 3 4 5 6 7 8 9 10") {
		files["powercap/intel-rapl:"+n+"/name"], files["powercap/intel-rapl:"+n+"/energy_uj"] = "package-"+n, "1"
	}
	return files
}

// doctorTree makes the machine of a golden file, "-> " standing before the target of a symbolic link: a sysfs, and a procfs with one EPYC 7763 that never worked.
func doctorTree(t *testing.T, class map[string]string) (sysfs, procfs string) {
	t.Helper()
	root := t.TempDir()
	sysfs, procfs = filepath.Join(root, "sys"), filepath.Join(root, "proc")
	files := map[string]string{
		"proc/cpuinfo": "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC 7763 64-Core Processor\nphysical id\t: 0\nflags\t\t: fpu",
		"proc/stat":    "cpu  0 0 0 1000 0 0 0 0 0 0\ncpu0 0 0 0 1000 0 0 0 0 0 0",
		"proc/meminfo": "MemTotal:       65536000 kB\nMemFree:        32768000 kB\nMemAvailable:   49152000 kB",
		"sys/README":   "a sysfs without anything",
	}
	for name, text := range class {
		files[filepath.Join("sys/class", name)] = text
	}
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if target, link := strings.CutPrefix(text, "-> "); link {
			if err := os.Symlink(target, path); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return sysfs, procfs
}

// ada is a user of a desktop with systemd and udev.
var ada = sensor.Machine{Systemd: true, Udev: true, User: "ada", ReadFile: os.ReadFile}

// as is ada's machine with a change.
func as(change func(*sensor.Machine)) sensor.Machine {
	m := ada
	change(&m)
	return m
}

// toRootOnly reads as a user to whom the kernel denies the energy counters.
func toRootOnly(path string) ([]byte, error) {
	if filepath.Base(path) == "energy_uj" {
		return nil, &os.PathError{Op: "open", Path: path, Err: syscall.EACCES}
	}
	return os.ReadFile(path)
}

// nvmlLines are those about NVML, whose words depend on the build.
var nvmlLines = regexp.MustCompile(`(?m)^nvml \(.*\n(  remedy: .*\n)?`)

// checkDoctor compares what doctor says with a golden file; sensor.Assume has said of which machine. What a stand-in command prints may come late on a busy
// machine, so it may try again.
func checkDoctor(t *testing.T, name string, keepNVML bool, class map[string]string, flags ...string) {
	t.Helper()
	golden := filepath.Join("testdata", "doctor", name+".golden")
	want, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var got string
	for range 5 {
		sysfs, procfs := doctorTree(t, class)
		args := append([]string{"doctor", "--sysfs", sysfs, "--procfs", procfs, "--nvml", sysfs + "/libnvidia-ml.so.1",
			"--nvidia-smi", sysfs + "/nvidia-smi"}, flags...)
		stdout, stderr, status := command(t, "", args...)
		if status != 0 || stderr != "" {
			t.Fatalf("status %d, %s", status, stderr)
		}
		got = strings.ReplaceAll(stdout, sysfs, "/sys")
		for i := 1; i < len(flags); i += 2 {
			got = strings.ReplaceAll(got, flags[i], "GIVEN")
		}
		if !keepNVML {
			got = nvmlLines.ReplaceAllString(got, "")
		}
		if got == string(want) || *update {
			break
		}
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestDoctorGolden fixes what doctor says about each kind of machine, with the exact remedies.
func TestDoctorGolden(t *testing.T) {
	smi := smitest.New(t, smitest.GPU{"uuid": "GPU-1", "name": "Tesla T4", "compute_cap": "7.5", "power.draw": "41.50", "utilization.gpu": "[N/A]"})
	smi.Refuse(t, "total_energy_consumption")
	dead := smitest.New(t)
	dead.Say(t, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")
	denied := func(m *sensor.Machine) { m.ReadFile = toRootOnly }
	type check struct {
		name  string
		class map[string]string
		flags []string
	}
	for _, on := range []struct {
		machine sensor.Machine
		checks  []check
	}{
		{ada, []check{
			{"no-powercap", nil, nil},
			{"psys", laptop, nil},
			{"mmio", mmio, nil},
			{"dies", dies, nil},
			{"ten-packages", tenPackages(), nil},
			{"amdgpu", radeon, nil},
			{"amdgpu-asleep", asleep(), nil},
			{"i915", arc, nil},
			{"no-nvidia", intelBus, nil},
			{"battery", unplugged, nil},
			{"battery-plugged", plugged, nil},
			{"nvidia-smi", nil, []string{"--nvidia-smi", smi.Path}},
			{"nvidia-smi-no-driver", nil, []string{"--nvidia-smi", dead.Path}},
		}},
		{as(func(m *sensor.Machine) { m.Container = true }), []check{{"masked", masked, nil}}},
		{as(func(m *sensor.Machine) { m.WSL = true }), []check{{"wsl", nil, nil}}},
		{as(denied), []check{{"denied-udev", laptop, nil}}},
		{as(func(m *sensor.Machine) { denied(m); m.Udev = false }), []check{{"denied-systemd", laptop, nil}}},
		{as(func(m *sensor.Machine) { denied(m); m.Udev, m.Systemd = false, false }), []check{{"denied-neither", laptop, nil}}},
		{as(func(m *sensor.Machine) { denied(m); m.Container = true }), []check{{"denied-container", laptop, nil}}},
	} {
		restore := sensor.Assume(on.machine)
		t.Run("machine", func(t *testing.T) { // ends when all of its parts have
			for _, c := range on.checks {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					checkDoctor(t, c.name, false, c.class, c.flags...)
				})
			}
		})
		restore()
	}
}
