//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// englishLeft lists what the page says in English outside of what is marked as English, by words that French does not
// have: text that shows or would show, and what a screen reader is told.
const englishLeft = `((names) => {
	const words = /(?<![-\w])([Tt]he|of|[Aa]nd|[Ww]ith|[Ii]s|are|[Tt]his|[Tt]hat|[Ff]rom|[Ww]hich|[Ee]ach|[Nn]ot|was|were|has|have|[Ii]ts|[Tt]heir|[Tt]hey|[Ww]hat|[Ww]here|[Ww]hen|[Yy]our|[Nn]othing|[Cc]hoose|[Ss]how|[Dd]evices?|[Hh]ours|[Gg]rid|[Ll]oad|[Pp]ower|[Uu]nknown|[Yy]ears|[Dd]ays|[Ss]amples?|[Ss]imulated|[Mm]easured|[Ee]stimated)(?![-\w])/;
	const all = [...document.querySelectorAll("body *")].filter((e) => !e.closest("[lang=en], script, style, code, textarea, datalist, [hidden], [data-fill] optgroup, [data-live-set=region] optgroup"));
	const said = all.flatMap((e) => [...[...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent), ...["aria-label", "title", "placeholder", "alt", "aria-valuetext"].map((a) => e.getAttribute(a) ?? "")]);
	return [...new Set([document.title, ...said].map((t) => t.trim()).filter((t) => words.test(names.reduce((left, n) => left.replaceAll(n, ""), t))))].join("\n");
})(%s)`

// openAll shows what the sections of a view hold.
const openAll = `(document.querySelectorAll("main details").forEach((d) => { d.open = true; }), true)`

// french fails for each text that is English, and for a page that says it is.
func (b *tab) french(view string) {
	b.t.Helper()
	if lang := evaluate[string](b, `document.documentElement.lang`); lang != "fr" {
		b.t.Errorf("%s: the page says it is %q", view, lang)
	}
	evaluate[bool](b, openAll)
	evaluate[bool](b, `new Promise((done) => setTimeout(() => done(true), 300))`)
	var places struct{ Rows []struct{ Name string } }
	ask(b.t, "catalog", "regions", &places)
	var names []string // of companies that run a grid: a name is in no language
	for _, p := range places.Rows {
		if strings.Contains(p.Name, " ") {
			names = append(names, p.Name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	known, err := json.Marshal(names)
	if err != nil {
		b.t.Fatal(err)
	}
	for line := range strings.SplitSeq(evaluate[string](b, fmt.Sprintf(englishLeft, known)), "\n") {
		if line != "" {
			b.t.Errorf("%s: in English: %q", view, line)
		}
	}
}

// TestFrench opens every view of the French page: no English is left in it, numbers have a comma, and a value that is
// wrong is told in French.
func TestFrench(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "h100x8", "--interval", "250ms")
	b := openTab(t, 1280, 900)
	b.do(chromedp.Navigate(p.url + "fr/"))
	b.french("before the engine")
	b.wait("engine", ready)
	if text := evaluate[string](b, `document.querySelector("#estimate .headline").innerText`); !strings.Contains(text, "64,8") {
		t.Errorf("the answer reads %q, want 64,8 kg", text)
	}
	for name, query := range map[string]string{
		"all sections": "v=1&hw=a100-sxm4-80gb&n=8&h=24&x=1&pue=1.56&r=DE&emb=1&cpu=AMD%20EPYC%207763&cn=2&mem=512&ssd=2&net=100&scc=190&cp=80&qd=10000&qdays=365&qp=7000000000&qin=500&qout=300&mci=200&ptr=24&pfi=1",
		"training":     "v=1&hw=h100-sxm5-80gb&n=512&par=7000000000&tok=2000000000000&r=US-CA&site=cloud&pp=one-sweep",
		"steps":        "v=1&hw=a100-sxm4-80gb&n=8&epo=3&sam=1281167&bat=256&spl=0.3&sph=0.4&mix=coal:40,hydro:60&puec=servers:60,cooling:40&tar=22-6:0.08,6-22:0.2",
		"requests":     "v=1&hw=h100-sxm5-80gb&n=8&qd=10000&qy=2&qs=5&qw=4000&r=aws:eu-west-3&u=80",
		"red":          "v=1&xe=0.001&xd=1000000&xn=10&ci=429&basis=marginal",
		"metered":      "v=1&kwh=1000&r=CA-QC&pue=1.2",
		"wrong":        "v=1&hw=h1000&n=0&h=-3&r=XX&pue=9&u=500",
	} {
		b.do(chromedp.Navigate("about:blank"))
		b.do(chromedp.Navigate(p.url + "fr/#/estimate?" + query))
		b.wait(name, `document.querySelector("#estimate .levers li, #estimate .faults .fault, #estimate [data-slot=levers] p")`)
		b.french("estimate, " + name)
	}
	b.do(chromedp.Navigate("about:blank"))
	b.do(chromedp.Navigate(p.url + "fr/"))
	for _, view := range views {
		b.visit(view)
		b.french(view)
	}
	for _, lesson := range []string{"", "/1", "/4"} {
		evaluate[bool](b, fmt.Sprintf(`(location.hash = "#/learn%s", true)`, lesson))
		b.wait("lesson "+lesson, `!document.querySelector("#learn").hidden && document.querySelector("#learn [data-slot=lesson]").textContent.length + document.querySelector("#learn").textContent.length > 500`)
		b.french("learn" + lesson)
	}
	evaluate[bool](b, `(location.hash = "#/live", true)`)
	b.wait("watts of every device", `document.querySelectorAll("#live .device").length >= 8 && [...document.querySelectorAll("#live .device .readings")].every((e) => /\d\s*k?W/.test(e.innerText))`)
	b.wait("an event's words", `document.querySelector("#live [data-live=mark]") && (document.querySelector("#live [data-live=mark]").click(), document.querySelectorAll("#live [data-slot=events] li time").length > 0)`)
	evaluate[bool](b, `(document.querySelector("#live [data-why]").click(), true)`)
	b.french("live")
}

// TestFrenchInput types numbers as French writes them, and finds a place by its French name.
func TestFrenchInput(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url + "fr/")
	b.fill("#in-pue", "1,2"+kb.Tab)
	b.wait("a decimal comma", `location.hash.includes("&pue=1.2&") && document.querySelector("#estimate .headline").innerText.includes("49,9")`)
	b.wait("as it was typed", `document.querySelector("#in-pue").value === "1,2"`)
	b.fill("#in-h", "2 jours"+kb.Tab)
	b.wait("days by their French word", `location.hash.includes("&h=48&")`)
	b.wait("the places in French", `[...document.querySelectorAll("#r option")].some((o) => o.textContent === "Allemagne" && o.value === "DE")`)
}

// TestLanguageSwitch goes from one language to the other and back: the scenario stays, also one that was just typed.
func TestLanguageSwitch(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 390, 844)
	b.open(p.url + "#/estimate?" + bloom)
	b.fill("#in-x", "24"+kb.Tab)
	b.answers("an edit", "&x=24")
	evaluate[bool](b, `(document.querySelector("#language").click(), true)`)
	b.wait("the French page with the scenario", `location.pathname.endsWith("/fr/") && location.hash.includes("x=24") && document.querySelector("#in-x")?.value === "24" && `+ready)
	b.narrow("the French page", 390)
	evaluate[bool](b, `(location.hash = "#/plan", true)`)
	b.wait("plan", `!document.querySelector("#plan").hidden`)
	evaluate[bool](b, `(document.querySelector("#language").click(), true)`)
	b.wait("and back, in the same view", `location.pathname === "/" && location.hash.startsWith("#/plan") && document.documentElement.lang === "en"`)
}

// TestLanguageOffer opens the page with a French browser: the first visit offers French in French, and goes nowhere by itself.
func TestLanguageOffer(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 390, 844, chromedp.Flag("lang", "fr-FR"), chromedp.Flag("accept-lang", "fr-FR"))
	b.open(p.url)
	if lang := evaluate[string](b, `navigator.language`); !strings.HasPrefix(lang, "fr") {
		t.Skipf("this browser speaks %s", lang)
	}
	if text := evaluate[string](b, `document.querySelector("#language").innerText`); text != "Lire en français" {
		t.Errorf("the offer reads %q", text)
	}
	b.narrow("with the offer", 390)
	b.do(chromedp.Reload())
	b.wait("a second visit is not asked again", `document.querySelector("#language").innerText === "Français" && location.pathname === "/"`)
}

// TestFrenchOffline visits the English page once, ends the server, and opens the French one: it is kept as well.
func TestFrenchOffline(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.wait("the page is kept", cached)
	p.stop()
	b.excuse("ERR_CONNECTION_REFUSED")
	b.excuse("WebSocket")
	b.do(chromedp.Navigate(p.url + "fr/#/estimate?" + bloom))
	b.wait("the answer in French", ready+` && document.querySelector("#estimate .headline").innerText.includes("24,7")`)
	b.french("offline")
	b.do(chromedp.Reload())
	b.wait("after a reload", ready+` && document.documentElement.lang === "fr" && document.querySelector("#estimate .headline").innerText.includes("24,7")`)
	b.do(chromedp.Navigate(p.url + "fr/embed.html#/region?" + bloom))
	b.wait("the embedded view", `document.querySelectorAll("[data-plot=regions] svg").length === 2`)
	b.french("embedded, offline")
}

// TestFrenchEmbed shows an estimate in French inside another page.
func TestFrenchEmbed(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	for _, view := range []string{"card", "whatif", "region"} {
		b.do(chromedp.Navigate("about:blank"))
		b.do(chromedp.Navigate(p.url + "fr/embed.html#/" + view + "?lang=fr&" + bloom))
		b.wait(view, `document.querySelector(".headline")?.innerText.includes("24,7") || document.querySelector("[data-plot=regions] svg")`)
		b.french("embedded " + view)
		b.axe("embedded " + view)
	}
	if href := evaluate[string](b, `document.querySelector("#whole").href`); !strings.HasPrefix(href, p.url+"fr/#/estimate?") {
		t.Errorf("the whole page is at %s, want the French one", href)
	}
}

// TestFirstBytes holds what a first visit fetches before the page answers to a change, after brotli, in each language: the
// page, which has an answer in it, its style and its scripts. The engine and what it says in French come beside that.
func TestFirstBytes(t *testing.T) {
	const limit = 60_000 // bytes
	dist, asset := filepath.Join(repository, "static", "dist"), regexp.MustCompile(`(?:src|href)="((?:\.\./)?assets/[^"]+)"`)
	size := func(path string) int64 {
		info, err := os.Stat(path + ".br")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	for _, folder := range []string{"", "fr"} {
		path := filepath.Join(dist, folder, "index.html")
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(page), "</head>")
		files := asset.FindAllStringSubmatch(head, -1)
		if len(files) < 4 {
			t.Fatalf("%q: only %d files in the head of the page", folder, len(files))
		}
		bytes := size(path)
		for _, file := range files {
			bytes += size(filepath.Join(dist, folder, filepath.FromSlash(file[1])))
		}
		if bytes > limit {
			t.Errorf("%q: %d bytes before the page answers, at most %d", folder, bytes, limit)
		}
		t.Logf("%q: %d bytes", folder, bytes)
	}
}

// TestFrenchSame holds the French page to the numbers of the English one, digit by digit.
func TestFrenchSame(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	read := func(page string) (figures []string) {
		b.do(chromedp.Navigate("about:blank"))
		b.open(p.url + page + "#/estimate?" + bloom)
		b.wait("levers", `document.querySelector("#estimate .levers li")`)
		text := evaluate[string](b, `JSON.stringify([...document.querySelectorAll("#estimate .headline .figure, #estimate .factor-value, #estimate .beside .number, #estimate .lever-saved b")].map((e) => e.innerText.replace(/[^\d.,\u202f]/g, "")))`)
		if err := json.Unmarshal([]byte(text), &figures); err != nil {
			t.Fatal(err)
		}
		return figures
	}
	english, frenchFigures := read(""), read("fr/")
	if len(english) < 10 || len(english) != len(frenchFigures) {
		t.Fatalf("%d figures in English, %d in French", len(english), len(frenchFigures))
	}
	swap := strings.NewReplacer(",", "\u202f", ".", ",")
	for i := range english {
		if want := swap.Replace(english[i]); frenchFigures[i] != want {
			t.Errorf("figure %d: %q, want %q", i, frenchFigures[i], want)
		}
	}
}

// TestFrenchLayout looks at every view of the French page on a phone and on a desk, light and dark.
func TestFrenchLayout(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "h100x8", "--interval", "250ms")
	for _, size := range [][2]int64{{390, 844}, {1280, 800}} {
		for _, scheme := range []string{"light", "dark"} {
			if os.Getenv("SCREENSHOTS") == "" && (size[0] == 390) != (scheme == "light") {
				continue // each width and each scheme once; all four for the eye
			}
			t.Run(fmt.Sprintf("%s-%d", scheme, size[0]), func(t *testing.T) {
				t.Parallel()
				b := openTab(t, size[0], size[1])
				b.scheme(scheme)
				b.open(p.url + "fr/")
				if bottom := evaluate[float64](b, `document.querySelector("#estimate .headline").getBoundingClientRect().bottom`); bottom > float64(size[1]) {
					t.Errorf("the answer ends at %.0f px, below the first screenful of %d", bottom, size[1])
				}
				for _, view := range append(views, "live") {
					if view == "live" {
						evaluate[bool](b, `(location.hash = "#/live", true)`)
						b.wait("strips", `document.querySelectorAll("#live .device canvas").length >= 8`)
					} else {
						b.visit(view)
					}
					b.narrow(view, size[0])
					if view != "live" {
						b.uncut("#" + view)
					}
					b.axe("fr " + view)
					b.screenshot(fmt.Sprintf("fr-%s-%s-%d", view, scheme, size[0]))
				}
			})
		}
	}
}
