package sensor

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
)

// radeon is the tree of an RX 7900 XTX at work.
var radeon = map[string]string{
	"name": "amdgpu", "power1_average": "303000000", "power1_cap": "339000000", "power1_cap_max": "390000000",
	"temp1_input": "61000", "freq1_input": "2371000000", "in0_label": "vddgfx",
	"device/vendor": "0x1002", "device/device": "0x744c", "device/revision": "0xc8",
	"device/uevent": "DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0", "device/gpu_busy_percent": "97",
	"device/mem_info_vram_used": "21474836480", "device/mem_info_vram_total": "25753026560",
	"device/power/runtime_status": "active", "device/power/control": "auto",
}

// arc is the tree of an Arc A770 under i915.
var arc = map[string]string{
	"name": "i915", "energy1_input": "123456789012", "power1_max": "190000000", "power1_rated_max": "190000000",
	"device/vendor": "0x8086", "device/device": "0x56a0", "device/revision": "0x08",
	"device/uevent": "PCI_SLOT_NAME=0000:2d:00.0", "device/power/runtime_status": "active",
}

func openHwmon(t *testing.T, files ...map[string]string) (*hwmon, []Device, string) {
	t.Helper()
	root := t.TempDir()
	for _, f := range files {
		plant(t, filepath.Join(root, "class", "hwmon"), f)
	}
	h := NewHwmon(root, estimator.Default()).(*hwmon)
	devices, err := h.Open(t.Context())
	if err != nil && !errors.Is(err, ErrUnavailable) {
		t.Fatal(err)
	}
	return h, devices, filepath.Join(root, "class", "hwmon")
}

func readOne(t *testing.T, f Family) Reading {
	t.Helper()
	readings, err := f.Read(t.Context())
	if err != nil || len(readings) != 1 {
		t.Fatalf("%d readings, %v; want one", len(readings), err)
	}
	return readings[0]
}

func TestHwmonAMD(t *testing.T) {
	h, devices, class := openHwmon(t, under("hwmon3", radeon), under("hwmon0", map[string]string{"name": "k10temp", "temp1_input": "45000"}),
		under("hwmon1", map[string]string{"name": "nouveau", "device/vendor": "0x10de", "power1_average": "50000000"}))
	want := Device{ID: "gpu-0000:03:00.0", Name: "AMD Radeon RX 7900 XTX", Kind: GPU, Quality: Measured,
		Source: "amdgpu power (the driver's average), integrated", CatalogID: "radeon-rx-7900-xtx", Rated: 339, Plausible: 585}
	if len(devices) != 1 || devices[0] != want {
		t.Fatalf("got %+v, want %+v", devices, want)
	}
	r := readOne(t, h)
	if r.State != OK || r.Counter != nil || r.Power == nil || *r.Power != 303 || r.PowerMeaning != "the driver's average" ||
		*r.Utilization != 0.97 || *r.MemoryUsed != 20<<30 || *r.MemoryTotal != 25753026560 || *r.Temperature != 61 || *r.ClockMHz != 2371 {
		t.Errorf("reading %+v", r)
	}

	dir := filepath.Join(class, "hwmon3")
	plant(t, dir, map[string]string{"device/gpu_busy_percent": "255", "temp1_input": "n/a", "device/mem_info_vram_used": "99999999999"})
	if r := readOne(t, h); r.State != OK || r.Utilization != nil || r.Temperature != nil || r.MemoryUsed != nil || r.Power == nil {
		t.Errorf("with values that cannot be: %+v", r)
	}
	plant(t, dir, map[string]string{"power1_average": "0"})
	if r := readOne(t, h); r.Power != nil || r.State != Absent || r.Reason != zeroPower {
		t.Errorf("no power at all: %+v", r)
	}
	plant(t, dir, map[string]string{"power1_average": "-1"})
	if r := readOne(t, h); r.Power != nil || r.State == OK {
		t.Errorf("negative power: %+v", r)
	}
	plant(t, dir, map[string]string{"power1_average": "garbage"})
	if r := readOne(t, h); r.State != Lost || !strings.Contains(r.Reason, `"garbage"`) || h.Status().State != Lost {
		t.Errorf("garbage: %+v, %+v", r, h.Status())
	}
	plant(t, dir, map[string]string{"power1_average": ""})
	if r := readOne(t, h); r.State != Lost || !strings.Contains(r.Reason, "has gone") {
		t.Errorf("the driver was unloaded: %+v", r)
	}
}

func TestHwmonLeavesASleepingCardAsleep(t *testing.T) {
	asleep := under("hwmon0", radeon)
	asleep["hwmon0/device/power/runtime_status"] = "suspended"
	for _, file := range []string{"power1_average", "power1_cap", "power1_cap_max"} { // what reading would wake
		asleep["hwmon0/"+file] = "waking the card is a fault"
	}
	h, devices, class := openHwmon(t, asleep)
	if len(devices) != 1 || devices[0].Rated != 355 || h.Status().State != Asleep {
		t.Fatalf("%+v, status %+v", devices, h.Status())
	}
	if r := readOne(t, h); r.State != Asleep || r.Power != nil || r.Temperature != nil || !strings.Contains(r.Reason, "0 W assumed") {
		t.Errorf("asleep: %+v", r)
	}
	plant(t, class, map[string]string{"hwmon0/device/power/runtime_status": "active", "hwmon0/power1_average": "25000000"})
	if r := readOne(t, h); r.State != OK || *r.Power != 25 || h.Status().State != OK {
		t.Errorf("awake: %+v, %+v", r, h.Status())
	}
}

func TestHwmonLetsALaptopsCardFallAsleep(t *testing.T) {
	card := under("hwmon0", radeon)
	card["hwmon0/device/gpu_busy_percent"] = "0"
	h, _, class := openHwmon(t, card)
	m := &h.meters[0]
	now := time.Now()
	if r := m.readOrNap(now.Add(napAfter - time.Second)); r.State != OK || m.nap.released() {
		t.Fatalf("too soon: %+v, %+v", r, m.nap)
	}
	if r := m.readOrNap(now.Add(napAfter + time.Second)); r.State != OK || !m.nap.released() {
		t.Fatalf("after %v at rest: %+v, %+v", napAfter, r, m.nap)
	}
	plant(t, class, map[string]string{"hwmon0/power1_average": "asking keeps it awake"})
	began := m.nap.began
	if r := m.readOrNap(began.Add(6 * time.Second)); r.State != Late || r.Reason != napWords {
		t.Errorf("while it may fall asleep: %+v", r)
	}
	plant(t, class, map[string]string{"hwmon0/device/power/runtime_status": "suspended"})
	if r := m.readOrNap(began.Add(time.Hour)); r.State != Asleep {
		t.Errorf("asleep: %+v", r)
	}
	plant(t, class, map[string]string{"hwmon0/device/power/runtime_status": "active", "hwmon0/power1_average": "90000000"})
	if r := m.readOrNap(began.Add(2 * time.Hour)); r.State != OK || *r.Power != 90 || m.nap.released() {
		t.Errorf("woken: %+v, %+v", r, m.nap)
	}
	m.nap = nap{began: now, patience: hwmonPatience} // a screen keeps it awake
	if r := m.readOrNap(now.Add(hwmonPatience + time.Second)); r.State != OK || hwmonPatience+time.Second >= estimator.MaxGaugeGap {
		t.Errorf("after the patience: %+v, which a meter bridges for %v", r, estimator.MaxGaugeGap)
	}
}

func TestHwmonKinds(t *testing.T) {
	with := func(base map[string]string, more map[string]string) map[string]string {
		all := map[string]string{}
		for _, m := range []map[string]string{base, more} {
			for k, v := range m {
				if all[k] = v; v == "" {
					delete(all, k)
				}
			}
		}
		return under("hwmon0", all)
	}
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  Device // ID, Name, Kind, CatalogID, Rated; Source by words
		words string
	}{
		{"newer chips have the present value", with(radeon, map[string]string{"power1_average": "", "power1_input": "300000000"}),
			Device{ID: "gpu-0000:03:00.0", Name: "AMD Radeon RX 7900 XTX", Kind: GPU, CatalogID: "radeon-rx-7900-xtx", Rated: 339}, "instant"},
		{"an average that the firmware has not", with(radeon, map[string]string{"power1_average": "not supported", "power1_input": "300000000"}),
			Device{ID: "gpu-0000:03:00.0", Name: "AMD Radeon RX 7900 XTX", Kind: GPU, CatalogID: "radeon-rx-7900-xtx", Rated: 339}, "instant"},
		{"an integrated GPU counts the CPU too", with(radeon, map[string]string{"in1_label": "vddnb", "device/device": "0x15bf"}),
			Device{ID: "gpu-0000:03:00.0", Name: "AMD GPU 1002:15bf", Kind: Platform}, "CPU included"},
		{"MI300A has cores of its own", with(radeon, map[string]string{"device/device": "0x74a0", "device/revision": "0x00"}),
			Device{ID: "gpu-0000:03:00.0", Name: "AMD Instinct MI300A", Kind: Platform, CatalogID: "instinct-mi300a", Rated: 550}, "CPU included"},
		{"a server's board says its name", with(radeon, map[string]string{"device/device": "0x74a1", "device/product_name": "AMD Instinct MI300X", "power1_cap": "750000000"}),
			Device{ID: "gpu-0000:03:00.0", Name: "AMD Instinct MI300X", Kind: GPU, CatalogID: "instinct-mi300x", Rated: 750}, "amdgpu"},
		{"one chip, several names", with(radeon, map[string]string{"device/revision": "0x99"}),
			Device{ID: "gpu-0000:03:00.0", Name: "AMD GPU 1002:744c", Kind: GPU, Rated: 339}, "amdgpu"},
		{"i915", with(arc, nil), Device{ID: "gpu-0000:2d:00.0", Name: "Intel Arc A770", Kind: GPU, CatalogID: "arc-a770-16gb", Rated: 190}, "i915 energy counter"},
		{"xe with card and package", with(arc, map[string]string{"name": "xe", "device/device": "0xe20b", "energy1_label": "card",
			"energy2_label": "pkg", "energy2_input": "5", "temp2_input": "50000"}),
			Device{ID: "gpu-0000:2d:00.0", Name: "Intel Arc B580", Kind: GPU, CatalogID: "arc-b580", Rated: 190}, "xe energy counter"},
		{"xe with the package alone", with(arc, map[string]string{"name": "xe", "energy1_input": "", "energy2_label": "pkg", "energy2_input": "5"}),
			Device{ID: "gpu-0000:2d:00.0", Name: "Intel Arc A770", Kind: GPU, CatalogID: "arc-a770-16gb", Rated: 225}, "without the rest of the card"},
		{"a rail with a name", under("hwmon0", map[string]string{"name": "power_meter", "power1_average": "412000000", "power1_oem_info": "Module Power Socket 0"}),
			Device{ID: "platform-hwmon0-power1", Name: "Module Power Socket 0", Kind: Platform}, "contains others"},
		{"the same on an older kernel", under("hwmon0/device", map[string]string{"name": "power_meter", "power1_average": "412000000", "power1_oem_info": "Grace Power Socket 0"}),
			Device{ID: "platform-hwmon0-power1", Name: "Grace Power Socket 0", Kind: Platform}, "contains others"},
		{"a meter of the whole machine", under("hwmon0", map[string]string{"name": "power_meter", "power1_input": "412000000"}),
			Device{ID: "platform-hwmon0-power1", Name: "ACPI power meter", Kind: Platform}, "contains others"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, devices, _ := openHwmon(t, tt.files)
			if len(devices) != 1 {
				t.Fatalf("%d devices, status %+v", len(devices), h.Status())
			}
			got := devices[0]
			if !strings.Contains(got.Source, tt.words) {
				t.Errorf("source %q does not say %q", got.Source, tt.words)
			}
			got.Source, got.Plausible, got.Quality = "", 0, ""
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if r := readOne(t, h); r.State != OK || (r.Counter == nil) == (r.Power == nil) {
				t.Errorf("reading %+v", r)
			}
			if got.Kind.Additive() != (got.Kind == GPU) {
				t.Errorf("%s counts twice", got.Kind)
			}
		})
	}
}

func TestHwmonIntelCounter(t *testing.T) {
	h, _, class := openHwmon(t, under("hwmon0", arc), under("hwmon1", map[string]string{"name": "i915_gt0", "energy1_input": "7"}))
	r := readOne(t, h)
	if r.State != OK || *r.Counter != 123456789012 || r.CounterUnit != 1e-6 || r.CounterRange != 0 || r.Power != nil {
		t.Errorf("got %+v", r)
	}
	if err := os.Remove(filepath.Join(class, "hwmon0", "energy1_input")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(class, "hwmon0", "energy1_input"), 0o755); err != nil { // root reads anything but this
		t.Fatal(err)
	}
	if r := readOne(t, h); r.State != Lost || r.Counter != nil || r.Reason == "" {
		t.Errorf("an error of the driver: %+v", r)
	}
}

func TestHwmonRailsKeepTheirNames(t *testing.T) {
	root := t.TempDir()
	class := filepath.Join(root, "class", "hwmon")
	plant(t, class, under("hwmon7", map[string]string{"name": "power_meter", "power1_average": "412000000"}))
	plant(t, root, map[string]string{"devices/ACPI000D:00/status": "15"})
	if err := os.Symlink("../../../devices/ACPI000D:00", filepath.Join(class, "hwmon7", "device")); err != nil {
		t.Fatal(err)
	}
	devices, err := NewHwmon(root, nil).Open(t.Context())
	if err != nil || devices[0].ID != "platform-ACPI000D:00-power1" {
		t.Errorf("%+v, %v", devices, err)
	}
}

func TestHwmonAbsence(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		words string
	}{
		"no class":       {nil, "no "},
		"no GPU":         {under("hwmon0", map[string]string{"name": "coretemp"}), "no AMD or Intel GPU"},
		"no power":       {under("hwmon0", map[string]string{"name": "amdgpu", "device/vendor": "0x1002", "device/device": "0x1638"}), "AMD GPU 1002:1638 has no power file"},
		"a nameless one": {under("hwmon0", map[string]string{"name": "corsairpsu", "power1_input": "5"}), "no AMD or Intel GPU"},
	} {
		h, devices, _ := openHwmon(t, tt.files)
		if s := h.Status(); devices != nil || s.State != Absent || !strings.Contains(s.Detail, tt.words) {
			t.Errorf("%s: %d devices, %+v", name, len(devices), s)
		}
	}
}

// TestPCINamesAreInTheCatalog: the table exists for the catalog's figures, so each of its names must lead to some.
func TestPCINamesAreInTheCatalog(t *testing.T) {
	for id, name := range pciNames {
		if catalog, w := rated(estimator.Default(), name); catalog == "" || w <= 0 {
			t.Errorf("%s is %q, which the catalog does not know", id, name)
		}
	}
}

func FuzzParseCount(f *testing.F) {
	for _, s := range []string{"303000000\n", "-5", "", "0x10", "1e9", " 7 8", "99999999999999999999", "\xff\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := parseCount(text)
		if err != nil {
			if n != 0 || len(err.Error()) > 400 {
				t.Errorf("%q: %d with %v", text, n, err)
			}
			return
		}
		if again, err := parseCount(" " + text + "\n"); err != nil || again != n {
			t.Errorf("%q: %d, with white space around it %d, %v", text, n, again, err)
		}
	})
}
