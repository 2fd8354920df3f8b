package store

import (
	"strings"
	"testing"
	"time"

	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// brittle is a source whose list of devices cannot be had for a while.
type brittle struct {
	*scripted
	broken bool
}

func (b *brittle) Devices() []sensor.Device {
	if b.broken {
		var none []sensor.Device
		return none[:1]
	}
	return b.scripted.Devices()
}

// TestAPanicWhileRecording: it happens within a transaction, is told as any other reason for which nothing is recorded,
// and nothing is missing in the end.
func TestAPanicWhileRecording(t *testing.T) {
	s, log := testStore(t, t.TempDir(), Options{})
	source := &brittle{scripted: newScripted("b00t", time.Now())}
	r := recorderOf(s, source)
	source.sample(0)
	r.try(t.Context())
	source.broken = true
	for second := 1; second < 4; second++ {
		source.sample(second)
		r.try(t.Context())
	}
	if status := r.Status(); status.State != sensor.Lost || !strings.Contains(status.Detail, "failed inside of gramwatt") {
		t.Errorf("%+v, want the panic told", status)
	}
	if strings.Count(source.noted(), "failed inside of gramwatt") != 1 || strings.Count(log.String(), "level=WARN") != 1 || !strings.Contains(log.String(), "brittle") {
		t.Errorf("noted %q, logged\n%s\nwant it once each, with the stack in the log", source.noted(), log)
	}
	source.broken = false
	source.sample(4)
	r.try(t.Context())
	if status := r.Status(); status.State != sensor.OK {
		t.Errorf("%+v, want it recorded again", status)
	}
	r.finish(t.Context())
	if whole := find(t, s, "b00t"); whole.State != wire.Ended || whole.Samples != 5 {
		t.Errorf("%+v, want all 5 samples and an end", whole.Session)
	}

	source = &brittle{scripted: newScripted("end", time.Now())}
	r = recorderOf(s, source)
	source.sample(0)
	r.try(t.Context())
	source.broken = true
	r.finish(t.Context()) // the end fails, and comes back
	if whole := find(t, s, "end"); whole.Samples != 1 {
		t.Errorf("%+v, want the sample", whole.Session)
	}
}
