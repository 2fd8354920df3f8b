package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"gramwatt/probe/internal/runs"
)

func TestRelay(t *testing.T) {
	long := strings.Repeat("x", 3<<20)
	for _, c := range []struct{ name, pattern, text, want string }{
		{"lines", `step`, "step\nno\nsteps\n", "\n\n"},
		{"numbers", `step (\d+)`, "step 1\nstep 12/99\n", "1\n12\n"},
		{"carriage returns and no end", `^(\d+)%`, "1%\r2%\r\n3%", "1\n2\n3\n"},
		{"no lines at all", `step`, long, ""},
		{"nothing", `step`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, steps bytes.Buffer
			relay(&out, io.NopCloser(iotest.HalfReader(strings.NewReader(c.text))), regexp.MustCompile(c.pattern), &stepWriter{w: &steps})
			if out.String() != c.text || steps.String() != c.want {
				t.Errorf("%d of %d bytes handed on, steps %q, want %q", out.Len(), len(c.text), &steps, c.want)
			}
		})
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

// TestRelayStops: when nobody takes the output, the command must learn of it.
func TestRelayStops(t *testing.T) {
	r, w := io.Pipe()
	go relay(broken{}, r, regexp.MustCompile("x"), &stepWriter{w: io.Discard})
	w.Write([]byte("first"))
	if _, err := io.Copy(w, strings.NewReader("second")); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v, want a pipe that is closed", err)
	}
}

func TestStepFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "steps")
	steps := runs.NewSteps(0)
	f := newStepFile(path)
	for _, c := range []struct {
		content string
		want    float64
	}{{"", 0}, {"1\n2\n3", 2}, {"1\n2\n3\n", 3}, {"a\n", 4}, {strings.Repeat("z\n", 50_000), 50_003}} {
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		f.look(steps)
		got := 0.0
		if r := steps.Report(nil); r != nil {
			got = r.Done
		}
		if got != c.want {
			t.Errorf("after %.10q: %g steps, want %g", c.content, got, c.want)
		}
	}
}
