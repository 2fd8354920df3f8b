//go:build !js

package estimator

import "time"

// checkLeast is how much time SelfCheck wants before it speaks: ten seconds hold a hundred steps of a counter and enough
// power readings that their own spread does not decide.
const checkLeast = 10 * time.Second

// SelfCheck compares a device's energy counter with the integral of its power readings over the same time. The zero value
// is ready.
type SelfCheck struct {
	integral, counter Joules
	span              time.Duration
}

// Add takes what the two said about an interval. One whose spans differ, because a reading of either failed, is left out.
func (c *SelfCheck) Add(integral, counter Increment) {
	if counter.Span <= 0 || integral.Span != counter.Span {
		return
	}
	c.integral += integral.Energy
	c.counter += counter.Energy
	c.span += counter.Span
}

// Ratio is the integral divided by the counter: 1 when they agree. It is false until they could be compared long enough.
func (c *SelfCheck) Ratio() (Ratio, bool) {
	if c.span < checkLeast || c.counter <= 0 {
		return 0, false
	}
	return Ratio(c.integral / c.counter), true
}
