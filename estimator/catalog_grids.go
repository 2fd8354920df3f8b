package estimator

import (
	"slices"
	"strings"
)

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

// gridFigures collects the rows of all grids files. The files stay apart because their licences do, and the figures
// meet only in memory.
type gridFigures struct{ all []gridFigure }

// load reads one grids file.
func (g *gridFigures) load(c *Catalog, name, text string) error {
	t := newTable(name, text, "code", "g_per_kwh", "year", "scope", "basis", "source", "preferred")
	g.all = slices.Grow(g.all, strings.Count(text, "\n"))
	before, code, place := "", "", -1
	for t.next() {
		if t.text(0) != code { // a place's rows follow each other
			code = t.text(0)
			place = c.placeIndex(code)
		}
		f := gridFigure{place: int32(place), value: GramsPerKWh(t.number(1, 0, 2500)), year: t.year(2),
			direct: t.oneOf(3, Lifecycle, Direct) == Direct, basis: t.oneOf(4, "generation", "consumption", ""),
			source: c.source(t, 5), preferred: t.oneOf(6, "1", "") == "1"}
		if f.place < 0 {
			t.fail("code", t.text(0), "no such code in places.csv")
		}
		key := t.text(0) + "\t" + t.text(3) + "\t" + t.text(2) + "\t" + t.text(5)
		t.ascending(0, before, key)
		before = key
		if t.err != nil {
			break
		}
		if f.preferred && !f.prefer(c) {
			t.fail("preferred", t.text(0), "another row is preferred for this code and scope")
		}
		g.all = append(g.all, f)
	}
	return t.err
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

// settle widens each intensity to what the sources say and lends figures to places with a proxy.
func (g *gridFigures) settle(c *Catalog) {
	for i := range g.all {
		f := &g.all[i]
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
