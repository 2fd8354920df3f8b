package sampler

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// jobAfter is when the job of shift begins, in seconds.
const jobAfter = 45

// shift changes a fake's readings: at rest at 60 W until the job, then 300 W at full use.
func shift(f *fake) func(int, []sensor.Reading) error {
	return func(_ int, readings []sensor.Reading) error {
		t := time.Since(f.start).Seconds()
		joules, w, u, n := 60*t, estimator.Watts(60), estimator.Ratio(0), 0
		if t > jobAfter {
			joules, w, u, n = 60*jobAfter+300*(t-jobAfter), 300, 1, 1
		}
		for i := range readings {
			counter := uint64(joules * 1e3)
			readings[i].Counter, readings[i].Power, readings[i].PowerMeaning = &counter, &w, "instant"
			readings[i].Utilization, readings[i].Computing = &u, &n
		}
		return nil
	}
}

func last(snaps []*Snapshot, device int) Sample { return snaps[len(snaps)-1].Devices[device] }

func TestIdleIsSplitOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("gpu", sensor.GPU)
		f.devices[0].Band = estimator.NVIDIASensor("NVIDIA H100 80GB HBM3", "9.0", true, false)
		f.onRead = shift(f)
		_, snaps := within(t, 105*time.Second, Options{}, f)

		for _, snap := range snaps {
			d := snap.Devices[0]
			known := d.Idle != nil
			if known && snap.Elapsed < 30*time.Second || !known && snap.Elapsed > 33*time.Second {
				t.Fatalf("at %v: a baseline is known: %v", snap.Elapsed, known)
			}
			if d.PowerMeaning != "instant" {
				t.Fatalf("at %v: the gauge means %q", snap.Elapsed, d.PowerMeaning)
			}
		}
		d := last(snaps, 0)
		if d.Idle == nil || math.Abs(float64(*d.Idle)-60) > 0.1 {
			t.Fatalf("idle %v, want 60 W", d.Idle)
		}
		at := snaps[len(snaps)-1].Elapsed.Seconds()
		if want := 240 * (at - jobAfter); d.AboveIdle == nil || math.Abs(float64(*d.AboveIdle)-want) > 0.01*want {
			t.Errorf("above idle: %v J, want %.0f J of %.0f J", *d.AboveIdle, want, float64(d.Joules))
		}
		if before := d.Joules - *d.AboveIdleOf; before < 29*60 || before > 33*60 { // the half minute that it was learned from
			t.Errorf("%v J of %v J came before the baseline, want half a minute's at 60 W", before, d.Joules)
		}
		if want, _ := f.devices[0].Band.Error(time.Duration(at * float64(time.Second))); d.Error == nil ||
			math.Abs(float64(*d.Error-want)) > 0.001 {
			t.Errorf("band: %v, want %v", d.Error, want)
		}
		if early := snaps[2].Devices[0].Error; early == nil || *early <= *d.Error {
			t.Errorf("after 2 s the band is %v, after %v s %v", early, at, *d.Error)
		}
		if d.Integral == nil || math.Abs(float64(*d.Integral)-1) > 0.02 {
			t.Errorf("integral ÷ counter: %v, want 1", d.Integral)
		}
	})
}

// slowly is a family that asks to be read every second.
type slowly struct{ *fake }

func (slowly) Period() time.Duration { return time.Second }

// TestPowerAloneAtALongInterval: a minute between two readings of power would be too far apart to be bridged, so such a
// family is read in between, and its band is that of its own pace.
func TestPowerAloneAtALongInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("gpu", sensor.GPU)
		f.devices[0].Band = estimator.NVIDIASensor("Tesla T4", "7.5", false, false)
		f.onRead = func(_ int, r []sensor.Reading) error { r[0].Counter = nil; return nil }
		_, snaps := within(t, 5*time.Minute, Options{Interval: time.Minute}, slowly{f})
		end := snaps[len(snaps)-1]
		d := end.Devices[0]
		if want := 100 * end.Elapsed.Seconds(); math.Abs(float64(d.Joules)-want) > 200 || d.Missing != 0 {
			t.Errorf("%v J and %v missing, want %.0f J", d.Joules, d.Missing, want)
		}
		want, _ := f.devices[0].Band.Polled(time.Second).Error(end.Elapsed)
		if d.Error == nil || math.Abs(float64(*d.Error-want)) > 0.001 {
			t.Errorf("band %v, want %v", d.Error, want)
		}
	})
}

func TestWhatIsNotKnownIsAbsent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := newFake("busy", sensor.GPU) // starts within a job, and its sensor is not published
		busy.onRead = func(_ int, readings []sensor.Reading) error {
			u, n := estimator.Ratio(0), 1 // the process waits for data, which is no rest
			readings[0].Utilization, readings[0].Computing, readings[0].Counter = &u, &n, nil
			return nil
		}
		mute := newFake("mute", sensor.GPU) // tells no utilisation
		_, snaps := within(t, 2*time.Minute, Options{}, busy, mute)
		for i := range 2 {
			if d := last(snaps, i); d.Idle != nil || d.AboveIdle != nil || d.Error != nil {
				t.Errorf("%s: idle %v, above %v, band %v; want none", d.DeviceID, d.Idle, d.AboveIdle, d.Error)
			}
		}
		if d := last(snaps, 0); d.Integral != nil {
			t.Errorf("a gauge alone is compared with a counter: %v", *d.Integral)
		}
	})
}

func TestIdleOfPackagesFollowsTheHost(t *testing.T) {
	for _, tt := range []struct {
		name  string
		load  *estimator.Ratio
		learn bool
	}{
		{"a quiet machine", ptr(estimator.Ratio(0.01)), true},
		{"a busy machine", ptr(estimator.Ratio(0.4)), false},
		{"unknown", nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				packages, host := newFake("rapl", sensor.CPU, sensor.DRAM), newFake("host", sensor.Host)
				host.onRead = func(_ int, r []sensor.Reading) error { r[0].Utilization = tt.load; return nil }
				_, snaps := within(t, time.Minute, Options{}, packages, host)
				for i := range 2 {
					if d := last(snaps, i); (d.Idle != nil) != tt.learn {
						t.Errorf("%s: idle %v", d.DeviceID, d.Idle)
					}
				}
			})
		})
	}
}

// TestIdleSeesWorkBetweenSnapshots: a minute in which the machine worked and rested again is not quiet, though its last
// second was.
func TestIdleSeesWorkBetweenSnapshots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		packages, host := newFake("rapl", sensor.CPU), newFake("host", sensor.Host)
		host.onRead = func(call int, r []sensor.Reading) error {
			u := estimator.Ratio(0.01)
			if call%60 == 30 {
				u = 1
			}
			r[0].Utilization = &u
			return nil
		}
		_, snaps := within(t, 10*time.Minute, Options{Interval: time.Minute}, packages, slowly{host})
		if d := last(snaps, 0); d.Idle != nil {
			t.Errorf("idle %v W, learned from minutes with work in them", *d.Idle)
		}
	})
}

func TestIdleThatTheUserSets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("gpu", sensor.GPU)
		set := func(d sensor.Device) estimator.Watts { return 40 }
		_, snaps := within(t, 30*time.Second, Options{Idle: set}, f)
		d := last(snaps, 0)
		if d.Idle == nil || *d.Idle != 40 || d.AboveIdle == nil || math.Abs(float64(*d.AboveIdle-d.Joules*0.6)) > 1 {
			t.Errorf("idle %v, above %v of %v J; want 40 W and six tenths", d.Idle, d.AboveIdle, d.Joules)
		}
	})
}

func TestTotalsHaveABandWhenAllPartsHaveOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("rapl", sensor.CPU, sensor.DRAM, sensor.Platform) // 100 W each; the last is not added
		f.devices[0].Band, f.devices[1].Band = estimator.RAPLIntelPackage, estimator.RAPLMemory
		g := newFake("gpu", sensor.GPU)
		g.onRead = func(call int, r []sensor.Reading) error {
			if call < 10 {
				r[0].Counter, r[0].Power = nil, nil
			}
			return nil
		}
		_, snaps := within(t, 20*time.Second, Options{}, f, g)
		if e := snaps[5].Totals.Error; e == nil || math.Abs(float64(*e)-0.15) > 0.005 {
			t.Errorf("of 10 and 20 %%: %v, want 15 %%", e)
		}
		if e := snaps[len(snaps)-1].Totals.Error; e != nil {
			t.Errorf("with a GPU without a band: %v, want none", *e)
		}
	})
}

func TestAModelHasAWideBand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("host", sensor.CPU)
		f.devices[0].Quality, f.devices[0].Rated = sensor.Estimated, 200
		f.onRead = func(_ int, r []sensor.Reading) error { r[0].Counter = nil; return nil } // 100 W
		_, snaps := within(t, 10*time.Second, Options{}, f)
		if d := last(snaps, 0); d.Error == nil || *d.Error < 0.5 || *d.Error > 1 {
			t.Errorf("band of a model at half power: %v, want between a half and the whole", d.Error)
		}
	})
}

func ptr[T any](v T) *T { return &v }

// TestWorkBetweenTwoReadsOfACounter: at a short interval the counter is read less often than snapshots come. Its joules are
// those of all of that time, so that one moment of work in it is no rest.
func TestWorkBetweenTwoReadsOfACounter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake("gpu", sensor.GPU)
		f.onRead = func(call int, r []sensor.Reading) error {
			r[0].Utilization = ptr(estimator.Ratio(0))
			if call%10 == 5 {
				r[0].Utilization = ptr(estimator.Ratio(1))
			}
			r[0].Power = ptr(estimator.Watts(100))
			if call%10 != 0 {
				r[0].Counter = nil
			}
			return nil
		}
		_, snaps := within(t, time.Minute, Options{Interval: 100 * time.Millisecond}, f)
		d := last(snaps, 0)
		if d.Idle != nil {
			t.Errorf("a baseline of %v was learned, and each second had work", *d.Idle)
		}
		if want := estimator.Watts(100).Over(snaps[len(snaps)-1].Elapsed); math.Abs(float64(d.Joules-want)) > 10 {
			t.Errorf("%v J, want %v", d.Joules, want)
		}
		for i, snap := range snaps[20:] {
			before := snaps[20+i-1].Devices[0]
			if now := snap.Devices[0]; now.Watts == nil || now.Joules <= before.Joules {
				t.Errorf("at %v: %v W, %v J after %v", snap.Elapsed, now.Watts, now.Joules, before.Joules)
			}
		}
	})
}
