package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"gramwatt/probe/internal/record"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

// mostThinned is the longest span of time of which one sample may stand for the others.
const mostThinned = 24 * time.Hour

// recordingName is the name of a session's file.
func recordingName(s wire.Session) string { return program + "-" + s.ID + ".gwr" }

// writeRecording writes a session as a recording. It is to be handed on, so of the command it has the program alone:
// arguments can hold secrets.
func writeRecording(ctx context.Context, out io.Writer, s *store.Store, whole store.Whole, compressed bool, every time.Duration) error {
	whole.Command = discreet(whole.Command)
	w := record.NewWriter(out, compressed, wire.Header{Hello: whole.Hello, Session: &whole.Session})
	for line, err := range s.Frames(ctx, whole.ID, every) {
		if err == nil {
			err = w.Line(line)
		}
		if err != nil {
			return err
		}
	}
	switch whole.State {
	case wire.Ended:
		w.Bye("the session ended")
	case wire.Interrupted:
		w.Bye("the probe was interrupted")
	}
	return w.Close()
}

// exportSession writes a session into a new file; a file that is there already is left alone. A name that ends in .gwr
// makes a compressed recording, and any other, with "-" for standard output, one that is text.
func exportSession(ctx context.Context, stdout io.Writer, s *store.Store, whole store.Whole, path string, every time.Duration) error {
	if path == "-" {
		return writeRecording(ctx, stdout, s, whole, false, every)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	switch {
	case errors.Is(err, os.ErrExist):
		return bad("FILE", path, "there is such a file already", "remove it, or give another name")
	case err != nil:
		return bad("FILE", path, "it cannot be written: "+reason(err), "give a name in a directory that you may write")
	}
	err = errors.Join(writeRecording(ctx, file, s, whole, strings.HasSuffix(path, ".gwr"), every), file.Close())
	if err != nil {
		os.Remove(path) // half a recording
	}
	return err
}

// importRecording takes a recording into the store. What is missing at its end is told.
func importRecording(ctx context.Context, stdin io.Reader, s *store.Store, path string) (session wire.Session, cut string, err error) {
	var reader *record.Reader
	if path == "-" {
		if reader, err = record.NewReader(stdin); err != nil {
			return session, "", notRecorded("FILE", path, err)
		}
	} else {
		var file *os.File
		if file, reader, err = openRecording("FILE", path); err != nil {
			return session, "", err
		}
		defer file.Close()
	}
	var wrong error // of the file; any other is of the store
	session, err = s.Import(ctx, linesOf(reader, &wrong), reader.Header)
	switch {
	case wrong != nil:
		return session, "", notRecorded("FILE", path, wrong)
	case errors.Is(err, store.ErrExists):
		id := reader.Header().Boot
		return session, "", bad("FILE", path, "its session "+id+" is here already", "`gramwatt sessions delete "+id+"` first, if this one is to take its place")
	}
	return session, reader.Truncated(), err
}

// linesOf are the events and samples that a reader has left.
func linesOf(reader *record.Reader, wrong *error) iter.Seq2[wire.Line, error] {
	return func(yield func(wire.Line, error) bool) {
		for {
			f, err := reader.Next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				*wrong = err
				yield(wire.Line{}, err)
				return
			case f.Sample != nil, f.Event != nil:
				if !yield(f.Line, nil) {
					return
				}
			}
		}
	}
}
