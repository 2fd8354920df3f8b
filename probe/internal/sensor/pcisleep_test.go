package sensor

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSleepingGPU(t *testing.T) {
	type device struct{ address, vendor, class, status string }
	const nvidia, intel, display, sound = "0x10de\n", "0x8086\n", "0x030000\n", "0x040300\n"
	for _, tt := range []struct {
		name    string
		devices []device
		want    string
	}{
		{"nothing at all", nil, ""},
		{"a laptop whose GPU sleeps", []device{
			{"0000:00:02.0", intel, display, "active\n"}, {"0000:01:00.0", nvidia, "0x030200\n", "suspended\n"},
		}, "0000:01:00.0"},
		{"awake", []device{{"0000:01:00.0", nvidia, display, "active\n"}}, ""},
		{"its sound part sleeps", []device{
			{"0000:01:00.0", nvidia, display, "active\n"}, {"0000:01:00.1", nvidia, sound, "suspended\n"},
		}, ""},
		{"one of two sleeps", []device{
			{"0000:01:00.0", nvidia, display, "suspended\n"}, {"0000:02:00.0", nvidia, display, "active\n"},
		}, ""},
		{"another maker's sleeps", []device{{"0000:00:02.0", intel, display, "suspended\n"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sysfs := t.TempDir()
			for _, d := range tt.devices {
				dir := filepath.Join(sysfs, "bus", "pci", "devices", d.address)
				for name, text := range map[string]string{"vendor": d.vendor, "class": d.class, "power/runtime_status": d.status} {
					path := filepath.Join(dir, name)
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			if got := sleepingGPU(sysfs); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.want != "" && !suspended(pciPower(sysfs, 0, 1, 0)) {
				t.Error("the GPU's own directory was not found")
			}
		})
	}
}
