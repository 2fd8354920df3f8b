package class

import (
	"fmt"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
)

var room = netip.MustParseAddr("192.0.2.7")

func TestHandIn(t *testing.T) {
	var c Class
	for _, g := range []struct{ desk, code string }{
		{"desk-number-1", "DKM"}, {"desk-number-2", "DAB"}, {"desk-number-1", "DZZ"}, // thought again
		{"desk-number-1", "EAA"}, // another lesson
	} {
		if err := c.HandIn(room, g.desk, g.code); err != nil {
			t.Errorf("%v: %v", g, err)
		}
	}
	if got := c.Codes(); !slices.Equal(got, []string{"DAB", "DZZ", "EAA"}) {
		t.Errorf("codes: %q", got)
	}
	for _, g := range []struct{ desk, code string }{{"desk-number-3", "dkm"}, {"desk-number-3", "DKMM"}, {"desk-number-3", ""}, {"short", "DKM"}, {"<script>alert(1)", "DKM"}} {
		if err := c.HandIn(room, g.desk, g.code); err == nil {
			t.Errorf("%v is taken", g)
		}
	}
	c.Clear()
	if got := c.Codes(); len(got) != 0 {
		t.Errorf("after clearing: %q", got)
	}
}

// TestFull has one machine play a crowd: it fills its own share, and the others still hand in.
func TestFull(t *testing.T) {
	var c Class
	var crowd sync.WaitGroup
	for i := range 200 {
		crowd.Go(func() { c.HandIn(room, fmt.Sprintf("desk-number-%d", i), "DKM") })
	}
	crowd.Wait()
	if n := len(c.Codes()); n != mostOfPeer {
		t.Errorf("%d guesses of one address, want %d", n, mostOfPeer)
	}
	if err := c.HandIn(room, "desk-number-0", "EKM"); err != nil {
		t.Errorf("another lesson: %v", err)
	}
	for i := range 2 * mostInAll {
		c.HandIn(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), "desk-number-1", "DKM")
	}
	if n := len(c.Codes()); n != mostInAll {
		t.Errorf("%d guesses in all, want %d", n, mostInAll)
	}
}

func TestHTTP(t *testing.T) {
	c := Class{Open: true}
	for _, test := range []struct {
		method, body string
		status       int
		says         string
	}{
		{"GET", "", 200, `{"open":true,"codes":[]}`},
		{"POST", `{"desk":"desk-number-1","code":"DKM"}`, 204, ""},
		{"GET", "", 200, `{"open":true,"codes":["DKM"]}`},
		{"POST", `{"desk":"desk-number-1","code":"DK"}`, 400, `code "DK": want three capital letters`},
		{"POST", `code=DKM`, 400, "the body is not"},
		{"POST", `{"desk":"` + strings.Repeat("x", 500) + `"}`, 400, "the body is not"},
		{"PUT", "", 405, "takes GET, POST and DELETE"},
		{"DELETE", "", 204, ""},
		{"GET", "", 200, `{"open":true,"codes":[]}`},
	} {
		w := httptest.NewRecorder()
		c.ServeHTTP(w, httptest.NewRequest(test.method, "/api/v1/guesses", strings.NewReader(test.body)))
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.says) {
			t.Errorf("%s %.60s: %d %q, want %d with %q", test.method, test.body, w.Code, w.Body, test.status, test.says)
		}
	}
	c.Open = false
	w := httptest.NewRecorder()
	if c.ServeHTTP(w, httptest.NewRequest("POST", "/api/v1/guesses", strings.NewReader(`{"desk":"desk-number-1","code":"DKM"}`))); w.Code != 409 {
		t.Errorf("a guess while nobody looks on: %d", w.Code)
	}
}
