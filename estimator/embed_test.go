//go:build !js

package estimator

import (
	"os"
	"strings"
	"testing"
)

// TestEmbedded finds a file of data/ that was added and not compiled in, or compiled in under another's name.
func TestEmbedded(t *testing.T) {
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".csv") {
			continue
		}
		want, err := dataFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := embedded(e.Name()); got != want {
			t.Errorf("%s: %d bytes compiled in, %d in the file", e.Name(), len(got), len(want))
		}
	}
	if text, err := embedded("nothing.csv"); text != "" || err != nil {
		t.Errorf("nothing.csv: got %d bytes and error %v", len(text), err)
	}
}
