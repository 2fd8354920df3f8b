package runs

import (
	"math"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// watched are snapshots of one device whose true power is known at every moment.
type watched struct {
	seq      uint64
	id       string
	power    func(at time.Duration) (joules float64) // since the session began
	missing  time.Duration
	idle     *estimator.Watts
	above    func(at time.Duration) float64
	from     time.Duration // before which nothing is known
	events   []sampler.Event
	quality  sensor.Quality
	interval time.Duration
}

func (w *watched) at(t time.Duration) *sampler.Snapshot {
	w.seq++
	s := sampler.Sample{DeviceID: w.id, State: sensor.OK, Quality: w.quality, Missing: w.missing, Idle: w.idle}
	if t >= w.from {
		s.Known = true
		s.Joules = estimator.Joules(w.power(t) - w.power(w.from))
		watts := estimator.Watts((w.power(t) - w.power(t-time.Millisecond)) * 1000)
		u := estimator.Ratio(float64(watts) / 400)
		s.Watts, s.Utilization = &watts, &u
		if w.above != nil {
			above := estimator.Joules(w.above(t))
			s.AboveIdle = &above
		}
	}
	snap := &sampler.Snapshot{Seq: w.seq, Elapsed: t, Devices: []sampler.Sample{s}, Events: w.events}
	w.events = nil
	return snap
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// stairs is 50 W up to 10 s, and 250 W from then on.
func stairs(at time.Duration) float64 {
	t := at.Seconds()
	return 50*t + 200*max(t-10, 0)
}

var oneGPU = []sensor.Device{{ID: "gpu", Name: "a card", Kind: sensor.GPU, Quality: sensor.Measured}}

func near(got *estimator.Joules, want float64) bool {
	return got != nil && math.Abs(float64(*got)-want) <= 1e-6*max(want, 1) // sums of a few floats
}

// TestEdges starts and ends a command between snapshots, where the power is steady: the energy must be exact.
func TestEdges(t *testing.T) {
	for _, c := range []struct {
		name       string
		start, end float64
		at         []float64 // of snapshots; the command is started before the first one that is later
	}{
		{"on snapshots", 10, 20, []float64{8, 9, 10, 11, 15, 20}},
		{"just after and before", 10.01, 19.7, []float64{9, 10, 11, 15, 19, 20}},
		{"several after the end", 10.5, 15.25, []float64{9, 10, 11, 15, 15.5, 15.6, 16}},
		{"all between two", 10.2, 10.3, []float64{9, 10, 11}},
		{"no snapshot between", 10.2, 10.3, []float64{10, 10.4}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := watched{id: "gpu", power: stairs, quality: sensor.Measured}
			var l Ledger
			started := false
			for _, at := range c.at {
				if !started && at > c.start {
					l.Start(seconds(c.start))
					started = true
				}
				l.Add(w.at(seconds(at)))
			}
			d := l.Devices(oneGPU, seconds(c.end))[0]
			if want := 250 * (c.end - c.start); !near(d.Joules, want) {
				t.Errorf("%v J, want %g J", d.Joules, want)
			}
			if d.Mean == nil || math.Abs(float64(*d.Mean)-250) > 1e-3 || *d.Peak < 249 {
				t.Errorf("mean %v W, peak %v W, want 250 W", d.Mean, d.Peak)
			}
		})
	}
}

func TestBaseline(t *testing.T) {
	w := watched{id: "gpu", power: stairs, quality: sensor.Measured}
	var l Ledger
	for _, at := range []float64{8, 9, 10} {
		l.Add(w.at(seconds(at)))
	}
	l.Start(seconds(10))
	for _, at := range []float64{11, 12, 13, 14} {
		l.Add(w.at(seconds(at)))
	}
	d := l.Devices(oneGPU, seconds(14))[0]
	if d.Idle == nil || math.Abs(float64(*d.Idle)-50) > 1e-6 || !near(d.AboveIdle, 4*200) || !near(d.Joules, 4*250) {
		t.Errorf("idle %v W, above %v J of %v J, want 50 W, 800 J of 1000 J", d.Idle, d.AboveIdle, d.Joules)
	}
	if d.Load == nil || math.Abs(float64(*d.Load)-250.0/400) > 1e-6 {
		t.Errorf("load %v, want 0.625", d.Load)
	}

	idle := estimator.Watts(60) // what the sampler has learned goes before two seconds of our own
	w = watched{id: "gpu", power: stairs, quality: sensor.Measured, idle: &idle, above: func(at time.Duration) float64 { return 190 * max(at.Seconds()-10, 0) }}
	l = Ledger{}
	l.Add(w.at(seconds(8)))
	l.Add(w.at(seconds(10)))
	l.Start(seconds(10))
	l.Add(w.at(seconds(14)))
	if d := l.Devices(oneGPU, seconds(14))[0]; *d.Idle != 60 || !near(d.AboveIdle, 4*190) {
		t.Errorf("idle %v W, above %v J, want 60 W, 760 J", *d.Idle, *d.AboveIdle)
	}

	l = Ledger{}
	l.Add(w.at(seconds(10)))
	l.Start(seconds(10))
	w.above, w.idle = nil, nil
	l.Add(w.at(seconds(14)))
	if d := l.Devices(oneGPU, seconds(14))[0]; d.Idle != nil || d.AboveIdle != nil {
		t.Errorf("idle %v, above %v: nobody has seen the machine wait", d.Idle, d.AboveIdle)
	}
}

// TestUnknownStaysUnknown: what no sensor told is nil, what came late is missing, and a gap is told.
func TestUnknownStaysUnknown(t *testing.T) {
	w := watched{id: "gpu", power: stairs, quality: sensor.Measured, from: time.Hour}
	var l Ledger
	l.Add(w.at(seconds(9)))
	l.Start(seconds(10))
	l.Add(w.at(seconds(11)))
	l.Add(w.at(seconds(20)))
	d := l.Devices(oneGPU, seconds(20))[0]
	if d.Joules != nil || d.Mean != nil || d.Peak != nil || d.AboveIdle != nil || d.Error != nil {
		t.Errorf("%+v, want nothing known", d)
	}
	if sum, known := l.Joules(oneGPU); known {
		t.Errorf("%g J are known", sum)
	}

	w = watched{id: "gpu", power: stairs, quality: sensor.Measured, from: seconds(14)}
	l = Ledger{}
	l.Add(w.at(seconds(9)))
	l.Start(seconds(10))
	l.Add(w.at(seconds(12)))
	w.events = []sampler.Event{{Kind: sampler.Gap, DeviceID: "gpu", Label: "words", Duration: seconds(1)}}
	l.Add(w.at(seconds(14)))
	w.missing = seconds(1)
	l.Add(w.at(seconds(20)))
	d = l.Devices(oneGPU, seconds(20))[0]
	if !near(d.Joules, 6*250) || d.Missing != 5 || len(d.Gaps) != 1 || d.Gaps[0] != (Gap{1, "words"}) {
		t.Errorf("%v J, %g s missing, gaps %v, want 1500 J after 4 s without a reading and 1 s lost", *d.Joules, d.Missing, d.Gaps)
	}
	if got := float64(*d.Mean); math.Abs(got-1500.0/5) > 1e-6 {
		t.Errorf("mean %g W over the time that is known, want 300 W", got)
	}

	w = watched{id: "gpu", power: func(time.Duration) float64 { return 7 }, quality: sensor.Measured}
	l = Ledger{}
	l.Add(w.at(seconds(9)))
	l.Start(seconds(10))
	l.Add(w.at(seconds(11)))
	if d := l.Devices(oneGPU, seconds(10.01))[0]; d.Joules != nil || d.Mean != nil || d.Reason == "" {
		t.Errorf("%+v: a counter that stood still is taken for 0 J", d)
	}

	if d := (&Ledger{}).Devices(oneGPU, seconds(1))[0]; d.Joules != nil || d.State == sensor.OK {
		t.Errorf("%+v without a snapshot", d)
	}
}

// TestBand: the shorter the run, the wider the band; a model's energy has none of ours.
func TestBand(t *testing.T) {
	band := func(length float64, q sensor.Quality) *estimator.Ratio {
		w := watched{id: "gpu", power: stairs, quality: q}
		var l Ledger
		l.Add(w.at(seconds(10)))
		l.Start(seconds(10))
		l.Add(w.at(seconds(10 + length)))
		return l.Devices([]sensor.Device{{ID: "gpu", Kind: sensor.GPU, Quality: q}}, seconds(10+length))[0].Error
	}
	before := estimator.Ratio(2)
	for _, length := range []float64{0.1, 1, 5, 60, 3600} {
		got := band(length, sensor.Measured)
		if got == nil || *got >= before || *got < sensorError || *got > 1 {
			t.Errorf("%g s: band %v after %v", length, got, before)
			continue
		}
		before = *got
	}
	if got := band(60, sensor.Estimated); got != nil {
		t.Errorf("band %v of an estimate", *got)
	}
}
