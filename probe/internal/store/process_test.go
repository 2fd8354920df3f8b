//go:build unix

package store

import (
	"bufio"
	"context"
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

// The tests of this file run the test program itself as a second process, for which these two variables say what to do.
const (
	childTask = "GRAMWATT_TEST_TASK"
	childDir  = "GRAMWATT_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch dir := os.Getenv(childDir); os.Getenv(childTask) {
	case "record":
		childRecords(dir)
	case "read":
		childReads(dir)
	default:
		os.Exit(m.Run())
	}
}

// childRecords records until it is killed, and prints the number of each sample once it is written.
func childRecords(dir string) {
	source := newScripted("killed", time.Now())
	r := New(dir, Options{}).Recorder(source, wire.About{}, Session{})
	for i := range 100_000 {
		source.sample(i)
		r.try(context.Background())
		fmt.Println(r.Status().State, source.seq)
	}
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
	c := child("record", dir)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Process.Kill()
	written := 0
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		number, ok := strings.CutPrefix(lines.Text(), "ok ")
		if !ok {
			t.Fatalf("the child says %q", lines.Text())
		}
		if written, err = strconv.Atoi(number); err != nil || written == 100 {
			break
		}
	}
	s, _ := testStore(t, dir, Options{})
	if whole := find(t, s, "killed"); whole.State != wire.Recording {
		t.Errorf("while it lives: %+v", whole.Session)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it said before the end came
		if number, ok := strings.CutPrefix(lines.Text(), "ok "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				written = n
			}
		}
	}
	c.Wait()

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
	whole := find(t, s, "killed")
	samples, _ := frames(t, s, "killed", 0)
	if len(samples) < written || len(samples) > written+1 || whole.Samples != len(samples) {
		t.Errorf("%d samples are in the file and %d in the session, the process said %d", len(samples), whole.Samples, written)
	}
	last := samples[len(samples)-1]
	if whole.State != wire.Interrupted || whole.Ended == nil || *whole.Ended != last.T || *whole.Joules != *last.Totals.Joules {
		t.Errorf("the session %+v, want an end at %v with %v J", whole.Session, last.T, *last.Totals.Joules)
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
