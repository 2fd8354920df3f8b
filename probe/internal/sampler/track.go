package sampler

import (
	"fmt"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// track follows one device through the session. It is owned by Run's goroutine.
//
// Where a device has both an energy counter and a power gauge, the counter gives the joules. The gauge stands by: it
// fills the interval in which the counter starts afresh, and takes over when the counter stands still or cannot be
// read for longer than a gauge is bridged, so that a dead counter never means a silent zero.
type track struct {
	device sensor.Device
	from   *worker
	found  time.Duration // session time
	gone   bool          // the family no longer lists it

	counter    estimator.CounterMeter
	gauge      estimator.GaugeMeter
	hasCounter bool
	standstill bool                // the counter does not move: the gauge gives the joules
	standby    estimator.Increment // by the gauge, since the counter last moved

	joules   estimator.Joules
	shown    estimator.Joules // as last published: with those by the gauge since the counter last moved
	counted  time.Duration    // the time that joules were used in
	missing  time.Duration
	read     bool          // there was a good reading
	lastGood time.Duration // session time of the last one; found until then
	state    sensor.State  // as last published

	// Since the last snapshot.
	fresh  *sensor.Reading // the newest
	energy estimator.Joules
	span   time.Duration // the time that energy was used in
	late   bool          // the read took longer than the interval

	idle  estimator.IdleMeter
	check estimator.SelfCheck
	since estimator.Increment // all joules since the last snapshot, those from the reserve included
	busy  bool                // a reading since the last snapshot, or the last one before it, found work
	rests bool                // the newest reading found none
	peak  *estimator.Ratio    // the highest utilisation since the last snapshot; nil when none was told
}

// fold takes a reading at a session time and returns what is worth a mark.
func (t *track) fold(r *sensor.Reading, at time.Duration) []Event {
	t.fresh = r
	t.rests = r.AtRest()
	t.busy = t.busy || !t.rests
	if u := r.Utilization; u != nil && (t.peak == nil || *u > *t.peak) {
		t.peak = u
	}
	var power, count estimator.Increment
	switch {
	case r.State == sensor.Asleep:
		power = t.gauge.Read(at, 0) // suspended: it has no power to draw
	case r.Power != nil:
		power = t.gauge.Read(at, *r.Power)
	}
	if r.Counter != nil {
		t.configure(r)
		count = t.counter.Read(at, *r.Counter)
	}
	if r.Counter != nil || r.Power != nil || r.State == sensor.Asleep {
		t.good(at)
	}
	switch {
	case !t.hasCounter:
		return t.book(power, "power readings came too far apart")
	case t.standstill && count.Energy > 0: // it moves again, but this interval has been booked already
		t.standstill, t.standby = false, estimator.Increment{}
		return t.book(power, "power readings came too far apart")
	case t.standstill:
		return t.book(power, "power readings came too far apart")
	}
	t.standby.Energy += power.Energy
	t.standby.Span += power.Span
	return t.count(r, count)
}

// count books what the counter said, with the gauge in reserve.
func (t *track) count(r *sensor.Reading, count estimator.Increment) []Event {
	reserve := t.standby
	switch {
	case count.Event == estimator.MeterReset:
		t.standby = estimator.Increment{}
		t.add(reserve)
		return t.lose(Reset, "the energy counter started afresh", count.Missing, reserve.Span)
	case count.Event == estimator.MeterJump:
		t.standby = estimator.Increment{}
		t.add(reserve)
		return t.lose(Gap, "the energy counter leapt ahead by more than the device can use", count.Missing, reserve.Span)
	case count.Event == estimator.MeterGap:
		t.standby = estimator.Increment{}
		t.add(reserve)
		return t.lose(Gap, "the energy counter may have wrapped unseen", count.Missing, reserve.Span)
	case count.Energy > 0:
		t.standby = estimator.Increment{}
		t.check.Add(reserve, count)
		return t.book(count, "")
	case reserve.Span > estimator.MaxGaugeGap && reserve.Energy > 0 && r.State != sensor.Asleep:
		t.standby, t.standstill = estimator.Increment{}, true
		t.add(reserve)
		return []Event{{Kind: Change, DeviceID: t.device.ID,
			Label: "the energy counter stands still: power readings are integrated instead"}}
	}
	return nil
}

// configure sets the counter meter up from the first reading, or anew when the counter is another one.
func (t *track) configure(r *sensor.Reading) {
	if t.hasCounter && t.counter.Unit == r.CounterUnit && t.counter.Range == r.CounterRange {
		return
	}
	t.hasCounter = true
	t.counter = estimator.CounterMeter{Unit: r.CounterUnit, Range: r.CounterRange, Plausible: t.device.Plausible}
}

// good notes a good reading. What came before the first one was missed, if it was long.
func (t *track) good(at time.Duration) {
	if !t.read && at-t.found > estimator.MaxGaugeGap {
		t.missing += at - t.found
	}
	t.read, t.lastGood = true, at
}

// add adds energy to the session.
func (t *track) add(i estimator.Increment) {
	t.joules += i.Energy
	t.counted += i.Span
	t.since.Energy += i.Energy
	t.since.Span += i.Span
}

// book adds an increment to the session and to the interval.
func (t *track) book(i estimator.Increment, why string) []Event {
	t.add(i)
	t.energy += i.Energy
	t.span += i.Span
	if i.Event == estimator.MeterQuiet {
		return nil
	}
	return t.lose(Gap, why, i.Missing, 0)
}

// lose marks time whose energy is unknown but for the part that power readings cover.
func (t *track) lose(kind EventKind, why string, missing, covered time.Duration) []Event {
	missing = max(missing-covered, 0)
	t.missing += missing
	switch {
	case missing > 0:
		why += fmt.Sprintf(": %s without energy", missing.Round(time.Millisecond))
	case covered > 0:
		why += ": filled from power readings"
	}
	return []Event{{Kind: kind, DeviceID: t.device.ID, Label: why, Duration: missing}}
}

// sample is the device as of a tick, and begins the next interval. hostBusy is the share of time that the machine's CPUs
// worked in it, nil when unknown.
func (t *track) sample(now time.Time, elapsed, interval time.Duration, hostBusy *estimator.Ratio) Sample {
	t.shown = max(t.shown, t.joules+t.standby.Energy)
	s := Sample{DeviceID: t.device.ID, Quality: t.device.Quality, Joules: t.shown, Known: t.read, Missing: t.missing}
	s.State, s.Reason = t.judge(now, interval)
	if r := t.fresh; r != nil {
		s.Utilization, s.MemoryUsed, s.MemoryTotal = r.Utilization, r.MemoryUsed, r.MemoryTotal
		s.Temperature, s.ClockMHz, s.Throttle = r.Temperature, r.ClockMHz, r.Throttle
		s.Watts, s.PowerMeaning = t.watts(r, interval), r.PowerMeaning
	}
	if silence := elapsed - t.lastGood; t.device.Kind != sensor.Host && silence > estimator.MaxGaugeGap {
		s.Missing += silence
	}
	t.qualify(&s, hostBusy, interval)
	t.fresh, t.energy, t.span, t.late, t.peak = nil, 0, 0, false, nil
	return s
}

// watts is the mean over the interval where the counter moved in it, else the newest gauge: a counter that is read less
// often than snapshots come has the mean of a longer time, which is not the shape of the curve.
func (t *track) watts(r *sensor.Reading, interval time.Duration) *estimator.Watts {
	mean, moved := t.energy.Over(t.span)
	moved = moved && t.hasCounter && !t.standstill
	if moved && (r.Power == nil || t.span < 2*interval) {
		return &mean
	}
	if r.Power != nil && (t.device.Plausible <= 0 || *r.Power <= t.device.Plausible) {
		return r.Power
	}
	if moved {
		return &mean
	}
	return nil
}

// judge is the device's state, with the reason when it is not OK.
func (t *track) judge(now time.Time, interval time.Duration) (sensor.State, string) {
	out, stuck := t.from.overdue(now)
	name := t.from.family.Name()
	switch {
	case t.fresh != nil && t.late && t.fresh.State == sensor.OK:
		return sensor.Late, fmt.Sprintf("reading %s took longer than the interval", name)
	case t.fresh != nil:
		return t.fresh.State, t.fresh.Reason
	case t.from.fault.Load() != nil:
		return sensor.Lost, t.from.brokenWords(t.from.fault.Load())
	case t.gone:
		return sensor.Lost, name + " no longer lists this device"
	case stuck:
		return sensor.Stuck, fmt.Sprintf("a call into %s has not come back for %.0f s", name, out.Seconds())
	case !t.from.open:
		status := t.from.family.Status()
		if t.read && status.State != sensor.Asleep {
			return sensor.Lost, status.Detail
		}
		return status.State, status.Detail
	}
	return sensor.Late, name + " has not answered in this interval"
}
