package lab

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"gramwatt/estimator"
)

// Overview is all machines and runs over a period. Unknown is null.
type Overview struct {
	Seconds  float64   `json:"seconds"` // length of the period
	End      float64   `json:"end"`     // seconds since 1970
	Totals   Totals    `json:"totals"`
	Machines []Machine `json:"machines"` // the one that used most first
	Runs     []Run     `json:"runs"`     // the same
}

// Totals are of all machines.
type Totals struct {
	Joules    *float64 `json:"joules"`
	Grams     *float64 `json:"grams"` // of CO2e at the facility, PUE included
	Watts     *float64 `json:"watts"` // at the end of the period
	Simulated bool     `json:"simulated"`
}

// Machine is one probe.
type Machine struct {
	Cluster   string   `json:"cluster,omitempty"`
	Instance  string   `json:"instance"`
	GPUs      int      `json:"gpus"`
	Joules    *float64 `json:"joules"`
	Grams     *float64 `json:"grams"`
	Watts     *float64 `json:"watts"`     // at the end of the period; null for one that does not answer
	Simulated string   `json:"simulated"` // name of the simulated hardware; empty when it is real
}

// Run is one run, on however many machines.
type Run struct {
	ID       string            `json:"run_id"`
	Name     string            `json:"name,omitempty"`
	Labels   map[string]string `json:"labels"`
	Machines int               `json:"machines"`
	Joules   *float64          `json:"joules"`
	Grams    *float64          `json:"grams"`
	Running  bool              `json:"running"` // at the end of the period

	GramsPerKWh *float64 `json:"grams_per_kwh"` // mean by energy, PUE included
	Link        string   `json:"link"`          // the measured energy as a scenario, to stand beside an estimate; empty when it is unknown

	Simulated bool `json:"simulated"`
}

// additive are the kinds that may be added up.
const additive = `kind=~"gpu|cpu|dram"`

// Overview asks about a period.
func (c *Client) Overview(ctx context.Context, period time.Duration, end time.Time) (*Overview, error) {
	o := &overview{Overview: &Overview{Seconds: period.Seconds(), End: float64(end.UnixMilli()) / 1e3, Machines: []Machine{}, Runs: []Run{}},
		machines: map[machine]*Machine{}, runs: map[string]*Run{}}
	span := fmt.Sprintf("[%dms]", period.Milliseconds())
	for _, q := range []struct {
		expression string
		take       func(of model.Metric, v float64)
	}{
		{`sum by (cluster, instance) (increase(gramwatt_energy_joules_total{` + additive + `}` + span + `))`, func(of model.Metric, v float64) { o.machine(of).Joules = &v }},
		{`sum by (cluster, instance) (increase(gramwatt_co2e_grams_total{` + additive + `}` + span + `))`, func(of model.Metric, v float64) { o.machine(of).Grams = &v }},
		{`sum by (cluster, instance) (gramwatt_power_watts{` + additive + `})`, func(of model.Metric, v float64) { o.machine(of).Watts = &v }},
		{`count by (cluster, instance) (count by (cluster, instance, device) (last_over_time(gramwatt_energy_joules_total{kind="gpu"}` + span + `)))`, func(of model.Metric, v float64) { o.machine(of).GPUs = int(v) }},
		{`last_over_time(gramwatt_build_info{simulated!="no"}` + span + `)`, func(of model.Metric, _ float64) { o.machine(of).Simulated = string(of["simulated"]) }},
		{`sum by (run_id) (increase(gramwatt_run_energy_joules_total` + span + `))`, func(of model.Metric, v float64) { o.run(of).Joules = &v }},
		{`sum by (run_id) (increase(gramwatt_run_co2e_grams_total` + span + `))`, func(of model.Metric, v float64) { o.run(of).Grams = &v }},
		{`count by (run_id) (last_over_time(gramwatt_run_energy_joules_total{quality="simulated"}` + span + `))`, func(of model.Metric, _ float64) { o.run(of).Simulated = true }},
		{`count by (run_id) (count by (run_id, cluster, instance) (last_over_time(gramwatt_run_info` + span + `)))`, func(of model.Metric, v float64) { o.run(of).Machines = int(v) }},
		{`last_over_time(gramwatt_run_info` + span + `)`, func(of model.Metric, _ float64) { o.run(of).label(of) }},
		{`count by (run_id) (gramwatt_run_info)`, func(of model.Metric, _ float64) { o.run(of).Running = true }},
	} {
		v, err := c.now(ctx, q.expression, end)
		if err != nil {
			return nil, err
		}
		for _, s := range v {
			if n := float64(s.Value); !math.IsNaN(n) && !math.IsInf(n, 0) {
				q.take(s.Metric, n)
			}
		}
	}
	return o.finish(), nil
}

// overview collects the answers.
type overview struct {
	*Overview
	machines map[machine]*Machine
	runs     map[string]*Run
}

type machine struct{ cluster, instance model.LabelValue }

func (o *overview) machine(of model.Metric) *Machine {
	key := machine{of["cluster"], of["instance"]}
	if o.machines[key] == nil {
		o.machines[key] = &Machine{Cluster: string(key.cluster), Instance: string(key.instance)}
	}
	return o.machines[key]
}

func (o *overview) run(of model.Metric) *Run {
	id := string(of["run_id"])
	if o.runs[id] == nil {
		o.runs[id] = &Run{ID: id, Labels: map[string]string{}}
	}
	return o.runs[id]
}

// label takes the labels that somebody gave the run: what is left beside those of the scraping server.
func (r *Run) label(of model.Metric) {
	for name, value := range of {
		switch name {
		case model.MetricNameLabel, "run_id", "job", "instance", "cluster":
		case "run_name":
			r.Name = string(value)
		default:
			r.Labels[string(name)] = string(value)
		}
	}
}

// link writes the run as the string of an estimate's link: energy from a meter, at the intensity that it was counted with.
func (r *Run) link() {
	if r.Joules == nil || r.Grams == nil || *r.Joules <= 0 {
		return
	}
	kwh := float64(estimator.Joules(*r.Joules).KWh())
	mean := *r.Grams / kwh
	r.GramsPerKWh = &mean
	kind := "Measured"
	if r.Simulated {
		kind = "Simulated"
	}
	r.Link = "v=1&name=" + url.QueryEscape(kind+" run "+r.ID) + fmt.Sprintf("&kwh=%.6g&pue=1&ci=%.6g", kwh, mean)
}

// finish adds up, and brings all into order.
func (o *overview) finish() *Overview {
	for _, m := range o.machines {
		o.Machines = append(o.Machines, *m)
		o.Totals.Joules, o.Totals.Grams, o.Totals.Watts = plus(o.Totals.Joules, m.Joules), plus(o.Totals.Grams, m.Grams), plus(o.Totals.Watts, m.Watts)
		o.Totals.Simulated = o.Totals.Simulated || m.Simulated != ""
	}
	for _, r := range o.runs {
		r.link()
		o.Runs = append(o.Runs, *r)
	}
	slices.SortFunc(o.Machines, func(a, b Machine) int {
		return more(a.Joules, b.Joules, a.Cluster+" "+a.Instance, b.Cluster+" "+b.Instance)
	})
	slices.SortFunc(o.Runs, func(a, b Run) int { return more(a.Joules, b.Joules, a.ID, b.ID) })
	return o.Overview
}

// more puts the larger first, then goes by name.
func more(a, b *float64, nameA, nameB string) int {
	va, vb := -1.0, -1.0
	if a != nil {
		va = *a
	}
	if b != nil {
		vb = *b
	}
	switch {
	case va > vb:
		return -1
	case va < vb:
		return 1
	}
	return strings.Compare(nameA, nameB)
}

func plus(a, b *float64) *float64 {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	sum := *a + *b
	return &sum
}
