//go:build unix

package child

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// forwarder takes the signals that are sent to this process and hands on those that the command has not had.
type forwarder struct {
	came    chan os.Signal
	started chan *os.Process
	stop    chan struct{}
}

// newForwarder takes the signals from now on; those that come before the command runs are kept for it. What is ignored
// already, as under nohup, stays so for the command as well. SIGPIPE is only kept from ending us, because our own words
// may go to a reader that has left; to ignore it instead would be inherited by the command.
func newForwarder() *forwarder {
	f := &forwarder{came: make(chan os.Signal, 32), started: make(chan *os.Process, 1), stop: make(chan struct{})}
	for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGWINCH, syscall.SIGPIPE} {
		if !signal.Ignored(s) {
			signal.Notify(f.came, s)
		}
	}
	go f.run()
	return f
}

func (f *forwarder) run() {
	var command *os.Process
	select {
	case command = <-f.started:
	case <-f.stop:
		return
	}
	for {
		select {
		case s := <-f.came:
			if s == syscall.SIGPIPE || hadAlready(s) {
				continue
			}
			command.Signal(s) // it has ended when this fails
		case <-f.stop:
			return
		}
	}
}

// to names the process that signals go to.
func (f *forwarder) to(command *os.Process) { f.started <- command }

// end stops handing on. The signals stay caught until release.
func (f *forwarder) end() { close(f.stop) }

func (f *forwarder) release() { signal.Stop(f.came) }

// hadAlready reports whether the command got the signal as we did: from a terminal, which sends these to all processes
// of its foreground group.
func hadAlready(s os.Signal) bool {
	return (s == syscall.SIGINT || s == syscall.SIGQUIT || s == syscall.SIGWINCH) && inForeground()
}

// inForeground reports whether our process group is the one that the terminal sends its signals to.
func inForeground() bool {
	terminal, err := unix.Open("/dev/tty", unix.O_RDONLY|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil { // there is none
		return false
	}
	defer unix.Close(terminal)
	group, err := unix.IoctlGetInt(terminal, unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
