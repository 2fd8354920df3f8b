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

// factor returns what a reader needs to know of the grid.
func (g *grid) factor() Factor {
	f := Factor{Value: As[float64](g.intensity), Scope: g.scope, Year: g.year, Source: g.source}
	if g.place != nil {
		f.Code, f.Name = g.place.Code, g.place.Name
	}
	if g.cloud != nil {
		f.Code = g.cloud.ID
	}
	return f
}

// wholeOf is the sum of the shares.
func wholeOf(parts []Part) float64 {
	whole := 0.0
	for _, p := range parts {
		whole += p.Share
	}
	return whole
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

// findGrid takes the typed intensity, else that of the typed mix of fuels, else that of the place, else the world
// average. The Spec has been validated.
func findGrid(c *Catalog, s *Spec) grid {
	asked := s.GridBasis
	if asked == "" {
		asked = Lifecycle
	}
	if v, ok := s.GridIntensity.Get(); ok {
		return grid{intensity: Exactly(v), scope: s.GridBasis, asked: asked, source: &sourceTyped}
	}
	if len(s.GridMix) > 0 {
		g := grid{intensity: mixIntensity(c, s.GridMix), scope: Lifecycle, asked: asked, source: &sourceTyped}
		if f, ok := c.Fuel(s.GridMix[0].ID); ok {
			g.source, g.year = f.Source, f.Year
		}
		return g
	}
	region, assumed := strings.TrimSpace(s.Region), false
	if region == "" {
		region, assumed = world, true
	}
	place, _ := findPlace(c, region)
	g := gridOf(c, place, asked, s.gridYear())
	g.assumed = assumed
	g.cloud, _ = findCloud(c, region)
	return g
}

// mixIntensity is the mean of the fuels' life-cycle intensities, weighted by their shares, all fuels at the same end at
// once. The parts have been validated.
func mixIntensity(c *Catalog, mix []Part) Range[GramsPerKWh] {
	var sum Range[GramsPerKWh]
	whole := wholeOf(mix)
	for _, p := range mix {
		if f, ok := c.Fuel(p.ID); ok {
			sum = sum.Plus(f.Intensity.Times(p.Share / whole))
		}
	}
	return sum
}

// Range is the marginal intensity with its two meanings as the ends: what runs more now, and what is built later.
func (m *Marginal) Range() Range[GramsPerKWh] {
	return Range[GramsPerKWh]{min(m.Operating, m.Combined), m.Operating, max(m.Operating, m.Combined)}
}

// gridOf returns a place's grid in the scope asked for, or in another when that is not known. A direct figure that stands
// in for a life-cycle one gets a higher upper end, because the life cycle only adds. Where no marginal figure is known,
// the life-cycle average stands in. Year 0 asks for the newest figures, and so does one of which no average is kept: the
// grid then says another year than was asked for.
func gridOf(c *Catalog, place *Place, asked string, year int) grid {
	g := grid{place: place, asked: asked, scope: asked}
	if asked == MarginalBasis {
		rows := c.Marginals()
		if i := c.rowNear(marginalsFile, place); i >= 0 {
			m := &rows[i]
			g.intensity, g.source, g.year = m.Range(), m.Source, m.Year
			return g
		}
		g.scope = Lifecycle
	}
	lifecycle, direct := place.Lifecycle, place.Direct
	if year != 0 {
		l, d := c.IntensityIn(place, false, year), c.IntensityIn(place, true, year)
		if l != nil || d != nil {
			lifecycle, direct = l, d
		}
	}
	i, scale := lifecycle, GramsPerKWh(1)
	switch {
	case g.scope == Direct && direct != nil:
		i = direct
	case g.scope == Direct:
		g.scope = Lifecycle
	case i == nil:
		i, g.scope, scale = direct, Direct, directAsLifecycle
	}
	g.intensity = Range[GramsPerKWh]{i.Low, i.Value, i.High * scale}
	g.source, g.year = i.Source, i.Year
	return g
}
