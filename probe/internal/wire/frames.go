// Package wire has the form in which snapshots leave the probe: on the websocket, in the store of sessions and in
// recordings. A recording is the stream written down: the same frames, one a line.
package wire

import (
	"math"
	"time"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// Schema is the version of the frames. It rises when a name changes its meaning; new names do not count.
const Schema = 1

// The frames below are the contract with the page and with every other client: one JSON object a frame, times in
// seconds since 1970, null for what is unknown. A client ignores names and types that it does not know.

// Sample is one moment of the whole machine.
type Sample struct {
	Type    string         `json:"type"` // "sample"
	Seq     uint64         `json:"seq"`
	T       float64        `json:"t"`
	Seconds float64        `json:"seconds"` // since the session began, on the monotonic clock
	Devices []DeviceSample `json:"devices"`
	Totals  Totals         `json:"totals"`
	Self    *Self          `json:"self,omitempty"`

	Budget   *Budget   `json:"budget,omitempty"`   // of the session or the run
	Forecast *Forecast `json:"forecast,omitempty"` // of a run whose steps are counted

	Emissions *Emissions `json:"emissions,omitempty"` // where the grid intensity is followed over time

	Dropped int `json:"dropped"` // samples that this client missed since the last frame, being slow
}

// DeviceSample is one device within a Sample.
type DeviceSample struct {
	ID                 string         `json:"id"`
	Watts              *float64       `json:"watts"`
	Joules             *float64       `json:"joules"` // since the session began; null when no reading told
	MissingSeconds     float64        `json:"missing_seconds"`
	State              sensor.State   `json:"state"`
	Quality            sensor.Quality `json:"quality"`
	Reason             string         `json:"reason,omitempty"`
	Utilization        *float64       `json:"utilization,omitempty"`
	MemoryUsedBytes    *uint64        `json:"memory_used_bytes,omitempty"`
	MemoryTotalBytes   *uint64        `json:"memory_total_bytes,omitempty"`
	TemperatureCelsius *float64       `json:"temperature_celsius,omitempty"`
	ClockMHz           *float64       `json:"clock_mhz,omitempty"`
	Throttle           []string       `json:"throttle,omitempty"`

	PowerMeaning    string   `json:"power_meaning,omitempty"`     // of the gauge: "instant", "1 s average", "model"
	IdleWatts       *float64 `json:"idle_watts,omitempty"`        // the learned baseline
	JoulesAboveIdle *float64 `json:"joules_above_idle,omitempty"` // the part above the baseline of joules_split
	JoulesSplit     *float64 `json:"joules_split,omitempty"`      // the part of joules since the baseline was known
	ErrorRatio      *float64 `json:"error_ratio,omitempty"`       // half the width of the band around joules ÷ joules
	IntegralRatio   *float64 `json:"integral_ratio,omitempty"`    // integrated power ÷ energy counter: a self-check
}

// Self is what the probe itself takes: a measuring tool tells its own price.
type Self struct {
	CPUSeconds    float64  `json:"cpu_seconds"` // on all cores since the probe began
	CPURatio      *float64 `json:"cpu_ratio"`   // of one core, over the last minute
	ResidentBytes uint64   `json:"resident_bytes"`
	Watts         *float64 `json:"watts"` // an estimate: its share of the measured CPU packages
}

// Totals adds up the devices whose kind is additive.
type Totals struct {
	Watts     *float64                   `json:"watts"`
	Joules    *float64                   `json:"joules"`            // null until a device was read; a recording of an older probe has 0
	Missing   []string                   `json:"missing,omitempty"` // ids of the devices that watts leaves out, their power being unknown
	ByQuality map[sensor.Quality]float64 `json:"by_quality"`        // joules

	RestWatts *float64 `json:"rest_watts,omitempty"` // what a battery gives beyond watts; negative when the two contradict each other

	ErrorRatio *float64 `json:"error_ratio,omitempty"` // half the width of the band around joules ÷ joules
}

// Event is something worth a mark on the time axis.
type Event struct {
	Type    string            `json:"type"` // "event"
	Seq     uint64            `json:"seq"`  // of the sample that follows it
	T       float64           `json:"t"`
	Event   sampler.EventKind `json:"event"`
	Device  *string           `json:"device"`
	Label   string            `json:"label"`
	Seconds *float64          `json:"seconds"` // of a gap
}

// Bye is the last frame of a stream that ends in good order.
type Bye struct {
	Type   string `json:"type"` // "bye"
	Reason string `json:"reason"`
}

// NewSample is a snapshot as a frame, for a client that missed so many samples before it.
func NewSample(s *sampler.Snapshot, dropped int) Sample {
	f := Sample{
		Type:    "sample",
		Seq:     s.Seq,
		T:       epoch(s.Time),
		Seconds: s.Elapsed.Seconds(),
		Devices: make([]DeviceSample, len(s.Devices)),
		Totals: Totals{Watts: finite(s.Totals.Watts), Missing: s.Totals.Missing, ByQuality: make(map[sensor.Quality]float64, 2),
			ErrorRatio: finite(s.Totals.Error), RestWatts: finite(s.Totals.Rest)},
		Dropped: dropped,
	}
	if s.Totals.Known {
		f.Totals.Joules = finite(&s.Totals.Joules)
	}
	if own := s.Self; own != nil {
		f.Self = &Self{own.CPU.Seconds(), finite(own.Cores), own.Resident, finite(own.Watts)}
	}
	f.look(s.Outlook)
	f.Emissions = newEmissions(s.Emissions)
	for quality, joules := range s.Totals.ByQuality {
		f.Totals.ByQuality[quality] = float64(joules)
	}
	for i := range s.Devices {
		d := &s.Devices[i]
		f.Devices[i] = DeviceSample{
			ID:                 d.DeviceID,
			Watts:              finite(d.Watts),
			MissingSeconds:     d.Missing.Seconds(),
			State:              d.State,
			Quality:            d.Quality,
			Reason:             d.Reason,
			Utilization:        finite(d.Utilization),
			MemoryUsedBytes:    d.MemoryUsed,
			MemoryTotalBytes:   d.MemoryTotal,
			TemperatureCelsius: finite(d.Temperature),
			ClockMHz:           finite(d.ClockMHz),
			Throttle:           d.Throttle,
			PowerMeaning:       d.PowerMeaning,
			IdleWatts:          finite(d.Idle),
			ErrorRatio:         finite(d.Error),
			IntegralRatio:      finite(d.Integral),
		}
		if d.Known {
			f.Devices[i].Joules = finite(&d.Joules)
			f.Devices[i].JoulesAboveIdle, f.Devices[i].JoulesSplit = finite(d.AboveIdle), finite(d.AboveIdleOf)
		}
	}
	return f
}

// NewEvent is an event as a frame; seq is that of the sample that follows it.
func NewEvent(seq uint64, e sampler.Event) Event {
	f := Event{Type: "event", Seq: seq, T: epoch(e.Time), Event: e.Kind, Device: textOrNull(e.DeviceID), Label: e.Label}
	if e.Duration > 0 {
		seconds := e.Duration.Seconds()
		f.Seconds = &seconds
	}
	return f
}

// epoch is seconds since 1970, to the microsecond: a float64 holds no more.
func epoch(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }

// finite turns what JSON cannot write into null.
func finite[T ~float64](v *T) *float64 {
	if v == nil || math.IsNaN(float64(*v)) || math.IsInf(float64(*v), 0) {
		return nil
	}
	f := float64(*v)
	return &f
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
