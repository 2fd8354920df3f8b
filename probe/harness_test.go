package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/wire"
)

// command runs one command line in this process and returns what it printed and its status.
func command(t *testing.T, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, err shared
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	status = execute(ctx, append([]string{"gramwatt"}, args...), strings.NewReader(stdin), &out, &err)
	return out.String(), err.String(), status
}

// shared is a buffer that a command and what it runs write to at once.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// served is `gramwatt serve` running in this process.
type served struct {
	t      *testing.T
	url    string        // of the page
	lines  chan string   // what it prints after the address
	status chan int      // its exit status
	log    *bytes.Buffer // standard error, to be read after the end
	stop   func()        // as a signal would
}

// startServe serves on a free port with simulated hardware and waits for the address.
func startServe(t *testing.T, flags ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, printed := io.Pipe()
	s := &served{t: t, lines: make(chan string, 100), status: make(chan int, 1), log: &bytes.Buffer{}, stop: cancel}
	args := append([]string{"gramwatt", "serve", "--listen", "127.0.0.1:0", "--no-open", "--demo", "laptop", "--interval", "100ms", "--data", t.TempDir()}, flags...)
	go func() {
		s.status <- execute(ctx, args, strings.NewReader(""), printed, s.log)
		printed.Close()
	}()
	go func() {
		defer close(s.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			s.lines <- lines.Text()
		}
	}()
	select {
	case line, open := <-s.lines:
		url, ok := strings.CutPrefix(line, "gramwatt: ")
		if !open || !ok {
			t.Fatalf("first line %q, status %d, log %s", line, <-s.status, s.log)
		}
		s.url = url
	case <-time.After(10 * time.Second):
		t.Fatal("no address is printed")
	}
	t.Cleanup(func() {
		cancel()
		for range s.lines {
		}
	})
	return s
}

// tokenFile is a file with a good token.
func tokenFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("0123456789abcdef0123"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// get asks for a path of a served probe.
func (s *served) get(path string) (int, string, http.Header) {
	s.t.Helper()
	response, err := http.Get(strings.TrimSuffix(s.url, "/") + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(body), response.Header
}

// dial opens the live stream as the page of that origin would.
func dial(url, origin string, header http.Header) (*websocket.Conn, *http.Response, error) {
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if origin != "" {
		header.Set("Origin", strings.TrimSuffix(origin, "/"))
	}
	dialer := websocket.Dialer{HandshakeTimeout: 5 * time.Second}
	return dialer.Dial("ws"+strings.TrimPrefix(url, "http")+"api/v1/live", header)
}

// liveFrame is any frame of the stream.
type liveFrame struct {
	Budget  *wire.Budget `json:"budget"`
	Type    string       `json:"type"`
	Schema  int          `json:"schema"`
	Boot    string       `json:"boot"`
	Seq     uint64       `json:"seq"`
	Reason  string       `json:"reason"`
	Label   string       `json:"label"`
	Devices []struct {
		ID      string   `json:"id"`
		Kind    string   `json:"kind"`
		Quality string   `json:"quality"`
		Watts   *float64 `json:"watts"`
		Joules  float64  `json:"joules"`
	} `json:"devices"`
	Simulated *string `json:"simulated"`
	ReadOnly  bool    `json:"read_only"`
	Settings  struct {
		Region     string   `json:"region"`
		RegionFrom string   `json:"region_from"`
		Grid       *float64 `json:"grid_g_per_kwh"`
		PUE        float64  `json:"pue"`
		PUEFrom    string   `json:"pue_from"`
	} `json:"settings"`
}

// nextFrame reads frames until one is of the type.
func nextFrame(t *testing.T, conn *websocket.Conn, kind string) liveFrame {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			t.Fatalf("waiting for %s: %v", kind, err)
		}
		var f liveFrame
		if err := json.Unmarshal(text, &f); err != nil {
			t.Fatalf("frame %s: %v", text, err)
		}
		if f.Type == kind {
			return f
		}
	}
}
