package stream

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/gorilla/websocket"
)

// What a client may send. A page sends one message on each connection and one for each mark, so these are generous.
const (
	maxMessage   = 4096 // bytes
	messageBurst = 30   // at once, pings and pongs included
	messageRate  = 5    // a second, in the long run
	maxLabel     = 120  // characters of a mark
)

var errFlood = errors.New("stream: too many messages")

// resume says what a client has: everything up to Seq of the probe's run Boot.
type resume struct {
	Boot string
	Seq  uint64
}

// message is what a client sends. Names that we do not know are ignored, and so are types: the page may be newer.
type message struct {
	Type  string `json:"type"`  // "resume" or "mark"
	Boot  string `json:"boot"`  // of resume
	Seq   uint64 `json:"seq"`   // of resume; 0 for a client that has nothing
	Label string `json:"label"` // of mark
}

func parseMessage(text []byte) (message, error) {
	var m message
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("stream: message: %w", err)
	}
	m.Label = tidy(m.Label)
	return m, nil
}

// tidy makes a label one line of printable text.
func tidy(label string) string {
	label = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r): // control characters, and those that turn the direction of text
			return -1
		}
		return r
	}, label)
	if runes := []rune(label); len(runes) > maxLabel {
		label = string(runes[:maxLabel])
	}
	return strings.TrimSpace(label)
}

// read takes the client's messages until the connection ends or the client breaks the rules. It keeps reading when the
// client has nothing to say, for only a reader sees pongs and the closing handshake.
func (c *client) read(done <-chan struct{}) closing {
	limit := bucket{rate: messageRate, burst: messageBurst}
	alive := func() error {
		if !limit.take(time.Now()) {
			return errFlood
		}
		return c.conn.SetReadDeadline(time.Now().Add(c.hub.waits.pong))
	}
	answerPing := c.conn.PingHandler()
	c.conn.SetReadLimit(maxMessage)
	c.conn.SetReadDeadline(time.Now().Add(c.hub.waits.pong))
	c.conn.SetPongHandler(func(string) error { return alive() })
	c.conn.SetPingHandler(func(data string) error {
		if err := alive(); err != nil {
			return err
		}
		return answerPing(data)
	})
	for {
		kind, text, err := c.conn.ReadMessage()
		if err == nil && !limit.take(time.Now()) {
			err = errFlood
		}
		switch {
		case errors.Is(err, errFlood):
			return closing{websocket.ClosePolicyViolation, "too many messages"}
		case errors.Is(err, websocket.ErrReadLimit): // the library has sent the close frame
			return closing{websocket.CloseMessageTooBig, "a message is at most 4096 bytes"}
		case err != nil:
			return closing{reason: err.Error()}
		case kind != websocket.TextMessage:
			return closing{websocket.CloseUnsupportedData, "messages are text frames with one JSON object"}
		}
		m, err := parseMessage(text)
		if err != nil {
			return closing{websocket.ClosePolicyViolation, "a message is one JSON object"}
		}
		switch m.Type {
		case "resume":
			select {
			case c.asked <- resume{m.Boot, m.Seq}:
			case <-done:
			}
		case "mark":
			if c.among.mute {
				continue // its page need not know
			}
			if m.Label == "" {
				m.Label = "mark"
			}
			c.hub.source.Mark(m.Label)
		}
	}
}
