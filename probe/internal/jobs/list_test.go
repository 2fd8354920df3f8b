package jobs

import (
	"slices"
	"testing"
)

// TestList: runs come and go, and who follows late learns of all.
func TestList(t *testing.T) {
	var l List
	l.Add(Run{ID: "a"})
	l.Add(Run{ID: "b"})
	l.Remove("a")
	l.Remove("none")
	var told []string
	l.Follow(func(c Change) {
		word := c.Run.ID + " ended"
		if c.Began {
			word = c.Run.ID + " began"
		}
		if c.At.IsZero() || c.At.Before(c.Run.Since) {
			t.Errorf("%s at %s", word, c.At)
		}
		told = append(told, word)
	})
	l.Remove("b")
	if want := []string{"a began", "b began", "a ended", "b ended"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	if len(l.Runs()) != 0 {
		t.Errorf("%v are left", l.Runs())
	}
}
