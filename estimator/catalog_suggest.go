package estimator

import (
	"slices"
	"strings"
)

const maxSuggestions = 3

// Suggest returns up to three ids that a misspelt or partial one may have meant, the closest first, for error messages.
// The kinds are "accelerator" (ids), "cpu" (names) and "region" (codes of places and ids of cloud regions); names count
// as well as ids, so that "Frnace" leads to "FR", and so do the
// three letters of a country. It returns nil when nothing is close.
func (c *Catalog) Suggest(kind, text string) []string {
	switch kind {
	case "accelerator":
		card, _ := wholeCard(text)
		s, extended := suggester{wanted: deviceKey(card)}, c.ExtendedAccelerators()
		s.offerKeyed(c.acceleratorKeys, func(i int32) string { return c.accelerators[i].ID })
		s.offerKeyed(c.extendedKeys, func(i int32) string { return extended[i].ID })
		return s.best()
	case "cpu":
		s, cpus := suggester{wanted: cpuKey(text)}, c.CPUs()
		s.offerKeyed(c.cpuKeys, func(i int32) string { return cpus[i].Name })
		return s.best()
	case "region":
		s := suggester{wanted: bare(text)}
		for i := range c.places {
			p := &c.places[i]
			s.offer(p.Code, bare(p.Code), bare(p.Name), bare(initials(p.Name)), bare(threeLetters(p.Code)))
		}
		for i := range c.clouds {
			r := &c.clouds[i]
			s.offer(r.ID, bare(r.ID), bare(r.Region), bare(r.Name))
		}
		return s.best()
	}
	return nil
}

// offerKeyed considers the rows of an index of keys, several of which may lead to one row.
func (s *suggester) offerKeyed(keys map[string]int32, id func(int32) string) {
	for key, i := range keys {
		s.offer(id(i), key)
	}
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
	found  []suggestionOf // an id as often as one of its names is close
}

type suggestionOf struct {
	id       string
	distance int // see suggester.distance
}

// offer considers an id under several names.
func (s *suggester) offer(id string, names ...string) {
	for _, name := range names {
		if d := s.distance(name); d >= 0 {
			s.found = append(s.found, suggestionOf{id, d})
		}
	}
}

// distance returns how far a name is from the text wanted, or -1 when it is not close. One edit counts 100. A name that
// the text is a part of counts half an edit, less at its beginning, more for each letter missing.
func (s *suggester) distance(name string) int {
	if s.wanted == "" || name == "" {
		return -1
	}
	nearest := -1
	if at := strings.Index(name, s.wanted); at >= 0 && len(s.wanted) >= 3 {
		nearest = 50 + len(name) - len(s.wanted)
		if at == 0 {
			nearest -= 25
		}
	}
	limit := min(len(s.wanted)/3, 3)
	if edits := editDistance(s.wanted, name, limit); edits <= limit && (nearest < 0 || edits*100 < nearest) {
		nearest = edits * 100
	}
	return nearest
}

// best returns the ids found, the closest first, ties by id.
func (s *suggester) best() []string {
	f := s.found
	sortBy(len(f), func(i, j int) bool {
		return f[i].distance < f[j].distance || f[i].distance == f[j].distance && f[i].id < f[j].id
	}, func(i, j int) { f[i], f[j] = f[j], f[i] })
	var ids []string
	for i := 0; i < len(f) && len(ids) < maxSuggestions; i++ {
		if !slices.Contains(ids, f[i].id) {
			ids = append(ids, f[i].id)
		}
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
