// Package stream carries snapshots to browsers over websockets.
//
// A Hub is one http.Handler and one Run. Each connection has two goroutines, one that writes and one that reads. The
// writer keeps a cursor, the sequence number of the newest snapshot that the client has had, and takes what lies behind
// it from the sampler's ring whenever it is woken. So nothing is queued for a client: one that reads slowly is woken
// less often, gets the newest sample with the number of those it missed, and never delays the sampler or another
// client. It is let go only when a single frame cannot be written within the write deadline.
//
// The package does not decide who may connect: package server checks Host, Origin and token before it hands a request
// on.
package stream

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

// Source is what the hub needs of a sampler.
type Source interface {
	wire.Source
	History(after uint64) []*sampler.Snapshot
	Subscribe() (<-chan *sampler.Snapshot, func())
	Mark(label string)
}

// Options tune a Hub. The zero value is usable.
type Options struct {
	About          wire.About // what the hello tells beside the source
	MaxConnections int        // of those who may set marks; 16 when 0
	MaxViewers     int        // of those who only look on, by Viewers; 100 when 0
	Private        []string   // texts that viewers are never sent, such as the user's directories
	Log            *slog.Logger
}

const (
	defaultMaxConnections = 16
	defaultMaxViewers     = 100
)

// waits are the deadlines of a connection. Tests shorten them.
type waits struct {
	write     time.Duration // for one frame to be taken by the client's machine
	pong      time.Duration // without a sign of life
	ping      time.Duration // between pings; below pong
	resume    time.Duration // for the client to say where it was, before it is given the present
	part      time.Duration // for the closing handshake
	handshake time.Duration // for the answer to the upgrade to be written
}

var usualWaits = waits{
	write:     10 * time.Second,
	pong:      60 * time.Second,
	ping:      54 * time.Second,
	resume:    time.Second,
	part:      time.Second,
	handshake: 5 * time.Second,
}

// Hub serves the live stream.
type Hub struct {
	source   Source
	options  Options
	log      *slog.Logger
	waits    waits
	upgrader websocket.Upgrader
	veil     veil
	part     bulkhead.Part

	ending context.Context // done when Run ends: every client is told and let go
	end    context.CancelFunc

	clientsMu sync.Mutex
	clients   map[*client]struct{}
	owners    audience
	viewers   audience
	ended     bool

	connections sync.WaitGroup
}

// New makes a hub. Nothing is sent to its clients until Run.
func New(source Source, o Options) *Hub {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	h := &Hub{
		source:  source,
		options: o,
		log:     o.Log,
		veil:    newVeil(o.Private),
		waits:   usualWaits,
		clients: map[*client]struct{}{},
		part:    bulkhead.Part{Name: "the live stream", Log: o.Log},
	}
	h.owners.init(o.MaxConnections, defaultMaxConnections)
	h.viewers.init(o.MaxViewers, defaultMaxViewers)
	h.viewers.mute = true
	h.upgrader = websocket.Upgrader{
		HandshakeTimeout: h.waits.handshake,
		WriteBufferPool:  &sync.Pool{},
		// Host and Origin were checked by lists before the request came here. The upgrader's own check compares the two
		// with each other, which a rebound DNS name passes.
		CheckOrigin: func(*http.Request) bool { return true },
	}
	h.ending, h.end = context.WithCancel(context.Background())
	return h
}

// Machine describes the machine as of now.
func (h *Hub) Machine() wire.Machine { return wire.Describe(h.source, h.options.About) }

// Run wakes the clients at each snapshot until ctx ends. Then it says goodbye to all, waits for them to be gone, and
// returns nil; what connects later is refused. Run is called once.
func (h *Hub) Run(ctx context.Context) error {
	snapshots, cancel := h.source.Subscribe()
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			h.close()
			return nil
		case s, open := <-snapshots:
			if !open { // the sampler has ended; ctx will soon
				snapshots = nil
				continue
			}
			h.part.Do(func() { h.publish(s) })
		}
	}
}

// publish encodes a snapshot once for all clients that are up to date, and wakes every client. Without a client there is
// nothing to encode.
func (h *Hub) publish(s *sampler.Snapshot) {
	owners, viewers := h.present()
	h.owners.latest.Store(nil)
	h.viewers.latest.Store(nil)
	defer h.wake()
	var shared *prepared // what both see alike
	if owners {
		shared = h.prepare(s)
		h.owners.latest.Store(shared)
	}
	if viewers {
		p := shared
		if seen := h.viewers.sees(h, s); p == nil || seen != s {
			p = h.prepare(seen)
		}
		h.viewers.latest.Store(p)
	}
}

// wake lets every client look for what is new.
func (h *Hub) wake() {
	h.clientsMu.Lock()
	defer h.clientsMu.Unlock()
	for c := range h.clients {
		select {
		case c.wake <- struct{}{}:
		default: // it has not yet looked after the last one
		}
	}
}

// prepare encodes a snapshot; nil when that fails, and then each client finds out by itself.
func (h *Hub) prepare(s *sampler.Snapshot) *prepared {
	p, err := prepare(s)
	if err != nil {
		h.log.Warn("stream: snapshot not encoded", "seq", s.Seq, "reason", err)
	}
	return p
}

func (h *Hub) present() (owners, viewers bool) {
	h.clientsMu.Lock()
	defer h.clientsMu.Unlock()
	return h.owners.taken > 0, h.viewers.taken > 0
}

// close tells all clients and waits until they are gone, at most some seconds.
func (h *Hub) close() {
	h.clientsMu.Lock()
	h.ended = true
	h.clientsMu.Unlock()
	h.end()
	h.connections.Wait()
}

// ServeHTTP upgrades a request to the stream. It refuses in words when there are too many.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.serve(w, r, &h.owners) }

// Viewers is the same stream for those who only look on. They have places of their own, so that a class never keeps the
// teacher out, and their hello says that they are only heard where they ask for what they missed.
func (h *Hub) Viewers() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.serve(w, r, &h.viewers) })
}

func (h *Hub) serve(w http.ResponseWriter, r *http.Request, among *audience) {
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		http.Error(w, "this address is a websocket: open it with a websocket client, or see the page at /", http.StatusUpgradeRequired)
		return
	}
	c := newClient(h, among)
	if status, why := h.admit(c); status != 0 {
		w.Header().Set("Retry-After", strconv.Itoa(10))
		http.Error(w, why, status)
		return
	}
	defer h.leave(c)
	conn, err := h.upgrader.Upgrade(w, r, w.Header())
	if err != nil {
		h.log.Debug("stream: upgrade refused", "peer", r.RemoteAddr, "reason", err)
		return
	}
	c.serve(conn)
}

// admit reserves a place, or says with which status and words to refuse.
func (h *Hub) admit(c *client) (status int, why string) {
	h.clientsMu.Lock()
	defer h.clientsMu.Unlock()
	if h.ended {
		return http.StatusServiceUnavailable, "the probe is shutting down"
	}
	if status, why = c.among.admit(time.Now()); status == 0 {
		h.clients[c] = struct{}{}
		h.connections.Add(1)
	}
	return status, why
}

func (h *Hub) leave(c *client) {
	h.clientsMu.Lock()
	delete(h.clients, c)
	c.among.taken--
	h.clientsMu.Unlock()
	h.connections.Done()
}
