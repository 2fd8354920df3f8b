package estimator

// A Fuel is one way to make electricity: its emissions over the life of the plant and the water it uses up.
type Fuel struct {
	ID          string             // "gas", "wind-offshore"
	Label       string             // "natural gas, combined cycle"
	Intensity   Range[GramsPerKWh] // life cycle: smallest, median and largest of the plants that the source reviewed
	Bounded     bool               // the ends are known; otherwise Low and High repeat Mid and say nothing
	Year        int                // of the source
	Source      *Source
	Water       Optional[LitresPerKWh] // evaporated in operation, median of the common cooling; 0 is a figure
	WaterSource *Source                // nil when Water is not given
}

// MixFuels are the ids of the fuels that a GridMix divides electricity among, in the order of GridMix.Shares.
var MixFuels = [...]string{"coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "biomass", "geothermal"}

// A GridMix is what the electricity generated at a place in a year was made from; imports are not in it. The shares
// are as published, rounded, so that they add up to 1 within half a percent.
type GridMix struct {
	Code   string // of the place
	Year   int
	Shares [len(MixFuels)]Ratio // in the order of MixFuels; the last holds all renewables without a column of their own
	Source *Source
}

// Fuels returns all fuels, sorted by id. The first call parses them.
func (c *Catalog) Fuels() []Fuel { c.need(fuelsFile); return c.fuels }

// Fuel returns a fuel by its id.
func (c *Catalog) Fuel(id string) (*Fuel, bool) {
	fuels := c.Fuels()
	if i := c.row(fuelsFile, id); i >= 0 {
		return &fuels[i], true
	}
	return nil, false
}

// GridMixes returns all mixes, sorted by code. The first call parses them.
func (c *Catalog) GridMixes() []GridMix { c.need(mixesFile); return c.mixes }

// GridMix returns the newest mix of a place by its code in any case. Neither the parent nor the proxy stands in.
func (c *Catalog) GridMix(code string) (*GridMix, bool) {
	rows := c.GridMixes()
	if i := c.rowAt(mixesFile, code); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

// placeCell returns a cell that must be the code of a place.
func (c *Catalog) placeCell(t *table, column int) string {
	c.placeOf(t, column)
	return t.required(column)
}

func parseFuels(c *Catalog, t *table) {
	fuels := make([]Fuel, 0, t.lines())
	for t.next() {
		mid := GramsPerKWh(t.number(3, 0, 2500))
		f := Fuel{ID: t.required(0), Label: t.required(1), Intensity: Exactly(mid), Year: t.year(5), Source: c.source(t, 6),
			WaterSource: c.sourceOf(t, 8, 7)}
		if f.Bounded = t.text(2) != "" || t.text(4) != ""; f.Bounded {
			f.Intensity.Low = GramsPerKWh(t.number(2, 0, float64(mid)))
			f.Intensity.High = GramsPerKWh(t.number(4, float64(mid), 2500))
		}
		if t.text(7) != "" {
			f.Water = Some(LitresPerKWh(t.number(7, 0, 100)))
		}
		fuels = append(fuels, f)
	}
	c.fuels = fuels
}

func parseMixes(c *Catalog, t *table) {
	mixes := make([]GridMix, 0, t.lines())
	for t.next() {
		m := GridMix{Code: c.placeCell(t, 0), Year: t.year(1), Source: c.source(t, 11)}
		sum := Ratio(0)
		for i := range m.Shares {
			if t.text(2+i) != "" { // what the source leaves out is 0, since the others make up the whole
				m.Shares[i] = Ratio(t.number(2+i, 0, 100) / 100)
				sum += m.Shares[i]
			}
		}
		if sum < 0.995 || sum > 1.005 {
			t.fail("code", m.Code, "the shares do not add up to 100 within a half")
		}
		mixes = append(mixes, m)
	}
	c.mixes = mixes
}
