package server

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// TestHeadersOnEveryAnswer: pages, data, refusals and links alike let no inline script run, talk to no other place, stand
// in no frame and tell no address on.
func TestHeadersOnEveryAnswer(t *testing.T) {
	l := newLAN(t, false)
	for _, request := range []string{"GET /", "GET /index.html", "GET /no-such-file", "POST /", "GET /healthz", "GET /metrics",
		"GET " + livePath, "GET /api/v1/devices", "GET /api/nothing", "POST /api/v1/estimate", "POST " + guessesPath, "GET " + EnterPath + "?key=wrong"} {
		for _, host := range []string{"lab.example:8420", "evil.example"} {
			header := l.ask("192.0.2.9:1", request, "Host", host).Header()
			policy := map[string][]string{}
			for directive := range strings.SplitSeq(header.Get("Content-Security-Policy"), ";") {
				if words := strings.Fields(directive); len(words) > 0 {
					policy[words[0]] = words[1:]
				}
			}
			for directive, want := range map[string][]string{
				"default-src": {"'none'"}, "script-src": {"'self'", "'wasm-unsafe-eval'"}, "style-src": {"'self'"},
				"connect-src": {"'self'"}, "frame-ancestors": {"'none'"}, "base-uri": {"'none'"}, "form-action": {"'none'"},
			} {
				if got := policy[directive]; !slices.Equal(got, want) {
					t.Errorf("%s of %s: %s %q, want %q", request, host, directive, got, want)
				}
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Access-Control-Allow-Origin": ""} {
				if got := header.Get(name); got != want {
					t.Errorf("%s of %s: %s %q, want %q", request, host, name, got, want)
				}
			}
		}
	}
}

// TestRowsOfTheTable is the table of answers in its own order, by its own words, with the answers that Guard gives.
func TestRowsOfTheTable(t *testing.T) {
	l := newLAN(t, false)
	const origin = "http://lab.example:8420"
	cookie, token := l.follow(t, teacher, entryKey), "Bearer "+secret
	for _, row := range []struct {
		name    string
		headers []string
		want    int // 200 is what the handler behind the guard gives, where a hub gives 101
	}{
		{"page's own Host, Origin and cookie", []string{"Origin", origin, "Cookie", cookie}, 200},
		{"rebinding, even with a valid token", []string{"Host", "evil.example:8420", "Origin", "http://evil.example:8420", "Authorization", token}, 403},
		{"another Origin", []string{"Origin", "https://other.site", "Cookie", cookie, "Authorization", token}, 403},
		{"no Origin", []string{"Cookie", cookie}, 401},
		{"no Origin, with a bearer token", []string{"Authorization", token}, 200},
		{"Origin null", []string{"Origin", "null", "Cookie", cookie}, 403},
		{"Origin localhost.evil.example", []string{"Origin", "http://localhost.evil.example", "Cookie", cookie}, 403},
		{"Origin 127.0.0.1.nip.io", []string{"Origin", "http://127.0.0.1.nip.io", "Cookie", cookie}, 403},
		{"Host LOCALHOST", []string{"Host", "LOCALHOST:8420", "Origin", "http://localhost:8420", "Cookie", cookie}, 200},
		{"Host [::1]", []string{"Host", "[::1]:8420", "Origin", "http://[::1]:8420", "Cookie", cookie}, 200},
		{"Host with a trailing dot", []string{"Host", "lab.example.:8420", "Origin", origin, "Cookie", cookie}, 200},
	} {
		if w := l.ask(teacher, "GET "+livePath, row.headers...); w.Code != row.want {
			t.Errorf("%s: %d %s, want %d", row.name, w.Code, strings.TrimSpace(w.Body.String()), row.want)
		}
	}
	if w := l.ask(teacher, "GET "+livePath+"?token=correct%20horse%20battery%20staple", "Origin", origin); w.Code != 401 {
		t.Errorf("token in the query of the websocket's address: %d, want 401: only the start link's key is taken from an address", w.Code)
	}
	if w := l.ask(teacher, "GET "+EnterPath+"?key=the%20owner's%20link,%20once"); w.Code != 401 {
		t.Errorf("the one-time start key a second time: %d, want 401", w.Code)
	}
	if log := l.log.String(); strings.Contains(log, "horse") || strings.Contains(log, "once") {
		t.Errorf("a token is in the log:\n%s", log)
	}
	if w := l.ask(teacher, "GET /metrics", "Origin", "https://other.site", "Authorization", token); w.Code != 403 || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("/metrics by a script of another site: %d", w.Code)
	}
	if w := l.ask(teacher, "GET /metrics", "Host", "evil.example:8420", "Authorization", token); w.Code != 403 {
		t.Errorf("/metrics by another name: %d", w.Code)
	}
	if _, err := NewGuard(Access{Listen: netip.MustParseAddrPort("0.0.0.0:8420")}); err == nil {
		t.Error("listens for all without a token") // main's TestWrongUse has the line to use
	}
}
