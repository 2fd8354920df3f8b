package sampler

import "context"

// Publisher is what snapshots can be had from.
type Publisher interface {
	Subscribe() (<-chan *Snapshot, func())
}

// Follow calls each with the newest snapshot, again and again, until ctx or the snapshots end. Those that come while each
// works are missed but for the last.
func Follow(ctx context.Context, from Publisher, each func(*Snapshot)) {
	snapshots, cancel := from.Subscribe()
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			return
		case s, open := <-snapshots:
			if !open {
				return
			}
			each(s)
		}
	}
}
