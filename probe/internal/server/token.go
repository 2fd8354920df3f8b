package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Whoever shows wrong tokens waits longer for each answer, and after freeTries of them is not listened to for
// lockedFor. Nobody guesses 16 random bytes; this keeps the trying cheap for us and visible to them.
const (
	freeTries   = 20
	delayStep   = 50 * time.Millisecond // the n-th wrong token is answered after n of these
	lockedFor   = time.Minute
	maxTroubled = 1000 // addresses that are remembered
)

// token is the one secret, kept as its digest so that comparing takes the same time for every guess.
type token struct {
	digest [sha256.Size]byte

	triesMu sync.Mutex
	tries   map[netip.Prefix]*tries
}

// tries of one address.
type tries struct {
	wrong int
	last  time.Time
}

func newToken(secret string) *token {
	return &token{digest: sha256.Sum256([]byte(secret)), tries: map[netip.Prefix]*tries{}}
}

// check compares what a peer shows. A peer that is locked out is refused unheard.
func (t *token) check(ctx context.Context, peer netip.Addr, shown string) *refusal {
	locked := &refusal{http.StatusTooManyRequests, "too many wrong tokens: wait a minute"}
	now := time.Now()
	if t.wrong(peer, now) >= freeTries {
		return locked
	}
	digest := sha256.Sum256([]byte(shown))
	if subtle.ConstantTimeCompare(digest[:], t.digest[:]) == 1 {
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

// wrong is how many wrong tokens the peer has shown lately.
func (t *token) wrong(peer netip.Addr, now time.Time) int {
	t.triesMu.Lock()
	defer t.triesMu.Unlock()
	by := t.tries[network(peer)]
	if by == nil || now.Sub(by.last) > lockedFor {
		return 0
	}
	return by.wrong
}

// count notes a wrong token and returns how many it were lately; false when there are too many, or when so many
// addresses try that no more can be remembered.
func (t *token) count(peer netip.Addr, now time.Time) (int, bool) {
	t.triesMu.Lock()
	defer t.triesMu.Unlock()
	by := t.tries[network(peer)]
	if by == nil {
		if len(t.tries) >= maxTroubled {
			for at, old := range t.tries {
				if now.Sub(old.last) > lockedFor {
					delete(t.tries, at)
				}
			}
		}
		if len(t.tries) >= maxTroubled {
			return 0, false
		}
		by = &tries{}
		t.tries[network(peer)] = by
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
