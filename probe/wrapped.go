package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/child"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// process is the command as the measuring sees it.
type process interface {
	Done() <-chan struct{}
	Exit() child.Exit
	Look() child.Usage
	Terminate() error
}

// wrapped is one run as it goes on.
type wrapped struct {
	c       runConfig
	sampler *sampler.Sampler
	catalog *estimator.Catalog
	told    *fleet
	part    *bulkhead.Part
	session recorded // without a recorder when nothing is recorded
	ledger  runs.Ledger
	started time.Time
	busy    *float64 // seconds that the machine had worked at the start
	file    *stepFile
	stopped bool            // for the budget
	failed  map[string]bool // devices whose failure was told
}

func newWrapped(c runConfig, s *sampler.Sampler, told *fleet, catalog *estimator.Catalog) *wrapped {
	return &wrapped{c: c, told: told, sampler: s, catalog: catalog, part: partOf("the accounting of the run", c.Log, s)}
}

// waitIdle lets the sampler watch the machine before the command starts.
func (w *wrapped) waitIdle(ctx context.Context) {
	if w.c.Baseline == 0 {
		return
	}
	snapshots, cancel := w.sampler.Subscribe()
	defer cancel()
	over := time.After(w.c.Baseline)
	for {
		select {
		case snap := <-snapshots:
			w.part.Do(func() { w.ledger.Add(snap) })
		case <-over:
			return
		case <-ctx.Done():
			return
		}
	}
}

// relay puts a relay between the command's output and ours when steps are to be found in it.
func (w *wrapped) relay(o *child.Options) *relayed {
	if w.c.StepPattern == "" {
		return nil
	}
	r, err := startRelay(w.c.StepPattern, o.Stdout, o.Stderr, w.c.Steps)
	if err != nil {
		fmt.Fprintf(w.c.Out, "gramwatt: no steps are counted: the output cannot be read along: %v\n", err)
		return nil
	}
	o.Stdout, o.Stderr = r.Out, r.Err
	return r
}

// beforeStart takes the readings that the run is counted from, and says which sensors are refused.
func (w *wrapped) beforeStart(ctx context.Context) {
	w.edge(ctx)
	for _, s := range w.sampler.Statuses() {
		if s.State == sensor.Denied || s.State == sensor.Stuck {
			fmt.Fprintf(w.c.Out, "gramwatt: %s is %s: %s; the command runs on\n", s.Family, s.State, s.Detail)
		}
	}
	if w.c.StepFile != "" {
		w.file = newStepFile(w.c.StepFile)
	}
	w.part.Do(func() { w.busy = machineBusy(w.c.Hardware) })
}

func (w *wrapped) edge(ctx context.Context) {
	patience, cancel := context.WithTimeout(ctx, edgePatience)
	defer cancel()
	w.part.Do(func() { w.ledger.Add(w.sampler.Now(patience)) })
}

// machineBusy is nil where the machine does not tell, or where the hardware is simulated and the time is not.
func machineBusy(h hardware) *float64 {
	if h.Demo != "" {
		return nil
	}
	seconds, err := sensor.MachineBusy(context.Background(), h.Procfs)
	if err != nil {
		return nil
	}
	return &seconds
}

// follow accounts for snapshots until the command ends.
func (w *wrapped) follow(ctx context.Context, command process) child.Exit {
	snapshots, cancel := w.sampler.Subscribe()
	defer cancel()
	for {
		select {
		case snap, open := <-snapshots:
			if !open {
				snapshots = nil
				continue
			}
			w.take(snap, command)
		case <-command.Done():
			exit := command.Exit()
			w.part.Do(func() { w.ledger.End(exit.At.Sub(w.sampler.Started())) })
			w.edge(ctx)
			w.part.Do(func() { w.attribute(command.Look()) })
			w.part.Do(w.count)
			return exit
		}
	}
}

// begin says when the command started.
func (w *wrapped) begin(at time.Time) {
	w.started = at
	w.part.Do(func() { w.ledger.Start(at.Sub(w.sampler.Started())) })
}

// take accounts for one snapshot, and tells what there is to tell on the way. Each thing is done though another panics.
func (w *wrapped) take(snap *sampler.Snapshot, command process) {
	w.part.Do(func() { w.ledger.Add(snap) })
	w.part.Do(func() { w.attribute(command.Look()) }) // what ended since the last look is counted and reaped
	w.part.Do(func() { w.tellFailures(snap) })
	w.part.Do(w.count)
	if w.c.Budget != nil {
		w.part.Do(func() { w.watchBudget(command) })
	}
	w.part.Do(w.lookAhead)
}

// look counts the command's processes for the report.
func (w *wrapped) look(command process) (usage child.Usage) {
	w.part.Do(func() { usage = command.Look() })
	return usage
}

// lookAhead tells on the stream how the budget stands and what the run is forecast to come to.
func (w *wrapped) lookAhead() {
	var o sampler.Outlook
	var energy *estimator.Range[estimator.Joules]
	if w.c.Steps != nil {
		if o.Forecast = w.c.Steps.Forecast(); o.Forecast != nil {
			energy = &o.Forecast.Joules
		}
	}
	if w.c.Budget != nil {
		if used, known := w.ledger.Joules(w.sampler.Devices()); known {
			o.Budget = w.c.Budget.Standing(used, energy)
		}
	}
	if o != (sampler.Outlook{}) {
		w.sampler.SetOutlook(o)
	}
}

// attribute accounts for what sensors tell of processes: the command's own against all.
func (w *wrapped) attribute(usage child.Usage) {
	mine := runs.Mine{PIDs: usage.Members}
	switch {
	case child.OwnNumbers():
		// Of two calls of one driver, one gave the container's numbers and one the machine's.
		// Source: Project-HAMi/HAMi-core#112, 2025-08; read 2026-11.
		mine.Unclear = "in a container the driver's process numbers may be others than those here"
	case !usage.Followed:
		mine.Unclear = "this system does not tell the command's descendants"
	}
	for _, u := range w.sampler.TakeProcessUse() {
		w.ledger.AddUse(u, mine)
	}
}

// watchBudget tells how the budget stands, and asks the command to end when the user wants that.
func (w *wrapped) watchBudget(command process) {
	used, known := w.ledger.Joules(w.sampler.Devices())
	if !known {
		return
	}
	words, spent := w.c.Budget.Notice(used)
	if spent && w.c.StopAtBudget && command.Terminate() == nil {
		w.stopped = true
		words += ": the command was asked to end (SIGTERM)"
	}
	if words == "" && w.c.Steps != nil {
		if forecast := w.c.Steps.Forecast(); forecast != nil {
			words = w.c.Budget.Warning(forecast.Joules)
		}
	}
	if words != "" {
		fmt.Fprintf(w.c.Out, "gramwatt: %s\n", words)
		w.sampler.Budget(words)
	}
}

// count brings the steps up to date.
func (w *wrapped) count() {
	if w.c.Steps == nil {
		return
	}
	if w.file != nil {
		w.file.look(w.c.Steps)
	}
	if used, known := w.ledger.Joules(w.sampler.Devices()); known {
		w.c.Steps.Note(time.Since(w.started), used)
	}
}

// tellFailures says once of each device that it no longer answers.
func (w *wrapped) tellFailures(snap *sampler.Snapshot) {
	for i := range snap.Devices {
		d := &snap.Devices[i]
		if bad := d.State == sensor.Lost || d.State == sensor.Stuck || d.State == sensor.Denied; !bad || w.failed[d.DeviceID] {
			continue
		}
		if w.failed == nil {
			w.failed = map[string]bool{}
		}
		w.failed[d.DeviceID] = true
		fmt.Fprintf(w.c.Out, "gramwatt: %s is %s: %s; the command runs on\n", d.DeviceID, d.State, d.Reason)
	}
}

// tell writes the report, and the files that were asked for. Whatever goes wrong here costs a line: the command has done
// its work, and its status stands.
func (w *wrapped) tell(exit child.Exit, usage child.Usage) {
	var r *runs.Report
	if !w.part.Do(func() { r = w.report(exit, usage) }) {
		return
	}
	w.part.Do(func() {
		var text bytes.Buffer // at once, so that nothing stands between its lines
		r.Text(&text)
		w.c.Out.Write(text.Bytes())
	})
	for _, file := range []struct {
		to   *output
		make func() ([]byte, error)
	}{
		{w.c.JSON, r.JSON},
		{w.c.CSV, func() ([]byte, error) { return r.CSV(w.catalog, w.c.CSV.header) }},
		{w.c.Report, func() ([]byte, error) { return r.Markdown(w.catalog), nil }},
	} {
		if file.to == nil {
			continue
		}
		w.part.Do(func() {
			written, err := file.make()
			if err == nil {
				err = file.to.write(written)
			}
			if err != nil {
				fmt.Fprintf(w.c.Out, "gramwatt: %v\n", err)
			}
		})
	}
}

func (w *wrapped) report(exit child.Exit, usage child.Usage) *runs.Report {
	end := exit.At.Sub(w.sampler.Started())
	r := &runs.Report{RunID: w.c.RunID, Name: w.c.Name, Command: w.c.Args[0], Started: w.started.UTC(),
		Seconds: exit.At.Sub(w.started).Seconds(), Status: exit.Status, Version: version, Settings: w.told.settings(w.c.RunID, w.c.Settings),
		Devices: w.ledger.Devices(w.sampler.Devices(), end), Forecasts: []runs.Forecast{}, Left: []runs.Left{}, Sensors: []wire.Family{}}
	if exit.Signal != 0 {
		name := exit.Signal.String()
		r.Signal = &name
	}
	if demo := w.c.Hardware.Demo; demo != "" {
		r.Simulated = &demo
	}
	if rec := w.session.recorder; rec != nil && rec.Status().State == sensor.OK {
		id := w.sampler.Boot()
		r.Session = &id
	}
	for _, s := range w.sampler.Statuses() {
		r.Sensors = append(r.Sensors, wire.Family(s))
	}
	for _, p := range usage.Living {
		r.Left = append(r.Left, runs.Left{PID: p.PID, Name: p.Name})
	}
	if err := r.Sum(w.catalog); err != nil {
		fmt.Fprintf(w.c.Out, "gramwatt: report: no carbon is told: %v\n", err)
	}
	if w.c.Hardware.Demo == "" {
		r.Share = runs.NewShare(usage.CPU.Seconds(), w.busySince(), usage.Followed, r.Devices)
	}
	if w.c.Budget != nil {
		r.Budget = w.c.Budget.Report(r.Joules, w.stopped)
	}
	if w.c.Steps != nil {
		r.Steps = w.c.Steps.Report(r.Joules)
		r.Forecasts = w.c.Steps.Forecasts(r.Joules)
	}
	if w.c.Estimate != nil {
		r.Compare(w.c.Estimate)
	}
	return r
}

// busySince is how long the machine worked since the start.
func (w *wrapped) busySince() *float64 {
	now := machineBusy(w.c.Hardware)
	if now == nil || w.busy == nil || *now < *w.busy {
		return nil
	}
	seconds := *now - *w.busy
	return &seconds
}
