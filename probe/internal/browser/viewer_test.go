//go:build browser

package browser

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// startClass is a probe that a class looks on at, and the query of the link for viewers.
func startClass(t *testing.T) (p *probe, key string) {
	t.Helper()
	p = startProbeAt(t, "0.0.0.0:0", "--demo", "h100x8", "--lan")
	_, link, ok := strings.Cut(p.text(), "to look on: ")
	for deadline := time.Now().Add(10 * time.Second); !ok; _, link, ok = strings.Cut(p.text(), "to look on: ") {
		if time.Now().After(deadline) {
			t.Fatalf("no link for viewers is printed:\n%s", p.text())
		}
		time.Sleep(10 * time.Millisecond)
	}
	_, key, _ = strings.Cut(strings.Fields(link)[0], "/enter")
	return p, key
}

// TestViewer opens the viewers' link as a pupil does: the key leaves the address bar, the stream comes, and there is
// nothing to press that would not be heard.
func TestViewer(t *testing.T) {
	p, key := startClass(t)
	b := openTab(t, 1280, 900)
	b.open(p.url + "enter" + key)
	b.wait("the live page without the key", `location.pathname === "/" && location.search === "" && location.hash === "#/live"`)
	b.wait("eight GPUs", `document.querySelectorAll("#live .device").length >= 8 && document.querySelector("#live").innerText.includes("You look on")`)
	b.wait("no button for marks", `!document.querySelector("[data-live=mark]") && document.querySelector("[data-live=pause]")`)
	if cookie := evaluate[string](b, `document.cookie`); !regexp.MustCompile(`^gramwatt-class-\d+=open$`).MatchString(cookie) {
		t.Errorf("scripts see %q, want only that a class looks on", cookie)
	}
}

// TestHandIn is a lesson with two pupils: each guesses and hands in, one thinks again, and the teacher sees two guesses and
// clears them. Before a pupil presses, nothing is sent.
func TestHandIn(t *testing.T) {
	p, key := startClass(t)
	teacher := openTab(t, 1280, 900)
	teacher.open(p.url + "#/learn/7?teach=1&seed=7")
	teacher.wait("none yet", `document.querySelector(".class-guesses [role=status]")?.textContent === "0 guesses were handed in."`)
	guess := func(b *tab, end string) {
		b.open(p.url + "enter" + key)
		b.open(p.url + "#/learn/7?seed=7")
		b.wait("lesson 7", `document.querySelector("[data-slot=lesson]").dataset.shown === "7"`)
		b.tabTo("#guess")
		b.do(chromedp.KeyEvent(end))
		b.tabTo(".predict .primary")
		b.do(chromedp.KeyEvent(kb.Enter))
		b.wait("its code", `document.querySelector(".predict code")`)
	}
	handIn := func(b *tab) {
		b.tabTo("[data-hand-in]")
		b.do(chromedp.KeyEvent(kb.Enter))
		b.wait("handed in", `document.querySelector("[data-predict] [role=status]").textContent === "Handed in."`)
	}
	first, second := openTab(t, 390, 844), openTab(t, 390, 844)
	guess(first, kb.Home)
	guess(second, kb.End)
	if n := evaluate[string](teacher, `document.querySelector(".class-guesses [role=status]").textContent`); n != "0 guesses were handed in." {
		t.Errorf("before anyone pressed: %q", n)
	}
	handIn(first)
	handIn(second)
	first.screenshot("hand-in-390")
	counts := `[...document.querySelectorAll(".histogram tbody tr")].map((tr) => tr.cells[1].textContent).join("")`
	teacher.wait("a guess at each end", counts+`.replace(/^1(0+)1$/, "both") === "both"`)
	guess(first, kb.End) // a new visit of the same tab
	handIn(first)
	teacher.wait("both at the same end", counts+`.endsWith("2") && document.querySelector(".class-guesses [role=status]").textContent === "2 guesses were handed in."`)
	teacher.axe("the guesses of a class")
	teacher.screenshot("hand-in-teacher")
	teacher.tabTo("[data-clear]")
	teacher.do(chromedp.KeyEvent(kb.Enter))
	teacher.wait("cleared", `document.querySelector(".class-guesses [role=status]").textContent === "0 guesses were handed in."`)
	p.stop()
	first.excuse("ERR_CONNECTION_REFUSED")
	first.tabTo("[data-hand-in]")
	first.do(chromedp.KeyEvent(kb.Enter))
	first.wait("the probe is gone", `document.querySelector("[data-predict] [role=status]").textContent.includes("read your code out")`)
	teacher.excuse("ERR_CONNECTION_REFUSED")
}
