package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// Source is what a Recorder needs of a sampler.
type Source interface {
	wire.Source
	History(after uint64) []*sampler.Snapshot
	Subscribe() (<-chan *sampler.Snapshot, func())
	Note(label string)
}

// Session is what a sampler does not know of a session. All of it may be empty.
type Session struct {
	Name    string
	Command []string // that is measured, with its arguments
	RunID   string
}

const (
	batch      = 100             // snapshots of one transaction, when there is a backlog; else one
	finishWait = 5 * time.Second // for the last samples
)

// Recorder writes the session of one sampler. Its Run is one goroutine that never holds up the sampler: it takes what
// lies behind its cursor from the sampler's History whenever it is woken.
type Recorder struct {
	store   *Store
	source  Source
	about   wire.About
	session Session

	status atomic.Pointer[sensor.Status]
	tried  chan struct{} // closed after the first try to open the store
	once   sync.Once

	exitMu sync.Mutex
	exit   *int

	thinning bulkhead.Part

	// Owned by Run's goroutine.
	db       *sql.DB
	lock     *flock.Flock // of the session, from before it is in db
	beside   []string     // processes that record into the same directory
	sql      *prepared    // of db
	w        writer
	began    bool
	cursor   uint64
	told     []sensor.Device // in the hello that is written
	failed   string          // why nothing is written now; empty when all is well
	retryAt  time.Time
	thinAt   time.Time
	overFull bool // it was said that the file cannot be kept below its limit
}

// Recorder makes the recorder of a sampler's session, whose id is the sampler's boot. Nothing is written before Run.
func (s *Store) Recorder(source Source, about wire.About, session Session) *Recorder {
	r := &Recorder{store: s, source: source, about: about, session: session, tried: make(chan struct{}),
		thinning: bulkhead.Part{Name: "thinning the sessions", Log: s.o.Log, Tell: source.Note}}
	r.status.Store(&sensor.Status{Family: "store", State: sensor.Late, Detail: "opens " + s.dir})
	return r
}

// Status says into which directory it records, or why not and the remedy.
func (r *Recorder) Status() sensor.Status { return *r.status.Load() }

// Tried is closed once Status is more than an intention.
func (r *Recorder) Tried() <-chan struct{} { return r.tried }

// SetExit notes the exit status of the command that was measured. It counts when it comes before the end of Run.
func (r *Recorder) SetExit(status int) {
	r.exitMu.Lock()
	defer r.exitMu.Unlock()
	r.exit = &status
}

// Run records until the sampler or ctx ends, then writes what is left and closes the session. It returns nil, whatever
// fails: see Status. It is called once.
func (r *Recorder) Run(ctx context.Context) error {
	snapshots, cancel := r.source.Subscribe()
	defer cancel()
	r.try(ctx)
	for {
		select {
		case <-ctx.Done():
		case _, open := <-snapshots:
			if open {
				r.try(ctx)
				continue
			}
		}
		r.finish(context.WithoutCancel(ctx))
		return nil
	}
}

// try writes what is new, unless it failed a short while ago.
func (r *Recorder) try(ctx context.Context) {
	now := time.Now()
	if r.failed != "" && now.Before(r.retryAt) {
		return
	}
	err := bulkhead.Do(func() error { return r.catchUp(ctx) })
	if err == nil && !now.Before(r.thinAt) {
		r.thinAt = now.Add(r.store.o.thin)
		var thinned error
		r.thinning.Do(func() { thinned = r.thin(ctx) })
		if Broken(thinned) {
			err = thinned
		} else if thinned != nil { // the samples are written; there is time to thin
			r.store.o.Log.Debug("store: not thinned", "reason", thinned)
		}
	}
	if ctx.Err() == nil { // the end is no failure
		r.judge(ctx, err)
	}
	r.once.Do(func() { close(r.tried) })
}

// catchUp writes what lies behind the cursor. Into a file that takes the place of one that was moved away, that is
// everything that History has.
func (r *Recorder) catchUp(ctx context.Context) error {
	if r.db != nil && r.store.gone() {
		r.store.o.Log.Warn("the file of sessions was moved away; a new one begins", "data", r.store.dir)
		r.source.Note("the file of sessions was moved away; a new one begins")
		r.store.Close()
		r.forget()
	}
	if r.db == nil {
		if err := r.open(ctx); err != nil {
			return err
		}
	}
	missing := r.source.History(r.cursor)
	if len(missing) == 0 {
		return nil
	}
	lost := missing[len(missing)-1].Seq - r.cursor - uint64(len(missing)) // History no longer has them
	for part := range slices.Chunk(missing, batch) {
		if err := r.write(ctx, part); err != nil {
			return err
		}
		if lost > 0 { // said once it is sure
			r.source.Note(fmt.Sprintf("%d samples were not recorded; the totals have their energy", lost))
			lost = 0
		}
	}
	return nil
}

// open makes all ready to write.
func (r *Recorder) open(ctx context.Context) error {
	db, aside, err := r.store.recording(ctx)
	if aside != "" {
		r.sayAside(aside)
	}
	if err == nil && r.lock == nil {
		r.lock, err = r.store.hold(ctx, r.store.sessionLock(r.source.Boot()))
	}
	if err == nil {
		r.beside, err = r.store.sweep(ctx, db, r.source.Boot())
	}
	if err == nil {
		r.sql, err = prepare(ctx, db)
	}
	if err == nil {
		r.db = db
	}
	return err
}

// unlock tells that the session is not recorded any more.
func (r *Recorder) unlock() {
	if r.lock != nil {
		r.lock.Close() // before it is removed: an open file stays on some systems
		os.Remove(r.lock.Path())
		r.lock = nil
	}
}

// write adds snapshots, all or none. It takes less than a millisecond and is not interrupted: for a context that may end,
// the library starts a goroutine with each statement.
func (r *Recorder) write(ctx context.Context, snapshots []*sampler.Snapshot) error {
	ctx = context.WithoutCancel(ctx)
	w, began, told := r.w, r.began, r.told
	w.sql = r.sql
	devices := r.source.Devices()
	add := func(tx *sql.Tx) (err error) {
		if !began {
			about := wire.Session{ID: r.source.Boot(), Name: r.session.Name, Command: r.session.Command, RunID: r.session.RunID,
				State: wire.Recording, Started: float64(r.source.Started().UnixMicro()) / 1e6}
			if r.about.Simulated != "" {
				about.Simulated = &r.about.Simulated
			}
			if w, err = begin(ctx, tx, r.sql, about); err != nil {
				return err
			}
		}
		for _, s := range snapshots {
			if err := w.snapshot(ctx, tx, s); err != nil {
				return err
			}
		}
		if !began || !slices.Equal(devices, told) {
			hello, err := r.hello()
			if err == nil {
				err = w.describe(ctx, tx, hello)
			}
			return err
		}
		return nil
	}
	var err error
	if began && slices.Equal(devices, told) && len(snapshots) == 1 && len(snapshots[0].Events) == 0 {
		err = add(nil) // one statement is a transaction of its own, and BEGIN and COMMIT take as long as it does
	} else {
		err = within(ctx, r.db, add)
	}
	if err == nil {
		r.w, r.began, r.told = w, true, devices
		r.cursor = snapshots[len(snapshots)-1].Seq
	}
	return err
}

// snapshot adds the events of a snapshot and its sample.
func (w *writer) snapshot(ctx context.Context, tx *sql.Tx, s *sampler.Snapshot) error {
	for _, e := range s.Events {
		f := wire.NewEvent(s.Seq, e)
		text, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if err := w.add(ctx, tx, wire.Line{Type: f.Type, Seq: f.Seq, T: f.T, Text: text}, 0); err != nil {
			return err
		}
	}
	f := wire.NewSample(s, 0)
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	w.Seconds, w.Joules = f.Seconds, f.Totals.Joules
	return w.add(ctx, tx, wire.Line{Type: f.Type, Seq: f.Seq, T: f.T, Text: text}, 0)
}

func (r *Recorder) hello() ([]byte, error) {
	return json.Marshal(wire.Hello{Type: "hello", Machine: wire.Describe(r.source, r.about)})
}

// finish writes the last samples and closes the session. It tries even if the last try failed.
func (r *Recorder) finish(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, finishWait)
	defer cancel()
	err := bulkhead.Do(func() error { return r.end(ctx) })
	r.unlock()
	if missing := len(r.source.History(r.cursor)); err != nil {
		r.store.o.Log.Warn("the end of the session is not recorded", "reason", err, "samples", missing)
	}
}

// end writes what is left and that the session has ended.
func (r *Recorder) end(ctx context.Context) error {
	if err := r.catchUp(ctx); err != nil || !r.began {
		return err
	}
	hello, _ := r.hello() // how each device stood at the end; the one before will do
	w := r.w
	w.sql = r.sql
	ended := float64(time.Now().UnixMicro()) / 1e6
	w.State, w.Ended = wire.Ended, &ended
	r.exitMu.Lock()
	w.ExitStatus = r.exit
	r.exitMu.Unlock()
	return within(ctx, r.db, func(tx *sql.Tx) error { return w.describe(ctx, tx, hello) })
}
