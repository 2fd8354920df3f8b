package child

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"gramwatt/probe/internal/child/childtest"
)

// countArgument makes this test's program a command that answers interrupts with a checkpoint. A shell would not do: it
// takes two signals in short order for one.
const countArgument = "count-interrupts"

// countInterrupts counts until there is a file of that name, and ends with status 3.
func countInterrupts(file string) {
	came := make(chan os.Signal, 10)
	signal.Notify(came, os.Interrupt)
	fmt.Println("ready")
	for n := 0; ; {
		select {
		case <-came:
			n++
			fmt.Println("caught", n)
		case <-time.After(20 * time.Millisecond):
			if _, err := os.Stat(file); err == nil {
				fmt.Println("saved after", n)
				os.Exit(3)
			}
		}
	}
}

// TestInterruptInTerminal types Ctrl-C while a command works that answers with a checkpoint. The checkpoint ends only
// when the test allows it, so no wait inside the wrapper, however long, would pass for patience. The command must get
// the signal once: the terminal's, and not ours on top.
func TestInterruptInTerminal(t *testing.T) {
	file := t.TempDir() + "/go"
	process := wrapping(os.Args[0], countArgument, file)
	keys, shown := childtest.Terminal(t, process)
	shown.Await("ready")
	keys.Write([]byte{3})
	shown.Await("caught 1")
	keys.Write([]byte{3}) // a second one from an impatient user
	shown.Await("caught 2")
	if err := process.Process.Signal(syscall.Signal(0)); err != nil {
		t.Fatalf("the wrapper has gone: %v", err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if line := shown.Await("saved after"); !strings.Contains(line, "saved after 2") {
		t.Errorf("%q: each Ctrl-C must reach the command once", line)
	}
	if got := statusOf(t, process.Wait()); got != 3 {
		t.Errorf("status %d, want 3", got)
	}
}

// TestWhoHadTheSignal: in the foreground of a terminal its signals have come to the command too; in the background, and
// without a terminal, they were for us alone.
func TestWhoHadTheSignal(t *testing.T) {
	process := exec.Command(os.Args[0], foregroundArgument)
	_, shown := childtest.Terminal(t, process)
	if line := shown.Await("had already"); !strings.Contains(line, "true false") {
		t.Errorf("in the foreground: %q", line)
	}
	process.Wait()
	background := exec.Command("/bin/sh", "-c", `set -m; "$0" `+foregroundArgument+` & wait`, os.Args[0])
	_, shown = childtest.Terminal(t, background)
	if line := shown.Await("had already"); !strings.Contains(line, "false false") {
		t.Errorf("in the background: %q", line)
	}
	background.Wait()
	alone := exec.Command(os.Args[0], foregroundArgument)
	alone.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if out, err := alone.Output(); err != nil || !strings.Contains(string(out), "false false") {
		t.Errorf("without a terminal: %q, %v", out, err)
	}
}

// TestStopped types Ctrl-Z: command and wrapper both stop, as one job, and go on together.
func TestStopped(t *testing.T) {
	// A shell with job control leads the session, as a user's does; orphaned groups cannot be stopped by a terminal.
	shell := exec.Command("/bin/bash", "--norc", "-i")
	if _, err := os.Stat(shell.Path); err != nil {
		t.Skip("there is no bash")
	}
	// The words to wait for are broken up: the shell prints the command line too, and before it hands over the terminal.
	shell.Env = append(os.Environ(), "PS1=", wrapVariable+"=1", "HISTFILE=")
	keys, shown := childtest.Terminal(t, shell)
	fmt.Fprintf(keys, "'%s' /bin/sh -c 'trap \"echo con\\\"\\\"tinued\" CONT; echo r\"\"eady; while :; do sleep 0.02; done'\n", os.Args[0])
	shown.Await("ready")
	keys.Write([]byte{26})
	shown.Await("Stopped")
	fmt.Fprintln(keys, "fg")
	shown.Await("continued")
	keys.Write([]byte{3})
	fmt.Fprintln(keys, "echo status $?")
	shown.Await("status 130")
	fmt.Fprintln(keys, "exit")
	shell.Wait()
}

// TestTerminalIsTheCommands lets the command read what is typed and see a terminal on all streams.
func TestTerminalIsTheCommands(t *testing.T) {
	process := wrapped(`[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo terminal; read -r line; echo "read $line"`)
	keys, shown := childtest.Terminal(t, process)
	shown.Await("terminal")
	fmt.Fprintln(keys, "a word")
	shown.Await("read a word")
	if err := process.Wait(); err != nil {
		t.Error(err)
	}
}

// TestGroupHadTheSignal sends interrupts to the whole group without a terminal, as timeout(1), notebooks and batch systems
// do: the command gets each once, and one that is sent to the wrapper alone as well.
func TestGroupHadTheSignal(t *testing.T) {
	file := t.TempDir() + "/go"
	process := wrapping(os.Args[0], countArgument, file)
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	lines := childtest.StartLines(t, process)
	lines.Await("ready")
	for i, to := range []int{-process.Process.Pid, -process.Process.Pid, process.Process.Pid, -process.Process.Pid} {
		time.Sleep(500 * time.Millisecond) // the witness of the last one has a successor
		if err := syscall.Kill(to, syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		lines.Await(fmt.Sprint("caught ", i+1))
	}
	time.Sleep(500 * time.Millisecond) // for one too many
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if line := lines.Await("saved after"); !strings.Contains(line, "saved after 4") {
		t.Errorf("%q: each interrupt must reach the command once", line)
	}
	if got := statusOf(t, process.Wait()); got != 3 {
		t.Errorf("status %d, want 3", got)
	}
}
