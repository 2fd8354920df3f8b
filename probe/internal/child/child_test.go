//go:build unix

package child

import (
	"bytes"
	"errors"
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

// wrapVariable makes this test's program a wrapper: it runs its arguments and ends as they do.
const wrapVariable = "CHILD_TEST_WRAP"

func TestMain(m *testing.M) {
	switch {
	case len(os.Args) > 2 && os.Args[1] == countArgument:
		countInterrupts(os.Args[2])
	case len(os.Args) > 1 && os.Args[1] == foregroundArgument:
		fmt.Println("had already:", hadAlready(syscall.SIGINT), hadAlready(syscall.SIGTERM))
		os.Exit(0)
	case os.Getenv(wrapVariable) == "":
		os.Exit(m.Run())
	}
	os.Unsetenv(wrapVariable)
	c, err := Start(Options{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	if refused, ok := errors.AsType[*NotStarted](err); ok {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(refused.Status)
	}
	os.Exit(c.Exit().Status)
}

// foregroundArgument makes this test's program say which signals a command beside it would have had.
const foregroundArgument = "say-foreground"

// wrapped is a wrapper around a shell's script, in a process group of its own, as a shell's job is.
func wrapped(script string, args ...string) *exec.Cmd {
	return wrapping(append([]string{"/bin/sh", "-c", script, "sh"}, args...)...)
}

func wrapping(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), wrapVariable+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return c
}

func statusOf(t *testing.T, err error) int {
	t.Helper()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	if err == nil {
		return 0
	}
	return exit.ExitCode()
}

func TestExitStatuses(t *testing.T) {
	slots := make(chan struct{}, 4)
	for status := range 256 {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			if got := statusOf(t, wrapped(fmt.Sprintf("exit %d", status)).Run()); got != status {
				t.Errorf("status %d, want %d", got, status)
			}
		})
	}
}

func TestDeathBySignal(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGKILL, syscall.SIGSEGV, syscall.SIGTERM, syscall.SIGINT, syscall.SIGUSR1} {
		if got, want := statusOf(t, wrapped(fmt.Sprintf("kill -%d $$", s)).Run()), 128+int(s); got != want {
			t.Errorf("%s: status %d, want %d", s, got, want)
		}
	}
}

func TestNotStarted(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		name, command string
		status        int
		says          string
	}{
		{"not in PATH", "no-such-command-here", 127, "there is no such command"},
		{"no such file", filepath.Join(dir, "absent"), 127, "there is no such command"},
		{"not executable", write("plain", "exit 0\n", 0o644), 126, "cannot be executed"},
		{"a directory", dir, 126, "cannot be executed"},
		{"script without a shell's name", write("script", "exit 7\n", 0o755), 7, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said bytes.Buffer
			process := wrapping(c.command)
			process.Stderr = &said
			if got := statusOf(t, process.Run()); got != c.status {
				t.Errorf("status %d, want %d", got, c.status)
			}
			if !strings.Contains(said.String(), c.says) {
				t.Errorf("says %q, want %q in it", &said, c.says)
			}
		})
	}
}

// TestForwarded sends each signal to the wrapper alone, without a terminal: the command must get it.
func TestForwarded(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGWINCH, syscall.SIGINT, syscall.SIGQUIT} {
		t.Run(s.String(), func(t *testing.T) {
			process := wrapped(fmt.Sprintf(`trap 'exit 42' %d; echo ready; while :; do sleep 0.02; done`, s))
			process.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no terminal
			lines := childtest.StartLines(t, process)
			lines.Await("ready")
			if err := process.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			if got := statusOf(t, process.Wait()); got != 42 {
				t.Errorf("status %d, want 42 of the command's handler", got)
			}
		})
	}
}

// TestIgnoredStaysIgnored: a command under nohup does not lose that by being wrapped.
func TestIgnoredStaysIgnored(t *testing.T) {
	outer := exec.Command("/bin/sh", "-c", `trap '' HUP; exec "$0" /bin/sh -c 'kill -HUP $$; echo alive'`, os.Args[0])
	outer.Env = append(os.Environ(), wrapVariable+"=1")
	out, err := outer.Output()
	if err != nil || string(out) != "alive\n" {
		t.Errorf("%q, %v, want the command to live on", out, err)
	}
}

// TestProbeKilled kills the wrapper: the command must finish its work, its output included.
func TestProbeKilled(t *testing.T) {
	file := filepath.Join(t.TempDir(), "work")
	process := wrapped(`echo ready; while ! [ -e "$1.go" ]; do sleep 0.02; done; echo still talking; echo done >"$1"`, file)
	lines := childtest.StartLines(t, process)
	lines.Await("ready")
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	process.Process.Wait()
	if err := os.WriteFile(file+".go", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	lines.Await("still talking")
	within(t, "the command finishes", func() bool {
		text, _ := os.ReadFile(file)
		return string(text) == "done\n"
	})
}

// within waits until something is so. The time is for machines that are busy; nothing is measured by it.
func within(t *testing.T, what string, so func() bool) {
	t.Helper()
	for range 3000 {
		if so() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain: %s", what)
}
