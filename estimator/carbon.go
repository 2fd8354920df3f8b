package estimator

import "strings"

// world is the place that stands for "somewhere".
const world = "WORLD"

// A grid is the average carbon intensity of electricity that applies, and where it comes from. It is location-based:
// certificates and offsets change nothing in it.
type grid struct {
	intensity Range[GramsPerKWh]
	place     *Place // nil when the intensity was typed
	cloud     *CloudRegion
	scope     string // Lifecycle or Direct, of the figure used; empty when typed without a basis
	asked     string // the scope that was asked for
	source    *Source
	year      int
	assumed   bool // no place was given
}

// findPlace resolves a country, a zone or a cloud region to the place whose grid it draws from.
func findPlace(c *Catalog, region string) (*Place, bool) {
	if r, ok := findCloud(c, region); ok {
		return c.Place(r.Zone)
	}
	return c.Place(region)
}

// findCloud looks up a cloud region; only its ids have a colon.
func findCloud(c *Catalog, region string) (*CloudRegion, bool) {
	if strings.IndexByte(region, ':') < 0 {
		return nil, false
	}
	return c.CloudRegion(region)
}

// findGrid takes the typed intensity, else that of the place, else the world average. The Spec has been validated.
func findGrid(c *Catalog, s *Spec) grid {
	asked := s.GridBasis
	if asked == "" {
		asked = Lifecycle
	}
	if v, ok := s.GridIntensity.Get(); ok {
		return grid{intensity: Exactly(v), scope: s.GridBasis, asked: asked, source: &sourceTyped}
	}
	region, assumed := strings.TrimSpace(s.Region), false
	if region == "" {
		region, assumed = world, true
	}
	place, _ := findPlace(c, region)
	g := gridOf(place, asked)
	g.assumed = assumed
	g.cloud, _ = findCloud(c, region)
	return g
}

// gridOf returns a place's grid in the scope asked for, or in the other scope when only that is known. A direct figure
// that stands in for a life-cycle one gets a higher upper end, because the life cycle only adds.
func gridOf(place *Place, asked string) grid {
	g := grid{place: place, asked: asked, scope: asked}
	i := place.Lifecycle
	if asked == Direct {
		i = place.Direct
	}
	switch {
	case i == nil && asked == Lifecycle:
		i, g.scope = place.Direct, Direct
		g.intensity = Range[GramsPerKWh]{i.Low, i.Value, i.High * directAsLifecycle}
	case i == nil:
		i, g.scope = place.Lifecycle, Lifecycle
		g.intensity = Range[GramsPerKWh]{i.Low, i.Value, i.High}
	default:
		g.intensity = Range[GramsPerKWh]{i.Low, i.Value, i.High}
	}
	g.source, g.year = i.Source, i.Year
	return g
}
