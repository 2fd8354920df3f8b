package estimator

// parseFacts checks facts.csv: single published numbers that the lessons speak of and that no other table holds, each with
// its unit (empty for a count or a ratio), the year of the statement and what exactly the number is of. They are read by
// Ask, as text; nothing is kept.
func parseFacts(c *Catalog, t *table) {
	for t.next() {
		t.required(0)
		t.number(1, -1e30, 1e30)
		if t.year(3) == 0 {
			t.bad(3, "the year is missing")
		}
		t.required(4)
		c.source(t, 5)
	}
}
