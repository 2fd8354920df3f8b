package server

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	"index.html":                     {Data: []byte("<!doctype html> plain")},
	"index.html.br":                  {Data: []byte("html br")},
	"index.html.gz":                  {Data: []byte("html gzip")},
	"fr/index.html":                  {Data: []byte("<!doctype html> français")},
	"fr/index.html.br":               {Data: []byte("html br fr")},
	"sw.js":                          {Data: []byte("worker")},
	"manifest.webmanifest":           {Data: []byte("{}")},
	"icons/icon.svg":                 {Data: []byte("<svg/>")},
	"assets/main-ABCDEFGH.js":        {Data: []byte("export {}")},
	"assets/main-ABCDEFGH.js.gz":     {Data: []byte("js gzip")},
	"assets/engine-0123456789.wasm":  {Data: []byte("\x00asm")},
	"assets/main-ABCDEFGH.css":       {Data: []byte("a{}")},
	"assets/data-ABCDEFGH.unheardof": {Data: []byte("?")},
	"assets/archive.gz":              {Data: []byte("a file of its own")},
	"PLACEHOLDER":                    {Data: []byte("not for the world")},
}

func site(t *testing.T, files fstest.MapFS) http.Handler {
	t.Helper()
	g, err := NewGuard(Access{Listen: netip.MustParseAddrPort("127.0.0.1:80")})
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Config{Guard: g, Page: files, Health: http.NotFoundHandler(), Estimate: http.NotFoundHandler(), Devices: http.NotFoundHandler(), Live: http.NotFoundHandler(), Watch: http.NotFoundHandler()})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "http://127.0.0.1"+path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestPage(t *testing.T) {
	const forever = "public, max-age=31536000, immutable"
	tests := []struct {
		method, path, accept                         string
		status                                       int
		body, contentType, encoding, cache, bodyPart string
	}{
		{method: "GET", path: "/", status: 200, body: "<!doctype html> plain", contentType: "text/html; charset=utf-8", cache: "no-cache"},
		{method: "GET", path: "/index.html", status: 200, body: "<!doctype html> plain", contentType: "text/html; charset=utf-8", cache: "no-cache"},
		{method: "HEAD", path: "/", status: 200, contentType: "text/html; charset=utf-8", cache: "no-cache"},
		{method: "GET", path: "/", accept: "gzip, deflate, br, zstd", status: 200, body: "html br", contentType: "text/html; charset=utf-8", encoding: "br", cache: "no-cache"},
		{method: "GET", path: "/", accept: "gzip, deflate", status: 200, body: "html gzip", contentType: "text/html; charset=utf-8", encoding: "gzip", cache: "no-cache"},
		{method: "GET", path: "/fr/", status: 200, body: "<!doctype html> français", contentType: "text/html; charset=utf-8", cache: "no-cache"},
		{method: "GET", path: "/fr/", accept: "br", status: 200, body: "html br fr", contentType: "text/html; charset=utf-8", encoding: "br", cache: "no-cache"},
		{method: "GET", path: "/fr/index.html", status: 200, body: "<!doctype html> français", contentType: "text/html; charset=utf-8", cache: "no-cache"},
		{method: "GET", path: "/fr/nothing", status: 404, bodyPart: "nothing is served"},
		{method: "GET", path: "/sw.js", accept: "br", status: 200, body: "worker", contentType: "text/javascript; charset=utf-8", cache: "no-cache"},
		{method: "GET", path: "/manifest.webmanifest", status: 200, body: "{}", contentType: "application/manifest+json", cache: "no-cache"},
		{method: "GET", path: "/icons/icon.svg", status: 200, body: "<svg/>", contentType: "image/svg+xml", cache: "no-cache"},
		{method: "GET", path: "/assets/main-ABCDEFGH.js", accept: "gzip", status: 200, body: "js gzip", contentType: "text/javascript; charset=utf-8", encoding: "gzip", cache: forever},
		{method: "GET", path: "/assets/engine-0123456789.wasm", status: 200, body: "\x00asm", contentType: "application/wasm", cache: forever},
		{method: "GET", path: "/assets/main-ABCDEFGH.css", status: 200, body: "a{}", contentType: "text/css; charset=utf-8", cache: forever},
		{method: "GET", path: "/assets/data-ABCDEFGH.unheardof", status: 200, body: "?", contentType: "application/octet-stream", cache: forever},
		{method: "GET", path: "/assets/archive.gz", status: 200, body: "a file of its own", contentType: "application/octet-stream", cache: forever},
		{method: "GET", path: "/assets/", status: 404, bodyPart: "nothing is served"},
		{method: "GET", path: "/assets", status: 404, bodyPart: "nothing is served"},
		{method: "GET", path: "/index.html.br", status: 404, bodyPart: "nothing is served"},
		{method: "GET", path: "/PLACEHOLDER", status: 404, bodyPart: "nothing is served"},
		{method: "GET", path: "/api/v2/thing", status: 404, bodyPart: "nothing is served"},
		{method: "POST", path: "/", status: 405, bodyPart: "GET, HEAD"},
		{method: "DELETE", path: "/api/v1/devices", status: 405, bodyPart: "GET, HEAD"},
		{method: "GET", path: "/api/v1/estimate", status: 405, bodyPart: "POST"},
	}
	h := site(t, built)
	for _, test := range tests {
		t.Run(test.method+" "+test.path+" "+test.accept, func(t *testing.T) {
			response := get(h, test.method, test.path, "Accept-Encoding", test.accept)
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != test.status {
				t.Fatalf("got %d %q, want %d", response.StatusCode, body, test.status)
			}
			if test.status != 200 {
				if !strings.Contains(string(body), test.bodyPart) {
					t.Errorf("got %q, want words with %q", body, test.bodyPart)
				}
				return
			}
			if string(body) != test.body {
				t.Errorf("body %q, want %q", body, test.body)
			}
			for name, want := range map[string]string{
				"Content-Type": test.contentType, "Content-Encoding": test.encoding, "Cache-Control": test.cache, "Vary": "Accept-Encoding",
			} {
				if got := response.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if response.Header.Get("ETag") == "" || response.ContentLength <= 0 {
				t.Errorf("ETag %q, length %d", response.Header.Get("ETag"), response.ContentLength)
			}
		})
	}
}

// TestSlashIsAdded leads to a page's own path, from which its relative addresses hold.
func TestSlashIsAdded(t *testing.T) {
	response := get(site(t, built), "GET", "/fr")
	if at := response.Header.Get("Location"); response.StatusCode != http.StatusMovedPermanently || at != "fr/" {
		t.Errorf("/fr: %d to %q, want 301 to fr/", response.StatusCode, at)
	}
}

func TestPathsLeadNowhereElse(t *testing.T) {
	h := site(t, built)
	for _, path := range []string{"/%2e%2e/%2e%2e/etc/passwd", "/assets/../../page.go", "/assets%2fmain-ABCDEFGH.css/..", "//etc/passwd", "/.", "/index.html/"} {
		if response := get(h, "GET", path); response.StatusCode == http.StatusOK {
			t.Errorf("%s: 200, want nothing there", path)
		}
	}
}

func TestNotModified(t *testing.T) {
	h := site(t, built)
	plain := get(h, "GET", "/").Header.Get("ETag")
	brotli := get(h, "GET", "/", "Accept-Encoding", "br").Header.Get("ETag")
	if plain == brotli {
		t.Errorf("both encodings have the tag %s", plain)
	}
	for tag, want := range map[string]int{plain: 304, "W/" + plain: 304, `"x", ` + plain: 304, "*": 304, brotli: 200, "x": 200} {
		response := get(h, "GET", "/", "If-None-Match", tag)
		if response.StatusCode != want {
			t.Errorf("If-None-Match %s: %d, want %d", tag, response.StatusCode, want)
		}
		if response.Header.Get("Cache-Control") != "no-cache" || response.Header.Get("ETag") != plain {
			t.Errorf("If-None-Match %s: headers %v", tag, response.Header)
		}
	}
}

func TestPageIsMissing(t *testing.T) {
	response := get(site(t, fstest.MapFS{"PLACEHOLDER": {Data: []byte("x")}}), "GET", "/")
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != 404 || !strings.Contains(string(body), "make build") {
		t.Errorf("got %d %q, want 404 with the remedy", response.StatusCode, body)
	}
}

func TestQuality(t *testing.T) {
	tests := []struct {
		header             string
		br, gzip, identity float64
	}{
		{"", 0, 0, 1e-4},
		{"br", 1, 0, 1e-4},
		{"gzip;q=0.5, br;q=0.1", 0.1, 0.5, 1e-4},
		{"GZIP ; Q=0.5", 0, 0.5, 1e-4},
		{"*", 1, 1, 1},
		{"br;q=0, *;q=0.3", 0, 0.3, 0.3},
		{"identity;q=0", 0, 0, 0},
		{"br;q=nonsense", 0, 0, 1e-4},
		{"br;q=2", 0, 0, 1e-4},
		{"identity, br;q=0.5", 0.5, 0, 1},
	}
	for _, test := range tests {
		for encoding, want := range map[string]float64{"br": test.br, "gzip": test.gzip, "identity": test.identity} {
			if got := quality(test.header, encoding); got != want {
				t.Errorf("%q wants %s at %v, want %v", test.header, encoding, got, want)
			}
		}
	}
	// The client's order decides, and what it refuses is not sent.
	h := site(t, built)
	for accept, want := range map[string]string{"gzip;q=1, br;q=0.5": "gzip", "br;q=0, gzip": "gzip", "identity, br;q=0.5": "", "identity;q=0": ""} {
		if got := get(h, "GET", "/", "Accept-Encoding", accept).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: Content-Encoding %q, want %q", accept, got, want)
		}
	}
}
