package estimator

import (
	"slices"
	"strings"
)

const maxSuggestions = 3

// Suggest returns up to three ids that a misspelt or partial one may have meant, the closest first, for error messages.
// The kinds are "accelerator" (ids), "cpu" (names) and "region" (codes of places and ids of cloud regions); names count
// as well as ids, so that "Frnace" leads to "FR". It returns nil when nothing is close.
func (c *Catalog) Suggest(kind, text string) []string {
	s := suggester{wanted: bare(text)}
	if s.wanted == "" {
		return nil
	}
	switch kind {
	case "accelerator":
		for i := range c.accelerators {
			s.offer(c.accelerators[i].ID, c.accelerators[i].ID, c.accelerators[i].Name)
		}
	case "cpu":
		for _, p := range c.CPUs() {
			s.offer(p.Name, p.Name)
		}
	case "region":
		for i := range c.places {
			s.offer(c.places[i].Code, c.places[i].Code, c.places[i].Name, initials(c.places[i].Name))
		}
		for i := range c.clouds {
			s.offer(c.clouds[i].ID, c.clouds[i].ID, c.clouds[i].Region, c.clouds[i].Name)
		}
	}
	return s.best()
}

// bare drops case and everything but letters and digits; accents stay, so that they cost one edit.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && !isAlphanumeric(byte(r)) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// initials returns the first letters of a name of several words: "UK" for "United Kingdom".
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return ""
	}
	var b strings.Builder
	for _, w := range words {
		b.WriteByte(w[0])
	}
	return b.String()
}

// A suggester keeps what lies closest to the text wanted.
type suggester struct {
	wanted string
	found  []suggestionOf
}

type suggestionOf struct {
	id       string
	distance int // edits × 100, plus the surplus length where the text is a part of the name
}

func (s *suggester) offer(id string, names ...string) {
	const unit = 100
	best := -1
	for _, name := range names {
		name = bare(name)
		if name == "" {
			continue
		}
		d := -1
		if len(s.wanted) >= 3 && strings.Contains(name, s.wanted) {
			d = unit/2 + len(name) - len(s.wanted)
			if strings.HasPrefix(name, s.wanted) {
				d -= unit / 4
			}
		}
		limit := min(len(s.wanted)/3, 3)
		if edits := editDistance(s.wanted, name, limit); edits <= limit && (d < 0 || edits*unit < d) {
			d = edits * unit
		}
		if d >= 0 && (best < 0 || d < best) {
			best = d
		}
	}
	if best >= 0 {
		s.found = append(s.found, suggestionOf{id, best})
	}
}

func (s *suggester) best() []string {
	slices.SortStableFunc(s.found, func(a, b suggestionOf) int { return a.distance - b.distance })
	var ids []string
	for _, f := range s.found[:min(maxSuggestions, len(s.found))] {
		ids = append(ids, f.id)
	}
	return ids
}

// editDistance counts the insertions, deletions, replacements and swaps of neighbours that turn a into b (optimal string
// alignment). It stops counting above limit and returns a number above it.
func editDistance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	before, above, row := rows[0], rows[1], rows[2]
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return least
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
