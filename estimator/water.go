package estimator

// Water that evaporates: at the building's cooling, per energy of the machines (WUE), and at the power plants, per energy
// of the whole building. So PUE counts once, and only in the second.

// addWater adds both parts, each where it is known.
func (e *estimate) addWater() {
	r := &e.result
	e.sum("energy at the machines", ITSum)
	site := e.onSiteWater()
	e.uncertain(site.Input, Key{"wue", site.of}, "water on site (WUE)", Field{Name: "wue_l_per_kwh"})
	r.WaterOnSite = Known(As[Litres](e.term(Term{Kind: "water-site", Group: WaterTerms, Label: "cooling of the building", Unit: "L", Source: site.Source, Year: site.Year}, 1)))

	plants, ok := e.offSiteWater()
	if !ok {
		return
	}
	e.sum("energy at the facility", FacilitySum)
	e.uncertain(plants.Input, Key{"plant water", plants.of}, "water of the power plants", Field{Name: "offsite_water_l_per_kwh"})
	r.WaterOffSite = Known(As[Litres](e.term(Term{Kind: "water-grid", Group: WaterTerms, Label: "power plants", Unit: "L", Source: plants.Source, Year: plants.Year}, 1)))
}

// A waterFactor is the input of a water term, and what it is of.
type waterFactor struct {
	Input
	of string
}

// onSiteWater takes the typed WUE, else that of the cloud region, else none at home, else the range of data centres.
func (e *estimate) onSiteWater() waterFactor {
	in := waterFactor{Input{Name: "WUE", Unit: "L/kWh", Source: &sourceTyped}, "typed"}
	if v, ok := e.spec.WUE.Get(); ok {
		in.Value = Exactly(float64(v))
		return in
	}
	if c, ok := findCloud(e.catalog, e.spec.Region); ok && c.WUESource != nil {
		in.Value, in.Source, in.of = Exactly(c.WUE), c.WUESource, c.ID
		return in
	}
	if e.spec.Site == homeSite {
		in.Value, in.Source = Exactly(0.0), &sourceHomeWater
		return in
	}
	in.Value, in.Source, in.of = As[float64](defaultWUE), &sourceDefaultWUE, "default"
	return in
}

// offSiteWater takes the typed figure, else that of the typed mix of fuels, else the published one of the place or its
// country, else the one that follows from the country's mix of fuels. With a typed intensity nothing is known.
func (e *estimate) offSiteWater() (waterFactor, bool) {
	s, c := e.spec, e.catalog
	in := waterFactor{Input{Name: "water of power plants", Unit: "L/kWh", Source: &sourceTyped}, "typed"}
	if v, ok := s.OffSiteWater.Get(); ok {
		in.Value = Exactly(float64(v))
		return in, true
	}
	if len(s.GridMix) > 0 {
		return in, in.fromMix(c, s.GridMix)
	}
	if s.GridIntensity.given {
		return in, false
	}
	place := findGrid(c, s).place
	figures, mixes := c.WaterFigures(), c.GridMixes()
	if i := c.rowNear(watersFile, place); i >= 0 {
		f := &figures[i]
		in.Value, in.Source, in.Year, in.of = Within(float64(f.OffSite), offSiteWaterSpread), f.Source, f.Year, f.Code
		return in, true
	}
	if i := c.rowNear(mixesFile, place); i >= 0 {
		m := &mixes[i]
		in.of, in.Year = m.Code, m.Year
		return in, in.fromMix(c, m.Parts())
	}
	return in, false
}

// fromMix works the water out from fuels. Fuels without a figure, such as oil, are left out up to a tenth of the mix; with
// more of them the water is unknown.
func (in *waterFactor) fromMix(c *Catalog, mix []Part) bool {
	litres, known, whole := 0.0, 0.0, 0.0
	for _, p := range mix {
		whole += p.Share
		if f, ok := c.Fuel(p.ID); ok && f.Water.given {
			litres, known = litres+p.Share*f.Water.value, known+p.Share
			in.Source = f.WaterSource
		}
	}
	if known < 0.9*whole || whole == 0 {
		return false
	}
	in.Value = Within(litres/known, offSiteWaterSpread)
	return true
}

// Parts returns the mix as shares of fuels.
func (m *GridMix) Parts() []Part {
	parts := make([]Part, len(m.Shares))
	for i, share := range m.Shares {
		parts[i] = Part{MixFuels[i], float64(share)}
	}
	return parts
}
