package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// memory is a Source whose snapshots are made by the test.
type memory struct {
	mu      sync.Mutex
	boot    string
	devices []sensor.Device
	kept    []*sampler.Snapshot
	queue   chan *sampler.Snapshot
	marks   chan string
}

var began = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func newMemory(devices ...sensor.Device) *memory {
	return &memory{boot: "b00t", devices: devices, queue: make(chan *sampler.Snapshot, 1), marks: make(chan string, 100)}
}

func gpu(id string) sensor.Device {
	return sensor.Device{ID: id, Name: "NVIDIA H100 80GB HBM3", Kind: sensor.GPU, Quality: sensor.Measured,
		Source: "NVML energy counter", CatalogID: "h100-sxm5-80gb", Rated: 700}
}

func (m *memory) Boot() string            { return m.boot }
func (m *memory) Interval() time.Duration { return time.Second }
func (m *memory) Started() time.Time      { return began }
func (m *memory) Mark(label string)       { m.marks <- label }

func (m *memory) Devices() []sensor.Device {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.devices
}

func (m *memory) setDevices(devices ...sensor.Device) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.devices = devices
}

func (m *memory) Statuses() []sensor.Status {
	return []sensor.Status{
		{Family: "nvml", State: sensor.OK, Detail: "1 GPU"},
		{Family: "rapl", State: sensor.Denied, Detail: "energy_uj is not readable", Remedy: "sudo chmod a+r …"},
	}
}

func (m *memory) Latest() *sampler.Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.kept) == 0 {
		return nil
	}
	return m.kept[len(m.kept)-1]
}

func (m *memory) History(after uint64) []*sampler.Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, s := range m.kept {
		if s.Seq > after {
			return append([]*sampler.Snapshot(nil), m.kept[i:]...)
		}
	}
	return nil
}

func (m *memory) Subscribe() (<-chan *sampler.Snapshot, func()) { return m.queue, func() {} }

// keep adds the next snapshot to the ring without waking the hub.
func (m *memory) keep(events ...sampler.Event) *sampler.Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &sampler.Snapshot{Seq: 1, Events: events}
	if n := len(m.kept); n > 0 {
		s.Seq = m.kept[n-1].Seq + 1
	}
	s.Elapsed = time.Duration(s.Seq) * time.Second
	s.Time = began.Add(s.Elapsed)
	watts := estimator.Watts(250)
	joules := estimator.Joules(250 * s.Elapsed.Seconds())
	for _, d := range m.devices {
		s.Devices = append(s.Devices, sampler.Sample{DeviceID: d.ID, State: sensor.OK, Quality: d.Quality, Watts: &watts, Joules: joules, Known: true})
	}
	s.Totals = sampler.Totals{Watts: &watts, Joules: joules, Known: true, ByQuality: map[sensor.Quality]estimator.Joules{sensor.Measured: joules}}
	m.kept = append(m.kept, s)
	return s
}

// forget leaves the newest snapshots.
func (m *memory) forget(keep int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = m.kept[max(len(m.kept)-keep, 0):]
}

// publish adds the next snapshot and wakes the hub, as the sampler does.
func (m *memory) publish(events ...sampler.Event) {
	s := m.keep(events...)
	select {
	case <-m.queue:
	default:
	}
	m.queue <- s
}

// service is a hub behind a real HTTP server.
type service struct {
	*Hub
	t       testing.TB
	address string
	stop    func() // ends Run and waits for it
}

// serve starts a hub. At the end of the test it stops it and sees that no goroutine of a connection is left.
func serve(t testing.TB, source Source, o Options, tune func(*waits)) *service {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	h := New(source, o)
	h.waits.resume = 50 * time.Millisecond
	if tune != nil {
		tune(&h.waits)
	}
	mux := http.NewServeMux()
	mux.Handle("/", h)
	mux.Handle(lookOn, h.Viewers())
	server := httptest.NewUnstartedServer(mux)
	server.Listener = smallBuffers{server.Listener}
	server.Start()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { h.Run(ctx); close(ended) }()
	s := &service{Hub: h, t: t, address: "ws" + strings.TrimPrefix(server.URL, "http"), stop: func() { cancel(); <-ended }}
	t.Cleanup(func() {
		s.stop()
		server.Close()
		for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			if !strings.Contains(string(stacks), "stream.(*client)") {
				return
			}
			if time.Now().After(deadline) {
				t.Errorf("goroutines of connections are left:\n%s", stacks)
				return
			}
		}
	})
	return s
}

// smallBuffers makes the kernel hold little, so that a client that does not read is noticed after some frames.
type smallBuffers struct{ net.Listener }

func (l smallBuffers) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		c.(*net.TCPConn).SetWriteBuffer(4096)
	}
	return c, err
}

// peer is a client of the stream.
type peer struct {
	t testing.TB
	*websocket.Conn
}

// lookOn is where viewers are served in these tests.
const lookOn = "/viewers"

func (s *service) connect() *peer { return s.connectAt("") }

func (s *service) connectAt(path string) *peer {
	s.t.Helper()
	dialer := websocket.Dialer{HandshakeTimeout: 5 * time.Second, NetDial: func(network, address string) (net.Conn, error) {
		c, err := net.Dial(network, address)
		if err == nil {
			c.(*net.TCPConn).SetReadBuffer(4096)
		}
		return c, err
	}}
	conn, response, err := dialer.Dial(s.address+path, nil)
	if err != nil {
		s.t.Fatalf("dial: %v (%v)", err, response)
	}
	s.t.Cleanup(func() { conn.Close() })
	return &peer{s.t, conn}
}

// refused dials and returns the status of the refusal.
func (s *service) refused() (int, http.Header) { return s.refusedAt("") }

func (s *service) refusedAt(path string) (int, http.Header) {
	s.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial(s.address+path, nil)
	if err == nil {
		conn.Close()
		return http.StatusSwitchingProtocols, nil
	}
	if response == nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, response.Header
}

// frame is any frame, as a client reads it.
type frame struct {
	Type    string
	Seq     uint64
	Boot    string
	Mute    bool `json:"read_only"`
	Devices []struct{ ID string }
	Dropped int
	Event   string
	Label   string
	Reason  string
}

func (f frame) String() string {
	switch f.Type {
	case "sample":
		return fmt.Sprintf("sample %d dropped %d", f.Seq, f.Dropped)
	case "event":
		return fmt.Sprintf("event %d %s %q", f.Seq, f.Event, f.Label)
	}
	return f.Type
}

func (p *peer) next() (frame, error) {
	p.SetReadDeadline(time.Now().Add(10 * time.Second))
	var f frame
	_, text, err := p.ReadMessage()
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	return f, err
}

// expect reads the next frames and compares them in short form.
func (p *peer) expect(want ...string) {
	p.t.Helper()
	for i, w := range want {
		f, err := p.next()
		if err != nil {
			p.t.Fatalf("frame %d: %v, want %s", i+1, err, w)
		}
		if f.String() != w {
			p.t.Fatalf("frame %d: got %s, want %s", i+1, f, w)
		}
	}
}

func (p *peer) say(text string) {
	p.t.Helper()
	if err := p.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

// expectClose reads until the connection is closed and compares the code.
func (p *peer) expectClose(code int, reason string) {
	p.t.Helper()
	for {
		_, err := p.next()
		if err == nil {
			continue
		}
		var closed *websocket.CloseError
		if c, ok := err.(*websocket.CloseError); ok {
			closed = c
		} else {
			p.t.Fatalf("closed by %v, want a close frame with %d", err, code)
		}
		if closed.Code != code || !strings.Contains(closed.Text, reason) {
			p.t.Fatalf("closed with %d %q, want %d %q", closed.Code, closed.Text, code, reason)
		}
		return
	}
}
