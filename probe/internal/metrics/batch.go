package metrics

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"

	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// batch is what one scrape gets.
type batch struct {
	to       chan<- prometheus.Metric
	started  time.Time // of the counters
	exemplar string    // id of the run that the energy of this moment belongs to; empty when there is none, or several
	at       time.Time // of the snapshot
}

// add sends a value with its labels. A value that is no number is unknown, and so is not sent.
func (b *batch) add(m *Metric, v float64, labels ...string) { b.send(m, v, labels, false) }

func (b *batch) send(m *Metric, v float64, labels []string, exemplar bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	var one prometheus.Metric
	var err error
	if m.Type == counter {
		one, err = prometheus.NewConstMetricWithCreatedTimestamp(m.desc, m.Type, v, b.started, labels...)
	} else {
		one, err = prometheus.NewConstMetric(m.desc, m.Type, v, labels...)
	}
	if err == nil && exemplar {
		one, err = prometheus.NewMetricWithExemplars(one, prometheus.Exemplar{Value: v, Timestamp: b.at, Labels: prometheus.Labels{"run_id": b.exemplar}})
	}
	if err != nil {
		one = prometheus.NewInvalidMetric(m.desc, err)
	}
	b.to <- one
}

// snapshot sends what is of the whole machine.
func (b *batch) snapshot(s *sampler.Snapshot) {
	b.at = s.Time
	b.add(samples, float64(s.Seq))
	b.add(sampledAt, float64(s.Time.UnixMilli())/1e3)
	if own := s.Self; own != nil {
		b.add(selfCPU, own.CPU.Seconds())
		b.add(selfBytes, float64(own.Resident))
		if own.Watts != nil {
			b.add(selfPower, float64(*own.Watts))
		}
	}
}

func (b *batch) families(statuses []sensor.Status) {
	for _, s := range statuses {
		b.add(family, 1, text(s.Family), string(s.State))
	}
}

// runs sends the info of each run. All have the columns of all, an empty one where a run has no such label: series of one
// name have the same labels.
func (b *batch) runs(runs []jobs.Run) {
	if len(runs) == 1 {
		b.exemplar = runs[0].ID
	}
	columns := []string{"run_id"}
	for _, r := range runs {
		for _, l := range r.Labels {
			if !slices.Contains(columns, l.Name) {
				columns = append(columns, l.Name)
			}
		}
	}
	desc := *runInfo
	desc.desc = prometheus.NewDesc(runInfo.Name, runInfo.Help, columns, nil)
	for _, r := range runs {
		values := make([]string, len(columns))
		values[0] = r.ID
		for _, l := range r.Labels {
			values[slices.Index(columns, l.Name)] = l.Value
		}
		b.add(&desc, 1, values...)
	}
}

// carbon sends the grams, and what they are counted with.
func (b *batch) carbon(a *carbon.Account, devices []sensor.Device) {
	b.add(pue, a.PUE)
	if a.Rate != nil {
		b.add(intensity, float64(a.Rate.GramsPerKWh), text(a.Rate.Place), string(a.Rate.Source))
	}
	for key, g := range a.Grams {
		if d := sensor.Find(devices, key.DeviceID); d != nil {
			b.add(grams, float64(g), append(labelsOf(d), string(key.Source))...)
		}
	}
}

// shares sends what the machine used for each run.
func (b *batch) shares(runs []carbon.RunAccount) {
	for _, r := range runs {
		for quality, joules := range r.Joules {
			b.add(runEnergy, float64(joules), r.ID, string(quality))
		}
		for key, g := range r.Grams {
			b.add(runGrams, float64(g), r.ID, string(key.Quality), string(key.Source))
		}
	}
}

func labelsOf(d *sensor.Device) []string {
	return []string{text(d.ID), string(d.Kind), text(d.Name), string(d.Quality)}
}

// text makes a driver's words fit for a label: the formats take UTF-8 only.
func text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
