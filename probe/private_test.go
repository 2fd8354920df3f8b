//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/sensor/powercaptest"
)

// TestViewersAreNotToldWhereThingsAre listens to a lesson on a machine with much to say: counters that are denied, in a
// sysfs of its own, and sessions that cannot be recorded. The owner is told where and what helps; no frame that a viewer
// gets holds a directory or the name of the user.
func TestViewersAreNotToldWhereThingsAre(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home of ada")
	if err := os.Mkdir(home, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	file := filepath.Join(home, "sessions")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tree := powercaptest.New(t)
	tree.Add(t, "intel-rapl:0", "package-0", 500)
	defer sensor.Assume(as(func(m *sensor.Machine) { m.ReadFile = toRootOnly }))()

	for name, data := range map[string]string{"recorded": filepath.Join(home, "state"), "not recorded": filepath.Join(file, "below a file")} {
		t.Run(name, func(t *testing.T) {
			s := startServe(t, "--listen", "0.0.0.0:0", "--lan", "--demo", "", "--sysfs", tree.Root, "--nvml", filepath.Join(home, "libnvidia-ml.so.1"), "--nvidia-smi", filepath.Join(home, "nvidia-smi"), "--data", data)
			links := map[string]string{}
			for range 2 {
				words, link, _ := strings.Cut(<-s.lines, ": ")
				links[words] = s.here(link)
			}
			viewer := enter(t, links["for viewers, to look on"]).live(t, s.url)
			owner := enter(t, links["for you on another device, once"]).live(t, s.url)
			told := func(conn *websocket.Conn) (text string) {
				conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"resume","boot":"","seq":0}`))
				for began := time.Now(); time.Since(began) < 1500*time.Millisecond; {
					conn.SetReadDeadline(time.Now().Add(10 * time.Second))
					_, frame, err := conn.ReadMessage()
					if err != nil {
						t.Fatal(err)
					}
					text += string(frame) + "\n"
				}
				return text
			}
			seen, known := told(viewer), told(owner)
			if !strings.Contains(seen, "may be read by root only") || !strings.Contains(seen, `"sample"`) {
				t.Errorf("a viewer is told no reason:\n%s", seen)
			}
			for _, private := range []string{home, tree.Root, "energy ada", "sudo"} {
				if strings.Contains(seen, private) {
					t.Errorf("a viewer is told %q:\n%s", private, seen)
				}
				if !strings.Contains(known, private) {
					t.Errorf("the owner is not told %q, so that nothing is shown by this test:\n%s", private, known)
				}
			}
		})
	}
}
