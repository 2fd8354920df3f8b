//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// A madeSession is a session whose every joule is known: two GPUs at one sample a second. They idle for 30 s and work
// from then on; the second tells nothing from second 120 to 130; the first is held back from 150 to 160; marks stand at
// 100 and 200; after 220 the machine sleeps for 40 s.
type madeSession struct {
	frames []map[string]any
	joules map[int]float64 // of both GPUs together, by second
	end    int             // the last second
}

const (
	madeStart  = 1_790_000_000.0
	madeSleeps = 220
	madeWakes  = 260
	madeIdle   = 60.0  // W each
	madeWorks  = 500.0 // W each
)

func makeSession(end int, simulated any) *madeSession {
	m := &madeSession{joules: map[int]float64{}, end: end}
	device := func(i int) map[string]any {
		return map[string]any{"id": fmt.Sprintf("gpu-%d", i), "name": "NVIDIA H100 80GB HBM3", "kind": "gpu", "quality": "measured", "source": "energy counter", "catalog_id": "h100-sxm5-80gb", "rated_w": 700, "state": "ok", "reason": ""}
	}
	m.add(map[string]any{"type": "hello", "schema": 1, "boot": "made", "version": "test", "interval_ms": 1000, "started": madeStart, "now": madeStart, "simulated": simulated,
		"devices": []any{device(0), device(1)}, "sensors": []any{}, "settings": map[string]any{"region": "FR", "region_from": "flag", "grid_g_per_kwh": nil, "pue": 1.2, "pue_from": "flag"}})
	seq := 0
	joules, missing := [2]float64{}, [2]float64{}
	before := 0
	for s := 1; s <= end; s++ {
		if s > madeSleeps && s < madeWakes {
			continue
		}
		seq++
		step := float64(s - before)
		before = s
		watts := madeWorks
		if s <= 30 {
			watts = madeIdle
		}
		devices := []any{}
		for i := range 2 {
			d := map[string]any{"id": fmt.Sprintf("gpu-%d", i), "state": "ok", "quality": "measured", "utilization": watts / madeWorks, "temperature_celsius": 60}
			switch {
			case step > 1:
				missing[i] += step
				d["watts"] = nil
			case i == 1 && s > 120 && s <= 130:
				missing[i]++
				d["watts"], d["state"], d["reason"] = nil, "late", "the call has not come back"
			default:
				joules[i] += watts
				d["watts"] = watts
			}
			if i == 0 && s > 150 && s <= 160 {
				d["throttle"] = []string{"power limit"}
			}
			d["joules"], d["missing_seconds"] = joules[i], missing[i]
			devices = append(devices, d)
		}
		m.joules[s] = joules[0] + joules[1]
		if s == 100 || s == 200 {
			m.add(map[string]any{"type": "event", "seq": seq, "t": madeStart + float64(s) - 0.1, "event": "mark", "device": nil, "label": fmt.Sprintf("epoch %d", s/100), "seconds": nil})
		}
		if step > 1 {
			m.add(map[string]any{"type": "event", "seq": seq, "t": madeStart + float64(s), "event": "gap", "device": nil, "label": "the machine slept", "seconds": step})
		}
		frame := map[string]any{"type": "sample", "seq": seq, "t": madeStart + float64(s), "seconds": s, "dropped": 0, "devices": devices,
			"totals": map[string]any{"watts": 2 * watts, "joules": m.joules[s], "by_quality": map[string]any{"measured": m.joules[s]}, "error_ratio": 0.05}}
		if s > 40 {
			spread := 200.0 / float64(s)
			frame["forecast"] = map[string]any{"steps_done": s, "steps_total": 1000, "joules": map[string]any{"low": 9e5 * (1 - spread/10), "mid": 9e5, "high": 9e5 * (1 + spread/10)},
				"hours": map[string]any{"low": 0.27, "mid": 0.28, "high": 0.29}}
			frame["budget"] = map[string]any{"kind": "energy", "amount": 0.1, "used": 1.2 * m.joules[s] / 3.6e6, "joules": m.joules[s], "forecast": map[string]any{"low": 0.29, "mid": 0.3, "high": 0.31}}
		}
		m.add(frame)
	}
	return m
}

func (m *madeSession) add(frame map[string]any) { m.frames = append(m.frames, frame) }

// file writes the session as a recording.
func (m *madeSession) file(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	for _, f := range m.frames {
		line, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(line, '\n'))
	}
	path := filepath.Join(t.TempDir(), "made.gwr")
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A fakeProbe serves the built page and streams what a test gives it, to any page that connects; one that comes back
// with a sequence number gets what it missed.
type fakeProbe struct {
	address string
	mu      sync.Mutex
	conn    *websocket.Conn
	frames  []map[string]any // the first is the hello
	resumed []uint64         // sequence numbers that were asked for
}

func startFakeProbe(t *testing.T, hello map[string]any) *fakeProbe {
	t.Helper()
	f := &fakeProbe{address: freePort(t), frames: []map[string]any{hello}}
	site := http.FileServer(http.FS(os.DirFS(repository + "/static/dist")))
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	serve(t, f.address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v1/live":
			conn, err := upgrader.Upgrade(w, r, nil)
			if err == nil {
				f.talk(conn)
			}
		case "/api/v1/sessions":
			w.Write([]byte(`{"sessions":[]}`))
		default:
			site.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(f.drop)
	return f
}

func (f *fakeProbe) talk(conn *websocket.Conn) {
	conn.WriteJSON(f.frames[0])
	var asked struct {
		Type string
		Seq  uint64
	}
	if err := conn.ReadJSON(&asked); err != nil || asked.Type != "resume" {
		conn.Close()
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.resumed = append(f.resumed, asked.Seq)
	for _, frame := range f.frames[1:] {
		if seq, _ := frame["seq"].(int); uint64(seq) > asked.Seq {
			conn.WriteJSON(frame)
		}
	}
	f.conn = conn
}

// tell sends frames, and keeps them for pages that are away.
func (f *fakeProbe) tell(frames ...map[string]any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.frames = append(f.frames, frames...)
	for _, frame := range frames {
		if f.conn != nil {
			f.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
			f.conn.WriteJSON(frame)
		}
	}
}

// drop cuts the connection, as a network does.
func (f *fakeProbe) drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.conn != nil {
		f.conn.NetConn().Close()
		f.conn = nil
	}
}

func (f *fakeProbe) connected() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.conn != nil
}
