package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/wire"
)

// TestTwoProbes: both record, and the second says beside whom.
func TestTwoProbes(t *testing.T) {
	dir := t.TempDir()
	first := startServe(t, "--data", dir)
	for line := range first.lines {
		if strings.HasPrefix(line, "store  ok") {
			break
		}
	}
	second := startServe(t, "--data", dir)
	told := ""
	for line := range second.lines {
		if told = line; strings.HasPrefix(line, "store") {
			break
		}
	}
	if want := fmt.Sprintf("records into %s, each its own session, beside process %d", dir, os.Getpid()); !strings.HasPrefix(told, "store  ok") || !strings.Contains(told, want) {
		t.Errorf("no %q in %q", want, told)
	}
	if _, body, _ := second.get("/api/v1/devices"); !strings.Contains(body, "beside process") {
		t.Errorf("the page is not told: %s", body)
	}
	_, body, _ := first.get("/api/v1/sessions")
	if list := parse[sessionList](t, body).Sessions; len(list) != 2 || list[0].State != wire.Recording || list[1].State != wire.Recording {
		t.Errorf("the sessions, as the first shows them: %s", body)
	}
}

// TestReplay plays an exported session and sees it labelled in the hello and in every frame.
func TestReplay(t *testing.T) {
	dir, session := recordedSession(t)
	file := filepath.Join(t.TempDir(), "run.gwr")
	sessions(t, dir, "export", session.ID, file)
	again := t.TempDir()
	s := startServe(t, "--demo=", "--replay", file, "--data", again)
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	hello := nextFrame(t, conn, "hello")
	if hello.Simulated == nil || *hello.Simulated != "replay of run.gwr" || hello.Boot == session.ID || hello.Settings.Region != "FR" || len(hello.Devices) == 0 {
		t.Errorf("hello %+v", hello)
	}
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"resume","boot":"","seq":0}`))
	joules := 0.0
	for seq := uint64(0); int(seq) < session.Samples; {
		f := nextFrame(t, conn, "sample")
		seq = f.Seq
		joules = 0
		for _, d := range f.Devices {
			if d.Quality != "simulated" {
				t.Fatalf("sample %d: %s is %s", f.Seq, d.ID, d.Quality)
			}
			if d.Kind == "" { // a sample names no kind; those of the hello say which are added up
				for _, h := range hello.Devices {
					if h.ID == d.ID && (h.Kind == "gpu" || h.Kind == "cpu" || h.Kind == "dram") {
						joules += d.Joules
					}
				}
			}
		}
	}
	if ratio := joules / *session.Joules; ratio < 1-1e-9 || ratio > 1+1e-9 {
		t.Errorf("at the end %v J, want the %v J of the session", joules, *session.Joules)
	}
	if text := sessions(t, again, "list"); !strings.Contains(text, "no session is recorded") {
		t.Errorf("the replay is recorded:\n%s", text)
	}
	s.stop()
	if status := <-s.status; status != 0 {
		t.Errorf("status %d: %s", status, s.log)
	}
}
