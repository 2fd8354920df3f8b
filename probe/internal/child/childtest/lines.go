//go:build unix

// Package childtest starts processes for tests as a user would: with a terminal, and with their output read line by line.
package childtest

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Lines reads what a process prints, line by line.
type Lines struct {
	t *testing.T
	c chan string
}

func linesOf(t *testing.T, r io.Reader) Lines {
	l := Lines{t, make(chan string, 100)}
	go func() {
		defer close(l.c)
		for s := bufio.NewScanner(r); s.Scan(); {
			l.c <- s.Text()
		}
	}()
	return l
}

// StartLines starts a process with its output in a pipe of ours: unlike the one that package os/exec makes, it is still
// read when the process has ended and a child of it goes on writing.
func StartLines(t *testing.T, process *exec.Cmd) Lines {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	process.Stdout, process.Stderr = w, os.Stderr
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { process.Process.Kill() })
	return linesOf(t, r)
}

// Await reads up to a line that holds a text, and returns it.
func (l Lines) Await(text string) string {
	l.t.Helper()
	patience := time.After(30 * time.Second)
	for {
		select {
		case line, open := <-l.c:
			if !open {
				l.t.Fatalf("the output ended before %q", text)
			}
			if strings.Contains(line, text) {
				return line
			}
		case <-patience:
			l.t.Fatalf("%q is not printed", text)
		}
	}
}
