package server

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

const secret = "correct horse battery staple"

// front starts the server on a real port of loopback. PORT in texts stands for that port.
func front(t *testing.T, a Access) (address string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	a.Listen = netip.MustParseAddrPort(server.Listener.Addr().String())
	server.Config.Handler = handler(t, a)
	server.Start()
	t.Cleanup(server.Close)
	return server.URL
}

func handler(t *testing.T, a Access) http.Handler {
	t.Helper()
	a.Log = slog.New(slog.DiscardHandler)
	port := strconv.Itoa(int(a.Listen.Port()))
	for i := range a.AllowHosts {
		a.AllowHosts[i] = strings.ReplaceAll(a.AllowHosts[i], "PORT", port)
	}
	g, err := NewGuard(a)
	if err != nil {
		t.Fatal(err)
	}
	say := func(what string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, what) })
	}
	h, err := New(Config{Guard: g, Page: fstest.MapFS{"index.html": {Data: []byte("page")}},
		Health: say("health"), Estimate: say("estimate"), Devices: say("devices"), Sessions: say("sessions"), Live: say("live"), Watch: say("watch"), Metrics: say("metrics")})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestWhoMayComeIn is the table of answers for a probe that listens on loopback, where the page's own Host and Origin
// suffice without the cookie that browsers on other machines need: see TestWhatALinkOpens.
func TestWhoMayComeIn(t *testing.T) {
	const (
		live = "GET /api/v1/live"
		data = "GET /api/v1/devices"
		page = "GET /"
	)
	plain := Access{}
	withToken := Access{Token: secret}
	tests := []struct {
		name    string
		access  Access
		request string
		host    string
		headers map[string]string
		want    int
	}{
		{"the page's own Host and Origin", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://127.0.0.1:PORT"}, 200},
		{"the same by name", plain, live, "localhost:PORT", map[string]string{"Origin": "http://localhost:PORT"}, 200},
		{"the same by IPv6", plain, live, "[::1]:PORT", map[string]string{"Origin": "http://[::1]:PORT"}, 200},

		{"rebinding", plain, live, "evil.example:PORT", map[string]string{"Origin": "http://evil.example:PORT"}, 403},
		{"rebinding with a valid token", withToken, live, "evil.example:PORT", map[string]string{"Origin": "http://evil.example:PORT", "Authorization": "Bearer " + secret}, 403},
		{"rebinding of the page", plain, page, "evil.example:PORT", nil, 403},
		{"rebinding of the health check", plain, "GET /healthz", "evil.example:PORT", nil, 403},
		{"rebinding of an unknown path", plain, "GET /metrics", "evil.example:PORT", nil, 403},
		{"Host of another port", plain, page, "127.0.0.1:1", nil, 403},
		{"Host without a port", plain, page, "127.0.0.1", nil, 403},
		{"Host that looks like loopback", plain, page, "127.0.0.1.nip.io:PORT", nil, 403},
		{"Host that is all zeros", plain, page, "0.0.0.0:PORT", nil, 403},
		{"Host in a short form", plain, page, "127.1:PORT", nil, 403},
		{"Host as one number", plain, page, "2130706433:PORT", nil, 403},

		{"another site", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "https://other.site"}, 403},
		{"another site, with a valid token", withToken, live, "127.0.0.1:PORT", map[string]string{"Origin": "https://other.site", "Authorization": "Bearer " + secret}, 403},
		{"another program on this machine", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://127.0.0.1:1"}, 403},
		{"the other scheme", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "https://127.0.0.1:PORT"}, 403},
		{"Origin localhost.evil.example", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://localhost.evil.example"}, 403},
		{"Origin 127.0.0.1.nip.io", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://127.0.0.1.nip.io"}, 403},
		{"Origin 127.0.0.1.nip.io with our port", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://127.0.0.1.nip.io:PORT"}, 403},
		{"Origin with a user", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://127.0.0.1:PORT@evil.example"}, 403},
		{"Origin of a foreign scheme", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "chrome-extension://abcdef"}, 403},
		{"a foreign Origin on the page", plain, page, "127.0.0.1:PORT", map[string]string{"Origin": "https://other.site"}, 403},
		{"a foreign Origin posts", plain, "POST /api/v1/estimate", "127.0.0.1:PORT", map[string]string{"Origin": "https://other.site"}, 403},

		{"no Origin, no token known", plain, live, "127.0.0.1:PORT", nil, 403},
		{"no Origin, no token shown", withToken, live, "127.0.0.1:PORT", nil, 401},
		{"no Origin, valid token", withToken, live, "127.0.0.1:PORT", map[string]string{"Authorization": "bearer  " + secret}, 200},
		{"no Origin, wrong token", withToken, live, "127.0.0.1:PORT", map[string]string{"Authorization": "Bearer wrong"}, 401},
		{"no Origin, another kind of authorisation", withToken, live, "127.0.0.1:PORT", map[string]string{"Authorization": "Basic " + secret}, 401},
		{"our Origin, wrong token", withToken, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://127.0.0.1:PORT", "Authorization": "Bearer wrong"}, 401},
		{"token in the query", withToken, live + "?token=correct%20horse%20battery%20staple", "127.0.0.1:PORT", nil, 401},

		{"Origin null", plain, live, "127.0.0.1:PORT", map[string]string{"Origin": "null"}, 403},
		{"Origin null, allowed by flag", Access{AllowOrigins: []string{"null"}}, live, "127.0.0.1:PORT", map[string]string{"Origin": "null"}, 200},
		{"a site that a flag allows", Access{AllowOrigins: []string{"https://other.site/"}}, live, "127.0.0.1:PORT", map[string]string{"Origin": "https://other.site", "Sec-Fetch-Site": "cross-site"}, 200},
		{"that site by another scheme", Access{AllowOrigins: []string{"https://other.site"}}, live, "127.0.0.1:PORT", map[string]string{"Origin": "http://other.site"}, 403},

		{"LOCALHOST", plain, live, "LOCALHOST:PORT", map[string]string{"Origin": "http://LocalHost:PORT"}, 200},
		{"trailing dot", plain, live, "localhost.:PORT", map[string]string{"Origin": "http://localhost.:PORT"}, 200},
		{"two trailing dots", plain, page, "localhost..:PORT", nil, 403},
		{"IPv6 written out", plain, live, "[0:0:0:0:0:0:0:1]:PORT", map[string]string{"Origin": "http://[0:0::1]:PORT"}, 200},
		{"IPv4 inside IPv6", plain, live, "[::ffff:127.0.0.1]:PORT", map[string]string{"Origin": "http://127.0.0.1:PORT"}, 200},
		{"a host that a flag allows", Access{AllowHosts: []string{"Lab.Example."}}, live, "lab.example:9000", map[string]string{"Origin": "http://lab.example:PORT"}, 200},
		{"a host and port that a flag allows", Access{AllowHosts: []string{"localhost:9000"}}, live, "localhost:9000", map[string]string{"Origin": "http://localhost:9000"}, 200},
		{"another port of that host", Access{AllowHosts: []string{"lab.example:9000"}}, page, "lab.example:9001", nil, 403},

		{"data for a script of another site", plain, data, "127.0.0.1:PORT", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"data for another port of this host", plain, data, "127.0.0.1:PORT", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"data for our page", plain, data, "127.0.0.1:PORT", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		{"data typed into the address bar", plain, data, "127.0.0.1:PORT", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		{"data for a program", plain, data, "127.0.0.1:PORT", nil, 200},
		{"metrics for a script of another site", plain, "GET /metrics", "127.0.0.1:PORT", map[string]string{"Origin": "https://other.site"}, 403},
		{"metrics for a script that sends no Origin", plain, "GET /metrics", "127.0.0.1:PORT", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a link from another site to the page", plain, page, "127.0.0.1:PORT", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			address := front(t, test.access)
			port := address[strings.LastIndexByte(address, ':')+1:]
			method, path, _ := strings.Cut(test.request, " ")
			r, err := http.NewRequest(method, address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = strings.ReplaceAll(test.host, "PORT", port)
			for name, value := range test.headers {
				r.Header.Set(name, strings.ReplaceAll(value, "PORT", port))
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != test.want {
				t.Errorf("got %d (%s), want %d", response.StatusCode, strings.TrimSpace(string(body)), test.want)
			}
			for _, header := range securityHeaders {
				if got := response.Header.Get(header[0]); got != header[1] {
					t.Errorf("%s: %q, want %q", header[0], got, header[1])
				}
			}
			if got := response.Header.Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("Access-Control-Allow-Origin: %q, want none", got)
			}
		})
	}
}

// TestOtherMachines asks from an address that is not loopback, which needs no network: the handler sees it only.
func TestOtherMachines(t *testing.T) {
	h := handler(t, Access{Listen: netip.MustParseAddrPort("0.0.0.0:8420"), Token: secret, AllowHosts: []string{"lab.example"}})
	tests := []struct {
		name, peer, path, origin, token string
		want                            int
	}{
		{"the page", "192.0.2.7:5000", "/", "", "", 200},
		{"data without a token", "192.0.2.7:5000", "/api/v1/devices", "", "", 401},
		{"data with it", "192.0.2.7:5000", "/api/v1/devices", "", secret, 200},
		{"a scrape without a token", "192.0.2.7:5000", "/metrics", "", "", 401},
		{"a scrape with it", "192.0.2.7:5000", "/metrics", "", secret, 200},
		{"the stream with a forged Origin only", "192.0.2.7:5000", "/api/v1/live", "http://lab.example:8420", "", 401},
		{"the stream with both", "192.0.2.7:5000", "/api/v1/live", "http://lab.example:8420", secret, 200},
		{"this machine's page", "127.0.0.1:5000", "/api/v1/live", "http://lab.example:8420", "", 200},
		{"this machine's page by IPv6", "[::1]:5000", "/api/v1/live", "http://lab.example:8420", "", 200},
		{"an address that is none", "@", "/api/v1/devices", "", "", 401},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "http://lab.example:8420"+test.path, nil)
			r.RemoteAddr = test.peer
			if test.origin != "" {
				r.Header.Set("Origin", test.origin)
			}
			if test.token != "" {
				r.Header.Set("Authorization", "Bearer "+test.token)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != test.want {
				t.Errorf("got %d (%s), want %d", w.Code, strings.TrimSpace(w.Body.String()), test.want)
			}
		})
	}
}

func TestListenNeedsToken(t *testing.T) {
	tests := []struct {
		listen, token string
		want          error
	}{
		{"127.0.0.1:8420", "", nil},
		{"127.8.9.1:8420", "", nil},
		{"[::1]:8420", "", nil},
		{"[::ffff:127.0.0.1]:8420", "", nil},
		{"0.0.0.0:8420", "", ErrTokenNeeded},
		{"[::]:8420", "", ErrTokenNeeded},
		{"192.0.2.1:8420", "", ErrTokenNeeded},
		{"0.0.0.0:8420", secret, nil},
	}
	for _, test := range tests {
		_, err := NewGuard(Access{Listen: netip.MustParseAddrPort(test.listen), Token: test.token})
		if !errors.Is(err, test.want) {
			t.Errorf("%s, token %q: %v, want %v", test.listen, test.token, err, test.want)
		}
	}
	for name, a := range map[string]Access{
		"short token": {Token: "short"},
		"bad host":    {AllowHosts: []string{"http://lab.example"}},
		"bad origin":  {AllowOrigins: []string{"lab.example"}},
		"path":        {AllowOrigins: []string{"https://lab.example/page"}},
	} {
		a.Listen = netip.MustParseAddrPort("127.0.0.1:8420")
		if _, err := NewGuard(a); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestWrongTokens shows twenty wrong tokens, each answered more slowly. More of them are too many for a minute, from that
// machine and no other; the right one is heard all the time, from there too.
func TestWrongTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := handler(t, Access{Listen: netip.MustParseAddrPort("0.0.0.0:8420"), Token: secret})
		show := func(peer, token string) (status int, took time.Duration, header http.Header) {
			r := httptest.NewRequest("GET", "http://127.0.0.1:8420/api/v1/devices", nil)
			r.RemoteAddr = peer
			r.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			start := time.Now()
			h.ServeHTTP(w, r)
			return w.Code, time.Since(start), w.Header()
		}
		var before time.Duration
		for i := range 20 {
			status, took, header := show("192.0.2.7:5000", "guess "+strconv.Itoa(i))
			if status != 401 || took <= before || header.Get("WWW-Authenticate") == "" {
				t.Fatalf("wrong token %d: %d after %s, want 401 after more than %s", i+1, status, took, before)
			}
			before = took
		}
		if status, took, header := show("192.0.2.7:6000", "guess"); status != 429 || took != 0 || header.Get("Retry-After") != "60" {
			t.Errorf("after twenty, a wrong one: %d after %s, Retry-After %q; want 429 at once", status, took, header.Get("Retry-After"))
		}
		if status, took, _ := show("192.0.2.7:6000", secret); status != 200 || took != 0 {
			t.Errorf("after twenty wrong ones, the right one: %d after %s, want 200 at once", status, took)
		}
		if status, _, _ := show("192.0.2.7:6000", "guess"); status != 429 {
			t.Errorf("after a right one, a wrong one: %d, want 429 still", status)
		}
		if status, took, _ := show("192.0.2.8:5000", "guess"); status != 401 || took != delayStep {
			t.Errorf("another machine, wrong: %d after %s, want 401 after %s", status, took, delayStep)
		}
		time.Sleep(61 * time.Second)
		if status, _, _ := show("192.0.2.7:5000", secret); status != 200 {
			t.Errorf("a minute later: %d, want 200", status)
		}
		if status, took, _ := show("192.0.2.7:5000", "guess"); status != 401 || took != delayStep {
			t.Errorf("a minute later, wrong: %d after %s, want 401 after %s", status, took, delayStep)
		}

		// The neighbours of an IPv6 address are the same host; a flood of addresses is not remembered without end.
		for range 20 {
			show("[2001:db8::1]:5000", "guess")
		}
		if status, _, _ := show("[2001:db8::2]:5000", "guess"); status != 429 {
			t.Errorf("a neighbour in the same /64: %d, want 429", status)
		}
		statuses := map[int]int{}
		for i := range maxTroubled {
			status, _, _ := show(netip.AddrFrom4([4]byte{198, 51, byte(i >> 8), byte(i)}).String()+":5000", "guess")
			statuses[status]++
		}
		if statuses[429] == 0 || statuses[401] == 0 {
			t.Errorf("a thousand addresses with a wrong token each: %v, want 401 first, then 429", statuses)
		}
	})
}

func FuzzEndpoint(f *testing.F) {
	for _, seed := range []string{"127.0.0.1:8420", "[::1]:8420", "LOCALHOST.", "http://localhost:1", "null", "[fe80::1%eth0]:1", "a@b:1", "[::1", ":1"} {
		f.Add(seed)
	}
	g, err := NewGuard(Access{Listen: netip.MustParseAddrPort("127.0.0.1:8420")})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if e, ok := parseEndpoint(text, 80); ok {
			again, ok := parseEndpoint(netJoin(e), 80)
			if !ok || again != e {
				t.Errorf("%q is %v, which reads back as %v, %v", text, e, again, ok)
			}
		}
		if g.knowsHost(text) {
			bare := strings.ToLower(strings.Replace(text, ".:", ":", 1))
			if !strings.HasSuffix(bare, ":8420") || !strings.Contains(bare, "localhost:") && !strings.ContainsAny(bare, "0123456789") {
				t.Errorf("Host %q is accepted", text)
			}
		}
		if o, ok := parseOrigin(text); ok && o != nullOrigin {
			if again, ok := parseOrigin(o.scheme + "://" + netJoin(o.endpoint)); !ok || again != o {
				t.Errorf("origin %q is %v, which reads back as %v, %v", text, o, again, ok)
			}
		}
	})
}

func netJoin(e endpoint) string {
	host := e.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return host + ":" + strconv.Itoa(int(e.port))
}
