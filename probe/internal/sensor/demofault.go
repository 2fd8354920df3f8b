package sensor

import "time"

// fault is when something goes wrong with simulated hardware: after a time since Open, for a length, and again every so
// often. The zero value never happens.
type fault struct {
	after, length, every time.Duration
}

// begun is how often it has begun up to a time.
func (f fault) begun(at time.Duration) int {
	switch {
	case f.after <= 0 || at < f.after:
		return 0
	case f.every <= 0:
		return 1
	}
	return 1 + int((at-f.after)/f.every)
}

// rest is how long it will still last; 0 when all is well.
func (f fault) rest(at time.Duration) time.Duration {
	n := f.begun(at)
	if n == 0 {
		return 0
	}
	return max(f.after+time.Duration(n-1)*f.every+f.length-at, 0)
}
