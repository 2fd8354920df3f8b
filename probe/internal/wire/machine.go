package wire

import (
	"time"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// Settings are what the page starts from, and where each came from: "default" or "flag".
type Settings struct {
	Region      string   `json:"region"`
	RegionFrom  string   `json:"region_from"`
	GridGPerKWh *float64 `json:"grid_g_per_kwh"`
	GridFrom    string   `json:"grid_from,omitempty"` // whose intensity over time GridGPerKWh is the mean of, in reports of runs
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
	Devices    []Device `json:"devices"`
	Sensors    []Family `json:"sensors"`
	Settings   Settings `json:"settings"`
	Fleet      bool     `json:"fleet,omitempty"` // this probe can tell of other machines too
}

// Device is what does not change about a device, with how it is doing now.
type Device struct {
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

// Family is the standing of a family of sensors.
type Family struct {
	Family string       `json:"family"`
	State  sensor.State `json:"state"`
	Detail string       `json:"detail"`
	Remedy string       `json:"remedy"`
}

// Hello is the first frame of a stream, sent again whenever the list of devices changes.
type Hello struct {
	Type     string `json:"type"`                // "hello"
	ReadOnly bool   `json:"read_only,omitempty"` // marks of this client are not heard
	Machine
}

// Source is what a description needs of a sampler.
type Source interface {
	Boot() string
	Interval() time.Duration
	Started() time.Time
	Devices() []sensor.Device
	Statuses() []sensor.Status
	Latest() *sampler.Snapshot
}

// About is what a sampler does not know of itself.
type About struct {
	Version   string // of the probe
	Simulated string // name of the simulated hardware; empty when the hardware is real
	Settings  Settings
	Fleet     bool // it knows the Prometheus of all machines
}

// Describe is the machine as of now.
func Describe(source Source, about About) Machine {
	m := Machine{
		Schema:     Schema,
		Boot:       source.Boot(),
		Version:    about.Version,
		IntervalMS: float64(source.Interval()) / float64(time.Millisecond),
		Started:    epoch(source.Started()),
		Now:        epoch(time.Now()),
		Simulated:  textOrNull(about.Simulated),
		Devices:    []Device{},
		Sensors:    []Family{},
		Settings:   about.Settings,
		Fleet:      about.Fleet,
	}
	latest := map[string]*sampler.Sample{}
	if s := source.Latest(); s != nil {
		for i := range s.Devices {
			latest[s.Devices[i].DeviceID] = &s.Devices[i]
		}
	}
	for _, d := range source.Devices() {
		told := Device{ID: d.ID, Name: d.Name, Kind: d.Kind, Quality: d.Quality, Source: d.Source,
			CatalogID: textOrNull(d.CatalogID), State: sensor.Late, Reason: "not read yet"}
		if d.Rated > 0 {
			told.RatedW = finite(&d.Rated)
		}
		if s := latest[d.ID]; s != nil {
			told.State, told.Reason = s.State, s.Reason
		}
		m.Devices = append(m.Devices, told)
	}
	for _, s := range source.Statuses() {
		m.Sensors = append(m.Sensors, Family(s))
	}
	return m
}
