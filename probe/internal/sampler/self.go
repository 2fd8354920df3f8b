package sampler

import (
	"runtime"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/self"
	"gramwatt/probe/internal/sensor"
)

// Self is what the probe takes, as of a snapshot.
type Self struct {
	CPU      time.Duration    // on all cores since the probe began
	Cores    *float64         // cores kept busy over the last minute
	Resident uint64           // bytes
	Watts    *estimator.Watts // its share of the CPU packages; nil where they or the machine's load are not measured
}

// ownUse reads what the probe takes; nil where that cannot be known.
func (s *Sampler) ownUse(now time.Time, snap *Snapshot) *Self {
	if s.self == nil {
		return nil
	}
	u, err := s.self.Read(now)
	if err != nil {
		s.log.Debug("own use not read", "reason", err)
		return nil
	}
	own := &Self{CPU: u.CPU, Resident: u.Resident}
	if !u.HaveCores {
		return own
	}
	own.Cores = &u.Cores
	var packages estimator.Watts
	var load *estimator.Ratio
	for i, t := range s.tracks {
		switch d := &snap.Devices[i]; {
		case d.Quality != sensor.Measured:
		case t.device.Kind == sensor.CPU && d.Watts != nil:
			packages += *d.Watts
		case t.device.Kind == sensor.Host:
			load = d.Utilization
		}
	}
	if load != nil && packages > 0 {
		w := wattsOf(u, packages, *load, runtime.NumCPU())
		own.Watts = &w
	}
	return own
}

// wattsOf is a process's share of the packages' power: its busy cores × watts for each busy core. A machine that does
// nothing keeps less than one core busy, and its idle power is not this process's doing; so at least one is counted.
func wattsOf(u self.Usage, packages estimator.Watts, load estimator.Ratio, threads int) estimator.Watts {
	busy := max(float64(load)*float64(threads), 1, u.Cores)
	return packages * estimator.Watts(u.Cores/busy)
}
