//go:build !js

package estimator

import "time"

// Conversions between power and energy over a clock's durations, for whoever measures. The browser is told joules by
// the probe and does without package time.

// Over returns the energy of a constant power over a duration.
func (w Watts) Over(d time.Duration) Joules { return Joules(float64(w) * d.Seconds()) }

// Over returns the mean power of an energy spread over a duration, and false when the duration is not positive.
func (e Joules) Over(d time.Duration) (Watts, bool) {
	if d <= 0 {
		return 0, false
	}
	return Watts(float64(e) / d.Seconds()), true
}
