//go:build browser

package browser

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// host is a plain web host whose files can be deployed anew while pages are open.
type host struct {
	url  string
	root atomic.Pointer[string]
}

func startDeployed(t *testing.T, dir string) *host {
	t.Helper()
	h := &host{}
	h.root.Store(&dir)
	address := freePort(t)
	h.url = "http://" + address + "/"
	serve(t, address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		http.FileServer(http.Dir(*h.root.Load())).ServeHTTP(w, r)
	}))
	return h
}

func (h *host) deploy(dir string) { h.root.Store(&dir) }

var (
	buildMark = regexp.MustCompile(`name="gramwatt-build" content="([0-9a-f]+)"`)
	mainFile  = regexp.MustCompile(`src="(?:\.\./)?assets/(main-\w+)\.js"`)
)

// nextVersion is a copy of the site as the build would leave it after a change: another build mark, and another main
// script under another name.
func nextVersion(t *testing.T) (dir, before, after string) {
	t.Helper()
	from := filepath.Join(repository, "dist", "site")
	index, err := os.ReadFile(filepath.Join(from, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	mark, main := buildMark.FindSubmatch(index), mainFile.FindSubmatch(index)
	if mark == nil || main == nil {
		t.Fatal("the page has no build mark or no main script")
	}
	dir, before, after = t.TempDir(), string(mark[1]), "abcdefabcdef"
	err = filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(dir, name), 0o755)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch filepath.Ext(name) {
		case ".html", ".js":
			content = bytes.ReplaceAll(content, []byte(before), []byte(after))
			content = bytes.ReplaceAll(content, append(main[1], ".js"...), []byte("main-NEXTONE.js"))
			if strings.Contains(name, string(main[1])+".js") {
				content = append([]byte("document.documentElement.dataset.script = 'next';\n"), content...)
			}
		}
		return os.WriteFile(filepath.Join(dir, strings.Replace(name, string(main[1]), "main-NEXTONE", 1)), content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, before, after
}

const (
	cached = `document.querySelector("#offline").dataset.ready === "true" && navigator.serviceWorker.controller`
	build  = `document.querySelector('meta[name="gramwatt-build"]').content`
	script = `(document.documentElement.dataset.script ?? "first")`
)

// TestUpdate deploys a second version under an open page. The page and its reloads stay the first until the reader
// accepts; then page, script and cache are the second, and nothing of the first is left.
func TestUpdate(t *testing.T) {
	next, first, second := nextVersion(t)
	h := startDeployed(t, filepath.Join(repository, "dist", "site"))
	b := openTab(t, 1280, 900)
	b.excuse("WebSocket")
	b.excuse("404") // a plain host has no sessions
	b.open(h.url)
	b.wait("the first version is kept", cached)
	h.deploy(next)
	b.do(chromedp.Reload())
	b.wait("the new version is offered", `!document.querySelector("#update").hidden`)
	b.wait("engine", ready)
	if got := evaluate[[]string](b, `[`+build+`, `+script+`]`); got[0] != first || got[1] != "first" {
		t.Errorf("before the reader's word the page is %q, want the first version, %s", got, first)
	}
	evaluate[bool](b, `(location.hash = "#/methods", true)`)
	b.wait("the first version's views still open", `document.querySelectorAll("#methods [data-slot=published] tbody tr").length > 100`)
	b.do(chromedp.Click("#update"))
	b.wait("the second version", build+` === "`+second+`" && `+script+` === "next"`)
	b.wait("engine", ready)
	b.wait("one cache is left", `caches.keys().then((names) => { window.kept = names.join(" "); }), window.kept === "gramwatt-`+second+`"`)
	b.do(chromedp.Reload())
	b.wait("the second version after a reload", build+` === "`+second+`" && `+script+` === "next"`)
	if !evaluate[bool](b, `document.querySelector("#update").hidden`) {
		t.Error("the version in use is offered as a new one")
	}
}

// TestWithdraw puts the withdrawing worker in the place of sw.js: readers lose worker and caches without being asked.
func TestWithdraw(t *testing.T) {
	next, _, _ := nextVersion(t)
	h := startDeployed(t, filepath.Join(repository, "dist", "site"))
	b := openTab(t, 1280, 900)
	b.excuse("WebSocket")
	b.excuse("404")
	b.open(h.url)
	b.wait("the page is kept", cached)
	withdraw, err := os.ReadFile(filepath.Join(next, "sw-withdraw.js"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(next, "sw.js"), withdraw, 0o644); err != nil {
		t.Fatal(err)
	}
	// A page that comes without gramwatt's script does not register the worker again.
	if err := os.WriteFile(filepath.Join(next, "index.html"), []byte(`<!doctype html><html lang="en"><meta name="gramwatt-build" content="none"><title>withdrawn</title><h1>Back soon</h1></html>`), 0o644); err != nil {
		t.Fatal(err)
	}
	h.deploy(next)
	evaluate[bool](b, `navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => true)`)
	b.wait("the page is loaded from the server", `document.title === "withdrawn"`)
	b.wait("no worker and no cache", `Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then(([a, b]) => { window.left = a.length + b.length; }), window.left === 0`)
}

// TestInstallable asks the browser what keeps it from offering to install the page: nothing. Of a page without a manifest it
// names the manifest, so the question is a real one.
func TestInstallable(t *testing.T) {
	h := startDeployed(t, filepath.Join(repository, "dist", "site"))
	b := openTab(t, 1280, 900, ownBrowser)
	b.open(h.url)
	b.wait("the page is kept", cached)
	missing := func() (ids []string) {
		result, err := chromedp.Call(b.ctx, page.GetInstallabilityErrors, cdp.Empty{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range result.InstallabilityErrors {
			ids = append(ids, e.ErrorID)
		}
		return ids
	}
	if ids := missing(); len(ids) > 0 {
		t.Errorf("not installable: %q", ids)
	}
	b.do(chromedp.Navigate(h.url + "embed.html"))
	if ids := missing(); !slices.Contains(ids, "no-manifest") {
		t.Errorf("a page without a manifest: %q", ids)
	}
}
