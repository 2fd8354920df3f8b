//go:build unix

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// The tests of this file run the test program itself as other processes, for which these variables say what to do.
const (
	childTask    = "GRAMWATT_TEST_TASK"
	childDir     = "GRAMWATT_TEST_DIR"
	childSession = "GRAMWATT_TEST_SESSION"
)

func TestMain(m *testing.M) {
	switch dir := os.Getenv(childDir); os.Getenv(childTask) {
	case "record":
		childRecords(dir, os.Getenv(childSession))
	case "read":
		childReads(dir)
	default:
		os.Exit(m.Run())
	}
}

// childRecords records until it is killed, and prints the number of each sample once it is written.
func childRecords(dir, session string) {
	source := newScripted(session, time.Now())
	r := New(dir, Options{thin: 10 * time.Millisecond}).Recorder(source, wire.About{}, Session{})
	for i := range 100_000 {
		source.sample(i)
		r.try(context.Background())
		fmt.Println(r.Status().State, source.seq)
	}
}

// recording is a process that records.
type recording struct {
	*exec.Cmd
	lines *bufio.Scanner
	seq   int // of the last sample that it said was written
}

func startRecording(t *testing.T, dir, session string) *recording {
	t.Helper()
	c := child("record", dir)
	c.Env = append(c.Env, childSession+"="+session)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	return &recording{Cmd: c, lines: bufio.NewScanner(out)}
}

// more waits until the process has written so many samples more.
func (r *recording) more(t *testing.T, samples int) {
	t.Helper()
	for until := r.seq + samples; r.seq < until && r.lines.Scan(); {
		number, ok := strings.CutPrefix(r.lines.Text(), "ok ")
		if !ok {
			t.Fatalf("the child says %q", r.lines.Text())
		}
		r.seq, _ = strconv.Atoi(number)
	}
}

// kill ends the process without any warning, and reads what it said before the end came.
func (r *recording) kill(t *testing.T) {
	t.Helper()
	if err := r.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for r.lines.Scan() {
		if number, ok := strings.CutPrefix(r.lines.Text(), "ok "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				r.seq = n
			}
		}
	}
	r.Wait()
}

// childReads tries to record, and then lists what is there.
func childReads(dir string) {
	source := newScripted("a", time.Now())
	s := New(dir, Options{Log: slog.New(slog.DiscardHandler)})
	r := s.Recorder(source, wire.About{}, Session{})
	source.sample(0)
	r.try(context.Background())
	fmt.Println(r.Status())
	list, err := s.List(context.Background())
	if err != nil || len(list) == 0 {
		fmt.Println(list, err)
		return
	}
	n := 0
	for _, err := range s.Frames(context.Background(), list[0].ID, 0) {
		if err != nil {
			fmt.Println(err)
		}
		n++
	}
	fmt.Println(list[0].ID, n)
}

// child is this program with a task. Started through /proc, it needs no way to the file for whom it runs.
func child(task, dir string) *exec.Cmd {
	program, err := os.Executable()
	if _, noProc := os.Stat("/proc/self/exe"); err != nil || noProc == nil {
		program = "/proc/self/exe"
	}
	c := exec.Command(program)
	c.Dir = "/"
	c.Env = append(os.Environ(), childTask+"="+task, childDir+"="+dir)
	c.Stderr = os.Stderr
	return c
}

// TestKilled ends a recording process without any warning. Every sample that it said was written is there, the directory
// is free, and the next recorder closes the session at its last sample.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	c := startRecording(t, dir, "killed")
	c.more(t, 100)
	s, _ := testStore(t, dir, Options{})
	if whole := find(t, s, "killed"); whole.State != wire.Recording {
		t.Errorf("while it lives: %+v", whole.Session)
	}
	c.kill(t)

	if whole := find(t, s, "killed"); whole.State != wire.Interrupted {
		t.Errorf("after its death: %+v", whole.Session)
	}
	source := newScripted("next", time.Now())
	r := recorderOf(s, source)
	source.sample(0)
	r.try(t.Context())
	if status := r.Status(); status.State != sensor.OK {
		t.Errorf("the next recorder: %+v", status)
	}
	endsAt(t, s, c)
}

// endsAt holds the session of a killed process against what it said: all is there, and it is closed at its last sample.
func endsAt(t *testing.T, s *Store, c *recording) {
	t.Helper()
	whole := find(t, s, "killed")
	samples, _ := frames(t, s, "killed", 0)
	if len(samples) < c.seq || len(samples) > c.seq+1 || whole.Samples != len(samples) {
		t.Errorf("%d samples are in the file and %d in the session, the process said %d", len(samples), whole.Samples, c.seq)
	}
	last := samples[len(samples)-1]
	if whole.State != wire.Interrupted || whole.Ended == nil || *whole.Ended != last.T || *whole.Joules != *last.Totals.Joules {
		t.Errorf("the session %+v, want an end at %v with %v J", whole.Session, last.T, *last.Totals.Joules)
	}
}

// TestOneOfTwoIsKilled: of two processes that record into one directory one is killed. The other goes on with every
// sample, and ends the session of the killed one; what is live is not deleted.
func TestOneOfTwoIsKilled(t *testing.T) {
	dir := t.TempDir()
	killed, other := startRecording(t, dir, "killed"), startRecording(t, dir, "other")
	killed.more(t, 50)
	other.more(t, 50)
	s, _ := testStore(t, dir, Options{})
	for id, c := range map[string]*recording{"killed": killed, "other": other} {
		if whole := find(t, s, id); whole.State != wire.Recording {
			t.Errorf("while both live: %+v", whole.Session)
		}
		if err := s.Delete(t.Context(), id); !errors.Is(err, ErrLive) || !strings.Contains(err.Error(), strconv.Itoa(c.Process.Pid)) {
			t.Errorf("delete of a live session: %v, want ErrLive with process %d", err, c.Process.Pid)
		}
	}
	killed.kill(t)
	if whole := find(t, s, "killed"); whole.State != wire.Interrupted {
		t.Errorf("after its death: %+v", whole.Session)
	}
	for range 1000 { // what it wrote before waits to be read; it looks around once in a while
		if find(t, s, "killed").Ended != nil {
			break
		}
		other.more(t, 20)
	}
	endsAt(t, s, killed)
	if err := s.Delete(t.Context(), "killed"); err != nil {
		t.Error(err)
	}
	other.kill(t)
	if got := find(t, s, "other").Samples; got < other.seq || got > other.seq+1 {
		t.Errorf("the other has %d samples, and said %d", got, other.seq)
	}
	if err := s.Delete(t.Context(), "other"); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "session-*.lock")); len(left) > 0 {
		t.Errorf("locks are left: %v", left)
	}
}

// TestReadOnly: what was recorded is read, nothing is changed, and the recorder says why it records nothing.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	s, _ := testStore(t, dir, Options{})
	recordSession(t, s, "old", yesterday, 5, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fileName, lockName} {
		if err := os.Chmod(filepath.Join(dir, name), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	before, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	c := child("read", dir)
	if os.Geteuid() == 0 { // no permission stops root
		if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
			t.Fatal(err)
		}
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"denied", "cannot be written", "--data DIR", "\nold 5\n"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if after, err := os.ReadFile(filepath.Join(dir, fileName)); err != nil || string(after) != string(before) {
		t.Errorf("the file was changed: %v", err)
	}
}
