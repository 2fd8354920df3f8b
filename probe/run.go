package main

import (
	"context"
	"sync"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/store"
)

// reportAfter is when the sensors are reported at the latest; else it is done at the first sample.
const reportAfter = 3 * time.Second

// run samples, serves and streams until ctx ends, then takes leave of its clients and returns nil. It prints the
// page's address before anything else.
func run(ctx context.Context, c config) error {
	catalog := estimator.Default()
	from, about, letGo, err := newSource(c, catalog)
	if err != nil {
		return err
	}
	defer letGo()
	sessions := openStore(c.Data, c.Log)
	s := withRecorder(c, sessions, from, about, store.Session{RunID: c.RunID})
	told := newFleet(c, catalog, about)
	told.begin(c)
	s.grid = told.grid
	site, err := openSite(ctx, c, catalog, s, about, sessions, told, nil)
	if err != nil {
		return err
	}
	site.print(c.Out)
	if c.Open {
		openBrowser(site.url, c.Log)
	}

	serving, stop := context.WithCancel(ctx)
	defer stop()
	sampling, stopSampling := context.WithCancel(context.WithoutCancel(ctx)) // outlives the clients
	var all sync.WaitGroup
	all.Go(func() { s.Run(sampling) })
	all.Go(func() { told.run(sampling, from, c.Log) })
	keep := func(name string, f func()) {
		all.Go(func() { partOf(name, c.Log, s).Keep(serving, f) })
	}
	keep("the report of the sensors", func() { report(serving, c, s) })
	if watched, can := from.(budgeted); can && c.Budget != nil {
		keep("watching the budget", func() { watchBudget(serving, c.Budget, watched, c.Out) })
	}
	recording := s.record(sampling, c.Log)
	err = site.run(ctx)
	stop()
	stopSampling()
	all.Wait()
	endRecording(recording, sessions, c.Log)
	return err
}

// report prints the sensors once they have been tried, and what is recorded.
func report(ctx context.Context, c config, s recorded) {
	first, cancel := s.Subscribe()
	defer cancel()
	timer := time.NewTimer(reportAfter)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return
	case <-first:
		if s.recorder != nil {
			select {
			case <-s.recorder.Tried():
			case <-timer.C:
			}
		}
	case <-timer.C:
	}
	printStatuses(c.Out, s.source.Statuses())
	if s.recorder != nil {
		printStatuses(c.Out, []sensor.Status{s.recorder.Status()})
	}
	started(c.Log)
}
