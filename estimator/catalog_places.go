package estimator

import "strings"

// loadPlaces reads the places, still without figures: the grids files bring those.
func loadPlaces(c *Catalog, t *table) {
	c.places = make([]Place, 0, t.lines())
	for t.next() {
		p := Place{Code: t.required(0), Name: t.required(1), Level: t.oneOf(2, "world", "area", "country", "us-state", "ca-province",
			"cn-province", "au-state", "ru-region", "grid-zone", "egrid-subregion"), Parent: t.text(3), Proxy: t.text(4)}
		c.source(t, 5)
		if p.Code != strings.ToUpper(p.Code) {
			t.fail("code", p.Code, "not upper case")
		}
		c.places = append(c.places, p)
	}
	for i := range c.places {
		p := &c.places[i]
		t.line = i + 2
		if _, ok := c.Place(p.Parent); p.Parent != "" && !ok {
			t.fail("parent", p.Parent, "no such code in places.csv")
		}
		if proxy, ok := c.Place(p.Proxy); p.Proxy != "" && (!ok || proxy.Proxy != "") {
			t.fail("proxy", p.Proxy, "no such code in places.csv, or a proxy itself")
		}
	}
}

// loadClouds reads the cloud regions. They copy no grid figure: Zone says which place has it.
func loadClouds(c *Catalog, t *table) {
	c.clouds = make([]CloudRegion, 0, t.lines())
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
			if c.row(placesFile, t.text(column)) < 0 {
				t.bad(column, "no such code in places.csv")
			}
		}
		c.clouds = append(c.clouds, r)
	}
}
