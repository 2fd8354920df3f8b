package stream

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

// audience is one kind of clients and the places for them. The hub's clientsMu guards the places.
type audience struct {
	mute     bool // it only looks on: its marks are not heard, and what is private is not for it
	places   int
	taken    int
	arrivals bucket

	latest atomic.Pointer[prepared] // the newest snapshot as it sees it
}

// sees is a snapshot as this audience sees it.
func (a *audience) sees(h *Hub, s *sampler.Snapshot) *sampler.Snapshot {
	if !a.mute {
		return s
	}
	return h.veil.snapshot(s, func() (remedies []string) {
		for _, status := range h.source.Statuses() {
			if status.Remedy != "" {
				remedies = append(remedies, status.Remedy)
			}
		}
		return remedies
	})
}

// knows is a description as this audience sees it.
func (a *audience) knows(h *Hub, m wire.Machine) wire.Machine {
	if !a.mute {
		return m
	}
	return h.veil.machine(m)
}

// Limits on new connections: everyone may come back at once, twice, and a page that reloads stays far below; a runaway
// script does not.
const (
	burstPerPlace  = 2.5 // connections at once
	connectionRate = 2   // per second, in the long run
)

func (a *audience) init(places, otherwise int) {
	if places <= 0 {
		places = otherwise
	}
	a.places, a.arrivals = places, bucket{rate: connectionRate, burst: burstPerPlace * float64(places)}
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
