package learn

import (
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gramwatt/estimator"
)

var update = flag.Bool("update", false, "rewrite coverage.md")

var (
	element = regexp.MustCompile(`<(\w+)([^>]*)>`)
	ideas   = regexp.MustCompile(`data-idea="([^"]*)"`)
	widget  = regexp.MustCompile(`data-widget="(\w+)"`)
	title   = regexp.MustCompile(`<h1>(.*?)</h1>`)
)

// places says where each idea is met in a lesson: the widget that carries it, else the part of the lesson.
func places(text string) map[string][]string {
	found := map[string][]string{}
	part := ""
	for _, m := range element.FindAllStringSubmatch(text, -1) {
		where := ""
		if class := regexp.MustCompile(`class="(predict|trial|explain|transfer|claim)"`).FindStringSubmatch(m[2]); class != nil {
			where = map[string]string{"trial": "try", "claim": "claim check"}[class[1]]
			if where == "" {
				where = class[1]
			}
			if m[1] == "section" {
				part = where
			}
		}
		if w := widget.FindStringSubmatch(m[2]); w != nil {
			where = w[1]
		}
		if where == "" {
			where = part
		}
		if named := ideas.FindStringSubmatch(m[2]); named != nil {
			for _, idea := range strings.Fields(named[1]) {
				if !slices.Contains(found[idea], where) {
					found[idea] = append(found[idea], where)
				}
			}
		}
	}
	return found
}

// TestGoldenCoverage: every idea of the text that the lessons teach has a lesson, a place in it and a source, in every
// language; coverage.md lists them. Run with -update after a change, and read the difference.
func TestGoldenCoverage(t *testing.T) {
	f, err := os.Open("ideas.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range rows[1:] {
		known[r[0]] = true
	}
	if len(known) < 60 {
		t.Errorf("%d ideas: some are lost", len(known))
	}
	for _, language := range languages {
		all := lessons(t, language)
		var met []map[string][]string
		for _, l := range all {
			found := places(l.text)
			for idea := range found {
				if !known[idea] {
					t.Errorf("%s: no such idea: %s", l.file, idea)
				}
			}
			met = append(met, found)
		}
		var b strings.Builder
		b.WriteString("# What the lessons cover\n\nEvery statement of fact in the text that they teach, as an idea, with the lessons and the places in them where it is met, and\nthe source that the lesson rests on. Written by `go test ./static/learn -run Golden -update` from `ideas.csv` and the lessons.\n\n| idea | lesson | where | source |\n|---|---|---|---|\n")
		for _, r := range rows[1:] {
			var in, where []string
			for i, found := range met {
				if at := found[r[0]]; at != nil {
					in = append(in, fmt.Sprint(i+1))
					where = append(where, strings.Join(at, ", "))
				}
			}
			if in == nil {
				t.Errorf("%s: no lesson has the idea %s: %s", language, r[0], r[1])
			}
			source := r[2]
			if s, ok := estimator.Default().Source(r[2]); ok {
				source = s.Title
			} else if !strings.Contains(r[2], " ") {
				t.Errorf("%s: no such source: %s", r[0], r[2])
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r[1], strings.Join(in, ", "), strings.Join(where, "; "), strings.ReplaceAll(source, "|", "\\|"))
		}
		if language != "en" {
			continue
		}
		if *update {
			if err := os.WriteFile("coverage.md", []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, _ := os.ReadFile("coverage.md"); string(got) != b.String() {
			t.Error("coverage.md is stale: run this test with -update and read the difference")
		}
	}
}

// TestClaims: the slips of the text are exercises, each with a choice whose answer a task checks, and with the numbers that
// decide it in slots.
func TestClaims(t *testing.T) {
	want := map[string]string{"migration": "01", "inequality": "01", "unit": "03", "shares": "04", "country": "07", "model": "08", "team": "08"}
	for _, language := range languages {
		found := map[string]bool{}
		for _, l := range lessons(t, language) {
			for _, box := range strings.Split(l.text, `<div class="claim"`)[1:] {
				box, _, _ = strings.Cut(box, "</ul></div>")
				id := regexp.MustCompile(`data-claim="(\w+)"`).FindStringSubmatch(box)
				if id == nil || !strings.Contains(l.file, want[id[1]]) {
					t.Errorf("%s: an unknown claim in %.80s", l.file, box)
					continue
				}
				found[id[1]] = true
				if !strings.Contains(box, `data-kind="select"`) || !strings.Contains(box, "data-done") || id[1] != "team" && !slot.MatchString(box) {
					t.Errorf("%s: the claim %s has no choice, no check or no numbers", l.file, id[1])
				}
			}
		}
		if len(found) != len(want) {
			t.Errorf("%s: claims %v, want %v", language, found, want)
		}
	}
}

// TestSharesAreTheFacts: where a lesson's ask names the shares of a building, they are those of the catalog.
func TestSharesAreTheFacts(t *testing.T) {
	share := func(id string) float64 { return row(t, "facts", "value", "id=share-"+id) }
	asIT := fmt.Sprintf("puec=cooling:%v,lighting:%v,power_conversion:%v,network:%v,servers:%v", share("cooling"), share("lighting"), share("conversion"), share("network"), share("servers"))
	checked := 0
	for _, language := range languages {
		for _, l := range lessons(t, language) {
			for _, m := range regexp.MustCompile(`puec=[^"& ]*`).FindAllString(l.text, -1) {
				checked++
				if strings.Replace(m, "other:", "network:", 1) != asIT {
					t.Errorf("%s: %s, and the catalog has %s", l.file, m, asIT)
				}
			}
		}
		for i, l := range lessons(t, language) {
			contents, err := os.ReadFile(language + "/contents.html")
			if err != nil || !strings.Contains(string(contents), fmt.Sprintf(`<a href="#/learn/%d">%s</a>`, i+1, title.FindStringSubmatch(l.text)[1])) {
				t.Errorf("%s: the list calls lesson %d something else (%v)", language, i+1, err)
			}
		}
	}
	if checked == 0 {
		t.Error("no shares found")
	}
}
