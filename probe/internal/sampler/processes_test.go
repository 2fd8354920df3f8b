package sampler

import (
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// TestProcessUse: it is kept for whoever asked for it, with the energy up to then, and for nobody else.
func TestProcessUse(t *testing.T) {
	tr := &track{device: sensor.Device{ID: "a", Kind: sensor.GPU}, joules: 42}
	told := sensor.Reading{DeviceID: "a", Processes: map[int]estimator.Ratio{7: 0.5}, Holders: []int{7}}
	s := New(nil, Options{})
	s.noteUse(tr, &told, time.Second)
	if got := s.TakeProcessUse(); len(got) != 0 {
		t.Errorf("%+v was kept, and nobody asked", got)
	}
	s.KeepProcessUse()
	s.noteUse(tr, &sensor.Reading{DeviceID: "a"}, 2*time.Second) // one that did not ask
	s.noteUse(tr, &told, 3*time.Second)
	s.noteUse(tr, &sensor.Reading{DeviceID: "a", Processes: map[int]estimator.Ratio{}}, 4*time.Second)
	got := s.TakeProcessUse()
	if len(got) != 2 || got[0].At != 3*time.Second || got[0].Joules != 42 || got[0].Shares[7] != 0.5 || len(got[0].Holders) != 1 || got[1].Shares == nil || got[1].Holders != nil {
		t.Errorf("%+v, want the two that tell something", got)
	}
	if again := s.TakeProcessUse(); len(again) != 0 {
		t.Errorf("%+v a second time", again)
	}
	for range maxUses + 1 {
		s.noteUse(tr, &told, time.Second)
	}
	if n := len(s.TakeProcessUse()); n != maxUses {
		t.Errorf("%d kept for a reader that does not come, want %d", n, maxUses)
	}
}
