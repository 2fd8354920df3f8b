package stream

import (
	"encoding/json"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

// prepared is a snapshot in wire form, encoded once for all clients that missed nothing before it.
type prepared struct {
	seq    uint64
	frames []*websocket.PreparedMessage // events, then the sample
}

func prepare(s *sampler.Snapshot) (*prepared, error) {
	p := &prepared{seq: s.Seq}
	add := func(frame any) error {
		text, err := json.Marshal(frame)
		if err != nil {
			return err
		}
		m, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
		p.frames = append(p.frames, m)
		return err
	}
	for _, e := range s.Events {
		if err := add(wire.NewEvent(s.Seq, e)); err != nil {
			return nil, err
		}
	}
	if err := add(wire.NewSample(s, 0)); err != nil {
		return nil, err
	}
	return p, nil
}
