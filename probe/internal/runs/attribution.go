package runs

import (
	"slices"
	"strings"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// DeviceShare is the part of a GPU's energy that the command and its descendants had. What the card draws anyway belongs
// to nobody, so it is a part of the energy above idle; of all energy while the idle power is not known.
type DeviceShare struct {
	Ratio  *estimator.Ratio  `json:"ratio"`            // nil when unknown
	Joules *estimator.Joules `json:"joules"`           // that part of the energy above idle
	Basis  string            `json:"basis,omitempty"`  // how it is known, in words
	Known  *estimator.Ratio  `json:"known_ratio"`      // how much of the energy above idle it rests on
	Reason string            `json:"reason,omitempty"` // why it is unknown
}

// Mine says which processes are the command's.
type Mine struct {
	PIDs []int
	// Unclear says, in words, why these numbers cannot be held against those of a driver; empty when they can.
	Unclear string
}

const (
	// staleUse is how old samples of processes may be that are told last. Source: nvml.h, nvmlUtilization_t: the sample
	// period is up to 1 s; read 2026-11. We ask every 2 s.
	staleUse = 3 * time.Second

	// leastKnown is the part of a card's energy above idle whose processes must be known before a share is told.
	leastKnown = 0.8

	// atRest is below which part of a card's energy the part above idle is noise: the sensors' own steady error.
	atRest = sensorError
)

// How a part of the time was settled.
const (
	bySamples = "by utilisation samples of its processes"
	byAlone   = "as its processes were the only ones there"
	byAbsence = "as none of its processes was there"
)

const (
	notTold  = "its sensor does not tell which processes use it"
	tooShort = "the run ended before the driver was asked for processes"
	tooOld   = "the driver had no new word of its processes for too long"
	notAlone = "the driver does not tell how much each process used it, as it never does under MIG, and the command was not alone there"
)

// attribution adds up a card's energy by whose processes worked. Energy and time are kept apart, so that the power at rest
// can be taken off in the end, when it is known best.
type attribution struct {
	told       bool
	last       sampler.ProcessUse // the newest
	part       verdict            // by it
	sampled    verdict            // by the newest that had samples of work
	sampledAt  time.Duration
	all, known stretch
	mine       stretch // × share
	bases      []string
	reason     string
	reasonOf   estimator.Joules // the most energy that was unknown for one reason
}

// stretch is some energy and the time it was used in.
type stretch struct {
	energy  estimator.Joules
	seconds float64
}

func (s *stretch) add(o stretch, part estimator.Ratio) {
	s.energy += o.energy * estimator.Joules(part)
	s.seconds += o.seconds * float64(part)
}

// above is what is left over an idle power.
func (s stretch) above(idle estimator.Watts) estimator.Joules {
	return s.energy - estimator.Joules(float64(idle)*s.seconds)
}

// verdict is whose a stretch was.
type verdict struct {
	share  estimator.Ratio
	basis  string // empty: unknown
	reason string
}

func unknown(reason string) verdict { return verdict{reason: reason} }

// AddUse takes what a sensor told of processes, in order of time. It says whose the energy since the last word was.
func (l *Ledger) AddUse(u sampler.ProcessUse, mine Mine) {
	n := l.of(u.DeviceID)
	if n.use == nil {
		n.use = &attribution{}
	}
	a := n.use
	part := a.judge(&u, &mine)
	if a.told && l.started && u.At > max(l.start, a.last.At) {
		from, to := max(l.start, a.last.At), u.At
		if l.ended > 0 {
			to = min(to, l.ended)
		}
		if to > from {
			whole, part := u.At-a.last.At, part
			if whole > estimator.MaxGaugeGap {
				part = unknown(tooOld)
			}
			a.book(stretch{(u.Joules - a.last.Joules) * estimator.Joules(float64(to-from)/float64(whole)), (to - from).Seconds()}, part)
		}
	}
	a.told, a.last, a.part = true, u, part
}

// End says when the command ended: what is used later is left out.
func (l *Ledger) End(at time.Duration) { l.ended = at }

// judge says whose the time up to a word was. Samples come first. Where there is no new one, nobody worked since, and the
// last stands as long as it may be late; then, who is on the card at all decides if it can.
func (a *attribution) judge(u *sampler.ProcessUse, mine *Mine) verdict {
	if mine.Unclear != "" {
		return unknown(mine.Unclear)
	}
	var own, all estimator.Ratio
	for pid, share := range u.Shares {
		all += share
		if slices.Contains(mine.PIDs, pid) {
			own += share
		}
	}
	if all > 0 {
		a.sampled, a.sampledAt = verdict{share: own / all, basis: bySamples}, u.At
		return a.sampled
	}
	if len(u.Shares) == 0 && a.sampled.basis != "" && u.At-a.sampledAt <= staleUse {
		return a.sampled
	}
	ours := 0
	for _, pid := range u.Holders {
		if slices.Contains(mine.PIDs, pid) {
			ours++
		}
	}
	switch {
	case u.Holders == nil:
		return unknown(tooOld)
	case ours > 0 && ours == len(u.Holders):
		return verdict{share: 1, basis: byAlone}
	case ours == 0 && u.Shares != nil: // without samples one may have come and gone unseen
		return verdict{basis: byAbsence}
	}
	return unknown(notAlone)
}

func (a *attribution) book(s stretch, v verdict) {
	a.all.add(s, 1)
	if v.basis == "" {
		if s.energy >= a.reasonOf {
			a.reason, a.reasonOf = v.reason, s.energy
		}
		return
	}
	a.known.add(s, 1)
	a.mine.add(s, v.share)
	if !slices.Contains(a.bases, v.basis) {
		a.bases = append(a.bases, v.basis)
	}
}

// share settles a GPU's share for a run that ended then. The device must have its energy already.
func (l *Ledger) share(told *Device, end time.Duration) *DeviceShare {
	if told.Kind != sensor.GPU || told.Quality == sensor.Simulated || told.Joules == nil {
		return nil
	}
	use := l.of(told.ID).use
	if use == nil {
		return &DeviceShare{Reason: notTold}
	}
	if use.last.At <= l.start {
		return &DeviceShare{Reason: tooShort}
	}
	a := *use // the report may be asked for again
	a.bases = slices.Clone(use.bases)
	if from := a.last.At; from < end { // the last word stands for a while
		v := a.part
		if end-from > staleUse {
			v = unknown(tooOld)
		}
		upTo, _ := valueAt(l.late, told.ID, end, joules)
		a.book(stretch{max(estimator.Joules(upTo)-a.last.Joules, 0), (end - from).Seconds()}, v)
	}
	return a.settle(told)
}

// settle takes off what the card would have drawn at rest.
func (a *attribution) settle(told *Device) *DeviceShare {
	var idle estimator.Watts
	if told.AboveIdle != nil && told.Idle != nil {
		idle = *told.Idle
	}
	all, known, mine := a.all.above(idle), a.known.above(idle), a.mine.above(idle)
	if all <= atRest*a.all.energy { // by the whole energy, then
		all, known, mine = a.all.energy, a.known.energy, a.mine.energy
	}
	s := &DeviceShare{Reason: a.reason}
	part := estimator.Ratio(0)
	if all > 0 {
		part = min(max(estimator.Ratio(known/all), 0), 1)
	}
	s.Known = &part
	if part < leastKnown || known <= 0 {
		if s.Reason == "" {
			s.Reason = tooOld
		}
		return s
	}
	ratio := min(max(estimator.Ratio(mine/known), 0), 1)
	s.Ratio, s.Basis, s.Reason = &ratio, strings.Join(a.basesTold(), " and "), ""
	if told.AboveIdle != nil {
		above := *told.AboveIdle * estimator.Joules(ratio)
		s.Joules = &above
	}
	return s
}

// basesTold leaves out absence beside something that says more.
func (a *attribution) basesTold() []string {
	if len(a.bases) == 1 {
		return a.bases
	}
	return slices.DeleteFunc(slices.Clone(a.bases), func(b string) bool { return b == byAbsence })
}
