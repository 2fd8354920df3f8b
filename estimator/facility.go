package estimator

// A buildingOverhead is the PUE that applies, and where it comes from: energy at the facility = PUE × IT energy.
type buildingOverhead struct {
	pue    Range[float64]
	source *Source
	year   int
	basis  string // "typed", "components", "cloud region", "site" or "default"
	key    string // of its Variable
}

// findPUE takes the typed PUE, else that of the building's components, else that of the cloud region, else that of the
// kind of building, else the survey mean with the range of real buildings.
func findPUE(c *Catalog, s *Spec) buildingOverhead {
	if v, ok := s.PUE.Get(); ok {
		return buildingOverhead{Exactly(v), &sourceTyped, 0, "typed", "typed"}
	}
	if r, ok := findCloud(c, s.Region); ok && r.PUE > 0 {
		return buildingOverhead{Exactly(r.PUE), r.PUESource, r.PUESource.Year, "cloud region", r.ID}
	}
	return buildingOverhead{defaultPUE, &sourceUptime, sourceUptime.Year, "default", "default"}
}
