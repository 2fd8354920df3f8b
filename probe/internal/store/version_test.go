package store

import (
	"database/sql"
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"gramwatt/probe/internal/wire"
)

// version1 is a file of version 1 as SQL, which a probe of that version wrote: two sessions of `serve`, of which one had
// no sensor, one of `run`, and one whose probe was killed.
//
//go:embed testdata/version1.sql
var version1 string

// TestOlderFile: a file of version 1 is brought to this one, and has all that it had.
func TestOlderFile(t *testing.T) {
	dir := t.TempDir()
	old, err := sql.Open("sqlite", filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	// Two more sessions, in which 0 stands for what is unknown in the total too, and whose last sample is nowhere else.
	const more = `INSERT INTO sessions VALUES (NULL, 'unknown', '', '[]', '', 'ended', 1, 2, 1, 0, 1, NULL, NULL, '{}',
			'{"type":"sample","seq":7,"t":2,"devices":[{"id":"cpu","joules":null}],"totals":{"watts":null,"joules":0}}');
		INSERT INTO sessions VALUES (NULL, 'asleep', '', '[]', '', 'ended', 1, 2, 1, 0, 1, NULL, NULL, '{}',
			'{"type":"sample","seq":7,"t":2,"devices":[{"id":"gpu","joules":0}],"totals":{"watts":null,"joules":0}}');`
	if _, err := old.Exec(version1 + more); err != nil {
		t.Fatal(err)
	}
	type row struct {
		session     wire.Session
		hello, last string
	}
	want := map[string]row{}
	rows, err := old.Query(`SELECT id, name, command, run_id, state, started, ended, seconds, joules, samples, exit, simulated, hello, last FROM sessions`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var r row
		var command string
		s := &r.session
		if err := rows.Scan(&s.ID, &s.Name, &command, &s.RunID, &s.State, &s.Started, &s.Ended, &s.Seconds, &s.Joules, &s.Samples,
			&s.ExitStatus, &s.Simulated, &r.hello, &r.last); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(command), &s.Command); err != nil {
			t.Fatal(err)
		}
		if s.State == wire.Recording {
			s.State = wire.Interrupted
		}
		if *s.Joules == 0 && s.ID != "asleep" {
			s.Joules = nil
		}
		want[s.ID] = r
	}
	if err := rows.Err(); err != nil || len(want) != 6 {
		t.Fatalf("%d sessions, %v", len(want), err)
	}
	old.Close()
	if err := os.Chmod(filepath.Join(dir, fileName), 0o600); err != nil {
		t.Fatal(err)
	}

	s, _ := testStore(t, dir, Options{})
	list, err := s.List(t.Context())
	if err != nil || len(list) != len(want) {
		t.Fatalf("%d sessions, %v; want %d", len(list), err, len(want))
	}
	for id, w := range want {
		got := find(t, s, id)
		if !reflect.DeepEqual(got.Session, w.session) {
			t.Errorf("session %s:\ngot  %+v\nwant %+v", id, got.Session, w.session)
		}
		if !reflect.DeepEqual(got.Hello, decode[wire.Hello](t, []byte(w.hello))) || !reflect.DeepEqual(got.Last, decode[wire.Sample](t, []byte(w.last))) {
			t.Errorf("session %s: hello %+v, last %+v", id, got.Hello, got.Last)
		}
		if samples, _ := frames(t, s, id, 0); len(samples) != w.session.Samples || !reflect.DeepEqual(samples[len(samples)-1], got.Last) {
			t.Errorf("session %s: %d samples, want %d, and the last among them", id, len(samples), w.session.Samples)
		}
	}
}
