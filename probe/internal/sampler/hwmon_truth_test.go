package sampler

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// played is a family whose files are rewritten before each read, as of the time since the start.
type played struct {
	sensor.Family
	start time.Time
	write func(seconds float64)
}

func (p *played) Read(ctx context.Context) ([]sensor.Reading, error) {
	p.write(time.Since(p.start).Seconds())
	return p.Family.Read(ctx)
}

// TestHwmonTruth lets an AMD card's power and an Intel card's energy counter follow a wave whose integral is known,
// through a sleep of the one and a reload of the other's driver.
func TestHwmonTruth(t *testing.T) {
	root := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(root, "class", "hwmon", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("hwmon0/name", "amdgpu")
	put("hwmon0/device/vendor", "0x1002")
	put("hwmon0/device/device", "0x744c")
	put("hwmon0/device/uevent", "PCI_SLOT_NAME=0000:03:00.0")
	put("hwmon1/name", "xe")
	put("hwmon1/device/vendor", "0x8086")
	put("hwmon1/device/device", "0xe20b")
	put("hwmon1/device/uevent", "PCI_SLOT_NAME=0000:2d:00.0")

	const omega, sleeps, wakes, reload = 2 * math.Pi / 20, 100.0, 160.0, 130.5
	power := func(t float64) float64 { return 120 + 60*math.Sin(omega*t) }
	energy := func(t float64) float64 { return 120*t + 60/omega*(1-math.Cos(omega*t)) }
	write := func(t float64) {
		status, counter := "active", energy(t)+5000
		if t > sleeps && t < wakes {
			status = "suspended"
		}
		if t > reload { // the driver's counter starts afresh
			counter = energy(t) - energy(reload)
		}
		put("hwmon0/device/power/runtime_status", status)
		put("hwmon0/power1_average", fmt.Sprintf("%.0f", power(t)*1e6))
		put("hwmon1/energy1_input", fmt.Sprintf("%.0f", counter*1e6))
	}
	synctest.Test(t, func(t *testing.T) {
		write(0)
		p := &played{Family: sensor.NewHwmon(root, estimator.Default()), start: time.Now(), write: write}
		_, snaps := within(t, 240*time.Second, Options{}, p)
		first, end := snaps[0], snaps[len(snaps)-1]
		a, b := first.Elapsed.Seconds(), end.Elapsed.Seconds()
		amd, intel := "gpu-0000:03:00.0", "gpu-0000:2d:00.0"

		near(t, "power, with a sleep", gained(t, first, end, amd), estimator.Joules(energy(sleeps)-energy(a)+energy(b)-energy(wakes)))
		near(t, "energy counter, reloaded", gained(t, first, end, intel), estimator.Joules(energy(b)-energy(a)))
		if got := states(t, snaps, amd); got != "ok asleep ok" {
			t.Errorf("the card's states are %q", got)
		}
		if d := of(t, end, amd); d.Missing != 0 {
			t.Errorf("%v missing of a card that slept", d.Missing)
		}
		if d := of(t, end, intel); d.Missing < 900*time.Millisecond || d.Missing > 1100*time.Millisecond {
			t.Errorf("%v missing, want the second of the reload", d.Missing)
		}
	})
}
