package runs

import (
	"time"

	"gramwatt/probe/internal/sampler"
)

// missing is the time of the run, in seconds, in which nobody knows what a device used: before its first reading, in
// gaps, and from its last reading to the end.
func (l *Ledger) missing(id string, end time.Duration) float64 {
	n, newest := l.of(id), l.newest()
	before, _ := valueAt(l.early, id, l.start, missingSoFar)
	gaps := n.lost - before
	if newest != nil && n.good < newest.Elapsed { // silent at the end
		gaps = max(gaps, 0) + (end - max(n.good, l.start)).Seconds()
	} else if upTo, ok := valueAt(l.late, id, end, missingSoFar); ok {
		gaps = upTo - before
	}
	return min(max(gaps, 0)+l.lateness(id).Seconds(), (end - l.start).Seconds())
}

func missingSoFar(s *sampler.Sample) (float64, bool) { return s.Missing.Seconds(), true }

// lateness is how long after the start a device's first reading came; 0 when it had been read before.
func (l *Ledger) lateness(id string) time.Duration {
	if p, _ := bracket(l.early, l.start); p != nil {
		if _, before := valueIn(p, id, joules); before {
			return 0
		}
	}
	if n := l.of(id); n.found {
		return max(n.known-l.start, 0)
	}
	return 0
}
