// Package record reads, writes and plays recordings: one session of the probe as one portable file.
//
// A recording, NAME.gwr, is the stream written down: JSON Lines, one frame of package wire a line, plain or
// compressed by gzip. The first line is the hello, which says schema version, machine and settings, so that a reader
// needs nothing else; then events and samples in the order of their sequence numbers; then a bye, when the session
// ended. Joules count from the start of the session, so a recording may leave samples out and still has every total.
//
// A Writer writes one, a Reader reads one line after the other, and a Player gives one to the live stream again. The
// package knows no store: lines come from anywhere.
package record

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"

	"gramwatt/probe/internal/wire"
)

// Writer writes a recording. The first error stops it, and every later call returns that error.
type Writer struct {
	out *bufio.Writer
	zip *gzip.Writer // nil for a plain recording
	err error
}

// NewWriter begins a recording with its header.
func NewWriter(w io.Writer, compressed bool, h wire.Header) *Writer {
	r := &Writer{}
	if compressed {
		r.zip = gzip.NewWriter(w)
		w = r.zip
	}
	r.out = bufio.NewWriterSize(w, 64<<10)
	h.Type = "hello"
	r.frame(h)
	return r
}

// Line adds a line as it stands.
func (w *Writer) Line(l wire.Line) error {
	if w.err == nil {
		_, w.err = w.out.Write(l.Text)
	}
	if w.err == nil {
		w.err = w.out.WriteByte('\n')
	}
	return w.err
}

// Bye says why the session ended. It is the last line.
func (w *Writer) Bye(reason string) error { return w.frame(wire.Bye{Type: "bye", Reason: reason}) }

func (w *Writer) frame(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		w.err = errors.Join(w.err, err)
		return w.err
	}
	return w.Line(wire.Line{Text: text})
}

// Close writes out what is held back. It does not close the file.
func (w *Writer) Close() error {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	if w.zip != nil && w.err == nil {
		w.err = w.zip.Close()
	}
	return w.err
}
