package estimator

// A Fact is one published number that the lessons speak of and that no other table holds.
type Fact struct {
	ID     string
	Value  float64
	Unit   string // may be empty: a count, a ratio
	Year   int    // of the statement
	Scope  string // what the number is of, as narrow as its source says
	Source *Source
}

// Facts returns all facts, sorted by id. The first call parses them.
func (c *Catalog) Facts() []Fact { c.need(factsFile); return c.facts }

func parseFacts(c *Catalog, t *table) {
	facts := make([]Fact, 0, t.lines())
	for t.next() {
		f := Fact{ID: t.required(0), Value: t.number(1, -1e30, 1e30), Unit: t.text(2), Year: t.year(3), Scope: t.required(4), Source: c.source(t, 5)}
		if f.Year == 0 {
			t.bad(3, "the year is missing")
		}
		facts = append(facts, f)
	}
	c.facts = facts
}
