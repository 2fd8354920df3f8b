package server

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync/atomic"
)

// digest is a secret that a client must show, kept so that comparing takes the same time for every guess. A nil one is
// known to nobody.
type digest [sha256.Size]byte

func digestOf(text string) *digest {
	d := digest(sha256.Sum256([]byte(text)))
	return &d
}

func (d *digest) is(shown string) bool {
	return d != nil && subtle.ConstantTimeCompare(digestOf(shown)[:], d[:]) == 1
}

// once is a secret that is good for one use.
type once struct {
	*digest
	used atomic.Bool
}

func (o *once) spend(shown string) bool { return o.is(shown) && o.used.CompareAndSwap(false, true) }

// NewKey makes a secret of 16 random bytes, in letters that need no escape in a link.
func NewKey() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// role is what a client may do.
type role uint8

const (
	nobody role = iota // the page, which holds no data
	viewer             // the live stream too, without a say
	owner              // everything
)
