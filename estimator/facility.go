package estimator

import "slices"

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
	if len(s.PUEComponents) > 0 {
		return buildingOverhead{componentsPUE(s.PUEComponents), &sourceComponents, 0, "components", "components"}
	}
	if r, ok := findCloud(c, s.Region); ok && r.PUE > 0 {
		return buildingOverhead{Exactly(r.PUE), r.PUESource, r.PUESource.Year, "cloud region", r.ID}
	}
	if site, ok := c.Site(s.Site); ok {
		return buildingOverhead{site.PUE, site.Source, site.Source.Year, "site", site.ID}
	}
	return buildingOverhead{defaultPUE, &sourceUptime, sourceUptime.Year, "default", "default"}
}

// Uses of a building's energy that PUE components may name. Servers and storage are IT; whether a survey counts the
// network's switches as IT decides much, so the PUE of components is a range: low and mid with the network as IT, as
// the metric's definition has it, high without.
var (
	buildingUses = [...]string{"cooling", "lighting", "power_conversion", "other", networkUse, "servers", "storage"}
	itUses       = buildingUses[5:]
)

const networkUse = "network"

// componentsPUE is all energy ÷ IT energy. The parts have been validated: IT is more than 0.
func componentsPUE(parts []Part) Range[float64] {
	var all, it, network float64
	for _, p := range parts {
		all += p.Share
		switch {
		case slices.Contains(itUses, p.ID):
			it += p.Share
		case p.ID == networkUse:
			network += p.Share
		}
	}
	return Range[float64]{all / (it + network), all / (it + network), all / it}
}
