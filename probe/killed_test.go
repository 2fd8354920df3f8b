//go:build unix

package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

// killProcess ends a serving process without any warning, and asks for what it recorded: at most the last interval is
// missing, the directory is free, and the next probe closes the session.
func killProcess(t *testing.T, binary string) {
	dir := t.TempDir()
	process, url := serveDemo(t, binary, dir)
	conn, _, err := dial(url, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	boot := nextFrame(t, conn, "hello").Boot
	seen := uint64(0)
	for seen < 3 {
		seen = nextFrame(t, conn, "sample").Seq
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	process.Wait()

	whole := parse[store.Whole](t, sessions(t, dir, "show", "--json", boot))
	if whole.State != wire.Interrupted || whole.Last.Seq < seen-1 || *whole.Joules != *whole.Last.Totals.Joules || *whole.Joules <= 0 {
		t.Errorf("after its death: %+v up to sample %d, want all up to %d", whole.Session, whole.Last.Seq, seen-1)
	}
	next := startServe(t, "--data", dir)
	for line := range next.lines {
		if strings.HasPrefix(line, "store") {
			if !strings.HasPrefix(line, "store  ok") {
				t.Errorf("the next probe: %s", line)
			}
			break
		}
	}
	whole = parse[store.Whole](t, sessions(t, dir, "show", "--json", boot))
	if whole.State != wire.Interrupted || whole.Ended == nil || *whole.Ended != whole.Last.T {
		t.Errorf("closed by the next probe: %+v, want an end at %v", whole.Session, whole.Last.T)
	}
}

// serveDemo starts a process that serves and records.
func serveDemo(t *testing.T, binary, dir string) (process *exec.Cmd, url string) {
	t.Helper()
	process = exec.Command(binary, "--listen", "127.0.0.1:0", "--no-open", "--demo", "laptop", "--data", dir)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { process.Process.Kill(); process.Wait() })
	first, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(first), "gramwatt: ")
	if err != nil || !ok {
		t.Fatalf("first line %q, %v", first, err)
	}
	return process, url
}

// runBeside measures a command while a page of the same user records: both are recorded, neither is deleted, and when the
// page's process is killed the run goes on and its report comes.
func runBeside(t *testing.T, binary string) {
	dir := t.TempDir()
	serve, url := serveDemo(t, binary, dir)
	wait := filepath.Join(t.TempDir(), "go")
	var said shared
	run := exec.Command(binary, "run", "--demo", "laptop", "--interval", "100ms", "--baseline", "0s", "--data", dir, "--",
		"sh", "-c", "while ! [ -e "+wait+" ]; do sleep 0.02; done; exit 9")
	run.Stderr = &said
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	defer run.Process.Kill()

	var list []wire.Session
	states := func() string {
		list = parse[sessionList](t, sessions(t, dir, "list", "--json")).Sessions
		words := make([]string, len(list))
		for i, s := range list {
			words[i] = cmp.Or(s.Name, "serve") + " " + string(s.State)
		}
		return strings.Join(words, ", ")
	}
	for deadline := time.Now().Add(10 * time.Second); states() != "sh recording, serve recording"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the sessions are %q\n%s", states(), said.String())
		}
	}
	response, err := http.Get(url + "api/v1/sessions")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	response.Body.Close()
	if n := strings.Count(string(body), `"recording"`); n != 2 {
		t.Errorf("the page shows %d live sessions, want both: %s", n, body)
	}
	for i, process := range []*exec.Cmd{run, serve} {
		_, stderr, status := command(t, "", "sessions", "delete", list[i].ID, "--data", dir)
		if want := fmt.Sprintf("it is being recorded by process %d", process.Process.Pid); status != 2 || !strings.Contains(stderr, list[i].ID) || !strings.Contains(stderr, want) {
			t.Errorf("delete of a live session: status %d, %q, want %q", status, stderr, want)
		}
	}

	if err := serve.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	serve.Wait()
	if got := states(); got != "sh recording, serve interrupted" {
		t.Errorf("after the death of serve: %s", got)
	}
	if err := os.WriteFile(wait, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	run.Wait()
	if code := run.ProcessState.ExitCode(); code != 9 || strings.Contains(said.String(), "not recorded") {
		t.Errorf("status %d, want 9\n%s", code, said.String())
	}
	if got := states(); got != "sh ended, serve interrupted" {
		t.Errorf("in the end: %s\n%s", got, said.String())
	}
}
