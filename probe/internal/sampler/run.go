package sampler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/sensor"
)

const (
	openWait  = time.Second            // for one family at the start, before the next is opened
	firstTick = 250 * time.Millisecond // after the families are open: the page shows something at once
	maxGrace  = 250 * time.Millisecond // for answers within a tick
	closeWait = 2 * time.Second        // for the families at the end

	// minSleep is by how much the wall clock must run ahead of the monotonic one, which stands still while a machine
	// is suspended, before it is taken for a suspension. Smaller steps are a clock being set right.
	minSleep = 2 * time.Second
)

// Run opens the families and samples until ctx ends, then closes them and returns nil. A family that hangs is waited
// for two seconds and then left behind: only the end of the process stops a call into a driver. Run is called once.
func (s *Sampler) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, w := range s.workers {
		go w.run(ctx, s.answers)
	}
	part := bulkhead.Part{Name: "sampling", Log: s.log, Tell: s.Note}
	part.Do(func() { s.openAll(ctx) })
	next := time.Now().Add(min(firstTick, s.interval))
	for goesOn := true; goesOn; {
		if !part.Do(func() { goesOn = s.step(ctx, &next) }) {
			select { // what fails at once must not use up the machine
			case <-ctx.Done():
			case <-time.After(s.interval):
			}
		}
	}
	cancel()
	part.Do(s.closeAll)
	s.readers.end()
	return nil
}

// step waits for what is due next and does it. It is false when ctx ended.
func (s *Sampler) step(ctx context.Context, next *time.Time) bool {
	if !s.collect(ctx, func() time.Time { return s.wake(*next) }, func() bool { return s.nudged }) {
		return false
	}
	now := time.Now()
	if now.Before(*next) {
		if s.nudged { // one that was asked for, between two at the usual pace
			s.tick(ctx, now)
		} else {
			s.readPaced(now)
		}
		return true
	}
	if *next = next.Add(s.interval); next.Before(now) { // the machine slept: do not catch up
		*next = now.Add(s.interval)
	}
	s.tick(ctx, now)
	return true
}

// openAll opens the families one after the other, so that a later one may ask whether an earlier one works. One that
// takes longer than openWait goes on in its own time.
func (s *Sampler) openAll(ctx context.Context) {
	for _, w := range s.workers {
		now := time.Now()
		w.order(openIt, now)
		opened := func() bool { c := w.call.Load(); return c == nil || c.command != openIt }
		if !s.collect(ctx, func() time.Time { return now.Add(openWait) }, opened) {
			return
		}
	}
}

// wake is when the next thing is due: the tick, or a family that must be read in between.
func (s *Sampler) wake(tick time.Time) time.Time {
	for _, w := range s.workers {
		if w.open && w.period > 0 && w.idle() && w.readNext.Before(tick) {
			tick = w.readNext
		}
	}
	return tick
}

// readPaced reads the families whose counters would wrap before the next tick.
func (s *Sampler) readPaced(now time.Time) {
	for _, w := range s.workers {
		if w.open && w.period > 0 && w.idle() && !now.Before(w.readNext) {
			w.readNext = now.Add(w.period)
			w.order(readIt, now)
		}
	}
}

// collect takes answers until a moment, asked anew after each, or until enough says so. It is false when ctx ended.
func (s *Sampler) collect(ctx context.Context, until func() time.Time, enough func() bool) bool {
	for {
		if enough != nil && enough() {
			return true
		}
		wait := time.Until(until())
		if wait <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
			return true
		case a := <-s.answers:
			timer.Stop()
			s.settle(a)
		case <-s.nudges:
			timer.Stop()
			s.nudged = true
		}
	}
}

// tick asks every idle family, waits a little, and publishes.
func (s *Sampler) tick(ctx context.Context, now time.Time) {
	s.noteSleep(now)
	for _, w := range s.workers {
		switch {
		case !w.idle():
		case w.open:
			w.readNext = now.Add(w.period)
			w.order(readIt, now)
		case !now.Before(w.openNext):
			w.order(openIt, now)
		}
	}
	grace := now.Add(min(maxGrace, s.interval/4))
	asked := s.nudged // then also what began before is waited for: it is of this moment
	s.nudged = false
	answered := func() bool {
		for _, w := range s.workers {
			if c := w.call.Load(); c != nil && (asked || !c.began.Before(now)) {
				return false
			}
		}
		return true
	}
	if s.collect(ctx, func() time.Time { return grace }, answered) {
		s.publish(now)
	}
}

// noteSleep marks a suspension of the machine. The counters' own rules settle what became of the energy.
func (s *Sampler) noteSleep(now time.Time) {
	last := s.lastTick
	s.lastTick = now
	if last.IsZero() {
		return
	}
	if slept := s.wall(now).Sub(s.wall(last)) - now.Sub(last); slept >= minSleep {
		s.events = append(s.events, Event{Time: now, Kind: Gap, Duration: slept,
			Label: fmt.Sprintf("the machine slept, or its clock was set ahead, for %s", slept.Round(time.Second))})
	}
}

// settle takes an answer. A panic over it counts as one of the call itself, so that it is this family's loss alone.
func (s *Sampler) settle(a answer) {
	if a.fault() == nil {
		err := bulkhead.Do(func() error { s.take(a); return nil })
		if err == nil {
			a.from.fault.Store(nil)
			return
		}
		a.err, a.devices, a.readings = err, nil, nil
	}
	fault := a.fault()
	if before := a.from.fault.Swap(fault); before == nil || before.Error() != fault.Error() {
		s.log.Error(a.from.brokenWords(fault)+"; the others go on", "stack", string(fault.Stack))
	}
	s.take(a)
}

// take handles what a call brought back, and orders what follows at once: a first reading after an Open, and an Open
// after the devices changed.
func (s *Sampler) take(a answer) {
	w, now := a.from, time.Now()
	w.call.Store(nil)
	switch a.command {
	case openIt:
		w.opened(a.err, now, s.interval)
		if a.err == nil {
			s.merge(w, a.devices, now)
			w.order(readIt, now)
			return
		}
		level := s.log.Debug
		if !errors.Is(a.err, sensor.ErrUnavailable) && a.fault() == nil {
			level = s.log.Warn
		}
		level("sensor not opened", "family", w.family.Name(), "reason", a.err)
	case readIt:
		s.fold(w, a)
		w.noteRead(a, now)
		if !w.open && !now.Before(w.openNext) {
			w.order(openIt, now)
		}
	}
}

// fold gives the readings of one call to their tracks.
func (s *Sampler) fold(w *worker, a answer) {
	if a.err != nil && !errors.Is(a.err, sensor.ErrChanged) {
		s.log.Debug("sensor not read", "family", w.family.Name(), "reason", a.err)
	}
	for i := range a.readings {
		r := &a.readings[i]
		t := s.track(r.DeviceID)
		if t == nil {
			s.log.Warn("reading of an unknown device", "family", w.family.Name(), "device", r.DeviceID)
			continue
		}
		middle := r.Before.Add(r.After.Sub(r.Before) / 2)
		at := middle.Sub(s.started)
		events := t.fold(r, at)
		s.noteUse(t, r, at)
		for i := range events {
			events[i].Time = middle
		}
		s.events = append(s.events, events...)
		t.late = a.took > s.interval
	}
}

func (s *Sampler) track(id string) *track {
	for _, t := range s.tracks {
		if t.device.ID == id {
			return t
		}
	}
	return nil
}

// merge takes the devices of a family that was opened: known ones go on with their joules, new ones join at the end,
// and those no longer listed are lost, or forgotten if they never gave anything.
func (s *Sampler) merge(w *worker, devices []sensor.Device, now time.Time) {
	s.tracks = slices.DeleteFunc(s.tracks, func(t *track) bool {
		if t.from == w {
			t.gone = !slices.ContainsFunc(devices, func(d sensor.Device) bool { return d.ID == t.device.ID })
		}
		return t.from == w && t.gone && !t.read && t.device.Kind != sensor.Host
	})
	elapsed := now.Sub(s.started)
	for _, d := range devices {
		if t := s.track(d.ID); t != nil {
			t.device, t.from = d, w
			t.counter.Plausible, t.gauge.Plausible = d.Plausible, d.Plausible
			continue
		}
		t := &track{device: d, from: w, found: elapsed, lastGood: elapsed}
		t.gauge.Plausible = d.Plausible
		if s.idle != nil {
			t.idle.Set = s.idle(d)
		}
		s.tracks = append(s.tracks, t)
	}
	s.publishDevices()
}

// publish makes the snapshot of a tick.
func (s *Sampler) publish(now time.Time) {
	s.seq++
	snap := &Snapshot{Seq: s.seq, Time: now.Round(0), Elapsed: now.Sub(s.started), Devices: make([]Sample, len(s.tracks))}
	hostBusy := s.hostBusy()
	for i, t := range s.tracks {
		sample := s.sample(t, now, snap.Elapsed, hostBusy)
		if t.state != "" && t.state != sample.State {
			s.events = append(s.events, Event{Time: now, Kind: Change, DeviceID: t.device.ID,
				Label: changeLabel(t.state, sample)})
		}
		t.state = sample.State
		snap.Devices[i] = sample
		snap.Totals.add(t.device.Kind, &sample)
	}
	snap.Totals.Error = s.totalError(snap)
	snap.Totals.Rest = s.rest(snap)
	snap.Self = s.ownUse(now, snap)
	snap.Outlook, snap.Emissions = s.outlook.Load(), s.emissions.Load()
	snap.Events = append(s.events, s.takeMarks()...)
	s.events = nil
	s.latest.Store(snap)
	s.history.add(snap)
	s.readers.publish(snap)
}

// sample is a device as of a tick. A panic over it is that device's loss alone: what it had is kept, and nothing is added.
func (s *Sampler) sample(t *track, now time.Time, elapsed time.Duration, hostBusy *estimator.Ratio) (sample Sample) {
	err := bulkhead.Do(func() error { sample = t.sample(now, elapsed, s.interval, hostBusy); return nil })
	if err == nil {
		return sample
	}
	reason := "counting its energy " + err.Error()
	if t.state != sensor.Lost {
		s.log.Error(reason+"; the others go on", "device", t.device.ID, "stack", bulkhead.StackOf(err))
	}
	t.fresh = nil
	return Sample{DeviceID: t.device.ID, Quality: t.device.Quality, State: sensor.Lost, Reason: reason, Joules: t.shown, Known: t.read, Missing: t.missing}
}

// hostBusy is the highest share of time that the machine's CPUs worked, of the readings since the last snapshot; nil when
// it is unknown.
func (s *Sampler) hostBusy() *estimator.Ratio {
	for _, t := range s.tracks {
		if t.device.Kind == sensor.Host && t.fresh != nil {
			return t.peak
		}
	}
	return nil
}

func changeLabel(from sensor.State, to Sample) string {
	label := fmt.Sprintf("%s, was %s", to.State, from)
	if to.Reason != "" {
		label += ": " + to.Reason
	}
	return label
}

func (t *Totals) add(kind sensor.Kind, s *Sample) {
	if !kind.Additive() {
		return
	}
	switch {
	case s.Watts != nil:
		sum := *s.Watts
		if t.Watts != nil {
			sum += *t.Watts
		}
		t.Watts = &sum
	case s.State != sensor.Asleep:
		t.Missing = append(t.Missing, s.DeviceID)
	}
	if !s.Known {
		return
	}
	t.Known = true
	t.Joules += s.Joules
	if t.ByQuality == nil {
		t.ByQuality = map[sensor.Quality]estimator.Joules{}
	}
	t.ByQuality[s.Quality] += s.Joules
}

// rest compares what feeds the whole machine with the sum of its devices.
func (s *Sampler) rest(snap *Snapshot) *estimator.Watts {
	var whole estimator.Watts
	known := false
	for i, t := range s.tracks {
		if w := snap.Devices[i].Watts; t.device.Whole && w != nil {
			whole += *w
			known = true
		}
	}
	if !known || snap.Totals.Watts == nil || len(snap.Totals.Missing) > 0 {
		return nil
	}
	rest := whole - *snap.Totals.Watts
	return &rest
}

// closeAll waits for the families to close.
func (s *Sampler) closeAll() {
	patience, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	for _, w := range s.workers {
		select {
		case <-w.done:
		case <-patience.Done():
			s.log.Warn("sensor left behind: a call has not come back", "family", w.family.Name())
		}
	}
}
