package estimator

import (
	"strconv"
	"strings"
)

func loadSources(c *Catalog, t *table) {
	c.sources = make([]Source, 0, t.lines())
	for t.next() {
		s := Source{ID: t.required(0), Title: t.required(1), Publisher: t.required(2), URL: t.required(3),
			Licence: t.required(4), Year: t.year(5), AsOf: t.required(6)}
		if !strings.HasPrefix(s.URL, "https://") {
			t.fail("url", s.URL, "not an https address")
		}
		if !isDate(s.AsOf) {
			t.fail("as_of", s.AsOf, "not a date, YYYY-MM-DD")
		}
		c.sources = append(c.sources, s)
	}
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
		t.bad(column, "no such id in sources.csv")
	}
	return s
}

// sourceOf returns the source of an optional figure: both cells are filled, or neither.
func (c *Catalog) sourceOf(t *table, column, figure int) *Source {
	switch {
	case t.text(figure) != "":
		return c.source(t, column)
	case t.text(column) != "":
		t.bad(column, "a source without a figure")
	}
	return nil
}

// checkSources checks a cell that lists source ids, separated by spaces.
func (c *Catalog) checkSources(t *table, column int, ids string) {
	for _, id := range strings.Fields(ids) {
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

func loadPUEs(c *Catalog, t *table) {
	for t.next() {
		p := PUEFigure{Provider: t.required(0), Scope: t.text(1), PUE: t.number(2, 1, 5), Year: t.year(3), Source: c.source(t, 4)}
		c.pues = append(c.pues, p)
	}
}

// leastWeight is the least that a comparison may emit, in kilograms per unit: a milligram.
const leastWeight = 1e-6

func loadEquivalences(c *Catalog, t *table) {
	for t.next() {
		e := Equivalence{ID: t.required(0), Label: t.required(1), Value: t.optional(2, leastWeight, 1e9), Electricity: KWh(t.optional(3, 1e-6, 1e9)), Unit: t.required(4),
			Year: t.year(5), Source: c.source(t, 6)}
		if (e.Value > 0) == (e.Electricity > 0) {
			t.fail("kgco2e", t.text(2), "a comparison has its emissions or its electricity")
		}
		c.equivalences = append(c.equivalences, e)
	}
}
