package stream

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

func TestLive(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	m.keep()
	m.keep()
	s := serve(t, m, Options{About: wire.About{Version: "0.1.0"}}, nil)
	p := s.connect()
	p.expect("hello", "sample 2 dropped 0") // without a resume the present is enough
	m.publish()
	p.expect("sample 3 dropped 0")
	m.publish(sampler.Event{Time: began, Kind: sampler.Mark, Label: "epoch 1"})
	p.expect(`event 4 mark "epoch 1"`, "sample 4 dropped 0")
}

func TestResume(t *testing.T) {
	tests := []struct {
		name, resume string
		kept         int
		first, last  uint64
		step         uint64
	}{
		{"nothing yet", `{"type":"resume","boot":"","seq":0}`, 5, 1, 5, 1},
		{"some", `{"type":"resume","boot":"b00t","seq":3}`, 5, 4, 5, 1},
		{"another boot gets the whole ring", `{"type":"resume","boot":"other","seq":3}`, 5, 1, 5, 1},
		{"a future that never was", `{"type":"resume","boot":"b00t","seq":99}`, 5, 1, 5, 1},
		{"600 are sent whole", `{"type":"resume","boot":"b00t","seq":0}`, 600, 1, 600, 1},
		{"more are thinned", `{"type":"resume","boot":"b00t","seq":0}`, 1500, 3, 1500, 3},
		{"unknown fields are ignored", `{"type":"resume","boot":"b00t","seq":4,"since":"ever"}`, 5, 5, 5, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMemory(gpu("gpu-0"))
			for range test.kept {
				m.keep()
			}
			s := serve(t, m, Options{}, func(w *waits) { w.resume = 10 * time.Second })
			p := s.connect()
			p.expect("hello")
			p.say(test.resume)
			for seq := test.first; seq <= test.last; seq += test.step {
				p.expect(fmt.Sprintf("sample %d dropped 0", seq))
			}
			m.publish()
			p.expect(fmt.Sprintf("sample %d dropped 0", test.kept+1))
		})
	}
}

func TestResumeIsNotRepeated(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	for range 4 {
		m.keep()
	}
	s := serve(t, m, Options{}, func(w *waits) { w.resume = 10 * time.Second })
	p := s.connect()
	p.expect("hello")
	p.say(`{"type":"resume","boot":"b00t","seq":2}`)
	p.expect("sample 3 dropped 0", "sample 4 dropped 0")
	p.say(`{"type":"resume","boot":"b00t","seq":3}`) // 4 is on its way or has come
	p.say(`{"type":"mark","label":"asked"}`)
	<-m.marks
	m.publish()
	p.expect("sample 5 dropped 0")
}

// TestSeam resumes again and again while snapshots come quickly: nothing may be missing, twice or out of order.
func TestSeam(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	for range 50 {
		m.keep()
	}
	s := serve(t, m, Options{MaxConnections: 64}, func(w *waits) { w.resume = 10 * time.Second })
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Microsecond):
				m.publish()
			}
		}
	}()
	for range 20 {
		p := s.connect()
		p.expect("hello")
		p.say(`{"type":"resume","boot":"b00t","seq":10}`)
		expected := uint64(11)
		for range 100 {
			f, err := p.next()
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Seq - uint64(f.Dropped); f.Type != "sample" || got != expected {
				t.Fatalf("got %s, want one that follows %d", f, expected-1)
			}
			expected = f.Seq + 1
		}
		p.Close()
	}
	close(stop)
	<-stopped
}

func TestDroppedSamplesAreCountedAndTheirEventsKept(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	m.keep()
	s := serve(t, m, Options{}, nil)
	p := s.connect()
	p.expect("hello", "sample 1 dropped 0")
	m.keep() // three that this client is not woken for, as when it was busy
	m.keep(sampler.Event{Time: began, Kind: sampler.Gap, Label: "counter reset", Duration: time.Second})
	m.keep()
	m.publish()
	p.expect(`event 3 gap "counter reset"`, "sample 5 dropped 3")
	m.publish()
	p.expect("sample 6 dropped 0")
}

func TestHelloAgainWhenDevicesChange(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	m.keep()
	s := serve(t, m, Options{}, nil)
	p := s.connect()
	p.expect("hello", "sample 1 dropped 0")
	m.setDevices(gpu("gpu-0"), gpu("gpu-1"))
	m.publish()
	f, err := p.next()
	if err != nil || f.Type != "hello" || len(f.Devices) != 2 {
		t.Fatalf("got %v %v (%v), want a hello with two devices", f, f.Devices, err)
	}
	p.say(`{"type":"resume","boot":"b00t","seq":1}`) // as the page does after each hello
	p.expect("sample 2 dropped 0")
	m.publish()
	p.expect("sample 3 dropped 0")
}

func TestMark(t *testing.T) {
	m := newMemory()
	s := serve(t, m, Options{}, nil)
	p := s.connect()
	for text, want := range map[string]string{
		`{"type":"mark","label":"epoch 2"}`:                                  "epoch 2",
		`{"type":"mark"}`:                                                    "mark",
		`{"type":"mark","label":"  two\nlines \u202e "}`:                     "two lines",
		`{"type":"mark","label":"` + strings.Repeat("é", maxLabel+50) + `"}`: strings.Repeat("é", maxLabel),
	} {
		p.say(text)
		if got := <-m.marks; got != want {
			t.Errorf("%s: mark %q, want %q", text, got, want)
		}
	}
}

func TestBadMessagesHarmNobody(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	m.keep()
	s := serve(t, m, Options{}, nil)
	well := s.connect()
	well.expect("hello", "sample 1 dropped 0")

	unknown := s.connect()
	unknown.say(`{"type":"dance"}`)
	unknown.say(`{"type":"mark","label":"still here"}`)
	if got := <-m.marks; got != "still here" {
		t.Errorf("after an unknown type: mark %q", got)
	}

	tests := []struct {
		name   string
		do     func(*peer)
		code   int
		reason string
	}{
		{"not JSON", func(p *peer) { p.say("hello") }, websocket.ClosePolicyViolation, "JSON object"},
		{"a list", func(p *peer) { p.say("[]") }, websocket.ClosePolicyViolation, "JSON object"},
		{"negative seq", func(p *peer) { p.say(`{"type":"resume","seq":-1}`) }, websocket.ClosePolicyViolation, "JSON object"},
		{"binary", func(p *peer) { p.WriteMessage(websocket.BinaryMessage, []byte("{}")) }, websocket.CloseUnsupportedData, "text"},
		{"10 MB", func(p *peer) { p.WriteMessage(websocket.TextMessage, make([]byte, 10<<20)) }, websocket.CloseMessageTooBig, ""},
		{"flood of messages", func(p *peer) {
			for range 500 {
				p.WriteMessage(websocket.TextMessage, []byte(`{"type":"resume","boot":"x","seq":0}`))
			}
		}, websocket.ClosePolicyViolation, "too many"},
		{"flood of pings", func(p *peer) {
			for range 500 {
				p.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
			}
		}, websocket.ClosePolicyViolation, "too many"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := s.connect()
			p.t = t
			go test.do(p)
			if test.code == websocket.CloseMessageTooBig { // the rest of ten megabytes may reset the connection
				for {
					if _, err := p.next(); err != nil {
						return
					}
				}
			}
			p.expectClose(test.code, test.reason)
		})
	}
	m.publish()
	well.expect("sample 2 dropped 0")
}

// TestClientThatNeverReads has one client that takes nothing beside one that does: the second gets every sample at
// once, the first is let go at its write deadline.
func TestClientThatNeverReads(t *testing.T) {
	m := newMemory()
	for i := range 30 {
		m.devices = append(m.devices, gpu(fmt.Sprintf("gpu-%d", i))) // some 4 kB a sample
	}
	m.keep()
	const deadline = 2 * time.Second
	s := serve(t, m, Options{}, func(w *waits) { w.write = deadline })
	deaf, well := s.connect(), s.connect()
	well.expect("hello", "sample 1 dropped 0")
	gone := func() bool {
		s.clientsMu.Lock()
		defer s.clientsMu.Unlock()
		return len(s.clients) == 1
	}
	var slowest time.Duration
	start := time.Now()
	for seq := 2; !gone(); seq++ {
		if time.Since(start) > 20*time.Second {
			t.Fatal("the client that never reads is still connected")
		}
		sent := time.Now()
		m.publish()
		well.expect(fmt.Sprintf("sample %d dropped 0", seq))
		slowest = max(slowest, time.Since(sent))
		time.Sleep(2 * time.Millisecond)
	}
	if slowest > deadline/2 {
		t.Errorf("a sample took %s to the client that reads, while another did not read", slowest)
	}
	deaf.Close()
}

func TestSilentClientIsLetGo(t *testing.T) {
	m := newMemory()
	s := serve(t, m, Options{}, func(w *waits) { w.ping, w.pong = 30*time.Millisecond, 150*time.Millisecond })
	answering, silent := s.connect(), s.connect()
	silent.SetPingHandler(func(string) error { return nil })
	heard := make(chan string, 10)
	go func() {
		for f, err := answering.next(); err == nil; f, err = answering.next() { // reading answers the pings
			heard <- f.String()
		}
		close(heard)
	}()
	start := time.Now()
	silent.expect("hello")
	if _, err := silent.next(); err == nil {
		t.Error("a client that answers no ping is still served")
	}
	if took := time.Since(start); took < 100*time.Millisecond || took > 5*time.Second {
		t.Errorf("let go after %s, want about 150 ms", took)
	}
	m.publish()
	if hello, sample := <-heard, <-heard; hello != "hello" || sample != "sample 1 dropped 0" {
		t.Errorf("the client that answers pings got %q, then %q", hello, sample)
	}
}

func TestGoodbye(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	m.keep()
	s := serve(t, m, Options{}, nil)
	p := s.connect()
	p.expect("hello", "sample 1 dropped 0")
	go s.stop()
	p.expect("bye")
	p.expectClose(websocket.CloseGoingAway, "shutting down")
	s.stop()
	if status, _ := s.refused(); status != http.StatusServiceUnavailable {
		t.Errorf("after the end: status %d, want 503", status)
	}
}

func TestGoodbyeDoesNotWaitForTheDeaf(t *testing.T) {
	m := newMemory()
	for i := range 200 {
		m.devices = append(m.devices, gpu(fmt.Sprintf("gpu-%d", i)))
	}
	for range 600 {
		m.keep()
	}
	s := serve(t, m, Options{}, func(w *waits) { w.part = 100 * time.Millisecond })
	p := s.connect()
	p.say(`{"type":"resume","boot":"b00t","seq":0}`) // 18 MB that it will not read
	time.Sleep(100 * time.Millisecond)
	start := time.Now()
	s.stop()
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("the end took %s with a client that does not read", took)
	}
}

func TestPlaces(t *testing.T) {
	m := newMemory()
	s := serve(t, m, Options{MaxConnections: 2}, nil)
	first := s.connect()
	first.expect("hello")
	s.connect().expect("hello")
	status, header := s.refused()
	if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Errorf("third of two places: %d, Retry-After %q", status, header.Get("Retry-After"))
	}
	first.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	first.expectClose(websocket.CloseNormalClosure, "")
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if status, _ := s.refused(); status == http.StatusSwitchingProtocols {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a place that was left is not given to another")
		}
	}
}

func TestRateOfConnections(t *testing.T) {
	s := serve(t, newMemory(), Options{MaxConnections: 100}, nil)
	s.owners.arrivals = bucket{rate: 1e-3, burst: 5}
	for i := range 7 {
		want := http.StatusSwitchingProtocols
		if i >= 5 {
			want = http.StatusTooManyRequests
		}
		if status, header := s.refused(); status != want || (i >= 5 && header.Get("Retry-After") == "") {
			t.Errorf("connection %d: status %d, Retry-After %q, want %d", i+1, status, header.Get("Retry-After"), want)
		}
	}
}

// TestClassroom has a hundred clients that each resume and then follow live.
func TestClassroom(t *testing.T) {
	const class = 100
	m := newMemory(gpu("gpu-0"))
	m.keep()
	s := serve(t, m, Options{MaxConnections: class}, func(w *waits) { w.resume = 10 * time.Second })
	peers := make([]*peer, class)
	for i := range peers {
		peers[i] = s.connect()
	}
	for _, p := range peers {
		p.expect("hello")
		p.say(`{"type":"resume","boot":"b00t","seq":0}`)
		p.expect("sample 1 dropped 0")
	}
	for seq := 2; seq <= 6; seq++ {
		m.publish()
		for _, p := range peers {
			p.expect(fmt.Sprintf("sample %d dropped 0", seq))
		}
	}
	if status, _ := s.refused(); status != http.StatusServiceUnavailable {
		t.Errorf("client %d: status %d, want 503", class+1, status)
	}
}

func TestPlainRequest(t *testing.T) {
	s := serve(t, newMemory(), Options{}, nil)
	response, err := http.Get("http" + strings.TrimPrefix(s.address, "ws"))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusUpgradeRequired {
		t.Errorf("status %d, want 426", response.StatusCode)
	}
}

func TestClosedSourceWaitsForTheEnd(t *testing.T) {
	m := newMemory()
	s := serve(t, m, Options{}, nil)
	p := s.connect()
	p.expect("hello")
	close(m.queue)
	go s.stop()
	p.expect("bye")
}

func FuzzMessage(f *testing.F) {
	for _, seed := range []string{`{"type":"resume","boot":"b00t","seq":12}`, `{"type":"mark","label":"epoch"}`, `{}`, `[]`, `{"seq":1e99}`, "\xff", `{"label":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseMessage(text)
		if err != nil {
			return
		}
		if len([]rune(m.Label)) > maxLabel || strings.ContainsFunc(m.Label, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("%q: label %q is too long or not one line", text, m.Label)
		}
		if tidy(m.Label) != m.Label {
			t.Errorf("%q: tidying %q twice changes it", text, m.Label)
		}
	})
}

func TestBucket(t *testing.T) {
	b := bucket{rate: 2, burst: 3}
	now := time.Now()
	take := func(after time.Duration, want bool) error {
		now = now.Add(after)
		if got := b.take(now); got != want {
			return fmt.Errorf("after another %s: %v, want %v", after, got, want)
		}
		return nil
	}
	if err := errors.Join(take(0, true), take(0, true), take(0, true), take(0, false),
		take(400*time.Millisecond, false), take(100*time.Millisecond, true), take(0, false), take(time.Hour, true)); err != nil {
		t.Error(err)
	}
}
