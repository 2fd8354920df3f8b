package runs

import (
	"math"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// Device is what one device did during a run. What is not known is nil, never 0.
type Device struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	Kind      sensor.Kind       `json:"kind"`
	CatalogID string            `json:"catalog_id,omitempty"`
	Source    string            `json:"source"`
	Quality   sensor.Quality    `json:"quality"`
	State     sensor.State      `json:"state"`
	Reason    string            `json:"reason,omitempty"`
	Joules    *estimator.Joules `json:"joules"`
	AboveIdle *estimator.Joules `json:"joules_above_idle"`
	Idle      *estimator.Watts  `json:"idle_watts"`
	Mean      *estimator.Watts  `json:"mean_watts"`
	Peak      *estimator.Watts  `json:"peak_watts"`
	Load      *estimator.Ratio  `json:"mean_utilization"`
	Error     *estimator.Ratio  `json:"error_ratio"` // half the width of the band around joules ÷ joules
	Missing   float64           `json:"missing_seconds"`

	MemoryUsed  *uint64 `json:"memory_used_bytes,omitempty"` // as last read
	MemoryTotal *uint64 `json:"memory_total_bytes,omitempty"`

	Gaps []Gap `json:"gaps"`

	Share *DeviceShare `json:"share"` // the command's; nil for what is no GPU
}

const (
	// sensorError is the steady error of power sensors on boards, as a part of the reading.
	// Source: Yang, Adamek, Armour, "Part-time Power Measurements", SC'24, DOI 10.1109/SC41406.2024.00028: 5 % from board to
	// board; read 2026-11.
	sensorError = 0.05

	// counterStep is how late a counter may show what was used, at the start as at the end.
	// Source: NVML's counter moves every 20 to 100 ms: comments in Alumet, ML.ENERGY blog; read 2026-08-21. RAPL's is faster.
	counterStep = 100 * time.Millisecond
)

// Devices tells all devices for a run that ended then, in the order given.
func (l *Ledger) Devices(devices []sensor.Device, end time.Duration) []Device {
	told := make([]Device, len(devices))
	for i, d := range devices {
		told[i] = l.device(d, end)
	}
	return told
}

func (l *Ledger) device(d sensor.Device, end time.Duration) Device {
	seconds, n := (end - l.start).Seconds(), l.of(d.ID)
	told := Device{ID: d.ID, Name: d.Name, Kind: d.Kind, CatalogID: d.CatalogID, Source: d.Source, Quality: d.Quality,
		State: sensor.Late, Reason: "it was not read", Peak: n.peak, Gaps: append([]Gap{}, n.gaps...)}
	if s := sampleOf(l.newest(), d.ID); s != nil {
		told.State, told.Reason = s.State, s.Reason
		told.Idle, told.MemoryUsed, told.MemoryTotal = s.Idle, s.MemoryUsed, s.MemoryTotal
	}
	if n.looked > 0 {
		u := estimator.Ratio(n.busy / n.looked)
		told.Load = &u
	}
	told.Missing = l.missing(d.ID, end)
	used, ok := l.used(d.ID, end, joules)
	if !ok || d.Kind == sensor.Host {
		return told
	}
	if used == 0 && told.State != sensor.Asleep { // nothing that is awake uses nothing
		told.Reason = "its counter did not move in the time"
		return told
	}
	told.Joules = &used
	if known := seconds - told.Missing; known > 0 {
		mean := estimator.Watts(float64(used) / known)
		told.Mean = &mean
		if told.Peak == nil || *told.Peak < mean { // no interval was long enough to show one
			told.Peak = &mean
		}
	}
	l.baseline(&told, end)
	told.Error = l.errorOf(&told, end)
	told.Share = l.share(&told, end)
	return told
}

// baseline splits off what the device would have drawn in the time anyway: as the sampler does, when it knew the idle
// level at the start already; else by the power just before the start, or the level that was learned since.
func (l *Ledger) baseline(told *Device, end time.Duration) {
	before, _ := bracket(l.early, l.start)
	if _, atStart := valueIn(before, told.ID, aboveIdle); atStart && told.Idle != nil {
		if above, ok := l.used(told.ID, end, aboveIdle); ok {
			told.AboveIdle = &above
			return
		}
	}
	if idle := l.idleOf(told.ID); idle != nil {
		told.Idle = idle
	}
	if told.Idle == nil {
		return
	}
	known := (end - l.start).Seconds() - told.Missing
	above := max(*told.Joules-estimator.Joules(float64(*told.Idle)*known), 0)
	told.AboveIdle = &above
}

// idleOf is the mean power from the first snapshot to the start; nil when that was too short.
func (l *Ledger) idleOf(id string) *estimator.Watts {
	if l.idle == nil || l.start-l.idle.Elapsed < leastIdle {
		return nil
	}
	first, ok := valueIn(l.idle, id, joules)
	last, okLast := valueAt(l.early, id, l.start, joules)
	if !ok || !okLast {
		return nil
	}
	w := estimator.Watts((last - first) / (l.start - l.idle.Elapsed).Seconds())
	return &w
}

// errorOf is the band of a measured energy: the sensor's own, or the steady error of such sensors, and what the two
// edges of a short run leave open. For an estimated one only the estimator's own word counts.
func (l *Ledger) errorOf(told *Device, end time.Duration) *estimator.Ratio {
	steady := sensorError
	if s := sampleOf(l.newest(), told.ID); s != nil && s.Error != nil {
		steady = float64(*s.Error)
	} else if told.Quality == sensor.Estimated {
		return nil
	}
	edges := (2*counterStep + l.Edges(end)).Seconds() / max((end-l.start).Seconds(), 1e-9)
	band := estimator.Ratio(min(math.Hypot(steady, edges), 1))
	return &band
}
