package sampler

import (
	"context"
	"time"
)

// Now reads the sensors at once, between two ticks, and returns the snapshot, so that a measurement can begin and end
// where its work does. When none comes before ctx ends it returns nil: a sensor that hangs holds nobody up.
func (s *Sampler) Now(ctx context.Context) *Snapshot {
	asked := time.Since(s.started)
	snapshots, cancel := s.Subscribe()
	defer cancel()
	select {
	case s.nudges <- struct{}{}:
	default: // asked for already, and not yet answered
	}
	for {
		select {
		case snap, open := <-snapshots:
			if !open {
				return nil
			}
			if snap.Elapsed >= asked {
				return snap
			}
		case <-ctx.Done():
			return nil
		}
	}
}
