package estimator

// rangeYears is how far back from the preferred year figures count towards Low and High.
const rangeYears = 2

// A gridFigure is one row of a grids file.
type gridFigure struct {
	place     int32
	direct    bool
	preferred bool
	year      int
	value     GramsPerKWh
	basis     string
	source    *Source
}

// parseGrids reads one grids file. The files stay apart because their licences do, and the figures meet only in memory.
func parseGrids(c *Catalog, t *table) {
	code, place := "", -1
	for t.next() {
		if t.text(0) != code { // a place's rows follow each other
			code = t.text(0)
			place = c.row(placesFile, code)
		}
		f := gridFigure{place: int32(place), value: GramsPerKWh(t.number(1, 0, 2500)), year: t.year(2),
			direct: t.oneOf(3, Lifecycle, Direct) == Direct, basis: t.oneOf(4, "generation", "consumption", ""),
			source: c.source(t, 5), preferred: t.oneOf(6, "1", "") == "1"}
		if f.place < 0 {
			t.bad(0, "no such code in places.csv")
		}
		if t.err != nil {
			break
		}
		if f.preferred && !f.prefer(c) {
			t.fail("preferred", t.text(0), "another row is preferred for this code and scope")
		}
		c.figures = append(c.figures, f)
	}
}

// of returns where a place keeps the intensity of the figure's scope.
func (f *gridFigure) of(c *Catalog) **Intensity {
	if f.direct {
		return &c.places[f.place].Direct
	}
	return &c.places[f.place].Lifecycle
}

// prefer makes the figure that of its place, and returns false when the place has one.
func (f *gridFigure) prefer(c *Catalog) bool {
	at := f.of(c)
	if *at != nil {
		return false
	}
	*at = f.intensity()
	return true
}

// intensity is the figure alone.
func (f *gridFigure) intensity() *Intensity {
	return &Intensity{Value: f.value, Low: f.value, High: f.value, Year: f.year, Direct: f.direct, Basis: f.basis, Source: f.source}
}

// settleGrids widens each intensity to what the sources say and lends figures to places with a proxy.
func (c *Catalog) settleGrids() {
	for i := range c.figures {
		f := &c.figures[i]
		v := *f.of(c)
		if v == nil || v.Year == 0 || f.year == 0 || f.year < v.Year-rangeYears {
			continue
		}
		v.Low, v.High = min(v.Low, f.value), max(v.High, f.value)
	}
	for i := range c.places {
		if p := &c.places[i]; p.Proxy != "" {
			from, _ := c.Place(p.Proxy)
			p.Lifecycle, p.Direct = from.Lifecycle, from.Direct
		}
	}
}
