package estimator

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// readAll returns the rows of a table, copied, and its fault.
func readAll(t *table) (rows [][]string, err error) {
	for t.next() {
		rows = append(rows, slices.Clone(t.cells))
	}
	return rows, t.err
}

func TestTable(t *testing.T) {
	tests := []struct {
		name, text string
		want       [][]string
	}{
		{"header alone", "a,b\n", nil},
		{"header without line end", "a,b", nil},
		{"plain", "a,b\n1,2\n3,4\n", [][]string{{"1", "2"}, {"3", "4"}}},
		{"no last line end", "a,b\n1,2", [][]string{{"1", "2"}}},
		{"empty cells", "a,b\n,\n", [][]string{{"", ""}}},
		{"carriage returns", "a,b\r\n1,2\r\n", [][]string{{"1", "2"}}},
		{"quoted comma", "a,b\n\"x, y\",2\n", [][]string{{"x, y", "2"}}},
		{"quoted quote", "a,b\n\"say \"\"x\"\"\",\"\"\n", [][]string{{`say "x"`, ""}}},
		{"quoted line end", "a,b\n\"x\ny\",2\n3,4\n", [][]string{{"x\ny", "2"}, {"3", "4"}}},
		{"beyond ASCII", "a,b\nTürkiye,São Tomé\n", [][]string{{"Türkiye", "São Tomé"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := readAll(newTable("x.csv", test.text, "a,b"))
			if err != nil {
				t.Fatalf("error %v, want none", err)
			}
			if !slices.EqualFunc(got, test.want, slices.Equal[[]string]) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTableFaults(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty file", "", `catalog: x.csv:0: "": the file is empty`},
		{"unknown column", "a,c\n", `catalog: x.csv:1: "c": unknown column, expected a,b`},
		{"extra column", "a,b,c\n", `catalog: x.csv:1: "c": unknown column, expected a,b`},
		{"missing column", "a\n", `catalog: x.csv:1: b: "": the column is missing`},
		{"columns swapped", "b,a\n", `catalog: x.csv:1: "b": unknown column, expected a,b`},
		{"short row", "a,b\n1,2\n3\n", `catalog: x.csv:3: "3": 1 cells, expected 2`},
		{"long row", "a,b\n1,2,3\n", `catalog: x.csv:2: "1,2,3": 3 cells, expected 2`},
		{"blank line", "a,b\n\n1,2\n", `catalog: x.csv:2: "": 1 cells, expected 2`},
		{"bare quote", "a,b\n1,x\"y\n", `catalog: x.csv:2: "x\"": a quote in the middle of a cell`},
		{"open quote", "a,b\n1,\"x\n", `catalog: x.csv:2: "": a quote is not closed`},
		{"text after quote", "a,b\n1,\"x\"y\n", `catalog: x.csv:2: "x": text after a closing quote`},
		{"line after a quoted line end", "a,b\n\"x\ny\",2\n3\n", `catalog: x.csv:4: "3": 1 cells, expected 2`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := readAll(newTable("x.csv", test.text, "a,b"))
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v\nwant  %s", err, test.want)
			}
		})
	}
}

func TestTableCells(t *testing.T) {
	tests := []struct {
		name, cell string
		read       func(*table)
		want       string // of the error; empty for none
	}{
		{"number", "1.5", func(r *table) { r.number(0, 0, 2) }, ""},
		{"number as exponent", "1e3", func(r *table) { r.number(0, 0, 2000) }, ""},
		{"no number", "abc", func(r *table) { r.number(0, 0, 2) }, `catalog: x.csv:2: a: "abc": not a number`},
		{"number missing", "", func(r *table) { r.number(0, 0, 2) }, `catalog: x.csv:2: a: "": not a number`},
		{"not a number", "NaN", func(r *table) { r.number(0, 0, 2) }, `catalog: x.csv:2: a: "NaN": not a number`},
		{"infinite", "+Inf", func(r *table) { r.number(0, 0, 2) }, `catalog: x.csv:2: a: "+Inf": not from 0 to 2`},
		{"too large", "3", func(r *table) { r.number(0, 0, 2) }, `catalog: x.csv:2: a: "3": not from 0 to 2`},
		{"unknown", "", func(r *table) { r.optional(0, 0, 2) }, ""},
		{"zero for unknown", "0", func(r *table) { r.optional(0, 0, 2) }, `catalog: x.csv:2: a: "0": unknown is an empty cell, and 0 is no value of this column`},
		{"year", "2024", func(r *table) { r.year(0) }, ""},
		{"no year", "", func(r *table) { r.year(0) }, ""},
		{"short year", "24", func(r *table) { r.year(0) }, `catalog: x.csv:2: a: "24": not a year`},
		{"required", "", func(r *table) { r.required(0) }, `catalog: x.csv:2: a: "": the cell is empty`},
		{"space", "x ", func(r *table) { r.required(0) }, `catalog: x.csv:2: a: "x ": a space at the beginning or end`},
		{"word", "y", func(r *table) { r.oneOf(0, "x", "y") }, ""},
		{"other word", "z", func(r *table) { r.oneOf(0, "x", "y") }, `catalog: x.csv:2: a: "z": not one of x, y`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newTable("x.csv", "a,b\n"+test.cell+",\n", "a,b")
			if !r.next() {
				t.Fatal(r.err)
			}
			test.read(r)
			got := ""
			if r.err != nil {
				got = r.err.Error()
			}
			if got != test.want {
				t.Errorf("error %q, want %q", got, test.want)
			}
		})
	}
}

func TestTableSorted(t *testing.T) {
	tests := []struct {
		name, rows string
		key        []int
		want       string // of the error; empty for none
	}{
		{"in order", "a,2\nb,1\n", []int{0}, ""},
		{"out of order", "b,1\na,2\n", []int{0}, `catalog: x.csv:3: a: "a": the rows are not sorted`},
		{"twice", "b,1\nb,2\n", []int{0}, `catalog: x.csv:3: a: "b": the row before has the same key`},
		{"two columns", "b,1\nb,2\n", []int{0, 1}, ""},
		{"two columns out of order", "b,2\nb,1\n", []int{0, 1}, `catalog: x.csv:3: a: "b,1": the rows are not sorted`},
		{"two columns twice", "b,2\nb,2\n", []int{0, 1}, `catalog: x.csv:3: a: "b,2": the row before has the same key`},
		{"columns the other way round", "b,1\na,2\n", []int{1, 0}, ""},
		{"no key", "b,1\na,2\n", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newTable("x.csv", "a,b\n"+test.rows, "a,b")
			r.key = test.key
			got := ""
			if _, err := readAll(r); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("error %q, want %q", got, test.want)
			}
		})
	}
}

// FuzzCSV compares with the standard library's reader: what table accepts, that one accepts with the same cells. A
// refusal names the file, and a line that exists.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"1,2\n", "\"x, \"\"y\"\"\",\n", "\"a\nb\",c\r\n", "1\n", "\"", "a\"b,c\n", ",\r", "\xff,é\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text := "a,b\n" + body
		got, err := readAll(newTable("x.csv", text, "a,b"))
		if err != nil {
			var e *DataError
			if !errors.As(err, &e) || e.File != "x.csv" || e.Line < 1 || e.Line > strings.Count(text, "\n")+1 || e.Reason == "" {
				t.Fatalf("error %v does not say where", err)
			}
			return
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = 2
		want, err := r.ReadAll()
		if err != nil && !errors.Is(err, io.EOF) {
			t.Fatalf("accepted %q, encoding/csv says %v", text, err)
		}
		for i := range got {
			for j := range got[i] { // that one turns line ends inside quotes into \n
				got[i][j] = strings.ReplaceAll(got[i][j], "\r\n", "\n")
			}
		}
		if !slices.EqualFunc(got, want[1:], slices.Equal[[]string]) {
			t.Fatalf("text %q: got %q, encoding/csv %q", text, got, want[1:])
		}
	})
}
