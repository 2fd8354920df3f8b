package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

// sessions runs `gramwatt sessions` on a directory and expects it to work.
func sessions(t *testing.T, dir string, args ...string) string {
	t.Helper()
	stdout, stderr, status := command(t, "", append([]string{"sessions", "--data", dir}, args...)...)
	if status != 0 || stderr != "" {
		t.Fatalf("sessions %v: status %d: %s", args, status, stderr)
	}
	return stdout
}

func parse[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
	return v
}

type sessionList struct{ Sessions []wire.Session }

// recordedSession serves for some samples with a mark, and returns the directory and the session.
func recordedSession(t *testing.T) (dir string, session wire.Session) {
	t.Helper()
	dir = t.TempDir()
	s := startServe(t, "--data", dir, "--region", "FR")
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"mark","label":"epoch 1"}`))
	for nextFrame(t, conn, "sample").Seq < 5 {
	}

	// While it records, the session is there and stays there.
	_, body, _ := s.get("/api/v1/sessions")
	list := parse[sessionList](t, body)
	if len(list.Sessions) != 1 || list.Sessions[0].State != wire.Recording || list.Sessions[0].Ended != nil {
		t.Errorf("while it records: %s", body)
	}
	id := list.Sessions[0].ID
	if text := sessions(t, dir, "list"); !strings.Contains(text, id) || !strings.Contains(text, "recording") || !strings.Contains(text, "simulated: laptop") {
		t.Errorf("while it records:\n%s", text)
	}
	if _, stderr, status := command(t, "", "sessions", "delete", id, "--data", dir); status != 2 || !strings.Contains(stderr, "it is being recorded") {
		t.Errorf("delete of the live session: status %d, %s", status, stderr)
	}
	if found := sessions(t, dir, "export", id[:6], "-"); !strings.HasPrefix(found, `{"type":"hello"`) || strings.Contains(found, `"bye"`) {
		t.Errorf("export of the live session: %.100s", found)
	}
	s.stop()
	if status := <-s.status; status != 0 {
		t.Fatalf("status %d: %s", status, s.log)
	}
	if s.log.Len() > 0 {
		t.Errorf("log: %s", s.log)
	}
	return dir, parse[store.Whole](t, sessions(t, dir, "show", "--json", id[:6])).Session
}

func TestSessions(t *testing.T) {
	dir, session := recordedSession(t)
	if session.State != wire.Ended || session.Ended == nil || session.Samples < 5 || session.Joules == nil || *session.Joules <= 0 || session.Simulated == nil {
		t.Errorf("recorded %+v", session)
	}
	text := sessions(t, dir, "show", session.ID)
	for _, want := range []string{session.ID, "ended", "mean power", "FR", "gpu", "simulated"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}

	// Out, away, and in again: nothing is lost on the way.
	file := filepath.Join(t.TempDir(), "run.gwr")
	before := sessions(t, dir, "export", session.ID, "-")
	sessions(t, dir, "export", session.ID[:4], file)
	if _, stderr, status := command(t, "", "sessions", "export", "--data", dir, session.ID, file); status != 2 || !strings.Contains(stderr, "such a file already") {
		t.Errorf("over a file: status %d, %s", status, stderr)
	}
	if _, stderr, status := command(t, "", "sessions", "import", "--data", dir, file); status != 2 || !strings.Contains(stderr, "is here already") {
		t.Errorf("twice: status %d, %s", status, stderr)
	}
	if _, stderr, status := command(t, "", "sessions", "delete", "--data", dir, session.ID[:4]); status != 2 || !strings.Contains(stderr, "write "+session.ID) {
		t.Errorf("delete by an abbreviation: status %d, %s", status, stderr)
	}
	sessions(t, dir, "delete", session.ID)
	if text := sessions(t, dir, "list"); !strings.Contains(text, "no session is recorded") {
		t.Errorf("after the delete:\n%s", text)
	}
	if _, stderr, status := command(t, "", "sessions", "show", "--data", dir, session.ID); status != 2 || !strings.Contains(stderr, "no such session") {
		t.Errorf("after the delete: status %d, %s", status, stderr)
	}
	sessions(t, dir, "import", file)
	if after := sessions(t, dir, "export", session.ID, "-"); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	if got := parse[sessionList](t, sessions(t, dir, "list", "--json")).Sessions; len(got) != 1 || !reflect.DeepEqual(got[0], session) {
		t.Errorf("got  %+v\nwant %+v", got, session)
	}
	lines := strings.Split(strings.TrimSpace(before), "\n")
	if n := strings.Count(before, `{"type":"sample"`); n != session.Samples || !strings.Contains(before, "epoch 1") || !strings.Contains(lines[len(lines)-1], `"bye"`) {
		t.Errorf("%d samples in the recording, want %d:\n%s", n, session.Samples, before)
	}
	thinned := sessions(t, dir, "export", "--every", "24h", session.ID, "-")
	if n := strings.Count(thinned, `{"type":"sample"`); n < 1 || n > 2 || !strings.Contains(thinned, lines[len(lines)-2]) {
		t.Errorf("thinned to a day: %d samples\n%s", n, thinned)
	}

	// A recording that was cut off on its way is taken as far as it goes.
	half := filepath.Join(t.TempDir(), "half.jsonl")
	inside := strings.LastIndexByte(before[:len(before)*2/3], '\n') - len("half")
	if err := os.WriteFile(half, []byte(before[:inside]), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := command(t, "", "sessions", "import", "--data", t.TempDir(), half)
	if status != 0 || !strings.Contains(stderr, "cut off") || !strings.Contains(stdout, "imported "+session.ID) {
		t.Errorf("a cut recording: status %d, %s%s", status, stdout, stderr)
	}
	stdout, stderr, status = command(t, before, "sessions", "import", "--data", t.TempDir(), "-")
	if status != 0 || !strings.Contains(stdout, session.ID) {
		t.Errorf("from standard input: status %d, %s%s", status, stdout, stderr)
	}
}

// TestSessionsByHTTP asks a later probe for a session of an earlier one.
func TestSessionsByHTTP(t *testing.T) {
	dir, session := recordedSession(t)
	want := sessions(t, dir, "export", session.ID, "-")
	s := startServe(t, "--data", dir, "--no-record")
	path := "/api/v1/sessions/" + session.ID[:8]
	status, body, _ := s.get(path)
	if whole := parse[store.Whole](t, body); status != 200 || !reflect.DeepEqual(whole.Session, session) || whole.Hello.Settings.Region != "FR" || *whole.Last.Totals.Joules != *session.Joules {
		t.Errorf("%d %s", status, body)
	}
	if status, body, header := s.get(path + "?samples=jsonl"); status != 200 || body != want || header.Get("Content-Type") != "application/x-ndjson" {
		t.Errorf("%d %v\n%s\nwant\n%s", status, header, body, want)
	}
	status, body, header := s.get(path + "?samples=gwr")
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatalf("%d: %v", status, err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != want || !strings.Contains(header.Get("Content-Disposition"), session.ID+".gwr") {
		t.Errorf("%v, %v: %s", header, err, text)
	}
	if _, body, _ := s.get(path + "?samples=jsonl&every=24h"); strings.Count(body, `"type":"sample"`) > 2 || !strings.Contains(body, `"bye"`) {
		t.Errorf("thinned: %s", body)
	}
	for path, want := range map[string]int{"/api/v1/sessions/zzz": 404, path + "?samples=csv": 400, path + "?samples=gwr&every=-1s": 400, "/api/v1/sessions/": 404} {
		if status, body, _ := s.get(path); status != want {
			t.Errorf("%s: %d %s, want %d", path, status, body, want)
		}
	}
	_, body, _ = s.get("/api/v1/sessions")
	if list := parse[sessionList](t, body); len(list.Sessions) != 1 || list.Sessions[0].State != wire.Ended {
		t.Errorf("with --no-record: %s, want the earlier session only", body)
	}
}

func TestDiscreet(t *testing.T) {
	if got := discreet([]string{"python", "--api-key", "secret"}); !reflect.DeepEqual(got, []string{"python"}) {
		t.Errorf("got %v", got)
	}
	if got := discreet(nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestWrongSessions(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.gwr")
	broken := filepath.Join(dir, "broken.gwr")
	if err := os.WriteFile(text, []byte("watts\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, []byte(`{"type":"hello","schema":1,"boot":"b"}`+"\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		args string
		want []string
	}{
		{"sessions", []string{"no such thing to do", "list, show, export"}},
		{"sessions burn", []string{`"burn"`}},
		{"sessions list all", []string{`"all"`, "no argument"}},
		{"sessions show", []string{"it takes one ID", "gramwatt sessions show ID"}},
		{"sessions export abc", []string{"an ID and a FILE"}},
		{"sessions show abc", []string{`"abc"`, "no such session", "sessions list"}},
		{"sessions export abc - --every 1", []string{`--every: "1"`, "with its unit"}},
		{"sessions delete abc", []string{"no such session"}},
		{"sessions import nowhere.gwr", []string{`"nowhere.gwr"`, "no such file"}},
		{"sessions import " + text, []string{text, "line 1", "not a recording", "export"}},
		{"sessions import " + broken, []string{broken, "line 2", "correct the line"}},
		{"serve --no-open --replay " + text, []string{"--replay", text, "not a recording"}},
		{"serve --no-open --replay nowhere.gwr", []string{"--replay", "no such file"}},
		{"serve --no-open --demo laptop --replay " + text, []string{"--replay", "--demo is given too", "one of them"}},
	}
	for _, test := range tests {
		args := strings.Fields(test.args)
		stdout, stderr, status := command(t, "", append(args, "--data", filepath.Join(dir, "data"))...)
		if status != 2 || stdout != "" {
			t.Errorf("%s: status %d, %s", test.args, status, stdout)
		}
		for _, want := range test.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s: no %q in %s", test.args, want, stderr)
			}
		}
	}
}

// TestSessionWithoutSensors: energy that nothing measured is unknown, and not 0. What is handed on of a command is its
// program.
func TestSessionWithoutSensors(t *testing.T) {
	dir, none := t.TempDir(), t.TempDir()
	command(t, "", "run", "--data", dir, "--sysfs", none, "--procfs", none, "--nvml", "none.so", "--nvidia-smi", "none", "--baseline", "0s",
		"--", "sh", "-c", "sleep 0.5; : key=hush")
	id := parse[sessionList](t, sessions(t, dir, "--json", "list")).Sessions[0].ID
	for _, text := range []string{sessions(t, dir, "list"), sessions(t, dir, "show", id)} {
		if strings.Contains(text, "0 kWh") || strings.Contains(text, "0 W") {
			t.Errorf("a silent zero: %s", text)
		}
	}
	if text := sessions(t, dir, "export", id, "-"); strings.Contains(text, "hush") || !strings.Contains(text, `"command":["sh"]`) {
		t.Errorf("recording: %s", text)
	}
}

// TestDamagedSessions: a damaged file is told with its directory and what becomes of it.
func TestDamagedSessions(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sessions.db"), bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr, status := command(t, "", "sessions", "list", "--data", dir)
	if status != 1 || !strings.Contains(stderr, dir) || !strings.Contains(stderr, "puts the file aside") {
		t.Errorf("status %d: %s", status, stderr)
	}
}
