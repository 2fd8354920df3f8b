package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// said fails unless the recorder stands as wanted, and has told so on the stream and in the log, once.
func said(t *testing.T, r *Recorder, source *scripted, state sensor.State, words ...string) {
	t.Helper()
	status := r.Status()
	if status.State != state {
		t.Errorf("status %+v, want %s", status, state)
	}
	for _, w := range words {
		if !strings.Contains(status.Detail+" "+status.Remedy, w) {
			t.Errorf("no word of %q in %+v", w, status)
		}
		if got := strings.Count(source.noted(), w); state != sensor.OK && got != 1 {
			t.Errorf("%q is said %d times on the stream, want once: %s", w, got, source.noted())
		}
	}
}

// TestDiskFull gives the file no more pages, as a full disk does, and then gives it room again.
func TestDiskFull(t *testing.T) {
	s, log := testStore(t, t.TempDir(), Options{maxPages: 40})
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	n := 0
	for ; r.Status().State != sensor.Lost && n < 1000; n++ {
		source.sample(n)
		r.try(t.Context())
	}
	said(t, r, source, sensor.Lost, "no room left", "make room")
	kept := find(t, s, "a")
	if kept.Samples == 0 || kept.Samples >= n || *kept.Joules != watts*kept.Last.Seconds {
		t.Errorf("of %d samples the file has %+v", n, kept.Session)
	}
	for range 20 {
		source.sample(n)
		r.try(t.Context())
		n++
	}
	said(t, r, source, sensor.Lost, "no room left")
	if got := strings.Count(log.String(), "no room left"); got != 1 {
		t.Errorf("logged %d times, want once:\n%s", got, log)
	}

	for _, pragma := range []string{"PRAGMA max_page_count = 100000"} { // for each connection that the pool has or makes
		s.db.SetMaxOpenConns(1)
		if _, err := s.db.Exec(pragma); err != nil {
			t.Fatal(err)
		}
	}
	source.sample(n)
	n++
	r.try(t.Context())
	said(t, r, source, sensor.OK, "records into")
	if samples, _ := frames(t, s, "a", 0); len(samples) != n {
		t.Errorf("%d samples, want all %d: what could not be written waits in the sampler", len(samples), n)
	}
}

func TestBrokenFileIsPutAside(t *testing.T) {
	for name, content := range map[string]string{"no database": strings.Repeat("this is text, and no database. ", 400), "damaged": ""} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, fileName)
			if content == "" { // a whole file whose pages were overwritten in the middle
				s, _ := testStore(t, dir, Options{})
				recordSession(t, s, "old", yesterday, 500, 1)
				s.Close()
				whole, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				for i := 100; i < len(whole); i++ {
					whole[i] = 'x'
				}
				content = string(whole)
			}
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			s, log := testStore(t, dir, Options{})
			source := newScripted("a", time.Now())
			r := recorderOf(s, source)
			source.sample(0)
			source.sample(1)
			r.try(t.Context())
			if status := r.Status(); status.State != sensor.OK {
				t.Errorf("status %+v", status)
			}
			if got := find(t, s, "a").Samples; got != 2 {
				t.Errorf("%d samples in the new file, want 2", got)
			}
			aside, _ := filepath.Glob(path + ".broken-*")
			if len(aside) != 1 {
				t.Fatalf("put aside: %v", aside)
			}
			if got, err := os.ReadFile(aside[0]); err != nil || string(got) != content {
				t.Errorf("the file that was put aside is not as it was: %v", err)
			}
			if !strings.Contains(source.noted(), aside[0]) || !strings.Contains(log.String(), aside[0]) {
				t.Errorf("said: %s; log: %s", source.noted(), log)
			}
		})
	}
}

// TestFileBreaksWhileRecording overwrites the file under a running recorder.
func TestFileBreaksWhileRecording(t *testing.T) {
	dir := t.TempDir()
	s, _ := testStore(t, dir, Options{})
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	for i := range 200 {
		source.sample(i)
	}
	r.try(t.Context())
	if _, err := s.db.Exec("PRAGMA wal_checkpoint(truncate)"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fileName)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("x", int(info.Size()))), 0o600); err != nil {
		t.Fatal(err)
	}
	s.db.SetMaxIdleConns(0) // so that no page is in a cache
	source.sample(200)
	r.try(t.Context())
	if status := r.Status(); status.State != sensor.OK {
		t.Errorf("status %+v", status)
	}
	if whole := find(t, s, "a"); whole.Samples != 201 || *whole.Joules != 200*watts {
		t.Errorf("in the new file: %+v, want the session from what the sampler kept", whole.Session)
	}
	if aside, _ := filepath.Glob(path + ".broken-*"); len(aside) == 0 {
		t.Error("nothing was put aside")
	}
}

// TestMoreThanHistoryHolds: what could not be written for too long is counted, and its energy is in the totals.
func TestMoreThanHistoryHolds(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	for i := range 7250 {
		source.sample(i)
	}
	kept := len(source.History(0))
	r.try(t.Context())
	if want := fmt.Sprintf("%d samples were not recorded", 7250-kept); kept == 7250 || !strings.Contains(source.noted(), want) {
		t.Errorf("said %q, want %q", source.noted(), want)
	}
	if got := find(t, s, "a"); got.Samples != kept || *got.Joules != watts*7249 {
		t.Errorf("recorded %+v, want %d samples and %d J", got.Session, kept, watts*7249)
	}
}

// TestFileMovedAway: someone tidies up while a probe records.
func TestFileMovedAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _ := testStore(t, dir, Options{})
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	source.sample(0)
	r.try(t.Context())
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	source.sample(1)
	r.try(t.Context())
	said(t, r, source, sensor.OK, "records into")
	if !strings.Contains(source.noted(), "moved away") {
		t.Errorf("said: %s", source.noted())
	}
	other, _ := testStore(t, dir, Options{})
	if got := find(t, other, "a"); got.Samples != 2 || got.State != wire.Recording {
		t.Errorf("in the new file: %+v, want the session from its beginning", got.Session)
	}
}

func TestNoDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ := testStore(t, filepath.Join(file, "data"), Options{})
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	source.sample(0)
	for range 3 {
		r.try(t.Context())
	}
	said(t, r, source, sensor.Denied, "cannot be written", "--data DIR", "--no-record")
	r.finish(t.Context())
}

func TestNewerFileIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	s, _ := testStore(t, dir, Options{})
	recordSession(t, s, "old", yesterday, 3, 1)
	if _, err := s.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	before, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	newer, _ := testStore(t, dir, Options{})
	source := newScripted("a", time.Now())
	r := recorderOf(newer, source)
	source.sample(0)
	r.try(t.Context())
	said(t, r, source, sensor.Denied, "newer version", "update gramwatt")
	if after, err := os.ReadFile(filepath.Join(dir, fileName)); err != nil || string(after) != string(before) {
		t.Errorf("the file was changed: %v", err)
	}
	if _, err := newer.List(t.Context()); err == nil {
		t.Error("its sessions are listed")
	}
}

// TestDirectoryIsHeld: a probe of an older version keeps the directory to itself. Nothing is recorded beside it, which is
// said with its process, and recording begins when it has ended.
func TestDirectoryIsHeld(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	old, err := s.hold(t.Context(), s.lockPath())
	if err != nil {
		t.Fatal(err)
	}
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	source.sample(0)
	r.try(t.Context())
	said(t, r, source, sensor.Denied, fmt.Sprintf("another probe keeps the directory to itself: process %d", os.Getpid()), "end that one", "--data DIR", "--no-record")
	old.Close()
	source.sample(1)
	r.try(t.Context())
	said(t, r, source, sensor.OK, "records into")
	if got := find(t, s, "a").Samples; got != 2 {
		t.Errorf("%d samples, want both", got)
	}
}

// TestSeveralProbes: each records its own session into one directory, sees those of the others, and deletes none of them.
func TestSeveralProbes(t *testing.T) {
	dir := t.TempDir()
	var stores []*Store
	var recorders []*Recorder
	var sources []*scripted
	for _, id := range []string{"one", "two", "three"} {
		s, _ := testStore(t, dir, Options{})
		source := newScripted(id, time.Now())
		r := recorderOf(s, source)
		source.sample(0)
		r.try(t.Context())
		stores, recorders, sources = append(stores, s), append(recorders, r), append(sources, source)
	}
	said(t, recorders[0], sources[0], sensor.OK, "records into")
	said(t, recorders[2], sources[2], sensor.OK, fmt.Sprintf("beside process %[1]d and %[1]d", os.Getpid()))
	list, err := stores[0].List(t.Context())
	if err != nil || len(list) != 3 {
		t.Fatalf("seen by the first: %+v, %v", list, err)
	}
	for _, session := range list {
		if session.State != wire.Recording {
			t.Errorf("%s is %s, want it recording", session.ID, session.State)
		}
		err := stores[1].Delete(t.Context(), session.ID)
		if want := fmt.Sprintf("by process %d", os.Getpid()); !errors.Is(err, ErrLive) || !strings.Contains(err.Error(), want) {
			t.Errorf("delete of the live session %s: %v, want ErrLive %s", session.ID, err, want)
		}
	}

	// The thinning by one of them leaves the number of samples of another right.
	for i := range 2000 {
		sources[0].sample(i - 8000)
		if i%250 == 249 {
			mustCatchUp(t, recorders[0])
		}
	}
	stores[1].o.Keep = 10
	if err := recorders[1].thin(t.Context()); err != nil {
		t.Fatal(err)
	}
	sources[0].sample(1)
	mustCatchUp(t, recorders[0])
	samples, _ := frames(t, stores[2], "one", 0)
	if got := find(t, stores[2], "one").Samples; got != len(samples) || got > 1000 {
		t.Errorf("%d samples are told and %d are there, want the same and few", got, len(samples))
	}

	recorders[0].finish(t.Context())
	if got := find(t, stores[1], "one"); got.State != wire.Ended {
		t.Errorf("the first: %+v", got.Session)
	}
	if err := stores[1].Delete(t.Context(), "one"); err != nil {
		t.Error(err)
	}
	recorders[1].finish(t.Context())
	recorders[2].finish(t.Context())
	if left, _ := filepath.Glob(filepath.Join(dir, "session-*.lock")); len(left) > 0 {
		t.Errorf("locks are left: %v", left)
	}
}

// TestBrokenFileOfSeveralProbes overwrites the file under two recorders: one of them puts it aside, and both go on in the
// new one.
func TestBrokenFileOfSeveralProbes(t *testing.T) {
	dir := t.TempDir()
	var recorders []*Recorder
	var sources []*scripted
	for _, id := range []string{"one", "two"} {
		s, _ := testStore(t, dir, Options{})
		source := newScripted(id, time.Now())
		r := recorderOf(s, source)
		for i := range 200 {
			source.sample(i)
		}
		r.try(t.Context())
		s.db.SetMaxIdleConns(0) // so that no page is in a cache
		recorders, sources = append(recorders, r), append(sources, source)
	}
	if _, err := recorders[0].db.Exec("PRAGMA wal_checkpoint(truncate)"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fileName)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("x", int(info.Size()))), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, r := range recorders {
		sources[i].sample(200)
		r.try(t.Context())
		if status := r.Status(); status.State != sensor.OK {
			t.Errorf("status %+v", status)
		}
	}
	for i, r := range recorders {
		if got := find(t, r.store, sources[i].boot); got.Samples != 201 || got.State != wire.Recording {
			t.Errorf("in the new file: %+v, want the whole session", got.Session)
		}
	}
	aside, _ := filepath.Glob(path + ".broken-*")
	if whole := slices.DeleteFunc(aside, func(name string) bool { return strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm") }); len(whole) != 1 {
		t.Errorf("put aside: %v, want one file", whole)
	}
}

// TestRunEnds: whatever the store does, Run ends with its context.
func TestRunEnds(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	source := newScripted("a", time.Now())
	r := recorderOf(s, source)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	source.sample(0)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if whole := find(t, s, "a"); whole.State != wire.Ended || whole.Samples != 1 {
		t.Errorf("recorded %+v", whole.Session)
	}
}
