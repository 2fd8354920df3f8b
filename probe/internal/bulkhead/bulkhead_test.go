package bulkhead

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func index(list []int, i int) int { return list[i] }

func TestDo(t *testing.T) {
	plain := errors.New("plain")
	if err := Do(func() error { return plain }); err != plain {
		t.Errorf("%v, want the function's own error", err)
	}
	err := Do(func() error { index(nil, 3); return nil })
	if err == nil || !strings.Contains(err.Error(), "index out of range [3]") || !strings.Contains(StackOf(err), "bulkhead.index") {
		t.Errorf("%v, want the panic and where it was", err)
	}
}

func TestPartTellsOnce(t *testing.T) {
	var log bytes.Buffer
	var told []string
	p := Part{Name: "adding up", Log: slog.New(slog.NewTextHandler(&log, nil)), Tell: func(words string) { told = append(told, words) }}
	for i := range 100 {
		if p.Do(func() { index(nil, i/50) }) {
			t.Error("a panic passes for success")
		}
	}
	if !p.Do(func() {}) {
		t.Error("success passes for a panic")
	}
	if len(told) != 2 || !strings.Contains(told[0], "adding up failed inside of gramwatt: runtime error: index out of range [0]") {
		t.Errorf("told %q, want each panic once", told)
	}
	if got := strings.Count(log.String(), "level=ERROR"); got != 2 || !strings.Contains(log.String(), "bulkhead.index") {
		t.Errorf("%d lines, want 2 with the stack:\n%s", got, &log)
	}
	p.Tell = func(string) { panic("nobody there") }
	for i := range 1000 {
		p.Do(func() { index(nil, i) })
	}
	if len(told) > mostTold {
		t.Errorf("told %d times", len(told))
	}
}

func TestKeepStartsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := Part{Name: "counting", Log: slog.New(slog.DiscardHandler)}
		began, calls := time.Now(), 0
		p.Keep(t.Context(), func() {
			if calls++; calls < 4 {
				panic("not yet")
			}
		})
		if calls != 4 || time.Since(began) != 3*restartAfter {
			t.Errorf("%d calls in %v", calls, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		p.Keep(ctx, func() { panic("never") }) // comes back when ctx ends
	})
}
