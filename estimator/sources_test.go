package estimator

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// manyResults calls f with the answers of every published case that computes one, and of random scenarios.
func manyResults(t *testing.T, f func(name string, r *Result)) {
	t.Helper()
	for _, p := range Default().PublishedCases() {
		for _, query := range strings.Split(p.Query, "\n") {
			if query == "" {
				continue
			}
			s, _, err := ParseQuery(query)
			if r, err := EstimateParsed(Default(), &s, err); err != nil {
				t.Errorf("%s: %v", query, err)
			} else {
				f(query, &r)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		s := randomSpec(random)
		if r, err := Estimate(Default(), &s); err == nil {
			f(s.Query(), &r)
		}
	}
}

// Sources of numbers that no year belongs to: the one who asks said them, they follow from others, they are a definition,
// or our own judgement. Their titles say which.
var yearless = []string{"typed", "typed-load", "project", "speed", "year", "home-water", "prefill-as-training"}

// yearsOfRows returns, for each source, the years that rows of the catalogs cite it for, of a date the year. A row without a year, and a table
// without such a column, counts as the year of its source.
func yearsOfRows(t *testing.T) map[string][]int {
	years := map[string][]int{}
	for i := range catalogFiles {
		f := &catalogFiles[i]
		text, err := dataFile(f.name)
		if err != nil {
			t.Fatal(err)
		}
		rows := newTable(f.name, text, f.header)
		source := slices.Index(rows.columns, "source")
		year := slices.IndexFunc(rows.columns, func(name string) bool { return name == "year" || name == "date" || name == "emission_year" })
		for source >= 0 && rows.next() {
			id, _, _ := strings.Cut(rows.text(source), " ")
			y := 0
			if year >= 0 && rows.text(year) != "" {
				y, _ = strconv.Atoi(rows.text(year)[:4])
			}
			if s, ok := Default().Source(id); ok && y == 0 {
				y = s.Year
			}
			years[id] = append(years[id], y)
		}
		if rows.err != nil {
			t.Fatal(rows.err)
		}
	}
	return years
}

// TestEveryNumberHasASource holds every term and input of many answers to a source, to a year where the source or its
// table has one, and to the year of the row where the table gives years by row. Sums of earlier terms have their own.
func TestEveryNumberHasASource(t *testing.T) {
	rows := yearsOfRows(t)
	told, terms, inputs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	check := func(where, query string, s *Source, year int) {
		complain := func(why string) {
			if !told[where+why] {
				t.Errorf("%s %s: %s", where, why, query)
			}
			told[where+why] = true
		}
		switch {
		case s == nil:
			complain("has no source")
			return
		case s.Title == "":
			complain("has a source without a title: " + s.ID)
		}
		switch {
		case slices.Contains(yearless, s.ID):
		case len(rows[s.ID]) > 0:
			if !slices.Contains(rows[s.ID], year) {
				complain("is of a year that no row has: " + s.ID + " " + strconv.Itoa(year))
			}
		case year == 0:
			complain("has no year: " + s.ID)
		}
		if s.AsOf == "" && !slices.Contains(yearless, s.ID) {
			complain("does not say when it was read: " + s.ID)
		}
	}
	manyResults(t, func(name string, r *Result) {
		for i := range r.Terms {
			term := &r.Terms[i]
			terms[term.Kind] = true
			check(term.Kind, name, term.Source, term.Year)
			for _, in := range term.Inputs {
				inputs[in.Name] = true
				if in.Sum == NoSum {
					check(term.Kind+": "+in.Name, name, in.Source, in.Year)
				}
			}
		}
		if r.Request != nil {
			for _, in := range r.Request.Inputs {
				check("one request: "+in.Name, name, in.Source, in.Year)
			}
		}
		for _, v := range r.Variables {
			check("variable "+v.Label, name, v.Source, v.Year)
		}
	})
	// A set that does not reach the terms and inputs proves nothing about them.
	if len(terms) < 18 || len(inputs) < 50 {
		t.Errorf("the scenarios reach %d kinds of terms and %d inputs only", len(terms), len(inputs))
	}
}
