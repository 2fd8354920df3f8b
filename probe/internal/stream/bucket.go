package stream

import "time"

// bucket limits how often something may happen: burst times at once, and rate times a second in the long run. The zero
// time of last means full. It needs its owner's lock.
type bucket struct {
	rate, burst float64
	spent       float64
	last        time.Time
}

// take reports whether it may happen now, and counts it if so.
func (b *bucket) take(now time.Time) bool {
	b.spent = max(0, b.spent-b.rate*now.Sub(b.last).Seconds())
	b.last = now
	if b.spent+1 > b.burst {
		return false
	}
	b.spent++
	return true
}
