// Package store keeps sessions in one embedded SQLite file: what was sampled, what happened, and the totals.
//
// A probe that records makes a Store of a directory, a Recorder of the Store, and runs it beside its sampler:
//
//	s := store.New(dir, store.Options{Log: log})
//	defer s.Close()
//	recorder := s.Recorder(sampler, about, store.Session{Command: args})
//	go recorder.Run(ctx) // ends after the sampler, with everything written
//
// New never fails, and neither does Run: a directory that cannot be written, a full disk, a broken file or another
// probe that records into the same directory stop the recording and nothing else. The Recorder says so once, tries
// again by itself, and then writes what the sampler's History has kept meanwhile. One transaction holds one sample with
// the totals, so a killed probe loses at most one interval. Joules in a frame count from the start of the session, so
// samples can be thinned with age, and are, while the totals stay as they were measured.
//
// Everyone else reads: List, Find, Frames, and Delete and Import, also while a probe records, from any process. Of a file
// that this program did not break it never removes anything: a broken one is put aside under another name, one of a newer
// version is left alone.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Options tune a Store. The zero value is usable.
type Options struct {
	Tiers []Tier       // how samples are thinned with age; DefaultTiers when nil
	Keep  int          // samples that thinning with age leaves to a session, however old; 600 when 0
	Limit int64        // bytes of the file, above which the oldest ended sessions are thinned further; 1 GiB when 0
	Log   *slog.Logger // slog.Default when nil

	retry    time.Duration // after a failure; 10 s when 0. Tests shorten it.
	thin     time.Duration // between two looks at what has aged; a minute when 0
	maxPages int           // of the file, as a full disk would have it; no limit when 0
}

// Tier says that of samples older than After one is kept for each Every.
type Tier struct{ After, Every time.Duration }

// DefaultTiers keep every sample for an hour, one in 10 s for a day and one a minute after that.
var DefaultTiers = []Tier{{time.Hour, 10 * time.Second}, {24 * time.Hour, time.Minute}}

const (
	fileName    = "sessions.db"
	lockName    = "sessions.lock"
	lockTries   = 500 * time.Millisecond // someone who looks whether a probe records holds the lock for a moment
	defaultKeep = 600
)

// Errors for callers to decide on.
var (
	ErrLocked    = errors.New("another probe records there")
	ErrNewer     = errors.New("the file is of a newer version of gramwatt")
	ErrUnknown   = errors.New("there is no such session")
	ErrAmbiguous = errors.New("several sessions begin like that")
	ErrLive      = errors.New("the session is being recorded")
	ErrExists    = errors.New("the session is there already")
)

// Store is a directory with recorded sessions. Its methods are safe for any goroutine.
type Store struct {
	dir string
	o   Options

	mu   sync.Mutex
	db   *sql.DB      // nil until it is needed
	lock *flock.Flock // held while this process records
}

// New names a directory. Nothing is opened or made until something is read or written. One with an empty name holds
// nothing.
func New(dir string, o Options) *Store {
	if o.Tiers == nil {
		o.Tiers = DefaultTiers
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	o.Keep = cmp.Or(o.Keep, defaultKeep)
	o.Limit = cmp.Or(o.Limit, 1<<30)
	o.retry = cmp.Or(o.retry, 10*time.Second)
	o.thin = cmp.Or(o.thin, time.Minute)
	return &Store{dir: dir, o: o}
}

// Dir is the directory.
func (s *Store) Dir() string { return s.dir }

// Close ends the use of the file and frees the directory for another probe.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.db != nil {
		err = s.db.Close()
		s.db = nil
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
		s.lock = nil
	}
	return err
}

// reading returns the database; nil when nothing was ever recorded.
func (s *Store) reading(ctx context.Context) (*sql.DB, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db != nil || s.dir == "" {
		return s.db, nil
	}
	if _, err := os.Stat(s.path()); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	db, err := open(ctx, s.path(), s.o)
	if err != nil {
		if still, again := openStill(ctx, s.path()); again == nil {
			db, err = still, nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("store: %q: %w", s.path(), err)
	}
	s.db = db
	return db, nil
}

// writing returns the database, made if need be.
func (s *Store) writing(ctx context.Context) (*sql.DB, error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		db, err := open(ctx, s.path(), s.o)
		if err != nil {
			return nil, err
		}
		s.db = db
	}
	return s.db, nil
}

// recording returns the database for the one probe that may record. Sessions that a killed probe left open are closed
// first. What was put aside is told, if anything was.
func (s *Store) recording(ctx context.Context) (db *sql.DB, aside string, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, "", err
	}
	if err := s.take(ctx); err != nil {
		return nil, "", err
	}
	db, err = s.writing(ctx)
	if broken(err) {
		if aside, err = s.putAside(); err != nil {
			return nil, "", err
		}
		db, err = s.writing(ctx)
	}
	if err == nil {
		err = closeInterrupted(ctx, db)
	}
	return db, aside, err
}

// take takes the lock, unless this process has it.
func (s *Store) take(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock != nil {
		return nil
	}
	lock := flock.New(s.lockPath(), flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	patience, cancel := context.WithTimeout(ctx, lockTries)
	defer cancel()
	held, err := lock.TryLockContext(patience, lockTries/10)
	switch {
	case held:
	case patience.Err() != nil && ctx.Err() == nil:
		lock.Close()
		if pid, err := os.ReadFile(s.lockPath()); err == nil && len(pid) > 0 {
			return fmt.Errorf("%w: process %s", ErrLocked, strings.TrimSpace(string(pid)))
		}
		return ErrLocked
	default:
		lock.Close()
		return err
	}
	// Whom to name to the next one that comes. The lock itself ends with the process, however it ends.
	if err := os.WriteFile(s.lockPath(), fmt.Appendf(nil, "%d\n", os.Getpid()), 0o600); err != nil {
		s.o.Log.Debug("store: lock without a name", "reason", err)
	}
	s.lock = lock
	return nil
}

// live reports whether a probe records into the directory now.
func (s *Store) live() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock != nil {
		return true
	}
	if _, err := os.Stat(s.lockPath()); err != nil {
		return false
	}
	lock := flock.New(s.lockPath(), flock.SetFlag(os.O_RDONLY))
	defer lock.Close()
	free, err := lock.TryRLock()
	return err == nil && !free
}

func (s *Store) path() string     { return filepath.Join(s.dir, fileName) }
func (s *Store) lockPath() string { return filepath.Join(s.dir, lockName) }

// putAside gives a broken file another name and says which. What it holds is not lost: tools for SQLite may read it.
func (s *Store) putAside() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db != nil {
		s.db.Close()
		s.db = nil
	}
	name := s.path() + ".broken-" + time.Now().UTC().Format("20060102-150405.000000")
	if err := os.Rename(s.path(), name); err != nil {
		return "", err
	}
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Rename(s.path()+beside, name+beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return name, nil
}
