package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"gramwatt/probe/internal/wire"
)

// levelWhole is the level of samples that no tier of age touches: what was brought in is kept as it came.
const levelWhole = 100

// Import takes in a session that was written down elsewhere, whole or not at all. The newest header, with the longest
// list of devices, is asked for after the last line. ErrExists means that a session with this id is there already. It
// returns what was taken in.
func (s *Store) Import(ctx context.Context, frames iter.Seq2[wire.Line, error], header func() wire.Header) (wire.Session, error) {
	db, err := s.writing(ctx)
	if err != nil {
		return wire.Session{}, fmt.Errorf("store: %q: %w", s.path(), err)
	}
	once, err := prepare(ctx, db)
	if err != nil {
		return wire.Session{}, fmt.Errorf("store: %q: %w", s.path(), err)
	}
	defer once.close()
	var session wire.Session
	err = within(ctx, db, func(tx *sql.Tx) error {
		h := header()
		var there int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sessions WHERE id = ?", h.Boot).Scan(&there); err != nil || there > 0 {
			return cmp.Or(err, ErrExists)
		}
		w, err := begin(ctx, tx, once, wire.Session{ID: h.Boot, State: wire.Ended, Started: h.Started})
		if err != nil {
			return err
		}
		for l, err := range frames {
			if err == nil {
				err = w.add(ctx, tx, l, levelWhole)
			}
			if err == nil && l.Type == "sample" {
				err = w.read(l.Text)
			}
			if err != nil {
				return err
			}
		}
		if w.Samples == 0 {
			return fmt.Errorf("the recording has no sample")
		}
		h = header()
		w.Simulated = h.Simulated
		ended := w.lastT
		w.Ended = &ended
		if told := h.Session; told != nil {
			w.Name, w.Command, w.RunID, w.ExitStatus = told.Name, told.Command, told.RunID, told.ExitStatus
			if told.State == wire.Interrupted {
				w.State = wire.Interrupted
			}
			if told.Ended != nil {
				w.Ended = told.Ended
			}
		}
		h.Type = "hello"
		hello, err := json.Marshal(h.Hello)
		if err != nil {
			return err
		}
		session = w.Session
		return w.describe(ctx, tx, hello)
	})
	if err != nil {
		return session, fmt.Errorf("store: session %s: %w", header().Boot, err)
	}
	return session, nil
}

// read takes the totals from a sample as it was written.
func (w *writer) read(sample []byte) error {
	var f struct {
		Seconds float64 `json:"seconds"`
		Totals  struct {
			Joules *float64 `json:"joules"`
		} `json:"totals"`
	}
	err := json.Unmarshal(sample, &f)
	w.Seconds, w.Joules = f.Seconds, f.Totals.Joules
	return err
}
