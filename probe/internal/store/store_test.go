package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

var yesterday = time.Now().Add(-48 * time.Hour).Truncate(time.Hour)

// TestRecordsASampler runs a real sampler with simulated hardware, and compares the file with what the sampler kept.
func TestRecordsASampler(t *testing.T) {
	demo, err := sensor.NewDemo("laptop", 1, estimator.Default())
	if err != nil {
		t.Fatal(err)
	}
	s, log := testStore(t, filepath.Join(t.TempDir(), "a b?c#d%20e"), Options{})
	source := sampler.New(demo, sampler.Options{Interval: 20 * time.Millisecond})
	r := s.Recorder(source, wire.About{Version: "test", Simulated: "laptop"}, Session{Name: "tune", Command: []string{"python", "train.py"}, RunID: "7"})
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { source.Run(ctx) })
	all.Go(func() { r.Run(context.Background()) })
	source.Mark("epoch 1")
	snapshots, cancel := source.Subscribe()
	defer cancel()
	for snapshot := range snapshots {
		if snapshot.Seq >= 10 {
			break
		}
	}
	<-r.Tried()
	if status := r.Status(); status.State != sensor.OK {
		t.Errorf("while it records: %+v", status)
	}
	if whole := find(t, s, source.Boot()); whole.State != wire.Recording || whole.Ended != nil {
		t.Errorf("while it records: %+v", whole.Session)
	}
	if err := s.Delete(t.Context(), source.Boot()); !errors.Is(err, ErrLive) {
		t.Errorf("delete of the live session: %v, want ErrLive", err)
	}
	r.SetExit(3)
	stop()
	all.Wait()

	kept := source.History(0)
	last := kept[len(kept)-1]
	whole := find(t, s, source.Boot()[:4])
	if whole.Name != "tune" || !reflect.DeepEqual(whole.Command, []string{"python", "train.py"}) || whole.RunID != "7" || whole.State != wire.Ended ||
		whole.Ended == nil || whole.ExitStatus == nil || *whole.ExitStatus != 3 || whole.Simulated == nil || *whole.Simulated != "laptop" ||
		whole.Samples != len(kept) || *whole.Joules != float64(last.Totals.Joules) || *whole.Joules <= 0 {
		t.Errorf("got %+v, want %d samples and %v J", whole.Session, len(kept), last.Totals.Joules)
	}
	if len(whole.Hello.Devices) != len(source.Devices()) || whole.Hello.Boot != source.Boot() || len(whole.Hello.Sensors) == 0 {
		t.Errorf("hello: %+v", whole.Hello)
	}
	samples, events := frames(t, s, source.Boot(), 0)
	for i, snapshot := range kept {
		if want := wire.NewSample(snapshot, 0); !reflect.DeepEqual(samples[i], want) {
			t.Fatalf("sample %d:\ngot  %+v\nwant %+v", i, samples[i], want)
		}
	}
	if len(events) == 0 || events[0].Label != "epoch 1" {
		t.Errorf("events %+v, want the mark", events)
	}
	if list, err := s.List(t.Context()); err != nil || len(list) != 1 || !reflect.DeepEqual(list[0], whole.Session) {
		t.Errorf("list %+v, %v", list, err)
	}
	if log.Len() > 0 {
		t.Errorf("log: %s", log)
	}
}

func TestFindAndDelete(t *testing.T) {
	dir := t.TempDir()
	s, _ := testStore(t, dir, Options{})
	for _, id := range []string{"aaaa1", "aaaa2", "aaaa", "bbbb"} {
		recordSession(t, s, id, yesterday, 3, 1)
	}
	other, _ := testStore(t, dir, Options{}) // as another process, while the first may record
	for id, want := range map[string]string{"bbbb": "bbbb", "b": "bbbb", "aaaa": "aaaa", "aaaa1": "aaaa1"} {
		if whole := find(t, other, id); whole.ID != want {
			t.Errorf("%q finds %s, want %s", id, whole.ID, want)
		}
	}
	for id, want := range map[string]error{"aa": ErrAmbiguous, "c": ErrUnknown, "": ErrUnknown, "%": ErrUnknown, "bbbbb": ErrUnknown} {
		if _, err := other.Find(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", id, err, want)
		}
	}
	if err := other.Delete(t.Context(), "b"); !errors.Is(err, ErrUnknown) {
		t.Errorf("delete by an abbreviation: %v, want ErrUnknown", err)
	}
	if err := other.Delete(t.Context(), "bbbb"); err != nil {
		t.Error(err)
	}
	if _, err := s.Find(t.Context(), "bbbb"); !errors.Is(err, ErrUnknown) {
		t.Errorf("after the delete: %v", err)
	}
	var rows int
	s.db.QueryRow("SELECT count(*) FROM samples").Scan(&rows)
	if rows != 9 {
		t.Errorf("%d samples are left, want those of three sessions", rows)
	}
}

// TestNothingYet: a directory in which nothing was recorded is read as empty, and nothing is made in it.
func TestNothingYet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	s, _ := testStore(t, dir, Options{})
	if list, err := s.List(t.Context()); err != nil || list == nil || len(list) != 0 {
		t.Errorf("list: %v, %v", list, err)
	}
	if _, err := s.Find(t.Context(), "a"); !errors.Is(err, ErrUnknown) {
		t.Errorf("find: %v", err)
	}
	if err := s.Delete(t.Context(), "a"); !errors.Is(err, ErrUnknown) {
		t.Errorf("delete: %v", err)
	}
	for _, err := range s.Frames(t.Context(), "a", 0) {
		if !errors.Is(err, ErrUnknown) {
			t.Errorf("frames: %v", err)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("reading made the directory")
	}
}

func TestFramesThinned(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	source := newScripted("a", yesterday)
	r := recorderOf(s, source)
	for i := range 2*pageSize + 5 {
		source.sample(i, sampler.Event{Time: yesterday, Kind: sampler.Mark, Label: "m"})
	}
	r.finish(t.Context())
	all, events := frames(t, s, "a", 0)
	if len(all) != 2*pageSize+5 || len(events) != len(all) {
		t.Errorf("%d samples and %d events, want %d of each", len(all), len(events), 2*pageSize+5)
	}
	for i, f := range all {
		if f.Seq != uint64(i+1) {
			t.Fatalf("sample %d has seq %d", i, f.Seq)
		}
	}
	few, events := frames(t, s, "a", 10*time.Second)
	if want := (2*pageSize + 5 + 9) / 10; len(few) != want || len(events) != len(all) {
		t.Errorf("%d samples and %d events, want %d and all %d", len(few), len(events), want, len(all))
	}
	if got, want := few[len(few)-1], all[len(all)-1]; got.Seq != want.Seq || *got.Totals.Joules != *want.Totals.Joules {
		t.Errorf("the last sample is %+v, want %+v", got, want)
	}
}

func TestImport(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	recordSession(t, s, "a", yesterday, 50, 1)
	whole := find(t, s, "a")
	header := func() wire.Header {
		session := whole.Session
		session.Name = "brought"
		return wire.Header{Hello: whole.Hello, Session: &session}
	}
	if _, err := s.Import(t.Context(), s.Frames(t.Context(), "a", 0), header); !errors.Is(err, ErrExists) {
		t.Errorf("into the store it came from: %v, want ErrExists", err)
	}
	other, _ := testStore(t, filepath.Join(t.TempDir(), "new"), Options{})
	got, err := other.Import(t.Context(), s.Frames(t.Context(), "a", 0), header)
	if err != nil {
		t.Fatal(err)
	}
	want := *header().Session
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(find(t, other, "a").Session, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	r := recorderOf(other, newScripted("now", time.Now()))
	other.o.Keep = 1
	mustCatchUp(t, r)
	if err := r.thin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := find(t, other, "a").Samples; got != 50 {
		t.Errorf("of 50 samples that were brought in %d are left", got)
	}
	if !reflect.DeepEqual(find(t, other, "a").Last, whole.Last) {
		t.Errorf("last sample %+v", find(t, other, "a").Last)
	}

	broken := errors.New("line 7")
	half := func(yield func(wire.Line, error) bool) {
		n := 0
		for l, err := range s.Frames(t.Context(), "a", 0) {
			if n++; n == 7 {
				yield(wire.Line{}, broken)
				return
			}
			yield(l, err)
		}
	}
	third, _ := testStore(t, t.TempDir(), Options{})
	if _, err := third.Import(t.Context(), half, header); !errors.Is(err, broken) {
		t.Errorf("an import that fails: %v", err)
	}
	if list, err := third.List(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("it left %v, %v", list, err)
	}
}

// TestEnergyThatNothingMeasured: it is unknown; of a device that slept, 0 J are known.
func TestEnergyThatNothingMeasured(t *testing.T) {
	s, _ := testStore(t, t.TempDir(), Options{})
	for id, totals := range map[string]sampler.Totals{"none": {Missing: []string{"cpu"}}, "asleep": {Known: true}} {
		source := newScripted(id, time.Now().Add(-time.Hour))
		source.seq++
		source.Publish(&sampler.Snapshot{Seq: source.seq, Time: source.started, Devices: []sampler.Sample{{DeviceID: "cpu", State: sensor.Denied}},
			Totals: totals})
		recorderOf(s, source).finish(t.Context())
		if got := find(t, s, id).Joules; (got != nil) != totals.Known || got != nil && *got != 0 {
			t.Errorf("session %s: %v, want energy known %v", id, got, totals.Known)
		}
	}
}
