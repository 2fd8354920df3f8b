package sensor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
)

// hwmon reads the power and energy that Linux drivers publish under class/hwmon: AMD and Intel GPUs without any library
// of their makers, and power meters of the whole machine. NVIDIA's driver publishes none there.
//
// A suspended GPU is left asleep: reading its power would wake it.
type hwmon struct {
	root    string // the sysfs mount
	catalog *estimator.Catalog
	meters  []hwmonMeter
	status  atomic.Pointer[Status]
}

// hwmonMeter is one device and the files that it is read from; an empty path is a value that it does not have.
type hwmonMeter struct {
	device Device
	card   pciCard // zero for a meter of the whole machine

	energy  string // microjoules since the driver started; it extends the hardware's 32 bits to 64
	power   string // microwatts
	meaning string // of power

	busy              string // per cent
	used, total       string // bytes
	temperature       string // thousandths of a degree Celsius
	clock             string // hertz
	runtimeManagement string // the directory of its runtime power management; empty when it has none
	nap               nap
}

// hwmonPatience is how long a card is left alone to fall asleep: longer than the five seconds after which Linux suspends
// AMD's, and shorter than the ten that a meter bridges, so that nothing is missed when it does not.
// Source: Linux, drivers/gpu/drm/amd/amdgpu/amdgpu_kms.c, pm_runtime_set_autosuspend_delay; read 2026-11.
const hwmonPatience = 8 * time.Second

// NewHwmon returns the family that reads <sysfs>/class/hwmon.
func NewHwmon(sysfs string, cat *estimator.Catalog) Family {
	h := &hwmon{root: sysfs, catalog: cat}
	h.say(Absent, "not opened yet", "")
	return h
}

func (h *hwmon) Name() string          { return "hwmon" }
func (h *hwmon) Status() Status        { return *h.status.Load() }
func (h *hwmon) Close() error          { return nil }
func (h *hwmon) Period() time.Duration { return gaugePeriod }

func (h *hwmon) say(state State, detail, remedy string) {
	h.status.Store(&Status{Family: "hwmon", State: state, Detail: detail, Remedy: remedy})
}

// Open lists the meters. It is an error, wrapping ErrUnavailable, when there is none.
func (h *hwmon) Open(context.Context) ([]Device, error) {
	h.meters = nil
	class := filepath.Join(h.root, "class", "hwmon")
	entries, err := os.ReadDir(class)
	if err != nil {
		detail := "cannot list " + class + ": " + reason(err)
		if errors.Is(err, fs.ErrNotExist) {
			detail = "no AMD or Intel GPU: there is no " + class
		}
		return nil, h.unavailable(class, detail)
	}
	var mute []string
	for _, e := range entries {
		dir := filepath.Join(class, e.Name())
		found, why := h.describe(dir)
		h.meters = append(h.meters, found...)
		if why != "" {
			mute = append(mute, why)
		}
	}
	slices.SortFunc(h.meters, func(a, b hwmonMeter) int { return strings.Compare(a.device.ID, b.device.ID) })
	if len(h.meters) == 0 {
		detail := "no AMD or Intel GPU and no power meter under " + class
		if len(mute) > 0 {
			detail = "no power: " + strings.Join(mute, ", ")
		}
		return nil, h.unavailable(class, detail)
	}
	devices := make([]Device, len(h.meters))
	for i := range h.meters {
		devices[i] = h.meters[i].device
	}
	h.judge(h.readAll(), mute)
	return devices, nil
}

func (h *hwmon) unavailable(class, detail string) error {
	h.say(Absent, detail, "")
	return fmt.Errorf("hwmon: list meters: %q: %s: %w", class, detail, ErrUnavailable)
}

// describe makes the meters of one directory, or says why a GPU there has none.
func (h *hwmon) describe(dir string) (meters []hwmonMeter, why string) {
	switch driver := cmp.Or(fileText(filepath.Join(dir, "name")), fileText(filepath.Join(dir, "device", "name"))); driver {
	case "amdgpu":
		return h.describeAMD(dir)
	case "i915", "xe": // i915_gt0 and the like are parts of the same card
		return h.describeIntel(dir, driver)
	case "power_meter", "corsairpsu":
		return h.describeRails(dir, driver), ""
	}
	return nil, ""
}

// Read reads each meter.
func (h *hwmon) Read(context.Context) ([]Reading, error) {
	readings := h.readAll()
	h.judge(readings, nil)
	return readings, nil
}

func (h *hwmon) readAll() []Reading {
	readings := make([]Reading, len(h.meters))
	for i := range h.meters {
		readings[i] = h.meters[i].readOrNap(time.Now())
	}
	return readings
}

// readOrNap leaves a card alone that sleeps, or that may fall asleep if it is not asked.
func (m *hwmonMeter) readOrNap(now time.Time) Reading {
	power := []string{m.runtimeManagement}
	if m.nap.released() {
		if !m.nap.over(now, power) {
			return nappingReading(m.device.ID, m.runtimeManagement)
		}
		m.nap.wake()
	}
	if suspended(m.runtimeManagement) {
		return asleepReading(m.device.ID, now)
	}
	r := m.read()
	m.nap.patience = hwmonPatience
	m.nap.due(now, []Reading{r}, power)
	return r
}

func (m *hwmonMeter) read() Reading {
	r := Reading{DeviceID: m.device.ID, Before: time.Now(), State: OK, CounterUnit: microjoule}
	state, why := Absent, "it tells neither energy nor power"
	if m.energy != "" {
		if n, err := fileNumber(m.energy); err == nil && n >= 0 {
			counter := uint64(n)
			r.Counter = &counter
		} else if err != nil {
			state, why = failure(m.energy, err)
		}
	}
	if m.power != "" {
		if n, err := fileNumber(m.power); err == nil && n == 0 {
			why = zeroPower
		} else if err == nil && n > 0 {
			w := estimator.Watts(float64(n) * 1e-6)
			r.Power, r.PowerMeaning = &w, m.meaning
		} else if err != nil {
			state, why = failure(m.power, err)
		}
	}
	r.After = time.Now()
	if r.Counter == nil && r.Power == nil {
		r.State, r.Reason = state, why
		return r
	}
	m.readRest(&r)
	return r
}

// readRest reads what is not energy. A value that cannot be read, or cannot be, is absent.
func (m *hwmonMeter) readRest(r *Reading) {
	number := func(path string) (int64, bool) {
		if path == "" {
			return 0, false
		}
		n, err := fileNumber(path)
		return n, err == nil && n >= 0
	}
	if percent, ok := number(m.busy); ok && percent <= 100 {
		u := estimator.Ratio(float64(percent) / 100)
		r.Utilization = &u
	}
	used, ok := number(m.used)
	if total, both := number(m.total); ok && both && total > 0 && used <= total {
		u, t := uint64(used), uint64(total)
		r.MemoryUsed, r.MemoryTotal = &u, &t
	}
	if milli, ok := number(m.temperature); ok && milli < hottest*1000 {
		c := float64(milli) / 1000
		r.Temperature = &c
	}
	if hertz, ok := number(m.clock); ok && hertz < fastest*1e6 {
		mhz := float64(hertz) / 1e6
		r.ClockMHz = &mhz
	}
}

// judge sets the family's status from one round.
func (h *hwmon) judge(readings []Reading, mute []string) {
	good, asleep := 0, 0
	for i := range readings {
		switch readings[i].State {
		case OK:
			good++
		case Asleep:
			asleep++
		}
	}
	detail := fmt.Sprintf("%d of %s with power or energy", good, count(len(readings), "meter"))
	if asleep > 0 {
		detail += fmt.Sprintf("; %d asleep", asleep)
	}
	if len(mute) > 0 {
		detail += "; without power: " + strings.Join(mute, ", ")
	}
	switch {
	case good > 0:
		h.say(OK, detail, "")
	case asleep > 0:
		h.say(Asleep, detail, "")
	default:
		h.say(readings[0].State, "no meter gives power or energy: "+firstReason(readings), "")
	}
}
