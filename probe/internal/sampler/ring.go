package sampler

import (
	"sort"
	"sync"
)

// ring keeps the newest snapshots, up to size of them.
type ring struct {
	size int

	mu   sync.RWMutex
	kept []*Snapshot // in order from next, wrapping round
	next int         // where the next snapshot goes once kept is full
}

func (r *ring) add(s *Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.kept) < r.size {
		r.kept = append(r.kept, s)
		return
	}
	r.kept[r.next] = s
	r.next = (r.next + 1) % r.size
}

// after returns the snapshots with a greater sequence number, oldest first.
func (r *ring) after(seq uint64) []*Snapshot {
	r.mu.RLock()
	defer r.mu.RUnlock()
	n := len(r.kept)
	at := func(i int) *Snapshot { return r.kept[(r.next+i)%n] }
	first := sort.Search(n, func(i int) bool { return at(i).Seq > seq })
	found := make([]*Snapshot, 0, n-first)
	for i := first; i < n; i++ {
		found = append(found, at(i))
	}
	return found
}
