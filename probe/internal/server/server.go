// Package server is the probe's front door: routes, headers, and who may come in.
//
// It is given the handlers and the page's files and knows nothing else of the probe. Every answer carries the security
// headers, and every request passes the Guard first, whatever its path. The page is served from memory, in the best
// encoding that was made beforehand.
package server

import (
	"io/fs"
	"net/http"
	"strings"
)

// Config says what is behind the door.
type Config struct {
	Guard    *Guard
	Page     fs.FS        // index.html and what it needs
	Health   http.Handler // GET /healthz
	Estimate http.Handler // POST /api/v1/estimate
	Devices  http.Handler // GET /api/v1/devices
	Sessions http.Handler // GET /api/v1/sessions, and /api/v1/sessions/ID with the path value "id"
	Live     http.Handler // GET /api/v1/live: upgrades to the websocket
	Watch    http.Handler // the same for those who only look on
	Metrics  http.Handler // GET /metrics
	Lab      http.Handler // GET /api/v1/fleet, and /api/v1/fleet/runs/ID with the path value "id"; nil when no Prometheus is known
	Guesses  http.Handler // /api/v1/guesses: viewers POST, the owner reads and clears
	Step     http.Handler // POST /api/v1/step, of a program that is measured; nil when none is
}

const (
	livePath    = "/api/v1/live"
	guessesPath = "/api/v1/guesses"
)

// New returns the handler of the whole site. It reads every file of Page; an error is one of reading.
func New(c Config) (http.Handler, error) {
	page, err := newPage(c.Page)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/healthz", only(http.MethodGet, fresh(c.Health)))
	mux.Handle("/api/v1/estimate", only(http.MethodPost, fresh(c.Estimate)))
	mux.Handle("/api/v1/devices", only(http.MethodGet, fresh(c.Devices)))
	mux.Handle("/api/v1/sessions", only(http.MethodGet, fresh(c.Sessions)))
	mux.Handle("/api/v1/sessions/{id}", only(http.MethodGet, fresh(c.Sessions)))
	mux.Handle(livePath, only(http.MethodGet, byRole(c.Live, c.Watch)))
	mux.Handle(guessesPath, fresh(c.Guesses))
	if c.Metrics != nil {
		mux.Handle("/metrics", only(http.MethodGet, fresh(c.Metrics)))
	}
	if c.Lab != nil {
		mux.Handle("/api/v1/fleet", only(http.MethodGet, fresh(c.Lab)))
		mux.Handle("/api/v1/fleet/runs/{id}", only(http.MethodGet, fresh(c.Lab)))
	}
	if c.Step != nil {
		mux.Handle("/api/v1/step", only(http.MethodPost, fresh(c.Step)))
	}
	mux.HandleFunc(EnterPath, c.Guard.enter)
	mux.Handle("/api/", http.HandlerFunc(nothing))
	mux.Handle("/", only(http.MethodGet, c.Guard.telling(page)))
	return withHeaders(c.Guard.protect(mux)), nil
}

// only answers one method, and HEAD where that is GET.
func only(method string, h http.Handler) http.Handler {
	allowed := method
	if method == http.MethodGet {
		allowed = "GET, HEAD"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method && (method != http.MethodGet || r.Method != http.MethodHead) {
			w.Header().Set("Allow", allowed)
			http.Error(w, "this address takes "+allowed, http.StatusMethodNotAllowed)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// fresh says that an answer is of this moment only.
func fresh(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		h.ServeHTTP(w, r)
	})
}

func nothing(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "nothing is served at this address; the page is at /", http.StatusNotFound)
}

// isData reports whether a path gives data rather than the page.
func isData(path string) bool { return strings.HasPrefix(path, "/api/") || path == "/metrics" }
