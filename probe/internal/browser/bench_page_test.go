//go:build browser && bench

package browser

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	slowDelay  = 150 * time.Millisecond // slow 4G, as audits of pages have it: before each answer,
	slowRate   = 200_000                // and bytes a second over the whole connection
	benchEdits = 60                     // what-ifs that are timed
	benchCalls = 20_000                 // what-ifs after which memory is looked at
)

// noteReady makes a page note when its engine was ready, in ms since its navigation, and keep the engine's worker.
const noteReady = `const Whole = Worker; window.Worker = class extends Whole { constructor(...a) { super(...a); window.engineWorker = this; this.addEventListener("message", (e) => { if (e.data.ready) window.engineReady ??= performance.now(); }); } };`

// tellMemory stands before the worker's own script: each answer says how large the memory of the Go program is.
const tellMemory = `const load = WebAssembly.instantiateStreaming, post = self.postMessage.bind(self); let memory;
WebAssembly.instantiateStreaming = async (...a) => { const made = await load(...a); memory = made.instance.exports.mem; return made; };
self.postMessage = (m) => post({...m, memory: memory?.buffer.byteLength});
`

// edits types hours one after the other, each when the answer to the one before is painted, and gives the 50th and the
// 95th in a hundred of the ms from an edit to the frame in which its answer stands.
var edits = fmt.Sprintf(`new Promise((done) => { const times = [], field = document.querySelector("#in-h"); let from = 0;
	const edit = () => { from = performance.now(); field.value = String(10 + times.length); field.dispatchEvent(new Event("input", {bubbles: true})); };
	const painted = (then) => { const c = new MessageChannel(); c.port1.onmessage = then; c.port2.postMessage(0); }; // the page draws at the start of a frame, and this comes after it
	new MutationObserver(() => { if (!from) return; const at = from; from = 0; painted(() => { times.push(performance.now() - at); if (times.length < %d) return setTimeout(edit, 60); times.sort((a, b) => a - b); done([times[times.length >> 1], times[Math.floor(0.95 * times.length)]]); });
	}).observe(document.querySelector("#estimate .answer-body"), {characterData: true, subtree: true, childList: true}); edit(); })`, benchEdits)

// calls asks the engine one question after the other, and gives the MB of its memory after a thousand and at the end.
var calls = fmt.Sprintf(`new Promise((done) => { let n = 0, early = 0; const ask = () => engineWorker.postMessage({id: -1 - n, method: "estimate", argument: "v=1&hw=a100-sxm4-80gb&n=8&u=80&x=1&pue=1.56&r=FR&h=" + (1 + n %% 700)});
	engineWorker.addEventListener("message", ({data}) => { if (data.id !== -1 - n) return; n++; if (n === 1000) early = data.memory / 1e6; if (n === %d) done([early, data.memory / 1e6]); else ask(); }); ask(); })`, benchCalls)

// TestBenchPage prints the timings of the page as lines of a benchmark, for `make bench`. It judges nothing: another
// program may hold the processor.
func TestBenchPage(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")

	slow := openTab(t, 390, 844, ownBrowser)
	slow.throttle(4)
	slow.before(noteReady + `window.largest = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.largest = e.startTime; }).observe({type: "largest-contentful-paint", buffered: true});`)
	slow.excuse("WebSocket")
	slow.do(chromedp.Navigate(startSlow(t, p)))
	slow.wait("the engine", `window.engineReady`)
	fmt.Printf("BenchmarkPageSlow 1 %.0f ms-fcp %.0f ms-lcp %.0f ms-engine\n", evaluate[float64](slow, `performance.getEntriesByName("first-contentful-paint")[0].startTime`), evaluate[float64](slow, `window.largest`), evaluate[float64](slow, `window.engineReady`))

	b := openTab(t, 1280, 900, ownBrowser)
	b.before(noteReady)
	b.open(p.url)
	b.wait("it is kept", cached)
	b.do(chromedp.Reload())
	b.wait("the engine", `window.engineReady && `+ready)
	fmt.Printf("BenchmarkPageAgain 1 %.0f ms-engine\n", evaluate[float64](b, `window.engineReady`))
	b.wait("what comes after the answer", `document.querySelector("#estimate .levers li")`)
	for _, c := range []struct {
		name string
		rate float64
	}{{"Full", 1}, {"Quarter", 4}} {
		b.throttle(c.rate)
		times := evaluate[[]float64](b, edits)
		fmt.Printf("BenchmarkWhatIf/%s 1 %.1f ms-p50 %.1f ms-p95\n", c.name, times[0], times[1])
	}

	memory := openTab(t, 1280, 900, ownBrowser)
	memory.before(noteReady)
	memory.open(startTelling(t, p))
	memory.wait("the engine", `window.engineReady`)
	sizes := evaluate[[]float64](memory, calls)
	fmt.Printf("BenchmarkEngineMemory 1 %.1f MB %.1f MB-growth\n", sizes[1], sizes[1]-sizes[0])
}

// throttle holds the processor back to a part of its speed.
func (b *tab) throttle(rate float64) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate}); err != nil {
		b.t.Fatal(err)
	}
}

// through serves a probe's page by a proxy that may change each answer, and returns the address of the page there.
func through(t *testing.T, p *probe, change func(*http.Response) error, wrap func(http.ResponseWriter) http.ResponseWriter) string {
	t.Helper()
	to, err := url.Parse(strings.TrimSuffix(p.url, "/"))
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{ModifyResponse: change, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Header.Del("Origin") // the probe would refuse that of the proxy
	}}
	address := freePort(t)
	serve(t, address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { proxy.ServeHTTP(wrap(w), r) }))
	return "http://" + address + "/"
}

// startTelling is the page whose worker tells its memory.
func startTelling(t *testing.T, p *probe) string {
	return through(t, p, func(r *http.Response) error {
		if !strings.Contains(r.Request.URL.Path, "/engine.worker-") {
			return nil
		}
		plain, err := http.Get(r.Request.URL.String()) // net/http unpacks what it asked to be packed
		if err != nil {
			return err
		}
		defer plain.Body.Close()
		script, err := io.ReadAll(plain.Body)
		if err != nil {
			return err
		}
		r.Body.Close()
		script = append([]byte(tellMemory), script...)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(script)), int64(len(script))
		r.Header.Set("Content-Length", fmt.Sprint(len(script)))
		r.Header.Del("Content-Encoding")
		return nil
	}, func(w http.ResponseWriter) http.ResponseWriter { return w })
}

// startSlow is the page through a slow connection.
func startSlow(t *testing.T, p *probe) string {
	line := &line{}
	return through(t, p, func(*http.Response) error { time.Sleep(slowDelay); return nil }, func(w http.ResponseWriter) http.ResponseWriter { return &slowWriter{w, line} })
}

// A line is what all answers of a slow connection share.
type line struct {
	mu   sync.Mutex
	free time.Time // when what was sent before has gone through
}

func (l *line) send(n int) {
	l.mu.Lock()
	if now := time.Now(); l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(n) * time.Second / slowRate)
	through := l.free
	l.mu.Unlock()
	time.Sleep(time.Until(through))
}

type slowWriter struct {
	http.ResponseWriter
	line *line
}

func (w *slowWriter) Write(b []byte) (n int, err error) {
	for part := range slices.Chunk(b, 16<<10) {
		w.line.send(len(part))
		m, err := w.ResponseWriter.Write(part)
		if n += m; err != nil {
			return n, err
		}
		w.ResponseWriter.(http.Flusher).Flush()
	}
	return n, nil
}
