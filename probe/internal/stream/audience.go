package stream

import (
	"net/http"
	"strconv"
	"time"
)

// audience is one kind of clients and the places for them. The hub's clientsMu guards it.
type audience struct {
	mute     bool // its marks are not heard
	places   int
	taken    int
	arrivals bucket
}

// Limits on new connections: everyone may come back at once, twice, and a page that reloads stays far below; a runaway
// script does not.
const (
	burstPerPlace  = 2.5 // connections at once
	connectionRate = 2   // per second, in the long run
)

func newAudience(places, otherwise int) audience {
	if places <= 0 {
		places = otherwise
	}
	return audience{places: places, arrivals: bucket{rate: connectionRate, burst: burstPerPlace * float64(places)}}
}

// admit takes a place, or says with which status and words to refuse.
func (a *audience) admit(now time.Time) (status int, why string) {
	switch {
	case a.taken >= a.places:
		return http.StatusServiceUnavailable, "all " + strconv.Itoa(a.places) + " places of the live stream are taken: close another page first"
	case !a.arrivals.take(now):
		return http.StatusTooManyRequests, "too many new connections: wait some seconds"
	}
	a.taken++
	return 0, ""
}
