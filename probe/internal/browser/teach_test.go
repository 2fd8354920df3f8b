//go:build browser

package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gramwatt/estimator"
)

// pdfPages prints the page and counts its pages.
func (b *tab) pdfPages(width, height float64) int {
	b.t.Helper()
	result, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: width, PaperHeight: height})
	if err != nil {
		b.t.Fatal(err)
	}
	return len(pages.FindAll(result.Data, -1))
}

// TestWorksheets prints the sheets of every lesson on A4 and on Letter: a page for each copy and one for the key, which has
// the engine's own answers to the numbers on each sheet.
func TestWorksheets(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	quiz := readQuiz(t)
	const copies, first = 3, 4821
	for lesson := 1; lesson <= len(walks); lesson++ {
		evaluate[bool](b, fmt.Sprintf(`(location.hash = "#/learn/%d/print?seed=%d&copies=%d", true)`, lesson, first, copies))
		b.wait("the sheets", fmt.Sprintf(`document.querySelector("[data-slot=lesson]").dataset.shown === "print-%d"`, lesson))
		if n := evaluate[int](b, `document.querySelectorAll("#learn .sheet").length`); n != copies+1 {
			t.Errorf("lesson %d: %d sheets, want %d and a key", lesson, n, copies)
		}
		for _, size := range [][2]float64{{8.27, 11.69}, {8.5, 11}} {
			if n := b.pdfPages(size[0], size[1]); n != copies+1 {
				t.Errorf("lesson %d on %.1f × %.1f in: %d pages, want %d", lesson, size[0], size[1], n, copies+1)
			}
		}
		// A sheet shows the parameters that its seed draws, and the key is the engine's.
		at := 0
		for _, q := range quiz {
			if q.Lesson != lesson {
				continue
			}
			at++
			if q.Key == "" {
				continue
			}
			key := q.Key
			for name, values := range q.Pick {
				code, _, _ := strings.Cut(values[int(asked(t, fmt.Sprintf("pick %d %s:%s %d", first+1, q.ID, name, len(values))))], "=")
				key = strings.ReplaceAll(key, "{"+name+"}", code)
			}
			shown := evaluate[string](b, fmt.Sprintf(`document.querySelector("#learn .key tbody").rows[1].cells[%d].textContent`, at))
			want := strings.TrimSpace(estimator.FormatNumber(asked(t, key)) + " " + q.words.Unit)
			if shown = strings.ReplaceAll(shown, "\u00a0", " "); shown != want {
				t.Errorf("lesson %d, %s: the key says %q, the engine %q", lesson, q.ID, shown, want)
			}
		}
		if lesson == 3 {
			b.screenshot("sheet-3")
		}
	}
}

// TestTeach opens the teacher's list and the plan of each lesson, and counts the guesses of a class: a code that was
// misheard is told, one of another lesson is not counted.
func TestTeach(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url + "#/learn?teach=1")
	b.wait("the paths", `document.querySelectorAll("#learn .paths > li").length === 4`)
	b.axe("the teacher's list")
	b.screenshot("teach-list")
	for lesson := 1; lesson <= len(walks); lesson++ {
		evaluate[bool](b, fmt.Sprintf(`(location.hash = "#/learn/%d?teach=1&seed=%d", true)`, lesson, seed))
		b.wait("a plan", fmt.Sprintf(`document.querySelector("[data-slot=lesson]").dataset.shown === "%d" && document.querySelectorAll("#learn .plan li").length > 6 && document.querySelector(".histogram tr.own")`, lesson))
	}
	b.axe("a lesson with its plan")
	evaluate[bool](b, `(location.hash = "#/learn/7?teach=1&seed=7", true)`)
	b.wait("lesson 7", `document.querySelector("[data-slot=lesson]").dataset.shown === "7"`)
	// The code that a student's page shows is the one that is counted here.
	b.tabTo("#guess")
	b.do(chromedp.KeyEvent(kb.End))
	b.tabTo(".predict .primary")
	b.do(chromedp.KeyEvent(kb.Enter))
	code := evaluate[string](b, `document.querySelector(".predict code").textContent`)
	b.tabTo(".class-guesses textarea")
	b.do(chromedp.KeyEvent(code + " " + strings.ToLower(code) + " ABC D"))
	b.wait("two guesses at the last stop", `document.querySelector(".histogram tbody tr:last-child td").textContent === "2"`)
	b.wait("what was misheard", `/ABC, D/.test(document.querySelector(".class-guesses .fault").textContent)`)
	b.screenshot("teach-7")
}

// TestProjector steps through a lesson with the keys of a presenter's remote: large, one part at a time, the answer hidden
// until it is revealed.
func TestProjector(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 720)
	b.open(p.url + "#/learn/7?present=1")
	b.wait("the wall", `document.querySelector(".wall-bar button") && document.querySelector("[data-slot=lesson]").dataset.shown === "7"`)
	shown := `[...document.querySelectorAll("#learn article > section")].filter((s) => s.checkVisibility()).map((s) => s.className.split(" ")[0]).join()`
	if at := evaluate[string](b, shown); at != "predict" {
		t.Errorf("it begins with %q", at)
	}
	if evaluate[bool](b, `document.querySelector(".top").checkVisibility() || [...document.querySelectorAll(".predict form strong")].some((e) => e.checkVisibility())`) {
		t.Error("the frame or the answer is shown")
	}
	if size := evaluate[float64](b, `parseFloat(getComputedStyle(document.querySelector("#learn .predict p")).fontSize)`); size < 30 {
		t.Errorf("text of %.0f px", size)
	}
	b.screenshot("wall-1")
	evaluate[bool](b, `(document.querySelector("[data-skip]").click(), true)`)
	b.wait("the answer", `[...document.querySelectorAll(".predict form strong")].some((e) => e.checkVisibility())`)
	for _, step := range []struct{ key, at string }{{kb.PageDown, "trial"}, {kb.ArrowRight, "explain"}, {kb.PageUp, "trial"}, {kb.PageDown, "explain"}, {kb.PageDown, "transfer"}, {kb.PageDown, "quiz"}, {kb.PageDown, "quiz"}} {
		b.do(chromedp.KeyEvent(step.key))
		b.wait("the part "+step.at, shown+` === "`+step.at+`"`)
		if step.at == "trial" {
			b.wait("its picture", `document.querySelector("#learn .trial .plot svg")`)
			b.screenshot("wall-2")
		}
	}
	b.narrow("the wall", 1280)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.wait("back at the lesson", `!document.documentElement.dataset.present && document.querySelector(".plan")`)
}
