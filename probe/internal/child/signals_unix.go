//go:build unix

package child

import (
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gramwatt/probe/internal/bulkhead"
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
	ready := make(chan struct{})
	go f.run(ready)
	<-ready
	return f
}

// run starts the witness before the command: a process that is just being started holds up one that the terminal stops.
func (f *forwarder) run(ready chan<- struct{}) {
	beside := newWitness()
	defer func() { beside.leave() }()
	close(ready)
	var command *os.Process
	select {
	case command = <-f.started:
	case <-f.stop:
		return
	}
	for {
		select {
		case s := <-f.came:
			bulkhead.Do(func() error { beside = handOn(s, command, beside); return nil }) // the next one is for the command too
		case <-f.stop:
			return
		}
	}
}

// handOn gives a signal to the command if it has not had it, and returns the witness of the next one.
func handOn(s os.Signal, command *os.Process, beside *witness) *witness {
	switch {
	case s == syscall.SIGPIPE:
	case hadAlready(s) || beside.had(s): // the command, of the same group, had it too
		if s != syscall.SIGWINCH {
			beside.leave()
			return newWitness()
		}
	default:
		command.Signal(s) // it has ended when this fails
	}
	return beside
}

// witness is a process of our group that does nothing and that any signal ends. One that was sent to the whole group, as
// by timeout(1), a notebook or a batch system, ends it too: the command has had that signal, and a second one could break
// the checkpoint that the first began. It ends with us, however we end: its input is a pipe that we hold.
type witness struct {
	input io.Closer
	ended chan os.Signal // by which signal; nil for none
}

// newWitness is nil where no process can be started: then what comes to us is taken to be for us alone.
func newWitness() *witness {
	idle := exec.Command("cat")
	idle.Dir = "/"
	input, err := idle.StdinPipe()
	if err != nil || idle.Start() != nil {
		return nil
	}
	w := &witness{input, make(chan os.Signal, 1)}
	go func() {
		idle.Wait()
		state, _ := idle.ProcessState.Sys().(syscall.WaitStatus)
		if state.Signaled() {
			w.ended <- state.Signal()
		}
		close(w.ended)
	}()
	return w
}

// had reports whether a signal that came to us came to the witness as well. The wait is for a busy machine.
func (w *witness) had(s os.Signal) bool {
	if w == nil || s == syscall.SIGWINCH { // which ends nothing, and does no harm twice
		return false
	}
	select {
	case by := <-w.ended:
		return by == s
	case <-time.After(250 * time.Millisecond):
		return false
	}
}

func (w *witness) leave() {
	if w != nil {
		w.input.Close()
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
