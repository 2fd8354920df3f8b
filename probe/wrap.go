package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/child"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

const (
	edgePatience  = 2 * time.Second // for the readings at start and end: sensors that hang hold up nothing
	relayPatience = 2 * time.Second // for the last output, where a process in the background keeps the pipe
)

// wrap measures while a command runs. The error is one of input, before anything starts; or ended, with the command's
// status.
func wrap(ctx context.Context, c runConfig, stdin io.Reader, stdout io.Writer) error {
	catalog := estimator.Default()
	s, err := newSampler(c.Hardware, catalog, c.Interval, c.Log)
	if err != nil {
		return err
	}
	s.KeepProcessUse()
	about := wire.About{Version: version, Simulated: c.Hardware.Demo, Settings: c.config.Settings}
	sessions := openStore(c.Data, c.Log)
	from := withRecorder(c.config, sessions, s, about, store.Session{Name: c.Name, Command: c.Args, RunID: c.RunID})
	ctx, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer stop()
	told := newFleet(c.config, catalog, about)
	from.grid = told.grid
	if err := c.serve(ctx, from, about, sessions, catalog, told, &all); err != nil {
		return err
	}
	all.Go(func() { told.run(ctx, s, c.Log) })
	all.Go(func() { s.Run(ctx) })

	w := newWrapped(c, s, told, catalog)
	w.waitIdle(ctx)
	options := child.Options{Args: c.Args, Stdin: stdin, Stdout: stdout, Stderr: c.Out, Procfs: c.Hardware.Procfs}
	relay := w.relay(&options)
	w.beforeStart(ctx)
	command, err := child.Start(options)
	if relay != nil { // the command has its ends of the pipes
		relay.Out.Close()
		relay.Err.Close()
	}
	if refused, ok := errors.AsType[*child.NotStarted](err); ok {
		return ended{refused.Status, err}
	}
	defer command.Release()
	w.begin(command.Started)
	told.begin(c.config)
	recording := from.record(ctx, c.Log) // from the baseline on; a command that did not start leaves no session
	exit := w.follow(ctx, command)
	told.end(c.config)
	if relay != nil {
		select {
		case <-relay.ended:
		case <-time.After(relayPatience):
		}
	}
	if from.recorder != nil {
		from.recorder.SetExit(exit.Status)
		w.session = from
	}
	w.tell(exit, w.look(command))
	stop()
	endRecording(recording, sessions, c.Log)
	if exit.Status == 0 {
		return nil
	}
	return ended{status: exit.Status}
}

// serve opens page and stream when they are asked for. What is wrong with the request is an error; a port that cannot be
// had costs a line.
func (c *runConfig) serve(ctx context.Context, s recorded, about wire.About, sessions *store.Store, catalog *estimator.Catalog, told *fleet, all *sync.WaitGroup) error {
	if c.Listen == "" {
		return nil
	}
	site, err := openSite(ctx, c.config, catalog, s, about, sessions, told, answerStep(c.Steps))
	if _, input := errors.AsType[estimator.FieldErrors](err); input {
		return err
	}
	if err != nil {
		fmt.Fprintf(c.Out, "gramwatt: no page is served: %v\n", err)
		return nil
	}
	site.print(c.Out)
	all.Go(func() {
		if err := bulkhead.Do(func() error { return site.run(ctx) }); err != nil {
			fmt.Fprintf(c.Out, "gramwatt: the page is no longer served: %v\n", err)
		}
	})
	return nil
}
