package sampler

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/probe/internal/sensor"
)

// TestNow reads between two ticks: the snapshot has the joules of that moment, and the pace of the others stays.
func TestNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := New([]sensor.Family{newFake("one", sensor.CPU)}, Options{})
		go s.Run(ctx)
		time.Sleep(1600 * time.Millisecond)
		synctest.Wait()
		snap := s.Now(ctx)
		if snap == nil || snap.Elapsed != 1600*time.Millisecond {
			t.Fatalf("snapshot %+v, want one of 1.6 s", snap)
		}
		if got := float64(snap.Devices[0].Joules); math.Abs(got-160) > 0.01 {
			t.Errorf("%g J at 100 W after 1.6 s, want 160 J", got)
		}
		time.Sleep(1400 * time.Millisecond)
		synctest.Wait()
		var at []time.Duration
		for _, snap := range s.History(0) {
			at = append(at, snap.Elapsed)
		}
		want := []time.Duration{250 * time.Millisecond, 1250 * time.Millisecond, 1600 * time.Millisecond, 2250 * time.Millisecond}
		if len(at) != len(want) {
			t.Fatalf("snapshots at %v, want %v", at, want)
		}
		for i := range want {
			if at[i] != want[i] {
				t.Errorf("snapshots at %v, want %v", at, want)
			}
		}
		cancel()
		synctest.Wait()
		if snap := s.Now(context.Background()); snap != nil {
			t.Errorf("a snapshot after the end: %+v", snap)
		}
	})
}

// TestNowDoesNotWaitForever: a family that hangs holds up neither the others' reading nor the caller.
func TestNowDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		hangs := newFake("hangs", sensor.GPU)
		hangs.onRead = func(int, []sensor.Reading) error { <-release; return nil }
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		defer close(release)
		s := New([]sensor.Family{hangs, newFake("well", sensor.CPU)}, Options{})
		go s.Run(ctx)
		time.Sleep(3 * time.Second)
		began := time.Now()
		snap := s.Now(ctx)
		if snap == nil || time.Since(began) > time.Second || snap.Devices[1].Joules < 299 {
			t.Errorf("%+v after %s, want the reading of the family that works", snap, time.Since(began))
		}
	})
}
