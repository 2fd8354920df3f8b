package sampler

import "time"

// Note puts a remark of the probe's own on the time axis: that recording stopped, or goes on. Like a mark of the user's
// it is published with the next snapshot.
func (s *Sampler) Note(label string) { s.remark(Change, label) }

// Budget puts on the time axis how a budget stands.
func (s *Sampler) Budget(label string) { s.remark(Budget, label) }

func (s *Sampler) remark(kind EventKind, label string) {
	s.marksMu.Lock()
	defer s.marksMu.Unlock()
	s.marks = append(s.marks, Event{Time: time.Now(), Kind: kind, Label: label})
}
