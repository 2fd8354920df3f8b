package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"gramwatt/probe/internal/wire"
)

// thin makes the samples fewer, by age and then by size, of all sessions: those of a probe that was killed are ended
// first. Totals are no part of it: they stand in the sessions, and joules
// in a sample count from the start of its session, so those that are left have all of them.
func (r *Recorder) thin(ctx context.Context) error {
	var err error
	if r.beside, err = r.store.sweep(ctx, r.db, r.source.Boot()); err != nil {
		return err
	}
	for i, tier := range r.store.o.Tiers {
		if err := thinByAge(ctx, r.db, i, tier, time.Now(), r.store.o.Keep); err != nil {
			return err
		}
	}
	if err := r.thinBySize(ctx); err != nil {
		return err
	}
	_, err = r.db.ExecContext(ctx, "PRAGMA incremental_vacuum(1000)")
	return err
}

// thinByAge takes the samples that have passed the tiers before this one and are old enough for it.
func thinByAge(ctx context.Context, db *sql.DB, level int, tier Tier, now time.Time, keep int) error {
	old := float64(now.Add(-tier.After).UnixMicro()) / 1e6
	sessions, err := column[int64](ctx, db, "SELECT DISTINCT session FROM samples WHERE level = ? AND t < ?", level, old)
	if err != nil {
		return err
	}
	for _, n := range sessions {
		var first, last float64
		if err := db.QueryRowContext(ctx, "SELECT min(t), max(t) FROM samples WHERE session = ?", n).Scan(&first, &last); err != nil {
			return err
		}
		// A short session keeps its shape: no more is taken than leaves it so many samples.
		every := min(tier.Every.Seconds(), (last-first)/float64(keep))
		before := old
		if every > 0 {
			before = math.Floor(old/every) * every // whole spans only
		}
		if err := thinSession(ctx, db, n, level, before, every); err != nil {
			return err
		}
	}
	return nil
}

// thinSession leaves the newest sample of each span, and the first of all, and moves what is left to the next level.
func thinSession(ctx context.Context, db *sql.DB, n int64, level int, before, every float64) error {
	return within(ctx, db, func(tx *sql.Tx) error {
		if every > 0 {
			_, err := tx.ExecContext(ctx, `DELETE FROM samples WHERE session = ?1 AND level = ?2 AND t < ?3
				AND seq <> (SELECT min(seq) FROM samples WHERE session = ?1)
				AND seq NOT IN (SELECT max(seq) FROM samples WHERE session = ?1 AND level = ?2 AND t < ?3 GROUP BY CAST(t / ?4 AS INTEGER))`,
				n, level, before, every)
			if err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "UPDATE samples SET level = ?3 + 1 WHERE session = ?1 AND level = ?3 AND t < ?2", n, before, level); err != nil {
			return err
		}
		return recount(ctx, tx, n)
	})
}

func recount(ctx context.Context, tx *sql.Tx, n int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE sessions SET samples = (SELECT count(*) FROM samples WHERE session = n) WHERE n = ?", n)
	return err
}

// coarse are the spans, in seconds, to which an ended session is thinned when the file is too large, one after the
// other; the last leaves its first and its last sample.
var coarse = []float64{600, 3600, math.MaxInt32}

// thinBySize thins the oldest ended sessions, one after the other, until the file is below its limit, and says which.
func (r *Recorder) thinBySize(ctx context.Context) error {
	size, err := used(ctx, r.db)
	if err != nil || size <= r.store.o.Limit {
		r.overFull = r.overFull && err != nil
		return err
	}
	sessions, err := column[int64](ctx, r.db, "SELECT n FROM sessions WHERE state <> 'recording' AND samples > 2 ORDER BY started, n")
	if err != nil {
		return err
	}
	for _, n := range sessions {
		session, err := r.store.scan(r.db.QueryRowContext(ctx, "SELECT "+columns+" FROM sessions WHERE n = ?", n))
		if err != nil {
			return err
		}
		for _, every := range coarse {
			if size, err = thinWhole(ctx, r.db, n, every); err != nil {
				return err
			}
			if size <= r.store.o.Limit {
				break
			}
		}
		if err := r.sayThinned(ctx, n, session); err != nil || size <= r.store.o.Limit {
			return err
		}
	}
	if !r.overFull {
		r.overFull = true
		r.say(fmt.Sprintf("the sessions take %d MB, over the limit of %d MB, and there is nothing left to thin", size>>20, r.store.o.Limit>>20))
	}
	return nil
}

// thinWhole thins all samples of a session, whatever their age, and returns the size of the file after it.
func thinWhole(ctx context.Context, db *sql.DB, n int64, every float64) (int64, error) {
	err := within(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM samples WHERE session = ?1
			AND seq <> (SELECT min(seq) FROM samples WHERE session = ?1)
			AND seq NOT IN (SELECT max(seq) FROM samples WHERE session = ?1 GROUP BY CAST(t / ?2 AS INTEGER))`, n, every)
		if err != nil {
			return err
		}
		return recount(ctx, tx, n)
	})
	if err != nil {
		return 0, err
	}
	return used(ctx, db)
}

func (r *Recorder) sayThinned(ctx context.Context, n int64, before wire.Session) error {
	var left int
	err := r.db.QueryRowContext(ctx, "SELECT samples FROM sessions WHERE n = ?", n).Scan(&left)
	if err == nil && left < before.Samples {
		r.say(fmt.Sprintf("to stay below %d MB, session %s was thinned from %d samples to %d; its totals are as they were",
			r.store.o.Limit>>20, title(before), before.Samples, left))
	}
	return err
}

func (r *Recorder) say(text string) {
	r.store.o.Log.Warn(text)
	r.source.Note(text)
}

// used is the size of the file without the pages that are free.
func used(ctx context.Context, db *sql.DB) (int64, error) {
	var bytes int64
	err := db.QueryRowContext(ctx, "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size").Scan(&bytes)
	return bytes, err
}

// column reads one column.
func column[T int64 | string](ctx context.Context, db *sql.DB, query string, arguments ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, rows.Err()
}
