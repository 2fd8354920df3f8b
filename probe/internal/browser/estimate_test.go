//go:build browser

package browser

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gramwatt/estimator"
)

const bloom = "v=1&kwh=433196&ci=57&pue=1&x=1"

// answerText is the headline as a reader sees it, "64.8 kg CO2e".
const answerText = `document.querySelector("#estimate .headline").innerText.replace(/\s+/g, " ").replace("₂", "2").trim()`

// ready is true when the engine in the page has answered.
const ready = `document.querySelector("footer [data-slot=versions]").textContent.trim() !== "" &&
	(document.querySelector("#estimate").hidden || document.querySelectorAll("[data-slot=elsewhere] svg").length > 0)`

func (b *tab) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
	b.wait("engine", ready)
}

// native is the headline for a link as the native engine formats it.
func native(t *testing.T, query string) string {
	t.Helper()
	s, _, err := estimator.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	r, err := estimator.Estimate(estimator.Default(), &s)
	if err != nil {
		t.Fatal(err)
	}
	return estimator.FormatQuantity(r.Total.Mid.Kilograms(), "kgCO2e")
}

func TestAnswerIsInTheHTML(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	response, err := http.Get(p.url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	html, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	want := native(t, estimator.DefaultQuery)
	number, _, _ := strings.Cut(want, " ")
	figure := regexp.MustCompile(`<span class="figure"[^>]*>([^<]*)</span>`).FindSubmatch(html)
	if figure == nil || string(figure[1]) != number {
		t.Errorf("headline in the HTML: %q, native %q", figure, want)
	}
	b := openTab(t, 1280, 900)
	b.do(chromedp.Navigate("about:blank"))
	b.open(p.url)
	if got := evaluate[string](b, answerText); got != want {
		t.Errorf("headline after wasm took over: %q, native %q", got, want)
	}
}

// shifts is what moved in the page without the reader's doing: how much, and each node with its box before and after.
const shifts = `window.shifted = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) shifted.push(e.value.toFixed(4) + " " + e.sources.map((s) => [s.node?.className || s.node?.localName || s.node?.textContent, ...[s.previousRect, s.currentRect].map((r) => [r.x, r.y, r.width, r.height].map(Math.round).join(" "))].join(" | ")).join(", ")); }).observe({type: "layout-shift", buffered: true});`

// TestNoLayoutShift opens the page in each width and language: nothing moves when wasm takes over and the pictures come.
func TestNoLayoutShift(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	for _, folder := range []string{"", "fr/"} {
		for _, width := range []int64{320, 390, 1280} {
			b := openTab(t, width, 844)
			b.before(shifts)
			b.open(p.url + folder)
			b.wait("what comes after the answer", `document.querySelector("#estimate .levers li") && document.querySelector("#estimate [data-plot=waterfall] svg")`)
			if shifted := evaluate[[]string](b, `shifted`); len(shifted) > 0 {
				t.Errorf("%q, %d px: %q", folder, width, shifted)
			}
		}
	}
}

// TestNoShiftOnASlowLine lets the page come in drops, so that each part is painted before the next is there: what has been
// read stays where it is.
func TestNoShiftOnASlowLine(t *testing.T) {
	const drop, pause = 2000, 40 * time.Millisecond
	site := http.FileServer(http.FS(os.DirFS(filepath.Join(repository, "dist", "site"))))
	address := freePort(t)
	serve(t, address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/") {
			site.ServeHTTP(w, r)
			return
		}
		page, err := os.ReadFile(filepath.Join(repository, "dist", "site", r.URL.Path, "index.html"))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		sent, sentence := 0, bytes.Index(page, []byte(`class="sentence"`))
		for i, c := range page {
			if c == '>' && (i-sent > drop || i > sentence && i < sentence+drop) {
				w.Write(page[sent : i+1])
				sent = i + 1
				w.(http.Flusher).Flush()
				time.Sleep(pause)
			}
		}
		w.Write(page[sent:])
	}))
	for _, folder := range []string{"", "fr/"} {
		for _, width := range []int64{320, 390, 1280} {
			t.Run(fmt.Sprint(folder, width), func(t *testing.T) {
				t.Parallel()
				b := openTab(t, width, 844)
				b.before(shifts)
				b.open("http://" + address + "/" + folder)
				if shifted := evaluate[[]string](b, `shifted`); len(shifted) > 0 {
					t.Errorf("%q", shifted)
				}
			})
		}
	}
}

func TestBLOOM(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url + "#/estimate?" + bloom)
	b.wait("BLOOM's answer", answerText+` !== "`+native(t, estimator.DefaultQuery)+`"`)
	text := evaluate[string](b, answerText)
	number, unit, _ := strings.Cut(text, " ")
	tonnes, err := strconv.ParseFloat(number, 64)
	if err != nil || unit != "t CO2e" || math.Abs(tonnes-24.69) > 0.01*24.69 {
		t.Errorf("BLOOM's run: the page says %q, published 24.69 t", text)
	}
	if want := native(t, bloom); text != want {
		t.Errorf("the page says %q, native %q", text, want)
	}
	result := nativeEstimate(t, bloom)
	if mid := result["total_kgco2e"].(map[string]any)["mid"].(float64); math.Abs(mid-24690) > 246.9 {
		t.Errorf("the command line says %v kg, published 24,690 kg", mid)
	}
	b.screenshot("bloom-1280")
}

func TestWhatIf(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	// Typing in the sentence.
	b.fill("#in-h", "48")
	want := native(t, strings.Replace(estimator.DefaultQuery, "h=24", "h=48", 1))
	b.wait("48 hours", answerText+` === "`+want+`"`)
	// A slider by keyboard.
	before := evaluate[string](b, answerText)
	b.do(chromedp.Focus(chromedp.CSS(".controls input[type=range]")), chromedp.KeyEvent(kb.ArrowRight))
	b.wait("the slider moves the answer", answerText+` !== "`+before+`"`)
	if hash := evaluate[string](b, "location.hash"); !strings.Contains(hash, "h=48") {
		b.wait("the address follows", `location.hash.includes("h=48")`)
	}
	// A button that tries a change, and its undo.
	before = evaluate[string](b, answerText)
	b.do(chromedp.Click(chromedp.CSS(`[data-try=place]`)))
	b.wait("moved to Quebec", answerText+` !== "`+before+`" && document.querySelector(".moved").innerText.includes("→")`)
	b.do(chromedp.Click(chromedp.CSS(`.moved [data-act=undo]`)))
	b.wait("undone", answerText+` === "`+before+`"`)
}

func TestBadInput(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	before := evaluate[string](b, answerText)
	b.fill("#in-pue", "0.5"+kb.Tab)
	b.wait("the error is named", `document.querySelector("#in-pue").getAttribute("aria-invalid") === "true" && document.querySelector("#err-pue").innerText.includes("building")`)
	b.wait("the last valid answer stays and says so", answerText+` === "`+before+`" && document.querySelector(".answer").innerText.includes("last valid")`)
	b.fill("#in-pue", "1,2"+kb.Tab)
	b.wait("a comma is a decimal comma", answerText+` === "`+native(t, strings.Replace(estimator.DefaultQuery, "pue=1.56", "pue=1.2", 1))+`" && !document.querySelector("#err-pue")`)
}

// TestBadLink opens a link with several faults: each is named, and no number of another scenario is left standing.
func TestBadLink(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.do(chromedp.Navigate(p.url + "#/estimate?v=1&hw=a100-sxm4-80gbx&n=8&u=80&h=24&pue=0.5&r=WORLD&x=1"))
	b.wait("both faults", `document.querySelectorAll("#estimate .fault").length === 2 && document.querySelector("#estimate .faults").innerText.includes("a100-sxm4-80gb")`)
	if text := evaluate[string](b, `document.querySelector("#estimate").innerText`); strings.Contains(text, "kg CO") {
		t.Errorf("an answer is shown for a scenario that has none:\n%.2000s", text)
	}
	b.fill("#in-pue", "1.5")
	b.wait("one fault is mended, and the address follows", `document.querySelectorAll("#estimate .fault").length === 1 && location.hash.includes("pue=1.5")`)
	evaluate[bool](b, `(location.hash = "#/estimate?v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&pue=1.5&r=WORLD&x=1", true)`)
	b.wait("the mended link answers", answerText+` === "`+native(t, strings.Replace(estimator.DefaultQuery, "pue=1.56", "pue=1.5", 1))+`"`)
}

// TestEveryNumberOpens asks the headline, each factor and each part for formula and source.
func TestEveryNumberOpens(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	for _, id := range evaluate[[]string](b, `[...new Set([...document.querySelectorAll("#estimate [data-explain]")].map((e) => e.dataset.explain))]`) {
		evaluate[bool](b, `(document.querySelector('[data-explain="`+id+`"]').click(), true)`)
		b.wait("the panel of "+id, `document.querySelector("#explain").open && document.querySelector("#explain .panel-body").innerText.length > 80`)
		text := evaluate[string](b, `document.querySelector("#explain .panel-body").innerText`)
		if !strings.Contains(text, "×") && !strings.Contains(text, "÷") && !strings.Contains(text, "+") {
			t.Errorf("%s: no formula in %q", id, text)
		}
		if !regexp.MustCompile(`(19|20)\d\d|as given|typed`).MatchString(text) {
			t.Errorf("%s: no year and no word on the origin in %q", id, text)
		}
		evaluate[bool](b, `(document.querySelector("#explain [data-close]").click(), true)`)
		b.wait("the panel closes", `!document.querySelector("#explain").open`)
	}
}

func TestShareLink(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	for _, query := range []string{
		bloom,
		"v=1&hw=h100-sxm5-80gb&n=64&u=70&h=120.5&x=24&pue=1.1&r=FR",
		"v=1&hw=a100-sxm4-80gb&n=8&pw=310&h=24&hw.2=tesla-t4&n.2=2&u.2=50&host=900&x=1&pue=1.2&r=aws:eu-west-3",
		"v=1&hw=geforce-rtx-4090&dh=1000&u=90&host=0&x=1&pue=1&ci=57&basis=direct",
		"v=1&hw=a100-sxm4-80gb&n=4&u=80&h=10&cpu=AMD%20EPYC%207763&cn=2&cu=30&mem=512&x=1&pue=1.3&r=CA-QC",
	} {
		b := openTab(t, 1280, 900)
		b.open(p.url + "#/estimate?" + query)
		want := native(t, query)
		b.wait("the answer of "+query, answerText+` === "`+want+`"`)
		// What the page writes into the address means the same, to the page and to the command line.
		b.wait("the address is written", `location.hash.includes("v=1")`)
		if got := native(t, strings.TrimPrefix(evaluate[string](b, "location.hash"), "#/estimate?")); got != want {
			t.Errorf("the page wrote %s, which gives %s, want %s", evaluate[string](b, "location.hash"), got, want)
		}
		b.do(chromedp.Reload())
		b.wait("after a reload", answerText+` === "`+want+`"`)
	}
}

func TestKeyboard(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	// From the top of the page, Tab alone reaches the skip link, the views, and every part of the sentence.
	seen := map[string]bool{}
	for range 40 {
		b.do(chromedp.KeyEvent(kb.Tab))
		what := evaluate[string](b, `(() => { const e = document.activeElement; const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
			return (e.id || e.className || e.textContent.trim()) + (r.width > 0 && (s.outlineStyle !== "none" || s.boxShadow !== "none" || e.closest(".pick")) ? "" : " WITHOUT VISIBLE FOCUS"); })()`)
		if strings.HasSuffix(what, "WITHOUT VISIBLE FOCUS") {
			t.Errorf("focus on %s", what)
		}
		seen[strings.TrimSuffix(what, " WITHOUT VISIBLE FOCUS")] = true
	}
	for _, id := range []string{"skip", "in-n", "in-h", "in-u", "in-pue", "in-x", "work", "r"} {
		if !seen[id] {
			t.Errorf("Tab does not reach #%s; it reaches %v", id, seen)
		}
	}
}
