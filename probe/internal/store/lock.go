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

const (
	lockName  = "sessions.lock"
	lockTries = 500 * time.Millisecond // someone who looks whether a probe records holds the lock for a moment
)

func (s *Store) lockPath() string { return filepath.Join(s.dir, lockName) }

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
