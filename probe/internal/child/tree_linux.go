package child

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// The kernel gives orphans of our tree to the main thread of this process, and lists a thread's children apart. So the
// main thread starts no process itself, here or anywhere: the main goroutine keeps it, and Start uses another. Its
// children are then those that were adopted, and reaping them takes no process away from package os/exec, which
// waits for its own.
func init() { runtime.LockOSThread() }

// adopt makes descendants that lose their parent ours. Without it, which only a kernel before 3.4 would refuse, they are
// left uncounted.
func adopt() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// tick is the unit of times in proc. Source: Linux, USER_HZ, 100 on all architectures that Go knows; proc(5); read 2026-11.
const tick = time.Second / 100

// OwnNumbers reports whether process numbers here are other ones than those of the machine, as in a container; also when
// that cannot be told.
func OwnNumbers() bool {
	// Source: Linux, include/linux/proc_ns.h: PROC_PID_INIT_INO is 0xEFFFFFFC; read 2026-11.
	name, err := os.Readlink("/proc/self/ns/pid")
	return err != nil || name != fmt.Sprintf("pid:[%d]", uint32(0xEFFFFFFC))
}

func newTree(procfs string, root int) *tree {
	t := &tree{root: root}
	for _, proc := range []string{procfs, "/proc"} {
		// In a proc of another process namespace we have another number, and so has everybody else.
		if self, err := os.Readlink(filepath.Join(proc, "self")); err == nil && self == strconv.Itoa(os.Getpid()) {
			t.proc = proc
			break
		}
	}
	return t
}

// followed reports whether children are listed: kernels can be built without that.
func (t *tree) followed() bool {
	if t.proc == "" {
		return false
	}
	_, err := os.Stat(t.children(os.Getpid(), strconv.Itoa(os.Getpid())))
	return err == nil
}

func (t *tree) children(pid int, thread string) string {
	return filepath.Join(t.proc, strconv.Itoa(pid), "task", thread, "children")
}

// walk reaps adopted processes that have ended and adds up the CPU time of the others, of the command, and of all that
// descends from them.
func (t *tree) walk() (living []Process, sum time.Duration) {
	next := t.adopted()
	if t.root != 0 {
		next = append(next, t.root)
	}
	seen := map[int]bool{} // a number that is used again must not lead us round
	for len(next) > 0 {
		pid := next[len(next)-1]
		next = next[:len(next)-1]
		p, ok := t.read(pid)
		if !ok || seen[pid] {
			continue
		}
		seen[pid] = true
		sum += p.cpu
		t.saw(pid, time.Now())
		if !p.ended {
			living = append(living, Process{pid, p.name})
			next = append(next, t.childrenOf(pid)...)
		}
	}
	return living, sum
}

// adopted lists the living processes that became ours, and reaps the others.
func (t *tree) adopted() []int {
	var living []int
	self := os.Getpid()
	for _, pid := range t.listed(t.children(self, strconv.Itoa(self))) {
		if pid == t.root {
			continue
		}
		var usage unix.Rusage
		if got, err := unix.Wait4(pid, nil, unix.WNOHANG, &usage); err == nil && got == pid {
			t.saw(pid, time.Now())                                             // it may have come and gone between two looks
			t.reaped += time.Duration(usage.Utime.Nano() + usage.Stime.Nano()) // with that of the children it waited for
			continue
		}
		living = append(living, pid)
	}
	return living
}

// childrenOf lists the children that a process's threads have started.
func (t *tree) childrenOf(pid int) (children []int) {
	threads, _ := os.ReadDir(filepath.Join(t.proc, strconv.Itoa(pid), "task"))
	for _, thread := range threads {
		children = append(children, t.listed(t.children(pid, thread.Name()))...)
	}
	return children
}

func (t *tree) listed(path string) (pids []int) {
	text, _ := os.ReadFile(path)
	for _, field := range strings.Fields(string(text)) {
		if pid, err := strconv.Atoi(field); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

type process struct {
	name  string
	ended bool          // and was not waited for yet
	cpu   time.Duration // its own and that of the children it has waited for
}

// read reads what proc says of a process; false when it is gone.
func (t *tree) read(pid int) (process, bool) {
	text, err := os.ReadFile(filepath.Join(t.proc, strconv.Itoa(pid), "stat"))
	if err != nil {
		return process{}, false
	}
	p, err := parseStat(string(text))
	return p, err == nil
}

// parseStat reads a line of /proc/PID/stat. The name stands in brackets and may hold spaces and brackets itself.
func parseStat(text string) (process, error) {
	open, close := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
	if open < 0 || close < open {
		return process{}, fmt.Errorf("stat of a process: %q: there is no name in brackets", text)
	}
	fields := strings.Fields(text[close+1:])
	const state, utime, cstime = 0, 11, 14 // the first field after the name is the third of proc(5)
	if len(fields) <= cstime {
		return process{}, fmt.Errorf("stat of a process: %q: it is cut off", text)
	}
	p := process{name: text[open+1 : close], ended: fields[state] == "Z" || fields[state] == "X"}
	for _, field := range fields[utime : cstime+1] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil || ticks < 0 || ticks > int64((math.MaxInt64-p.cpu)/tick) {
			return process{}, fmt.Errorf("stat of a process: %q: not a time", field)
		}
		p.cpu += time.Duration(ticks) * tick
	}
	return p, nil
}
