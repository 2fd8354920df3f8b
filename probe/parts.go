package main

import (
	"errors"
	"log/slog"
	"net/http"

	"gramwatt/probe/internal/bulkhead"
)

// partOf is a part of this program that others go on without. A source that takes remarks tells its viewers too.
func partOf(name string, log *slog.Logger, s any) *bulkhead.Part {
	p := &bulkhead.Part{Name: name, Log: log}
	if r, is := s.(recorded); is {
		s = r.source
	}
	if noted, can := s.(interface{ Note(label string) }); can {
		p.Tell = noted.Note
	}
	return p
}

// answering tells of a panic in a handler, and cuts the connection, so that the client sees that it has not all.
func answering(p *bulkhead.Part, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := bulkhead.Do(func() error { h.ServeHTTP(w, r); return nil })
		if fault, failed := errors.AsType[*bulkhead.Panic](err); failed {
			if fault.Value != http.ErrAbortHandler { // a handler's own wish
				p.Failed(err)
			}
			panic(http.ErrAbortHandler)
		}
	})
}
