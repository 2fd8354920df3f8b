//go:build browser

package browser

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// TestLiveStream streams a made session through a connection that breaks, a page that is hidden behind another, a
// machine that sleeps and a probe that falls silent: the page asks for what it missed, and ends with the joules that the
// stream told.
func TestLiveStream(t *testing.T) {
	made := makeSession(300, nil)
	fake := startFakeProbe(t, made.frames[0])
	b := openTab(t, 1280, 900, ownBrowser)
	b.excuse("WebSocket")
	b.excuse("willReadFrequently") // the test reads the strips
	b.open("http://" + fake.address + "/#/live")
	b.wait("it is connected", `document.querySelector("#live [data-standing=open], #live [data-slot=cards] .hint")`)
	for !fake.connected() {
		time.Sleep(10 * time.Millisecond)
	}
	rest := made.frames[1:]
	next := func(n int) {
		fake.tell(rest[:n]...)
		rest = rest[n:]
	}
	energy := func(second int) string {
		return fmt.Sprintf(`Math.abs(parseFloat(document.querySelector('#live [data-id=session] .live-big')?.innerText) - %v) < 0.006 * %v`, made.joules[second]/3600, made.joules[second]/3600)
	}
	next(80)
	b.wait("the energy of 80 s", energy(80))
	fake.drop()
	next(60) // while nobody listens
	b.wait("it comes back by itself and has what it missed", fmt.Sprintf(`document.querySelector("#live [data-standing=open]") && document.querySelector("#live [data-slot=events]").innerText.includes("epoch 1") && (%s)`, energy(139)))
	fake.mu.Lock()
	if n := len(fake.resumed); n < 2 || fake.resumed[n-1] != 80 {
		t.Errorf("the page asked for what comes after %v, want 80 at last", fake.resumed)
	}
	fake.mu.Unlock()

	if _, err := chromedp.Call(b.ctx, target.CreateTarget, target.CreateTargetParams{URL: "about:blank"}); err != nil {
		t.Fatal(err)
	}
	b.wait("another tab hides the page", `document.visibilityState === "hidden"`)
	next(20)
	time.Sleep(300 * time.Millisecond)
	if _, err := chromedp.Call(b.ctx, page.BringToFront, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	b.wait("the page is seen again", `document.visibilityState === "visible"`)
	b.wait("what came while the page was hidden", energy(159))

	next(len(rest))
	b.wait("the last joules of the stream", energy(300))
	shown := b.sessionJoules()
	if math.Abs(shown-made.joules[300]) > 0.006*made.joules[300] {
		t.Errorf("the page shows %v J, the stream told %v J", shown, made.joules[300])
	}
	b.wait("the sleep among the events", `document.querySelector("#live [data-slot=events]").innerText.includes("the machine slept")`)

	// The sleep is a gap in the strip: no ink of the line between second 225 and 255 of the last ten minutes.
	evaluate[bool](b, `(document.querySelector("#live [data-span='600']").click(), true)`)
	const ink = `(from, to) => { const c = document.querySelector("#live .strip canvas"), x = (s) => Math.round(c.width * (1 - (300 - s) / 600));
		const { data } = c.getContext("2d").getImageData(x(from), 12 * devicePixelRatio, x(to) - x(from), c.height - 30 * devicePixelRatio); let n = 0;
		for (let i = 3; i < data.length; i += 4) if (data[i] > 150) n++; return n; }`
	b.wait("a line where there are samples, none where the machine slept", `(() => { const ink = `+ink+`; return ink(180, 210) > 20 && ink(228, 252) === 0; })()`)

	b.wait("nothing new for too long, in words and greyed", `document.querySelector("#live[data-stale=true] [data-standing=stale]")?.innerText.includes("old")`)
	b.screenshot("live-stale")
}

// TestLiveBudget uses up a budget of simulated hardware: the amounts, the notice, and the event of the probe.
func TestLiveBudget(t *testing.T) {
	p := startProbe(t, "--demo", "h100x8", "--interval", "100ms", "--budget", "1Wh")
	b := openTab(t, 390, 844)
	b.open(p.url + "#/live")
	b.wait("how much of the budget is used", `/Wh\s+of\s1\sWh/.test(document.querySelector('#live [data-id=budget] .live-big')?.textContent ?? "")`)
	b.wait("that it is used up, labelled as simulated", `document.querySelector("#live [data-id=budget]").innerText.includes("used up") && document.querySelector("#live [data-id=budget]").innerText.includes("simulated")`)
	b.wait("the probe's notices", `[...document.querySelectorAll("#live [data-slot=events] .badge")].some((e) => e.innerText === "budget")`)
	b.do(chromedp.Click(`#live .device button.badge`))
	b.wait("what the badge means", `document.querySelector("#live .why")?.innerText.includes("Start the probe without --demo")`)
	b.narrow("live with a budget", 390)
	b.screenshot("live-budget-390")
}

// TestLiveGrid: grams that the probe counts with the intensity of each moment stand beside those of the page's setting, with
// whose intensity it is, in both languages.
func TestLiveGrid(t *testing.T) {
	hours := filepath.Join(t.TempDir(), "hours.csv")
	if err := os.WriteFile(hours, []byte(time.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)+",777\n"+time.Now().UTC().Add(time.Hour).Truncate(time.Hour).Format(time.RFC3339)+",777\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := startProbe(t, "--demo", "h100x8", "--interval", "250ms", "--region", "FR", "--grid-source", hours)
	b := openTab(t, 1280, 900)
	for page, words := range map[string][2]string{"": {"777 g CO2e/kWh, by a file of hourly values, for FR", "777 g CO2e/kWh in FR since"}, "fr/": {"selon un fichier de valeurs horaires, pour FR", "777 g CO2e/kWh pour FR depuis"}} {
		b.open(p.url + page + "#/live")
		b.wait("the probe's grams on "+page, fmt.Sprintf(`/[1-9]/.test(document.querySelector("#live [data-id=emissions][data-source=file] .live-big")?.textContent) && document.querySelector("#live [data-id=emissions]").textContent.replaceAll("\u00a0", " ").includes(%q)`, words[0]))
		b.wait("whose intensity it is, among the sensors of "+page, fmt.Sprintf(`document.querySelector("#live [data-slot=sensors]").textContent.includes(%q)`, words[1]))
	}
	b.screenshot("live-grid")
}

// TestLiveChunk holds what Live fetches before it shows watts to its budget: its module, what that imports and the page
// does not, and its style.
func TestLiveChunk(t *testing.T) {
	assets := filepath.Join(repository, "static", "dist", "assets")
	imports := regexp.MustCompile(`(?:from|import)\s*"\./([\w.-]+\.js)"`)
	var reach func(name string, found map[string]bool)
	reach = func(name string, found map[string]bool) {
		if found[name] {
			return
		}
		found[name] = true
		code, err := os.ReadFile(filepath.Join(assets, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range imports.FindAllSubmatch(code, -1) {
			reach(string(m[1]), found)
		}
	}
	styles, _ := filepath.Glob(filepath.Join(assets, "live-*.css"))
	if len(styles) != 1 {
		t.Fatalf("no style of Live in the build: %v", styles)
	}
	for folder, limit := range map[string]int64{"": 32_000, "fr": 33_000} { // French words are longer
		index, err := os.ReadFile(filepath.Join(repository, "static", "dist", folder, "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		main := mainFile.FindSubmatch(index)
		if main == nil {
			t.Fatalf("%q: the page has no main script", folder)
		}
		name := string(main[1]) + ".js"
		code, err := os.ReadFile(filepath.Join(assets, name))
		if err != nil {
			t.Fatal(err)
		}
		here, live := map[string]bool{}, map[string]bool{filepath.Base(styles[0]): true}
		reach(name, here)
		for _, view := range regexp.MustCompile(`import\("\./(view-\w+\.js)"\)`).FindAllSubmatch(code, -1) {
			if code, err := os.ReadFile(filepath.Join(assets, string(view[1]))); err != nil {
				t.Fatal(err)
			} else if bytes.Contains(code, []byte("api/v1/live")) {
				reach(string(view[1]), live)
			}
		}
		var sum int64
		for name := range live {
			if here[name] {
				continue
			}
			info, err := os.Stat(filepath.Join(assets, name+".br"))
			if err != nil {
				if info, err = os.Stat(filepath.Join(assets, name)); err != nil { // too small to be packed
					t.Fatal(err)
				}
			}
			sum += info.Size()
		}
		if sum < 20_000 || sum > limit {
			t.Errorf("%q: Live takes %d bytes packed, want at most %d", folder, sum, limit)
		}
		t.Logf("%q: Live takes %d bytes packed", folder, sum)
	}
}
