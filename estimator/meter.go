//go:build !js

package estimator

import (
	"math"
	"time"
)

// A meter turns what a sensor says into joules. It holds no clock: the caller gives each reading the time at which
// it was taken, counted from any fixed moment on a clock that never goes back. A read that failed is simply not
// given to the meter, so the next good one still covers the time when the kind of sensor allows that.
//
// Both meters prefer a hole to an invention. Energy that cannot be known comes back as missing time, and what a
// meter adds is never negative, never NaN, and never more than the plausible power allows.

// MaxGaugeGap is the longest time between two power readings that GaugeMeter bridges by a straight line.
// Source: lablup/all-smi bridges 10 s as well; read 2026-08-08. Over a longer silence a workload may start and end
// unseen, so the line would be a guess.
const MaxGaugeGap = 10 * time.Second

// counterSlack is by how much the energy of one reading may seem to come from before the reading ahead of it:
// counters move in steps, so a read just before a step finds less than was used, and the next one finds more.
// NVML's counter steps every 20 to 100 ms, RAPL's about every 1 ms.
// Source: comments in Alumet's NVML source and the ML.ENERGY blog on NVML counters; read 2026-08-21.
const counterSlack = 250 * time.Millisecond

// MeterEvent says what a reading told a meter besides energy.
type MeterEvent uint8

const (
	MeterQuiet MeterEvent = iota // nothing out of the ordinary
	MeterGap                     // time has passed for which no energy can be known
	MeterReset                   // the counter went back and starts afresh
	MeterJump                    // the counter leapt ahead by more than is plausible and goes on from there
)

// Increment is what one reading adds to a meter.
type Increment struct {
	Energy  Joules        // never negative
	Span    time.Duration // the time that Energy was used in; 0 when the reading added nothing
	Missing time.Duration // time whose energy stays unknown
	Event   MeterEvent
}

// CounterMeter takes the readings of an energy counter: a number that only grows, wraps after Range or starts
// afresh. Set the exported fields before the first reading; the zero value of the others is ready.
//
// A counter needs no interpolation, so a reading that failed costs nothing as long as the silence is short enough
// for the counter not to have wrapped unseen (SafeSilence).
type CounterMeter struct {
	Unit float64 // joules for one count: 1e-6 for RAPL, 1e-3 for NVML

	// Range is the highest value the counter takes before it returns to 0; 0 when it does not wrap. Linux computes
	// a RAPL zone's max_energy_range_uj from the hardware's largest raw value, 2³²−1 energy units, and not from
	// 2³², so a full turn is Range plus one energy unit. That unit (61 µJ on most parts, a few µJ more or less on
	// others) is not published, so a turn is taken as Range + 1 counts and each wrap comes out at most one unit
	// short: 61 µJ in 262 kJ.
	// Source: Linux, drivers/powercap/intel_rapl_common.c, get_max_energy_counter; read 2026-11.
	Range uint64

	// Plausible is the highest power believed; 0 when nothing is known. Then every growth is believed and no wrap.
	Plausible Watts

	seen    bool
	value   uint64
	read    time.Duration // of the last good reading
	changed time.Duration // of the last reading that differed from the one before
}

// Read takes a good reading at a time. One that is not later than the last is ignored.
//
// An equal value adds nothing. A larger one adds the difference. A smaller one is a wrap if the way over Range is
// plausible for the time since the last reading, else a reset. A difference that is not plausible, and any reading
// after a silence longer than SafeSilence, adds nothing and makes the time since the last reading missing.
// Span reaches back to the last change, so that a counter read more often than it steps still gives a true mean.
func (m *CounterMeter) Read(at time.Duration, value uint64) Increment {
	if !m.seen {
		m.begin(at, value)
		return Increment{}
	}
	elapsed := at - m.read
	if elapsed <= 0 {
		return Increment{}
	}
	if safe, wraps := m.SafeSilence(); wraps && elapsed > safe {
		m.begin(at, value)
		return Increment{Missing: elapsed, Event: MeterGap}
	}
	if value == m.value {
		m.read = at
		return Increment{}
	}
	counts, ok := m.counts(value)
	energy := Joules(float64(counts) * m.Unit)
	if !ok || !m.plausible(energy, elapsed) {
		event := MeterReset
		if value > m.value {
			event = MeterJump
		}
		m.begin(at, value)
		return Increment{Missing: elapsed, Event: event}
	}
	span := at - m.changed
	m.begin(at, value)
	return Increment{Energy: energy, Span: span}
}

// SafeSilence is the longest time between two readings in which the counter cannot have passed the same value
// twice. It is false when the counter does not wrap or its plausible power is unknown. Read at least twice in it.
func (m *CounterMeter) SafeSilence() (time.Duration, bool) {
	if m.Range == 0 || m.Plausible <= 0 {
		return 0, false
	}
	seconds := float64(m.Range) * m.Unit / float64(m.Plausible)
	if !(seconds < math.MaxInt64/float64(time.Second)) {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}

// counts is the way from the last value to this one, and false when only a reset explains it.
func (m *CounterMeter) counts(value uint64) (uint64, bool) {
	if value > m.value {
		return value - m.value, true
	}
	if m.Range == 0 || m.Plausible <= 0 || m.value > m.Range {
		return 0, false
	}
	return m.Range - m.value + value + 1, true
}

func (m *CounterMeter) plausible(e Joules, elapsed time.Duration) bool {
	if !(e >= 0) || math.IsInf(float64(e), 0) {
		return false
	}
	return m.Plausible <= 0 || e <= m.Plausible.Over(elapsed+counterSlack)
}

func (m *CounterMeter) begin(at time.Duration, value uint64) {
	m.seen, m.value, m.read, m.changed = true, value, at, at
}

// GaugeMeter integrates power readings by the trapezoid rule between their real times. The zero value is ready.
type GaugeMeter struct {
	Plausible Watts // a reading above this counts as failed; 0 when nothing is known

	seen  bool
	watts Watts
	read  time.Duration
}

// Read takes a reading at a time. One that is negative, not finite, above Plausible or not later than the last is
// ignored as if the read had failed. After more than MaxGaugeGap since the last good one the time between them is
// missing and no energy is guessed for it.
func (m *GaugeMeter) Read(at time.Duration, w Watts) Increment {
	if !(w >= 0) || math.IsInf(float64(w), 0) || m.Plausible > 0 && w > m.Plausible {
		return Increment{}
	}
	if !m.seen {
		m.seen, m.watts, m.read = true, w, at
		return Increment{}
	}
	elapsed := at - m.read
	if elapsed <= 0 {
		return Increment{}
	}
	mean := m.watts/2 + w/2 // halved first: the sum of two finite readings may not be finite
	m.watts, m.read = w, at
	if elapsed > MaxGaugeGap {
		return Increment{Missing: elapsed, Event: MeterGap}
	}
	energy := mean.Over(elapsed)
	if math.IsInf(float64(energy), 0) {
		return Increment{Missing: elapsed, Event: MeterGap}
	}
	return Increment{Energy: energy, Span: elapsed}
}
