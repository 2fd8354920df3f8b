package estimator

import "strings"

// DefaultQuery is the scenario that the page opens with: a weekend fine-tune on eight cards in a lab. The rest of the
// server is counted by the default share, because a run cannot do without it.
const DefaultQuery = "v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.56&r=WORLD"

// Call is the engine for callers that speak text: the page (through wasm) and tests that compare the two. It answers
// with JSON; a method or an argument that is wrong gives {"ok":false,"errors":[…]}, never a panic. Where the argument
// is a QUERY, "unknown" lists the keys of it that this version does not know.
//
//	estimate  QUERY   {"ok":true,"unknown":[keys],"result":{…}}, with a takeaway (Finding) in it
//	draws     QUERY   {…,"draws":{…}}: DefaultDraws of DefaultSeed, as Draws.AppendJSON writes them
//	tornado   QUERY   {…,"effects":[…],"takeaway":{…}} from the largest span to the smallest, as Result.Tornado finds them
//	regions   QUERY   {…,"regions":[…],"takeaway":{…},"sources":{…}} from least to most; a row names its source by id
//	devices   QUERY   {…,"devices":[…]}: the same work on other accelerators, from least to most
//	damages   QUERY   {…,"damages":[…]}: what the total costs the world and the country, by each published estimate
//	compare   QUERY\nQUERY…   {…,"unknown":[[keys],…],"comparison":{…}}, as Comparison.AppendJSON writes it
//	plan      QUERY   {…,"plan":{…}}: the keys of a scenario, and those of ParsePlan
//	afford    QUERY   {…,"afford":{…}}: a scenario, and budget=5kg (ParseBudget)
//	levers    QUERY   {…,"levers":[…]} from the one that saves most
//	rivals    QUERY   {…,"rivals":[…],"takeaway":{…}}: what other calculators say to the same scenario, and why
//	report    FORMAT QUERY [newline SENSITIVITY]   {"ok":true,"text":"…"}: one of the ReportFormats, or sentence
//	catalog   TABLE [TEXT]   {"ok":true,"rows":[…]}: a table of catalogTables
//	scenario  QUERY   {…,"scenario":{…}}: the same scenario in the form of ParseScenario
//	accuracy  QUERY\nROWS   {…,"accuracy":{…}}: rows of ParseAccuracy on the grid of a scenario, as AccuracyReport.AppendJSON writes it
//	published {"rows":[…]}: every output of a published case, beside what this engine computes; the argument is a text
//		that the case contains, or empty
//	ask       QUERY\nASK…   {"asks":[…]}: what each Ask comes to, with its sources; QUERY is what "@" stands for
//	fields, units, defaults, version   no argument
func Call(c *Catalog, method, argument string) []byte {
	w := jsonWriter{b: make([]byte, 0, 4096)}
	for i := range methods {
		if methods[i].name == method {
			methods[i].answer(&w, c, argument)
			return w.b
		}
	}
	names := make([]string, len(methods))
	for i := range methods {
		names[i] = methods[i].name
	}
	return fault("method", method, "the engine has no such method", "use "+alternatives(names)).AppendJSON(nil)
}

// methods are what Call answers.
var methods = [...]struct {
	name   string
	answer func(w *jsonWriter, c *Catalog, argument string)
}{
	{"estimate", func(w *jsonWriter, c *Catalog, query string) {
		writeOfResult(w, c, query, "result", func(_ *Spec, r *Result) { r.write(w) })
	}},
	{"draws", func(w *jsonWriter, c *Catalog, query string) {
		writeOfResult(w, c, query, "draws", func(_ *Spec, r *Result) { r.Draw(DefaultDraws, DefaultSeed).write(w) })
	}},
	{"tornado", func(w *jsonWriter, c *Catalog, query string) {
		writeOfResult(w, c, query, "effects", func(_ *Spec, r *Result) { r.writeTornado(w) })
	}},
	{"rivals", func(w *jsonWriter, c *Catalog, query string) {
		writeOfResult(w, c, query, "rivals", func(s *Spec, r *Result) { writeRivals(w, Rivals(c, s, r)) })
	}},
	{"scenario", writeScenario},
	{"regions", writeRegions},
	{"devices", writeDeviceRanking},
	{"damages", writeDamages},
	{"compare", writeComparison},
	{"plan", writePlan},
	{"afford", writeAfford},
	{"levers", writeLevers},
	{"accuracy", writeAccuracy},
	{"report", writeReport},
	{"catalog", writeCatalog},
	{"published", writePublished},
	{"ask", writeAsk},
	{"fields", writeFields},
	{"units", writeUnits},
	{"defaults", func(w *jsonWriter, _ *Catalog, _ string) {
		w.open('{')
		w.text("query", DefaultQuery)
		w.close('}')
	}},
	{"version", func(w *jsonWriter, c *Catalog, _ string) {
		w.open('{')
		w.text("engine", EngineVersion)
		w.text("data", c.Version())
		w.close('}')
	}},
}

// writeAnswer writes {"ok", "unknown", errors or what answer writes}.
func writeAnswer(w *jsonWriter, unknown []string, err error, answer func()) {
	w.open('{')
	w.flag("ok", err == nil)
	w.key("unknown")
	writeStrings(w, unknown)
	if err != nil {
		asFieldErrors(err).write(w)
	} else {
		answer()
	}
	w.close('}')
}

// writeOfResult answers from the estimate of a link, under a name.
func writeOfResult(w *jsonWriter, c *Catalog, query, name string, answer func(*Spec, *Result)) {
	s, unknown, err := ParseQuery(query)
	r, err := EstimateParsed(c, &s, err)
	writeAnswer(w, unknown, err, func() {
		w.key(name)
		answer(&s, &r)
	})
}

// writeScenario answers for every link that can be read, whatever Estimate would say of it.
func writeScenario(w *jsonWriter, _ *Catalog, query string) {
	s, unknown, err := ParseQuery(query)
	writeAnswer(w, unknown, err, func() {
		w.key("scenario")
		s.write(w)
	})
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
	for _, query := range strings.Split(strings.TrimSuffix(queries, "\n"), "\n") {
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

func writeAccuracy(w *jsonWriter, c *Catalog, argument string) {
	query, text, _ := strings.Cut(argument, "\n")
	s, unknown, err := ParseQuery(query)
	var r AccuracyReport
	if err == nil {
		r, err = AccuracyOn(c, &s, text)
	}
	writeAnswer(w, unknown, err, func() {
		w.key("accuracy")
		r.write(w)
	})
}

func writeReport(w *jsonWriter, c *Catalog, argument string) {
	argument, sensitivity, _ := strings.Cut(argument, "\n")
	format, query, _ := strings.Cut(argument, " ")
	s, unknown, err := ParseQuery(query)
	r, err := EstimateParsed(c, &s, err)
	report := Report{Catalog: c, Spec: &s, Result: &r, Sensitivity: sensitivity}
	var text []byte
	if err == nil && format == "sentence" {
		text = []byte(report.Sentence())
	} else if err == nil {
		var ok bool
		if text, ok = report.Append(nil, format); !ok {
			err = fault("format", format, "there is no such report", "use "+ReportFormats+", or sentence")
		}
	}
	writeAnswer(w, unknown, err, func() { w.text("text", string(text)) })
}

func writeRegions(w *jsonWriter, c *Catalog, query string) {
	s, unknown, err := ParseQuery(query)
	var all []RegionEstimate
	if err = allFaults(err, &s, c); err == nil {
		all, err = EstimateRegions(c, &s)
	}
	writeAnswer(w, unknown, err, func() {
		w.key("regions")
		w.open('[')
		for i := range all {
			all[i].write(w)
		}
		w.close(']')
		takeRegions(all).write(w)
		writeSourcesOf(w, all)
	})
}

// writeSourcesOf writes each source of the list once, by its id: the rows are many and share a few.
func writeSourcesOf(w *jsonWriter, all []RegionEstimate) {
	w.key("sources")
	w.open('{')
	seen := make(map[string]bool, 16)
	for i := range all {
		if s := all[i].Source; !seen[s.ID] {
			seen[s.ID] = true
			w.key(s.ID)
			w.open('{')
			w.text("source", s.Citation())
			w.textOrNull("url", s.URL)
			w.close('}')
		}
	}
	w.close('}')
}
