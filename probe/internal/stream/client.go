package stream

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// thinTo is how many samples a client that comes back is given at most. A longer past is thinned to every second,
// third, … sample, the newest always among them. Joules count from the start of the session, so no energy is lost, and
// each sample is as it was measured: nothing is averaged.
const thinTo = 600

// client is one connection. All but asked and wake belongs to the goroutine that writes.
type client struct {
	hub   *Hub
	among *audience
	conn  *websocket.Conn
	wake  chan struct{} // capacity 1: there may be something new
	asked chan resume   // from the reader

	told   []sensor.Device // the list in the last hello
	live   bool            // the past is settled: what comes is sent
	from   uint64          // all after this has been sent on this connection, or counted as dropped
	cursor uint64          // up to and including this
}

// closing is why a connection ends. Code 0 means that the connection is gone already.
type closing struct {
	code   int
	reason string
}

var errEnding = errors.New("stream: the probe is shutting down")

func newClient(h *Hub, among *audience) *client {
	return &client{hub: h, among: among, wake: make(chan struct{}, 1), asked: make(chan resume)}
}

// serve talks to the client until one side ends it. Both goroutines and the connection are gone when it returns.
func (c *client) serve(conn *websocket.Conn) {
	c.conn = conn
	done := make(chan struct{}) // the writer has ended
	left := make(chan closing, 1)
	go func() { left <- c.reading(done) }()

	// A client that takes nothing must not hold up the end of the probe until its write deadline.
	stop := context.AfterFunc(c.hub.ending, func() { time.AfterFunc(2*c.hub.waits.part, func() { conn.Close() }) })
	defer stop()

	why, readerLeft := c.writing(left)
	close(done)
	if why.code != 0 {
		conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(why.code, why.reason), time.Now().Add(c.hub.waits.part))
	}
	switch {
	case !readerLeft: // it waits for the client's half of the closing handshake
		timer := time.AfterFunc(c.hub.waits.part, func() { conn.Close() })
		<-left
		timer.Stop()
	case why.code != 0:
		c.drain()
	}
	conn.Close()
	c.hub.log.Debug("stream: connection ended", "peer", conn.RemoteAddr().String(), "code", why.code, "reason", why.reason)
}

// drain reads what a client that was sent away still sends, for a short time: closing a socket with unread data resets
// it, and the reset would overtake the reason.
func (c *client) drain() {
	raw := c.conn.NetConn()
	if half, ok := raw.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	raw.SetReadDeadline(time.Now().Add(c.hub.waits.part))
	io.Copy(io.Discard, io.LimitReader(raw, 1<<20))
}

// faulty ends the connection over which something panicked, and no other: the client comes back, and is told what it
// missed.
var faulty = closing{websocket.CloseInternalServerErr, "a fault in gramwatt; the log has more"}

func (c *client) reading(done <-chan struct{}) (why closing) {
	if !c.hub.part.Do(func() { why = c.read(done) }) {
		return faulty
	}
	return why
}

func (c *client) writing(left <-chan closing) (why closing, readerLeft bool) {
	if !c.hub.part.Do(func() { why, readerLeft = c.write(left) }) {
		return faulty, false
	}
	return why, readerLeft
}

// write is the only goroutine that sends frames. It returns why it ended, and whether the reader ended first.
func (c *client) write(left <-chan closing) (why closing, readerLeft bool) {
	if err := c.greet(c.hub.source.Devices()); err != nil {
		return c.broken(err), false
	}
	ping := time.NewTicker(c.hub.waits.ping)
	defer ping.Stop()
	patience := time.NewTimer(c.hub.waits.resume)
	defer patience.Stop()
	for {
		var err error
		select {
		case <-c.hub.ending.Done():
			err = errEnding
		case why := <-left:
			return why, true
		case r := <-c.asked:
			err = c.resume(r)
		case <-patience.C:
			err = c.begin()
		case <-c.wake:
			err = c.news()
		case <-ping.C:
			err = c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.hub.waits.write))
		}
		switch {
		case errors.Is(err, errEnding):
			c.send(wire.Bye{Type: "bye", Reason: "the probe is shutting down"})
			return closing{websocket.CloseGoingAway, "the probe is shutting down"}, false
		case err != nil:
			return c.broken(err), false
		}
	}
}

// broken says how a failed write ends the connection. There is no use in sending a close frame after one.
func (c *client) broken(err error) closing {
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return closing{reason: "the client took no data for " + c.hub.waits.write.String()}
	}
	return closing{reason: err.Error()}
}

// begin starts the live stream with the newest sample, for a client that did not ask for the past.
func (c *client) begin() error {
	if c.live {
		return nil
	}
	c.live = true
	if s := c.hub.source.Latest(); s != nil {
		c.cursor = s.Seq - 1
	}
	c.from = c.cursor
	return c.news()
}

// resume sends what the client missed, in order, and goes on live. A client of another boot, or one that names a number
// which this boot has not reached, has had nothing. One that asks for what has been sent on this very connection
// already gets it once only: it asks again after each hello.
func (c *client) resume(r resume) error {
	after := r.Seq
	if s := c.hub.source.Latest(); r.Boot != c.hub.source.Boot() || s == nil || r.Seq > s.Seq {
		after = 0
	}
	if c.live && after >= c.from {
		return nil
	}
	c.live, c.from, c.cursor = true, after, after
	// Once for the past, and once more for what came while it was sent. After that the newest wins.
	for range 2 {
		if err := c.past(c.hub.source.History(c.cursor)); err != nil {
			return err
		}
	}
	return c.news()
}

// past sends snapshots in order, thinned when they are many; events are never left out.
func (c *client) past(missing []*sampler.Snapshot) error {
	if len(missing) == 0 {
		return nil
	}
	if err := c.greetAnew(); err != nil {
		return err
	}
	step := (len(missing) + thinTo - 1) / thinTo
	for i, s := range missing {
		if c.hub.ending.Err() != nil {
			return errEnding
		}
		s = c.among.sees(c.hub, s)
		if err := c.sendEvents(s); err != nil {
			return err
		}
		if (len(missing)-1-i)%step == 0 {
			if err := c.send(wire.NewSample(s, 0)); err != nil {
				return err
			}
		}
		c.cursor = s.Seq
	}
	return nil
}

// news sends what came since the last frame: the newest sample, and the events of those before it.
func (c *client) news() error {
	if !c.live {
		return nil
	}
	missing := c.hub.source.History(c.cursor)
	if len(missing) == 0 {
		return nil
	}
	if err := c.greetAnew(); err != nil {
		return err
	}
	last := missing[len(missing)-1]
	dropped := int(last.Seq - c.cursor - 1)
	c.cursor = last.Seq
	if p := c.among.latest.Load(); dropped == 0 && p != nil && p.seq == last.Seq {
		return c.sendPrepared(p)
	}
	for _, s := range missing {
		last = c.among.sees(c.hub, s)
		if err := c.sendEvents(last); err != nil {
			return err
		}
	}
	return c.send(wire.NewSample(last, dropped))
}

// greetAnew sends a hello when the list of devices is no longer the one that was told. It is called after the
// snapshots were taken and before they are sent, so that no sample names a device that the client does not know.
func (c *client) greetAnew() error {
	if devices := c.hub.source.Devices(); !slices.Equal(devices, c.told) {
		return c.greet(devices)
	}
	return nil
}

func (c *client) greet(devices []sensor.Device) error {
	c.told = devices
	return c.send(wire.Hello{Type: "hello", ReadOnly: c.among.mute, Machine: c.among.knows(c.hub, c.hub.Machine())})
}

func (c *client) sendEvents(s *sampler.Snapshot) error {
	for _, e := range s.Events {
		if err := c.send(wire.NewEvent(s.Seq, e)); err != nil {
			return err
		}
	}
	return nil
}

func (c *client) sendPrepared(p *prepared) error {
	for _, frame := range p.frames {
		c.conn.SetWriteDeadline(time.Now().Add(c.hub.waits.write))
		if err := c.conn.WritePreparedMessage(frame); err != nil {
			return err
		}
	}
	return nil
}

// send encodes and writes one frame. One that cannot be encoded is left out with a warning: a fault of ours is no
// reason to let a client go.
func (c *client) send(frame any) error {
	text, err := json.Marshal(frame)
	if err != nil {
		c.hub.log.Warn("stream: frame not encoded", "reason", err)
		return nil
	}
	c.conn.SetWriteDeadline(time.Now().Add(c.hub.waits.write))
	return c.conn.WriteMessage(websocket.TextMessage, text)
}
