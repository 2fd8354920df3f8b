// Package metrics shows the newest snapshot to Prometheus.
//
// A scrape reads what the sampler published and nothing else: it takes no lock that a sensor holds, so it neither waits
// for hardware nor delays a sample, however many come at once. Joules are the sampler's own counters, which start at 0
// with the probe and hide the wraps and resets of the hardware's; a restart is one reset to 0, as Prometheus expects.
//
// What is unknown has no series: it is never 0, and never the last value again. No label names a process or a user,
// but for the labels that somebody gave a run.
package metrics

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// Source is what is shown: a sampler, or a recording that is played.
type Source interface {
	Started() time.Time
	Devices() []sensor.Device
	Statuses() []sensor.Status
	Latest() *sampler.Snapshot
}

// Options say what a snapshot does not tell.
type Options struct {
	Version   string
	Build     string // flavour of the build, such as "with NVML"
	Simulated string // name of the simulated hardware, or of the recording; empty when the hardware is real
	Carbon    *carbon.Meter
	Runs      jobs.Lister
	Log       *slog.Logger
}

// maxScrapes is how many are answered at once. Each takes well under a millisecond, so more than this are a mistake.
const maxScrapes = 8

// NewHandler answers GET /metrics: Prometheus's text format, and OpenMetrics with exemplars to who asks for it.
func NewHandler(s Source, o Options) http.Handler {
	registry := prometheus.NewRegistry() // an empty one: the client's own collectors describe Go, not the machine
	registry.MustRegister(NewCollector(s, o))
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		EnableOpenMetrics:   true,
		MaxRequestsInFlight: maxScrapes,
		ErrorHandling:       promhttp.ContinueOnError, // one odd name from a driver costs its series and no others
		ErrorLog:            slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
		OfferedCompressions: []promhttp.Compression{promhttp.Identity, promhttp.Gzip},
	})
}

// Collector makes the metrics of the newest snapshot.
type Collector struct {
	source  Source
	options Options
}

// NewCollector is for NewHandler and for a registry of one's own.
func NewCollector(s Source, o Options) *Collector { return &Collector{s, o} }

// Describe tells nothing beforehand: the labels of a run are the user's.
func (c *Collector) Describe(chan<- *prometheus.Desc) {}

// Collect is called once a scrape.
func (c *Collector) Collect(to chan<- prometheus.Metric) {
	b := batch{to: to, started: c.source.Started()}
	simulated := "no"
	if c.options.Simulated != "" {
		simulated = c.options.Simulated
	}
	b.add(build, 1, c.options.Version, c.options.Build, simulated)
	b.families(c.source.Statuses())
	var runs []jobs.Run
	if c.options.Runs != nil {
		runs = c.options.Runs.Runs()
	}
	b.runs(runs)
	snap := c.source.Latest()
	if snap == nil {
		return
	}
	b.snapshot(snap)
	devices := c.source.Devices()
	for i := range snap.Devices {
		if d := sensor.Find(devices, snap.Devices[i].DeviceID); d != nil {
			b.device(d, &snap.Devices[i])
		}
	}
	if c.options.Carbon != nil {
		account := c.options.Carbon.Account()
		b.carbon(account, devices)
		b.shares(account.Runs)
	}
}
