package store

import (
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"gramwatt/probe/internal/sensor"
)

// code is the kind of an error of SQLite; 0 for any other.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// broken reports whether the file is no database, or a damaged one.
func broken(err error) bool { return code(err) == lib.SQLITE_CORRUPT || code(err) == lib.SQLITE_NOTADB }

// standing is an error as a line of the start-up report: what stopped the recording into a directory, and what helps.
func standing(dir string, err error) sensor.Status {
	s := sensor.Status{Family: "store", State: sensor.Denied}
	const elsewhere = "give --data DIR for another directory, or --no-record"
	switch kind := code(err); {
	case errors.Is(err, ErrLocked):
		s.Detail, s.Remedy = "not recorded: "+err.Error()+", in "+dir, elsewhere
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
