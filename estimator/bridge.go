package estimator

import (
	"maps"
	"slices"
	"strings"
)

// DefaultQuery is the scenario that the page opens with: a weekend fine-tune on eight cards in a lab. The rest of the
// server is counted by the default share, because a run cannot do without it.
const DefaultQuery = "v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.56&r=WORLD"

// Call is the engine for callers that speak text: the page (through wasm) and tests that compare the two. It answers
// with JSON; a method or an argument that is wrong gives {"ok":false,"errors":[…]}, never a panic.
//
//	estimate  QUERY   {"ok":true,"unknown":[keys],"result":{…}}
//	draws     QUERY   {"ok":true,"unknown":[keys],"draws":{…}}: DefaultDraws of DefaultSeed, as Draws.AppendJSON writes them
//	tornado   QUERY   {"ok":true,"unknown":[keys],"effects":[…]} from the largest span to the smallest, as Result.Tornado finds them
//	compare   QUERY\nQUERY…   {"unknown":[[keys],…],"ok":true,"comparison":{…}}, as Comparison.AppendJSON writes it
//	scenario  QUERY   {"ok":true,"unknown":[keys],"scenario":{…}}: the same as scenario JSON; values are read, not checked
//	regions   QUERY   {"ok":true,"regions":[…],"sources":{…}} from least to most; a row names its source by id
//	report    FORMAT QUERY [newline SENSITIVITY]   {"ok":true,"text":"…"}: one of the ReportFormats, or sentence
//	catalog   TABLE [TEXT]   {"ok":true,"rows":[…]}: a table of catalogTables
//	rivals    QUERY   {"ok":true,"rivals":[…]}: what other calculators say to the same scenario, and why
//	fields, units, defaults, version   no argument
func Call(c *Catalog, method, argument string) []byte {
	w := jsonWriter{b: make([]byte, 0, 4096)}
	switch method {
	case "estimate", "draws", "tornado":
		writeEstimate(&w, c, method, argument)
	case "compare":
		writeComparison(&w, c, argument)
	case "scenario":
		writeScenario(&w, argument)
	case "regions":
		writeRegions(&w, c, argument)
	case "report":
		writeReport(&w, c, argument)
	case "rivals":
		writeRivals(&w, c, argument)
	case "catalog":
		writeCatalog(&w, c, argument)
	case "fields":
		writeFields(&w)
	case "units":
		writeUnits(&w)
	case "defaults":
		w.open('{')
		w.text("query", DefaultQuery)
		w.close('}')
	case "version":
		w.open('{')
		w.text("engine", EngineVersion)
		w.text("data", c.Version())
		w.close('}')
	default:
		return FieldErrors{{"method", method, "the engine has no such method", "use estimate, draws, tornado, compare, scenario, regions, rivals, report, catalog, fields, units, defaults or version"}}.AppendJSON(nil)
	}
	return w.b
}

// writeEstimate answers estimate, draws and tornado.
func writeEstimate(w *jsonWriter, c *Catalog, method, query string) {
	s, unknown, err := ParseQuery(query)
	r, err := EstimateParsed(c, &s, err)
	w.open('{')
	w.flag("ok", err == nil)
	w.key("unknown")
	writeStrings(w, unknown)
	switch {
	case err != nil:
		asFieldErrors(err).write(w)
	case method == "draws":
		w.key("draws")
		r.Draw(DefaultDraws, DefaultSeed).write(w)
	case method == "tornado":
		w.key("effects")
		r.writeTornado(w)
	default:
		w.key("result")
		r.write(w)
	}
	w.close('}')
}

func writeScenario(w *jsonWriter, query string) {
	s, unknown, err := ParseQuery(query)
	w.open('{')
	w.flag("ok", err == nil)
	w.key("unknown")
	writeStrings(w, unknown)
	if err != nil {
		asFieldErrors(err).write(w)
	} else {
		w.key("scenario")
		s.write(w)
	}
	w.close('}')
}

func writeStrings(w *jsonWriter, all []string) {
	w.open('[')
	for _, s := range all {
		w.string(s)
	}
	w.close(']')
}

func writeComparison(w *jsonWriter, c *Catalog, queries string) {
	var specs []*Spec
	var parse []error
	w.open('{')
	w.key("unknown")
	w.open('[')
	for query := range strings.SplitSeq(strings.TrimSuffix(queries, "\n"), "\n") {
		s, unknown, err := ParseQuery(query)
		writeStrings(w, unknown)
		specs, parse = append(specs, &s), append(parse, err)
	}
	w.close(']')
	comparison, err := CompareParsed(c, specs, parse)
	w.flag("ok", err == nil)
	if err != nil {
		asFieldErrors(err).write(w)
	} else {
		w.key("comparison")
		comparison.write(w)
	}
	w.close('}')
}

func writeReport(w *jsonWriter, c *Catalog, argument string) {
	argument, sensitivity, _ := strings.Cut(argument, "\n")
	format, query, _ := strings.Cut(argument, " ")
	s, _, err := ParseQuery(query)
	r, err := EstimateParsed(c, &s, err)
	if err != nil {
		w.b = asFieldErrors(err).AppendJSON(w.b)
		return
	}
	report := Report{Catalog: c, Spec: &s, Result: &r, Sensitivity: sensitivity}
	text, ok := report.Append(nil, format)
	if format == "sentence" {
		text, ok = []byte(report.Sentence()), true
	}
	if !ok {
		w.b = FieldErrors{{"format", format, "there is no such report", "use " + ReportFormats + ", or sentence"}}.AppendJSON(w.b)
		return
	}
	w.open('{')
	w.flag("ok", true)
	w.text("text", string(text))
	w.close('}')
}

func writeRegions(w *jsonWriter, c *Catalog, query string) {
	s, _, err := ParseQuery(query)
	var all []RegionEstimate
	if err = allFaults(err, &s, c); err == nil {
		all, err = EstimateRegions(c, &s)
	}
	w.open('{')
	w.flag("ok", err == nil)
	if err != nil {
		asFieldErrors(err).write(w)
	} else {
		w.key("regions")
		w.open('[')
		for i := range all {
			all[i].write(w)
		}
		w.close(']')
		writeSourcesOf(w, all)
	}
	w.close('}')
}

// writeSourcesOf writes each source of the list once, by its id: the rows are many and share a few.
func writeSourcesOf(w *jsonWriter, all []RegionEstimate) {
	w.key("sources")
	w.open('{')
	seen := make(map[*Source]bool, 16)
	for i := range all {
		if s := all[i].Source; !seen[s] {
			seen[s] = true
			w.key(s.ID)
			w.open('{')
			w.text("source", s.Citation())
			w.textOrNull("url", s.URL)
			w.close('}')
		}
	}
	w.close('}')
}

func writeFields(w *jsonWriter) {
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
	w.close('}')
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

func writeUnits(w *jsonWriter) {
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
	rows, ok := catalogTables[table]
	if !ok {
		w.b = FieldErrors{{"catalog", table, "there is no such table", "use " + alternatives(slices.Sorted(maps.Keys(catalogTables)))}}.AppendJSON(w.b)
		return
	}
	w.open('{')
	w.flag("ok", true)
	w.key("rows")
	w.open('[')
	rows(w, c, strings.ToLower(strings.TrimSpace(text)))
	w.close(']')
	w.close('}')
}
