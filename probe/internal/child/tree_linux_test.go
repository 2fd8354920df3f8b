package child

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

const spin = `i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done` // some tenths of a second of CPU time

// looked runs a script in this process and looks at its tree until the end.
func looked(t *testing.T, script string) (*Child, []Usage) {
	t.Helper()
	c, err := Start(Options{Args: []string{"/bin/sh", "-c", script}, Stderr: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Release)
	var all []Usage
	for {
		all = append(all, c.Look())
		select {
		case <-c.Done():
			return c, append(all, c.Look())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// TestTreeCounts compares the count with what the kernel told each script's shell of itself and its children.
func TestTreeCounts(t *testing.T) {
	own := func(script string) time.Duration { // in a shell that waits for all of it
		c := exec.Command("/bin/sh", "-c", script)
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	one := own(spin)
	for _, c := range []struct {
		name, script string
		spins        float64
	}{
		{"alone", spin, 1},
		{"two children at once", "(" + spin + ") & (" + spin + ") & wait", 2},
		{"child of a child", "/bin/sh -c '(" + spin + "); " + spin + "'", 2},
		{"many short ones", strings.Repeat("(i=0; while [ $i -lt 15000 ]; do i=$((i+1)); done);", 10), 1},
		{"orphan that ends first", "(( " + spin + "; : >$$.x ) & ); sleep 0.05; while ! [ -e $$.x ]; do sleep 0.02; done; sleep 0.1; rm $$.x", 1},
		{"orphans, then the command", strings.Repeat("(( "+spin+"; : >$$.x ) & ); while ! [ -e $$.x ]; do sleep 0.02; done; rm $$.x; sleep 0.1; ", 2) + spin, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			_, all := looked(t, c.script)
			last := all[len(all)-1]
			// Two machines' worth of noise: a shell's time for the same loop differs with caches and clock rates.
			if ratio := last.CPU.Seconds() / (c.spins * one.Seconds()); ratio < 0.5 || ratio > 2 || !last.Followed {
				t.Errorf("%s counted, followed %v, want about %g × %s", last.CPU, last.Followed, c.spins, one)
			}
			for i := 1; i < len(all); i++ {
				if all[i].CPU < all[i-1].CPU {
					t.Errorf("look %d: %s after %s: the count fell", i, all[i].CPU, all[i-1].CPU)
				}
			}
		})
	}
}

// TestTreeSeesTheLiving: descendants are counted while they work, not only when somebody has waited for them.
func TestTreeSeesTheLiving(t *testing.T) {
	c, err := Start(Options{Args: []string{"/bin/sh", "-c", "/bin/sh -c 'while :; do :; done' & wait"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Release)
	within(t, "the child's time is counted", func() bool {
		u := c.Look()
		return len(u.Living) == 2 && u.CPU > 100*time.Millisecond
	})
	for _, p := range c.Look().Living {
		if process, err := os.FindProcess(p.PID); err == nil {
			process.Kill()
		}
	}
}

// TestTreeLeavesTheRest: what goes on after the command's end is named, and neither ended nor waited for.
func TestTreeLeavesTheRest(t *testing.T) {
	c, all := looked(t, `( trap 'exit 0' TERM; while :; do sleep 0.02; done ) & exit 5`)
	if got := c.Exit().Status; got != 5 {
		t.Errorf("status %d, want 5", got)
	}
	left := all[len(all)-1].Living
	if len(left) == 0 {
		t.Fatal("the process in the background is not seen")
	}
	for _, p := range left {
		if p.Name != "sh" && p.Name != "sleep" {
			t.Errorf("%+v is none of ours", p)
		}
		if process, err := os.FindProcess(p.PID); err == nil && p.Name == "sh" {
			process.Kill()
		}
	}
	within(t, "the adopted process is reaped after its end", func() bool { return len(c.Look().Living) == 0 })
}

// TestOthersAreTheirOwn: processes that the program starts for itself, from whatever thread, are neither counted nor
// reaped.
func TestOthersAreTheirOwn(t *testing.T) {
	c, err := Start(Options{Args: []string{"/bin/sleep", "60"}})
	if err != nil {
		t.Fatal(err)
	}
	within(t, "what other tests left behind ends", func() bool { return len(c.Look().Living) == 1 })
	var others sync.WaitGroup
	for range 16 {
		others.Go(func() {
			for range 15 {
				other := exec.Command("/bin/true")
				if err := other.Start(); err != nil {
					t.Error(err)
					return
				}
				time.Sleep(2 * time.Millisecond) // it has ended by now, most likely
				if living := c.Look().Living; len(living) != 1 || living[0].PID != c.PID() {
					t.Errorf("members %+v, want the command alone", living)
				}
				if err := other.Wait(); err != nil {
					t.Errorf("a process of our own was taken away: %v", err)
				}
			}
		})
	}
	others.Wait()
	c.Terminate()
	c.Release()
}

// TestMainThreadIsKept: goroutines that hold a thread each would take the main one too, were it not held.
func TestMainThreadIsKept(t *testing.T) {
	const many = 100
	var holding, done sync.WaitGroup
	holding.Add(many)
	for range many {
		done.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			if unix.Gettid() == os.Getpid() {
				t.Error("a goroutine runs on the main thread: what it starts would pass for adopted")
			}
			holding.Done()
			holding.Wait()
		})
	}
	done.Wait()
}

func TestParseStat(t *testing.T) {
	p, err := parseStat("7 (a) b) (c) S 1 7 7 0 -1 4194304 101 0 0 0 150 25 300 5 20 0 1 0 13 31 3\n")
	if want := 4800 * time.Millisecond; err != nil || p.name != "a) b) (c" || p.cpu != want || p.ended {
		t.Errorf("%+v, %v, want the name in the outer brackets and %s", p, err, want)
	}
	for _, text := range []string{"", "7 (a", "7 (a) S 1 2", "7 (a) S 1 7 7 0 -1 4194304 101 0 0 0 x 25 300 5 20 0", "7 (a) S 1 7 7 0 -1 0 0 0 0 0 0 -1 0 0", "7 (a) S 1 7 7 0 -1 0 0 0 0 0 0 922337203685477580 0 9223372036", ") ("} {
		if _, err := parseStat(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestWithoutProc(t *testing.T) {
	own := newTree("/nonexistent", os.Getpid())
	if own.proc != "/proc" {
		t.Errorf("proc %q, want the usual one when another does not show us", own.proc)
	}
	own.proc = ""
	if u := own.Look(); u.Followed || u.CPU != 0 || u.Living != nil {
		t.Errorf("%+v, want nothing followed", u)
	}
}

// FuzzParseStat: whatever the kernel might write, a time is never negative when the fields are not, and nothing panics.
func FuzzParseStat(f *testing.F) {
	f.Add("7 (a) b) (c) S 1 7 7 0 -1 4194304 101 0 0 0 150 25 300 5 20 0 1 0 13 31 3")
	f.Add("7 () Z 1 7 7 0 -1 0 0 0 0 0 0 0 0 0")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parseStat(text)
		if err != nil && p != (process{}) {
			t.Errorf("%+v beside %v", p, err)
		}
		if err == nil && (p.cpu < 0 || !strings.Contains(text, "("+p.name+")")) {
			t.Errorf("%q gives %+v", text, p)
		}
	})
}

// TestTreeRemembersTheEnded: a member that ended a short while ago is still one, whoever waited for it, and is forgotten
// in the end.
func TestTreeRemembersTheEnded(t *testing.T) {
	t.Chdir(t.TempDir())
	c, all := looked(t, `sh -c 'echo $$ >waited; sleep 0.5'; (sh -c 'echo $$ >orphan; sleep 0.5' &); sleep 1`)
	last := all[len(all)-1]
	want := []int{c.PID()}
	for _, name := range []string{"waited", "orphan"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, pid)
	}
	for _, pid := range want {
		if !slices.Contains(last.Members, pid) {
			t.Errorf("members %v, and not process %d", last.Members, pid)
		}
	}
	c.tree.mu.Lock()
	defer c.tree.mu.Unlock()
	if left := c.tree.members(time.Now().Add(2 * keptEnded)); len(left) != 0 {
		t.Errorf("members %v long after the end", left)
	}
}
