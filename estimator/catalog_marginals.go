package estimator

// A Marginal is what one more kilowatt-hour adds at a place: direct CO2 alone, without other gases and the life cycle,
// by one method for all countries. It answers another question than the average of Intensity and is not compared with it.
type Marginal struct {
	Code      string      // of the place
	Operating GramsPerKWh // of the plants that run now and would run more
	Combined  GramsPerKWh // of those and the plants that would be built, as weighted for a new consumer
	Year      int         // of the publication
	Source    *Source
}

// Marginals returns all marginal intensities, sorted by code. The first call parses them.
func (c *Catalog) Marginals() []Marginal { c.need(marginalsFile); return c.marginals }

// Marginal returns the marginal intensity of a place by its code in any case. Neither the parent nor the proxy stands in.
func (c *Catalog) Marginal(code string) (*Marginal, bool) {
	rows := c.Marginals()
	if i := c.rowAt(marginalsFile, code); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

func parseMarginals(c *Catalog, t *table) {
	marginals := make([]Marginal, 0, t.lines())
	for t.next() {
		m := Marginal{Code: c.placeCell(t, 0), Operating: GramsPerKWh(t.number(1, 0, 2500)),
			Combined: GramsPerKWh(t.number(2, 0, 2500)), Year: t.year(3), Source: c.source(t, 4)}
		marginals = append(marginals, m)
	}
	c.marginals = marginals
}
