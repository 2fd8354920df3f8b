package sensor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
)

// rapl reads the energy counters of CPU packages and memory that Linux publishes as powercap zones, on Intel and on
// AMD alike. It only opens files, so it builds everywhere and is merely absent where there are none.
//
// Zones are keyed by path. One that fails has its own state and does not hide the others.
type rapl struct {
	root   string // the sysfs mount, "/sys" but for tests and containers
	log    *slog.Logger
	read   func(path string) ([]byte, error) // tests put faults here that root cannot make with chmod
	fixes  Machine
	zones  []zone
	left   string // what is in the tree and not counted, with the reason
	status atomic.Pointer[Status]
}

// NewRAPL returns the family that reads <sysfs>/class/powercap.
func NewRAPL(sysfs string, log *slog.Logger) Family { return newRAPL(sysfs, log) }

func newRAPL(sysfs string, log *slog.Logger) *rapl {
	m := thisMachine()
	r := &rapl{root: sysfs, log: log, read: m.ReadFile, fixes: m}
	r.say(Absent, "not opened yet", "")
	return r
}

func (r *rapl) Name() string   { return "rapl" }
func (r *rapl) Status() Status { return *r.status.Load() }
func (r *rapl) Close() error   { return nil }

func (r *rapl) say(state State, detail, remedy string) {
	r.status.Store(&Status{Family: "rapl", State: state, Detail: detail, Remedy: remedy})
}

// Open lists the zones. It is an error, wrapping ErrUnavailable, when there is none to count.
func (r *rapl) Open(context.Context) ([]Device, error) {
	class := filepath.Join(r.root, "class", "powercap")
	zones, left, err := r.scan(class)
	if err != nil || len(zones) == 0 {
		r.zones = nil
		detail, remedy := r.absence(class, err)
		r.say(Absent, detail, remedy)
		return nil, fmt.Errorf("rapl: list zones: %q: %s: %w", class, detail, ErrUnavailable)
	}
	r.zones, r.left = zones, left
	devices := make([]Device, len(zones))
	for i := range zones {
		devices[i] = zones[i].device
	}
	r.judge(r.readAll())
	return devices, nil
}

// Read reads each zone's counter.
func (r *rapl) Read(context.Context) ([]Reading, error) {
	readings := r.readAll()
	r.judge(readings)
	return readings, nil
}

// Period is half the shortest time in which a counter could wrap at its plausible power.
func (r *rapl) Period() time.Duration {
	var shortest time.Duration
	for i := range r.zones {
		z := &r.zones[i]
		m := estimator.CounterMeter{Unit: microjoule, Range: z.wrap, Plausible: z.device.Plausible}
		if safe, wraps := m.SafeSilence(); wraps && (shortest == 0 || safe/2 < shortest) {
			shortest = safe / 2
		}
	}
	return shortest
}

const microjoule = 1e-6 // joules for one count of a powercap counter: the files end in _uj

func (r *rapl) readAll() []Reading {
	readings := make([]Reading, len(r.zones))
	for i := range r.zones {
		readings[i] = r.readZone(&r.zones[i])
	}
	return readings
}

func (r *rapl) readZone(z *zone) Reading {
	path := filepath.Join(z.path, "energy_uj")
	before := time.Now()
	text, err := r.read(path)
	got := Reading{DeviceID: z.device.ID, Before: before, After: time.Now(), CounterUnit: microjoule, CounterRange: z.wrap}
	if err == nil {
		var value uint64
		if value, err = strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err == nil {
			if z.moved.IsZero() || value != z.value {
				z.value, z.moved = value, before
			}
			if still := before.Sub(z.moved); still > standsStill {
				got.State, got.Reason = Absent, fmt.Sprintf("%s stands still at %d: no counter is behind it", path, value)
				return got
			}
			got.State, got.Counter = OK, &value
			return got
		}
		err = fmt.Errorf("%q is not a count of microjoules", string(text[:min(len(text), 40)]))
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		got.State = Denied
		got.Reason = path + " may be read by root only: " + r.remedy()
	case errors.Is(err, fs.ErrNotExist):
		got.State, got.Reason = Lost, path+" has gone"
	default:
		got.State, got.Reason = Lost, "cannot read "+path+": "+reason(err)
	}
	return got
}

// reason is the innermost text of a file error: the path already stands in the sentence around it.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}

// judge sets the family's status from one round: it is OK when at least one CPU package can be read, because that
// is what makes a model of the CPU unnecessary.
func (r *rapl) judge(readings []Reading) {
	var good, packages, denied, still int
	for i := range readings {
		switch readings[i].State {
		case OK:
			good++
			if r.zones[i].device.Kind == CPU {
				packages++
			}
		case Denied:
			denied++
		case Absent:
			still++
		}
	}
	detail := fmt.Sprintf("%d of %s with energy", good, count(len(readings), "zone"))
	if r.left != "" {
		detail += "; not counted: " + r.left
	}
	switch {
	case packages > 0 && denied > 0:
		r.say(OK, detail, r.remedy())
	case packages > 0:
		r.say(OK, detail, "")
	case denied > 0:
		r.say(Denied, "the energy counters may be read by root only", r.remedy())
	case still == len(readings): // there is no sensor, so a model may stand in
		r.say(Absent, "no CPU package gives energy: "+firstReason(readings), "")
	default:
		r.say(Lost, "no CPU package gives energy: "+firstReason(readings), "")
	}
}

func firstReason(readings []Reading) string {
	for i := range readings {
		if readings[i].Reason != "" {
			return readings[i].Reason
		}
	}
	return "there is none in the powercap tree"
}

func (r *rapl) remedy() string {
	if len(r.zones) == 0 {
		return ""
	}
	return r.fixes.allowRead(r.zones[0].path)
}

// absence says why there is no zone, and what would change that.
func (r *rapl) absence(class string, err error) (detail, remedy string) {
	if runtime.GOOS != "linux" && r.root == "/sys" {
		return "RAPL is read through powercap, which only Linux has", ""
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) && r.fixes.WSL:
		return "no " + class + ": Windows does not pass the CPU's energy counters on to its Linux", ""
	case errors.Is(err, fs.ErrNotExist):
		return "no " + class + ": a virtual machine, or the kernel module intel_rapl_msr is not loaded",
			"on bare metal: sudo modprobe intel_rapl_msr"
	case errors.Is(err, errMasked):
		return "the zones under " + class + " lead nowhere: the container runtime hides them",
			"mount the host's /sys read-only, for example at /host/sys, and give --sysfs /host/sys"
	case err != nil:
		return "cannot list " + class + ": " + reason(err), ""
	}
	return "no energy zone under " + class + ": a virtual machine, or the kernel module intel_rapl_msr is not loaded",
		"on bare metal: sudo modprobe intel_rapl_msr"
}
