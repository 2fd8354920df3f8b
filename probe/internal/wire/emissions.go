package wire

import (
	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
)

// Emissions is what the session has emitted as of the sample before, with the grid intensity of each moment.
type Emissions struct {
	Grams    float64            `json:"grams"`       // CO2e at the facility
	BySource map[string]float64 `json:"by_source"`   // grams by whose intensity they were counted with
	GPerKWh  *float64           `json:"g_per_kwh"`   // now
	Source   string             `json:"grid_source"` // whose g_per_kwh is
	Place    string             `json:"grid_place"`
}

// newEmissions makes the part of a frame.
func newEmissions(e *sampler.Emissions) *Emissions {
	if e == nil {
		return nil
	}
	f := &Emissions{float64(e.Grams), make(map[string]float64, len(e.BySource)), finite(e.GramsPerKWh), e.Source, e.Place}
	for source, grams := range e.BySource {
		f.BySource[source] = float64(grams)
	}
	return f
}

// emissions is newEmissions the other way.
func (f *Emissions) emissions() *sampler.Emissions {
	if f == nil {
		return nil
	}
	e := &sampler.Emissions{Grams: estimator.Grams(f.Grams), BySource: make(map[string]estimator.Grams, len(f.BySource)),
		GramsPerKWh: as[estimator.GramsPerKWh](f.GPerKWh), Source: f.Source, Place: f.Place}
	for source, grams := range f.BySource {
		e.BySource[source] = estimator.Grams(grams)
	}
	return e
}
