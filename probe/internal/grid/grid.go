// Package grid follows the grid intensity of a place over time, for users who ask for it: from Electricity Maps with a token
// of theirs, from the UK's Carbon Intensity API, or from a file of hourly values.
//
// A value counts for the time that it is about and a short grace after it. At any other time the fallback counts, which is
// the catalog's yearly figure, and everything that is counted with it says so. What was learned is kept in a file, so that a
// probe that starts again does not ask again. The place is the one that the user gave; it is never found out.
package grid

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/sensor"
)

// Value is the intensity of a stretch of time.
type Value struct {
	From        time.Time             `json:"from"`
	To          time.Time             `json:"to"`
	GramsPerKWh estimator.GramsPerKWh `json:"grams_per_kwh"`
}

// Source tells values. It may wait for a network.
type Source interface {
	Values(ctx context.Context) ([]Value, error)
}

// Highest is above any grid: a value that is greater is refused.
const Highest estimator.GramsPerKWh = 3000

// Times of asking and believing.
const (
	Pace      = 15 * time.Minute // between two asks; both services publish no faster
	firstWait = time.Minute      // after an ask that failed; twice as long after each further one, up to Pace
	grace     = 2 * time.Hour    // how long the newest value counts after its time: services publish late
	patience  = 15 * time.Second // for one ask
	keep      = 48 * time.Hour   // of values that are past
)

// Follower is a carbon.Grid that follows a source.
type Follower struct {
	name     carbon.Source
	place    string
	source   Source
	fallback carbon.Grid
	cache    string // file; empty for none
	log      *slog.Logger

	values atomic.Pointer[[]Value] // in order of time
	status atomic.Pointer[sensor.Status]
}

// New makes a follower of a source for a place. Cache is a file to keep values in, empty for none.
func New(name carbon.Source, place string, source Source, fallback carbon.Grid, cache string, log *slog.Logger) *Follower {
	f := &Follower{name: name, place: place, source: source, fallback: fallback, cache: cache, log: log}
	f.values.Store(&[]Value{})
	f.say(sensor.Late, "not asked yet", "")
	return f
}

func (f *Follower) say(state sensor.State, detail, remedy string) {
	f.status.Store(&sensor.Status{Family: "grid", State: state, Detail: detail, Remedy: remedy})
}

// Status is the standing of the source, beside those of the sensors.
func (f *Follower) Status() sensor.Status { return *f.status.Load() }

// At is the value of that time, or the fallback.
func (f *Follower) At(t time.Time) (carbon.Rate, bool) {
	if v, ok := at(*f.values.Load(), t); ok {
		return carbon.Rate{GramsPerKWh: v.GramsPerKWh, Source: f.name, Place: f.place}, true
	}
	return f.fallback.At(t)
}

// at finds the value of a time: the last that began before it, if its time is not over for long.
func at(values []Value, t time.Time) (Value, bool) {
	after, _ := slices.BinarySearchFunc(values, t, func(v Value, t time.Time) int {
		if v.From.After(t) {
			return 1
		}
		return -1
	})
	if after == 0 {
		return Value{}, false
	}
	v := values[after-1]
	end := v.To
	if after == len(values) { // the next one may be late
		end = end.Add(grace)
	}
	return v, t.Before(end)
}

// Run asks the source until ctx ends.
func (f *Follower) Run(ctx context.Context) {
	f.take(f.load())
	wait := firstWait
	for {
		next := Pace
		if _, known := at(*f.values.Load(), time.Now().Add(Pace)); !known { // else the kept ones will do for now
			if err := f.ask(ctx); err != nil && ctx.Err() == nil {
				next, wait = wait, min(2*wait, Pace)
				f.fail(err)
			} else {
				wait = firstWait
			}
		}
		f.tell()
		select {
		case <-ctx.Done():
			return
		case <-time.After(next):
		}
	}
}

// ask asks once.
func (f *Follower) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := f.source.Values(ctx)
	if err != nil {
		return err
	}
	f.take(values)
	return f.save()
}

// take merges values into those that are known, the newer word winning, and forgets old ones.
func (f *Follower) take(values []Value) {
	byStart := map[int64]Value{}
	for _, list := range [][]Value{*f.values.Load(), values} {
		for _, v := range list {
			byStart[v.From.Unix()] = v
		}
	}
	var all []Value
	for _, v := range byStart {
		if v.To.Add(keep).After(time.Now()) {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b Value) int { return a.From.Compare(b.From) })
	f.values.Store(&all)
}

// fail says why there is nothing new.
func (f *Follower) fail(err error) {
	f.log.Warn("grid: no intensity", "source", string(f.name), "place", f.place, "error", err)
	f.say(sensor.Lost, fmt.Sprintf("%s does not tell the intensity of %s: %v", f.name, f.place, err), "the catalog's yearly figure is used meanwhile, and what is counted with it says so")
}

// tell says which intensity counts now, unless a failure has left only the fallback.
func (f *Follower) tell() {
	if v, known := at(*f.values.Load(), time.Now()); known {
		f.say(sensor.OK, fmt.Sprintf("%s: %.0f g CO2e/kWh in %s since %s", f.name, v.GramsPerKWh, f.place, v.From.UTC().Format("15:04 UTC")), "")
	} else if f.Status().State != sensor.Lost {
		f.say(sensor.Lost, fmt.Sprintf("%s has no value of this time for %s", f.name, f.place), "the catalog's yearly figure is used meanwhile, and what is counted with it says so")
	}
}

// check refuses what cannot be an intensity.
func check(v Value) error {
	switch {
	case !(v.GramsPerKWh >= 0 && v.GramsPerKWh <= Highest):
		return fmt.Errorf("%g g/kWh is no grid intensity", float64(v.GramsPerKWh))
	case v.From.IsZero() || !v.To.After(v.From) || v.To.Sub(v.From) > 24*time.Hour:
		return fmt.Errorf("%s to %s is no stretch of time", v.From, v.To)
	}
	return nil
}
