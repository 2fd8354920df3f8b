//go:build browser

// Package browser tests the page as its users meet it: a real probe process, a real Chromium, no mock between. The
// tests need the built page and the tag "browser"; `make test` provides both.
package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

const repository = "../../.."

// binary is the probe with the page inside, built once for all tests.
var binary string

func TestMain(m *testing.M) {
	if _, err := os.Stat(filepath.Join(repository, "static", "dist", "index.html")); err != nil {
		os.Stderr.WriteString("browser tests: the page is not built: run `make build` first\n")
		os.Exit(1)
	}
	dir, err := os.MkdirTemp("", "gramwatt-browser-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "gramwatt")
	build := exec.Command("go", "build", "-o", binary, "./probe")
	build.Dir = repository
	if out, err := build.CombinedOutput(); err != nil {
		os.Stderr.Write(out)
		os.Exit(1)
	}
	code := m.Run()
	stopChromium()
	os.RemoveAll(dir)
	os.Exit(code)
}

// A probe is a running gramwatt process.
type probe struct {
	url     string // of the page, ending in a slash
	command *exec.Cmd
	mu      sync.Mutex
	output  bytes.Buffer
	gone    chan struct{}
}

// startProbe starts `gramwatt serve` on a free port and waits for the address that it prints.
func startProbe(t *testing.T, flags ...string) *probe {
	t.Helper()
	return startProbeAt(t, "127.0.0.1:0", flags...)
}

func startProbeAt(t *testing.T, address string, flags ...string) *probe {
	t.Helper()
	p := &probe{command: exec.Command(binary, append([]string{"serve", "--listen", address, "--no-open", "--data", t.TempDir()}, flags...)...), gone: make(chan struct{})}
	reader, writer := io.Pipe()
	p.command.Stdout, p.command.Stderr = writer, writer
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.command.Wait(); writer.Close(); close(p.gone) }()
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			p.mu.Lock()
			p.output.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
			if i := strings.Index(lines.Text(), "http://127.0.0.1:"); i >= 0 {
				select {
				case found <- strings.Fields(lines.Text()[i:])[0]:
				default:
				}
			}
		}
	}()
	t.Cleanup(p.stop)
	select {
	case p.url = <-found:
	case <-p.gone:
		t.Fatalf("the probe ended before it printed its address:\n%s", p.text())
	case <-time.After(20 * time.Second):
		t.Fatalf("the probe printed no address:\n%s", p.text())
	}
	return p
}

func (p *probe) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.String()
}

// stop ends the probe as a user would, by an interrupt, and waits for it.
func (p *probe) stop() {
	p.command.Process.Signal(syscall.SIGINT)
	select {
	case <-p.gone:
	case <-time.After(10 * time.Second):
		p.command.Process.Kill()
		<-p.gone
	}
}

// address is host:port of the probe.
func (p *probe) address() string {
	return strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/")
}

// chromium is one browser for all tabs that ask for no flags: to start one for each took a fifth of the time of all tests.
var chromium = sync.OnceValues(func() (context.Context, error) {
	dir, err := os.MkdirTemp("", "gramwatt-chromium-")
	if err != nil {
		return nil, err
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), append(chromiumOptions(), chromedp.UserDataDir(dir))...)
	ctx, cancel := chromedp.NewContext(allocator)
	stopChromium = func() {
		chromedp.Cancel(ctx)
		cancel()
		cancelAllocator()
		os.RemoveAll(dir)
	}
	return ctx, chromedp.Do(ctx)
})

var stopChromium = func() {}

// ownBrowser is a flag for tabs that need a whole browser: a window for more tabs, a profile that can install a page.
var ownBrowser = chromedp.Flag("no-first-run", true)

func chromiumOptions() []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,CertificateTransparencyComponentUpdater"))
}

// A tab is one page in a browser context of its own, with nothing kept from another; with flags, in a browser of its own. A request of the page to another host than loopback
// fails the test, as does every console error. Chromium's own calls to its maker end at a proxy that answers none; what
// else reaches that proxy, from a worker say, fails the test too.
type tab struct {
	t       *testing.T
	ctx     context.Context
	mu      sync.Mutex
	foreign []string
	errors  []string
	excused []string // parts of console messages that this test provokes
}

func openTab(t *testing.T, width, height int64, flags ...chromedp.ExecAllocatorOption) *tab {
	t.Helper()
	b := &tab{t: t}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.URL.Hostname()
		if !strings.HasSuffix(host, ".google.com") && !strings.HasSuffix(host, ".googleapis.com") && !strings.HasSuffix(host, ".gvt1.com") {
			b.mu.Lock()
			b.foreign = append(b.foreign, r.Method+" "+r.Host+" "+r.URL.String())
			b.mu.Unlock()
		}
		http.Error(w, "the page may ask nothing of another host", http.StatusBadGateway)
	}))
	var ctx context.Context
	cancel, cancelAllocator := func() {}, func() {}
	if len(flags) == 0 {
		all, err := chromium()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel = chromedp.NewContext(all, chromedp.WithNewBrowserContext(func(p *target.CreateBrowserContextParams) { p.ProxyServer = proxy.URL }))
	} else {
		options := append(chromiumOptions(), chromedp.ProxyServer(proxy.URL), chromedp.UserDataDir(t.TempDir()))
		var allocator context.Context
		allocator, cancelAllocator = chromedp.NewExecAllocator(context.Background(), append(options, flags...)...)
		ctx, cancel = chromedp.NewContext(allocator)
	}
	limited, cancelLimit := context.WithTimeout(ctx, 3*time.Minute)
	b.ctx = limited
	t.Cleanup(func() {
		chromedp.Cancel(ctx)
		cancelLimit()
		cancel()
		cancelAllocator()
		proxy.Close()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, request := range b.foreign {
			t.Errorf("request to another host: %s", request)
		}
	next:
		for _, message := range b.errors {
			for _, part := range b.excused {
				if strings.Contains(message, part) {
					continue next
				}
			}
			t.Errorf("console: %s", message)
		}
	})
	b.do(chromedp.EmulateViewport(width, height))
	if len(flags) == 0 { // beside other tabs each has the focus
		if _, err := chromedp.Call(b.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
			t.Fatal(err)
		}
	}
	requests := chromedp.Events(limited, network.RequestWillBeSent)
	go func() {
		for r, err := range requests {
			if err != nil {
				return
			}
			address, err := url.Parse(r.Request.URL)
			local := err == nil && (address.Hostname() == "127.0.0.1" || address.Hostname() == lanName || address.Scheme == "data" || address.Scheme == "blob" || address.Scheme == "about" || address.Scheme == "file")
			if !local {
				b.mu.Lock()
				b.foreign = append(b.foreign, r.Request.URL)
				b.mu.Unlock()
			}
		}
	}()
	messages := chromedp.Console(limited)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				b.mu.Lock()
				b.errors = append(b.errors, string(m.Type)+": "+m.Text+" "+m.URL)
				b.mu.Unlock()
			}
		}
	}()
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// excuse names a part of a console message that the test provokes, such as a lost connection.
func (b *tab) excuse(part string) {
	b.mu.Lock()
	b.excused = append(b.excused, part)
	b.mu.Unlock()
}

// evaluate runs an expression in the page; a promise is awaited.
func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait polls an expression until it is true, and fails with what and the page's text when it stays false.
func (b *tab) wait(what, expression string) {
	b.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
			b.t.Fatalf("%s: %s stayed false (%v); the page reads:\n%.3000s", what, expression, err, text)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// fill replaces what stands in a field, key by key, as a person would.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.do(chromedp.Focus(chromedp.CSS(selector)))
	evaluate[bool](b, `(document.activeElement.select(), true)`)
	b.do(chromedp.KeyEvent(text))
}

// scheme sets the colour scheme that the page's media queries see, and takes its movements away: what is looked at is at rest.
func (b *tab) scheme(name string) {
	b.t.Helper()
	b.media("prefers-color-scheme", name, "prefers-reduced-motion", "reduce")
}

// media emulates what a reader has asked of the system.
func (b *tab) media(features ...string) {
	b.t.Helper()
	var list []*emulation.MediaFeature
	for i := 0; i < len(features); i += 2 {
		list = append(list, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: list}); err != nil {
		b.t.Fatal(err)
	}
}

// screenshot keeps a picture for the eye in SCREENSHOTS, when that folder is named.
func (b *tab) screenshot(name string) {
	b.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// nativeEstimate asks the same binary, on the command line, for the result of a link.
func nativeEstimate(t *testing.T, query string) map[string]any {
	t.Helper()
	out, err := exec.Command(binary, "estimate", "--json", query).Output()
	if err != nil {
		t.Fatalf("gramwatt estimate %q: %v", query, err)
	}
	var result map[string]any
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatal(err)
	}
	return result
}

// freePort reserves a port long enough to know its number.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
