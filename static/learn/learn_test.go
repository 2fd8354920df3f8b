// Package learn has no code: its tests hold the lessons' texts to what a lesson has to be.
package learn

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// A lesson is one fragment of HTML.
type lesson struct {
	file, text string
}

// lessons reads those of a language, in order.
func lessons(t *testing.T, language string) []lesson {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(language, "[0-9][0-9]-*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no lessons in %q: %v", language, err)
	}
	var all []lesson
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, lesson{file, string(text)})
	}
	return all
}

var languages = []string{"en", "fr"}

var (
	slot    = regexp.MustCompile(`<data [^>]*>[^<]*</data>`)
	control = regexp.MustCompile(`(<span [^>]*data-control="([\w-]+)"[^>]*>)([^<]*)</span>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
	digit   = regexp.MustCompile(`\d`)
	section = regexp.MustCompile(`<section class="(\w+)"`)
)

// prose is what a reader reads, without the numbers in slots and without the controls' first values.
func prose(fragment string) string {
	return html.UnescapeString(tag.ReplaceAllString(control.ReplaceAllString(slot.ReplaceAllString(fragment, " … "), " … "), " "))
}

// TestNoLiteralNumbers: a number in a lesson comes from the engine or from a sourced row, so none is written out. CO2 is
// the one word with a digit in it.
func TestNoLiteralNumbers(t *testing.T) {
	words := strings.NewReplacer("CO2", "CO")
	for _, language := range languages {
		for _, l := range lessons(t, language) {
			said := prose(l.text)
			for _, attribute := range regexp.MustCompile(`data-(?:why|hint|then|label)="([^"]*)"`).FindAllStringSubmatch(l.text, -1) {
				said += "\n" + attribute[1]
			}
			for _, attribute := range regexp.MustCompile(`data-(?:options|bins)="([^"]*)"`).FindAllStringSubmatch(l.text, -1) {
				for _, choice := range strings.Split(attribute[1], "|") { // a choice without words of its own is a part of an ask
					_, words, _ := strings.Cut(choice, "=")
					said += "\n" + words
				}
			}
			for line := range strings.Lines(words.Replace(said)) {
				if digit.MatchString(line) {
					t.Errorf("%s: a number that no source answers for: %s", l.file, strings.TrimSpace(line))
				}
			}
		}
	}
	if got := prose(`<p>So <data ask="1"></data> of 30</p>`); !digit.MatchString(got) || strings.Contains(got, "ask") {
		t.Errorf("%q: this test would not see a number", got)
	}
}

// TestParts: every lesson has its five parts in order, and explains in at most 120 words, a filled slot counting as two.
func TestParts(t *testing.T) {
	for _, language := range languages {
		for _, l := range lessons(t, language) {
			var parts []string
			for _, m := range section.FindAllStringSubmatch(l.text, -1) {
				parts = append(parts, m[1])
			}
			if want := []string{"predict", "trial", "explain", "transfer", "quiz"}; !slices.Equal(parts, want) {
				t.Errorf("%s: parts %v, want %v", l.file, parts, want)
				continue
			}
			_, explain, _ := strings.Cut(l.text, `<section class="explain"`)
			explain, _, _ = strings.Cut(explain[strings.IndexByte(explain, '>')+1:], "</section>")
			_, explain, _ = strings.Cut(explain, "</h2>")
			if n := len(strings.Fields(tag.ReplaceAllString(slot.ReplaceAllString(explain, " number unit "), " "))); n > 120 {
				t.Errorf("%s: explains in %d words, at most 120", l.file, n)
			}
			for _, need := range []string{"data-predict", "data-answer", "data-done", `class="lead"`, "<figure data-widget", "<figcaption>"} {
				if !strings.Contains(l.text, need) {
					t.Errorf("%s: no %s", l.file, need)
				}
			}
		}
	}
}

var (
	askOf = regexp.MustCompile(`<data ask="([^"]*)"`)
	name  = regexp.MustCompile(`\{[\w-]+\}`)
)

// TestAsks: every number of every lesson has an answer for the example, and every condition can be asked.
func TestAsks(t *testing.T) {
	for _, language := range languages {
		for _, l := range lessons(t, language) {
			first := map[string]string{"{first}": estimator.DefaultQuery}
			for _, m := range control.FindAllStringSubmatch(l.text, -1) {
				first["{"+m[2]+"}"], first["{"+m[2]+"-first}"] = m[3], m[3]
			}
			once := func(n string) string {
				if v := first[n]; v != "" {
					return v
				}
				return "1" // a field that is empty, or a count of cards
			}
			put := func(ask string) string { // a value may name another control
				return name.ReplaceAllStringFunc(name.ReplaceAllStringFunc(html.UnescapeString(ask), once), once)
			}
			for _, m := range askOf.FindAllStringSubmatch(l.text, -1) {
				if a, err := estimator.Ask(estimator.Default(), put(m[1]), estimator.DefaultQuery); err != nil || !a.Value.Known {
					t.Errorf("%s: %s: %v", l.file, m[1], err)
				}
			}
			for _, m := range regexp.MustCompile(`data-done="([^"]*)"`).FindAllStringSubmatch(l.text, -1) {
				for _, part := range strings.Split(m[1], " and ") {
					if strings.Contains(part, " is ") {
						continue
					}
					if a, err := estimator.Ask(estimator.Default(), put(part), estimator.DefaultQuery); err != nil || a.Compare == 0 {
						t.Errorf("%s: %s: %v", l.file, part, err)
					}
				}
			}
		}
	}
}
