package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gramwatt/probe/internal/child/childtest"
)

// TestCheckpointInTerminal types Ctrl-C at the program itself, `gramwatt run`, whose command takes 20 s for its
// checkpoint. The time is real: a wrapper that kills after some seconds, as others do, fails here.
func TestCheckpointInTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 20 s")
	}
	t.Parallel()
	gramwatt := filepath.Join(t.TempDir(), "gramwatt")
	if out, err := exec.Command("go", "build", "-o", gramwatt, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	start := func(t *testing.T, manner string) (process *exec.Cmd, dir string, keys *os.File, shown childtest.Lines) {
		dir = t.TempDir()
		process = exec.Command(gramwatt, "run", "--demo", "laptop", "--baseline", "0s", "--no-record",
			"--json", filepath.Join(dir, "report.json"), "--", os.Args[0], checkpointArgument, dir, manner)
		keys, shown = childtest.Terminal(t, process)
		shown.Await("epoch 1")
		keys.Write([]byte{3})
		shown.Await("saving")
		return process, dir, keys, shown
	}

	t.Run("one Ctrl-C", func(t *testing.T) {
		t.Parallel()
		process, dir, _, shown := start(t, "patient")
		if line := shown.Await("interrupts:"); !strings.HasSuffix(line, " 1") {
			t.Errorf("%q, want the one that was typed", line)
		}
		shown.Await(fmt.Sprintf("ended with status %d", savedStatus)) // the report
		process.Wait()
		if got := process.ProcessState.ExitCode(); got != savedStatus {
			t.Errorf("status %d, want %d", got, savedStatus)
		}
		text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
		if got := strings.Count(string(text), "block "); got != checkpointBlocks {
			t.Errorf("%d blocks of %d: %v", got, checkpointBlocks, err)
		}
		report := reported(t, dir)
		if report.Status != savedStatus || report.Seconds < (checkpointBlocks*blockTime).Seconds() {
			t.Errorf("reported status %d after %v s, want the checkpoint measured too", report.Status, report.Seconds)
		}
	})

	// A second Ctrl-C reaches the command at once, and if that ends the command it ends the run, with a report.
	t.Run("two", func(t *testing.T) {
		t.Parallel()
		process, dir, keys, shown := start(t, "eager")
		time.Sleep(2 * blockTime)
		keys.Write([]byte{3})
		shown.Await("was ended by interrupt")
		want := 128 + int(syscall.SIGINT)
		process.Wait()
		if got := process.ProcessState.ExitCode(); got != want {
			t.Errorf("status %d, want %d", got, want)
		}
		if _, err := os.Stat(filepath.Join(dir, "checkpoint")); err == nil {
			t.Error("the checkpoint was finished")
		}
		if report := reported(t, dir); report.Status != want || report.Seconds >= (checkpointBlocks*blockTime).Seconds() {
			t.Errorf("reported status %d after %v s, want the end at once", report.Status, report.Seconds)
		}
	})
}

// reported reads the report of a run.
func reported(t *testing.T, dir string) (r runJSON) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}
