package child

import (
	"maps"
	"os"
	"slices"
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
	root   int               // the command; 0 after its end
	done   time.Duration     // CPU time of the command after its end
	reaped time.Duration     // CPU time of descendants that ended as our children
	most   time.Duration     // the largest sum so far: the count never falls
	seen   map[int]time.Time // members, and when each was last seen
}

// Usage is what a tree has used.
type Usage struct {
	CPU      time.Duration
	Living   []Process // members that go on
	Members  []int     // numbers of those, and of members that ended a short while ago
	Followed bool      // descendants are counted; otherwise the command alone, and only after its end
}

// Process is a member of a tree.
type Process struct {
	PID  int
	Name string
}

// keptEnded is for how long the number of a member that ended still stands for it: others may speak of it late, such as a
// GPU's driver that is asked every other second. A number is used again only after all others have had their turn.
const keptEnded = 10 * time.Second

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
	u.Members = t.members(time.Now())
	t.most = max(t.most, sum)
	u.CPU = t.most
	return u
}

// members forgets those that ended long ago, and lists the others.
func (t *tree) members(now time.Time) []int {
	if t.root != 0 {
		t.saw(t.root, now)
	}
	for pid, last := range t.seen {
		if now.Sub(last) > keptEnded {
			delete(t.seen, pid)
		}
	}
	return slices.Sorted(maps.Keys(t.seen))
}

func (t *tree) saw(pid int, now time.Time) {
	if t.seen == nil {
		t.seen = map[int]time.Time{}
	}
	t.seen[pid] = now
}

// end notes that the command was waited for.
func (t *tree) end(state *os.ProcessState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.root != 0 {
		t.saw(t.root, time.Now())
	}
	t.root = 0
	if state != nil { // with that of the children it has waited for itself
		t.done = state.UserTime() + state.SystemTime()
	}
}
