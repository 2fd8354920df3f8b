//go:build unix

package child

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// lines reads what a process prints, line by line.
type lines struct {
	t *testing.T
	c chan string
}

func linesOf(t *testing.T, r io.Reader) lines {
	l := lines{t, make(chan string, 100)}
	go func() {
		defer close(l.c)
		for s := bufio.NewScanner(r); s.Scan(); {
			l.c <- s.Text()
		}
	}()
	return l
}

// startLines starts a process with its output in a pipe of ours: unlike the one that package os/exec makes, it is still
// read when the process has ended and a child of it goes on writing.
func startLines(t *testing.T, process *exec.Cmd) lines {
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

// await reads up to a line that holds a text, and returns it.
func (l lines) await(text string) string {
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
