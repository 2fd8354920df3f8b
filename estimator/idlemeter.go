//go:build !js

package estimator

import "time"

// An idle baseline is learned from time in which nothing computes, and stays unknown until there was enough of it: a
// device that is always busy never gets one unless it is set.
const (
	// idleLeast is how much quiet time a baseline needs. A GPU holds its clocks up for some seconds after the work has
	// ended, and a quarter of half a minute without that is enough for idleQuantile.
	idleLeast = 30 * time.Second

	// idleBlock is the least time that one mean power is taken from, longer than the steps of any counter.
	idleBlock = time.Second

	// idleKept is how many of them are kept: the baseline follows the last two minutes or more of quiet.
	idleKept = 120

	// idleQuantile says which of them is the baseline, from the lowest up: what was not seen to be work, such as a
	// screen being drawn or the tail of a job, only adds power. The choice of a quarter is this project's own.
	idleQuantile = 0.25
)

// IdleMeter learns the power of a device at rest and splits the joules that it is given at that level. The zero value is
// ready. It holds no clock.
type IdleMeter struct {
	Set Watts // a baseline given by the user, which nothing learned replaces; 0 for none

	open   Increment // quiet time that does not yet fill a block
	blocks [idleKept]float64
	filled int // blocks in use
	next   int // the block to be written
	quiet  time.Duration
	level  Watts // the baseline as of the last block

	above Joules
	split Joules // that above is a part of
	known bool
}

// Add takes the joules of an interval, and whether the device was at rest all through it. Time without energy, such as a
// gap, is not added.
//
// Only intervals after the baseline is known are split: the energy of earlier ones is in no sum of Above, because a level
// that is learned later says nothing certain about them.
func (m *IdleMeter) Add(energy Joules, span time.Duration, quiet bool) {
	if span <= 0 {
		return
	}
	if level, ok := m.Baseline(); ok {
		m.known = true
		m.split += energy
		m.above += max(energy-level.Over(span), 0)
	}
	if !quiet {
		m.open = Increment{}
		return
	}
	m.open.Energy += energy
	m.open.Span += span
	if m.open.Span >= idleBlock {
		m.keep(m.open)
		m.open = Increment{}
	}
}

// keep adds a block and takes the baseline anew.
func (m *IdleMeter) keep(block Increment) {
	w, ok := block.Energy.Over(block.Span)
	if !ok {
		return
	}
	m.blocks[m.next] = float64(w)
	m.next = (m.next + 1) % idleKept
	m.filled = min(m.filled+1, idleKept)
	m.quiet += block.Span
	sorted := m.blocks // a copy
	rank := int(idleQuantile * float64(m.filled-1))
	selectRank(sorted[:m.filled], rank)
	m.level = Watts(sorted[rank])
}

// Baseline is the power of the device at rest, false while it is unknown.
func (m *IdleMeter) Baseline() (Watts, bool) {
	if m.Set > 0 {
		return m.Set, true
	}
	return m.level, m.quiet >= idleLeast
}

// Above is the energy above the baseline, added up interval by interval since the baseline was known, and never lowered
// by intervals below it; of is the whole energy of those intervals. It is false before the first of them.
func (m *IdleMeter) Above() (above, of Joules, ok bool) { return m.above, m.split, m.known }
