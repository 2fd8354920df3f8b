//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"

	"gramwatt/estimator"
)

// startSite serves dist/site as a plain web host does, and returns its address ending in a slash.
func startSite(t *testing.T) string {
	t.Helper()
	address := freePort(t)
	serve(t, address, http.FileServer(http.FS(os.DirFS(filepath.Join(repository, "dist", "site")))))
	return "http://" + address + "/"
}

// startHost serves one page of somebody else, with a policy that lets in the frame and its script and nothing more.
func startHost(t *testing.T, site, body string) string {
	t.Helper()
	address := freePort(t)
	serve(t, address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/forger" {
			fmt.Fprint(w, `<!doctype html><title>forger</title><script>parent.postMessage({ gramwatt: { height: 7777 } }, "*")</script>`)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src "+site+"; frame-src "+site+" 'self'; img-src 'self'")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>host</title><main><h1>Somebody's page</h1>%s</main></html>`, body)
	}))
	return "http://" + address + "/"
}

// everything is the whole document as JSON, shadow trees and frames included.
func (b *tab) everything() string {
	b.t.Helper()
	depth, pierce := int64(-1), true
	document, err := chromedp.Call(b.ctx, dom.GetDocument, dom.GetDocumentParams{Depth: &depth, Pierce: &pierce})
	if err != nil {
		b.t.Fatal(err)
	}
	text, err := json.Marshal(document)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

const frameHeight = `Math.round(document.querySelector("gram-watt").shadowRoot.querySelector("iframe").getBoundingClientRect().height)`

// TestEmbed puts an estimate into a page of another origin: the frame shows the engine's answer, is as high as what it
// shows, listens to nobody else, and leaves the host's own policy as it is.
func TestEmbed(t *testing.T) {
	site := startSite(t)
	host := startHost(t, site, fmt.Sprintf(`<gram-watt scenario="%s" view="card"><a href="%s">the estimate</a></gram-watt><script async src="%sgram-watt.js"></script><iframe title="other" src="/forger"></iframe>`,
		html.EscapeString(bloom), html.EscapeString(site+"#/estimate?"+bloom), site))
	b := openTab(t, 900, 1200)
	b.excuse("favicon")
	b.do(chromedp.Navigate(host))
	b.wait("the frame has told its height, and the link gives way", `(() => { const root = document.querySelector("gram-watt").shadowRoot; return root && root.querySelector("slot").style.display === "none"; })()`)
	number, _, _ := strings.Cut(native(t, bloom), " ")
	if tree := b.everything(); !strings.Contains(tree, `"`+number+`"`) {
		t.Errorf("the frame does not show %q", number)
	}
	card := evaluate[int](b, frameHeight)
	b.screenshot("embed-card")

	// The same view by itself, as wide as the frame, is as high.
	alone := openTab(t, evaluate[int64](b, `document.querySelector("gram-watt").clientWidth`), 1200)
	alone.do(chromedp.Navigate(site + "embed.html#/card?" + bloom))
	alone.wait("the answer", embedAnswer+` === "`+native(t, bloom)+`"`)
	if want := evaluate[int](alone, `Math.ceil(document.body.getBoundingClientRect().height)`); want != card {
		t.Errorf("the frame is %d px high, what it shows %d", card, want)
	}

	// What it shows grows, and the frame with it.
	evaluate[bool](b, `(document.querySelector("gram-watt").setAttribute("view", "region"), true)`)
	b.wait("the frame grows with the region view", frameHeight+` > `+fmt.Sprint(card+200))
	region := evaluate[int](b, frameHeight)
	b.screenshot("embed-region")

	// A message of another frame, or of the page itself, is nobody's height.
	evaluate[bool](b, `(postMessage({ gramwatt: { height: 9999 } }, "*"), document.querySelector('iframe[title="other"]').src = "/forger?again", true)`)
	b.wait("the forger has spoken again", `performance.getEntriesByType("resource").some((e) => e.name.endsWith("/forger?again") && e.responseEnd > 0)`)
	evaluate[bool](b, `new Promise((done) => setTimeout(() => done(true), 300))`)
	if height := evaluate[int](b, frameHeight); height != region {
		t.Errorf("a forged message set the height to %d px, it was %d", height, region)
	}

	if resources := evaluate[[]string](b, `performance.getEntriesByType("resource").map((e) => e.name)`); len(resources) == 0 {
		t.Error("no resource was recorded")
	} else {
		for _, r := range resources {
			if !strings.HasPrefix(r, site) && !strings.HasPrefix(r, host) {
				t.Errorf("the host page asked %s", r)
			}
		}
	}
}

const embedAnswer = `(document.querySelector("#estimate .headline")?.innerText ?? "").replace(/\s+/g, " ").replace("₂", "2").trim()`

// TestEmbedViews opens each embedded view by itself, narrow and wide, light and dark: it answers as the native engine does,
// fits its width, and axe finds nothing. The what-if view can be edited, and its link follows.
func TestEmbedViews(t *testing.T) {
	t.Parallel()
	site := startSite(t)
	axe, err := os.ReadFile(filepath.Join(repository, "static", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		theme string
		width int64
	}{{"light", 320}, {"dark", 760}} {
		b := openTab(t, c.width, 900)
		for _, view := range []string{"card", "whatif", "region"} {
			name := fmt.Sprintf("embed %s, %s, %d px", view, c.theme, c.width)
			b.do(chromedp.Navigate("about:blank"))
			b.do(chromedp.Navigate(site + "embed.html#/" + view + "?theme=" + c.theme + "&" + estimator.DefaultQuery))
			switch view {
			case "card":
				b.wait(name, embedAnswer+` === "`+native(t, estimator.DefaultQuery)+`"`)
				b.wait("the scenario in words", `document.querySelector("#asked").innerText.includes("8 × NVIDIA A100")`)
			case "region":
				b.wait(name, `document.querySelectorAll("[data-plot=regions] svg").length === 2`)
			case "whatif":
				b.wait(name, embedAnswer+` === "`+native(t, estimator.DefaultQuery)+`" && document.querySelectorAll("[data-try]").length > 0`)
				b.fill("#in-h", "48")
				changed := strings.Replace(estimator.DefaultQuery, "h=24", "h=48", 1)
				b.wait("an edit", embedAnswer+` === "`+native(t, changed)+`" && document.querySelector("#whole").href.includes("h=48")`)
			}
			b.narrow(name, c.width)
			b.do(chromedp.Evaluate[chromedp.Void](string(axe)))
			for _, v := range evaluate[[]string](b, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) =>
				r.passes.length < 15 ? ["only " + r.passes.length + " rules were checked"] : r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ") + ": " + n.failureSummary).join("; ")))`) {
				t.Errorf("%s: axe %s", name, v)
			}
			if got := evaluate[string](b, `getComputedStyle(document.documentElement).colorScheme`); got != c.theme {
				t.Errorf("%s: colour scheme %q", name, got)
			}
			b.screenshot(fmt.Sprintf("embed-%s-%s-%d", view, c.theme, c.width))
		}
	}
}

// TestEmbedSize holds what a host page loads: the element in 2 KB, and nothing of it is fetched before its frame is near.
func TestEmbedSize(t *testing.T) {
	const limit = 2048 // bytes, minified and compressed
	info, err := os.Stat(filepath.Join(repository, "static", "dist", "gram-watt.js.br"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() == 0 || info.Size() > limit {
		t.Errorf("gram-watt.js takes %d bytes after brotli, at most %d", info.Size(), limit)
	}
}

// TestProbeStandsInNoFrame checks that a foreign page cannot frame the probe: it would tell that one runs here.
func TestProbeStandsInNoFrame(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	for _, path := range []string{"", "embed.html"} {
		response, err := http.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if policy := response.Header.Get("Content-Security-Policy"); response.StatusCode != 200 || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%q: status %d, policy %q", path, response.StatusCode, policy)
		}
	}
}
