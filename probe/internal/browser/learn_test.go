//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gramwatt/estimator"
)

// A move is one thing that a reader does in a lesson by keyboard: go to a control by Tab, and press keys there.
type move struct{ to, keys string }

// walks are what a reader does between the guess and the questions of each lesson, until every task is done.
var walks = map[int][]move{
	1: {
		{card("cards", 0), " "}, {card("cards", 1), " "}, {card("cards", 2), kb.ArrowRight}, {card("cards", 3), kb.ArrowRight}, {card("cards", 4), kb.ArrowRight}, {card("cards", 5), kb.ArrowRight},
		{select_("effect"), kb.ArrowDown}, {select_("cause2"), kb.ArrowDown + kb.ArrowDown}, {number("runs"), "15.4"},
		{select_("claim-migration"), kb.ArrowDown + kb.ArrowDown}, {select_("claim-gap"), kb.ArrowDown + kb.ArrowDown},
	},
	2: {
		{card("blocks", 0), kb.ArrowRight}, {card("blocks", 1), kb.ArrowRight + kb.ArrowRight}, {card("blocks", 2), kb.ArrowRight + kb.ArrowRight}, {card("blocks", 3), " "}, {card("blocks", 4), kb.ArrowRight},
		{select_("r"), kb.ArrowDown},
	},
	3: {
		{number("h"), "48"},
		{card("sensor", 0), " "}, {card("sensor", 1), " "}, {card("sensor", 2), kb.ArrowRight}, {card("sensor", 3), kb.ArrowRight}, {card("sensor", 4), kb.ArrowRight},
		{select_("claim-unit"), kb.ArrowDown + kb.ArrowDown},
	},
	4: {
		{slider("cooling"), strings.Repeat(kb.ArrowRight, 30)}, {slider("servers"), strings.Repeat(kb.ArrowRight, 12)},
		{number("pue"), "2.78"}, {select_("claim-shares"), kb.ArrowDown + kb.ArrowDown},
	},
	5: {
		{slider("pue"), strings.Repeat(kb.ArrowLeft, 20)}, {select_("below"), kb.ArrowDown + kb.ArrowDown + kb.ArrowDown},
	},
	6: {
		{slider("hydro"), kb.End}, {slider("wind"), kb.End},
	},
	7: {
		{select_("east"), kb.ArrowDown + kb.ArrowDown + kb.ArrowDown + kb.ArrowDown}, {select_("quebec"), kb.ArrowDown + kb.ArrowDown},
		{select_("east"), kb.ArrowUp}, {select_("quebec"), kb.ArrowUp},
		{select_("claim-country"), kb.ArrowDown + kb.ArrowDown},
	},
	8: {
		{number("trials"), "20"}, {number("seeds"), "5"},
		{number("one"), "87"}, {select_("claim-model"), kb.ArrowDown + kb.ArrowDown}, {select_("claim-team"), kb.ArrowDown + kb.ArrowDown},
	},
	9: {
		{number("example"), "2"}, {number("examples"), "2"}, {number("experiments"), "2"},
		{select_("cheaper"), kb.ArrowDown + kb.ArrowDown}, {number("missing"), "114"},
	},
	10: {
		{number("move"), " "}, {number("small"), " "}, {"[data-write]", kb.Enter},
	},
}

func card(list string, at int) string { return fmt.Sprintf("input[name='%s-%d']", list, at) }
func select_(control string) string   { return "[data-control='" + control + "'] select" }
func slider(control string) string    { return number(control) }
func number(control string) string    { return "[data-control='" + control + "'] input" }

const seed = 7 // of the questions

// tabTo presses Tab until the focus is on what the selector names.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 250 {
		if evaluate[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	b.t.Fatalf("Tab does not reach %s; the focus is on %s", selector, evaluate[string](b, `document.activeElement.outerHTML`))
}

// lesson opens a lesson and waits until it is live.
func (b *tab) lesson(number int) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf(`(location.hash = "#/learn/%d?seed=%d", true)`, number, seed))
	b.wait(fmt.Sprintf("lesson %d", number), fmt.Sprintf(`document.querySelector("#learn [data-slot=lesson]").dataset.shown === "%d" && document.querySelector("#learn .questions li")`, number))
}

// TestLessonsByKeyboard walks each lesson from the guess to its tick with the keyboard alone.
func TestLessonsByKeyboard(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	quiz := readQuiz(t)
	for lesson := 1; lesson <= len(walks); lesson++ {
		t.Run(strconv.Itoa(lesson), func(t *testing.T) {
			b := openTab(t, 1280, 900)
			b.open(p.url)
			if early := evaluate[string](b, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => /learn|quiz|why-care/.test(n)).join(" ")`); early != "" {
				t.Errorf("loaded before Learn is opened: %s", early)
			}
			b.lesson(lesson)
			if shown := evaluate[int](b, `[...document.querySelectorAll("#learn article > section:not(.predict)")].filter((s) => s.checkVisibility()).length`); shown != 0 {
				t.Errorf("%d sections are shown before the guess", shown)
			}
			b.tabTo("#guess")
			b.do(chromedp.KeyEvent(kb.ArrowRight))
			b.tabTo(".predict .primary")
			b.do(chromedp.KeyEvent(kb.Enter))
			b.wait("the lesson after the guess", `document.querySelector("#learn .trial").checkVisibility() && document.activeElement.matches(".guessed")`)
			for _, m := range walks[lesson] {
				b.tabTo(m.to)
				evaluate[bool](b, `(document.activeElement.select?.(), true)`)
				b.do(chromedp.KeyEvent(m.keys))
				b.wait("the answer to "+m.to, `!document.querySelector("#learn [aria-busy]")`)
			}
			b.wait("every task done, but for "+evaluate[string](b, `[...document.querySelectorAll("#learn [data-done]:not(.done)")].map((e) => e.textContent + [...e.querySelectorAll("select")].map((s) => " chosen: " + s.value)).join("; ")`), `document.querySelectorAll("#learn [data-done]:not(.done)").length === 0`)
			for _, q := range quiz {
				if q.Lesson == lesson {
					b.solve(q)
				}
			}
			b.wait("the tick", `document.querySelector("#learn .ticked")`)
			if unknown := evaluate[string](b, `[...document.querySelectorAll("#learn data")].filter((d) => d.checkVisibility() && /unknown|NaN/.test(d.textContent)).map((d) => d.getAttribute("ask")).join("; ")`); unknown != "" {
				t.Errorf("no number for %s", unknown)
			}
			evaluate[bool](b, `(location.hash = "#/learn", true)`)
			b.do(chromedp.Reload())
			b.wait("the tick is kept", fmt.Sprintf(`document.querySelector("#learn .lessons li[data-lesson='%d'] .tick") && document.querySelectorAll("#learn .lessons .tick").length === 1`, lesson))
		})
	}
}

type template struct {
	ID     string
	Lesson int
	Pick   map[string][]string
	Key    string
	Right  int
	words  struct {
		Unit    string
		Options []struct{ Text string }
	}
}

func readQuiz(t *testing.T) []template {
	t.Helper()
	var all []template
	words := map[string]json.RawMessage{}
	for name, into := range map[string]any{"quiz.json": &all, "en/quiz.json": &words} {
		text, err := os.ReadFile(filepath.Join(repository, "static", "learn", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	for i := range all {
		if err := json.Unmarshal(words[all[i].ID], &all[i].words); err != nil {
			t.Fatalf("%s: %v", all[i].ID, err)
		}
	}
	return all
}

// asked works an ask out natively.
func asked(t *testing.T, ask string) float64 {
	t.Helper()
	a, err := estimator.Ask(estimator.Default(), ask, estimator.DefaultQuery)
	if err != nil || !a.Value.Known {
		t.Fatalf("%s: %v", ask, err)
	}
	return a.Value.Mid
}

// solve answers a question rightly by keyboard, after a wrong try for a number.
func (b *tab) solve(q template) {
	b.t.Helper()
	form := fmt.Sprintf("[data-question='%s'] ", q.ID)
	if q.Key == "" {
		b.tabTo(form + "input")
		b.do(chromedp.KeyEvent(" "))
		for range q.words.Options {
			if evaluate[string](b, `document.activeElement.closest("label").innerText.trim()`) == q.words.Options[q.Right].Text {
				break
			}
			b.do(chromedp.KeyEvent(kb.ArrowDown))
		}
	} else {
		key := q.Key
		for name, values := range q.Pick {
			at := int(asked(b.t, fmt.Sprintf("pick %d %s:%s %d", seed, q.ID, name, len(values))))
			code, _, _ := strings.Cut(values[at], "=")
			key = strings.ReplaceAll(key, "{"+name+"}", code)
		}
		b.tabTo(form + "input")
		b.do(chromedp.KeyEvent("123456789"), chromedp.KeyEvent(kb.Enter))
		b.wait("a wrong answer is told", fmt.Sprintf(`document.querySelector("%s.verdict").classList.contains("wrong")`, form))
		evaluate[bool](b, `(document.activeElement.select?.(), true)`)
		b.do(chromedp.KeyEvent(strconv.FormatFloat(asked(b.t, key), 'f', 6, 64)))
	}
	b.tabTo(form + "button")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(q.ID+" is right", fmt.Sprintf(`document.querySelector("%s.verdict").classList.contains("right")`, form))
}

// TestLessonsLook holds every lesson, and the list of them, to axe and to the width of its window, light and dark, and its
// pictures to being drawn. With SCREENSHOTS it keeps them for the eye.
func TestLessonsLook(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	for _, width := range []int64{390, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			if os.Getenv("SCREENSHOTS") == "" && (width == 390) != (scheme == "light") {
				continue // each width and each scheme once; all four for the eye
			}
			t.Run(fmt.Sprintf("%s-%d", scheme, width), func(t *testing.T) {
				b := openTab(t, width, 900)
				b.scheme(scheme)
				b.open(p.url + "#/learn")
				b.wait("the list", `document.querySelectorAll("#learn .lessons li").length > 0`)
				b.axe("the list of lessons")
				b.screenshot(fmt.Sprintf("learn-%s-%d", scheme, width))
				for lesson := 1; lesson <= len(walks); lesson++ {
					b.lesson(lesson)
					if scheme == "light" {
						b.axe(fmt.Sprintf("lesson %d, before the guess", lesson))
					}
					evaluate[bool](b, `(document.querySelector("[data-skip]").click(), document.querySelectorAll("#learn details").forEach((d) => { d.open = true; }), true)`)
					b.wait("its pictures", `[...document.querySelectorAll("#learn figure[data-widget]")].every((f) => f.querySelector(".plot svg"))`)
					b.axe(fmt.Sprintf("lesson %d", lesson))
					b.screenshot(fmt.Sprintf("lesson-%d-%s-%d", lesson, scheme, width))
				}
			})
		}
	}
}

// TestLessonsAlone opens each lesson as a page of its own, in both languages and in a browser that runs no scripts: an
// article with its figures, its questions and a way to the live one.
func TestLessonsAlone(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 390, 844)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"", "fr/"} {
		for lesson := 1; lesson <= len(walks); lesson++ {
			what := fmt.Sprintf("%slearn/%d.html", place, lesson)
			b.do(chromedp.Navigate(p.url + what))
			b.wait("the article", `document.querySelector("article h1")`)
			if lang := evaluate[string](b, `document.documentElement.lang`); place != "" && lang != "fr" || place == "" && lang != "en" {
				t.Errorf("%s is in %q", what, lang)
			}
			bad := evaluate[string](b, `[...document.querySelectorAll("data")].filter((d) => !d.value || !/\d/.test(d.textContent)).map((d) => d.outerHTML).join(" ")`)
			if bad != "" {
				t.Errorf("%s: no number in %s", what, bad)
			}
			if questions := evaluate[int](b, `document.querySelectorAll(".quiz > .questions > li").length`); questions != 3 {
				t.Errorf("%s: %d questions", what, questions)
			}
			if figures := evaluate[int](b, `[...document.querySelectorAll("figure[data-widget]")].filter((f) => f.querySelector("figcaption").textContent.trim() && f.querySelectorAll("tbody tr data").length > 1).length`); figures == 0 {
				t.Errorf("%s: no figure", what)
			}
			b.narrow(what, 390)
			b.screenshot(strings.NewReplacer("/", "-", ".html", "").Replace("alone-" + what))
		}
		b.do(chromedp.Navigate(p.url + place + "learn/"))
		b.wait("the list", fmt.Sprintf(`document.querySelectorAll(".lessons a[href$='.html']").length === %d`, len(walks)))
	}
}

// TestLessonsInFrench opens each lesson of the French page: every number is there, the questions are drawn, and its texts
// are not those of the English lesson.
func TestLessonsInFrench(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 390, 844)
	b.open(p.url + "fr/")
	for lesson := 1; lesson <= len(walks); lesson++ {
		b.lesson(lesson)
		evaluate[bool](b, `(document.querySelector("[data-skip]").click(), true)`)
		b.wait("its pictures", `[...document.querySelectorAll("#learn figure[data-widget]")].every((f) => f.querySelector(".plot svg"))`)
		if unknown := evaluate[string](b, `[...document.querySelectorAll("#learn data")].filter((d) => /inconnu|unknown|NaN/.test(d.textContent) || !d.textContent).map((d) => d.getAttribute("ask")).join("; ")`); unknown != "" {
			t.Errorf("lesson %d: no number for %s", lesson, unknown)
		}
		if english := evaluate[string](b, `[...document.querySelector("#learn").innerText.matchAll(/(?:^|\s)(the|and|which|with|your|Check|Sources of)\s.{0,40}/g)].map((m) => m[0].trim()).filter((s) => !/Carbon Footprints|and (others|Selvan)/.test(s)).slice(0, 3).join(" | ")`); english != "" {
			t.Errorf("lesson %d: English in it: %s", lesson, english)
		}
		b.screenshot(fmt.Sprintf("lesson-fr-%d", lesson))
		if lesson == 7 {
			b.axe("a French lesson")
		}
	}
	evaluate[bool](b, `(location.hash = "#/learn?teach=1", true)`)
	b.wait("the teacher's list", `/Pour les enseignants/.test(document.querySelector("#learn").innerText) && document.querySelectorAll("#learn .paths > li").length === 4`)
}

// TestLessonsScenario: a lesson works on a copy of the visitor's scenario, leaves it alone until it is kept, and takes the
// example where the scenario lacks what the lesson changes. The keys of a lesson's address are no scenario.
func TestLessonsScenario(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	hours := `document.querySelector("#learn [data-control=h] input")`
	copied := func(want string) {
		t.Helper()
		evaluate[bool](b, `(document.querySelector("#learn [data-skip]").click(), true)`)
		b.wait(want, `document.querySelector("#learn .explain").innerText.includes("`+want+`")`)
	}
	b.open(p.url + "#/learn/3?seed=7")
	b.wait("the lesson", `document.querySelector("[data-slot=lesson]").dataset.shown === "3"`)
	copied("a copy of your scenario")

	evaluate[bool](b, `(location.hash = "#/estimate?v=1&hw=t4&n=2&u=50&h=100&pue=1.2&r=FR", true)`)
	b.answers("a scenario", "&h=100&")
	b.lesson(3)
	copied("a copy of your scenario")
	if h := evaluate[string](b, hours+".value"); h != "100" {
		t.Errorf("the lesson starts with %s hours", h)
	}
	b.do(chromedp.Focus(chromedp.CSS("#learn [data-control=h] input")))
	evaluate[bool](b, hours+`.select() === undefined`)
	b.do(chromedp.KeyEvent("250"))
	want := nativeEstimate(t, "v=1&hw=t4&n=2&u=50&h=250&pue=1.2&r=FR")["energy_kwh"].(map[string]any)["mid"].(float64)
	b.wait("its energy", fmt.Sprintf(`[...document.querySelectorAll("#learn .trial .sentence data")].some((d) => Math.abs(Number(d.value) - %v) < 1e-6)`, want))
	evaluate[bool](b, `(location.hash = "#/estimate", true)`)
	b.wait("the visitor's own scenario is as it was", `document.querySelector("#in-h").value === "100" && `+answerText+` === "`+native(t, "v=1&hw=t4&n=2&u=50&h=100&pue=1.2&r=FR")+`"`)
	b.lesson(3)
	copied("a copy of your scenario")
	evaluate[bool](b, `(((e) => { e.value = "48"; e.dispatchEvent(new Event("input", {bubbles: true})); })(`+hours+`), document.querySelector("#learn [data-keep]").click(), true)`)
	b.answers("until it is kept", "&h=48&")

	evaluate[bool](b, `(location.hash = "#/estimate?v=1&kwh=433196&ci=57&pue=1", true)`)
	b.answers("metered energy", "kwh=433196")
	b.lesson(3)
	copied("the example")
}
