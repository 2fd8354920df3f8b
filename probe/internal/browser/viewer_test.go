//go:build browser

package browser

import (
	"strings"
	"testing"
	"time"
)

// TestViewer opens the viewers' link as a pupil does: the key leaves the address bar, the stream comes, and there is
// nothing to press that would not be heard.
func TestViewer(t *testing.T) {
	p := startProbeAt(t, "0.0.0.0:0", "--demo", "h100x8", "--lan")
	_, link, ok := strings.Cut(p.text(), "to look on: ")
	for deadline := time.Now().Add(10 * time.Second); !ok; _, link, ok = strings.Cut(p.text(), "to look on: ") {
		if time.Now().After(deadline) {
			t.Fatalf("no link for viewers is printed:\n%s", p.text())
		}
		time.Sleep(10 * time.Millisecond)
	}
	_, key, _ := strings.Cut(strings.Fields(link)[0], "/enter")
	b := openTab(t, 1280, 900)
	b.open(p.url + "enter" + key)
	b.wait("the live page without the key", `location.pathname === "/" && location.search === "" && location.hash === "#/live"`)
	b.wait("eight GPUs", `document.querySelectorAll("#live .device").length >= 8 && document.querySelector("#live").innerText.includes("You look on")`)
	b.wait("no button for marks", `!document.querySelector("[data-live=mark]") && document.querySelector("[data-live=pause]")`)
	if cookie := evaluate[string](b, `document.cookie`); cookie != "" {
		t.Errorf("scripts see the cookie: %q", cookie)
	}
}
