package estimator

import "strings"

// loadAccelerators reads the accelerators and makes them known by id and name.
func loadAccelerators(c *Catalog, t *table) {
	c.accelerators = make([]Accelerator, 0, t.lines())
	for t.next() {
		a := Accelerator{
			ID: t.required(0), Name: t.required(1), Vendor: t.required(2), Kind: t.oneOf(3, "gpu", "tpu", "asic", "soc"),
			Rated: Watts(t.optional(4, 1, 50e3)), RatedBasis: t.oneOf(5, "maker", "analyst", ""),
			Idle: Watts(t.optional(6, 1, 1000)), Average: Watts(t.optional(7, 1, 50e3)),
			FP32: t.optional(8, 0.01, 1e5), TF32: t.optional(9, 0.01, 1e5), FP16: t.optional(10, 0.01, 1e5), FP8: t.optional(11, 0.01, 1e5),
			Memory: Gigabytes(t.optional(12, 0.1, 1e4)), MemoryType: t.text(13), Year: t.year(14),
			ProcessNM: t.optional(15, 1, 100), DieMM2: t.optional(16, 10, 1e5),
			Source: c.source(t, 17), ConfirmedBy: t.text(20), Note: t.text(21),
		}
		a.IdleSource = c.sourceOf(t, 18, 6)
		a.AverageSource = c.sourceOf(t, 19, 7)
		c.checkSources(t, 20, a.ConfirmedBy)
		if (a.RatedBasis == "") == a.HasRated() {
			t.fail("tdp_basis", a.RatedBasis, "tdp_w and its basis come together")
		}
		c.accelerators = append(c.accelerators, a)
	}
	c.acceleratorKeys = make(map[string]int32, 3*len(c.accelerators))
	for i := range c.accelerators {
		a := &c.accelerators[i]
		t.line = i + 2
		for _, known := range [...]string{a.ID, a.Name} {
			if !addKey(c.acceleratorKeys, known, i) {
				t.fail("name", known, "another accelerator is found under this name")
			}
		}
	}
}

// addKey makes accelerator i known under a name, and returns false when the name leads to another one.
func addKey(keys map[string]int32, name string, i int) bool {
	key := deviceKey(name)
	if other, taken := keys[key]; taken {
		return other == int32(i)
	}
	keys[key] = int32(i)
	return key != ""
}

func loadAliases(c *Catalog, t *table) {
	c.ambiguous = make(map[string]string)
	for t.next() {
		alias, id := t.required(0), t.required(1)
		c.source(t, 2)
		i := c.row(acceleratorsFile, id)
		switch {
		case i < 0:
			t.fail("id", id, "no such id in accelerators.csv")
		case c.acceleratorKeys[deviceKey(alias)] == int32(i) && c.known(alias):
			t.fail("alias", alias, "found without this row")
		case !addKey(c.acceleratorKeys, alias, i):
			t.fail("alias", alias, "another accelerator is found under this name")
		}
		if others := t.text(4); strings.HasPrefix(t.text(3), "ambiguous") {
			c.ambiguous[deviceKey(alias)] = others
		} else if others != "" {
			t.fail("others", others, "the note does not begin with ambiguous")
		}
	}
}

func (c *Catalog) known(name string) bool {
	_, ok := c.acceleratorKeys[deviceKey(name)]
	return ok
}

// parseCPUs reads the processors and makes them known by name.
func parseCPUs(c *Catalog, t *table) {
	cpus := make([]CPU, 0, t.lines())
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
		p.Source = c.firstSource(t, 7)
		cpus = append(cpus, p)
	}
	c.cpuKeys = make(map[string]int32, len(cpus))
	for i := range cpus {
		key := cpuKey(cpus[i].Name)
		if key == "" {
			continue // says no model: found by its exact name only
		}
		if _, taken := c.cpuKeys[key]; taken {
			t.line = i + 2
			t.fail("name", cpus[i].Name, "another processor is found under this name")
		}
		c.cpuKeys[key] = int32(i)
	}
	c.cpus = cpus
}
