package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"gramwatt/probe/internal/wire"
)

// Whole is a session with the frames at its two ends: who was measured, and every total.
type Whole struct {
	wire.Session
	Hello wire.Hello  `json:"hello"`
	Last  wire.Sample `json:"last"` // its joules are the totals, of each device and of all
}

// columns are those of a session. The totals of one that is being recorded are those of its last sample: see writer.
const columns = "id, name, command, run_id, state, started, ended, " + totals + ", exit, simulated"

const (
	totals = `CASE state WHEN 'recording' THEN coalesce(` + last + ` ->> '$.seconds', 0) ELSE seconds END,
		CASE state WHEN 'recording' THEN ` + last + ` ->> '$.totals.joules' ELSE joules END,
		CASE state WHEN 'recording' THEN (SELECT count(*) FROM samples WHERE session = n) ELSE samples END`
	last = "(SELECT frame FROM samples WHERE session = n ORDER BY seq DESC LIMIT 1)"
)

// scan reads columns, and then what the caller asks for beside them.
func (s *Store) scan(row interface{ Scan(...any) error }, more ...any) (wire.Session, error) {
	var found wire.Session
	var command string
	into := []any{&found.ID, &found.Name, &command, &found.RunID, &found.State, &found.Started, &found.Ended, &found.Seconds, &found.Joules,
		&found.Samples, &found.ExitStatus, &found.Simulated}
	if err := row.Scan(append(into, more...)...); err != nil {
		return found, err
	}
	if found.State == wire.Recording {
		if _, live := holder(s.sessionLock(found.ID)); !live { // a probe that records here will write it down
			found.State = wire.Interrupted
		}
	}
	return found, json.Unmarshal([]byte(command), &found.Command)
}

// List sums up all sessions, the newest first.
func (s *Store) List(ctx context.Context) ([]wire.Session, error) {
	found := []wire.Session{}
	db, err := s.reading(ctx)
	if db == nil {
		return found, err
	}
	rows, err := db.QueryContext(ctx, "SELECT "+columns+" FROM sessions ORDER BY started DESC, n DESC")
	if err != nil {
		return found, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		session, err := s.scan(rows)
		if err != nil {
			return found, fmt.Errorf("store: %w", err)
		}
		found = append(found, session)
	}
	return found, rows.Err()
}

// Find returns the session whose id is, or as the only one begins with, the text: else ErrUnknown or ErrAmbiguous.
func (s *Store) Find(ctx context.Context, id string) (Whole, error) {
	var whole Whole
	db, err := s.reading(ctx)
	if err != nil {
		return whole, err
	}
	if db == nil || id == "" {
		return whole, ErrUnknown
	}
	rows, err := db.QueryContext(ctx, "SELECT "+columns+", hello, coalesce("+last+`, '{}')
		FROM sessions WHERE substr(id, 1, ?) = ? ORDER BY id = ? DESC LIMIT 2`, len(id), id, id)
	if err != nil {
		return whole, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	var hello, last string
	for found := false; rows.Next(); found = true {
		if found && whole.ID != id {
			return whole, ErrAmbiguous
		}
		if found {
			return whole, nil
		}
		if whole.Session, err = s.scan(rows, &hello, &last); err != nil {
			return whole, fmt.Errorf("store: %w", err)
		}
	}
	switch {
	case rows.Err() != nil:
		return whole, fmt.Errorf("store: %w", rows.Err())
	case whole.ID == "":
		return whole, ErrUnknown
	}
	err = errors.Join(json.Unmarshal([]byte(hello), &whole.Hello), json.Unmarshal([]byte(last), &whole.Last))
	if err != nil {
		return whole, fmt.Errorf("store: session %s: %w", whole.ID, err)
	}
	return whole, nil
}

// Delete removes the session with exactly this id: ErrUnknown when there is none, and ErrLive when it is being recorded.
func (s *Store) Delete(ctx context.Context, id string) error {
	db, err := s.reading(ctx)
	if err != nil {
		return err
	}
	if db == nil {
		return ErrUnknown
	}
	return within(ctx, db, func(tx *sql.Tx) error {
		var state wire.SessionState
		err := tx.QueryRowContext(ctx, "SELECT state FROM sessions WHERE id = ?", id).Scan(&state)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return ErrUnknown
		case err != nil:
			return err
		case state == wire.Recording:
			if process, live := holder(s.sessionLock(id)); live {
				return fmt.Errorf("%w by process %s", ErrLive, process)
			}
			os.Remove(s.sessionLock(id)) // that a killed probe left
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM sessions WHERE id = ?", id) // samples and events go with it
		return err
	})
}

// within does something in one transaction, all or nothing.
func within(ctx context.Context, db *sql.DB, do func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// commandText is a list of texts as JSON; null would not do.
func commandText(command []string) string {
	text, err := json.Marshal(command)
	if err != nil || len(command) == 0 {
		return "[]"
	}
	return string(text)
}

// title is a session in words, for a message.
func title(s wire.Session) string {
	switch {
	case s.Name != "":
		return s.ID + " (" + s.Name + ")"
	case len(s.Command) > 0:
		return s.ID + " (" + strings.Join(s.Command, " ") + ")"
	}
	return s.ID
}
