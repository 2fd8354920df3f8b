package estimator

import (
	"strconv"
	"strings"
)

// Load parses catalogs from files that read returns by name ("places.csv"). It is strict: an unknown header, a bad
// number, a row out of order, or an id that leads nowhere is a *DataError with file, line, column and value. Errors of
// read are returned as they are.
func Load(read func(name string) (string, error)) (*Catalog, error) {
	c, err := loadFiles(read)
	if err != nil {
		return nil, err
	}
	for _, table := range [...]*lazyFile{&c.cpus.lazyFile, &c.extended.lazyFile, &c.conflicts.lazyFile, &c.embodied.lazyFile, &c.models.lazyFile, &c.workloads.lazyFile, &c.sites.lazyFile,
		&c.mfus.lazyFile, &c.fuels.lazyFile, &c.mixes.lazyFile, &c.marginals.lazyFile, &c.hoursShared.lazyFile, &c.hoursOpen.lazyFile, &c.hours.lazyFile, &c.waters.lazyFile, &c.wues.lazyFile,
		&c.prices.lazyFile, &c.priceHours.lazyFile, &c.devicePrices.lazyFile, &c.instances.lazyFile, &c.socialCosts.lazyFile, &c.rivalGrids.lazyFile, &c.openRivals.lazyFile, &c.published.lazyFile} {
		if err := table.need(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// loadFiles is Load without parsing the lazy tables.
func loadFiles(read func(name string) (string, error)) (*Catalog, error) {
	c := &Catalog{}
	g := gridFigures{}
	for _, file := range [...]struct {
		name  string
		parse func(string, string) error
	}{
		{"sources.csv", c.loadSources}, // first: the others point to it
		{"accelerators.csv", c.loadAccelerators},
		{"accelerator_aliases.csv", c.loadAliases},
		{"places.csv", c.loadPlaces},
		{"grids_ember.csv", func(name, text string) error { return g.load(c, name, text) }},
		{"grids_electricitymaps.csv", func(name, text string) error { return g.load(c, name, text) }},
		{"grids_open.csv", func(name, text string) error { return g.load(c, name, text) }},
		{"grids_open.csv", c.openRivals.later(func(name, text string) (err error) { c.openRivals.rows, err = parseOpenRivals(c, name, text); return })},
		{"cloud_regions.csv", c.loadClouds},
		{"pue.csv", c.loadPUEs},
		{"equivalences.csv", c.loadEquivalences},
		{"cpus.csv", c.cpus.later(func(name, text string) (err error) { c.cpus.rows, err = parseCPUs(c, name, text); return })},
		{"fuels.csv", c.fuels.later(func(name, text string) (err error) { c.fuels.rows, err = parseFuels(c, name, text); return })},
		{"grid_mixes.csv", c.mixes.later(func(name, text string) (err error) { c.mixes.rows, err = parseMixes(c, name, text); return })},
		{"grids_marginal.csv", c.marginals.later(func(name, text string) (err error) { c.marginals.rows, err = parseMarginals(c, name, text); return })},
		{"hours_electricitymaps.csv", c.hoursShared.later(func(name, text string) (err error) { c.hoursShared.rows, err = parseHours(c, name, text); return })},
		{"hours_open.csv", c.hoursOpen.later(func(name, text string) (err error) { c.hoursOpen.rows, err = parseHours(c, name, text); return })},
		{"hours_zones.csv", c.hours.later(func(name, text string) (err error) { c.hours.rows, err = parseHourZones(c, name, text); return })},
		{"mixes_ecologits.csv", c.waters.later(func(name, text string) (err error) { c.waters.rows, err = parseWater(c, name, text); return })},
		{"wue.csv", c.wues.later(func(name, text string) (err error) { c.wues.rows, err = parseWUEs(c, name, text); return })},
		{"electricity_prices.csv", c.prices.later(func(name, text string) (err error) {
			c.prices.rows, err = parseElectricityPrices(c, name, text)
			return
		})},
		{"electricity_price_hours.csv", c.priceHours.later(func(name, text string) (err error) { c.priceHours.rows, err = parsePriceHours(c, name, text); return })},
		{"device_prices.csv", c.devicePrices.later(func(name, text string) (err error) {
			c.devicePrices.rows, err = parseDevicePrices(c, name, text)
			return
		})},
		{"cloud_instances.csv", c.instances.later(func(name, text string) (err error) { c.instances.rows, err = parseInstances(c, name, text); return })},
		{"social_costs.csv", c.socialCosts.later(func(name, text string) (err error) { c.socialCosts.rows, err = parseSocialCosts(c, name, text); return })},
		{"accelerators_extended.csv", c.extended.later(func(name, text string) (err error) { c.extended.rows, err = parseExtended(c, name, text); return })},
		{"accelerator_conflicts.csv", c.conflicts.later(func(name, text string) (err error) { c.conflicts.rows, err = parseConflicts(c, name, text); return })},
		{"embodied.csv", c.embodied.later(func(name, text string) (err error) { c.embodied.rows, err = parseEmbodied(c, name, text); return })},
		{"models_ecologits.csv", c.models.later(func(name, text string) (err error) { c.models.rows, err = parseModels(c, name, text); return })},
		{"workloads.csv", c.workloads.later(func(name, text string) (err error) { c.workloads.rows, err = parseWorkloads(c, name, text); return })},
		{"sites.csv", c.sites.later(func(name, text string) (err error) { c.sites.rows, err = parseSites(c, name, text); return })},
		{"mfu.csv", c.mfus.later(func(name, text string) (err error) { c.mfus.rows, err = parseMFUs(c, name, text); return })},
		{"rival_grids.csv", c.rivalGrids.later(func(name, text string) (err error) { c.rivalGrids.rows, err = parseRivalGrids(c, name, text); return })},
		{"published.csv", c.published.later(func(name, text string) (err error) { c.published.rows, err = parsePublished(c, name, text); return })},
	} {
		text, err := read(file.name)
		if err == nil {
			err = file.parse(file.name, text)
		}
		if err != nil {
			return nil, err
		}
	}
	g.settle(c)
	c.figures = g.all
	return c, nil
}

func (c *Catalog) loadSources(name, text string) error {
	t := newTable(name, text, "id", "title", "publisher", "url", "licence", "year", "as_of")
	c.sources = make([]Source, 0, strings.Count(text, "\n"))
	before := ""
	for t.next() {
		s := Source{ID: t.required(0), Title: t.required(1), Publisher: t.required(2), URL: t.required(3),
			Licence: t.required(4), Year: t.year(5), AsOf: t.required(6)}
		if !strings.HasPrefix(s.URL, "https://") {
			t.fail("url", s.URL, "not an https address")
		}
		if !isDate(s.AsOf) {
			t.fail("as_of", s.AsOf, "not a date, YYYY-MM-DD")
		}
		t.ascending(0, before, s.ID)
		before = s.ID
		c.sources = append(c.sources, s)
	}
	return t.err
}

// isDate checks the form YYYY-MM-DD without the formatting of package time.
func isDate(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	year, err1 := strconv.Atoi(s[:4])
	month, err2 := strconv.Atoi(s[5:7])
	day, err3 := strconv.Atoi(s[8:])
	return err1 == nil && err2 == nil && err3 == nil && year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// source returns the source that a cell names.
func (c *Catalog) source(t *table, column int) *Source {
	s, ok := c.Source(t.text(column))
	if !ok {
		t.fail(t.columns[column], t.text(column), "no such id in sources.csv")
	}
	return s
}

// sourceOf returns the source of an optional figure: both cells are filled, or neither.
func (c *Catalog) sourceOf(t *table, column, figure int) *Source {
	switch {
	case t.text(figure) != "":
		return c.source(t, column)
	case t.text(column) != "":
		t.fail(t.columns[column], t.text(column), "a source without a figure")
	}
	return nil
}

// checkSources checks a cell that lists source ids, separated by spaces.
func (c *Catalog) checkSources(t *table, column int, ids string) {
	for id := range strings.FieldsSeq(ids) {
		if _, ok := c.Source(id); !ok {
			t.fail(t.columns[column], id, "no such id in sources.csv")
		}
	}
}

// firstSource returns the first source of a cell that lists ids, and checks the others.
func (c *Catalog) firstSource(t *table, column int) *Source {
	ids := t.text(column)
	first, _, _ := strings.Cut(ids, " ")
	s, _ := c.Source(first)
	if s == nil {
		t.fail(t.columns[column], first, "no such id in sources.csv")
	}
	c.checkSources(t, column, ids)
	return s
}

func (c *Catalog) loadPUEs(name, text string) error {
	t := newTable(name, text, "provider", "scope", "pue", "year", "source")
	before := ""
	for t.next() {
		p := PUEFigure{Provider: t.required(0), Scope: t.text(1), PUE: t.number(2, 1, 5), Year: t.year(3), Source: c.source(t, 4)}
		key := p.Provider + "\t" + p.Scope + "\t" + t.text(3)
		t.ascending(0, before, key)
		before = key
		c.pues = append(c.pues, p)
	}
	return t.err
}

func (c *Catalog) loadEquivalences(name, text string) error {
	t := newTable(name, text, "id", "label", "kgco2e", "unit", "year", "source")
	before := ""
	for t.next() {
		e := Equivalence{ID: t.required(0), Label: t.required(1), Value: t.number(2, 1e-6, 1e9), Unit: t.required(3),
			Year: t.year(4), Source: c.source(t, 5)}
		t.ascending(0, before, e.ID)
		before = e.ID
		c.equivalences = append(c.equivalences, e)
	}
	return t.err
}
