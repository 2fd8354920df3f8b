//go:build browser

package browser

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image/png"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// playMade opens a made session in a page without a probe and plays it to its end.
func playMade(t *testing.T, simulated any) (*tab, *madeSession) {
	t.Helper()
	made := makeSession(300, simulated)
	b, _ := liveAlone(t)
	b.wait("the way to open a recording", `document.querySelector("#live input[type=file]")`)
	b.do(chromedp.SetUploadFiles(`#live input[type=file]`, []string{made.file(t)}))
	b.wait("it plays", `document.querySelector("#live [data-live=finish]:not(:disabled)")`)
	b.do(chromedp.Click(`#live [data-live=finish]`))
	b.wait("to its end, with what stands around the strips", `document.querySelector("#live [data-standing=ended]") && document.querySelector("#live .picker select") && document.querySelector("#live .air strong")`)
	return b, made
}

// near fails when a number is not what it must be, to a millionth.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*math.Abs(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// taken presses a button and returns the file that the page makes: as text, or a binary one as base64.
func (b *tab) taken(button string, binary bool) string {
	b.t.Helper()
	read := "blob.text().then(done)"
	if binary {
		read = `blob.arrayBuffer().then((a) => done(btoa([...new Uint8Array(a)].map((c) => String.fromCharCode(c)).join(""))))`
	}
	return evaluate[string](b, fmt.Sprintf(`new Promise((done) => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { URL.createObjectURL = make; %s; return "data:,"; };
		document.querySelector(%q).click(); })`, read, button))
}

// TestLiveSpan chooses a part of a session between two marks, then by the pointer, and holds its numbers to the counters.
func TestLiveSpan(t *testing.T) {
	b, made := playMade(t, nil)
	choose := func(end, text string) {
		evaluate[bool](b, fmt.Sprintf(`(() => { const s = document.querySelector('#live [data-live-set=%s]'); s.value = [...s.options].find((o) => o.text.includes(%q)).value; s.dispatchEvent(new Event("input", { bubbles: true })); return true; })()`, end, text))
	}
	choose("from", "epoch 1")
	choose("to", "epoch 2")
	const joulesOf = `Number(document.querySelector("#live [data-id=span]").dataset.joules)`
	want := made.joules[200] - made.joules[100]
	b.wait("the energy between the marks, from the counters", fmt.Sprintf(`document.querySelector("#live [data-id=span]") && %s === %v`, joulesOf, want))
	b.wait("its grams", `document.querySelector('#live .span [data-id=air]').innerText.includes("CO")`)
	// 95 kJ in France at PUE 1.2, by the engine; 500 W each over the time that is known; ten seconds of one GPU are not.
	grams := nativeEstimate(t, fmt.Sprintf("v=1&kwh=%v&pue=1.2&r=FR", want/3.6e6))["total_kgco2e"].(map[string]any)["mid"].(float64) * 1000
	text := evaluate[string](b, `document.querySelector("#live .span").innerText.replace(/\s+/g, " ")`)
	if shown := fmt.Sprintf("%.2f g CO2e", grams); !strings.Contains(strings.ReplaceAll(text, "CO 2e", "CO2e"), shown) {
		t.Errorf("the part reads %q, want %s", text, shown)
	}
	for _, part := range []string{"00:01:40", "1.00 kW", "For 10 s of it the energy of a device is unknown"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), part) {
			t.Errorf("the part reads %q, want %q in it", text, part)
		}
	}
	b.screenshot("live-span-1280")

	// By the keyboard alone: paused, the slider's place begins a span that ends now.
	b.do(chromedp.Click(`#live [data-live=unpick]`))
	b.wait("nothing is chosen", `!document.querySelector("#live [data-id=span]")`)
	// By the pointer: from a quarter to three quarters of a strip.
	box := evaluate[[]float64](b, `(() => { const s = document.querySelector("#live .strip .u-over"); s.scrollIntoView({ block: "center" }); const r = s.getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()`)
	mouse := func(kind input.DispatchMouseEventType, part float64, buttons int64) {
		t.Helper()
		if _, err := chromedp.Call(b.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: box[0] + part*box[2], Y: box[1] + box[3]/2, Button: input.MouseButtonLeft, Buttons: buttons, ClickCount: 1}); err != nil {
			t.Fatal(err)
		}
	}
	mouse(input.DispatchMouseEventTypeMouseMoved, 0.25, 0)
	mouse(input.DispatchMouseEventTypeMousePressed, 0.25, 1)
	for part := 0.3; part < 0.76; part += 0.05 {
		mouse(input.DispatchMouseEventTypeMouseMoved, part, 1)
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, 0.75, 0)
	b.wait("a part chosen by the pointer", `document.querySelector("#live [data-id=span]")`)
	if got := evaluate[float64](b, joulesOf); !(got > 0 && got < made.joules[made.end]) {
		t.Errorf("%v J in half of the window", got)
	}
}

// TestLiveFiles takes a session along in every form, and holds each to the session's joules.
func TestLiveFiles(t *testing.T) {
	for _, simulated := range []any{nil, "h100x8"} {
		b, made := playMade(t, simulated)
		word := "no"
		if simulated != nil {
			word = "yes"
		}
		rows, err := csv.NewReader(strings.NewReader(b.taken(`#live [data-keep-session=csv]`, false))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		column := map[string]int{}
		for i, name := range rows[0] {
			column[name] = i
		}
		samples := 0
		for _, f := range made.frames {
			if f["type"] == "sample" {
				samples++
			}
		}
		if want := 1 + 2*samples; len(rows) != want {
			t.Errorf("the CSV has %d lines, want %d", len(rows), want)
		}
		last := map[string]float64{}
		unknown := 0
		for _, row := range rows[1:] {
			if row[column["counted_in_total"]] != "yes" || row[column["simulated"]] != word || row[column["quality"]] != "measured" {
				t.Fatalf("a row says %q", row)
			}
			if row[column["watts"]] == "" {
				unknown++
			}
			if last[row[column["device"]]], err = strconv.ParseFloat(row[column["joules"]], 64); err != nil {
				t.Fatal(err)
			}
		}
		near(t, "the CSV's joules", last["gpu-0"]+last["gpu-1"], made.joules[made.end])
		if unknown != 12 { // ten seconds of one GPU, and the sample after the sleep of both
			t.Errorf("%d rows without watts, want 12", unknown)
		}

		var session struct {
			Format    string
			Simulated any
			Totals    struct {
				Joules, Seconds float64
				Missing         float64 `json:"missing_seconds"`
			}
			Air     struct{ Low, Mid, High float64 } `json:"total_kgco2e"`
			Events  []struct{ Kind, Label string }
			Samples []struct{ Totals struct{ Joules float64 } }
			Devices []struct{ Quality string }
		}
		if err := json.Unmarshal([]byte(b.taken(`#live [data-keep-session=json]`, false)), &session); err != nil {
			t.Fatal(err)
		}
		near(t, "the JSON's joules", session.Totals.Joules, made.joules[made.end])
		near(t, "the last sample's joules", session.Samples[len(session.Samples)-1].Totals.Joules, made.joules[made.end])
		near(t, "the JSON's missing seconds", session.Totals.Missing, 50)
		near(t, "the JSON's grams", session.Air.Mid, nativeEstimate(t, fmt.Sprintf("v=1&kwh=%v&pue=1.2&r=FR", made.joules[made.end]/3.6e6))["total_kgco2e"].(map[string]any)["mid"].(float64))
		if session.Format != "gramwatt-session" || session.Simulated != simulated || len(session.Samples) != samples || session.Devices[0].Quality != "measured" {
			t.Errorf("the JSON says format %q, simulated %v, %d samples", session.Format, session.Simulated, len(session.Samples))
		}
		found := map[string]int{}
		for _, e := range session.Events {
			found[e.Kind]++
		}
		if found["mark"] != 2 || found["gap"] != 1 || found["load"] != 1 || found["throttling"] != 2 {
			t.Errorf("the JSON's events: %+v, want 2 marks, 1 gap, 1 beginning of work, 2 of throttling", session.Events)
		}

		picture, err := base64.StdEncoding.DecodeString(b.taken(`#live [data-keep-session=png]`, true))
		if err != nil {
			t.Fatal(err)
		}
		image, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		colours := map[[3]uint32]bool{}
		for x := range image.Bounds().Dx() {
			for y := range image.Bounds().Dy() {
				r, g, b, _ := image.At(x, y).RGBA()
				colours[[3]uint32{r, g, b}] = true
			}
		}
		if len(colours) < 20 {
			t.Errorf("the picture has %d colours: nothing is drawn", len(colours))
		}

		b.sheet(map[bool]string{true: "A simulated session", false: "A measured session"}[simulated != nil], simulated != nil)
	}
}

// sheet prints the report: one page of both papers, with the session's word on it.
func (b *tab) sheet(title string, simulated bool) {
	b.t.Helper()
	evaluate[bool](b, `(window.print = () => { window.printed = document.querySelector("#live .report").textContent; }, document.querySelector("#live [data-keep-session=print]").click(), true)`)
	b.wait("the report", `window.printed`)
	text := evaluate[string](b, `window.printed`)
	if !strings.Contains(text, title) || strings.Contains(text, "nothing here is measured") != simulated || !strings.Contains(text, "PUE") {
		b.t.Errorf("the report reads %.600q", text)
	}
	for _, paper := range [][2]float64{{8.27, 11.69}, {8.5, 11}} {
		result, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: paper[0], PaperHeight: paper[1]})
		if err != nil {
			b.t.Fatal(err)
		}
		if n := len(pages.FindAll(result.Data, -1)); n != 1 {
			b.t.Errorf("the report has %d pages of %v inches, want 1", n, paper)
		}
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(725, 965)) // Letter without its margins
	b.wait("the report on paper", `(document.querySelector("#live [data-keep-session=print]").click(), document.querySelector("#live .report"))`)
	b.screenshot("live-report-" + strings.ReplaceAll(title, " ", "-"))
}
