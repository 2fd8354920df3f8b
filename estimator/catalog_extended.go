package estimator

// ExtendedAccelerators returns the parts of a long list that nobody compared with others: laptop parts and older cards,
// with RatedBasis "unchecked", sorted by id. None is in Accelerators. The first call parses them.
func (c *Catalog) ExtendedAccelerators() []Accelerator { c.need(extendedFile); return c.extended }

// parseExtended reads the unchecked parts and makes them known by id and name.
func parseExtended(c *Catalog, t *table) {
	rows := make([]Accelerator, 0, t.lines())
	c.extendedKeys = make(map[string]int32, cap(rows))
	for t.next() {
		a := Accelerator{
			ID: t.required(0), Name: t.required(1), Vendor: t.required(2), Kind: t.oneOf(3, "gpu", "asic"),
			Rated: Watts(t.number(4, 1, 50e3)), RatedBasis: "unchecked", FP32: t.optional(5, 0.01, 1e5), Year: t.year(6),
			ProcessNM: t.optional(7, 1, 100), DieMM2: t.optional(8, 10, 1e5), Source: c.source(t, 9),
		}
		for column, known := range [...]string{a.ID, a.Name} {
			if c.known(known) {
				t.fail(t.columns[column], known, "found in accelerators.csv")
			}
			if !addKey(c.extendedKeys, known, len(rows)) {
				t.fail(t.columns[column], known, "another accelerator is found under this name")
			}
		}
		rows = append(rows, a)
	}
	c.extended = rows
}
