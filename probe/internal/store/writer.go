package store

import (
	"context"
	"database/sql"

	"gramwatt/probe/internal/wire"
)

// writer adds frames to one session. It is a value: a copy of it from before a transaction that failed is as it was.
type writer struct {
	wire.Session
	sql   *prepared
	n     int64 // the session's row
	last  []byte
	lastT float64
}

// prepared holds what is written at each sample, so that it is read by SQLite once and not a thousand times an hour.
type prepared struct{ addEvent, addSample, save *sql.Stmt }

func prepare(ctx context.Context, db *sql.DB) (*prepared, error) {
	p := &prepared{}
	var err error
	for _, s := range []struct {
		at  **sql.Stmt
		sql string
	}{
		{&p.addEvent, "INSERT INTO events (session, seq, t, frame) VALUES (?, ?, ?, ?)"},
		{&p.addSample, "INSERT INTO samples (session, seq, t, level, frame) VALUES (?, ?, ?, ?, ?)"},
		{&p.save, `UPDATE sessions SET name = ?, command = ?, run_id = ?, state = ?, ended = ?, seconds = ?, joules = ?, samples = ?,
			exit = ?, simulated = ?, last = ?, hello = coalesce(?, hello) WHERE n = ?`},
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
	p.save.Close()
}

// begin makes the row of a session.
func begin(ctx context.Context, tx *sql.Tx, p *prepared, s wire.Session) (writer, error) {
	w := writer{Session: s, sql: p}
	result, err := tx.ExecContext(ctx, `INSERT INTO sessions (id, name, command, run_id, state, started, seconds, joules, samples, simulated, hello, last)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, ?, '{}', '{}')`, s.ID, s.Name, commandText(s.Command), s.RunID, s.State, s.Started, s.Simulated)
	if err == nil {
		w.n, err = result.LastInsertId()
	}
	return w, err
}

// add writes an event or a sample; of other frames a session has one, and they are not for it.
func (w *writer) add(ctx context.Context, tx *sql.Tx, l wire.Line, level int) (err error) {
	switch l.Type {
	case "event":
		_, err = tx.StmtContext(ctx, w.sql.addEvent).ExecContext(ctx, w.n, l.Seq, l.T, string(l.Text))
	case "sample":
		_, err = tx.StmtContext(ctx, w.sql.addSample).ExecContext(ctx, w.n, l.Seq, l.T, level, string(l.Text))
		w.Samples++
		w.last, w.lastT = l.Text, l.T
	}
	return err
}

// save writes the totals, and the hello if it is given.
func (w *writer) save(ctx context.Context, tx *sql.Tx, hello []byte) error {
	_, err := tx.StmtContext(ctx, w.sql.save).ExecContext(ctx,
		w.Name, commandText(w.Command), w.RunID, w.State, w.Ended, w.Seconds, known(w.Joules), w.Samples,
		w.ExitStatus, w.Simulated, string(w.last), text(hello), w.n)
	return err
}

// known is what the column joules takes, which has no null.
func known(joules *float64) float64 {
	if joules == nil {
		return 0
	}
	return *joules
}

// text is what a column of texts takes; null for nothing.
func text(b []byte) any {
	if b == nil {
		return nil
	}
	return string(b)
}
