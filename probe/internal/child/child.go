// Package child runs a command as if nobody stood in between, and follows the processes that come of it.
//
// The command inherits the three standard streams, the terminal and the process group, so job control and Ctrl-C work as
// they do without us. A signal that the terminal sends to the whole group reaches the command by itself, and what it does
// then is its own affair: Wait waits without end, and nothing here ever sends SIGKILL. A signal that came to us alone is
// passed on. If this process dies, by whatever means, the command goes on: there is no pipe between the two and no
// signal on the parent's death.
//
// Look counts the CPU time of the command and of everything that descends from it. Descendants that go on after the
// command's end are left alone.
package child

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"time"

	"gramwatt/probe/internal/bulkhead"
)

// Statuses of a command that could not be started, as shells give them.
const (
	StatusNotExecutable = 126
	StatusNotFound      = 127
	statusSignal        = 128 // plus the signal's number
)

// Options say what to run. Streams that are files are handed to the command as they are.
type Options struct {
	Args           []string // the command's name or path, then its arguments
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Procfs         string // where proc is mounted; it is used if this process can be found there, else /proc
}

// Child is a command that runs.
type Child struct {
	Started time.Time
	tree    *tree
	signals *forwarder
	command *exec.Cmd
	done    chan struct{}
	exit    Exit
}

// Exit says how a command ended.
type Exit struct {
	Status int            // as a shell tells it: 128 + n for signal n
	Signal syscall.Signal // that ended it; 0 when it exited by itself
	At     time.Time      // on the monotonic clock too
}

// NotStarted is the error of Start: the command does not run, and a shell would end with Status.
type NotStarted struct {
	Status          int
	Command, Reason string
}

func (e *NotStarted) Error() string {
	return fmt.Sprintf("run: start command: %q: %s", e.Command, e.Reason)
}

// Start runs a command. From here on to the command's end this process takes no signal for itself that a terminal or a
// supervisor would send.
func Start(o Options) (*Child, error) {
	signals := newForwarder()
	adopt()
	began := time.Now()
	command, err := startApart(o)
	if err != nil {
		signals.end()
		signals.release()
		return nil, err
	}
	c := &Child{tree: newTree(o.Procfs, command.Process.Pid), Started: began, signals: signals, command: command, done: make(chan struct{})}
	signals.to(command.Process)
	go func() {
		defer close(c.done)
		err := command.Wait()
		at := time.Now()
		signals.end()
		c.exit = exitOf(command.ProcessState, err)
		c.exit.At = at
		bulkhead.Do(func() error { c.tree.end(command.ProcessState); return nil }) // the status stands
	}()
	return c, nil
}

// startApart starts the command from a thread other than the main one, whose children are thereby adopted ones only: see
// adopt.
func startApart(o Options) (*exec.Cmd, error) {
	type started struct {
		command *exec.Cmd
		err     error
	}
	answer := make(chan started)
	go func() {
		command, err := start(o, o.Args)
		if errors.Is(err, syscall.ENOEXEC) { // a script without a first line that names its shell: as execvp does
			command, err = start(o, append([]string{"/bin/sh", command.Path}, o.Args[1:]...))
		}
		answer <- started{command, err}
	}()
	s := <-answer
	return s.command, notStarted(o.Args[0], s.err)
}

func start(o Options, args []string) (*exec.Cmd, error) {
	command := exec.Command(args[0], args[1:]...)
	if errors.Is(command.Err, exec.ErrDot) { // a shell would run it
		command.Err = nil
	}
	command.Stdin, command.Stdout, command.Stderr = o.Stdin, o.Stdout, o.Stderr
	return command, command.Start()
}

func notStarted(command string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return &NotStarted{StatusNotFound, command, "there is no such command: correct its name, or give its path"}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENOEXEC):
		return &NotStarted{StatusNotExecutable, command, "it is there and cannot be executed: see `chmod +x`, or name the program that runs it"}
	}
	return &NotStarted{StatusNotExecutable, command, err.Error()}
}

// exitOf is the status of a process that was waited for.
func exitOf(state *os.ProcessState, err error) Exit {
	if state == nil { // its end could not be seen
		return Exit{Status: 1}
	}
	if s, ok := state.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return Exit{Status: statusSignal + int(s.Signal()), Signal: s.Signal()}
	}
	if status := state.ExitCode(); status != 0 || err == nil {
		return Exit{Status: status}
	}
	return Exit{} // the command ended well, and a stream that is no file could not be copied
}

// PID is the command's process.
func (c *Child) PID() int { return c.command.Process.Pid }

// Done is closed when the command has ended.
func (c *Child) Done() <-chan struct{} { return c.done }

// Exit says how the command ended. It waits for the end.
func (c *Child) Exit() Exit {
	<-c.done
	return c.exit
}

// Look counts the command and its descendants as of now.
func (c *Child) Look() Usage { return c.tree.Look() }

// Release gives the signals back after the command's end. Until then they are caught, so that none costs a report or the
// command's status.
func (c *Child) Release() {
	<-c.done
	c.signals.release()
}

// Terminate asks the command, and no other process, to end.
func (c *Child) Terminate() error { return c.command.Process.Signal(syscall.SIGTERM) }
