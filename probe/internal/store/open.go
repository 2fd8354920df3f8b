package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// migrations bring a file from one version, PRAGMA user_version, to the next. They are only ever added to.
var migrations = []string{`
CREATE TABLE sessions (
	n         INTEGER PRIMARY KEY,
	id        TEXT NOT NULL UNIQUE, -- the boot id of the stream
	name      TEXT NOT NULL,
	command   TEXT NOT NULL,        -- JSON: a list of texts
	run_id    TEXT NOT NULL,
	state     TEXT NOT NULL,        -- recording, ended or interrupted
	started   REAL NOT NULL,        -- times in seconds since 1970
	ended     REAL,
	seconds   REAL NOT NULL,        -- totals, as the last sample has them; thinning leaves them alone
	joules    REAL NOT NULL,
	samples   INTEGER NOT NULL,     -- kept
	exit      INTEGER,
	simulated TEXT,
	hello     TEXT NOT NULL,        -- frames of package wire
	last      TEXT NOT NULL
);
CREATE TABLE samples (
	session INTEGER NOT NULL REFERENCES sessions (n) ON DELETE CASCADE,
	seq     INTEGER NOT NULL,
	t       REAL NOT NULL,
	level   INTEGER NOT NULL,       -- tiers of age that have been through it
	frame   TEXT NOT NULL
);
CREATE UNIQUE INDEX samples_in_order ON samples (session, seq);
CREATE INDEX samples_by_age ON samples (level, t, session);
CREATE TABLE events (
	session INTEGER NOT NULL REFERENCES sessions (n) ON DELETE CASCADE,
	seq     INTEGER NOT NULL,       -- of the sample that follows
	t       REAL NOT NULL,
	frame   TEXT NOT NULL
);
CREATE INDEX events_in_order ON events (session, seq);
`, `
-- The last sample stands among the samples, which keep it whatever their age: it need not be written twice each second.
INSERT OR IGNORE INTO samples (session, seq, t, level, frame)
	SELECT n, last ->> 'seq', last ->> 't', 0, last FROM sessions WHERE last ->> 'seq' IS NOT NULL AND last ->> 't' IS NOT NULL;
-- Energy that is not known is null. It was 0, as that of a device that slept is, and the last sample told which: by its
-- total, and where an older probe wrote 0 there as well, by its devices.
ALTER TABLE sessions ADD COLUMN energy REAL;
UPDATE sessions SET energy = joules WHERE joules > 0 OR (last ->> '$.totals.joules' IS NOT NULL
	AND EXISTS (SELECT 1 FROM json_each(last, '$.devices') WHERE value ->> '$.joules' IS NOT NULL));
ALTER TABLE sessions DROP COLUMN joules;
ALTER TABLE sessions RENAME COLUMN energy TO joules;
ALTER TABLE sessions DROP COLUMN last;
`}

const (
	maxOpen   = 4         // connections: one writes, the others read for the page
	cacheSize = 512 << 10 // bytes of each connection's cache; what is written in a second are some pages
)

// open opens or makes a file that can be written, and brings it to this version.
//
// With a write-ahead log, readers and the writer do not wait for each other, and a transaction survives the end of the
// process without a sync of the disk; a power cut may take the last ones, and leaves the file whole.
func open(ctx context.Context, path string, o Options) (*sql.DB, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // its error is plainer than SQLite's
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	file.Close()
	if err != nil {
		return nil, err
	}
	pragmas := []string{"busy_timeout(5000)"}
	if info.Size() == 0 { // later it would write, and a file of a newer version is not to be written
		pragmas = append(pragmas, "auto_vacuum(incremental)")
	}
	pragmas = append(pragmas, "journal_mode(wal)", "synchronous(normal)", "foreign_keys(on)", "cache_size(-"+strconv.Itoa(cacheSize>>10)+")")
	if o.maxPages > 0 {
		pragmas = append(pragmas, "max_page_count("+strconv.Itoa(o.maxPages)+")")
	}
	db, err := sql.Open("sqlite", address(path, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(maxOpen)
	if err := migrate(ctx, db); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// openStill opens a file that cannot be written, such as one on a read-only disk, as it lies there.
func openStill(ctx context.Context, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}))
	if err != nil {
		return nil, err
	}
	var version int
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	if err == nil && version != len(migrations) {
		err = fmt.Errorf("its version is %d, and this program reads %d", version, len(migrations))
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// address is the name of a file as a URI, in which a path may hold any character.
func address(path string, query url.Values) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), OmitHost: true, RawQuery: query.Encode()}).String()
}

// migrate brings the file to this version, all or nothing.
func migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > len(migrations):
		return fmt.Errorf("%w: version %d, and this program knows %d", ErrNewer, version, len(migrations))
	case version == len(migrations):
		return nil
	}
	for _, step := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(migrations))); err != nil {
		return err
	}
	return tx.Commit()
}
