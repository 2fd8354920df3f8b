package lab

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/common/model"

	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// Course is how a run went, as a recording: each kind of each machine is a device, since a run on a hundred machines has
// more GPUs than anybody looks at.
type Course struct {
	Header  wire.Header
	Samples []wire.Sample
}

// ErrUnknown is returned for a run that Prometheus does not know in the period.
var ErrUnknown = errors.New("lab: no such run in this period")

const (
	mostPoints = 600 // of a course
	leastStep  = time.Second
)

// Course asks how a run went in a period: first when it was there, then as finely as that allows.
func (c *Client) Course(ctx context.Context, id string, period time.Duration, end time.Time) (*Course, error) {
	info := `gramwatt_run_info{run_id=` + strconv.Quote(id) + `}`
	step := stepOf(period)
	there, err := c.over(ctx, `count(`+info+`)`, end.Add(-period), end, step)
	if err != nil {
		return nil, err
	}
	if len(there) == 0 {
		return nil, ErrUnknown
	}
	seen := there[0].Values
	from, to := seen[0].Timestamp.Time().Add(-step), seen[len(seen)-1].Timestamp.Time().Add(step)
	step = stepOf(to.Sub(from))
	joules, err := c.over(ctx, `sum by (cluster, instance, kind, quality) (gramwatt_energy_joules_total{`+additive+`} and on (cluster, job, instance) `+info+`)`, from, to, step)
	if err != nil {
		return nil, err
	}
	watts, err := c.over(ctx, `sum by (cluster, instance, kind, quality) (gramwatt_power_watts{`+additive+`} and on (cluster, job, instance) `+info+`)`, from, to, step)
	if err != nil {
		return nil, err
	}
	if len(joules) == 0 { // it ended just now
		return nil, ErrUnknown
	}
	course := compose(id, joules, watts, step)
	o, err := c.Overview(ctx, period, end)
	if err != nil {
		return nil, err
	}
	for _, r := range o.Runs {
		if r.ID == id && r.GramsPerKWh != nil { // PUE is in it
			course.Header.Settings.GridGPerKWh, course.Header.Settings.GridFrom = r.GramsPerKWh, "Prometheus"
		}
	}
	return course, nil
}

func stepOf(span time.Duration) time.Duration {
	return max(leastStep, (span / mostPoints).Round(time.Millisecond))
}

// part is one device of a course.
type part struct {
	device  wire.Device
	machine string
	joules  map[model.Time]float64 // since the run was first seen
	watts   map[model.Time]float64
}

// compose makes the recording. Joules count from the first moment, and a counter that went back began again with a probe.
func compose(id string, joules, watts model.Matrix, step time.Duration) *Course {
	parts := map[model.Fingerprint]*part{}
	var times []model.Time
	for _, series := range joules {
		p := newPart(series.Metric)
		used, last := 0.0, math.NaN()
		for _, v := range series.Values {
			now := float64(v.Value)
			switch {
			case now >= last:
				used += now - last
			case now < last:
				used += now
			}
			last = now
			p.joules[v.Timestamp] = used
			times = append(times, v.Timestamp)
		}
		parts[series.Metric.Fingerprint()] = p
	}
	for _, series := range watts {
		if p := parts[series.Metric.Fingerprint()]; p != nil {
			for _, v := range series.Values {
				p.watts[v.Timestamp] = float64(v.Value)
			}
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	all := make([]*part, 0, len(parts))
	for _, p := range parts {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *part) int {
		return cmp.Or(cmp.Compare(len(a.machine), len(b.machine)), // node-2 before node-10
			cmp.Compare(a.machine, b.machine), cmp.Compare(slices.Index(kinds, a.device.Kind), slices.Index(kinds, b.device.Kind)))
	})
	c := &Course{}
	c.Header = header(id, all, times, step)
	for i, t := range times {
		c.Samples = append(c.Samples, sample(uint64(i+1), t, times[0], all))
	}
	return c
}

// kinds that add up, in the order in which a machine lists them.
var kinds = []sensor.Kind{sensor.GPU, sensor.CPU, sensor.DRAM}

func newPart(of model.Metric) *part {
	machine, kind := string(of["instance"]), sensor.Kind(of["kind"])
	if cluster := string(of["cluster"]); cluster != "" {
		machine = cluster + " " + machine
	}
	words := map[sensor.Kind]string{sensor.GPU: "GPUs", sensor.CPU: "CPU packages", sensor.DRAM: "memory"}
	return &part{machine: machine, joules: map[model.Time]float64{}, watts: map[model.Time]float64{}, device: wire.Device{ID: machine + " " + string(kind) + " " + string(of["quality"]), Name: machine + ": " + words[kind], Kind: kind,
		Quality: sensor.Quality(of["quality"]), Source: "Prometheus", State: sensor.OK}}
}

func header(id string, all []*part, times []model.Time, step time.Duration) wire.Header {
	h := wire.Header{Hello: wire.Hello{Type: "hello", Machine: wire.Machine{Schema: wire.Schema, Boot: "run " + id, IntervalMS: float64(step.Milliseconds()),
		Started: at(times[0]), Now: at(times[len(times)-1]), Devices: []wire.Device{}, Sensors: []wire.Family{}, Settings: wire.Settings{Region: "WORLD", RegionFrom: "default", PUE: 1, PUEFrom: "default"}}}}
	for _, p := range all {
		if p.device.Quality == sensor.Simulated {
			name := "run of simulated machines"
			h.Simulated = &name
		}
		h.Devices = append(h.Devices, p.device)
	}
	return h
}

func sample(seq uint64, t, first model.Time, all []*part) wire.Sample {
	s := wire.Sample{Type: "sample", Seq: seq, T: at(t), Seconds: t.Sub(first).Seconds(), Devices: []wire.DeviceSample{}}
	sum, watts, known := 0.0, 0.0, false
	by := map[sensor.Quality]float64{}
	for _, p := range all {
		d := wire.DeviceSample{ID: p.device.ID, State: sensor.OK, Quality: p.device.Quality}
		if v, told := p.watts[t]; told {
			d.Watts = &v
			watts, known = watts+v, true
		}
		used, told := p.last(t)
		if !told {
			d.State, d.Reason = sensor.Absent, "its probe does not answer, or it is not in the run"
		}
		d.Joules = &used
		sum += used
		by[p.device.Quality] += used
		s.Devices = append(s.Devices, d)
	}
	s.Totals = wire.Totals{Joules: &sum, ByQuality: by}
	if known {
		s.Totals.Watts = &watts
	}
	return s
}

// last are the joules of a time, or of the newest one before it.
func (p *part) last(t model.Time) (joules float64, now bool) {
	if v, told := p.joules[t]; told {
		return v, true
	}
	newest := model.Earliest
	for when, v := range p.joules {
		if when < t && when >= newest {
			newest, joules = when, v
		}
	}
	return joules, false
}

func at(t model.Time) float64 { return float64(t) / 1e3 }
