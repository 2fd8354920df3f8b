package estimator

import (
	"strconv"
	"strings"
)

// cellOf looks a cell up by its file's name without ".csv", the key of its row with the columns joined by "/", and the
// name of its column; ok is false where there is none. It reads the file's text, so that every file can be asked without
// code of its own.
func (c *Catalog) cellOf(name, key, column string) (cell, unit string, o Origin, ok bool) {
	for i := range c.files {
		f := &c.files[i]
		if f.catalogFile == nil || f.name != name+".csv" || len(f.key) == 0 {
			continue
		}
		text, _ := f.text() // of which Load has told what is wrong
		for t := newTable(f.name, text, f.header); t.next(); {
			row := t.cells[f.key[0]]
			if !strings.HasPrefix(key, row) {
				continue
			}
			for _, k := range f.key[1:] {
				row += "/" + t.cells[k]
			}
			if row != key {
				continue
			}
			unit = unitOf(column)
			for j, heading := range t.columns {
				value := t.cells[j]
				if heading == column {
					cell, ok = value, true
				}
				switch heading {
				case "source":
					o.Source, _ = c.Source(value)
				case "year":
					o.Year, _ = strconv.Atoi(value)
				case "unit":
					if unit == "" {
						unit = value
					}
				}
			}
			return cell, unit, o, ok
		}
	}
	return
}

// unitOf reads the unit off the end of a name, as the names of the catalogs' columns and of results carry theirs.
func unitOf(name string) string {
	for i := range unitEndings {
		if strings.HasSuffix(name, unitEndings[i][0]) {
			return unitEndings[i][1]
		}
	}
	return ""
}

var unitEndings = [...][2]string{{"g_per_kwh", "gCO2e/kWh"}, {"kgco2e", "kgCO2e"}, {"kwh", "kWh"}, {"usd", "USD"}, {"hours", "h"}, {"_w", "W"},
	{"_l", "L"}, {"flop", "FLOP"}, {"_gb", "GB"}, {"_pct", "%"}}
