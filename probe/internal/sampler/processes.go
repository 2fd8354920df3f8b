package sampler

import (
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// ProcessUse is which processes used a device, as its sensor told at one moment. No snapshot carries it, so neither stream
// nor store nor metrics can: who works on a machine is nobody's business but that of whoever measures a command there.
type ProcessUse struct {
	DeviceID string
	At       time.Duration           // session time
	Joules   estimator.Joules        // of the device in the session up to then
	Shares   map[int]estimator.Ratio // as Processes of a sensor.Reading
	Holders  []int                   // as Holders of a sensor.Reading
}

// maxUses bounds what is kept for a reader that never comes: 8 GPUs that tell every 2 s for a quarter of an hour.
const maxUses = 4096

// KeepProcessUse makes the sampler keep what sensors tell of processes for TakeProcessUse. Without it nothing is kept.
// Call it before Run.
func (s *Sampler) KeepProcessUse() { s.keepUses = true }

// TakeProcessUse hands over what was kept since the last call, oldest first, and forgets it.
func (s *Sampler) TakeProcessUse() []ProcessUse {
	s.usesMu.Lock()
	defer s.usesMu.Unlock()
	uses := s.uses
	s.uses = nil
	return uses
}

// noteUse keeps what a reading tells of processes. The track has had the reading already.
func (s *Sampler) noteUse(t *track, r *sensor.Reading, at time.Duration) {
	if !s.keepUses || r.Processes == nil && r.Holders == nil {
		return
	}
	s.usesMu.Lock()
	defer s.usesMu.Unlock()
	if len(s.uses) < maxUses {
		s.uses = append(s.uses, ProcessUse{DeviceID: r.DeviceID, At: at, Joules: t.joules, Shares: r.Processes, Holders: r.Holders})
	}
}
