//go:build unix

package main

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"

	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

// killProcess ends a serving process without any warning, and asks for what it recorded: at most the last interval is
// missing, the directory is free, and the next probe closes the session.
func killProcess(t *testing.T, binary string) {
	dir := t.TempDir()
	process := exec.Command(binary, "--listen", "127.0.0.1:0", "--no-open", "--demo", "laptop", "--data", dir)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer process.Process.Kill()
	first, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(first), "gramwatt: ")
	if err != nil || !ok {
		t.Fatalf("first line %q, %v", first, err)
	}
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
