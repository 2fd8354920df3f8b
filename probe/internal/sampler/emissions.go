package sampler

import "gramwatt/estimator"

// Emissions is what the session has emitted, by the reckoning of whoever follows the grid intensity over time. It is worked
// out from one snapshot and published with the next.
type Emissions struct {
	Grams       estimator.Grams            // at the facility, PUE included, of the devices that may be added up
	BySource    map[string]estimator.Grams // Grams by whose intensity they were counted with
	GramsPerKWh *estimator.GramsPerKWh     // now; nil while it is unknown
	Source      string                     // whose GramsPerKWh is
	Place       string                     // that it is of
}

// SetEmissions gives what the next snapshots carry, until it is set anew. It is not changed afterwards.
func (s *Sampler) SetEmissions(e Emissions) { s.emissions.Store(&e) }
