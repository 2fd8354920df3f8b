package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/runs"
)

// countable fails the test unless the steps and what is forecast from them can be counted with.
func countable(t *testing.T, steps *runs.Steps) {
	t.Helper()
	for i := range 5 {
		steps.Note(time.Duration(i+1)*time.Second, estimator.Joules(100*(i+1)))
		steps.Count()
	}
	used := estimator.Joules(600)
	good := func(v float64) bool { return v >= 0 && !math.IsInf(v, 0) }
	r := steps.Report(&used)
	if r == nil || !good(r.Done) || r.PerStep != nil && !good(float64(*r.PerStep)) {
		t.Fatalf("steps %+v", r)
	}
	if f := steps.Forecast(); f != nil && !(good(float64(f.Joules.Low)) && f.Joules.Low <= f.Joules.Mid && f.Joules.Mid <= f.Joules.High && good(float64(f.Joules.High))) {
		t.Errorf("forecast %+v of %+v", f, r)
	}
	for _, f := range steps.Forecasts(&used) {
		if !good(f.Energy.Low) || !good(f.Energy.High) || !good(f.Hours.High) || f.Ratio != nil && !good(*f.Ratio) {
			t.Errorf("it was forecast %+v", f)
		}
	}
}

// FuzzStepLines: whatever a command prints comes out as it went in, whatever pattern looks for steps in it, and what it
// takes for steps can be counted with.
func FuzzStepLines(f *testing.F) {
	f.Add(`step (\d+)`, "step 1\rstep 2\nloss 0.3\nstep 3,000\n", "100")
	f.Add("", "a\n\n\xff\x00", "0")
	f.Add(`(.*)`, "NaN\n-1\n1e400\nInf\n0x1p10\n1e308\n", "1e15")
	f.Add(`epoch|(?i)STEP\s+(\S+)/`, "Step 7/10\nSTEP nan/1", "7")
	f.Fuzz(func(t *testing.T, expression, text, total string) {
		pattern, err := regexp.Compile(expression)
		if err != nil {
			return
		}
		var out, told bytes.Buffer
		relay(&out, readCloser{strings.NewReader(text)}, pattern, &stepWriter{w: &told})
		if out.String() != text {
			t.Fatalf("%q came out as %q", text, out.String())
		}
		var wanted faults
		n, ok := wanted.number("--steps", total)
		if !ok || !(n >= 1 && n <= 1e15) {
			n = 0
		}
		steps := runs.NewSteps(n)
		countSteps(&told, steps)
		countable(t, steps)
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// FuzzStepFile: each line that a command adds to a file is a step, in whatever pieces it comes.
func FuzzStepFile(f *testing.F) {
	f.Add("before\n", "1\n2\n", "3\n")
	f.Add("", "no line break", "\n\n\x00\n")
	f.Fuzz(func(t *testing.T, before, first, second string) {
		path := filepath.Join(t.TempDir(), "steps")
		write := func(text string) {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write(before)
		file, steps := newStepFile(path), runs.NewSteps(0)
		write(before + first)
		file.look(steps)
		write(before + first + second)
		file.look(steps)
		used, want := estimator.Joules(1), float64(strings.Count(first+second, "\n"))
		if r := steps.Report(&used); r == nil && want != 0 || r != nil && r.Done != want {
			t.Errorf("%q and %q after %q: %+v, want %v steps", first, second, before, r, want)
		}
		countable(t, steps)
	})
}
