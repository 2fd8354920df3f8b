package child

import (
	"os"
	"sync"
	"time"
)

// tree follows a command and its descendants: by forks, never by a scan of all processes. On Linux a descendant whose
// own parent has ended becomes ours, so that a program that goes into the background is not lost; it is reaped when it
// ends.
//
// A process that ignores the death of its children makes the kernel forget their time. What they used up to the last
// Look is kept; the rest is not counted.
type tree struct {
	proc string // where this process and its descendants can be seen; empty: nowhere

	mu     sync.Mutex
	root   int           // the command; 0 after its end
	done   time.Duration // CPU time of the command after its end
	reaped time.Duration // CPU time of descendants that ended as our children
	most   time.Duration // the largest sum so far: the count never falls
}

// Usage is what a tree has used.
type Usage struct {
	CPU      time.Duration
	Living   []Process // members that go on
	Followed bool      // descendants are counted; otherwise the command alone, and only after its end
}

// Process is a member of a tree.
type Process struct {
	PID  int
	Name string
}

// Look counts the tree as of now.
func (t *tree) Look() Usage {
	t.mu.Lock()
	defer t.mu.Unlock()
	u := Usage{Followed: t.followed()}
	sum := t.done
	if u.Followed {
		var living time.Duration
		u.Living, living = t.walk()
		sum += t.reaped + living
	}
	t.most = max(t.most, sum)
	u.CPU = t.most
	return u
}

// end notes that the command was waited for.
func (t *tree) end(state *os.ProcessState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.root = 0
	if state != nil { // with that of the children it has waited for itself
		t.done = state.UserTime() + state.SystemTime()
	}
}
