package sensor

import (
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor/powercaptest"
)

// FuzzCard puts anything into the files of a GPU in sysfs.
func FuzzCard(f *testing.F) {
	f.Add("0x1002", "0x744c", "0xc8", "PCI_SLOT_NAME=0000:03:00.0", "amdgpu", "303000000")
	f.Add("0x8086", "0x56a0", "", "DRIVER=i915\nPCI_SLOT_NAME=", "xe", "-1")
	f.Add("", "..", "/", "PCI_SLOT_NAME=../../../etc", "power_meter", "9223372036854775807")
	f.Fuzz(func(t *testing.T, vendor, device, revision, uevent, driver, value string) {
		root := t.TempDir()
		files := map[string]string{"name": driver, "power1_average": value, "energy1_input": value, "power1_cap": value, "power1_max": value,
			"power1_label": device, "temp1_input": value, "freq1_input": value, "device/vendor": vendor, "device/device": device,
			"device/revision": revision, "device/uevent": uevent, "device/gpu_busy_percent": value, "device/mem_info_vram_used": value,
			"device/mem_info_vram_total": value}
		plant(t, filepath.Join(root, "class", "hwmon", "hwmon0"), files)
		h := NewHwmon(root, estimator.Default())
		devices, err := h.Open(t.Context())
		if err != nil {
			return
		}
		readings, err := h.Read(t.Context())
		if err != nil || len(readings) != len(devices) {
			t.Fatalf("%d readings of %d devices, %v", len(readings), len(devices), err)
		}
		for i, d := range devices {
			r := readings[i]
			if d.ID == "" || d.Name == "" || d.Rated < 0 || d.Plausible < d.Rated && d.Plausible != 0 || r.DeviceID != d.ID {
				t.Errorf("device %+v, reading %+v", d, r)
			}
			if (r.State == OK) != (r.Counter != nil || r.Power != nil) || r.Power != nil && *r.Power <= 0 || r.State != OK && r.Reason == "" {
				t.Errorf("reading %+v", r)
			}
			if u := r.Utilization; u != nil && (*u < 0 || *u > 1) {
				t.Errorf("utilisation %v", *u)
			}
		}
	})
}

// FuzzZone puts anything into the files of a powercap zone.
func FuzzZone(f *testing.F) {
	f.Add("package-0", "12345", "262143328850", "125000000")
	f.Add("package-0-die-1", "", "0", "x")
	f.Add("dram", "-1", "18446744073709551616", "4294967295000000")
	f.Add("psys\x00", "1 2", " ", "-5")
	f.Fuzz(func(t *testing.T, name, energy, wrap, limit string) {
		tree := powercaptest.New(t)
		for file, text := range map[string]string{"name": name, "energy_uj": energy, "max_energy_range_uj": wrap, "constraint_0_power_limit_uw": limit} {
			tree.File(t, "intel-rapl:0", file, text)
			tree.File(t, "intel-rapl:0:0", file, text)
		}
		r := newRAPL(tree.Root, quiet)
		devices, err := r.Open(t.Context())
		if err != nil {
			return
		}
		seen := map[string]bool{}
		readings, _ := r.Read(t.Context())
		for i, d := range devices {
			if seen[d.ID] || d.ID == "" || d.Plausible < plausibleZoneFloor || d.Rated < 0 || strings.ContainsAny(d.ID, "\n\x00") {
				t.Errorf("device %+v", d)
			}
			seen[d.ID] = true
			if got := readings[i]; (got.State == OK) != (got.Counter != nil) || got.State != OK && got.Reason == "" {
				t.Errorf("reading %+v", got)
			}
		}
		if p := r.Period(); p < 0 {
			t.Errorf("period %v", p)
		}
	})
}

// FuzzBattery puts anything into the files of a battery.
func FuzzBattery(f *testing.F) {
	f.Add("Battery", "Discharging", "12340000", "", "", "BAT0")
	f.Add("Battery", "Discharging", "", "12000000", "-1500000", "BAT1")
	f.Add("Battery", "Charging", "x", "9223372036854775807", "-9223372036854775808", "BAT 2")
	f.Add("Mains", "Unknown", "1e9", "0", "0", "AC")
	f.Fuzz(func(t *testing.T, kind, status, power, volts, amperes, name string) {
		if name == "" || name == "." || name == ".." || len(name) > 200 || strings.ContainsAny(name, "/\x00") {
			return // no name of a file
		}
		root := t.TempDir()
		files := map[string]string{"type": kind, "status": status, "voltage_now": volts, "current_now": amperes}
		if power != "" {
			files["power_now"] = power
		}
		plant(t, filepath.Join(root, "class", "power_supply", name), files)
		b := NewBattery(root)
		devices, err := b.Open(t.Context())
		if err != nil {
			if !errors.Is(err, ErrUnavailable) || b.Status().State != Absent || b.Status().Detail == "" {
				t.Errorf("%v, %+v", err, b.Status())
			}
			return
		}
		readings, err := b.Read(t.Context())
		if err != nil || len(readings) != len(devices) || b.Status().Detail == "" {
			t.Fatalf("%d readings of %d devices, %v, %+v", len(readings), len(devices), err, b.Status())
		}
		for _, r := range readings {
			if (r.State == OK) != (r.Power != nil) || r.State != OK && r.Reason == "" || r.Power != nil && !(*r.Power > 0 && !math.IsInf(float64(*r.Power), 0)) {
				t.Errorf("reading %+v", r)
			}
		}
	})
}

// FuzzDemo describes simulated hardware in any words: they are refused with what there is, or make a machine whose
// numbers can be counted with.
func FuzzDemo(f *testing.F) {
	for _, seed := range []string{"laptop", "h100x8", "broken", "h100x8:lose=30s,seed=7", "laptop:seed=-9223372036854775808", "laptop:", "laptop:lose=1e400s", "h100x8:lose=-1s", "h100x8:wrap=20s", ":", "laptop:seed", "laptop:lose=1ns,lose=2540400h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, description string) {
		families, err := NewDemo(description, 1, estimator.Default())
		if err != nil {
			if !errors.Is(err, ErrDemo) || families != nil {
				t.Errorf("%q: %v, %d families", description, err, len(families))
			}
			return
		}
		for _, family := range families {
			devices, err := family.Open(t.Context())
			if err != nil || len(devices) == 0 {
				t.Fatalf("%q: %v, %d devices", description, err, len(devices))
			}
			readings, err := family.Read(t.Context())
			if err != nil || len(readings) != len(devices) {
				t.Fatalf("%q: %d readings of %d devices, %v", description, len(readings), len(devices), err)
			}
			for i, r := range readings {
				if devices[i].Quality != Simulated || r.DeviceID != devices[i].ID || r.Power != nil && !(*r.Power >= 0 && !math.IsInf(float64(*r.Power), 0)) || r.State != OK && r.Reason == "" {
					t.Errorf("%q: %+v of %+v", description, r, devices[i])
				}
			}
		}
	})
}
