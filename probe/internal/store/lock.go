package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// A lock is a file that a process holds and that the kernel frees at its end, however it ends. That of the directory is
// held while its file is opened to record: one probe at a time makes it, brings it to this version or puts it aside.
// (Older versions held it for as long as they recorded.) That of a session is held for as long as it is recorded, so that
// any process can tell a session that is live from one whose probe was killed.

const (
	lockName  = "sessions.lock"
	lockTries = 2 * time.Second // another probe that opens the file, or somebody who looks whether it is held, holds a lock for a moment
)

func (s *Store) lockPath() string { return filepath.Join(s.dir, lockName) }

func (s *Store) sessionLock(id string) string { return filepath.Join(s.dir, "session-"+id+".lock") }

// hold takes a lock. The file holds the number of the process, to name it to others.
func (s *Store) hold(ctx context.Context, path string) (*flock.Flock, error) {
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	patience, cancel := context.WithTimeout(ctx, lockTries)
	defer cancel()
	held, err := lock.TryLockContext(patience, lockTries/40)
	switch {
	case held:
	case patience.Err() != nil && ctx.Err() == nil:
		lock.Close()
		return nil, fmt.Errorf("%w: process %s", ErrLocked, nameIn(path))
	default:
		lock.Close()
		return nil, err
	}
	if err := os.WriteFile(path, fmt.Appendf(nil, "%d\n", os.Getpid()), 0o600); err != nil {
		s.o.Log.Debug("store: lock without a name", "reason", err)
	}
	return lock, nil
}

// holder names the process that holds a lock; held is false when nobody does.
func holder(path string) (process string, held bool) {
	if _, err := os.Stat(path); err != nil {
		return "", false
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDONLY))
	defer lock.Close()
	if free, err := lock.TryRLock(); free || err != nil {
		return "", false
	}
	return nameIn(path), true
}

func nameIn(path string) string {
	if pid, err := os.ReadFile(path); err == nil && len(pid) > 0 {
		return strings.TrimSpace(string(pid))
	}
	return "of an unknown number"
}
