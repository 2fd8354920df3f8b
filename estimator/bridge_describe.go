package estimator

import "strings"

// The methods of Call that describe the engine itself: fields, units, catalog.

func writeFields(w *jsonWriter, _ *Catalog, _ string) {
	w.open('{')
	w.key("fields")
	w.open('[')
	for i := range specFields {
		specFields[i].write(w, specFields[i].key, specFields[i].path)
	}
	for i := range deviceFields {
		f := &deviceFields[i]
		f.write(w, f.key, "accelerators[]."+f.path)
		f.write(w, f.cpuKey, "cpus[]."+f.path)
	}
	w.close(']')
	w.key("texts")
	w.open('[')
	for i := range textFields {
		f := &textFields[i]
		describe(w, f.key, f.path, f.label, "")
		w.key("choices")
		writeStrings(w, f.choices)
		w.close('}')
	}
	w.close(']')
	w.key("lists")
	w.open('[')
	for i := range partsFields {
		f := &partsFields[i]
		describe(w, f.key, f.path, f.label, f.remedy)
		w.close('}')
	}
	for i := range seriesFields {
		f := &seriesFields[i]
		describe(w, f.key, f.path, f.label, f.remedy)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// describe opens the description of a field that is no number.
func describe(w *jsonWriter, key, path, label, remedy string) {
	w.open('{')
	w.text("key", key)
	w.text("path", path)
	w.text("label", label)
	w.textOrNull("remedy", remedy)
}

// write describes the field in the link's unit, as a control needs it.
func (f *numberField) write(w *jsonWriter, key, path string) {
	w.open('{')
	w.text("key", key)
	w.text("path", path)
	w.text("label", f.label)
	w.text("unit", f.unit)
	w.number("min", f.min*f.scale)
	w.number("max", f.max*f.scale)
	w.number("step", f.step)
	w.flag("above_min", f.above)
	w.flag("whole", f.whole)
	scale := "linear"
	if f.log {
		scale = "log"
	}
	w.text("scale", scale)
	w.text("remedy", f.remedy)
	w.close('}')
}

func writeUnits(w *jsonWriter, _ *Catalog, _ string) {
	w.open('{')
	w.key("units")
	w.open('{')
	for i := range unitTable {
		w.key(unitTable[i].unit)
		w.open('[')
		for _, p := range unitTable[i].prefixes {
			w.open('{')
			w.number("from", p.from)
			w.number("factor", p.factor)
			w.text("symbol", p.symbol)
			w.close('}')
		}
		w.close(']')
	}
	w.close('}')
	w.close('}')
}

func writeCatalog(w *jsonWriter, c *Catalog, argument string) {
	table, text, _ := strings.Cut(strings.TrimSpace(argument), " ")
	for i := range catalogTables {
		if t := &catalogTables[i]; t.name == table {
			w.open('{')
			w.flag("ok", true)
			w.key("rows")
			w.open('[')
			if text = strings.ToLower(strings.TrimSpace(text)); t.write == nil {
				writeFile(w, c, t.file, text)
			} else {
				t.write(w, c, text)
			}
			w.close(']')
			w.close('}')
			return
		}
	}
	w.b = fault("catalog", table, "there is no such table", "use "+alternatives(CatalogTables())).AppendJSON(w.b)
}
