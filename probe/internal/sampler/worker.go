package sampler

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/sensor"
)

// The deadlines of a family's calls. A call that passes its deadline is not repeated: no second one is made until the
// first has come back, because a driver that hangs would hang the next caller as well.
const (
	openDeadline = 10 * time.Second // a GPU driver may take seconds to wake its devices
	readDeadline = 2 * time.Second  // or two intervals, when that is longer
)

// How long to leave a family alone before it is opened again.
const (
	retryLost   = 10 * time.Second // it worked, or may work as soon as a permission is given
	retryAbsent = 30 * time.Second // the machine does not have it: a driver may yet be installed
	retryAsleep = 2 * time.Second  // looking whether it is awake wakes nothing, and what it does meanwhile is not measured
)

// lostReads is how many reads in a row must find every device lost before the family is opened again. One torn read
// is no reason to start a driver anew.
const lostReads = 3

type command uint8

const (
	openIt command = iota
	readIt
)

// answer is what one call of a family brought back.
type answer struct {
	from     *worker
	command  command
	devices  []sensor.Device
	readings []sensor.Reading
	err      error
	took     time.Duration
}

// fault is the panic that ended the call; nil when none did.
func (a *answer) fault() *bulkhead.Panic {
	fault, _ := errors.AsType[*bulkhead.Panic](a.err)
	return fault
}

// call is a call into a family that has not come back.
type call struct {
	command command
	began   time.Time
}

// worker is one family and the goroutine that owns it.
type worker struct {
	family   sensor.Family
	commands chan command // capacity 1: the coordinator sends only while the worker is idle
	deadline time.Duration
	call     atomic.Pointer[call]           // the running one; nil when idle
	fault    atomic.Pointer[bulkhead.Panic] // of the last call, or of what became of it; nil when all was well

	// Owned by Run's goroutine.
	open     bool
	openNext time.Time     // not before this
	readNext time.Time     // when a family that needs it is read between two ticks
	period   time.Duration // of such reads; 0 when the ticks suffice
	lost     int           // reads in a row with every device lost
	done     chan struct{}
}

func newWorker(f sensor.Family, interval time.Duration) *worker {
	return &worker{
		family:   f,
		commands: make(chan command, 1),
		deadline: max(readDeadline, 2*interval),
		done:     make(chan struct{}),
	}
}

// run obeys commands until they end or ctx does, then closes the family.
func (w *worker) run(ctx context.Context, answers chan<- answer) {
	defer close(w.done)
	defer w.close()
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-w.commands:
			a := w.obey(ctx, c)
			select {
			case answers <- a:
			case <-ctx.Done():
				return
			}
		}
	}
}

// close closes the family. A panic in that is nobody's loss any more.
func (w *worker) close() { bulkhead.Do(w.family.Close) }

// obey makes one call. A panic in it, a fault of ours or of a driver's library, is a failed call of this family.
func (w *worker) obey(ctx context.Context, c command) answer {
	begin := time.Now()
	a := answer{from: w, command: c}
	a.err = bulkhead.Do(func() (err error) {
		switch c {
		case openIt:
			ctx, cancel := context.WithTimeout(ctx, openDeadline)
			defer cancel()
			a.devices, err = w.family.Open(ctx)
		case readIt:
			ctx, cancel := context.WithTimeout(ctx, w.deadline)
			defer cancel()
			a.readings, err = w.family.Read(ctx)
		}
		return err
	})
	a.took = time.Since(begin)
	return a
}

// order starts a call. The worker must be idle.
func (w *worker) order(c command, now time.Time) {
	w.call.Store(&call{command: c, began: now})
	w.commands <- c
}

// idle reports whether no call is out.
func (w *worker) idle() bool { return w.call.Load() == nil }

// overdue says for how long the running call has been out, and whether it has passed its deadline.
func (w *worker) overdue(now time.Time) (out time.Duration, stuck bool) {
	c := w.call.Load()
	if c == nil {
		return 0, false
	}
	out = now.Sub(c.began)
	if c.command == openIt {
		return out, out > openDeadline
	}
	return out, out > w.deadline
}

// status is the family's own, unless it hangs.
func (w *worker) status(now time.Time) sensor.Status {
	s := w.family.Status()
	if broken := w.fault.Load(); broken != nil {
		s.State, s.Detail = sensor.Lost, w.brokenWords(broken)
		s.Remedy = "none is known: this is a fault in gramwatt or in a driver's library; the log has more. The other sensors go on"
	}
	if out, stuck := w.overdue(now); stuck {
		s.State = sensor.Stuck
		s.Detail = fmt.Sprintf("a call into %s has not come back for %.0f s", w.family.Name(), out.Seconds())
		s.Remedy = "restart gramwatt when the driver answers again; the other sensors go on"
	}
	return s
}

// brokenWords are the reason of devices whose family fell over.
func (w *worker) brokenWords(fault error) string {
	return "reading " + w.family.Name() + " " + fault.Error()
}

// opened notes how an Open went.
func (w *worker) opened(err error, now time.Time, interval time.Duration) {
	w.open, w.lost, w.period = err == nil, 0, 0
	if err != nil {
		w.openNext = now.Add(w.retryAfter())
		return
	}
	if paced, ok := w.family.(sensor.Paced); ok {
		if p := paced.Period(); p > 0 && p < interval {
			w.period = max(p, 10*time.Millisecond)
		}
	}
	w.readNext = now.Add(w.period)
}

// pace is the time between two reads.
func (w *worker) pace(interval time.Duration) time.Duration {
	if w.period > 0 {
		return w.period
	}
	return interval
}

// noteRead decides whether the family has to be opened again.
func (w *worker) noteRead(a answer, now time.Time) {
	switch {
	case errors.Is(a.err, sensor.ErrChanged):
		w.open, w.openNext = false, now
		return
	case a.err != nil || allLost(a.readings):
		w.lost++
	default:
		w.lost = 0
	}
	if w.lost >= lostReads {
		w.open, w.openNext = false, now.Add(w.retryAfter())
	}
}

func (w *worker) retryAfter() time.Duration {
	if w.fault.Load() != nil {
		return retryLost
	}
	switch w.family.Status().State {
	case sensor.Absent:
		return retryAbsent
	case sensor.Asleep:
		return retryAsleep
	}
	return retryLost
}

func allLost(readings []sensor.Reading) bool {
	for i := range readings {
		if readings[i].State != sensor.Lost {
			return false
		}
	}
	return len(readings) > 0
}
