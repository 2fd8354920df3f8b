// Package bulkhead keeps a panic in the part of the program where it happens, so that no failing part takes another
// down: a command that is measured keeps its exit status, and a session goes on without the part that failed.
//
// It is for the goroutines that live as long as the program and for calls out of them, each of which can do without what
// it was about to do. What Go does not let anyone catch, such as a map written by two goroutines at once, still ends the
// process.
package bulkhead

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Panic is the error of a call that panicked.
type Panic struct {
	Value any    // what it panicked with
	Stack []byte // of where
}

func (p *Panic) Error() string { return fmt.Sprintf("failed inside of gramwatt: %v", p.Value) }

// StackOf is where an error panicked; empty when it did not.
func StackOf(err error) string {
	if p, panicked := errors.AsType[*Panic](err); panicked {
		return string(p.Stack)
	}
	return ""
}

// Do calls f. A panic in it comes back as a *Panic.
func Do(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Panic{value, debug.Stack()}
		}
	}()
	return f()
}

// Part is a part of the program that goes on after a panic in it. It tells of each panic once: into the log with the
// stack, and to whoever looks on.
type Part struct {
	Name string             // what failed: "counting the carbon"
	Log  *slog.Logger       //
	Tell func(words string) // nil when nobody looks on

	toldMu sync.Mutex
	told   map[string]bool
}

// mostTold bounds what is told of a part whose panics have other words each time.
const mostTold = 16

// Do calls f and reports whether it came back.
func (p *Part) Do(f func()) bool {
	err := Do(func() error { f(); return nil })
	if err == nil {
		return true
	}
	p.Failed(err)
	return false
}

// Failed tells of a panic, unless that was done.
func (p *Part) Failed(err error) {
	Do(func() error { p.tell(err); return nil }) // those who are told may fail too
}

func (p *Part) tell(err error) {
	words := p.Name + " " + err.Error()
	if !p.news(words) {
		return
	}
	p.Log.Error(words+"; the rest goes on", "stack", StackOf(err))
	if p.Tell != nil {
		p.Tell(words)
	}
}

func (p *Part) news(words string) bool {
	p.toldMu.Lock()
	defer p.toldMu.Unlock()
	if p.told == nil {
		p.told = map[string]bool{}
	}
	if p.told[words] || len(p.told) >= mostTold {
		return false
	}
	p.told[words] = true
	return true
}

// restartAfter is the pause before a part is started anew: one that panics at once must not use up the machine.
const restartAfter = time.Second

// Keep calls f, and again after each panic, until it comes back or ctx ends.
func (p *Part) Keep(ctx context.Context, f func()) {
	for !p.Do(f) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(restartAfter):
		}
	}
}
