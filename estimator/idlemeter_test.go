//go:build !js

package estimator

import (
	"math"
	"testing"
	"time"
)

// feed gives a meter seconds at a power, in intervals.
func (m *IdleMeter) feed(seconds int, w Watts, interval time.Duration, quiet bool) {
	for at := time.Duration(0); at < time.Duration(seconds)*time.Second; at += interval {
		m.Add(w.Over(interval), interval, quiet)
	}
}

func TestIdleIsUnknownUntilItWasQuietForLong(t *testing.T) {
	var m IdleMeter
	m.feed(3600, 400, time.Second, false)
	if w, ok := m.Baseline(); ok {
		t.Errorf("a device that is always busy has a baseline of %v W", w)
	}
	m.feed(29, 60, time.Second, true)
	if w, ok := m.Baseline(); ok {
		t.Errorf("after 29 s of quiet: %v W", w)
	}
	if j, _, ok := m.Above(); ok {
		t.Errorf("energy above an unknown baseline: %v J", j)
	}
	m.feed(1, 60, time.Second, true)
	if w, ok := m.Baseline(); !ok || math.Abs(float64(w-60)) > 1e-9 {
		t.Errorf("after 30 s of quiet: %v W, %v; want 60 W", w, ok)
	}
	if _, _, ok := m.Above(); ok {
		t.Error("the hour before the baseline was known has been split")
	}
	m.feed(10, 400, time.Second, false)
	if j, of, ok := m.Above(); !ok || math.Abs(float64(j-3400)) > 1e-6 || of != 4000 {
		t.Errorf("10 s at 400 W over 60 W: %v J of %v J, want 3400 J of 4000 J", j, of)
	}
	m.feed(10, 20, time.Second, false) // below the baseline: nothing is taken back
	if j, _, _ := m.Above(); math.Abs(float64(j-3400)) > 1e-6 {
		t.Errorf("after an interval below the baseline: %v J, want 3400 J", j)
	}
}

func TestIdleLeavesOutWhatOnlyAddsPower(t *testing.T) {
	var m IdleMeter
	m.feed(20, 120, time.Second, true) // clocks still up after a job
	m.feed(20, 50, time.Second, true)
	if w, ok := m.Baseline(); !ok || w != 50 {
		t.Errorf("got %v W, want 50 W", w)
	}
	m.feed(7200, 70, time.Second, true) // it follows: another display, a warmer room
	if w, _ := m.Baseline(); w != 70 {
		t.Errorf("two hours later: got %v W, want 70 W", w)
	}
}

func TestIdleGathersShortIntervals(t *testing.T) {
	var m IdleMeter
	for i := range 400 { // a counter that steps every 200 ms, read every 100 ms
		energy := Joules(0)
		if i%2 == 1 {
			energy = 10
		}
		m.Add(energy, 100*time.Millisecond, true)
	}
	if w, ok := m.Baseline(); !ok || math.Abs(float64(w-50)) > 1e-9 {
		t.Errorf("got %v W, %v; want 50 W", w, ok)
	}
	m = IdleMeter{}
	for range 1000 { // quiet never lasts for a block
		m.feed(1, 50, 500*time.Millisecond, false)
		m.Add(25, 500*time.Millisecond, true)
	}
	if w, ok := m.Baseline(); ok {
		t.Errorf("from half seconds between work: %v W", w)
	}
}

func TestIdleThatIsSet(t *testing.T) {
	m := IdleMeter{Set: 45}
	m.feed(10, 145, time.Second, false)
	m.feed(60, 80, time.Second, true)
	if w, ok := m.Baseline(); !ok || w != 45 {
		t.Errorf("got %v W, want the 45 W that were set", w)
	}
	if j, _, ok := m.Above(); !ok || math.Abs(float64(j-(1000+60*35))) > 1e-6 {
		t.Errorf("got %v J, want 3100 J", j)
	}
}

// TestIdleNeverExceedsTheWhole: whatever comes, the part above idle is never negative and never more than the energy.
func TestIdleNeverExceedsTheWhole(t *testing.T) {
	var m IdleMeter
	var all Joules
	for i := range 5000 {
		w := Watts(100 + 90*math.Sin(float64(i)/7))
		span := time.Duration(i%5) * 400 * time.Millisecond
		all += w.Over(span)
		m.Add(w.Over(span), span, i%50 < 30)
		if j, of, ok := m.Above(); j < 0 || j > of || of > all || ok && math.IsNaN(float64(j)) {
			t.Fatalf("after %d: %v J above idle of %v J", i, j, all)
		}
	}
	if _, _, ok := m.Above(); !ok {
		t.Error("no baseline in 5000 intervals")
	}
}

func TestSelfCheck(t *testing.T) {
	var c SelfCheck
	if _, ok := c.Ratio(); ok {
		t.Error("a ratio from nothing")
	}
	c.Add(Increment{Energy: 500, Span: 2 * time.Second}, Increment{Energy: 100, Span: time.Second}) // not the same time
	for i := range 10 {
		if r, ok := c.Ratio(); ok {
			t.Errorf("after %d s: %v", i, r)
		}
		c.Add(Increment{Energy: 98, Span: time.Second}, Increment{Energy: 100, Span: time.Second})
	}
	if r, ok := c.Ratio(); !ok || math.Abs(float64(r-0.98)) > 1e-12 {
		t.Errorf("got %v, %v; want 0.98", r, ok)
	}
	var dead SelfCheck // a counter that stands still says nothing about the gauge
	dead.Add(Increment{Energy: 98, Span: time.Minute}, Increment{Span: time.Minute})
	if r, ok := dead.Ratio(); ok {
		t.Errorf("against a dead counter: %v", r)
	}
}
