package sensor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
)

// battery reads what a laptop draws from its batteries while it is unplugged: the whole machine, screen and losses
// included, and so the one cheap check of the sum of the other sensors. It is a Platform and adds nothing to a total.
// Plugged in, the battery says nothing about the machine, and no value is given.
//
// Firmware renews the value at its own pace, from one second to half a minute.
type battery struct {
	root   string // the sysfs mount
	cells  []cell
	status atomic.Pointer[Status]
}

// cell is one battery of the machine.
type cell struct {
	dir    string
	device Device
}

// NewBattery returns the family that reads <sysfs>/class/power_supply.
func NewBattery(sysfs string) Family {
	b := &battery{root: sysfs}
	b.say(Absent, "not opened yet")
	return b
}

func (b *battery) Name() string          { return "battery" }
func (b *battery) Status() Status        { return *b.status.Load() }
func (b *battery) Close() error          { return nil }
func (b *battery) Period() time.Duration { return gaugePeriod }

func (b *battery) say(state State, detail string) {
	b.status.Store(&Status{Family: "battery", State: state, Detail: detail})
}

// Open lists the batteries. It is an error, wrapping ErrUnavailable, when there is none.
func (b *battery) Open(context.Context) ([]Device, error) {
	b.cells = nil
	class := filepath.Join(b.root, "class", "power_supply")
	entries, err := os.ReadDir(class)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, b.unavailable(class, "cannot list "+class+": "+reason(err))
	}
	var devices []Device
	for _, e := range entries {
		dir := filepath.Join(class, e.Name())
		// A mouse or a pen has a battery too: its scope is "Device".
		if fileText(filepath.Join(dir, "type")) != "Battery" || fileText(filepath.Join(dir, "scope")) == "Device" ||
			fileText(filepath.Join(dir, "present")) == "0" {
			continue
		}
		d := Device{ID: "platform-battery-" + e.Name(), Name: "Battery " + e.Name(), Kind: Platform, Quality: Measured,
			Source: "battery power while unplugged (contains all), integrated", Plausible: plausibleBattery, Whole: true}
		b.cells = append(b.cells, cell{dir: dir, device: d})
		devices = append(devices, d)
	}
	if len(devices) == 0 {
		return nil, b.unavailable(class, "this machine has no battery")
	}
	b.judge(b.readAll())
	return devices, nil
}

// plausibleBattery is more than any laptop draws: airlines' limit of 100 Wh would last a quarter of an hour.
const plausibleBattery estimator.Watts = 400

func (b *battery) unavailable(class, detail string) error {
	b.say(Absent, detail)
	return fmt.Errorf("battery: list batteries: %q: %s: %w", class, detail, ErrUnavailable)
}

// Read reads each battery.
func (b *battery) Read(context.Context) ([]Reading, error) {
	readings := b.readAll()
	b.judge(readings)
	return readings, nil
}

func (b *battery) readAll() []Reading {
	readings := make([]Reading, len(b.cells))
	for i := range b.cells {
		readings[i] = b.cells[i].read()
	}
	return readings
}

const pluggedIn = "not discharging: only on battery power does it tell what the machine draws"

func (c *cell) read() Reading {
	r := Reading{DeviceID: c.device.ID, Before: time.Now(), State: OK, PowerMeaning: "the firmware's"}
	if fileText(filepath.Join(c.dir, "status")) != "Discharging" {
		r.State, r.Reason, r.After = Absent, pluggedIn, time.Now()
		return r
	}
	w, err := c.power()
	r.After = time.Now()
	switch {
	case err != nil:
		r.State, r.Reason = failure(c.dir, err)
		return r
	case w == 0: // just unplugged: the firmware has not looked yet
		r.State, r.Reason = Absent, zeroPower
		return r
	}
	r.Power = &w
	return r
}

// power is what flows out. Some drivers give a discharge a negative sign, which the kernel's documentation allows.
// Source: Linux, Documentation/ABI/testing/sysfs-class-power; read 2026-11.
func (c *cell) power() (estimator.Watts, error) {
	microwatts, err := fileNumber(filepath.Join(c.dir, "power_now"))
	if err == nil {
		return estimator.Watts(magnitude(microwatts) * 1e-6), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	microvolts, err := fileNumber(filepath.Join(c.dir, "voltage_now"))
	if err != nil {
		return 0, err
	}
	microamperes, err := fileNumber(filepath.Join(c.dir, "current_now"))
	if err != nil {
		return 0, err
	}
	return estimator.Watts(magnitude(microvolts) * 1e-6 * magnitude(microamperes) * 1e-6), nil
}

func magnitude(n int64) float64 { return max(float64(n), -float64(n)) }

// judge sets the family's status from one round.
func (b *battery) judge(readings []Reading) {
	discharging, failed := 0, 0
	for i := range readings {
		switch readings[i].State {
		case OK:
			discharging++
		case Absent:
		default:
			failed++
		}
	}
	switch {
	case discharging > 0:
		b.say(OK, "on battery power: a second opinion on the sum of the other sensors")
	case failed > 0:
		b.say(Lost, firstReason(readings))
	default:
		b.say(Absent, firstReason(readings))
	}
}
