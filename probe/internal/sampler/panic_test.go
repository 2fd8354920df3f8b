package sampler

import (
	"bytes"
	"context"
	"log/slog"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// TestAPanicIsOneSensorsOwn: a family whose calls panic for a while is lost with the words of the panic, every other one
// goes on, and it comes back.
func TestAPanicIsOneSensorsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad, good := newFake("bad", sensor.GPU), newFake("good", sensor.CPU)
		bad.onRead = func(call int, _ []sensor.Reading) error {
			if call >= 3 && call < 8 {
				panic("index out of range")
			}
			return nil
		}
		bad.onOpen = func(call int) error {
			if call == 2 {
				panic("again")
			}
			return nil
		}
		s, snaps := within(t, 40*time.Second, Options{}, bad, good)
		if got := states(t, snaps, "bad-0"); got != "ok lost ok" {
			t.Errorf("states %q, want ok lost ok", got)
		}
		told := false
		for _, snap := range snaps {
			d := of(t, snap, "bad-0")
			told = told || d.State == sensor.Lost && strings.Contains(d.Reason, "index out of range")
			if of(t, snap, "good-0").State != sensor.OK {
				t.Errorf("the other one at %v: %+v", snap.Elapsed, of(t, snap, "good-0"))
			}
		}
		if !told {
			t.Error("no state names the panic")
		}
		if status := s.Statuses()[0]; status.State != sensor.OK {
			t.Errorf("at the end: %+v", status)
		}
	})
}

// TestAPanicOverAnAnswerIsOneFamilysOwn: what is worked out from a family's answer fails here, by what the caller gave
// for its devices, and not the family itself.
func TestAPanicOverAnAnswerIsOneFamilysOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad, good := newFake("bad", sensor.GPU), newFake("good", sensor.CPU)
		idle := map[string]estimator.Watts{"good": 10}
		tries := 0
		s, snaps := within(t, 30*time.Second, Options{Idle: func(d sensor.Device) estimator.Watts {
			if tries++; d.ID == "bad-0" && tries < 3 {
				idle = nil
				idle[d.ID] = 20 // a panic: assignment to entry in nil map
			}
			return 0
		}}, bad, good)
		if got := states(t, snaps, "good-0"); got != "ok" {
			t.Errorf("the other one: states %q", got)
		}
		if first := snaps[0].Devices; len(first) != 1 {
			t.Errorf("%+v, want the failing one left out", first)
		}
		if last := of(t, snaps[len(snaps)-1], "bad-0"); last.State != sensor.OK || s.Statuses()[0].State != sensor.OK {
			t.Errorf("%+v, want it back", last)
		}
	})
}

// TestAPanicOverADeviceIsItsOwn: a device that belongs to no family cannot be judged.
func TestAPanicOverADeviceIsItsOwn(t *testing.T) {
	good := newWorker(newFake("good", sensor.CPU), time.Second)
	s := New(nil, Options{Log: quiet})
	s.tracks = []*track{
		{device: sensor.Device{ID: "bad", Kind: sensor.GPU}, joules: 70, read: true},
		{device: sensor.Device{ID: "good", Kind: sensor.CPU}, from: good, joules: 30, read: true},
	}
	for range 2 {
		s.publish(time.Now())
	}
	snap := s.Latest()
	if d := of(t, snap, "bad"); d.State != sensor.Lost || !strings.Contains(d.Reason, "nil pointer") || d.Joules != 70 {
		t.Errorf("%+v, want it lost, with what it had", d)
	}
	if d := of(t, snap, "good"); strings.Contains(d.Reason, "failed") || snap.Totals.Joules != 100 {
		t.Errorf("%+v of %+v", d, snap.Totals)
	}
}

// TestAPanicInATickCostsThatTick: the clock's own part fails for a while. It is told once, and nothing is lost.
func TestAPanicInATickCostsThatTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gpu := newFake("gpu", sensor.GPU)
		var log bytes.Buffer
		s := New([]sensor.Family{gpu}, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		s.wall = func(now time.Time) time.Time {
			if elapsed := now.Sub(s.started); elapsed > 3*time.Second && elapsed < 8*time.Second {
				panic("no clock")
			}
			return now.Round(0)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		s.Run(ctx)
		snaps := s.History(0)
		last := snaps[len(snaps)-1]
		if want := estimator.Joules(100 * last.Elapsed.Seconds()); last.Elapsed < 18*time.Second || math.Abs(float64(last.Totals.Joules-want)) > 1 {
			t.Errorf("%v J after %v, want %v", last.Totals.Joules, last.Elapsed, want)
		}
		told := 0
		for _, snap := range snaps {
			for _, e := range snap.Events {
				if strings.Contains(e.Label, "sampling failed inside of gramwatt: no clock") {
					told++
				}
			}
		}
		if lines := strings.Count(log.String(), "no clock"); told != 1 || lines != 1 {
			t.Errorf("told %d times on the stream and %d in the log, want once", told, lines)
		}
		if !gpu.closed {
			t.Error("the family was not closed")
		}
	})
}
