package otlp

import (
	"context"
	"maps"
	"slices"
	"sync"
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

// events tells of runs that begin and end on this machine.
type events struct {
	log    log.Logger
	source Source

	mu   sync.Mutex
	open map[string]begun // by the ids of runs that have not ended
}

// begun is a run with the machine's joules at its start; nil when they were not known.
type begun struct {
	run    jobs.Run
	joules *estimator.Joules
}

func newEvents(p log.LoggerProvider, s Source) *events {
	return &events{log: p.Logger("gramwatt"), source: s, open: map[string]begun{}}
}

// tell tells one change; at the end of a run, what the machine used meanwhile.
func (e *events) tell(c jobs.Change) {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := c.Run.ID
	if c.Began {
		e.open[id] = begun{c.Run, e.now()}
		e.emit(RunStarted, c.At, "run "+id+" began", about(c.Run))
		return
	}
	more := append(about(c.Run), attribute.Float64("gramwatt.run.seconds", c.At.Sub(c.Run.Since).Seconds()))
	if used := e.now(); used != nil {
		if before := e.open[id].joules; before != nil {
			*used -= *before
		}
		more = append(more, attribute.Float64("gramwatt.run.energy_joules", float64(*used)))
	}
	delete(e.open, id)
	e.emit(RunStopped, c.At, "run "+id+" ended", more)
}

// end tells the end of the runs that end with the probe.
func (e *events) end() {
	e.mu.Lock()
	left := slices.Collect(maps.Values(e.open))
	e.mu.Unlock()
	for _, b := range left {
		e.tell(jobs.Change{Run: b.run, At: time.Now()})
	}
}

// now are the joules of the machine so far: of what may be added up. It is nil while nothing is known.
func (e *events) now() *estimator.Joules {
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

func (e *events) emit(name string, at time.Time, words string, more []attribute.KeyValue) {
	var r log.Record
	r.SetEventName(name)
	r.SetTimestamp(at)
	r.SetObservedTimestamp(time.Now())
	r.SetSeverity(log.SeverityInfo)
	r.SetBody(attribute.StringValue(words))
	r.AddAttributes(more...)
	e.log.Emit(context.Background(), r)
}
