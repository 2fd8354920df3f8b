package estimator

// A WaterFigure is the water that power plants use up for a place's electricity, and what else it takes from the ground.
// Hydropower counts with what its reservoirs evaporate, which is most of the water wherever there is much of it.
type WaterFigure struct {
	Code     string                // of the place
	OffSite  LitresPerKWh          // per kilowatt-hour of electricity, so after PUE
	Primary  Optional[MJ]          // primary energy of a kilowatt-hour
	Minerals Optional[KilogramsSb] // likewise, as antimony
	Year     int                   // 0 unknown
	Source   *Source
}

// A WUEFigure is one published water usage effectiveness: litres used up on site ÷ energy of the machines. Those of
// single cloud regions are in CloudRegion.WUE.
type WUEFigure struct {
	Provider string // a cloud's name, or "united-states" for the country's mean
	Scope    string // part of the fleet; empty for all of it
	WUE      LitresPerKWh
	Year     int // 0 unknown
	Source   *Source
}

// WaterFigures returns the water of all places that have a figure, sorted by code. The first call parses them.
func (c *Catalog) WaterFigures() []WaterFigure { c.need(watersFile); return c.waters }

// Water returns the off-site water of a place by its code in any case. Neither the parent nor the proxy stands in, and
// nothing is worked out from a GridMix.
func (c *Catalog) Water(code string) (*WaterFigure, bool) {
	rows := c.WaterFigures()
	if i := c.rowAt(watersFile, code); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

// WUEs returns the published WUE figures of fleets, sorted by provider, scope and year. The first call parses them.
func (c *Catalog) WUEs() []WUEFigure { c.need(wuesFile); return c.wues }

func parseWater(c *Catalog, t *table) {
	figures := make([]WaterFigure, 0, t.lines())
	for t.next() {
		f := WaterFigure{Code: c.placeCell(t, 0), OffSite: LitresPerKWh(t.number(1, 0, 100)), Year: t.year(4), Source: c.source(t, 5)}
		if t.text(2) != "" {
			f.Primary = Some(MJ(t.number(2, joulesPerKWh/1e6, 100)))
		}
		if t.text(3) != "" {
			f.Minerals = Some(KilogramsSb(t.number(3, 0, 1)))
		}
		figures = append(figures, f)
	}
	c.waters = figures
}

func parseWUEs(c *Catalog, t *table) {
	figures := make([]WUEFigure, 0, t.lines())
	for t.next() {
		f := WUEFigure{Provider: t.required(0), Scope: t.text(1), WUE: LitresPerKWh(t.number(2, 0, 20)), Year: t.year(3), Source: c.source(t, 4)}
		figures = append(figures, f)
	}
	c.wues = figures
}
