package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"gramwatt/probe/internal/wire"
)

// pageSize is how many samples are taken from the file at once. No transaction is open between two pages, so a reader
// that takes its time, such as a slow download, holds up neither the recording nor the file's clean-up.
const pageSize = 200

// Frames returns the events and samples of the session with exactly this id, in the order of the stream: each event
// before the sample with its number. With every, the newest sample of each such span of time stands for the others;
// events are never left out. After an error nothing more comes.
func (s *Store) Frames(ctx context.Context, id string, every time.Duration) iter.Seq2[wire.Line, error] {
	return func(yield func(wire.Line, error) bool) {
		db, err := s.reading(ctx)
		if err == nil && db == nil {
			err = ErrUnknown
		}
		var n int64
		if err == nil {
			if err = db.QueryRowContext(ctx, "SELECT n FROM sessions WHERE id = ?", id).Scan(&n); errors.Is(err, sql.ErrNoRows) {
				err = ErrUnknown
			}
		}
		var pending *wire.Line // the newest sample of a span that may not be over
		for after := uint64(0); err == nil; {
			var samples, events []wire.Line
			samples, err = lines(ctx, db, "sample", "SELECT seq, t, frame FROM samples WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?", n, after, pageSize)
			upTo := int64(math.MaxInt64)
			if len(samples) == pageSize {
				upTo = int64(samples[pageSize-1].Seq)
			}
			if err == nil {
				events, err = lines(ctx, db, "event", "SELECT seq, t, frame FROM events WHERE session = ? AND seq > ? AND seq <= ? ORDER BY seq, rowid", n, after, upTo)
			}
			if err != nil {
				break
			}
			for i := range samples {
				sample := &samples[i]
				if pending != nil && (every <= 0 || span(pending.T, every) != span(sample.T, every)) && !yield(*pending, nil) {
					return
				}
				for len(events) > 0 && events[0].Seq <= sample.Seq {
					if !yield(events[0], nil) {
						return
					}
					events = events[1:]
				}
				pending = sample
			}
			if len(samples) == pageSize {
				after = uint64(upTo)
				continue
			}
			if pending != nil && !yield(*pending, nil) {
				return
			}
			for _, e := range events {
				if !yield(e, nil) {
					return
				}
			}
			return
		}
		yield(wire.Line{}, fmt.Errorf("store: session %s: %w", id, err))
	}
}

// span numbers the stretches of time of which one sample is kept.
func span(t float64, every time.Duration) float64 { return math.Floor(t / every.Seconds()) }

// lines reads frames of one type.
func lines(ctx context.Context, db *sql.DB, kind, query string, arguments ...any) ([]wire.Line, error) {
	rows, err := db.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []wire.Line
	for rows.Next() {
		l := wire.Line{Type: kind}
		if err := rows.Scan(&l.Seq, &l.T, &l.Text); err != nil {
			return nil, err
		}
		found = append(found, l)
	}
	return found, rows.Err()
}
