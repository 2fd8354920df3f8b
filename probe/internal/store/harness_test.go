package store

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// scripted is a source whose samples a test writes, with times of its own.
type scripted struct {
	*sampler.Feed
	boot    string
	started time.Time
	seq     uint64

	mu    sync.Mutex
	notes []string
}

func newScripted(boot string, started time.Time) *scripted {
	return &scripted{Feed: sampler.NewFeed(), boot: boot, started: started}
}

func (s *scripted) Boot() string              { return s.boot }
func (s *scripted) Interval() time.Duration   { return time.Second }
func (s *scripted) Started() time.Time        { return s.started }
func (s *scripted) Statuses() []sensor.Status { return nil }
func (s *scripted) Devices() []sensor.Device {
	return []sensor.Device{{ID: "gpu-0", Name: "a GPU", Kind: sensor.GPU, Quality: sensor.Measured, Source: "a counter"}}
}

func (s *scripted) Note(label string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, label)
}

func (s *scripted) noted() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.notes, "\n")
}

// watts is what the scripted device draws.
const watts = 100

// sample publishes the sample of a second of the session, with events.
func (s *scripted) sample(second int, events ...sampler.Event) {
	s.seq++
	elapsed := time.Duration(second) * time.Second
	w, joules := estimator.Watts(watts), estimator.Watts(watts).Over(elapsed)
	s.Publish(&sampler.Snapshot{Seq: s.seq, Time: s.started.Add(elapsed).Round(0), Elapsed: elapsed, Events: events,
		Devices: []sampler.Sample{{DeviceID: "gpu-0", State: sensor.OK, Quality: sensor.Measured, Watts: &w, Joules: joules, Known: true}},
		Totals:  sampler.Totals{Watts: &w, Joules: joules, Known: true, ByQuality: map[sensor.Quality]estimator.Joules{sensor.Measured: joules}}})
}

// testStore makes a store with a log that the test can read. Times that a person would wait for are short.
func testStore(t *testing.T, dir string, o Options) (*Store, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	if o.retry == 0 {
		o.retry = time.Nanosecond
	}
	s := New(dir, o)
	t.Cleanup(func() { s.Close() })
	return s, &log
}

// recorderOf makes a recorder that the test itself steps, so that no test waits for a clock.
func recorderOf(s *Store, source Source) *Recorder {
	return s.Recorder(source, wire.About{Version: "test"}, Session{})
}

// recordSession writes one session of a scripted source, a sample each so many seconds, and ends it.
func recordSession(t *testing.T, s *Store, boot string, started time.Time, samples, every int) {
	t.Helper()
	source := newScripted(boot, started)
	r := recorderOf(s, source)
	for i := range samples {
		source.sample(i * every)
		if i%250 == 249 {
			mustCatchUp(t, r)
		}
	}
	r.finish(t.Context())
	if whole := find(t, s, boot); whole.State != wire.Ended || whole.Samples != samples {
		t.Fatalf("recorded %+v, want %d samples and an end", whole.Session, samples)
	}
}

func mustCatchUp(t *testing.T, r *Recorder) {
	t.Helper()
	if err := r.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, s *Store, id string) Whole {
	t.Helper()
	whole, err := s.Find(t.Context(), id)
	if err != nil {
		t.Fatalf("session %s: %v", id, err)
	}
	return whole
}

// frames reads a session back.
func frames(t *testing.T, s *Store, id string, every time.Duration) (samples []wire.Sample, events []wire.Event) {
	t.Helper()
	for line, err := range s.Frames(context.Background(), id, every) {
		if err != nil {
			t.Fatal(err)
		}
		switch line.Type {
		case "sample":
			samples = append(samples, decode[wire.Sample](t, line.Text))
		case "event":
			e := decode[wire.Event](t, line.Text)
			if n := len(samples); n > 0 && samples[n-1].Seq >= e.Seq {
				t.Errorf("event of sample %d after sample %d", e.Seq, samples[n-1].Seq)
			}
			events = append(events, e)
		}
	}
	return samples, events
}

func decode[T any](t *testing.T, text []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}
