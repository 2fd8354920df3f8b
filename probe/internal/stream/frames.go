package stream

import (
	"encoding/json"
	"math"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// schema is the version of the frames. It rises when a name changes its meaning; new names do not count.
const schema = 1

// The frames below are the contract with the page and with every other client: one JSON object a frame, times in
// seconds since 1970, null for what is unknown. A client ignores names and types that it does not know.

// Settings are what the page starts from, and where each came from: "default" or "flag".
type Settings struct {
	Region      string   `json:"region"`
	RegionFrom  string   `json:"region_from"`
	GridGPerKWh *float64 `json:"grid_g_per_kwh"`
	PUE         float64  `json:"pue"`
	PUEFrom     string   `json:"pue_from"`
}

// Machine describes what the samples are about. It is the body of a hello, and the answer of /api/v1/devices.
type Machine struct {
	Schema     int      `json:"schema"`
	Boot       string   `json:"boot"` // a random name of this run of the probe; sequence numbers count within it
	Version    string   `json:"version"`
	IntervalMS float64  `json:"interval_ms"`
	Started    float64  `json:"started"`
	Now        float64  `json:"now"`
	Simulated  *string  `json:"simulated"`
	Devices    []device `json:"devices"`
	Sensors    []family `json:"sensors"`
	Settings   Settings `json:"settings"`
}

type device struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Kind      sensor.Kind    `json:"kind"`
	Quality   sensor.Quality `json:"quality"`
	Source    string         `json:"source"`
	CatalogID *string        `json:"catalog_id"`
	RatedW    *float64       `json:"rated_w"`
	State     sensor.State   `json:"state"`
	Reason    string         `json:"reason"`
}

type family struct {
	Family string       `json:"family"`
	State  sensor.State `json:"state"`
	Detail string       `json:"detail"`
	Remedy string       `json:"remedy"`
}

type helloFrame struct {
	Type string `json:"type"` // "hello"
	Machine
}

type sampleFrame struct {
	Type    string         `json:"type"` // "sample"
	Seq     uint64         `json:"seq"`
	T       float64        `json:"t"`
	Seconds float64        `json:"seconds"` // since the session began, on the monotonic clock
	Devices []deviceSample `json:"devices"`
	Totals  totals         `json:"totals"`
	Dropped int            `json:"dropped"` // samples that this client missed since the last frame, being slow
}

type deviceSample struct {
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
}

type totals struct {
	Watts     *float64                   `json:"watts"`
	Joules    float64                    `json:"joules"`
	ByQuality map[sensor.Quality]float64 `json:"by_quality"` // joules
}

type eventFrame struct {
	Type    string            `json:"type"` // "event"
	Seq     uint64            `json:"seq"`  // of the sample that follows it
	T       float64           `json:"t"`
	Event   sampler.EventKind `json:"event"`
	Device  *string           `json:"device"`
	Label   string            `json:"label"`
	Seconds *float64          `json:"seconds"` // of a gap
}

type byeFrame struct {
	Type   string `json:"type"` // "bye"
	Reason string `json:"reason"`
}

// Machine describes the machine as of now.
func (h *Hub) Machine() Machine {
	m := Machine{
		Schema:     schema,
		Boot:       h.source.Boot(),
		Version:    h.options.Version,
		IntervalMS: float64(h.source.Interval()) / float64(time.Millisecond),
		Started:    epoch(h.source.Started()),
		Now:        epoch(time.Now()),
		Simulated:  textOrNull(h.options.Simulated),
		Devices:    []device{},
		Sensors:    []family{},
		Settings:   h.options.Settings,
	}
	latest := map[string]*sampler.Sample{}
	if s := h.source.Latest(); s != nil {
		for i := range s.Devices {
			latest[s.Devices[i].DeviceID] = &s.Devices[i]
		}
	}
	for _, d := range h.source.Devices() {
		told := device{ID: d.ID, Name: d.Name, Kind: d.Kind, Quality: d.Quality, Source: d.Source,
			CatalogID: textOrNull(d.CatalogID), State: sensor.Late, Reason: "not read yet"}
		if d.Rated > 0 {
			told.RatedW = finite(&d.Rated)
		}
		if s := latest[d.ID]; s != nil {
			told.State, told.Reason = s.State, s.Reason
		}
		m.Devices = append(m.Devices, told)
	}
	for _, s := range h.source.Statuses() {
		m.Sensors = append(m.Sensors, family(s))
	}
	return m
}

func newSample(s *sampler.Snapshot, dropped int) sampleFrame {
	f := sampleFrame{
		Type:    "sample",
		Seq:     s.Seq,
		T:       epoch(s.Time),
		Seconds: s.Elapsed.Seconds(),
		Devices: make([]deviceSample, len(s.Devices)),
		Totals:  totals{Watts: finite(s.Totals.Watts), Joules: float64(s.Totals.Joules), ByQuality: make(map[sensor.Quality]float64, 2)},
		Dropped: dropped,
	}
	for quality, joules := range s.Totals.ByQuality {
		f.Totals.ByQuality[quality] = float64(joules)
	}
	for i := range s.Devices {
		d := &s.Devices[i]
		f.Devices[i] = deviceSample{
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
		}
		if d.Known {
			f.Devices[i].Joules = finite(&d.Joules)
		}
	}
	return f
}

func newEvent(seq uint64, e sampler.Event) eventFrame {
	f := eventFrame{Type: "event", Seq: seq, T: epoch(e.Time), Event: e.Kind, Device: textOrNull(e.DeviceID), Label: e.Label}
	if e.Duration > 0 {
		seconds := e.Duration.Seconds()
		f.Seconds = &seconds
	}
	return f
}

// prepared is a snapshot in wire form, encoded once for all clients that missed nothing before it.
type prepared struct {
	seq    uint64
	frames []*websocket.PreparedMessage // events, then the sample
}

func prepare(s *sampler.Snapshot) (*prepared, error) {
	p := &prepared{seq: s.Seq}
	add := func(frame any) error {
		text, err := json.Marshal(frame)
		if err != nil {
			return err
		}
		m, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
		p.frames = append(p.frames, m)
		return err
	}
	for _, e := range s.Events {
		if err := add(newEvent(s.Seq, e)); err != nil {
			return nil, err
		}
	}
	if err := add(newSample(s, 0)); err != nil {
		return nil, err
	}
	return p, nil
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
