//go:build !js

package estimator

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// raplRange is what Linux computes for most packages: (2³²−1) × 61.035 µJ.
const raplRange = 262_143_328_850

func TestCounterMeter(t *testing.T) {
	type read struct {
		at    time.Duration
		value uint64
		want  Increment
	}
	sec := time.Second
	for _, tt := range []struct {
		name  string
		meter CounterMeter
		reads []read
	}{
		{"first reading is only a start", CounterMeter{Unit: 1e-6}, []read{{sec, 5e6, Increment{}}}},
		{"growth is energy", CounterMeter{Unit: 1e-3, Plausible: 1000}, []read{
			{0, 1000, Increment{}},
			{sec, 301_000, Increment{Energy: 300, Span: sec}},
		}},
		{"an equal value adds nothing, and the next change spans both intervals", CounterMeter{Unit: 1, Plausible: 1000}, []read{
			{0, 10, Increment{}},
			{sec, 10, Increment{}},
			{2 * sec, 60, Increment{Energy: 50, Span: 2 * sec}},
		}},
		{"a failed read is not given, and the next one covers its time", CounterMeter{Unit: 1e-6, Range: raplRange, Plausible: 400}, []read{
			{0, 0, Increment{}},
			{5 * sec, 500e6, Increment{Energy: 500, Span: 5 * sec}},
		}},
		{"wrap over the whole range and one step more", CounterMeter{Unit: 1, Range: 999, Plausible: 100}, []read{
			{0, 990, Increment{}},
			{sec, 10, Increment{Energy: 20, Span: sec}}, // 990→999 are 9, to 0 one more, to 10 ten
		}},
		{"wrap to zero exactly", CounterMeter{Unit: 1, Range: 999, Plausible: 100}, []read{
			{0, 999, Increment{}},
			{sec, 0, Increment{Energy: 1, Span: sec}},
		}},
		{"back by more than a wrap explains is a reset", CounterMeter{Unit: 1e-6, Range: raplRange, Plausible: 400}, []read{
			{0, 50e9, Increment{}}, // Kepler adds 212,143 J here
			{sec, 0, Increment{Missing: sec, Event: MeterReset}},
			{2 * sec, 100e6, Increment{Energy: 100, Span: sec}},
		}},
		{"back without a range is a reset", CounterMeter{Unit: 1e-3, Plausible: 700}, []read{
			{0, 9e9, Increment{}}, // Alumet adds 1.8e16 J here
			{sec, 100, Increment{Missing: sec, Event: MeterReset}},
			{2 * sec, 100_100, Increment{Energy: 100, Span: sec}},
		}},
		{"back with a range but no plausible power is a reset", CounterMeter{Unit: 1, Range: 999}, []read{
			{0, 990, Increment{}},
			{sec, 10, Increment{Missing: sec, Event: MeterReset}},
		}},
		{"a value above the range is not wrapped from", CounterMeter{Unit: 1, Range: 999, Plausible: 100}, []read{
			{0, 2000, Increment{}},
			{sec, 10, Increment{Missing: sec, Event: MeterReset}},
		}},
		{"ahead by more than is plausible is dropped", CounterMeter{Unit: 1e-6, Range: raplRange, Plausible: 400}, []read{
			{0, 0, Increment{}},
			{sec, 50e9, Increment{Missing: sec, Event: MeterJump}},
			{2 * sec, 50e9 + 100e6, Increment{Energy: 100, Span: sec}},
		}},
		{"a counter's late step is believed", CounterMeter{Unit: 1, Plausible: 100}, []read{
			{0, 0, Increment{}},
			{100 * time.Millisecond, 20, Increment{Energy: 20, Span: 100 * time.Millisecond}},
		}},
		{"a silence in which it may have wrapped unseen is a gap", CounterMeter{Unit: 1, Range: 999, Plausible: 100}, []read{
			{0, 100, Increment{}},
			{11 * sec, 200, Increment{Missing: 11 * sec, Event: MeterGap}},
			{12 * sec, 250, Increment{Energy: 50, Span: sec}},
		}},
		{"time that stands still or goes back is ignored", CounterMeter{Unit: 1, Plausible: 100}, []read{
			{sec, 0, Increment{}},
			{sec, 50, Increment{}},
			{0, 60, Increment{}},
			{2 * sec, 70, Increment{Energy: 70, Span: sec}},
		}},
		{"without plausible power every growth is believed", CounterMeter{Unit: 1}, []read{
			{0, 0, Increment{}},
			{sec, 1e6, Increment{Energy: 1e6, Span: sec}},
		}},
		{"the whole of uint64 does not overflow", CounterMeter{Unit: 1e-6, Range: math.MaxUint64, Plausible: 100}, []read{
			{0, math.MaxUint64, Increment{}},
			{sec, 9, Increment{Energy: 1e-5, Span: sec}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i, r := range tt.reads {
				got := tt.meter.Read(r.at, r.value)
				if math.Abs(float64(got.Energy-r.want.Energy)) > 1e-9*float64(r.want.Energy) || got.Span != r.want.Span ||
					got.Missing != r.want.Missing || got.Event != r.want.Event {
					t.Errorf("reading %d (%v, %d): got %+v, want %+v", i, r.at, r.value, got, r.want)
				}
			}
		})
	}
}

func TestCounterMeterSafeSilence(t *testing.T) {
	m := CounterMeter{Unit: 1e-6, Range: raplRange, Plausible: 1000}
	got, ok := m.SafeSilence()
	if want := 262143328 * time.Microsecond; !ok || got.Round(time.Microsecond) != want+time.Microsecond {
		t.Errorf("SafeSilence of a package at 1 kW: got %v, %v, want about %v", got, ok, want)
	}
	for _, m := range []CounterMeter{
		{Unit: 1e-3, Plausible: 700},
		{Unit: 1e-6, Range: raplRange},
		{Unit: 1, Range: math.MaxUint64, Plausible: 1e-9},
	} {
		if got, ok := m.SafeSilence(); ok {
			t.Errorf("SafeSilence of %+v: got %v, want none", m, got)
		}
	}
}

// TestCounterMeterFollowsTruth plays a wrapping counter under random power, read at random times, some failing.
func TestCounterMeterFollowsTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		m := CounterMeter{Unit: 1e-6, Range: 50_000_000 + r.Uint64N(300_000_000), Plausible: 400}
		safe, _ := m.SafeSilence()
		var used, counted float64 // joules
		var at time.Duration
		failed := false
		start := r.Uint64N(m.Range)
		m.Read(0, start)
		for range 500 {
			dt := time.Duration(r.Int64N(int64(safe)/2) + 1)
			at += dt
			used += 200 * r.Float64() * dt.Seconds()
			if failed = !failed && r.IntN(10) == 0; failed { // the next read is still within the safe silence
				continue
			}
			inc := m.Read(at, (start+uint64(used*1e6))%(m.Range+1))
			if inc.Event != MeterQuiet {
				t.Fatalf("unexpected event at %v: %+v", at, inc)
			}
			counted += float64(inc.Energy)
			if math.Abs(counted-used) > 2e-6 {
				t.Fatalf("at %v: counted %.6f J, used %.6f J", at, counted, used)
			}
		}
	}
}

func TestGaugeMeter(t *testing.T) {
	type read struct {
		at    time.Duration
		watts Watts
		want  Increment
	}
	sec := time.Second
	nan, inf := Watts(math.NaN()), Watts(math.Inf(1))
	for _, tt := range []struct {
		name  string
		meter GaugeMeter
		reads []read
	}{
		{"trapezoid", GaugeMeter{}, []read{
			{0, 100, Increment{}},
			{2 * sec, 200, Increment{Energy: 300, Span: 2 * sec}},
			{3 * sec, 200, Increment{Energy: 200, Span: sec}},
		}},
		{"bad readings are as if they had failed", GaugeMeter{Plausible: 500}, []read{
			{0, 100, Increment{}},
			{sec, nan, Increment{}},
			{2 * sec, -1, Increment{}},
			{3 * sec, inf, Increment{}},
			{4 * sec, 501, Increment{}},
			{5 * sec, 100, Increment{Energy: 500, Span: 5 * sec}},
		}},
		{"the longest gap is bridged, a longer one is not", GaugeMeter{}, []read{
			{0, 100, Increment{}},
			{10 * sec, 100, Increment{Energy: 1000, Span: 10 * sec}},
			{20*sec + 1, 100, Increment{Missing: 10*sec + 1, Event: MeterGap}},
			{21*sec + 1, 100, Increment{Energy: 100, Span: sec}},
		}},
		{"time that stands still or goes back is ignored", GaugeMeter{}, []read{
			{sec, 100, Increment{}},
			{sec, 900, Increment{}},
			{0, 900, Increment{}},
			{2 * sec, 100, Increment{Energy: 100, Span: sec}},
		}},
		{"zero watts is a reading", GaugeMeter{}, []read{
			{0, 0, Increment{}},
			{sec, 0, Increment{Span: sec}},
		}},
		{"the sum of the largest finite readings stays finite", GaugeMeter{}, []read{
			{0, math.MaxFloat64, Increment{}},
			{500 * time.Millisecond, math.MaxFloat64, Increment{Energy: math.MaxFloat64 / 2, Span: 500 * time.Millisecond}},
			{5 * sec, math.MaxFloat64, Increment{Missing: 4500 * time.Millisecond, Event: MeterGap}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i, r := range tt.reads {
				if got := tt.meter.Read(r.at, r.watts); got != r.want {
					t.Errorf("reading %d (%v, %v W): got %+v, want %+v", i, r.at, r.watts, got, r.want)
				}
			}
		})
	}
}

// FuzzMeters feeds both meters arbitrary readings. Whatever comes, what they add is a number, never negative, and never
// more than the plausible power over the time that has passed, with the slack of one step for each reading.
func FuzzMeters(f *testing.F) {
	f.Add(uint64(raplRange), 400.0, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255, 255, 255, 0, 0, 0})
	f.Add(uint64(0), 700.0, []byte{255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 1})
	f.Add(uint64(999), 0.0, []byte{9, 0, 1, 0, 9, 9, 9, 9, 0})
	f.Fuzz(func(t *testing.T, wrap uint64, plausible float64, data []byte) {
		c := CounterMeter{Unit: 1e-6, Range: wrap, Plausible: Watts(plausible)}
		g := GaugeMeter{Plausible: Watts(plausible)}
		var counted, integrated float64
		var at, latest, missing time.Duration
		readings := 0
		for len(data) >= 9 {
			step := time.Duration(int8(data[0])) * 100 * time.Millisecond
			at += step
			var value uint64
			for _, b := range data[1:9] {
				value = value<<8 | uint64(b)
			}
			data = data[9:]
			if readings++; readings == 1 {
				at = 0
			}
			latest = max(latest, at) // readings that lie in the past are ignored
			a, b := c.Read(at, value), g.Read(at, Watts(math.Float64frombits(value)))
			for _, inc := range []Increment{a, b} {
				if !(inc.Energy >= 0) || math.IsInf(float64(inc.Energy), 0) || inc.Span < 0 || inc.Missing < 0 {
					t.Fatalf("impossible increment %+v", inc)
				}
				if inc.Energy > 0 && inc.Missing > 0 || inc.Missing > 0 != (inc.Event != MeterQuiet) {
					t.Fatalf("inconsistent increment %+v", inc)
				}
			}
			counted += float64(a.Energy)
			integrated += float64(b.Energy)
			missing += a.Missing
		}
		if missing > latest {
			t.Fatalf("missing %v of %v", missing, latest)
		}
		if !(plausible > 0) || math.IsInf(plausible, 0) {
			return
		}
		limit := plausible * (latest.Seconds() + float64(readings)*counterSlack.Seconds()) * (1 + 1e-9)
		if counted > limit || integrated > limit {
			t.Fatalf("counted %g J and integrated %g J, more than %g J", counted, integrated, limit)
		}
	})
}

func BenchmarkCounterMeter(b *testing.B) {
	m := CounterMeter{Unit: 1e-6, Range: raplRange, Plausible: 400}
	var at time.Duration
	var value uint64
	b.ReportAllocs()
	for b.Loop() {
		at += time.Second
		value = (value + 100e6) % (raplRange + 1)
		m.Read(at, value)
	}
}
