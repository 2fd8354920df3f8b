package estimator

import (
	"os"
	"strings"
	"testing"
)

// readPack joins the files of data/ as the page's build does.
func readPack(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".csv") {
			text, err := os.ReadFile("data/" + e.Name())
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(packMark + e.Name() + "\n" + string(text))
		}
	}
	return b.String()
}

func TestLoadPackEqualsDefault(t *testing.T) {
	c, err := LoadPack(readPack(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range [][2]string{{"catalog", "accelerators"}, {"catalog", "cpus epyc"}, {"catalog", "regions"}, {"catalog", "clouds"}, {"catalog", "sources"}, {"estimate", DefaultQuery}} {
		if got, want := string(Call(c, call[0], call[1])), string(Call(Default(), call[0], call[1])); got != want {
			t.Errorf("%s %s: the pack answers otherwise than the compiled-in files", call[0], call[1])
		}
	}
}

func TestLoadPackNamesWhatIsMissing(t *testing.T) {
	whole := readPack(t)
	for _, name := range []string{"sources.csv", "accelerators.csv", "places.csv", "cpus.csv"} {
		_, err := LoadPack(strings.Replace(whole, packMark+name+"\n", packMark+"x"+name+"\n", 1))
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: error %v, want one that names it", name, err)
		}
	}
}
