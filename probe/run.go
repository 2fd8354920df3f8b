package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
)

// reportAfter is when the sensors are reported at the latest; else it is done at the first sample.
const reportAfter = 3 * time.Second

// run samples, serves and streams until ctx ends, then takes leave of its clients and returns nil. It prints the
// page's address before anything else.
func run(ctx context.Context, c config) error {
	catalog := estimator.Default()
	s, err := newSampler(c.Hardware, catalog, c.Interval, c.Log)
	if err != nil {
		return err
	}
	site, err := openSite(ctx, c, catalog, s, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "gramwatt: %s\n", site.url)
	if c.Open {
		openBrowser(site.url, c.Log)
	}

	serving, stop := context.WithCancel(ctx)
	defer stop()
	sampling, stopSampling := context.WithCancel(context.WithoutCancel(ctx)) // outlives the clients
	var all sync.WaitGroup
	all.Go(func() { s.Run(sampling) })
	all.Go(func() { report(serving, c, s) })
	err = site.run(ctx)
	stop()
	stopSampling()
	all.Wait()
	return err
}

// report prints the sensors once they have been tried.
func report(ctx context.Context, c config, s *sampler.Sampler) {
	first, cancel := s.Subscribe()
	defer cancel()
	timer := time.NewTimer(reportAfter)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return
	case <-first:
	case <-timer.C:
	}
	printStatuses(c.Out, s.Statuses())
}
