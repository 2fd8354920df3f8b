//go:build fleet

package fleet

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// A day in the life of a fleet, in a minute and a half: all machines start, work through one job of the simulated node, and
// stop. Every energy counter that wraps does so on each machine, and two machines are started anew while their job writes a
// checkpoint. A probe is started and stopped where its machine draws little: what is used before the first scrape and after
// the last is lost to Prometheus, and this is about its sums.
const (
	machines       = 12
	interval       = 250 * time.Millisecond // of the probes
	scrapeInterval = 2 * interval           // which is the patience of a scrape too
	wrapAt         = 8 * time.Second        // after the start of each probe
	checkpointAt   = 52 * time.Second       // of a job
	idleAt         = 92 * time.Second       // a job is 100 s, the last 10 s of it idle
	together       = 3                      // machines that start at the same time
)

// restarted are the machines that are started anew, and end in the checkpoint of their second job: one of the shared run, and
// one without a run.
var restarted = []int{1, 9}

// runs are the runs of the day: the first is shared by four machines.
var runs = []struct {
	id, user string
	machines []int
}{
	{"train-42", "ada", []int{0, 1, 2, 3}},
	{"eval-7", "bob", []int{4, 5}},
}

// machine is a simulated node and its probe.
type machine struct {
	number  int
	address string
	data    string // directory of its sessions
	probe   *process
	began   time.Time // the job, with the probe
}

// start runs the probe. Each start is one session.
func (m *machine) start() (err error) {
	args := []string{"serve", "--listen", m.address, "--no-open", "--data", m.data, "--interval", interval.String(), "--region", "FR", "--pue", "1.2",
		"--demo", fmt.Sprintf("h100x8:seed=%d,wrap=%s", m.number+1, wrapAt)}
	for _, r := range runs {
		for _, number := range r.machines {
			if number == m.number {
				args = append(args, "--run-id", r.id, "--label", "user="+r.user)
			}
		}
	}
	m.began = time.Now()
	if m.probe, err = start(nil, nil, binary, args...); err != nil {
		return err
	}
	return waitFor("http://"+m.address+"/healthz", m.probe)
}

// work is what a machine does until the end of the day.
func (m *machine) work() error {
	if slices.Contains(restarted, m.number) {
		time.Sleep(time.Until(m.began.Add(checkpointAt)))
		m.probe.stop()
		if err := m.start(); err != nil {
			return err
		}
		time.Sleep(time.Until(m.began.Add(checkpointAt)))
	} else {
		time.Sleep(time.Until(m.began.Add(idleAt)))
	}
	m.probe.stop()
	return nil
}

// session is what a probe recorded.
type session struct {
	State   string
	Started float64
	Seconds float64
	Joules  float64
}

// sessions are those of a machine, by its own record.
func (m *machine) sessions(t *testing.T) []session {
	t.Helper()
	out, err := exec.Command(binary, "sessions", "list", "--json", "--data", m.data).Output()
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Sessions []session }
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	return list.Sessions
}

// joules are those of all sessions of a machine.
func (m *machine) joules(t *testing.T) (sum float64) {
	t.Helper()
	for _, s := range m.sessions(t) {
		sum += s.Joules
	}
	return sum
}

// day is a day that is over, with the server that saw it.
type day struct {
	dir        string
	machines   []*machine
	prometheus *prometheus
	begun, end time.Time // end is after the last scrape
}

// span is the range that covers the day at its end.
func (d *day) span() string { return fmt.Sprintf("%dms", d.end.Sub(d.begun).Milliseconds()) }

// lived is the one day that all tests look back on.
func lived(t *testing.T) *day {
	t.Helper()
	dayOnce.Do(func() {
		dir, err := os.MkdirTemp("", "gramwatt-day-")
		if err != nil {
			dayErr = err
			return
		}
		theDay = &day{dir: dir}
		dayErr = theDay.live()
	})
	if dayErr != nil {
		t.Fatal(dayErr)
	}
	return theDay
}

var (
	dayOnce sync.Once
	dayErr  error
	theDay  *day
)

func (d *day) live() error {
	var targets []string
	for i := range machines {
		port, err := freePort()
		if err != nil {
			return err
		}
		m := &machine{number: i, address: fmt.Sprintf("127.0.0.1:%d", port), data: filepath.Join(d.dir, fmt.Sprint("machine-", i))}
		d.machines, targets = append(d.machines, m), append(targets, m.address)
	}
	var err error
	if d.prometheus, err = startPrometheus(d.dir, targets); err != nil {
		return err
	}
	if err := d.prometheus.waitForTargets(machines); err != nil {
		return err
	}
	d.begun = time.Now()
	for group := range slices.Chunk(d.machines, together) {
		if err := each(group, (*machine).start); err != nil {
			return err
		}
	}
	if err := each(d.machines, (*machine).work); err != nil {
		return err
	}
	time.Sleep(4 * scrapeInterval)
	d.end = time.Now()
	return nil
}

// each does something to machines at the same time.
func each(list []*machine, do func(*machine) error) error {
	failed := make([]error, len(list))
	var all sync.WaitGroup
	for i, m := range list {
		all.Go(func() { failed[i] = do(m) })
	}
	all.Wait()
	return errors.Join(failed...)
}

func (d *day) close() {
	for _, m := range d.machines {
		if m.probe != nil {
			m.probe.stop()
		}
	}
	if d.prometheus != nil {
		d.prometheus.stop()
	}
	os.RemoveAll(d.dir)
}
