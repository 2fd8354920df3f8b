package estimator

import (
	"slices"
	"strconv"
	"strings"
)

// A catalogCell is one cell of a catalog file, with what its row says about it.
type catalogCell struct {
	text, unit string
	origin     Origin
}

// cellOf looks a cell up by its file's name without ".csv", the key of its row with the columns joined by "/", and the
// name of its column. It reads the file's text, so that every file can be asked without code of its own.
func (c *Catalog) cellOf(name, key, column string) (cell catalogCell, ok bool) {
	for i := range c.files {
		f := &c.files[i]
		if f.catalogFile == nil || f.name != name+".csv" || len(f.key) == 0 {
			continue
		}
		t := newTable(f.name, f.text, f.header)
		at := slices.Index(t.columns, column)
		parts := strings.SplitN(key, "/", len(f.key))
		if at < 0 || len(parts) != len(f.key) {
			return cell, false
		}
	rows:
		for t.next() {
			for j, part := range parts {
				if t.cells[f.key[j]] != part {
					continue rows
				}
			}
			cell.text, cell.unit = t.cells[at], unitOf(column)
			for j, heading := range t.columns {
				switch heading {
				case "source":
					cell.origin.Source, _ = c.Source(t.cells[j])
				case "year":
					cell.origin.Year, _ = strconv.Atoi(t.cells[j])
				case "unit":
					if column == "value" || column == "reported" {
						cell.unit = t.cells[j]
					}
				}
			}
			return cell, true
		}
	}
	return cell, false
}

// unitOf reads the unit off the end of a name, as all names of the catalogs and of results carry theirs.
func unitOf(name string) string {
	for _, u := range [...][2]string{{"g_per_kwh", "gCO2e/kWh"}, {"kgco2e", "kgCO2e"}, {"kwh", "kWh"}, {"usd", "USD"}, {"hours", "h"},
		{"_w", "W"}, {"_l", "L"}, {"flop", "FLOP"}, {"_gb", "GB"}, {"_pct", "%"}} {
		if strings.HasSuffix(name, u[0]) {
			return u[1]
		}
	}
	return ""
}
