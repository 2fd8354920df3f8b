package stream

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// FuzzClient has a client say anything, in any kind of frame: it may be sent away, and the hub goes on for another one.
func FuzzClient(f *testing.F) {
	for _, seed := range []string{`{"type":"resume","boot":"b00t","seq":1}`, `{"type":"resume","seq":18446744073709551615}`, `{"type":"mark","label":"\u202e\u0000"}`, `{"type":"mark"}`, `[]`, `{`, "", "\xff\xfe", `{"type":"resume","boot":"b00t","seq":-1}`, strings.Repeat("[", 4000), strings.Repeat("x", 5000)} {
		f.Add([]byte(seed), byte(websocket.TextMessage))
		f.Add([]byte(seed), byte(websocket.BinaryMessage))
	}
	f.Add([]byte("\x03\xe8bye"), byte(websocket.CloseMessage))
	f.Add([]byte("x"), byte(websocket.PingMessage))
	f.Add([]byte("x"), byte(websocket.PongMessage))

	m := newMemory(gpu("gpu-0"))
	m.keep()
	s := serve(f, m, Options{MaxConnections: 1000}, func(w *waits) { w.resume, w.part = time.Millisecond, 10*time.Millisecond })
	s.owners.arrivals = bucket{rate: 1e9, burst: 1e9}
	f.Fuzz(func(t *testing.T, text []byte, kind byte) {
		good, _, err := websocket.DefaultDialer.Dial(s.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer good.Close()
		bad, _, err := websocket.DefaultDialer.Dial(s.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer bad.Close()
		switch kind = kind % 16; kind {
		case websocket.CloseMessage, websocket.PingMessage, websocket.PongMessage:
			if len(text) > 125 {
				text = text[:125]
			}
			bad.WriteControl(int(kind), text, time.Now().Add(time.Second))
		case websocket.TextMessage, websocket.BinaryMessage:
			bad.WriteMessage(int(kind), text)
		default: // no frame at all
			bad.NetConn().Write(text)
		}
		bad.SetReadDeadline(time.Now().Add(5 * time.Second))
		bad.ReadMessage() // the hello: it may have been heard by then
		for len(m.marks) > 0 {
			if label := <-m.marks; label == "" || tidy(label) != label {
				t.Errorf("mark %q", label)
			}
		}
		newest := m.keep().Seq
		select {
		case m.queue <- m.Latest():
		default:
		}
		p := &peer{t, good}
		for {
			frame, err := p.next()
			if err != nil {
				t.Fatalf("after %q of kind %d nobody else is served: %v", text, kind, err)
			}
			if frame.Type == "sample" && frame.Seq >= newest {
				break
			}
		}
		m.forget(10)
	})
}
