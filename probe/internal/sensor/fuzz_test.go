package sensor

import (
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
