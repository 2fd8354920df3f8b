package main

import (
	"context"
	"net/http"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/metrics"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/stream"
	"gramwatt/probe/internal/wire"
)

// labelsFlag and webConfigFlag are for probes that a lab's own servers read.
func labelsFlag() cli.Flag {
	return listFlag("label", "NAME=VALUE", "label of the run in /metrics, such as user=ada or project=x; may be given again")
}

func webConfigFlag() cli.Flag {
	return textFlag("web-config", "", "FILE", "TLS and passwords in the web configuration format of Prometheus's exporters")
}

// runOf reads the id and the labels of a run.
func (f *faults) runOf(c *cli.Command) (id string, labels []jobs.Label) {
	if id = c.String("run-id"); id != "" {
		if err := jobs.CheckID(id); err != nil {
			f.add("--run-id", id, err.Error(), "give an id such as train-42")
		}
	}
	for _, text := range c.StringSlice("label") {
		l, err := jobs.ParseLabel(text)
		if err != nil {
			f.add("--label", text, err.Error(), "write such as user=ada")
			continue
		}
		labels = append(labels, l)
	}
	if err := jobs.Sort(labels); err != nil {
		f.add("--label", "", err.Error(), "give each name once")
	}
	return id, labels
}

// fleet is what a probe tells those who watch many machines.
type fleet struct {
	runs  jobs.Lister
	meter *carbon.Meter
	about wire.About
}

// newFleet makes it. A run without an id is none.
func newFleet(c config, catalog *estimator.Catalog, about wire.About) *fleet {
	f := &fleet{meter: carbon.NewMeter(gridOf(c.Settings, catalog), c.Settings.PUE), about: about, runs: jobs.Fixed(nil)}
	if c.RunID != "" {
		f.runs = jobs.Fixed{{ID: c.RunID, Labels: c.Labels}}
	}
	return f
}

// run counts grams until ctx ends.
func (f *fleet) run(ctx context.Context, s carbon.Snapshots) { f.meter.Run(ctx, s) }

// handler answers /metrics.
func (f *fleet) handler(c config, s stream.Source) http.Handler {
	return metrics.NewHandler(s, metrics.Options{Version: version, Build: flavour, Simulated: f.about.Simulated, Carbon: f.meter, Runs: f.runs, Log: c.Log})
}

// gridOf is the intensity that the settings mean, as the engine reads them; unknown where it has none.
func gridOf(s wire.Settings, catalog *estimator.Catalog) carbon.Grid {
	spec := runs.Settings{Settings: s}.Electricity("", 1)
	one, err := estimator.Estimate(catalog, &spec)
	if err != nil {
		return carbon.Unknown{}
	}
	rate := carbon.Rate{GramsPerKWh: estimator.GramsPerKWh(one.Grid.Value.Mid), Source: carbon.Catalog, Place: one.Grid.Code}
	if s.GridGPerKWh != nil {
		rate.Source = carbon.Typed
	}
	return carbon.Fixed(rate)
}
