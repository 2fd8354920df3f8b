package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"sync"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/grid"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/metrics"
	"gramwatt/probe/internal/otlp"
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

// runOf reads the id and the labels of a run. Within a job of Slurm, the job is the run.
func (f *faults) runOf(c *cli.Command) (id string, labels []jobs.Label) {
	if id = c.String("run-id"); id == "" {
		id = os.Getenv("SLURM_JOB_ID")
	}
	if id != "" {
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
	runs  *jobs.List
	meter *carbon.Meter
	grid  *grid.Follower // of the intensity over time; nil when nobody asked for it
	about wire.About
	dir   string    // in which a scheduler writes its jobs; empty for none
	otlp  otlp.Wish // what the environment asks to be sent
}

// newFleet makes it, without a run.
func newFleet(c config, catalog *estimator.Catalog, about wire.About) *fleet {
	f := &fleet{about: about, runs: &jobs.List{}, dir: c.Runs, otlp: c.OTLP}
	intensity := gridOf(c.Settings, catalog)
	if f.grid = c.Grid.follow(c, intensity); f.grid != nil {
		intensity = f.grid
	}
	f.meter = carbon.NewMeter(intensity, c.Settings.PUE, f.runs)
	return f
}

// begin says that the machine works for the run of the flags from now on. A run without an id is none.
func (f *fleet) begin(c config) {
	if c.RunID != "" {
		f.runs.Add(jobs.Run{ID: c.RunID, Labels: c.Labels})
	}
}

// end says that it no longer does.
func (f *fleet) end(c config) { f.runs.Remove(c.RunID) }

// run counts grams until ctx ends, and sends to an OpenTelemetry receiver where the environment names one.
func (f *fleet) run(ctx context.Context, s source, log *slog.Logger) {
	var all sync.WaitGroup
	defer all.Wait()
	keep := func(name string, run func()) {
		all.Go(func() { partOf(name, log, s).Keep(ctx, run) })
	}
	keep("counting the carbon", func() { f.meter.Run(ctx, s) })
	if f.grid != nil {
		keep("asking for the intensity of the grid", func() { f.grid.Run(ctx) })
		if e, can := s.(emitting); can {
			keep("telling the grams", func() { f.tellEmissions(ctx, e) })
		}
	}
	if f.dir != "" {
		keep("reading the runs", func() { f.runs.Watch(ctx, f.dir, log) })
	}
	if f.otlp == (otlp.Wish{}) {
		return
	}
	keep("sending to OpenTelemetry", func() {
		sender, err := otlp.Start(ctx, f.otlp, s, otlp.Options{Boot: s.Boot(), Version: version, Simulated: f.about.Simulated, Carbon: f.meter, Runs: f.runs, Log: log})
		if err == nil {
			err = sender.Run(ctx)
		}
		if err != nil {
			log.Warn("OpenTelemetry: not sent", "error", err)
		}
	})
}

// otlp reads the variables of the environment that OpenTelemetry's programs share.
func (f *faults) otlp() otlp.Wish {
	wish, err := otlp.Wanted(os.Getenv)
	f.merge(err, nil)
	return wish
}

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
