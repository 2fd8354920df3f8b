package sensor

import (
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

func TestBattery(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		state State
		watts float64 // 0 for none
	}{
		{"unplugged", map[string]string{"status": "Discharging", "power_now": "12340000"}, OK, 12.34},
		{"a driver with a sign", map[string]string{"status": "Discharging", "power_now": "-12340000"}, OK, 12.34},
		{"current and voltage", map[string]string{"status": "Discharging", "voltage_now": "11400000", "current_now": "-1500000"}, OK, 17.1},
		{"charging", map[string]string{"status": "Charging", "power_now": "45000000"}, Absent, 0},
		{"full", map[string]string{"status": "Full", "power_now": "0"}, Absent, 0},
		{"held at its threshold", map[string]string{"status": "Not charging", "power_now": "0"}, Absent, 0},
		{"neither power nor current", map[string]string{"status": "Discharging", "voltage_now": "11400000"}, Lost, 0},
		{"garbage", map[string]string{"status": "Discharging", "power_now": "many"}, Lost, 0},
		{"just unplugged", map[string]string{"status": "Discharging", "power_now": "0"}, Absent, 0},
		{"no status", map[string]string{"power_now": "12340000"}, Absent, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			plant(t, filepath.Join(root, "class", "power_supply", "BAT0"), tt.files)
			plant(t, filepath.Join(root, "class", "power_supply"), map[string]string{"BAT0/type": "Battery", "AC/type": "Mains", "AC/online": "0"})
			b := NewBattery(root)
			devices, err := b.Open(t.Context())
			if err != nil || len(devices) != 1 || devices[0].ID != "platform-battery-BAT0" || devices[0].Kind.Additive() {
				t.Fatalf("%+v, %v", devices, err)
			}
			r := readOne(t, b)
			if r.State != tt.state || (r.Power != nil) != (tt.watts > 0) || r.State != OK && r.Reason == "" || b.Status().State != tt.state {
				t.Fatalf("reading %+v, status %+v; want %s", r, b.Status(), tt.state)
			}
			if r.Power != nil && math.Abs(float64(*r.Power)-tt.watts) > 1e-9 {
				t.Errorf("got %v W, want %v W", *r.Power, tt.watts)
			}
		})
	}
}

func TestBatteryAbsence(t *testing.T) {
	root := t.TempDir()
	if _, err := NewBattery(root).Open(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("without a class: %v", err)
	}
	plant(t, filepath.Join(root, "class", "power_supply"), map[string]string{
		"hidpp_battery_0/type": "Battery", "hidpp_battery_0/scope": "Device", "hidpp_battery_0/status": "Discharging",
		"BAT1/type": "Battery", "BAT1/present": "0", "AC/type": "Mains",
	})
	b := NewBattery(root)
	if _, err := b.Open(t.Context()); !errors.Is(err, ErrUnavailable) || !strings.Contains(b.Status().Detail, "no battery") {
		t.Errorf("a mouse, an empty bay and a plug: %v, %+v", err, b.Status())
	}
}
