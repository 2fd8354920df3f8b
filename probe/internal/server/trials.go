package server

import (
	"context"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Whoever shows wrong secrets waits longer for each answer, and after freeTries of them is told at once, for lockedFor,
// that they were too many. This keeps the trying cheap for us and visible to them. A right secret is never refused: an
// address is not a person, and on one machine any program could otherwise lock out all others, its user's browser too.
// That guessing goes on unslowed is no help to it: nobody guesses 16 random bytes.
const (
	freeTries   = 20
	delayStep   = 50 * time.Millisecond // the n-th wrong secret is answered after n of these
	lockedFor   = time.Minute           // since the last wrong one
	maxTroubled = 1000                  // addresses that are remembered
)

// trials remembers who showed wrong secrets.
type trials struct {
	mu sync.Mutex
	by map[netip.Prefix]*tries
}

// tries of one address.
type tries struct {
	wrong int
	last  time.Time
}

// hear asks whether what a peer shows is right, and counts it when it is not.
func (t *trials) hear(ctx context.Context, peer netip.Addr, right func() bool) *refusal {
	if right() {
		return nil
	}
	n, ok := t.count(peer, time.Now())
	if !ok {
		return &refusal{http.StatusTooManyRequests, "too many wrong tokens: wait a minute"}
	}
	timer := time.NewTimer(time.Duration(n) * delayStep)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return &refusal{http.StatusUnauthorized, "the token is wrong"}
}

// count notes a wrong secret and returns how many it were lately; false when there are too many, or when so many
// addresses try that no more can be remembered.
func (t *trials) count(peer netip.Addr, now time.Time) (int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	by := t.by[network(peer)]
	if by == nil {
		if len(t.by) >= maxTroubled {
			for at, old := range t.by {
				if now.Sub(old.last) > lockedFor {
					delete(t.by, at)
				}
			}
		}
		if len(t.by) >= maxTroubled {
			return 0, false
		}
		by = &tries{}
		t.by[network(peer)] = by
	}
	if now.Sub(by.last) > lockedFor {
		by.wrong = 0
	}
	by.wrong++
	by.last = now
	return by.wrong, by.wrong <= freeTries
}

// network is what counts as one peer: an IPv4 address, or the /64 that an IPv6 host may choose its address from.
func network(peer netip.Addr) netip.Prefix {
	bits := peer.BitLen()
	if peer.Is6() {
		bits = 64
	}
	p, _ := peer.Prefix(bits) // the zero address has the zero prefix
	return p
}
