package sampler

import (
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// Snapshot is one immutable moment of the whole machine. Subscribers share it and must not change it.
type Snapshot struct {
	Seq     uint64        // counts up by one from 1 within a boot
	Time    time.Time     // wall clock at the tick
	Elapsed time.Duration // since the session began, on the monotonic clock
	Devices []Sample      // in the order of Sampler.Devices
	Totals  Totals
	Events  []Event  // what happened since the previous snapshot
	Self    *Self    // what the probe itself takes; nil where that is unknown
	Outlook *Outlook // of a run and its budget; nil when nobody watches one

	Emissions *Emissions // with the grid intensity over time; nil when nobody follows it
}

// Sample is one device within a Snapshot. Absent values are nil, never 0.
type Sample struct {
	DeviceID string
	State    sensor.State
	Quality  sensor.Quality
	Reason   string           // why a value is missing; empty when all is well
	Watts    *estimator.Watts // mean over the interval where a counter gives it, else the gauge
	Joules   estimator.Joules // since the session began: never falls, never wraps
	Known    bool             // a first reading of energy or power has come; Joules says nothing before
	Missing  time.Duration    // time of the session for which no energy could be known

	Utilization *estimator.Ratio
	MemoryUsed  *uint64
	MemoryTotal *uint64
	Temperature *float64
	ClockMHz    *float64
	Throttle    []string

	PowerMeaning string            // of the gauge: "instant", "1 s average", "model"; empty without one
	Idle         *estimator.Watts  // the learned baseline
	AboveIdle    *estimator.Joules // the part above the baseline of AboveIdleOf
	AboveIdleOf  *estimator.Joules // the part of Joules since the baseline was known; nothing earlier is split
	Error        *estimator.Ratio  // half the width of the band around Joules, as a part of Joules
	Integral     *estimator.Ratio  // integrated power ÷ energy counter over the session: a self-check
}

// Totals adds up the devices whose kind is additive: GPUs, CPU packages and DRAM.
type Totals struct {
	Watts  *estimator.Watts // nil when no device has a reading
	Joules estimator.Joules // since the session began: never falls
	Known  bool             // a first reading of energy or power has come; Joules says nothing before
	// Missing names the devices that Watts leaves out, because their power is not known now. One that sleeps is not
	// among them: it is taken to draw nothing.
	Missing []string
	// Rest is what a battery gives beyond Watts: screen, disks and losses, if all sensors are right. It is negative when they
	// contradict each other, and nil where there is no such meter or a device is missing.
	Rest *estimator.Watts
	// ByQuality splits Joules by where it comes from; a quality with no reading is absent.
	ByQuality map[sensor.Quality]estimator.Joules
	// Error is half the width of the band around Joules, as a part of them: those of the devices, added in full, because
	// what they have in common does not cancel. It is nil when a device with energy has no band.
	Error *estimator.Ratio
}

// Event is something worth a mark on the time axis.
type Event struct {
	Time     time.Time
	Kind     EventKind
	DeviceID string        // empty when it concerns the whole session
	Label    string        // words for a person
	Duration time.Duration // of a gap
}

// EventKind names what happened.
type EventKind string

const (
	Gap    EventKind = "gap"    // energy of that time is unknown
	Reset  EventKind = "reset"  // a counter went back without wrapping
	Change EventKind = "state"  // a device changed state
	Mark   EventKind = "mark"   // set by the user
	Budget EventKind = "budget" // a part of a budget is used
)
