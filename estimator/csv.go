package estimator

import (
	"math"
	"strconv"
	"strings"
)

// A DataError says which cell of a catalog file is wrong.
type DataError struct {
	File   string
	Line   int    // 1 is the header
	Column string // empty when the whole line is wrong
	Value  string
	Reason string
}

// Error returns `catalog: accelerators.csv:12: tdp_w: "abc": not a number`.
func (e *DataError) Error() string {
	where := e.File + ":" + strconv.Itoa(e.Line) + ": "
	if e.Column != "" {
		where += e.Column + ": "
	}
	return "catalog: " + where + strconv.Quote(e.Value) + ": " + e.Reason
}

// A table reads one CSV file (RFC 4180) row by row. The header must be exactly the columns expected, and every row must
// have a cell for each. The first fault stops it and stays in err, so that callers read all cells of a row and check
// once.
//
// Cells are slices of the text, not copies, except quoted ones with a doubled quote.
type table struct {
	file    string
	columns []string
	rest    string    // text that has not been read
	line    int       // of the row in cells
	after   int       // line at which rest begins
	cells   []string  // reused for every row
	key     []int     // columns by which the rows are sorted
	before  [4]string // key of the row before
	keys    []string  // first cells of the keys of all rows before
	err     error
}

// newTable reads and checks the header, which names the columns separated by commas.
func newTable(file, text, header string) *table {
	columns := strings.Split(header, ",")
	t := &table{file: file, columns: columns, rest: text, after: 1, cells: make([]string, 0, len(columns))}
	if !t.split() {
		if t.err == nil {
			t.fail("", "", "the file is empty")
		}
		return t
	}
	for i, name := range t.cells {
		if i >= len(columns) || name != columns[i] {
			t.fail("", name, "unknown column, expected "+header)
			return t
		}
	}
	if len(t.cells) < len(columns) {
		t.fail(columns[len(t.cells)], "", "the column is missing")
	}
	return t
}

// next moves to the next row. It returns false at the end and after a fault.
//
// Rows are sorted by their key, and no key comes twice: a row is held against the one before when it has been read.
func (t *table) next() bool {
	if len(t.key) > 0 && t.line > 1 {
		t.ascending()
	}
	if t.err != nil || !t.split() {
		return false
	}
	if len(t.cells) != len(t.columns) {
		t.fail("", strings.Join(t.cells, ","), strconv.Itoa(len(t.cells))+" cells, expected "+strconv.Itoa(len(t.columns)))
		return false
	}
	return true
}

// ascending checks that the row comes after the one before, and keeps its key.
func (t *table) ascending() {
	order := 0
	for i, column := range t.key {
		if order == 0 {
			order = strings.Compare(t.cells[column], t.before[i])
		}
		t.before[i] = t.cells[column]
	}
	if t.keys == nil {
		t.keys = make([]string, 0, 1+t.lines())
	}
	t.keys = append(t.keys, t.before[0])
	switch {
	case order < 0:
		t.fail(t.columns[t.key[0]], strings.Join(t.before[:len(t.key)], ","), "the rows are not sorted")
	case order == 0:
		t.fail(t.columns[t.key[0]], strings.Join(t.before[:len(t.key)], ","), "the row before has the same key")
	}
}

// lines returns how many rows there are at most.
func (t *table) lines() int { return strings.Count(t.rest, "\n") + 1 }

// split cuts one record off the text into cells.
func (t *table) split() bool {
	if t.rest == "" {
		return false
	}
	t.line = t.after
	t.cells = t.cells[:0]
	for {
		cell, end := t.cell()
		if t.err != nil {
			return false
		}
		t.cells = append(t.cells, cell)
		if end {
			t.after++
			return true
		}
	}
}

// cell cuts one cell off the text, and reports whether it was the last of its record.
func (t *table) cell() (cell string, end bool) {
	if strings.HasPrefix(t.rest, `"`) {
		return t.quoted()
	}
	for i := 0; i < len(t.rest); i++ {
		switch t.rest[i] {
		case ',':
			cell, t.rest = t.rest[:i], t.rest[i+1:]
			return cell, false
		case '\n':
			cell, t.rest = t.rest[:i], t.rest[i+1:]
			return strings.TrimSuffix(cell, "\r"), true
		case '"':
			t.fail("", t.rest[:i+1], "a quote in the middle of a cell")
			return "", true
		}
	}
	cell, t.rest = t.rest, ""
	return strings.TrimSuffix(cell, "\r"), true
}

// quoted reads a cell that begins with a quote: separators inside it are text, and two quotes stand for one.
func (t *table) quoted() (cell string, end bool) {
	body, doubled := t.rest[1:], false
	for from := 0; ; {
		i := strings.IndexByte(body[from:], '"')
		if i < 0 {
			t.fail("", "", "a quote is not closed")
			return "", true
		}
		i += from
		if strings.HasPrefix(body[i+1:], `"`) {
			doubled, from = true, i+2
			continue
		}
		cell, t.rest = body[:i], body[i+1:]
		break
	}
	t.after += strings.Count(cell, "\n")
	if doubled {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	switch {
	case t.rest == "":
		return cell, true
	case t.rest[0] == ',':
		t.rest = t.rest[1:]
		return cell, false
	case t.rest[0] == '\n':
		t.rest = t.rest[1:]
		return cell, true
	case strings.HasPrefix(t.rest, "\r\n"):
		t.rest = t.rest[2:]
		return cell, true
	}
	t.fail("", cell, "text after a closing quote")
	return "", true
}

// fail keeps the first fault.
func (t *table) fail(column, value, reason string) {
	if t.err == nil {
		t.err = &DataError{File: t.file, Line: t.line, Column: column, Value: value, Reason: reason}
	}
}

// bad keeps a fault of one cell.
func (t *table) bad(column int, reason string) { t.fail(t.columns[column], t.cells[column], reason) }

// text returns a cell that may be empty.
func (t *table) text(column int) string { return t.cells[column] }

// required returns a cell that may not be empty, nor begin or end with a space, because callers look it up trimmed.
func (t *table) required(column int) string {
	s := t.cells[column]
	switch {
	case s == "":
		t.bad(column, "the cell is empty")
	case strings.TrimSpace(s) != s:
		t.bad(column, "a space at the beginning or end")
	}
	return s
}

// oneOf returns a cell that is one of the words, or empty where the empty word is among them.
func (t *table) oneOf(column int, words ...string) string {
	s := t.cells[column]
	for _, w := range words {
		if s == w {
			return s
		}
	}
	t.bad(column, "not one of "+strings.Join(words, ", "))
	return s
}

// number returns a cell that must be a number from low to high.
func (t *table) number(column int, low, high float64) float64 {
	s := t.cells[column]
	v, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(v):
		t.bad(column, "not a number")
	case v < low || v > high:
		t.bad(column, "not from "+number(low)+" to "+number(high))
	}
	return v
}

// optional is number for a cell that may be empty, which gives 0: the value is unknown. A written 0 is refused, so that
// the two are never confused.
func (t *table) optional(column int, low, high float64) float64 {
	if t.cells[column] == "" {
		return 0
	}
	v := t.number(column, low, high)
	if v == 0 {
		t.bad(column, "unknown is an empty cell, and 0 is no value of this column")
	}
	return v
}

// year returns a calendar year, or 0 for an empty cell.
func (t *table) year(column int) int {
	s := t.cells[column]
	if s == "" {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 1970 || v > 2100 {
		t.bad(column, "not a year")
	}
	return v
}
