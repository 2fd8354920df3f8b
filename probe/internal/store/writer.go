package store

import (
	"context"
	"database/sql"

	"gramwatt/probe/internal/wire"
)

// writer adds frames to one session. It is a value: a copy of it from before a transaction that failed is as it was.
//
// The row of a session gets its totals at the end, or from who finds that its probe was killed. Until then its last sample
// has them: what each second writes is one sample and nothing else.
type writer struct {
	wire.Session
	sql   *prepared
	n     int64   // the session's row
	lastT float64 // of the last sample
}

// prepared holds what is written at each sample, so that it is read by SQLite once and not a thousand times an hour.
type prepared struct{ addEvent, addSample *sql.Stmt }

func prepare(ctx context.Context, db *sql.DB) (*prepared, error) {
	p := &prepared{}
	var err error
	for _, s := range []struct {
		at  **sql.Stmt
		sql string
	}{
		{&p.addEvent, "INSERT INTO events (session, seq, t, frame) VALUES (?, ?, ?, ?)"},
		{&p.addSample, "INSERT INTO samples (session, seq, t, level, frame) VALUES (?, ?, ?, ?, ?)"},
	} {
		if *s.at, err = db.PrepareContext(ctx, s.sql); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// close lets the statements go; those of a database end with it too.
func (p *prepared) close() {
	p.addEvent.Close()
	p.addSample.Close()
}

// begin makes the row of a session.
func begin(ctx context.Context, tx *sql.Tx, p *prepared, s wire.Session) (writer, error) {
	w := writer{Session: s, sql: p}
	result, err := tx.ExecContext(ctx, `INSERT INTO sessions (id, name, command, run_id, state, started, seconds, samples, simulated, hello)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, '{}')`, s.ID, s.Name, commandText(s.Command), s.RunID, s.State, s.Started, s.Simulated)
	if err == nil {
		w.n, err = result.LastInsertId()
	}
	return w, err
}

// add writes an event or a sample, without a transaction as one of its own; of other frames a session has one, and they
// are not for it.
func (w *writer) add(ctx context.Context, tx *sql.Tx, l wire.Line, level int) (err error) {
	within := func(s *sql.Stmt) *sql.Stmt {
		if tx == nil {
			return s
		}
		return tx.StmtContext(ctx, s)
	}
	switch l.Type {
	case "event":
		_, err = within(w.sql.addEvent).ExecContext(ctx, w.n, l.Seq, l.T, string(l.Text))
	case "sample":
		_, err = within(w.sql.addSample).ExecContext(ctx, w.n, l.Seq, l.T, level, string(l.Text))
		w.Samples++
		w.lastT = l.T
	}
	return err
}

// describe writes what the session is and how it stands, with its totals, and the hello if it is given.
func (w *writer) describe(ctx context.Context, tx *sql.Tx, hello []byte) error {
	_, err := tx.ExecContext(ctx, `UPDATE sessions SET name = ?, command = ?, run_id = ?, state = ?, ended = ?, seconds = ?, joules = ?,
		samples = (SELECT count(*) FROM samples WHERE session = n), exit = ?, simulated = ?, hello = coalesce(?, hello) WHERE n = ?`,
		w.Name, commandText(w.Command), w.RunID, w.State, w.Ended, w.Seconds, w.Joules, w.ExitStatus, w.Simulated, text(hello), w.n)
	return err
}

// text is what a column of texts takes; null for nothing.
func text(b []byte) any {
	if b == nil {
		return nil
	}
	return string(b)
}
