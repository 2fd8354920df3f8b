package record

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

func newTestPlayer(t *testing.T, data []byte) *Player {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return NewPlayer(r, "tune.gwr")
}

// TestPlay plays a thinned recording in a bubble of time: at its pace, as if it began now, labelled, and with the last
// sample standing at the end.
func TestPlay(t *testing.T) {
	data := recording(t, true, sampleText(1, 1001), mark, sampleText(2, 1002), sampleText(60, 1061))
	synctest.Test(t, func(t *testing.T) {
		p := newTestPlayer(t, data)
		began := time.Now()
		if p.Boot() == "b00t" || p.Boot() == "" || p.Interval() != time.Second || !p.Started().Equal(began) {
			t.Errorf("boot %q, interval %s, started %s", p.Boot(), p.Interval(), p.Started())
		}
		d := p.Devices()
		if len(d) != 1 || d[0].Quality != sensor.Simulated || d[0].Source != "replay of measured: a counter" || d[0].Kind != sensor.GPU {
			t.Errorf("devices %+v", d)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- p.Run(ctx) }()
		for i, after := range []time.Duration{0, time.Second, 60 * time.Second} {
			time.Sleep(time.Until(began.Add(after)))
			synctest.Wait()
			s := p.Latest()
			if s == nil || s.Seq != uint64(i+1) || !s.Time.Equal(began.Add(after)) {
				t.Fatalf("after %s: %+v, want sample %d", after, s, i+1)
			}
			if s.Devices[0].Quality != sensor.Simulated || len(s.Totals.ByQuality) != 1 || s.Totals.ByQuality[sensor.Simulated] != s.Totals.Joules {
				t.Errorf("sample %d says %s and %v", s.Seq, s.Devices[0].Quality, s.Totals.ByQuality)
			}
			if i == 1 {
				if len(s.Events) != 1 || s.Events[0].Label != "epoch 1" || !s.Events[0].Time.Equal(began.Add(500*time.Millisecond)) {
					t.Errorf("events %+v, want the mark half a second after the beginning", s.Events)
				}
				p.Mark("mine")
			}
		}
		time.Sleep(time.Hour)
		last := p.Latest()
		if last.Seq != 3 || last.Totals.Joules != 6100 || last.Elapsed != 61*time.Second || last.Events[0].Kind != sampler.Mark || last.Events[0].Label != "mine" {
			t.Errorf("an hour later: %+v, want the last sample", last)
		}
		if s := p.Statuses(); len(s) != 1 || s[0].State != sensor.OK || !strings.Contains(s[0].Detail, "tune.gwr has ended") {
			t.Errorf("status %+v", s)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestPlayBroken: a line that cannot be read ends the play there, and the status says so.
func TestPlayBroken(t *testing.T) {
	for rest, want := range map[string]string{"\nnonsense\n": "line 3", "\n" + sampleText(2, 1002)[:40]: "cut off"} {
		data := append(bytes.SplitAfterN(recording(t, false), []byte("\n"), 2)[0], (sampleText(1, 1001) + rest)...)
		synctest.Test(t, func(t *testing.T) {
			p := newTestPlayer(t, data)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() { p.Run(ctx); close(done) }()
			time.Sleep(time.Minute)
			if s := p.Statuses()[0]; !strings.Contains(s.Detail, want) || p.Latest().Seq != 1 {
				t.Errorf("status %+v, want %s", s, want)
			}
			cancel()
			<-done
		})
	}
}

// TestPlayEndsWithItsContext: also in the middle of a long gap.
func TestPlayEndsWithItsContext(t *testing.T) {
	data := recording(t, false, sampleText(1, 1001), sampleText(2, 9e10))
	synctest.Test(t, func(t *testing.T) {
		p := newTestPlayer(t, data)
		snapshots, _ := p.Subscribe()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		p.Run(ctx)
		if <-snapshots; p.Latest().Seq != 1 {
			t.Errorf("it played sample %d", p.Latest().Seq)
		}
		if _, open := <-snapshots; open {
			t.Error("its readers are not told of the end")
		}
	})
}
