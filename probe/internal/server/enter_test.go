package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
)

const (
	entryKey = "the owner's link, once"
	viewKey  = "the viewers' link"
	teacher  = "192.0.2.7:5000"
	pupil    = "192.0.2.8:5000"
)

// lan is a probe that a class may look at, in memory: a request comes from whatever address the test says.
type lan struct {
	http.Handler
	log bytes.Buffer
}

func newLAN(t *testing.T, encrypted bool) *lan {
	t.Helper()
	l := &lan{}
	g, err := NewGuard(Access{Listen: netip.MustParseAddrPort("0.0.0.0:8420"), TLS: encrypted, AllowHosts: []string{"lab.example"},
		Token: secret, Entry: entryKey, View: viewKey, Log: slog.New(slog.NewTextHandler(&l.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	say := func(what string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(what)) })
	}
	l.Handler, err = New(Config{Guard: g, Page: fstest.MapFS{"index.html": {Data: []byte("page")}},
		Health: say("health"), Estimate: say("estimate"), Devices: say("devices"), Live: say("live"), Watch: say("watch"), Guesses: say("guesses")})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// ask sends a request; headers are name, value, name, value.
func (l *lan) ask(peer, request string, headers ...string) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequest(method, "http://lab.example:8420"+path, nil)
	r.RemoteAddr = peer
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	return w
}

// follow opens a link and returns the cookie that it gives, as a browser sends it back.
func (l *lan) follow(t *testing.T, peer, key string) string {
	t.Helper()
	w := l.ask(peer, "GET "+EnterPath+"?key="+strings.ReplaceAll(key, " ", "%20"))
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) == 0 {
		t.Fatalf("the link: %d %s, cookies %v", w.Code, w.Body, cookies)
	}
	return cookies[0].Name + "=" + cookies[0].Value
}

// classCookie is what scripts may read.
func (*lan) classCookie(encrypted bool) string {
	if encrypted {
		return "gramwatt-class-8420=open; Path=/; Secure; SameSite=Strict"
	}
	return "gramwatt-class-8420=open; Path=/; SameSite=Strict"
}

// TestThePageTells that a class looks on, where one does.
func TestThePageTells(t *testing.T) {
	l := newLAN(t, false)
	if got := l.ask(pupil, "GET /").Header().Get("Set-Cookie"); got != l.classCookie(false) {
		t.Errorf("the page of a class: %q", got)
	}
	if got := l.ask(pupil, "GET /assets/none.js").Header().Get("Set-Cookie"); got != "" {
		t.Errorf("another file: %q", got)
	}
	g, err := NewGuard(Access{Listen: netip.MustParseAddrPort("127.0.0.1:8420")})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	g.telling(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if got := w.Header().Get("Set-Cookie"); got != "" {
		t.Errorf("without a class: %q", got)
	}
}

// TestLinkBecomesCookie looks at what a browser is given for the link: nothing that a script, another site or the
// address bar could leak.
func TestLinkBecomesCookie(t *testing.T) {
	for name, key := range map[string]string{"owner": entryKey, "viewer": viewKey} {
		for _, encrypted := range []bool{false, true} {
			l := newLAN(t, encrypted)
			w := l.ask(teacher, "GET "+EnterPath+"?key="+strings.ReplaceAll(key, " ", "%20"))
			cookies := w.Result().Cookies()
			if len(cookies) != 2 || cookies[1].String() != l.classCookie(encrypted) {
				t.Fatalf("%s: cookies %v, want a key and the word that a class looks on", name, cookies)
			}
			c := cookies[0]
			if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.Secure != encrypted || c.MaxAge != 0 || !c.Expires.IsZero() {
				t.Errorf("%s, encrypted %v: %s", name, encrypted, c.Raw)
			}
			if strings.Contains(c.Value, key) || len(c.Value) < MinToken {
				t.Errorf("%s: the cookie is %q", name, c.Value)
			}
			if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || strings.Contains(to, "key") || w.Header().Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s: %d to %q, want the page without the key", name, w.Code, to)
			}
		}
	}
}

func TestOwnersLinkWorksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLAN(t, false)
		const link = EnterPath + "?key=the%20owner's%20link,%20once"
		if w := l.ask(teacher, "HEAD "+link); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("a look at the link: %d", w.Code)
		}
		if w := l.ask(teacher, "GET "+link, "Host", "evil.example:8420"); w.Code != http.StatusForbidden {
			t.Errorf("by another name: %d", w.Code)
		}
		l.follow(t, teacher, entryKey) // neither has used it up
		w := l.ask(teacher, "GET "+link)
		if w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) != 0 || !strings.Contains(w.Body.String(), "has been used") {
			t.Errorf("a second time: %d %s", w.Code, w.Body)
		}
		for range 3 {
			l.follow(t, pupil, viewKey) // for everybody
		}
		if log := l.log.String(); strings.Contains(log, entryKey) || strings.Contains(log, "once") || strings.Contains(log, viewKey) {
			t.Errorf("a key is in the log:\n%s", log)
		}
	})
}

// TestWhatALinkOpens is the table for browsers on other machines. Each row says who asks and what answers.
func TestWhatALinkOpens(t *testing.T) {
	const origin = "http://lab.example:8420"
	live, data := "GET "+livePath, "GET /api/v1/devices"
	l := newLAN(t, false)
	ownerCookie, viewerCookie := l.follow(t, teacher, entryKey), l.follow(t, pupil, viewKey)
	stale := newLAN(t, false).follow(t, pupil, viewKey) // of the probe before its restart
	for _, tt := range []struct {
		name, peer, request string
		headers             []string
		status              int
		body                string
	}{
		{"page's own Host, Origin and cookie", teacher, live, []string{"Origin", origin, "Cookie", ownerCookie}, 200, "live"},
		{"and data", teacher, data, []string{"Cookie", ownerCookie}, 200, "devices"},
		{"cookie from another site's page", teacher, live, []string{"Origin", "https://other.site", "Cookie", ownerCookie}, 403, ""},
		{"cookie under another name of the host", teacher, live, []string{"Host", "evil.example:8420", "Origin", "http://evil.example:8420", "Cookie", ownerCookie}, 403, ""},
		{"cookie from a sandboxed frame", teacher, live, []string{"Origin", "null", "Cookie", ownerCookie}, 403, ""},
		{"no Origin, cookie", teacher, live, []string{"Cookie", ownerCookie}, 401, ""},
		{"no Origin, cookie and token", teacher, live, []string{"Cookie", ownerCookie, "Authorization", "Bearer " + secret}, 200, "live"},
		{"no cookie", teacher, live, []string{"Origin", origin}, 401, ""},
		{"a cookie from before", teacher, live, []string{"Origin", origin, "Cookie", stale}, 401, ""},
		{"the cookie's name only", teacher, live, []string{"Origin", origin, "Cookie", "gramwatt-8420="}, 401, ""},
		{"the key as the cookie", teacher, live, []string{"Origin", origin, "Cookie", "gramwatt-8420=" + viewKey}, 401, ""},
		{"the key in the websocket's address", pupil, live + "?key=the%20viewers'%20link", []string{"Origin", origin}, 401, ""},

		{"a viewer's stream", pupil, live, []string{"Origin", origin, "Cookie", viewerCookie}, 200, "watch"},
		{"a viewer's page", pupil, "GET /", []string{"Cookie", viewerCookie}, 200, "page"},
		{"a viewer's health check", pupil, "GET /healthz", []string{"Cookie", viewerCookie}, 200, "health"},
		{"a viewer asks for data", pupil, data, []string{"Cookie", viewerCookie}, 403, "looking on"},
		{"a viewer posts", pupil, "POST /api/v1/estimate", []string{"Origin", origin, "Cookie", viewerCookie}, 403, "looking on"},
		{"a viewer hands in a guess", pupil, "POST " + guessesPath, []string{"Origin", origin, "Cookie", viewerCookie}, 200, "guesses"},
		{"from another site's page", pupil, "POST " + guessesPath, []string{"Origin", "https://other.site", "Cookie", viewerCookie}, 403, ""},
		{"a viewer reads the guesses", pupil, "GET " + guessesPath, []string{"Cookie", viewerCookie}, 403, "looking on"},
		{"a viewer clears them", pupil, "DELETE " + guessesPath, []string{"Origin", origin, "Cookie", viewerCookie}, 403, "looking on"},
		{"a stranger hands in", pupil, "POST " + guessesPath, []string{"Origin", origin}, 401, ""},
		{"the teacher reads them", teacher, "GET " + guessesPath, []string{"Cookie", ownerCookie}, 200, "guesses"},
		{"a viewer scrapes", pupil, "GET /metrics", []string{"Cookie", viewerCookie}, 403, "looking on"},
		{"a viewer asks for what does not exist", pupil, "POST /api/v1/step", []string{"Origin", origin, "Cookie", viewerCookie}, 403, "looking on"},
		{"a viewer on the probe's own machine", "127.0.0.1:5000", data, []string{"Cookie", viewerCookie}, 403, "looking on"},
		{"a viewer with the owner's token", pupil, data, []string{"Cookie", viewerCookie, "Authorization", "Bearer " + secret}, 200, "devices"},

		{"a program with the viewers' key", pupil, live, []string{"Authorization", "Bearer " + viewKey}, 200, "watch"},
		{"and for data", pupil, data, []string{"Authorization", "Bearer " + viewKey}, 403, "looking on"},
		{"a program with the owner's one-time key", "192.0.2.9:1", live, []string{"Authorization", "Bearer " + entryKey}, 401, ""},
		{"a token that is longer", "192.0.2.9:1", live, []string{"Authorization", "Bearer " + secret + "x"}, 401, ""},
		{"a token that is shorter", "192.0.2.9:1", live, []string{"Authorization", "Bearer " + secret[:len(secret)-1]}, 401, ""},
		{"an empty token", "192.0.2.9:1", live, []string{"Authorization", "Bearer "}, 401, ""},
		{"metrics without a token", "192.0.2.9:1", "GET /metrics", nil, 401, ""},
	} {
		w := l.ask(tt.peer, tt.request, tt.headers...)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s: %d %s, want %d %s", tt.name, w.Code, strings.TrimSpace(w.Body.String()), tt.status, tt.body)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "" || w.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: a CORS header", tt.name)
		}
	}
}

// TestGuessingKeys counts wrong links as wrong tokens: after twenty of either, another is too many. The right link opens
// from the same machine all the same, once.
func TestGuessingKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLAN(t, false)
		for range 10 {
			if w := l.ask(pupil, "GET "+EnterPath+"?key=guess"); w.Code != http.StatusUnauthorized {
				t.Fatalf("a wrong link: %d", w.Code)
			}
			if w := l.ask(pupil, "GET "+livePath, "Authorization", "Bearer guess"); w.Code != http.StatusUnauthorized {
				t.Fatalf("a wrong token: %d", w.Code)
			}
		}
		for _, request := range []string{"GET " + EnterPath + "?key=guess", "GET " + livePath} {
			w := l.ask(pupil, request, "Authorization", "Bearer guess")
			if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || len(w.Result().Cookies()) > 0 {
				t.Errorf("%s after twenty guesses: %d", request, w.Code)
			}
		}
		l.follow(t, pupil, entryKey)
		if w := l.ask(pupil, "GET "+EnterPath+"?key=the%20owner's%20link,%20once"); w.Code != http.StatusTooManyRequests {
			t.Errorf("the owner's link a second time: %d", w.Code)
		}
	})
}

func TestNewKey(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		k := NewKey()
		if seen[k] || len(k) < MinToken || strings.ContainsAny(k, "+/=&?# ") {
			t.Fatalf("key %q", k)
		}
		seen[k] = true
	}
}
