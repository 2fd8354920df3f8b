package estimator

import (
	"math"
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
	if c.loadCPUs(); c.cpuErr != nil {
		return nil, c.cpuErr
	}
	return c, nil
}

// loadFiles is Load without the CPUs.
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
		{"cloud_regions.csv", c.loadClouds},
		{"pue.csv", c.loadPUEs},
		{"equivalences.csv", c.loadEquivalences},
		{"cpus.csv", func(_, text string) error { c.cpuText = text; return nil }},
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

func (c *Catalog) loadAccelerators(name, text string) error {
	t := newTable(name, text, "id", "name", "vendor", "kind", "tdp_w", "tdp_basis", "idle_w", "avg_w", "fp32_tflops", "tf32_tflops",
		"fp16_dense_tflops", "fp8_dense_tflops", "memory_gb", "memory_type", "release_year", "process_nm", "die_mm2",
		"embodied_kgco2e", "source", "idle_source", "avg_source", "embodied_source", "confirmed_by", "note")
	c.accelerators = make([]Accelerator, 0, strings.Count(text, "\n"))
	before := ""
	for t.next() {
		a := Accelerator{
			ID: t.required(0), Name: t.required(1), Vendor: t.required(2), Kind: t.oneOf(3, "gpu", "tpu", "asic", "soc"),
			Rated: Watts(t.optional(4, 1, 50e3)), RatedBasis: t.oneOf(5, "maker", "analyst", ""),
			Idle: Watts(t.optional(6, 1, 1000)), Average: Watts(t.optional(7, 1, 50e3)),
			FP32: t.optional(8, 0.01, 1e5), TF32: t.optional(9, 0.01, 1e5), FP16: t.optional(10, 0.01, 1e5), FP8: t.optional(11, 0.01, 1e5),
			Memory: Gigabytes(t.optional(12, 0.1, 1e4)), MemoryType: t.text(13), Year: t.year(14),
			ProcessNM: t.optional(15, 1, 100), DieMM2: t.optional(16, 10, 1e5),
			Embodied: Grams(t.optional(17, 1, 1e5) * gramsPerKilogram), Source: c.source(t, 18), ConfirmedBy: t.text(22), Note: t.text(23),
		}
		a.IdleSource = c.sourceOf(t, 19, 6)
		a.AverageSource = c.sourceOf(t, 20, 7)
		a.EmbodiedBy = c.sourceOf(t, 21, 17)
		c.checkSources(t, 22, a.ConfirmedBy)
		if (a.RatedBasis == "") == a.HasRated() {
			t.fail("tdp_basis", a.RatedBasis, "tdp_w and its basis come together")
		}
		t.ascending(0, before, a.ID)
		before = a.ID
		c.accelerators = append(c.accelerators, a)
	}
	if t.err == nil {
		c.acceleratorKeys = make(map[string]int32, 3*len(c.accelerators))
		for i := range c.accelerators {
			a := &c.accelerators[i]
			for _, known := range [...]string{a.ID, a.Name} {
				if !c.addKey(known, i) {
					return &DataError{name, i + 2, "name", known, "another accelerator is found under this name"}
				}
			}
		}
	}
	return t.err
}

// addKey makes accelerator i known under a name, and returns false when the name leads to another one.
func (c *Catalog) addKey(name string, i int) bool {
	key := deviceKey(name)
	if other, taken := c.acceleratorKeys[key]; taken {
		return other == int32(i)
	}
	c.acceleratorKeys[key] = int32(i)
	return key != ""
}

func (c *Catalog) loadAliases(name, text string) error {
	t := newTable(name, text, "alias", "id", "source", "note")
	before := ""
	for t.next() {
		alias, id := t.required(0), t.required(1)
		c.source(t, 2)
		t.ascending(0, before, alias)
		before = alias
		i := search(c.accelerators, id, func(a *Accelerator) string { return a.ID })
		switch {
		case i < 0:
			t.fail("id", id, "no such id in accelerators.csv")
		case c.acceleratorKeys[deviceKey(alias)] == int32(i) && c.known(alias):
			t.fail("alias", alias, "found without this row")
		case !c.addKey(alias, i):
			t.fail("alias", alias, "another accelerator is found under this name")
		}
	}
	return t.err
}

func (c *Catalog) known(name string) bool {
	_, ok := c.acceleratorKeys[deviceKey(name)]
	return ok
}

// checkSources checks a cell that lists source ids, separated by spaces.
func (c *Catalog) checkSources(t *table, column int, ids string) {
	for id := range strings.FieldsSeq(ids) {
		if _, ok := c.Source(id); !ok {
			t.fail(t.columns[column], id, "no such id in sources.csv")
		}
	}
}

// loadCPUs parses the processors once. Of a Catalog that Load returned, and of Default, cpuErr is nil.
func (c *Catalog) loadCPUs() {
	c.cpuOnce.Do(func() {
		t := newTable("cpus.csv", c.cpuText, "name", "vendor", "tdp_w", "tdp_min_w", "tdp_max_w", "cores", "release_year", "source")
		c.cpus = make([]CPU, 0, strings.Count(c.cpuText, "\n"))
		before := ""
		for t.next() {
			p := CPU{Name: t.required(0), Vendor: t.required(1), Rated: Watts(t.number(2, 0.1, 1500)), Cores: int(t.optional(5, 1, 1024)),
				Year: t.year(6), Sources: t.required(7)}
			p.RatedMin, p.RatedMax = p.Rated, p.Rated
			if t.text(3) != "" {
				p.RatedMin = Watts(t.number(3, 0.1, float64(p.Rated)))
			}
			if t.text(4) != "" {
				p.RatedMax = Watts(t.number(4, float64(p.Rated), 1500))
			}
			first, _, _ := strings.Cut(p.Sources, " ")
			p.Source, _ = c.Source(first)
			c.checkSources(t, 7, p.Sources)
			t.ascending(0, before, p.Name)
			before = p.Name
			c.cpus = append(c.cpus, p)
		}
		c.cpuKeys = make(map[string]int32, len(c.cpus))
		for i := range c.cpus {
			key := cpuKey(c.cpus[i].Name)
			if key == "" {
				continue // says no model: found by its exact name only
			}
			if _, taken := c.cpuKeys[key]; taken && t.err == nil {
				t.err = &DataError{t.file, i + 2, "name", c.cpus[i].Name, "another processor is found under this name"}
			}
			c.cpuKeys[key] = int32(i)
		}
		c.cpuErr = t.err
	})
}

func (c *Catalog) loadPlaces(name, text string) error {
	t := newTable(name, text, "code", "name", "level", "parent", "proxy", "source")
	c.places = make([]Place, 0, strings.Count(text, "\n"))
	before := ""
	for t.next() {
		p := Place{Code: t.required(0), Name: t.required(1), Level: t.oneOf(2, "world", "area", "country", "us-state", "ca-province",
			"cn-province", "au-state", "ru-region", "grid-zone", "egrid-subregion"), Parent: t.text(3), Proxy: t.text(4)}
		c.source(t, 5)
		if p.Code != strings.ToUpper(p.Code) {
			t.fail("code", p.Code, "not upper case")
		}
		t.ascending(0, before, p.Code)
		before = p.Code
		c.places = append(c.places, p)
	}
	for i := range c.places {
		p := &c.places[i]
		if _, ok := c.Place(p.Parent); p.Parent != "" && !ok && t.err == nil {
			t.err = &DataError{name, i + 2, "parent", p.Parent, "no such code in places.csv"}
		}
		if proxy, ok := c.Place(p.Proxy); p.Proxy != "" && (!ok || proxy.Proxy != "") && t.err == nil {
			t.err = &DataError{name, i + 2, "proxy", p.Proxy, "no such code in places.csv, or a proxy itself"}
		}
	}
	return t.err
}

func (c *Catalog) loadClouds(name, text string) error {
	t := newTable(name, text, "id", "name", "city", "country", "lat", "lon", "zone", "pue", "wue_l_per_kwh", "cfe_ratio",
		"provider_g_per_kwh", "source", "zone_source", "pue_source", "wue_source", "cfe_source", "provider_source")
	c.clouds = make([]CloudRegion, 0, strings.Count(text, "\n"))
	before := ""
	for t.next() {
		r := CloudRegion{ID: t.required(0), Name: t.required(1), City: t.text(2), Country: t.required(3), Zone: t.required(6),
			PUE: t.optional(7, 1, 3), CFE: Ratio(t.optional(9, 0.001, 1)),
			Provided: GramsPerKWh(t.optional(10, 0.1, 2000)), Source: c.source(t, 11), ZoneSource: c.source(t, 12)}
		var ok bool
		if r.Provider, r.Region, ok = strings.Cut(r.ID, ":"); !ok || r.ID != strings.ToLower(r.ID) {
			t.fail("id", r.ID, "not provider:region in lower case")
		}
		if r.Located = t.text(4) != "" || t.text(5) != ""; r.Located {
			r.Lat, r.Lon = t.number(4, -90, 90), t.number(5, -180, 180)
		}
		if t.text(8) != "" {
			r.WUE = t.number(8, 0, 20)
		}
		r.PUESource = c.sourceOf(t, 13, 7)
		r.WUESource = c.sourceOf(t, 14, 8)
		r.CFESource = c.sourceOf(t, 15, 9)
		r.ProvidedBy = c.sourceOf(t, 16, 10)
		for _, column := range [...]int{3, 6} {
			if search(c.places, t.text(column), placeCode) < 0 {
				t.fail(t.columns[column], t.text(column), "no such code in places.csv")
			}
		}
		t.ascending(0, before, r.ID)
		before = r.ID
		c.clouds = append(c.clouds, r)
	}
	return t.err
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
		e := Equivalence{ID: t.required(0), Label: t.required(1), Value: t.number(2, math.SmallestNonzeroFloat64, 1e9), Unit: t.required(3),
			Year: t.year(4), Source: c.source(t, 5)}
		t.ascending(0, before, e.ID)
		before = e.ID
		c.equivalences = append(c.equivalences, e)
	}
	return t.err
}
