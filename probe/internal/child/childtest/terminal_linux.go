package childtest

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Terminal starts a process on a pseudo-terminal: what is written to keys is typed, and lines are what is shown.
func Terminal(t *testing.T, process *exec.Cmd) (keys *os.File, shown Lines) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("this machine has no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { keys.Close() })
	raw, err := keys.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	raw.Control(func(fd uintptr) {
		if err = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	screen, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	process.Stdin, process.Stdout, process.Stderr = screen, screen, screen
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // it leads a session on this terminal
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	screen.Close()
	t.Cleanup(func() { process.Process.Kill() })
	return keys, linesOf(t, keys)
}
