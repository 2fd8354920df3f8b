package estimator

import "strings"

// ExtendedAccelerators returns the parts of a long list that nobody compared with others: laptop parts and older cards,
// with RatedBasis "unchecked", sorted by id. None is in Accelerators. The first call parses them.
func (c *Catalog) ExtendedAccelerators() []Accelerator { c.extended.need(); return c.extended.rows }

// parseExtended reads the unchecked parts and makes them known by id and name.
func parseExtended(c *Catalog, name, text string) ([]Accelerator, error) {
	t := newTable(name, text, "id", "name", "vendor", "kind", "tdp_w", "fp32_tflops", "release_year", "process_nm", "die_mm2", "source")
	rows := make([]Accelerator, 0, strings.Count(text, "\n"))
	c.extendedKeys = make(map[string]int32, cap(rows))
	before := ""
	for t.next() {
		a := Accelerator{
			ID: t.required(0), Name: t.required(1), Vendor: t.required(2), Kind: t.oneOf(3, "gpu", "asic"),
			Rated: Watts(t.number(4, 1, 50e3)), RatedBasis: "unchecked", FP32: t.optional(5, 0.01, 1e5), Year: t.year(6),
			ProcessNM: t.optional(7, 1, 100), DieMM2: t.optional(8, 10, 1e5), Source: c.source(t, 9),
		}
		t.ascending(0, before, a.ID)
		before = a.ID
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
	return rows, t.err
}
