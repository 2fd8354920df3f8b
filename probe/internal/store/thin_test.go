package store

import (
	"math"
	"strings"
	"testing"
	"time"

	"gramwatt/probe/internal/wire"
)

// TestThinByAge records three days at once and sees what is left after the tiers: the intervals that they promise, and
// every total as it was.
func TestThinByAge(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{Keep: 10, Tiers: []Tier{{time.Hour, time.Minute}, {24 * time.Hour, 6 * time.Minute}}})
	const days = 3
	started := time.Now().Add(-days * 24 * time.Hour)
	source := newScripted("a", started)
	r := recorderOf(s, source)
	for i := range days * 24 * 120 { // a sample each 30 s
		source.sample(30 * i)
		if i%250 == 249 {
			mustCatchUp(t, r)
		}
	}
	mustCatchUp(t, r)
	before := find(t, s, "a")
	if err := r.thin(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	samples, _ := frames(t, s, "a", 0)
	whole := find(t, s, "a")
	if *whole.Joules != *before.Joules || whole.Seconds != before.Seconds || *whole.Joules != watts*whole.Seconds || whole.Samples != len(samples) {
		t.Errorf("totals %v J in %v s and %d samples, want %v J in %v s and %d", *whole.Joules, whole.Seconds, whole.Samples, *before.Joules, before.Seconds, len(samples))
	}
	if first, last := samples[0], samples[len(samples)-1]; first.Seq != 1 || last.Seq != source.seq {
		t.Errorf("first sample %d, last %d, want 1 and %d", first.Seq, last.Seq, source.seq)
	}
	for i := 1; i < len(samples); i++ {
		f := samples[i]
		age := now.Sub(time.UnixMicro(int64(f.T * 1e6)))
		gap := f.T - samples[i-1].T
		most := 360.0
		switch {
		case age < time.Hour-2*time.Minute:
			most = 30
		case age < 24*time.Hour-12*time.Minute:
			most = 60
		case age > 24*time.Hour+12*time.Minute && i > 1 && gap < 359:
			t.Fatalf("%s old: the sample before is %v s older, want six minutes", age, gap)
		}
		if gap > most+0.1 {
			t.Fatalf("%s old: a gap of %v s, want at most %v", age, gap, most)
		}
		if old := age > 24*time.Hour+12*time.Minute; old && math.Floor(f.T/360) == math.Floor((f.T+30)/360) {
			t.Fatalf("sample %d is not the newest of its six minutes", f.Seq)
		}
		if *f.Totals.Joules != watts*f.Seconds {
			t.Fatalf("sample %d: %v J after %v s", f.Seq, *f.Totals.Joules, f.Seconds)
		}
	}
	if len(samples) > 2*240+23*60+120+20 {
		t.Errorf("%d samples are left", len(samples))
	}

	// Again, nothing has aged. Recording goes on, with the right number of samples.
	if err := r.thin(t.Context()); err != nil {
		t.Fatal(err)
	}
	source.sample(days * 24 * 3600)
	mustCatchUp(t, r)
	if got := find(t, s, "a").Samples; got > len(samples)+1 || got < len(samples)-10 {
		t.Errorf("%d samples after one more, want %d", got, len(samples)+1)
	}
}

// TestShortSessionsStayWhole: a run of minutes is not reduced to some dots the next day.
func TestShortSessionsStayWhole(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	recordSession(t, s, "short", yesterday, defaultKeep, 1)
	recordSession(t, s, "longer", yesterday, 3*defaultKeep, 1)
	r := recorderOf(s, newScripted("now", time.Now()))
	mustCatchUp(t, r)
	for range 2 {
		if err := r.thin(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := find(t, s, "short").Samples; got != defaultKeep {
		t.Errorf("of %d samples %d are left", defaultKeep, got)
	}
	if got := find(t, s, "longer").Samples; got < defaultKeep || got > defaultKeep+2 {
		t.Errorf("of %d samples %d are left, want %d", 3*defaultKeep, got, defaultKeep)
	}
}

// TestThinBySize: the oldest ended session gives first, the live one nothing, and it is said.
func TestThinBySize(t *testing.T) {
	s, log := testStore(t, t.TempDir(), Options{Tiers: []Tier{}})
	recordSession(t, s, "newer", yesterday.Add(time.Hour), 1000, 1)
	recordSession(t, s, "older", yesterday, 1000, 1)
	source := newScripted("live", time.Now())
	r := recorderOf(s, source)
	for i := range 1000 {
		source.sample(i)
		if i%250 == 249 {
			mustCatchUp(t, r)
		}
	}
	size, err := used(t.Context(), r.db)
	if err != nil {
		t.Fatal(err)
	}
	older, newer := find(t, s, "older"), find(t, s, "newer")
	s.o.Limit = size - 1000
	if err := r.thin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := find(t, s, "older"); got.Samples >= older.Samples || got.Samples < 2 || *got.Joules != *older.Joules || *got.Last.Totals.Joules != *older.Last.Totals.Joules {
		t.Errorf("the oldest session: %+v, want fewer samples and the same totals", got.Session)
	}
	if got := find(t, s, "newer"); got.Samples != newer.Samples {
		t.Errorf("the newer session has %d samples left of %d", got.Samples, newer.Samples)
	}
	if !strings.Contains(source.noted(), "session older was thinned from 1000 samples") || !strings.Contains(log.String(), "older") {
		t.Errorf("said: %s", source.noted())
	}

	s.o.Limit = 1
	for range 2 {
		if err := r.thin(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"older", "newer"} {
		if samples, _ := frames(t, s, id, 0); len(samples) != 2 || samples[0].Seq != 1 || samples[1].Seq != 1000 {
			t.Errorf("%s: %d samples are left, want the first and the last", id, len(samples))
		}
	}
	if got := find(t, s, "live"); got.Samples != 1000 || got.State != wire.Recording {
		t.Errorf("the live session: %+v", got.Session)
	}
	if got := strings.Count(source.noted(), "nothing left to thin"); got != 1 {
		t.Errorf("said %d times that the limit cannot be held, want once: %s", got, source.noted())
	}
	var free int
	if err := r.db.QueryRow("PRAGMA freelist_count").Scan(&free); err != nil || free > 0 {
		t.Errorf("%d pages are not given back; %v", free, err)
	}
	if after, err := used(t.Context(), r.db); err != nil || after >= size/2 {
		t.Errorf("the file holds %d bytes, of %d before; %v", after, size, err)
	}
}
