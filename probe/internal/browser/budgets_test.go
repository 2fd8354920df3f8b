//go:build browser

package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Budgets in bytes after brotli, and in requests. Engine and catalogs have theirs in TestSize of package wasm, Live in
// TestLiveChunk, the element for other pages in TestEmbedSize.
const (
	firstAnswerLimit  = 60_000    // page, styles and scripts of Estimate, without engine and catalogs
	firstRequestLimit = 8         // the same, in requests
	precacheLimit     = 1_700_000 // what is kept for use without a network, in both languages; the engine is half of it
	singleFileLimit   = 2_800_000 // as it lies on a stick; engine and catalogs take 1.6 MB of it as text
)

// TestBudgets measures in the browser what it fetches before the page can be used, and on disk what it keeps.
func TestBudgets(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	for _, folder := range []string{"", "fr/"} {
		b := openTab(t, 1280, 900, ownBrowser)
		b.open(p.url + folder)
		fetched := evaluate[map[string]int](b, `(() => { const [page] = performance.getEntriesByType("navigation");
			return Object.fromEntries([page, ...performance.getEntriesByType("resource").filter((e) => e.startTime < page.domContentLoadedEventEnd)].map((e) => [e.name, e.encodedBodySize])); })()`)
		bytes, requests := 0, 0
		for name, size := range fetched {
			if strings.Contains(name, "engine") || strings.Contains(name, "catalogs") {
				continue
			}
			if size == 0 && !strings.HasSuffix(name, ".svg") {
				t.Errorf("%s: no size", name)
			}
			bytes += size
			requests++
			t.Logf("%6d %s", size, name)
		}
		if bytes < 20_000 || bytes > firstAnswerLimit {
			t.Errorf("%q: %d bytes before the page can be used, want at most %d", folder, bytes, firstAnswerLimit)
		}
		if requests > firstRequestLimit {
			t.Errorf("%q: %d requests before the page can be used, want at most %d", folder, requests, firstRequestLimit)
		}
		t.Logf("%q: %d bytes in %d requests", folder, bytes, requests)
	}

	dist := filepath.Join(repository, "static", "dist")
	worker, err := os.ReadFile(filepath.Join(dist, "sw.js"))
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`FILES = (\[.*?\])`).FindSubmatch(worker)
	var kept []string
	if list == nil || json.Unmarshal(list[1], &kept) != nil {
		t.Fatal("the service worker lists no files")
	}
	var sum int64
	for _, name := range kept {
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		info, err := os.Stat(filepath.Join(dist, name+".br"))
		if err != nil {
			if info, err = os.Stat(filepath.Join(dist, name)); err != nil { // of a kind that does not shrink
				t.Fatal(err)
			}
		}
		sum += info.Size()
	}
	t.Logf("%d files of %d bytes are kept", len(kept), sum)
	if sum > precacheLimit {
		t.Errorf("%d bytes are kept for use without a network, want at most %d", sum, precacheLimit)
	}
	for _, name := range []string{"gramwatt.html", "gramwatt.fr.html"} {
		info, err := os.Stat(filepath.Join(repository, "dist", name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > singleFileLimit {
			t.Errorf("%s takes %d bytes, want at most %d", name, info.Size(), singleFileLimit)
		}
	}
}
