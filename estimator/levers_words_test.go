package estimator

import (
	"strings"
	"testing"
)

// TestLeverWords: every lever has words, with a place for its target when it has one, and no other has.
func TestLeverWords(t *testing.T) {
	words := map[string]string{}
	for _, lever := range levers {
		if words[lever.key] = lever.words; lever.words == "" {
			t.Errorf("%s has no words", lever.key)
		}
	}
	for name, query := range waysOfWork {
		_, all, _ := leversOf(t, query, dataOf(Default()))
		for i := range all {
			l := &all[i]
			if hasPlace := strings.Contains(words[l.Key], "{}"); hasPlace != (l.ToName != "") || !strings.HasSuffix(l.Sentence(), ", "+l.Basis) || strings.Contains(l.Sentence(), "{}") {
				t.Errorf("%s: %s to %q says %q", name, l.Key, l.ToName, l.Sentence())
			}
		}
	}
}
