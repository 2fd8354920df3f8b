package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/child"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/wire"
)

// pretend is a command of a known length that does a step every second.
type pretend struct {
	done  chan struct{}
	exit  child.Exit
	asked bool
}

func startPretend(length time.Duration, steps *runs.Steps) *pretend {
	p := &pretend{done: make(chan struct{})}
	go func() {
		defer close(p.done)
		for range int(length / time.Second) {
			time.Sleep(time.Second)
			steps.Count()
		}
		p.exit.At = time.Now()
	}()
	return p
}

func (p *pretend) Done() <-chan struct{} { return p.done }
func (p *pretend) Exit() child.Exit      { return p.exit }
func (p *pretend) Look() child.Usage     { return child.Usage{} }
func (p *pretend) Terminate() error      { p.asked = true; return nil }

// measuring starts the sampler of a run.
func measuring(t *testing.T, c runConfig) (w *wrapped, ctx context.Context, stop func()) {
	t.Helper()
	catalog := estimator.Default()
	s, err := newSampler(c.Hardware, catalog, c.Interval, c.Log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop = context.WithCancel(t.Context())
	go s.Run(ctx)
	return newWrapped(c, s, &fleet{}, catalog), ctx, stop
}

// TestRunGolden runs the simulated node with eight cards for a minute and a half of made-up time, and compares the whole
// report. The waveform and the clock are the same each time, so every digit is.
func TestRunGolden(t *testing.T) {
	var said bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).Sub(time.Now()))
		settings := wire.Settings{Region: "FR", RegionFrom: "flag", PUE: 1.2, PUEFrom: "flag"}
		price := 0.2
		c := runConfig{Args: []string{"python", "train.py"}, Name: "python", Baseline: 2 * time.Second,
			Settings: runs.Settings{Settings: settings, PriceUSDPerKWh: &price}, Steps: runs.NewSteps(92),
			config: config{RunID: "0123456789abcdef", Hardware: hardware{Demo: "h100x8"}, Interval: time.Second, Out: &said, Log: slog.New(slog.DiscardHandler), Settings: settings}}
		limit, err := estimator.ParseBudget("200Wh")
		if err != nil {
			t.Fatal(err)
		}
		spec := c.Settings.Electricity("", 1)
		one, err := estimator.Estimate(estimator.Default(), &spec)
		if err != nil {
			t.Fatal(err)
		}
		c.Budget, _ = runs.NewBudget(limit, &one)
		w, ctx, stop := measuring(t, c)
		defer stop()
		w.waitIdle(ctx)
		w.beforeStart(ctx)
		w.begin(time.Now())
		command := startPretend(92*time.Second, c.Steps)
		exit := w.follow(ctx, command)
		w.tell(exit, child.Usage{Followed: true, Living: []child.Process{{PID: 4711, Name: "tensorboard"}}})
		if command.asked {
			t.Error("the command was asked to end, and nobody said --stop-at-budget")
		}
	})
	path := filepath.Join("testdata", "run_h100x8.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, said.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || said.String() != string(want) {
		t.Errorf("%v, report:\n%s\nwant:\n%s", err, &said, want)
	}
}
