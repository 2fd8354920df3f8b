package estimator

import "strings"

// loadPlaces reads the places, still without figures: the grids files bring those.
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

// loadClouds reads the cloud regions. They copy no grid figure: Zone says which place has it.
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
			if c.placeIndex(t.text(column)) < 0 {
				t.fail(t.columns[column], t.text(column), "no such code in places.csv")
			}
		}
		t.ascending(0, before, r.ID)
		before = r.ID
		c.clouds = append(c.clouds, r)
	}
	return t.err
}
