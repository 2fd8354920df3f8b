package sampler

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// fake is a family in a script. Its devices have counters that run at 100 W each and gauges that agree.
type fake struct {
	name    string
	devices []sensor.Device
	state   sensor.State // of Status

	onOpen func(call int) error                     // nil for success
	onRead func(call int, r []sensor.Reading) error // may change the readings, wait, or fail

	opens, reads []time.Duration // when, since the first call
	start        time.Time
	closed       bool
}

func newFake(name string, kinds ...sensor.Kind) *fake {
	f := &fake{name: name, state: sensor.OK}
	for i, k := range kinds {
		f.devices = append(f.devices, sensor.Device{ID: fmt.Sprintf("%s-%d", name, i), Kind: k, Quality: sensor.Measured,
			Plausible: 1000})
	}
	return f
}

func (f *fake) since() time.Duration {
	if f.start.IsZero() {
		f.start = time.Now()
	}
	return time.Since(f.start)
}

func (f *fake) Name() string { return f.name }
func (f *fake) Status() sensor.Status {
	return sensor.Status{Family: f.name, State: f.state, Detail: "as scripted"}
}
func (f *fake) Close() error { f.closed = true; return nil }

func (f *fake) Open(context.Context) ([]sensor.Device, error) {
	f.opens = append(f.opens, f.since())
	if f.onOpen != nil {
		if err := f.onOpen(len(f.opens)); err != nil {
			return nil, err
		}
	}
	return slices.Clone(f.devices), nil
}

func (f *fake) Read(context.Context) ([]sensor.Reading, error) {
	f.reads = append(f.reads, f.since())
	now := time.Now()
	readings := make([]sensor.Reading, len(f.devices))
	for i, d := range f.devices {
		readings[i] = sensor.Reading{DeviceID: d.ID, Before: now, After: now, State: sensor.OK}
		if d.Kind == sensor.Host {
			continue
		}
		counter, power := uint64(time.Since(f.start).Seconds()*100e3), estimator.Watts(100)
		readings[i].Counter, readings[i].CounterUnit, readings[i].Power = &counter, 1e-3, &power
	}
	var err error
	if f.onRead != nil {
		err = f.onRead(len(f.reads), readings)
	}
	return readings, err
}

// within runs a sampler of families for a while of fake time and gives its snapshots.
func within(t *testing.T, d time.Duration, o Options, families ...sensor.Family) (s *Sampler, snaps []*Snapshot) {
	t.Helper()
	o.Log = quiet
	s = New(families, o)
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return s, s.History(0)
}

func TestSnapshotsComeAtTheInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("gpu", sensor.GPU)
		s, snaps := within(t, 10*time.Second, Options{}, f)
		if len(snaps) != 10 {
			t.Fatalf("got %d snapshots in 10 s, want 10", len(snaps))
		}
		for i, snap := range snaps {
			if want := firstTick + time.Duration(i)*time.Second; snap.Elapsed != want || snap.Seq != uint64(i+1) {
				t.Errorf("snapshot %d at %v, want %d at %v", snap.Seq, snap.Elapsed, i+1, want)
			}
			d := snap.Devices[0]
			if want := estimator.Joules(100 * snap.Elapsed.Seconds()); math.Abs(float64(d.Joules-want)) > 0.01 || d.Watts == nil ||
				math.Abs(float64(*d.Watts)-100) > 0.1 {
				t.Errorf("at %v: %.3f J, %v W; want %.3f J, 100 W", snap.Elapsed, d.Joules, d.Watts, want)
			}
		}
		if s.Latest() != snaps[9] || !f.closed {
			t.Errorf("latest %v, closed %v", s.Latest().Seq, f.closed)
		}
	})
}

func TestAFamilyThatHangsIsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hung, well := newFake("hung", sensor.GPU), newFake("well", sensor.CPU)
		hung.onRead = func(call int, _ []sensor.Reading) error {
			if call == 4 {
				time.Sleep(4900 * time.Millisecond) // a call into a driver, which no context ends
			}
			return nil
		}
		_, snaps := within(t, 12*time.Second, Options{}, hung, well)
		var states []sensor.State
		for i, snap := range snaps {
			d := snap.Devices[0]
			states = append(states, d.State)
			if (d.State == sensor.OK) != (d.Watts != nil) {
				t.Errorf("at %v: %s with watts %v", snap.Elapsed, d.State, d.Watts)
			}
			if w := snap.Devices[1]; w.State != sensor.OK || w.Watts == nil {
				t.Errorf("at %v the other is %s", snap.Elapsed, w.State)
			}
			if want := time.Duration(i) * time.Second; snap.Elapsed-snaps[0].Elapsed > want+maxGrace {
				t.Errorf("snapshot %d is late: %v", i, snap.Elapsed)
			}
		}
		// The fourth read begins with the third snapshot and comes back just before the eighth.
		want := []sensor.State{"ok", "ok", "late", "late", "late", "stuck", "stuck", "ok", "ok", "ok", "ok", "ok"}
		if !slices.Equal(states, want) {
			t.Errorf("states %v, want %v", states, want)
		}
		last := snaps[len(snaps)-1]
		if got, want := last.Devices[0].Joules, last.Devices[1].Joules; math.Abs(float64(got-want)) > 1 {
			t.Errorf("the counter covers the silence: got %.1f J, want %.1f J", got, want)
		}
		if n := len(hung.reads); n != 9 {
			t.Errorf("%d reads, want 9: none while one is out", n)
		}
	})
}

func TestOpenThatNeverComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hung, well := newFake("hung", sensor.GPU), newFake("well", sensor.CPU)
		release := make(chan struct{})
		hung.onOpen = func(int) error { <-release; return nil }
		begin := time.Now()
		s, snaps := within(t, 15*time.Second, Options{}, hung, well)
		if took := time.Since(begin); took != 15*time.Second+closeWait {
			t.Errorf("Run took %v, want 15 s and the wait for the one that hangs", took)
		}
		if first := snaps[0]; first.Elapsed != openWait+firstTick || len(first.Devices) != 1 {
			t.Errorf("first snapshot at %v with %d devices", first.Elapsed, len(first.Devices))
		}
		if got := s.Statuses(); got[0].State != sensor.Stuck || got[1].State != sensor.OK {
			t.Errorf("statuses: %+v", got)
		}
		close(release)
	})
}

func TestFamiliesAreOpenedAgainAtASlowPace(t *testing.T) {
	unavailable := fmt.Errorf("fake: %w", sensor.ErrUnavailable)
	for _, tt := range []struct {
		name  string
		state sensor.State
		want  []time.Duration
	}{
		{"absent", sensor.Absent, []time.Duration{0, 31 * time.Second, 62 * time.Second}},
		{"asleep", sensor.Asleep, make([]time.Duration, 35)}, // every two seconds
		{"lost", sensor.Lost, []time.Duration{0, 11 * time.Second, 22 * time.Second, 33 * time.Second, 44 * time.Second, 55 * time.Second, 66 * time.Second}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake("f", sensor.GPU)
				f.state = tt.state
				f.onOpen = func(int) error { return unavailable }
				within(t, 70*time.Second, Options{}, f)
				var got []time.Duration
				for _, at := range f.opens {
					got = append(got, at.Round(time.Second))
				}
				if len(got) != len(tt.want) {
					t.Errorf("opened at %v, want about %v", got, tt.want)
				}
			})
		})
	}
}

func TestLostDevicesComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.GPU)
		lost := false
		f.onRead = func(_ int, readings []sensor.Reading) error {
			at := f.since()
			lost = at > 5*time.Second && len(f.opens) == 1
			for i := range readings {
				if lost {
					readings[i] = sensor.Reading{DeviceID: readings[i].DeviceID, Before: time.Now(), After: time.Now(),
						State: sensor.Lost, Reason: "fell off"}
				}
			}
			return nil
		}
		_, snaps := within(t, 40*time.Second, Options{}, f)
		if len(f.opens) != 2 {
			t.Errorf("opened %d times, want twice", len(f.opens))
		}
		last := snaps[len(snaps)-1]
		for _, d := range last.Devices {
			if want := 100 * last.Elapsed.Seconds(); math.Abs(float64(d.Joules)-want) > 1 || d.Missing != 0 || d.State != sensor.OK {
				t.Errorf("the counter went on, so nothing is missing: %+v, want %.0f J", d, want)
			}
		}
		var missing time.Duration
		for _, snap := range snaps {
			missing = max(missing, snap.Devices[0].Missing)
		}
		if missing < 10*time.Second {
			t.Errorf("while it was lost at most %v was called missing", missing)
		}
		var labels []string
		for _, snap := range snaps {
			for _, e := range snap.Events {
				if e.DeviceID == "f-0" {
					labels = append(labels, e.Label)
				}
			}
		}
		if want := []string{"lost, was ok: fell off", "ok, was lost"}; !slices.Equal(labels, want) {
			t.Errorf("events: %q, want %q", labels, want)
		}
	})
}

func TestDevicesThatChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		host, extra := newFake("host", sensor.Host), sensor.Device{ID: "cpu", Kind: sensor.CPU, Quality: sensor.Estimated}
		host.devices = append(host.devices, extra)
		host.onRead = func(call int, _ []sensor.Reading) error {
			if call == 5 { // a sensor that measures the CPU has come
				host.devices = host.devices[:1]
				return fmt.Errorf("fake: %w", sensor.ErrChanged)
			}
			return nil
		}
		s, snaps := within(t, 8*time.Second, Options{}, host)
		if len(host.opens) != 2 || host.opens[1] != host.reads[4] {
			t.Errorf("opened at %v, want again at once at %v", host.opens, host.reads[4])
		}
		d := of(t, snaps[len(snaps)-1], "cpu")
		if d.State != sensor.Lost || d.Watts != nil || d.Joules < 200 {
			t.Errorf("the estimate that ended keeps its joules: %+v", d)
		}
		if n := len(s.Devices()); n != 2 {
			t.Errorf("%d devices, want 2", n)
		}
	})
}

func TestADeviceThatNeverGaveAnythingIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.GPU)
		f.onRead = func(call int, readings []sensor.Reading) error {
			readings[len(readings)-1].Counter, readings[len(readings)-1].Power = nil, nil
			if call == 3 {
				f.devices = f.devices[:1]
				return sensor.ErrChanged
			}
			return nil
		}
		s, _ := within(t, 5*time.Second, Options{}, f)
		if got := s.Devices(); len(got) != 1 {
			t.Errorf("devices: %v", got)
		}
	})
}

// paced is a family whose counters wrap within the interval.
type paced struct{ *fake }

func (paced) Period() time.Duration { return 200 * time.Millisecond }

func TestFastCountersAreReadBetweenTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := paced{newFake("fast", sensor.CPU)}
		f.devices[0].Plausible = 200
		f.onRead = func(_ int, readings []sensor.Reading) error {
			*readings[0].Counter %= 100_000 // wraps each second, which one read a second would never see
			readings[0].CounterRange = 99_999
			readings[0].Power = nil
			return nil
		}
		_, snaps := within(t, 10*time.Second, Options{}, f)
		last := snaps[len(snaps)-1]
		if want := 100 * last.Elapsed.Seconds(); math.Abs(float64(last.Devices[0].Joules)-want) > 0.1 {
			t.Errorf("got %.2f J, want %.2f J", last.Devices[0].Joules, want)
		}
		if n := len(f.reads); n < 45 || n > 60 {
			t.Errorf("%d reads in 10 s, want about 50", n)
		}
	})
}

func TestMissingTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.GPU, sensor.GPU)
		f.onRead = func(_ int, readings []sensor.Reading) error {
			silent := f.since() > 5*time.Second && f.since() < 30*time.Second
			readings[1].Counter = nil // a gauge alone
			if silent {
				readings[0].Counter, readings[0].Power, readings[1].Power = nil, nil, nil
			}
			readings[2].Counter, readings[2].Power, readings[2].State, readings[2].Reason = nil, nil, sensor.Denied, "no"
			return nil
		}
		_, snaps := within(t, 40*time.Second, Options{}, f)
		middle, last := snaps[25], snaps[len(snaps)-1]
		for i, want := range []struct{ middle, last time.Duration }{
			{20 * time.Second, 0},                // the counter covers it in the end
			{20 * time.Second, 25 * time.Second}, // the gauge cannot
			{25 * time.Second, 39 * time.Second}, // never a reading
		} {
			if got := middle.Devices[i].Missing; (got - want.middle).Abs() > 1500*time.Millisecond {
				t.Errorf("device %d at %v: %v missing, want %v", i, middle.Elapsed, got, want.middle)
			}
			if got := last.Devices[i].Missing; (got - want.last).Abs() > 1500*time.Millisecond {
				t.Errorf("device %d at %v: %v missing, want %v", i, last.Elapsed, got, want.last)
			}
		}
	})
}

func TestAnAsleepDeviceDrawsNothingAndMissesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.GPU)
		f.onRead = func(_ int, readings []sensor.Reading) error {
			readings[1].Counter = nil
			if at := f.since(); at > 5*time.Second && at < 35*time.Second {
				for i := range readings {
					readings[i].Counter, readings[i].Power, readings[i].State = nil, nil, sensor.Asleep
				}
			} else if at >= 35*time.Second && readings[0].Counter != nil {
				*readings[0].Counter -= 3_000_000 // it has not counted in its sleep
			}
			return nil
		}
		_, snaps := within(t, 40*time.Second, Options{}, f)
		last := snaps[len(snaps)-1]
		for i, d := range last.Devices {
			if want := 100 * (last.Elapsed.Seconds() - 30); math.Abs(float64(d.Joules)-want) > 150 || d.Missing != 0 {
				t.Errorf("device %d: %.0f J with %v missing, want about %.0f J", i, d.Joules, d.Missing, want)
			}
			if d := snaps[20].Devices[i]; d.State != sensor.Asleep || d.Watts != nil || d.Missing != 0 {
				t.Errorf("device %d asleep: %+v", i, d)
			}
		}
	})
}

func TestADeviceThatFallsAsleepBetweenTwoOpensIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("gpu", sensor.GPU)
		f.onOpen = func(call int) error {
			if call == 1 {
				return nil
			}
			f.state = sensor.Asleep
			return fmt.Errorf("fake: %w", sensor.ErrUnavailable)
		}
		f.onRead = func(call int, _ []sensor.Reading) error {
			if call == 4 {
				return sensor.ErrChanged
			}
			return nil
		}
		_, snaps := within(t, 8*time.Second, Options{}, f)
		if d := snaps[len(snaps)-1].Devices[0]; d.State != sensor.Asleep || d.Watts != nil || d.Reason == "" {
			t.Errorf("got %+v, want asleep", d)
		}
	})
}

func TestTotalsAddOnlyWhatMayBeAdded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.CPU, sensor.DRAM, sensor.Platform, sensor.Host)
		f.devices[1].Quality = sensor.Estimated
		_, snaps := within(t, 5*time.Second, Options{}, f)
		last := snaps[len(snaps)-1]
		each := 100 * last.Elapsed.Seconds()
		total := last.Totals
		if total.Watts == nil || math.Abs(float64(*total.Watts)-300) > 0.5 || math.Abs(float64(total.Joules)-3*each) > 0.1 {
			t.Errorf("totals: %v W, %.2f J; want 300 W, %.2f J", total.Watts, total.Joules, 3*each)
		}
		measured, estimated := total.ByQuality[sensor.Measured], total.ByQuality[sensor.Estimated]
		if math.Abs(float64(measured)-2*each) > 0.1 || math.Abs(float64(estimated)-each) > 0.1 || len(total.ByQuality) != 2 {
			t.Errorf("by quality: %v", total.ByQuality)
		}
		if h := last.Devices[4]; h.Missing != 0 || h.Watts != nil {
			t.Errorf("the host has no energy to miss: %+v", h)
		}
	})
}

// TestRest: a battery gives what the devices do not explain, as long as all of them are known.
func TestRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.CPU, sensor.Platform, sensor.Platform)
		f.devices[2].Whole = true // the other one is psys, of which nobody knows what it contains
		f.onRead = func(call int, readings []sensor.Reading) error {
			readings[2].Counter, readings[2].Power = nil, ptr(estimator.Watts(212))
			switch {
			case call > 20:
				readings[2] = sensor.Reading{DeviceID: "f-2", State: sensor.Absent, Reason: "plugged in"}
			case call > 10:
				readings[1] = sensor.Reading{DeviceID: "f-1", State: sensor.Lost, Reason: "gone"}
			}
			return nil
		}
		_, snaps := within(t, 30*time.Second, Options{}, f)
		if rest := snaps[5].Totals.Rest; rest == nil || math.Abs(float64(*rest)-12) > 0.5 {
			t.Errorf("rest %v, want 212 W without twice 100 W", rest)
		}
		for i, why := range map[int]string{15: "a device is missing", 25: "plugged in"} {
			if rest := snaps[i].Totals.Rest; rest != nil {
				t.Errorf("%s: rest %v, want none", why, *rest)
			}
		}
	})
}

func TestTotalsTellWhatTheyLeaveOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := newFake("silent", sensor.CPU, sensor.Platform)
		silent.onRead = func(_ int, readings []sensor.Reading) error {
			for i := range readings {
				readings[i].Counter, readings[i].Power, readings[i].State, readings[i].Reason = nil, nil, sensor.Denied, "not for you"
			}
			return nil
		}
		_, alone := within(t, 3*time.Second, Options{}, silent)
		if got := alone[len(alone)-1].Totals; got.Known || got.Watts != nil || len(got.ByQuality) != 0 || !slices.Equal(got.Missing, []string{"silent-0"}) {
			t.Errorf("with nothing read: %+v, want an unknown sum without the CPU", got)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU, sensor.GPU, sensor.GPU)
		f.onRead = func(call int, readings []sensor.Reading) error {
			if call >= 3 {
				readings[1] = sensor.Reading{DeviceID: "f-1", State: sensor.Lost, Reason: "fell off the bus"}
				readings[2] = sensor.Reading{DeviceID: "f-2", State: sensor.Asleep}
			}
			return nil
		}
		_, snaps := within(t, 5*time.Second, Options{}, f)
		if early, late := snaps[0].Totals, snaps[len(snaps)-1].Totals; early.Missing != nil || !slices.Equal(late.Missing, []string{"f-1"}) || !late.Known || late.Joules <= early.Joules {
			t.Errorf("%+v then %+v, want all in the sum, then it without the lost one, and the sleeping one not missed", early, late)
		}
	})
}

func TestMarksAndSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New([]sensor.Family{newFake("f", sensor.GPU)}, Options{Log: quiet})
		ctx, cancel := context.WithCancel(t.Context())
		asleep := time.Now().Add(4 * time.Second)
		s.wall = func(t time.Time) time.Time {
			if t.After(asleep) {
				t = t.Add(10 * time.Minute)
			}
			return t.Round(0)
		}
		defer time.AfterFunc(2500*time.Millisecond, func() { s.Mark("epoch 1") }).Stop()
		defer time.AfterFunc(8*time.Second, cancel).Stop()
		s.Run(ctx)
		var events []string
		for _, snap := range s.History(0) {
			for _, e := range snap.Events {
				events = append(events, fmt.Sprintf("%d %s %s %v", snap.Seq, e.Kind, e.Label, e.Duration))
			}
		}
		want := []string{"4 mark epoch 1 0s", "5 gap the machine slept, or its clock was set ahead, for 10m0s 10m0s"}
		if !slices.Equal(events, want) {
			t.Errorf("events %q, want %q", events, want)
		}
	})
}

func TestAReadingThatFailsHasNoWatts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("f", sensor.GPU)
		f.onRead = func(call int, readings []sensor.Reading) error {
			if call == 4 {
				return errors.New("a hiccup")
			}
			if call == 6 {
				power := estimator.Watts(5000) // above what is plausible, and the counter stands
				readings[0].Power, readings[0].Counter = &power, nil
			}
			return nil
		}
		f.devices = append(f.devices, sensor.Device{ID: "f-1", Kind: sensor.GPU})
		_, snaps := within(t, 8*time.Second, Options{}, f)
		if d := snaps[4].Devices[0]; d.Watts != nil {
			t.Errorf("an implausible reading is shown: %v W", *d.Watts)
		}
		for _, snap := range snaps {
			if d := snap.Devices[0]; d.State != sensor.OK && d.Watts != nil {
				t.Errorf("at %v: %s with %v W", snap.Elapsed, d.State, *d.Watts)
			}
		}
	})
}

// BenchmarkTick is one snapshot of eight GPUs, two packages and two memories: readings folded, and published.
func BenchmarkTick(b *testing.B) {
	families, err := sensor.NewDemo("h100x8", 1, nil)
	if err != nil {
		b.Fatal(err)
	}
	family := families[0]
	s := New(families, Options{Log: quiet})
	devices, err := family.Open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	w := s.workers[0]
	w.opened(nil, now, s.interval)
	s.merge(w, devices, now)
	readings, err := family.Read(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Second)
		for i := range readings {
			readings[i].Before, readings[i].After = now, now
			value := *readings[i].Counter + 1000
			readings[i].Counter = &value
		}
		s.fold(w, answer{from: w, command: readIt, readings: readings})
		s.publish(now)
	}
}
