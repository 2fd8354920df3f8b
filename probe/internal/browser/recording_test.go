//go:build browser

package browser

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestRecordingPlaysWithoutAProbe writes the stream of a simulated machine down, and opens the file in a page that no
// probe serves: by the file chooser and by drag and drop. Played to its end, the page shows the recording's own total.
func TestRecordingPlaysWithoutAProbe(t *testing.T) {
	path, last := record(t, 12)
	b, _ := liveAlone(t)
	b.wait("the way to open a recording", `document.querySelector("#live input[type=file]")`)
	b.do(chromedp.SetUploadFiles(`#live input[type=file]`, []string{path}))
	b.wait("it plays, labelled as simulated", `document.querySelector("#live [data-standing=replay]") && document.querySelector("#live .banner").innerText.includes("Simulated")`)
	b.do(chromedp.Click(`#live [data-live=finish]`))
	b.wait("it says that it has ended", `document.querySelector("#live [data-standing=ended]")?.innerText.includes("played to its end")`)
	b.wait("the total of the recording", `document.querySelector('#live [data-id=session] .live-big').innerText.includes("Wh")`)
	shown := b.sessionJoules()
	if want := last.Totals.Joules; math.Abs(shown-want) > 0.006*want { // three digits are shown
		t.Errorf("the page shows %.0f J, the recording ends with %.0f J", shown, want)
	}
	b.wait("its grams", `/\d\s*[mk]?g CO/.test(document.querySelector("#live .live-cards").innerText)`)
	b.screenshot("live-recording")
	b.do(chromedp.Click(`#live [data-live=close]`))
	b.wait("back to this machine, which has no probe", `document.querySelector("#live [data-standing=none], #live [data-standing=connecting]")`)

	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	drop := func(name string, content []byte) {
		list, _ := json.Marshal(toInts(content))
		evaluate[bool](b, fmt.Sprintf(`(() => {
			const data = new DataTransfer();
			data.items.add(new File([new Uint8Array(%s)], %q));
			document.querySelector("#live h1").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
			return true;
		})()`, list, name))
	}
	drop("notes.txt", []byte("no recording at all\nnot one bit\nreally\n"))
	b.wait("what is wrong with the file", `document.querySelector("#live .fault[role=alert]")?.innerText.includes("notes.txt cannot be played")`)
	drop("dropped.gwr", bytes)
	b.wait("the dropped file plays", `document.querySelector("#live [data-standing=replay]")?.innerText.includes("dropped.gwr")`)
}

// TestExampleRecording plays the recording that ships with the page, to the total of its last sample.
func TestExampleRecording(t *testing.T) {
	file, err := os.Open(filepath.Join(repository, "static", "recordings", "h100x8-simulated.gwr"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var last recorded
	for lines := json.NewDecoder(packed); ; {
		var frame recorded
		if err := lines.Decode(&frame); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if frame.Type == "sample" {
			last = frame
		}
	}
	b, _ := liveAlone(t)
	b.wait("the button", `document.querySelector("#live [data-live=example]")`)
	b.do(chromedp.Click(`#live [data-live=example]`))
	b.wait("it plays, labelled as simulated", `document.querySelector("#live [data-standing=replay]") && document.querySelector("#live .banner").innerText.includes("Simulated")`)
	b.do(chromedp.Click(`#live [data-live=finish]`))
	b.wait("the lost GPU is among the events", `document.querySelector("#live [data-slot=events]").innerText.includes("fallen off the bus")`)
	if shown := b.sessionJoules(); math.Abs(shown-last.Totals.Joules) > 0.006*last.Totals.Joules {
		t.Errorf("the page shows %.0f J, the recording ends with %.0f J", shown, last.Totals.Joules)
	}
	b.screenshot("live-example")
}

// record writes some samples of the stream of a simulated machine to a packed file.
func record(t *testing.T, samples int) (path string, last recorded) {
	t.Helper()
	stream := dial(t, startProbe(t, "--demo", "h100x8", "--interval", "100ms"))
	path = filepath.Join(t.TempDir(), "run.gwr")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	packed := gzip.NewWriter(file)
	for samples > 0 {
		_, data, err := stream.connection.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		packed.Write(append(data, '\n'))
		var frame recorded
		if err := json.Unmarshal(data, &frame); err != nil {
			t.Fatal(err)
		}
		if frame.Type == "sample" {
			last = frame
			samples--
		}
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path, last
}

type recorded struct {
	Type   string
	Totals struct{ Joules float64 }
}

func toInts(b []byte) []int {
	list := make([]int, len(b))
	for i, v := range b {
		list[i] = int(v)
	}
	return list
}
