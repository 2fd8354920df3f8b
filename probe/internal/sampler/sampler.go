// Package sampler reads the families of sensors at a steady pace and publishes immutable Snapshots.
//
// Each family has one goroutine that owns it, so a call into a driver that never comes back stops that family alone:
// its devices become late, then stuck, and every other device goes on. One more goroutine, Run's own, owns the clock,
// turns readings into joules with the meters of package estimator, and publishes. It never waits for a family longer
// than a short grace, so a tick is never late by more than that.
//
// A snapshot never repeats an old value as if it were new: a device without a fresh reading has no watts.
package sampler

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/self"
	"gramwatt/probe/internal/sensor"
)

// Options tune a Sampler. The zero value is usable.
type Options struct {
	Interval time.Duration // between snapshots; 1 s when 0
	Keep     time.Duration // how far History reaches back; 1 h when 0
	Log      *slog.Logger  // slog.Default when nil
	Self     *self.Reader  // of this process; nil where it cannot be known

	// Idle gives the power of a device at rest when the user has set it, else 0. Without it every baseline is learned.
	Idle func(sensor.Device) estimator.Watts
}

const (
	defaultInterval = time.Second
	defaultKeep     = time.Hour
	maxKept         = 7200 // snapshots that History reaches back: two hours at 1 Hz
)

// Sampler reads families and publishes Snapshots. Its methods are safe for any goroutine.
type Sampler struct {
	interval time.Duration
	log      *slog.Logger
	idle     func(sensor.Device) estimator.Watts
	boot     string
	started  time.Time
	workers  []*worker
	history  ring
	readers  hub
	self     *self.Reader

	wall func(time.Time) time.Time // the wall clock's part of a time; tests put suspensions here

	devices atomic.Pointer[[]sensor.Device]
	latest  atomic.Pointer[Snapshot]

	outlook   atomic.Pointer[Outlook]
	emissions atomic.Pointer[Emissions]

	nudges chan struct{} // asks for a snapshot now

	marksMu sync.Mutex
	marks   []Event // set by Mark and not yet published

	keepUses bool
	usesMu   sync.Mutex
	uses     []ProcessUse // kept for TakeProcessUse

	// Owned by Run's goroutine.
	tracks   []*track // in the order of devices
	answers  chan answer
	events   []Event
	lastTick time.Time
	seq      uint64
	nudged   bool
}

// New makes a sampler of families. They are opened in this order, so put a family that asks whether another works
// after that other one. The session begins now: Started, and the zero of Elapsed.
func New(families []sensor.Family, o Options) *Sampler {
	if o.Interval <= 0 {
		o.Interval = defaultInterval
	}
	if o.Keep <= 0 {
		o.Keep = defaultKeep
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &Sampler{
		interval: o.Interval,
		log:      o.Log,
		idle:     o.Idle,
		boot:     newBoot(),
		self:     o.Self,
		started:  time.Now(),
		answers:  make(chan answer),
		nudges:   make(chan struct{}, 1),
		wall:     func(t time.Time) time.Time { return t.Round(0) },
		history:  ring{size: int(min(max(o.Keep/o.Interval, 1), maxKept))},
	}
	s.devices.Store(&[]sensor.Device{})
	for _, f := range families {
		s.workers = append(s.workers, newWorker(f, o.Interval))
	}
	return s
}

// newBoot is a random name for one run of the probe, so that a client that comes back can tell whether the sequence
// numbers it knows still mean anything.
func newBoot() string {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:])
}

// Boot names this run of the probe.
func (s *Sampler) Boot() string { return s.boot }

// Interval is the time between snapshots.
func (s *Sampler) Interval() time.Duration { return s.interval }

// Started is when the session began.
func (s *Sampler) Started() time.Time { return s.started }

// Devices lists what has been found so far. The slice is not changed afterwards; a later call may return a longer one.
func (s *Sampler) Devices() []sensor.Device { return *s.devices.Load() }

// Statuses has one line for each family, in the order given to New. A family whose call has not come back is stuck.
func (s *Sampler) Statuses() []sensor.Status {
	statuses := make([]sensor.Status, len(s.workers))
	for i, w := range s.workers {
		statuses[i] = w.status(time.Now())
	}
	return statuses
}

// Latest is the newest snapshot, nil before the first.
func (s *Sampler) Latest() *Snapshot { return s.latest.Load() }

// History returns the kept snapshots whose sequence number is greater than after, oldest first: all of the newest
// hundreds, and of those before one in some, with each that has events.
func (s *Sampler) History(after uint64) []*Snapshot { return s.history.after(after) }

// Subscribe returns a channel that always holds the newest snapshot that was not yet received: a slow reader misses
// snapshots, which History still has, and never holds up the sampler. The function ends the subscription; the channel
// is closed by it or at the end of Run.
func (s *Sampler) Subscribe() (<-chan *Snapshot, func()) { return s.readers.subscribe() }

// Mark puts a mark of the user's on the time axis. It is published with the next snapshot.
func (s *Sampler) Mark(label string) {
	s.marksMu.Lock()
	defer s.marksMu.Unlock()
	s.marks = append(s.marks, Event{Time: time.Now(), Kind: Mark, Label: label})
}

func (s *Sampler) takeMarks() []Event {
	s.marksMu.Lock()
	defer s.marksMu.Unlock()
	marks := s.marks
	s.marks = nil
	return marks
}

// publishDevices makes the list of devices anew after a family was opened.
func (s *Sampler) publishDevices() {
	list := make([]sensor.Device, len(s.tracks))
	for i, t := range s.tracks {
		list[i] = t.device
	}
	if !slices.Equal(list, s.Devices()) {
		s.devices.Store(&list)
	}
}
