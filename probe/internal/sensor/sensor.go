// Package sensor reads the power and energy sensors of one machine.
//
// Each family of sensors (NVML, nvidia-smi, hwmon, RAPL, batteries, the host's CPU model, simulated hardware) implements
// Family. A family is
// asked to Open once and to Read at each tick by one goroutine of the sampler that owns it, so a family needs no
// locks. Read reports what the hardware said; turning counters and gauges into joules is the sampler's work, with
// the meters of package estimator.
//
// A family never guesses: a value that could not be read is absent from the Reading, with a state and a reason.
package sensor

import (
	"context"
	"errors"
	"time"

	"gramwatt/estimator"
)

// Kind says what part of the machine a device is. Only GPU, CPU and DRAM may be added up: Platform contains the
// others (RAPL psys), Host is a share of the machine as a whole.
type Kind string

const (
	GPU      Kind = "gpu"
	CPU      Kind = "cpu"
	DRAM     Kind = "dram"
	Platform Kind = "platform"
	Host     Kind = "host"
)

// Additive reports whether energy of this kind may be added to that of other devices without counting twice.
func (k Kind) Additive() bool { return k == GPU || k == CPU || k == DRAM }

// Quality says where a number comes from.
type Quality string

const (
	Measured  Quality = "measured"  // by a sensor of the hardware
	Estimated Quality = "estimated" // by a model, from rated power and utilisation
	Simulated Quality = "simulated" // by --demo: no hardware at all
)

// State says how a device or a family is doing.
type State string

const (
	OK     State = "ok"
	Late   State = "late"   // the last read took longer than the interval
	Stuck  State = "stuck"  // a read has not come back by its deadline
	Denied State = "denied" // the operating system refuses the read; Remedy says how to allow it
	Absent State = "absent" // this machine has no such sensor
	Asleep State = "asleep" // the device is suspended and is left so
	Lost   State = "lost"   // it worked, and stopped answering
)

// Device is what does not change about a device while the probe runs.
type Device struct {
	ID        string          // unique on this machine and stable over restarts, such as "gpu-GPU-5f1c…" or "cpu-package-0"
	Name      string          // the maker's name, such as "NVIDIA H100 80GB HBM3"
	Kind      Kind            //
	Quality   Quality         //
	Source    string          // the sensor in words: "NVML energy counter", "RAPL package counter", "rated power × utilisation"
	CatalogID string          // the accelerator's id or the CPU's name in the estimator's catalog; empty when unknown
	Rated     estimator.Watts // the limit or rated power: the top of the live chart; 0 when unknown
	Plausible estimator.Watts // no reading above this is believed; 0 when unknown
	Whole     bool            // a Platform that surely feeds all of the machine: a battery

	Band estimator.PowerSensor // how the sensor looks at power, for the error band; zero when nothing is published
}

// Find is the device with an id; nil when the list has none.
func Find(devices []Device, id string) *Device {
	for i := range devices {
		if devices[i].ID == id {
			return &devices[i]
		}
	}
	return nil
}

// Reading is what one device said at one moment. Absent values are nil, never 0.
type Reading struct {
	DeviceID string
	Before   time.Time // just before the read, on the monotonic clock
	After    time.Time // just after
	State    State     // OK when at least one of Counter and Power is present
	Reason   string    // why a value is missing, with the remedy; empty when all is well

	Counter      *uint64          // an energy counter, in CounterUnit joules, not yet differenced
	CounterUnit  float64          // joules per count: 1e-3 for NVML, 1e-6 for RAPL
	CounterRange uint64           // the counter returns to 0 after this value; 0 when it does not wrap
	Power        *estimator.Watts // a gauge
	PowerMeaning string           // "instant", "1 s average", "the driver's average", "model", …; empty without Power

	Utilization *estimator.Ratio
	MemoryUsed  *uint64  // bytes
	MemoryTotal *uint64  // bytes
	Temperature *float64 // degrees Celsius
	ClockMHz    *float64
	Throttle    []string // reasons, in words; empty when none

	Computing *int                    // processes that use the device to compute; nil when it does not tell
	Processes map[int]estimator.Ratio // share of the device's time, by PID, since the answer before; nil when it does not tell, or was not asked
	Holders   []int                   // PIDs that have the device open, to compute or to draw; nil when it does not tell, or was not asked
}

// AtRest reports whether a GPU's reading shows no work: no time in which a kernel ran, and no process that could start one
// where that is known. Without a utilisation nothing is known and it is false.
func (r *Reading) AtRest() bool {
	return r.State == OK && r.Utilization != nil && *r.Utilization == 0 && (r.Computing == nil || *r.Computing == 0)
}

// Status is the standing of a family as a whole: one line of the start-up report and of doctor.
type Status struct {
	Family string // "nvml", "nvidia-smi", "hwmon", "rapl", "battery", "host", "demo"
	State  State
	Detail string // what it gives, or what is missing
	Remedy string // the exact least-privilege remedy for this machine; empty when none is needed or known
}

// ErrUnavailable is wrapped by Open when the machine does not have, or does not let us use, this family.
var ErrUnavailable = errors.New("sensor unavailable")

// ErrChanged is wrapped by Read when the set of devices is no longer the one that Open gave: the caller opens the
// family again at once.
var ErrChanged = errors.New("devices changed")

// Paced is implemented by a family whose counters wrap so soon that it must be read at least once every Period,
// whatever the interval. Period is asked after each Open; 0 means that any interval will do.
type Paced interface {
	Period() time.Duration
}

// Family is one way to read a machine.
type Family interface {
	// Name is the short name used in Status.
	Name() string
	// Open finds the devices. An error wraps ErrUnavailable when the absence is expected; Status then says why.
	// Open may be called again after it returned an error or after Read lost every device.
	Open(ctx context.Context) ([]Device, error)
	// Read returns one Reading per device found by Open, in that order.
	Read(ctx context.Context) ([]Reading, error)
	// Status describes the family after the last Open or Read. It may be called from any goroutine.
	Status() Status
	// Close releases the hardware. It is called once, by the goroutine that reads.
	Close() error
}
