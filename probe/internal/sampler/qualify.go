package sampler

import (
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// quietHost is the share of busy CPU time below which packages and memory are taken to be at rest: a desktop that draws
// its screen and a server with its daemons stay below it. The choice is this project's own; what is above the true rest
// is left out again by the low quantile of the baseline.
const quietHost estimator.Ratio = 0.05

// qualify says how good the joules are: the part above idle, the error band and the self-check.
func (t *track) qualify(s *Sample, hostBusy *estimator.Ratio, interval time.Duration) {
	quiet := !t.busy
	switch t.device.Kind {
	case sensor.CPU, sensor.DRAM, sensor.Platform: // they have no work of their own to tell from
		quiet = hostBusy != nil && *hostBusy < quietHost
	}
	if t.since.Span > 0 { // a counter that is read less often has the joules of several intervals
		t.idle.Add(t.since.Energy, t.since.Span, quiet)
		t.since, t.busy = estimator.Increment{}, !t.rests
	}
	if w, ok := t.idle.Baseline(); ok {
		s.Idle = &w
	}
	if above, of, ok := t.idle.Above(); ok {
		s.AboveIdle, s.AboveIdleOf = &above, &of
	}
	if e, ok := t.band(interval); ok {
		s.Error = &e
	}
	if ratio, ok := t.check.Ratio(); ok {
		s.Integral = &ratio
	}
}

// band is half the width of the error band around the joules so far, as a part of them. It is about the time that they
// cover; missing time is told apart.
func (t *track) band(interval time.Duration) (estimator.Ratio, bool) {
	if t.device.Quality == sensor.Estimated {
		if mean, ok := t.joules.Over(t.counted); ok {
			return estimator.CPUModelError(t.device.Rated, mean)
		}
		return 0, false
	}
	if t.hasCounter && !t.standstill {
		return t.device.Band.Error(t.counted)
	}
	return t.device.Band.Polled(t.from.pace(interval)).Error(t.counted)
}

// totalError adds the bands of the devices that Totals adds.
func (s *Sampler) totalError(snap *Snapshot) *estimator.Ratio {
	var wrong, all estimator.Joules
	for i, t := range s.tracks {
		d := &snap.Devices[i]
		if !t.device.Kind.Additive() || d.Joules == 0 {
			continue
		}
		if d.Error == nil {
			return nil
		}
		all += d.Joules
		wrong += d.Joules * estimator.Joules(*d.Error)
	}
	if all <= 0 {
		return nil
	}
	e := estimator.Ratio(wrong / all)
	return &e
}
