package server

import (
	"context"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Whoever shows wrong secrets waits longer for each answer, and after freeTries of them is not listened to for
// lockedFor. Nobody guesses 16 random bytes; this keeps the trying cheap for us and visible to them.
const (
	freeTries   = 20
	delayStep   = 50 * time.Millisecond // the n-th wrong secret is answered after n of these
	lockedFor   = time.Minute
	maxTroubled = 1000 // addresses that are remembered
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

// hear asks whether what a peer shows is right, and counts it when it is not. A peer that is locked out is refused
// unheard.
func (t *trials) hear(ctx context.Context, peer netip.Addr, right func() bool) *refusal {
	locked := &refusal{http.StatusTooManyRequests, "too many wrong tokens: wait a minute"}
	now := time.Now()
	if t.wrong(peer, now) >= freeTries {
		return locked
	}
	if right() {
		return nil
	}
	n, ok := t.count(peer, now)
	if !ok {
		return locked
	}
	timer := time.NewTimer(time.Duration(n) * delayStep)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return &refusal{http.StatusUnauthorized, "the token is wrong"}
}

// wrong is how many wrong secrets the peer has shown lately.
func (t *trials) wrong(peer netip.Addr, now time.Time) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	by := t.by[network(peer)]
	if by == nil || now.Sub(by.last) > lockedFor {
		return 0
	}
	return by.wrong
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
