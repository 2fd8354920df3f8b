package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/urfave/cli/v3"

	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/runs"
)

// relayName is a command for ourselves alone. To find steps in a command's output somebody must read it. If the probe
// did, its death would break the command's pipe and with it the command. So a process of its own does, which does
// nothing else: it hands each byte on at once, tells the probe the steps it saw, and goes on without the probe.
const relayName = "relay"

// Open files of a relay, beside its own output and error, to which it hands on.
const (
	relayOut   = 3 + iota // what the command prints
	relayErr              // likewise on standard error
	relaySteps            // to the probe: a line for each step, with the number of steps done or empty
)

func relayCommand() *cli.Command {
	return &cli.Command{
		Name:   relayName,
		Usage:  "hands on the output of a command and finds steps in it; run starts it",
		Hidden: true,
		Action: doing(func(_ context.Context, c *cli.Command) error {
			pattern, err := regexp.Compile(c.Args().First())
			if err != nil {
				return bad("pattern", c.Args().First(), err.Error(), "it is for `gramwatt run --step-pattern`")
			}
			// It ends when the command's output does, and by nothing else.
			signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGPIPE)
			steps := &stepWriter{w: os.NewFile(relaySteps, "steps")}
			var both sync.WaitGroup
			both.Go(func() { relay(os.Stdout, os.NewFile(relayOut, "output"), pattern, steps) })
			both.Go(func() { relay(os.Stderr, os.NewFile(relayErr, "errors"), pattern, steps) })
			both.Wait()
			return nil
		}),
	}
}

// relay hands on what it reads until the end. When nobody takes it any more it stops reading, so that the command
// learns of it as it would without us.
func relay(to io.Writer, from io.ReadCloser, pattern *regexp.Regexp, steps *stepWriter) {
	defer from.Close()
	lines, found := io.Pipe()
	var watching sync.WaitGroup
	watching.Go(func() { // a panic costs steps; the output goes on
		bulkhead.Do(func() error { watch(lines, pattern, steps); return nil })
	})
	io.Copy(to, io.TeeReader(from, found))
	found.Close()
	watching.Wait()
}

// watch tells the steps in a text. A carriage return ends a line too: progress bars write over themselves.
func watch(text io.Reader, pattern *regexp.Regexp, steps *stepWriter) {
	defer io.Copy(io.Discard, text) // a line too long to be one must not stop the others
	const longest = 1 << 20
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, longest)
	lines.Split(splitLines)
	for lines.Scan() {
		if found := pattern.FindSubmatch(lines.Bytes()); found != nil {
			done := ""
			if len(found) > 1 {
				done = string(found[1])
			}
			steps.tell(done)
		}
	}
}

func splitLines(data []byte, atEnd bool) (int, []byte, error) {
	if i := strings.IndexAny(string(data), "\r\n"); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEnd && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// stepWriter tells steps for as long as somebody listens.
type stepWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *stepWriter) tell(done string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintln(s.w, done)
}

// relayed is a relay that runs.
type relayed struct {
	Out, Err *os.File // for the command
	ended    chan struct{}
}

// startRelay starts a relay to our own output and error, whose steps are counted. The command's ends of the pipes are
// to be closed here once it has them.
func startRelay(pattern string, stdout, stderr io.Writer, steps *runs.Steps) (*relayed, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var pipes [3][2]*os.File // read, write: output, error, steps
	defer func() {
		for _, own := range []*os.File{pipes[0][0], pipes[1][0], pipes[2][1]} { // the relay has them
			own.Close()
		}
	}()
	for i := range pipes {
		if pipes[i][0], pipes[i][1], err = os.Pipe(); err != nil {
			return nil, err
		}
	}
	process := exec.Command(program, relayName, "--", pattern)
	process.Stdout, process.Stderr = stdout, stderr
	process.ExtraFiles = []*os.File{pipes[0][0], pipes[1][0], pipes[2][1]}
	if err := process.Start(); err != nil {
		return nil, err
	}
	r := &relayed{Out: pipes[0][1], Err: pipes[1][1], ended: make(chan struct{})}
	go func() {
		defer close(r.ended)
		bulkhead.Do(func() error { countSteps(pipes[2][0], steps); return nil }) // up to the relay's end
		process.Wait()
	}()
	return r, nil
}

// countSteps reads what a relay tells.
func countSteps(from io.Reader, steps *runs.Steps) {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		if done, err := strconv.ParseFloat(strings.ReplaceAll(lines.Text(), ",", ""), 64); err == nil {
			steps.Reach(done)
		} else {
			steps.Count()
		}
	}
}
