//go:build !js

package estimator

import (
	"os"
	"strings"
	"testing"
)

// TestEmbedded finds a file of data/ that no table reads: it would be shipped and never checked.
func TestEmbedded(t *testing.T) {
	read := map[string]bool{}
	if _, err := Load(func(name string) (string, error) { read[name] = true; return embedded(name) }); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".csv") && !read[e.Name()] {
			t.Errorf("%s is read by nothing", e.Name())
		}
	}
	if text, err := embedded("nothing.csv"); text != "" || err == nil {
		t.Errorf("nothing.csv: got %d bytes and error %v", len(text), err)
	}
}
