// Package store keeps sessions in one embedded SQLite file: what was sampled, what happened, and the totals.
//
// A probe that records makes a Store of a directory, a Recorder of the Store, and runs it beside its sampler:
//
//	s := store.New(dir, store.Options{Log: log})
//	defer s.Close()
//	recorder := s.Recorder(sampler, about, store.Session{Command: args})
//	go recorder.Run(ctx) // ends after the sampler, with everything written
//
// New never fails, and neither does Run: a directory that cannot be written, a full disk or a broken file stop the
// recording and nothing else. The Recorder says so once, tries again by itself, and then writes what the sampler's
// History has kept meanwhile. Each sample is a transaction and has the totals, so a killed probe loses at most one
// interval. Joules in a frame count from the start of the session, so samples can be thinned with age, and are, while the
// totals stay as they were measured.
//
// Several processes may record into one directory, each a session of its own, on which it holds a lock. A session whose
// lock nobody holds any more was interrupted; one that is live nobody else ends or deletes.
//
// Everyone else reads: List, Find, Frames, and Delete and Import, also while probes record, from any process. Of a file
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
	"sync"
	"time"
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
	defaultKeep = 600
)

// Errors for callers to decide on.
var (
	ErrLocked    = errors.New("another probe keeps the directory to itself")
	ErrNewer     = errors.New("the file is of a newer version of gramwatt")
	ErrUnknown   = errors.New("there is no such session")
	ErrAmbiguous = errors.New("several sessions begin like that")
	ErrLive      = errors.New("it is being recorded")
	ErrExists    = errors.New("the session is there already")
)

// Store is a directory with recorded sessions. Its methods are safe for any goroutine.
type Store struct {
	dir string
	o   Options

	mu   sync.Mutex
	db   *sql.DB     // nil until it is needed
	file fs.FileInfo // of db, to see whether it is still in its place
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

// Close ends the use of the file.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
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
	s.file, _ = os.Stat(s.path())
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
		s.file, _ = os.Stat(s.path()) // without it the file counts as gone, and is opened again
	}
	return s.db, nil
}

// gone reports whether the file that is written is no longer in its place: someone removed or moved it, and what is
// written to it nobody will find.
func (s *Store) gone() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, err := os.Stat(s.path())
	return err != nil || !os.SameFile(now, s.file)
}

// recording returns the database for a probe that records. What was put aside is told, if anything was.
func (s *Store) recording(ctx context.Context) (db *sql.DB, aside string, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, "", err
	}
	lock, err := s.hold(ctx, s.lockPath())
	if err != nil {
		return nil, "", err
	}
	defer lock.Close()
	db, err = s.writing(ctx)
	if Broken(err) {
		if aside, err = s.putAside(); err != nil {
			return nil, "", err
		}
		db, err = s.writing(ctx)
	}
	return db, aside, err
}

// replace puts a file aside that was found to be broken, unless another probe has done so.
func (s *Store) replace(ctx context.Context) (aside string, err error) {
	lock, err := s.hold(ctx, s.lockPath())
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if s.gone() {
		return "", s.Close()
	}
	return s.putAside()
}

// sweep ends the sessions whose probe was killed, at their last sample, and names the processes that record beside the one
// with the session mine.
func (s *Store) sweep(ctx context.Context, db *sql.DB, mine string) (beside []string, err error) {
	ids, err := column[string](ctx, db, "SELECT id FROM sessions WHERE state = 'recording' AND id <> ? ORDER BY n", mine)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if process, live := holder(s.sessionLock(id)); live {
			beside = append(beside, process)
			continue
		}
		// One that has ended meanwhile is no longer in this state.
		_, err := db.ExecContext(ctx, "UPDATE sessions SET (seconds, joules, samples) = ("+totals+"), ended = "+last+" ->> '$.t', state = 'interrupted' "+
			"WHERE id = ? AND state = 'recording'", id)
		if err != nil {
			return nil, err
		}
		os.Remove(s.sessionLock(id))
	}
	return beside, nil
}

func (s *Store) path() string { return filepath.Join(s.dir, fileName) }

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
