package otlp

import (
	"context"
	"slices"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log"

	"gramwatt/estimator"
	"gramwatt/probe/internal/jobs"
)

// The names of the events.
const (
	RunStarted = "gramwatt.run.start"
	RunStopped = "gramwatt.run.stop"
)

// runPace is how often the list of runs is looked at: a run is told that much late at most, with its own times.
const runPace = time.Second

// events tells of runs that begin and end on this machine.
type events struct {
	log    log.Logger
	source Source
	runs   jobs.Lister
	told   []begun // those that have begun and not ended
}

// begun is a run with the machine's joules at its start; nil when they were not known.
type begun struct {
	run    jobs.Run
	at     time.Time
	joules *estimator.Joules
}

func newEvents(p log.LoggerProvider, s Source, runs jobs.Lister) *events {
	return &events{log: p.Logger("gramwatt"), source: s, runs: runs}
}

// run tells until ctx ends; what still runs then ends with the probe.
func (e *events) run(ctx context.Context) {
	tick := time.NewTicker(runPace)
	defer tick.Stop()
	for {
		e.look(ctx, e.runs.Runs())
		select {
		case <-ctx.Done():
			e.look(context.WithoutCancel(ctx), nil)
			return
		case <-tick.C:
		}
	}
}

// look tells what has changed since the last look.
func (e *events) look(ctx context.Context, now []jobs.Run) {
	e.told = slices.DeleteFunc(e.told, func(b begun) bool {
		if slices.ContainsFunc(now, func(r jobs.Run) bool { return r.ID == b.run.ID }) {
			return false
		}
		e.stop(ctx, b)
		return true
	})
	for _, r := range now {
		if !slices.ContainsFunc(e.told, func(b begun) bool { return b.run.ID == r.ID }) {
			b := begun{r, time.Now(), e.joules()}
			e.told = append(e.told, b)
			e.emit(ctx, RunStarted, b.at, "run "+r.ID+" began", about(r))
		}
	}
}

// stop tells the end of a run, and what the machine used meanwhile.
func (e *events) stop(ctx context.Context, b begun) {
	now := time.Now()
	more := append(about(b.run), attribute.Float64("gramwatt.run.seconds", now.Sub(b.at).Seconds()))
	if used := e.joules(); used != nil {
		if b.joules != nil {
			*used -= *b.joules
		}
		more = append(more, attribute.Float64("gramwatt.run.energy_joules", float64(*used)))
	}
	e.emit(ctx, RunStopped, now, "run "+b.run.ID+" ended", more)
}

// joules of the machine so far: of what may be added up. It is nil while nothing is known.
func (e *events) joules() *estimator.Joules {
	if s := e.source.Latest(); s != nil && s.Totals.Known {
		joules := s.Totals.Joules
		return &joules
	}
	return nil
}

func about(r jobs.Run) []attribute.KeyValue {
	list := []attribute.KeyValue{attribute.String("gramwatt.run.id", r.ID)}
	for _, l := range r.Labels {
		list = append(list, attribute.String("gramwatt.run.label."+l.Name, l.Value))
	}
	return list
}

func (e *events) emit(ctx context.Context, name string, at time.Time, words string, more []attribute.KeyValue) {
	var r log.Record
	r.SetEventName(name)
	r.SetTimestamp(at)
	r.SetObservedTimestamp(time.Now())
	r.SetSeverity(log.SeverityInfo)
	r.SetBody(attribute.StringValue(words))
	r.AddAttributes(more...)
	e.log.Emit(ctx, r)
}
