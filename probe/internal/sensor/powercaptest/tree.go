// Package powercaptest builds trees like Linux's /sys/class/powercap and moves their counters along a known waveform,
// for tests only.
//
//	tree := powercaptest.New(t)
//	tree.Add(t, "intel-rapl:0", "package-0", 300) // wraps every 300 J
//	tree.Move(t)               // until the test ends
//	// give tree.Root as --sysfs; between two moments the package used
//	want := tree.Energy("intel-rapl:0", a, b)
package powercaptest

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"gramwatt/estimator"
)

// Step is the time between two values of a moving counter. The hardware's is about 1 ms.
const Step = 5 * time.Millisecond

// Tree is a sysfs directory with powercap zones. Add zones before Move; change them at any time.
type Tree struct {
	Root  string // to be given as sysfs
	start time.Time

	mu    sync.Mutex
	zones map[string]*Zone
	wrote time.Time     // when the counters were last moved
	lag   time.Duration // the longest time in which they were not
}

// Zone is one directory with a counter.
type Zone struct {
	Dir   string
	Name  string
	wrap  uint64 // microjoules; the counter's highest value
	mean  float64
	phase float64

	torn    bool
	gone    bool    // it is not written any more
	base    uint64  // counter at the start of the waveform
	restart float64 // seconds: the waveform counts from here
}

// New makes an empty tree in a directory that the test removes.
func New(t testing.TB) *Tree {
	t.Helper()
	tree := &Tree{Root: t.TempDir(), start: time.Now(), zones: map[string]*Zone{}}
	if err := os.MkdirAll(tree.class(), 0o755); err != nil {
		t.Fatal(err)
	}
	return tree
}

func (tree *Tree) class() string { return filepath.Join(tree.Root, "class", "powercap") }

// Add makes a zone, such as "intel-rapl:0" named "package-0", whose counter returns to 0 after a number of joules. A
// range of 0 leaves the file that tells it away. Each zone draws its own power: 90 to 139 W on average, swinging by 40 W.
func (tree *Tree) Add(t testing.TB, dir, name string, wrapJoules float64) *Zone {
	t.Helper()
	tree.mu.Lock()
	defer tree.mu.Unlock()
	n := float64(len(tree.zones))
	z := &Zone{Dir: dir, Name: name, wrap: uint64(wrapJoules * 1e6), mean: 90 + 7*math.Mod(n, 8), phase: n}
	if z.wrap > 0 {
		z.base = uint64(float64(z.wrap) * math.Mod(0.37*n, 1))
		tree.File(t, dir, "max_energy_range_uj", strconv.FormatUint(z.wrap, 10))
	}
	tree.File(t, dir, "name", name)
	tree.File(t, dir, "energy_uj", strconv.FormatUint(z.base, 10))
	tree.File(t, dir, "constraint_0_name", "long_term")
	tree.File(t, dir, "constraint_0_power_limit_uw", "150000000")
	tree.File(t, dir, "constraint_0_max_power_uw", "17000000")
	tree.zones[dir] = z
	return z
}

// File puts one file into a zone's directory.
func (tree *Tree) File(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(tree.class(), dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Move keeps the counters moving until the test ends.
func (tree *Tree) Move(t testing.TB) {
	t.Helper()
	stop, done := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(stop); <-done })
	tree.mu.Lock()
	tree.start = time.Now()
	tree.mu.Unlock()
	go func() {
		defer close(done)
		tick := time.NewTicker(Step)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				if err := tree.write(); err != nil {
					t.Errorf("powercaptest: move counters: %v", err)
					return
				}
			}
		}
	}()
}

// write puts the present values into the files. Each is one short write over the old digits, so that a reader never
// sees half of two values, unless the zone is torn.
func (tree *Tree) write() error {
	tree.mu.Lock()
	defer tree.mu.Unlock()
	now := time.Now()
	if !tree.wrote.IsZero() {
		tree.lag = max(tree.lag, now.Sub(tree.wrote))
	}
	tree.wrote = now
	for dir, z := range tree.zones {
		path := filepath.Join(tree.class(), dir, "energy_uj")
		switch {
		case z.gone:
			continue
		case z.torn:
			if err := os.Truncate(path, 0); err != nil {
				return err
			}
			continue
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(f, "%020d\n", z.counter(time.Since(tree.start).Seconds()))
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// counter is the zone's value at a time since the start. The kernel's range is the highest value, not the modulus.
func (z *Zone) counter(t float64) uint64 {
	value := z.base + uint64((z.integral(t)-z.integral(z.restart))*1e6)
	if z.wrap > 0 {
		value %= z.wrap + 1
	}
	return value
}

// integral is the joules from the start to a time: the mean power with a swing of 40 W every 3 s.
func (z *Zone) integral(t float64) float64 {
	const omega = 2 * math.Pi / 3
	return z.mean*t + 40/omega*(math.Cos(z.phase)-math.Cos(omega*t+z.phase))
}

// Energy is what a zone uses between two moments.
func (tree *Tree) Energy(dir string, from, to time.Time) estimator.Joules {
	tree.mu.Lock()
	defer tree.mu.Unlock()
	z := tree.zones[dir]
	return estimator.Joules(z.integral(to.Sub(tree.start).Seconds()) - z.integral(from.Sub(tree.start).Seconds()))
}

// Lag is how long the counters stood still at most: about Step, and more on a machine that is busy with other things. What
// they say may be older by that.
func (tree *Tree) Lag() time.Duration {
	tree.mu.Lock()
	defer tree.mu.Unlock()
	return tree.lag
}

// Reset makes a zone's counter start afresh at 0, as after a reload of the kernel module.
func (tree *Tree) Reset(dir string) {
	tree.mu.Lock()
	defer tree.mu.Unlock()
	z := tree.zones[dir]
	z.base, z.restart = 0, time.Since(tree.start).Seconds()
}

// Tear makes reads of a zone's counter find an empty file, or ends that.
func (tree *Tree) Tear(dir string, torn bool) {
	tree.mu.Lock()
	defer tree.mu.Unlock()
	tree.zones[dir].torn = torn
}

// Deny makes a zone's counter readable to nobody but root, as Linux does since 5.10, or, where the test is not root, to
// nobody at all; then it stands still, because this process may not move it either.
func (tree *Tree) Deny(t testing.TB, dir string) {
	t.Helper()
	tree.mu.Lock()
	defer tree.mu.Unlock()
	mode := os.FileMode(0o400)
	if os.Getuid() != 0 {
		mode, tree.zones[dir].gone = 0, true
	}
	if err := os.Chmod(filepath.Join(tree.class(), dir, "energy_uj"), mode); err != nil {
		t.Fatal(err)
	}
}

// Block puts a directory in the place of a zone's counter, so that reading it is an error for root too, whom no file
// mode denies anything.
func (tree *Tree) Block(t testing.TB, dir string) {
	t.Helper()
	tree.mu.Lock()
	defer tree.mu.Unlock()
	tree.zones[dir].gone = true
	path := filepath.Join(tree.class(), dir, "energy_uj")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
}
