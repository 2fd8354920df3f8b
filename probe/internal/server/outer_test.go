package server

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestOuter: where everyone has shown a password before, other machines get data without a token, and the lists of
// hosts and origins hold as ever.
func TestOuter(t *testing.T) {
	h := handler(t, Access{Listen: netip.MustParseAddrPort("0.0.0.0:8420"), Outer: true, AllowHosts: []string{"lab.example"}})
	for _, test := range []struct {
		host, path, origin string
		want               int
	}{
		{"lab.example:8420", "/metrics", "", 200},
		{"lab.example:8420", "/api/v1/live", "", 200},
		{"lab.example:8420", "/api/v1/live", "http://lab.example:8420", 200},
		{"lab.example:8420", "/metrics", "https://other.site", 403},
		{"evil.example:8420", "/metrics", "", 403},
	} {
		r := httptest.NewRequest("GET", "http://"+test.host+test.path, nil)
		r.RemoteAddr = "192.0.2.7:5000"
		if test.origin != "" {
			r.Header.Set("Origin", test.origin)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != test.want {
			t.Errorf("%+v: %d, want %d", test, w.Code, test.want)
		}
	}
}
