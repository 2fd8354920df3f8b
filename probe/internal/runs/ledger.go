// Package runs accounts for one run of a command: what each device used between its start and its end, what that means
// in carbon and money, and how it is told. It reads snapshots of the sampler and starts nothing itself.
package runs

import (
	"math"
	"slices"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// Ledger adds up the devices. Give it every snapshot in order, Start in between, and then ask for Devices.
//
// The command starts and ends between two snapshots. Energy that falls between the two is shared by time, so nothing
// from before the start or after the end is in the sum.
type Ledger struct {
	started bool
	start   time.Duration // session time, as all times here
	idle    *sampler.Snapshot
	early   []*sampler.Snapshot // the two around the start, as soon as they are known
	late    []*sampler.Snapshot // the newest few, for the end
	notes   map[string]*notes   // by device
	ended   time.Duration       // 0 before the end
}

// notes are what is gathered about a device as the run goes on.
type notes struct {
	peak   *estimator.Watts
	busy   float64 // utilisation × seconds
	looked float64 // seconds of known utilisation
	gaps   []Gap
	known  time.Duration // session time of the first snapshot after the start in which its energy was known
	found  bool
	good   time.Duration // session time of the newest snapshot after the start with a reading of it
	lost   float64       // missing seconds of the session up to that one
	use    *attribution  // nil until its sensor tells of processes
}

// Gap is time of the run whose energy is not known, or a counter that started afresh.
type Gap struct {
	Seconds float64 `json:"seconds"`
	Label   string  `json:"label"`
}

const (
	keptLate     = 8                      // a few more may come between the end and the reading asked for then
	leastIdle    = 500 * time.Millisecond // of waiting, before its mean power says what idle is
	leastBetween = 100 * time.Millisecond // counters move in steps as long: a shorter interval has no peak of its own
)

// Add takes the next snapshot. One that is not newer than the last is ignored.
func (l *Ledger) Add(s *sampler.Snapshot) {
	if s == nil {
		return
	}
	before := l.newest()
	if before != nil && s.Seq <= before.Seq {
		return
	}
	if l.idle == nil {
		l.idle = s
	}
	if l.late = append(l.late, s); len(l.late) > keptLate {
		l.late = slices.Delete(l.late, 0, 1)
	}
	if !l.started || s.Elapsed <= l.start {
		return
	}
	if l.early == nil {
		l.early = []*sampler.Snapshot{s}
		if before != nil {
			l.early = []*sampler.Snapshot{before, s}
		}
	}
	l.note(before, s)
}

// Start says when the command started.
func (l *Ledger) Start(at time.Duration) { l.started, l.start = true, at }

func (l *Ledger) newest() *sampler.Snapshot {
	if len(l.late) == 0 {
		return nil
	}
	return l.late[len(l.late)-1]
}

func (l *Ledger) note(before, s *sampler.Snapshot) {
	from := l.start
	if before != nil {
		from = max(from, before.Elapsed)
	}
	span := s.Elapsed - from
	for i := range s.Devices {
		d, n := &s.Devices[i], l.of(s.Devices[i].DeviceID)
		if d.Watts != nil && span >= leastBetween && (n.peak == nil || *d.Watts > *n.peak) {
			n.peak = d.Watts
		}
		if d.State == sensor.OK || d.State == sensor.Asleep || d.Watts != nil {
			n.good, n.lost = s.Elapsed, d.Missing.Seconds()
		}
		if d.Known && !n.found {
			n.known, n.found = s.Elapsed, true
		}
		if d.Utilization != nil {
			n.busy += float64(*d.Utilization) * span.Seconds()
			n.looked += span.Seconds()
		}
	}
	for _, e := range s.Events {
		if e.Kind == sampler.Gap || e.Kind == sampler.Reset {
			n := l.of(e.DeviceID)
			n.gaps = append(n.gaps, Gap{e.Duration.Seconds(), e.Label})
		}
	}
}

func (l *Ledger) of(id string) *notes {
	if l.notes == nil {
		l.notes = map[string]*notes{}
	}
	if l.notes[id] == nil {
		l.notes[id] = &notes{}
	}
	return l.notes[id]
}

// Joules is the sum of the additive devices from the start to the newest snapshot, and false while nothing is known.
func (l *Ledger) Joules(devices []sensor.Device) (sum estimator.Joules, known bool) {
	newest := l.newest()
	if newest == nil || !l.started {
		return 0, false
	}
	for _, d := range devices {
		if used, ok := l.used(d.ID, newest.Elapsed, joules); ok && d.Kind.Additive() {
			sum += used
			known = true
		}
	}
	return sum, known
}

// Edges is how much of the time at the start and the end is shared out between readings.
func (l *Ledger) Edges(end time.Duration) time.Duration {
	var sum time.Duration
	for _, edge := range []struct {
		around []*sampler.Snapshot
		at     time.Duration
	}{{l.early, l.start}, {l.late, end}} {
		if p, q := bracket(edge.around, edge.at); p != nil && q != nil {
			sum += min(edge.at-p.Elapsed, q.Elapsed-edge.at)
		}
	}
	return sum
}

// total reads one of the growing numbers of a device; false while it is not known.
type total func(*sampler.Sample) (float64, bool)

func joules(s *sampler.Sample) (float64, bool) { return float64(s.Joules), s.Known }

func aboveIdle(s *sampler.Sample) (float64, bool) {
	if s.AboveIdle == nil {
		return 0, false
	}
	return float64(*s.AboveIdle), true
}

// used is by how much a device's number grew from the start to a moment. A device that had nothing before the start
// began at 0.
func (l *Ledger) used(id string, end time.Duration, of total) (estimator.Joules, bool) {
	upTo, ok := valueAt(l.late, id, end, of)
	if !ok {
		return 0, false
	}
	from, _ := valueAt(l.early, id, l.start, of)
	return estimator.Joules(max(upTo-from, 0)), true
}

// valueAt is a device's number at a moment: on the straight line between the snapshots around it.
func valueAt(around []*sampler.Snapshot, id string, at time.Duration, of total) (float64, bool) {
	p, q := bracket(around, at)
	before, okBefore := valueIn(p, id, of)
	after, okAfter := valueIn(q, id, of)
	switch {
	case okBefore && okAfter && q.Elapsed > p.Elapsed:
		part := float64(at-p.Elapsed) / float64(q.Elapsed-p.Elapsed)
		return before + (after-before)*part, true
	case okBefore:
		return before, true
	}
	return after, okAfter
}

// bracket returns the newest snapshot up to a moment and the oldest after it; nil where there is none.
func bracket(around []*sampler.Snapshot, at time.Duration) (p, q *sampler.Snapshot) {
	for _, s := range around {
		if s.Elapsed > at {
			return p, s
		}
		p = s
	}
	return p, nil
}

func valueIn(s *sampler.Snapshot, id string, of total) (float64, bool) {
	if d := sampleOf(s, id); d != nil {
		v, ok := of(d)
		return v, ok && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	return 0, false
}

func sampleOf(s *sampler.Snapshot, id string) *sampler.Sample {
	if s == nil {
		return nil
	}
	for i := range s.Devices {
		if s.Devices[i].DeviceID == id {
			return &s.Devices[i]
		}
	}
	return nil
}
