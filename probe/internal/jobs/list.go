package jobs

import (
	"slices"
	"sync"
	"time"
)

// List are runs that come and go. The zero value is empty and ready.
type List struct {
	mu      sync.Mutex
	runs    []Run
	tell    func(Change)
	waiting []Change // until somebody follows
}

// Change is the beginning or the end of a run on this machine.
type Change struct {
	Run   Run
	Began bool // else it ended
	At    time.Time
}

// mostWaiting bounds what is kept where nobody follows.
const mostWaiting = 100

// Runs lists those that are on the machine now.
func (l *List) Runs() []Run {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.runs)
}

// Add adds a run that begins now.
func (l *List) Add(r Run) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Since = time.Now()
	l.runs = append(l.runs, r)
	l.note(Change{r, true, r.Since})
}

// Remove takes away a run that ends now. An id that is not there changes nothing.
func (l *List) Remove(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.IndexFunc(l.runs, func(r Run) bool { return r.ID == id }); i >= 0 {
		l.note(Change{l.runs[i], false, time.Now()})
		l.runs = slices.Delete(l.runs, i, i+1)
	}
}

// Follow tells every change, those before included, to one who wants to know. It is called with the list locked, so it
// must not wait.
func (l *List) Follow(tell func(Change)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tell = tell
	for _, c := range l.waiting {
		tell(c)
	}
	l.waiting = nil
}

func (l *List) note(c Change) {
	switch {
	case l.tell != nil:
		l.tell(c)
	case len(l.waiting) < mostWaiting:
		l.waiting = append(l.waiting, c)
	}
}
