package estimator

import "slices"

// A RivalGrid is the carbon intensity that another calculator has in its own table for a place or a cloud region.
type RivalGrid struct {
	Code      string  // of a Place or a CloudRegion
	Source    *Source // the calculator's table
	Intensity GramsPerKWh
}

// RivalGrids returns the tables of other calculators, sorted by code and source. The first call parses them. Figures
// that the grids files hold already are not among them.
func (c *Catalog) RivalGrids() []RivalGrid { c.need(rivalGridsFile); return c.rivalGrids }

// parseRivalGrids reads the figures that only another calculator's table has.
func parseRivalGrids(c *Catalog, t *table) {
	rows := make([]RivalGrid, 0, 600)
	for t.next() {
		g := RivalGrid{Code: t.required(0), Source: c.source(t, 1), Intensity: GramsPerKWh(t.number(2, 0, 2500))}
		if _, cloud := findCloud(c, g.Code); !cloud && c.row(placesFile, g.Code) < 0 {
			t.fail("code", g.Code, "no such code in places.csv or cloud_regions.csv")
		}
		rows = append(rows, g)
	}
	c.rivalGrids = rows
}

// parseOpenRivals picks those rows of grids_open.csv that are figures of another calculator. Their file is checked when
// the grids are loaded.
func parseOpenRivals(c *Catalog, t *table) {
	rows := make([]RivalGrid, 0, 400)
	for t.next() {
		switch t.text(5) {
		case sourceEco2AI, sourceEGRID2020, sourceCanadaNIR, sourceAustraliaNGA:
			rows = append(rows, RivalGrid{Code: t.text(0), Source: c.source(t, 5), Intensity: GramsPerKWh(t.number(1, 0, 2500))})
		}
	}
	c.openRivals = rows
}

// Ids of the sources that hold other calculators' tables. The last three are republished in Green Algorithms.
const (
	sourceMLCO2Regions    = "mlco2-regions"
	sourceGreenAlgorithms = "green-algorithms-ci"
	sourceCarbontracker   = "carbontracker"
	sourceCodeCarbon      = "codecarbon-mix"
	sourceImpactTracker   = "eit-2019"
	sourceCloudCarbon     = "ccf-grid"
	sourceEco2AI          = "eco2ai"
	sourceEGRID2020       = "egrid-2020"
	sourceCanadaNIR       = "canada-nir"
	sourceAustraliaNGA    = "australia-nga"
)

// rivalGrid returns the figure of one of the sources for exactly this code, or nil.
func (c *Catalog) rivalGrid(code string, sources []string) *RivalGrid {
	c.need(openRivalsFile)
	for _, table := range [...][]RivalGrid{c.RivalGrids(), c.openRivals} {
		i := search(len(table), code, func(i int) string { return table[i].Code })
		for ; i >= 0 && i < len(table) && table[i].Code == code; i++ {
			if slices.Contains(sources, table[i].Source.ID) {
				return &table[i]
			}
		}
	}
	return nil
}
