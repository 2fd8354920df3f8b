package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/sensor"
)

// code is the kind of an error of SQLite; 0 for any other.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// Broken reports whether an error says that the file is damaged, or no file of sessions at all.
func Broken(err error) bool { return code(err) == lib.SQLITE_CORRUPT || code(err) == lib.SQLITE_NOTADB }

// standing is an error as a line of the start-up report: what stopped the recording into a directory, and what helps.
func standing(dir string, err error) sensor.Status {
	s := sensor.Status{Family: "store", State: sensor.Denied}
	const elsewhere = "give --data DIR for another directory, or --no-record"
	switch kind := code(err); {
	case errors.Is(err, ErrLocked):
		s.Detail, s.Remedy = "not recorded: "+err.Error()+", in "+dir, "end that one, and recording begins by itself; or "+elsewhere
	case errors.Is(err, ErrNewer):
		s.Detail, s.Remedy = "not recorded: "+dir+": "+err.Error(), "update gramwatt, or "+elsewhere
	case kind == lib.SQLITE_FULL, errors.Is(err, syscall.ENOSPC):
		s.State, s.Detail, s.Remedy = sensor.Lost, "not recorded: there is no room left in "+dir, "make room, and recording goes on by itself; or "+elsewhere
	case kind == lib.SQLITE_READONLY, kind == lib.SQLITE_CANTOPEN, kind == lib.SQLITE_PERM,
		errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		s.Detail, s.Remedy = "not recorded: "+dir+" cannot be written: "+err.Error(), elsewhere
	default:
		s.State, s.Detail, s.Remedy = sensor.Lost, "not recorded into "+dir+": "+err.Error(), "recording is tried again by itself; or "+elsewhere
	}
	return s
}

// judge says what changed: that recording stopped, once for each reason, or that it goes on.
func (r *Recorder) judge(ctx context.Context, err error) {
	if Broken(err) {
		err = r.putAside(ctx, err)
	}
	if err == nil {
		if r.failed != "" {
			r.store.o.Log.Info("sessions are recorded again", "data", r.store.dir)
			r.source.Note("recorded again, into " + r.store.dir)
		}
		r.failed = ""
		detail := "records into " + r.store.dir
		if len(r.beside) > 0 {
			detail += ", each its own session, beside process " + strings.Join(r.beside, " and ")
		}
		r.status.Store(&sensor.Status{Family: "store", State: sensor.OK, Detail: detail})
		return
	}
	r.retryAt = time.Now().Add(r.store.o.retry)
	status := standing(r.store.dir, err)
	if r.failed == status.Detail {
		return
	}
	r.failed = status.Detail
	r.status.Store(&status)
	more := []any{"remedy", status.Remedy}
	if stack := bulkhead.StackOf(err); stack != "" {
		more = append(more, "stack", stack)
	}
	r.store.o.Log.Warn(status.Detail+"; the measuring goes on", more...)
	r.source.Note(status.Detail + "; remedy: " + status.Remedy)
}

// putAside begins a new file in place of a broken one, and the session anew from what History has.
func (r *Recorder) putAside(ctx context.Context, why error) error {
	name, err := r.store.replace(ctx)
	if err != nil {
		return fmt.Errorf("%w; and it cannot be put aside: %w", why, err)
	}
	if name != "" {
		r.sayAside(name)
	}
	r.forget()
	return r.catchUp(ctx)
}

// forget begins the session anew. Its lock may have been moved away with the file.
func (r *Recorder) forget() {
	r.unlock()
	r.db, r.began, r.cursor = nil, false, 0
}

func (r *Recorder) sayAside(name string) {
	r.store.o.Log.Warn("the file of sessions is broken and was put aside; a new one begins", "aside", name)
	r.source.Note("the file of sessions is broken and was put aside as " + name)
}
