package sampler

import (
	"slices"
	"sort"
	"sync"
)

// One snapshot of eight GPUs takes 4 kB, and an hour of them would take more memory than all the rest of the probe.
const (
	wholeKept = 300 // newest snapshots that are all kept: five minutes at 1 Hz
	sparsity  = 10  // of those before, one in so many is kept, and each that has events
)

// ring keeps the newest snapshots, those that are older thinned. Joules count from the start of the session, so those
// that are left have all energy.
type ring struct {
	size int // snapshots that it reaches back

	mu   sync.RWMutex
	kept []*Snapshot // oldest first
}

func (r *ring) add(s *Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, s)
	if i := len(r.kept) - 1 - wholeKept; i >= 0 && r.kept[i].Seq%sparsity != 0 && len(r.kept[i].Events) == 0 {
		r.kept = slices.Delete(r.kept, i, i+1)
	}
	for r.kept[0].Seq+uint64(r.size) <= s.Seq {
		r.kept = slices.Delete(r.kept, 0, 1)
	}
}

// after returns the snapshots with a greater sequence number, oldest first.
func (r *ring) after(seq uint64) []*Snapshot {
	r.mu.RLock()
	defer r.mu.RUnlock()
	first := sort.Search(len(r.kept), func(i int) bool { return r.kept[i].Seq > seq })
	return slices.Clone(r.kept[first:])
}
