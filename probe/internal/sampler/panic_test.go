package sampler

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

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
