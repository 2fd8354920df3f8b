package estimator

import (
	"slices"
	"strings"
)

// A Conflict is a figure of a catalog on which sources disagree, and why the catalog has the one that it has.
type Conflict struct {
	Table       string // the file without its ending: "accelerators"
	ID          string // of the row: the first cell of its key. One that ends in a colon stands for all rows that begin so
	Field       string // column of the table
	Chosen      string // what the table has there; empty when it is unknown, or when it differs by row
	Other       string // what the other source says; empty when it says none, or is share-alike or AGPL and not repeated
	OtherSource *Source
	Reason      string
}

// Conflicts returns the disagreements, sorted by table, id, field and the id of the other source. The first call parses
// them.
func (c *Catalog) Conflicts() []Conflict { c.need(conflictsFile); return c.conflicts }

// parseConflicts reads the disagreements. A chosen figure that its table does not hold is refused: whoever changes a
// figure has to say again why.
func parseConflicts(c *Catalog, t *table) {
	var rows []Conflict
	for t.next() {
		f := Conflict{Table: t.required(0), ID: t.required(1), Field: t.required(2), Chosen: t.text(3), Other: t.text(4),
			OtherSource: c.source(t, 5), Reason: t.required(6)}
		c.checkChosen(t, &f)
		rows = append(rows, f)
	}
	c.conflicts = rows
}

// checkChosen looks the row of a conflict up in its table.
func (c *Catalog) checkChosen(t *table, f *Conflict) {
	for i := range c.files {
		file := &c.files[i]
		if file.catalogFile == nil || file.name != f.Table+".csv" {
			continue
		}
		column := slices.Index(strings.Split(file.header, ","), f.Field)
		if column < 0 {
			t.fail("field", f.Field, "no such column in "+file.name)
			return
		}
		held := file.rowsOf(f.ID, column)
		switch {
		case len(held) == 0:
			t.fail("id", f.ID, "no such row in "+file.name)
		case f.Chosen == "" && (len(held) > 1 || strings.HasSuffix(f.ID, ":")):
		case !slices.Contains(held, f.Chosen):
			t.fail("chosen", f.Chosen, file.name+" has "+held[0])
		}
		return
	}
	t.fail("table", f.Table, "no such table")
}

// rowsOf returns what the rows that an id of a Conflict stands for hold in a column.
func (l *lazyFile) rowsOf(id string, column int) (held []string) {
	begin := "\n" + id
	if !strings.HasSuffix(id, ":") {
		begin += ","
	}
	text, _ := l.text() // of which Load has told what is wrong
	rest := text
	for at := strings.Index(rest, begin); at >= 0; at = strings.Index(rest, begin) {
		rest = rest[at+1:]
		row := newTable(l.name, text, l.header)
		if row.rest = rest; !row.next() {
			break
		}
		held = append(held, row.cells[column])
	}
	return held
}
