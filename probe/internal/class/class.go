// Package class collects the guesses that a class hands in before a lesson, and gives them to the teacher: as the codes that
// pupils would else read out. A code names nobody, and none outlives the probe.
package class

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"sync"
)

// What is taken at most. A room may reach the probe through one address.
const (
	mostOfPeer = 60
	mostInAll  = 1000
	mostBytes  = 200 // of a request's body
)

var (
	codeForm = regexp.MustCompile(`^[A-Z]{3}$`)           // a lesson, a stop and a check letter; the page reads them
	deskForm = regexp.MustCompile(`^[0-9A-Za-z-]{8,36}$`) // what a browser calls itself at random
)

// desk is where a guess came from. A second one for the same lesson takes the place of the first.
type desk struct {
	peer   netip.Addr
	desk   string
	lesson byte // the code's first letter
}

// Class is what a class has handed in, safe for concurrent use.
type Class struct {
	Open bool // guesses are taken: others look on

	mu      sync.Mutex
	guesses map[desk]string
}

// HandIn takes one guess. The error says why not, in words for the pupil.
func (c *Class) HandIn(peer netip.Addr, name, code string) error {
	if !codeForm.MatchString(code) || !deskForm.MatchString(name) {
		return fmt.Errorf("code %q: want three capital letters, and a desk of 8 to 36 letters and digits", code)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	at := desk{peer, name, code[0]}
	if _, known := c.guesses[at]; !known {
		ofPeer := 0
		for d := range c.guesses {
			if d.peer == peer && d.lesson == at.lesson {
				ofPeer++
			}
		}
		if ofPeer >= mostOfPeer || len(c.guesses) >= mostInAll {
			return errFull
		}
	}
	if c.guesses == nil {
		c.guesses = map[desk]string{}
	}
	c.guesses[at] = code
	return nil
}

var errFull = fmt.Errorf("no more guesses are taken: the teacher can clear those that are here")

// Codes are all guesses in the order of the alphabet, so that their order tells nothing.
func (c *Class) Codes() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	codes := make([]string, 0, len(c.guesses))
	for _, code := range c.guesses {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Clear forgets every guess.
func (c *Class) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.guesses)
}

// ServeHTTP takes {"desk":…,"code":…} by POST, and gives {"open":true,"codes":[…]} by GET; DELETE clears. Who may do which is
// decided before it is called.
func (c *Class) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(struct {
			Open  bool     `json:"open"`
			Codes []string `json:"codes"`
		}{c.Open, c.Codes()}) // the client is gone when this fails
	case http.MethodDelete:
		c.Clear()
		w.WriteHeader(http.StatusNoContent)
	case http.MethodPost:
		if !c.Open {
			http.Error(w, "no class looks on: start the probe with --lan", http.StatusConflict)
			return
		}
		var in struct{ Desk, Code string }
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBytes)).Decode(&in); err != nil {
			http.Error(w, `the body is not {"desk":…,"code":…}`, http.StatusBadRequest)
			return
		}
		at, _ := netip.ParseAddrPort(r.RemoteAddr) // whoever has no address shares the zero one
		switch err := c.HandIn(at.Addr().Unmap(), in.Desk, in.Code); err {
		case nil:
			w.WriteHeader(http.StatusNoContent)
		case errFull:
			http.Error(w, err.Error(), http.StatusTooManyRequests)
		default:
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	default:
		w.Header().Set("Allow", "GET, POST, DELETE")
		http.Error(w, "this address takes GET, POST and DELETE", http.StatusMethodNotAllowed)
	}
}
