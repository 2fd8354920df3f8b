package sampler

import "sync/atomic"

// Feed publishes snapshots that were made elsewhere, such as those of a recording, as a Sampler publishes its own. Its
// methods are safe for any goroutine, but for Publish and End, which belong to one.
type Feed struct {
	history ring
	readers hub
	latest  atomic.Pointer[Snapshot]
}

// NewFeed makes a feed whose History reaches back as many snapshots as a sampler's may.
func NewFeed() *Feed { return &Feed{history: ring{size: maxKept}} }

// Publish gives a snapshot to all readers. Its sequence number follows that of the one before.
func (f *Feed) Publish(s *Snapshot) {
	f.latest.Store(s)
	f.history.add(s)
	f.readers.publish(s)
}

// End closes the channels of all subscribers. Latest and History stay.
func (f *Feed) End() { f.readers.end() }

// Latest is as that of a Sampler.
func (f *Feed) Latest() *Snapshot { return f.latest.Load() }

// History is as that of a Sampler.
func (f *Feed) History(after uint64) []*Snapshot { return f.history.after(after) }

// Subscribe is as that of a Sampler.
func (f *Feed) Subscribe() (<-chan *Snapshot, func()) { return f.readers.subscribe() }
