//go:build !js

package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// A phrasebook is what the French page knows of the engine's words: static/js/i18n/phrasebook.js says how it is read.
type phrasebook struct {
	whole   map[string]string
	slotted []*regexp.Regexp
}

func readPhrasebook(t *testing.T) phrasebook {
	t.Helper()
	text, err := os.ReadFile("../static/i18n/fr.engine.json")
	if err != nil {
		t.Fatal(err)
	}
	b := phrasebook{}
	if err := json.Unmarshal(text, &b.whole); err != nil {
		t.Fatal(err)
	}
	slot := regexp.MustCompile(`\\\{\d+\\\}`)
	for english := range b.whole {
		if quoted := regexp.QuoteMeta(english); slot.MatchString(quoted) {
			b.slotted = append(b.slotted, regexp.MustCompile("(?s)^"+slot.ReplaceAllString(quoted, "(.+?)")+"$"))
		}
	}
	slices.SortFunc(b.slotted, func(x, y *regexp.Regexp) int { return len(y.String()) - len(x.String()) })
	return b
}

// knows reports whether nothing of a text stays English: the phrase that says most of it is taken, and what stands in its slots is
// looked up in turn.
func (b phrasebook) knows(text string) bool {
	if _, whole := b.whole[text]; whole {
		return true
	}
	for _, phrase := range b.slotted {
		if found := phrase.FindStringSubmatch(text); found != nil {
			return cites.MatchString(text) || !slices.ContainsFunc(found[1:], func(part string) bool { return leftEnglish.MatchString(part) && !b.knows(part) })
		}
	}
	return false
}

var (
	leftEnglish = regexp.MustCompile(`^[^,]*\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b`) // what no name, no number and no list of names has
	cites       = regexp.MustCompile(`^its own (table|figure).*: `)             // titles of sources are in their own language
)

var (
	prose  = regexp.MustCompile(`[A-Za-z]{3}`)
	factor = regexp.MustCompile(` [×÷+−] |[()]`)
	// sentences are the fields of answers that the page shows as words; "[]" stands for any place in a list.
	sentences = []string{
		".errors[].reason", ".errors[].remedy", ".notes[].message", ".not_counted[].label", ".inputs[].name", ".levers[].label", ".levers[].basis",
		".differences[].reason", ".differences[].factor", ".not_applicable", ".damages[].discounting", ".damages[].note", ".effects[].label", ".terms[].label",
		"fields.fields[].label", "fields.fields[].remedy", "fields.texts[].label", "fields.lists[].label", "fields.lists[].remedy", ".equivalents[].label", ".equivalents[].unit", ".per_unit[].unit", ".front[].cost_basis",
	}
)

// TestEverySentenceHasFrench asks the engine for random scenarios, right and wrong ones, by each of its methods: every
// sentence and every name that the page shows of the answers is in the French phrasebook. Names of devices, places and
// companies are in no language.
func TestEverySentenceHasFrench(t *testing.T) {
	book, c := readPhrasebook(t), estimator.Default()
	names := map[string]bool{"gCO2e/kWh": true}
	for _, table := range []string{"accelerators", "cpus", "regions", "clouds"} {
		var answer struct{ Rows []struct{ Name string } }
		if err := json.Unmarshal(estimator.Call(c, "catalog", table), &answer); err != nil {
			t.Fatal(err)
		}
		for _, row := range answer.Rows {
			names[row.Name] = true
		}
	}
	asked, missing := map[string]bool{}, map[string]string{}
	check := func(path, text string) {
		if !slices.ContainsFunc(sentences, func(s string) bool { return strings.HasSuffix(path, s) }) && !strings.HasSuffix(path, ".formula") {
			return
		}
		asked[text] = true
		parts := []string{text}
		if strings.HasSuffix(path, ".formula") && !book.knows(text) {
			parts = factor.Split(text, -1)
		}
		for _, part := range parts {
			if prose.MatchString(part) && !names[part] && !book.knows(part) {
				missing[part] = path
			}
		}
	}
	ask := func(method, argument string) {
		var answer any
		if err := json.Unmarshal(estimator.Call(c, method, argument), &answer); err != nil {
			t.Fatalf("%s %s: %v", method, argument, err)
		}
		walk(method, answer, check)
	}
	ask("fields", "")
	r := rand.New(rand.NewPCG(1, 2))
	wrong := []string{"-1", "0", "1e99", "abc", "1,5", "7 kg", "nothing", "FR", "1e-40"}
	methods := []string{"tornado", "levers", "rivals", "damages", "devices", "regions"}
	for i := range 1500 {
		query := randomQuery(r, c)
		if i%2 == 1 { // one or two values are wrong
			pairs := strings.Split(query, "&")
			for range 1 + r.IntN(2) {
				p := 1 + r.IntN(len(pairs)-1)
				key, _, _ := strings.Cut(pairs[p], "=")
				pairs[p] = key + "=" + wrong[r.IntN(len(wrong))]
			}
			query = strings.Join(pairs, "&")
		}
		ask("estimate", query)
		ask(methods[i%len(methods)], query)
		if i%100 == 0 {
			ask("plan", query+"&deadline=100")
			ask("afford", query+"&budget="+[]string{"5kg", "100USD", "3kWh", "2 bananas"}[i/100%4])
		}
	}
	if len(asked) < 400 {
		t.Errorf("only %d different texts were seen: the search is too narrow", len(asked))
	}
	for text, path := range missing {
		t.Errorf("%s: no French in static/i18n/fr.engine.json: %q", path, text)
	}
}

// walk gives each text of an answer with the way to it.
func walk(path string, v any, give func(path, text string)) {
	switch v := v.(type) {
	case string:
		give(path, v)
	case []any:
		for _, x := range v {
			walk(path+"[]", x, give)
		}
	case map[string]any:
		for k, x := range v {
			walk(path+"."+k, x, give)
		}
	}
}

// TestEveryFaultHasFrench reads the engine's own code: the reasons, remedies and remarks that are written there, also those
// that no random scenario meets, are in the phrasebook. What the code puts between its words stands as a number here.
func TestEveryFaultHasFrench(t *testing.T) {
	book := readPhrasebook(t)
	files, err := filepath.Glob("../estimator/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no code: %v", err)
	}
	// The place of the first sentence among the arguments of what takes sentences.
	takes := map[string]int{"add": 2, "note": 2, "fault": 2, "none": 1}
	said := 0
	for _, file := range files {
		// Catalogs are checked when the page is built, reports are exports, and asks are the lessons' own.
		if base := filepath.Base(file); strings.HasSuffix(base, "_test.go") || strings.HasPrefix(base, "catalog") || strings.HasPrefix(base, "report") || strings.HasPrefix(base, "ask") || strings.HasPrefix(base, "published") {
			continue
		}
		code, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(code, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			first, ok := takes[nameOf(call.Fun)]
			if !ok {
				return true
			}
			for _, argument := range call.Args[min(first, len(call.Args)):] {
				text, literal := textOf(argument)
				if literal && prose.MatchString(text) && !strings.HasPrefix(text, computed) { // what begins with the code's own words is met above
					said++
					if !book.knows(text) {
						t.Errorf("%s: no French in static/i18n/fr.engine.json: %q", filepath.Base(file), text)
					}
				}
			}
			return true
		})
	}
	if said < 150 {
		t.Errorf("only %d sentences were found in the code", said)
	}
}

const computed = "12" // stands for what the code works out

func nameOf(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// textOf is a text as the code writes it, and whether any part of it is written there.
func textOf(e ast.Expr) (text string, literal bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s, true
		}
	case *ast.BinaryExpr:
		left, a := textOf(e.X)
		right, b := textOf(e.Y)
		return left + right, a || b
	}
	return computed, false
}
