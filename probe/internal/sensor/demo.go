package sensor

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"gramwatt/estimator"
)

// demo is simulated hardware for looking around, teaching and tests. Every device is labelled Simulated. Its CPU and
// DRAM counters wrap within minutes and its GPU counters move in steps, so that all the code behind real sensors runs.
type demo struct {
	name  string
	parts []*part
	start time.Time
}

// part is one simulated device.
type part struct {
	device Device
	idle   estimator.Watts
	memory uint64 // bytes, GPUs only
	step   time.Duration
	wrap   uint64
	unit   float64

	seed   uint64  // of the device's own noise
	lag    float64 // seconds behind the others: no two devices of a job move at the same moment
	energy float64 // joules since Open, up to counted
	base   uint64  // the counter at Open
	upTo   time.Duration
	warmth float64 // 0 to 1: load smoothed over half a minute, for the temperature
}

// demoMachines lists the simulated machines.
var demoMachines = map[string]func(cat *estimator.Catalog, r *rand.Rand) []*part{
	"laptop": func(cat *estimator.Catalog, r *rand.Rand) []*part {
		return []*part{
			demoGPU(cat, r, 0, "NVIDIA GeForce RTX 4070 Laptop GPU", 115, 12, 8<<30),
			demoCounter(r, "cpu-package-0", "CPU package 0", CPU, 45, 6),
		}
	},
	"h100x8": func(cat *estimator.Catalog, r *rand.Rand) []*part {
		var parts []*part
		for i := range 8 {
			parts = append(parts, demoGPU(cat, r, i, "NVIDIA H100 80GB HBM3", 700, 70, 80<<30))
		}
		for i := range 2 {
			parts = append(parts,
				demoCounter(r, fmt.Sprintf("cpu-package-%d", i), fmt.Sprintf("CPU package %d", i), CPU, 350, 95),
				demoCounter(r, fmt.Sprintf("dram-package-%d", i), fmt.Sprintf("Memory of CPU package %d", i), DRAM, 60, 18))
		}
		return parts
	},
}

// NewDemo returns simulated hardware by name. The same seed gives the same waveforms.
func NewDemo(name string, seed int64, cat *estimator.Catalog) (Family, error) {
	build, ok := demoMachines[name]
	if !ok {
		names := make([]string, 0, len(demoMachines))
		for n := range demoMachines {
			names = append(names, n)
		}
		slices.Sort(names)
		return nil, fmt.Errorf("demo: build machine: %q: unknown name; there are %s", name, strings.Join(names, ", "))
	}
	return &demo{name: name, parts: build(cat, rand.New(rand.NewPCG(uint64(seed), 0)))}, nil
}

func demoGPU(cat *estimator.Catalog, r *rand.Rand, i int, name string, rated, idle estimator.Watts, memory uint64) *part {
	d := Device{ID: fmt.Sprintf("gpu-demo-%d", i), Name: name, Kind: GPU, Quality: Simulated,
		Source: "simulated energy counter", Rated: rated, Plausible: rated * 3 / 2}
	if cat != nil {
		if a, ok := cat.Accelerator(name); ok {
			d.CatalogID = a.ID
		}
	}
	return &part{device: d, idle: idle, memory: memory, step: 100 * time.Millisecond, unit: 1e-3,
		seed: r.Uint64(), lag: r.Float64() * 0.2, base: r.Uint64N(1e9)}
}

func demoCounter(r *rand.Rand, id, name string, kind Kind, rated, idle estimator.Watts) *part {
	const wrap = 65_712_999_613 // the range of a DRAM zone on many servers: about 3 minutes at 350 W
	return &part{
		device: Device{ID: id, Name: name, Kind: kind, Quality: Simulated, Source: "simulated package counter",
			Rated: rated, Plausible: max(2*rated, plausibleZoneFloor)},
		idle: idle, step: time.Millisecond, wrap: wrap, unit: microjoule,
		seed: r.Uint64(), lag: r.Float64() * 0.2, base: r.Uint64N(wrap),
	}
}

func (d *demo) Name() string { return "demo" }
func (d *demo) Close() error { return nil }

func (d *demo) Status() Status {
	return Status{Family: "demo", State: OK,
		Detail: fmt.Sprintf("%s: %d simulated devices, no real hardware is read", d.name, len(d.parts))}
}

func (d *demo) Open(context.Context) ([]Device, error) {
	if d.start.IsZero() {
		d.start = time.Now()
	}
	devices := make([]Device, len(d.parts))
	for i, p := range d.parts {
		devices[i] = p.device
	}
	return devices, nil
}

func (d *demo) Read(context.Context) ([]Reading, error) {
	readings := make([]Reading, len(d.parts))
	for i, p := range d.parts {
		now := time.Now()
		readings[i] = p.read(now, now.Sub(d.start))
	}
	return readings, nil
}

// read advances the part to a time and says what its sensors show.
func (p *part) read(now time.Time, at time.Duration) Reading {
	p.advance(at.Truncate(p.step))
	counter := p.base + uint64(p.energy/p.unit)
	if p.wrap > 0 {
		counter %= p.wrap + 1
	}
	load := p.load(at.Seconds())
	u := estimator.Ratio(load)
	got := Reading{DeviceID: p.device.ID, Before: now, After: now, State: OK,
		Counter: &counter, CounterUnit: p.unit, CounterRange: p.wrap}
	if p.device.Kind == DRAM {
		return got
	}
	got.Utilization = &u
	if p.device.Kind != GPU {
		return got
	}
	w := estimator.Watts(p.watts(at.Seconds()))
	used := uint64((0.02 + 0.85*math.Min(1, 3*p.warmth)) * float64(p.memory))
	celsius := math.Round(33 + 42*p.warmth)
	clock := math.Round(345 + 1635*math.Sqrt(load))
	got.Power, got.PowerMeaning = &w, "instant"
	got.MemoryUsed, got.MemoryTotal, got.Temperature, got.ClockMHz = &used, &p.memory, &celsius, &clock
	if w > p.device.Rated*98/100 {
		got.Throttle = []string{"power limit"}
	}
	return got
}

// advance integrates the power up to a time, in slices fine enough for the steps of the job.
func (p *part) advance(to time.Duration) {
	const slice = 20 * time.Millisecond
	for p.upTo < to {
		dt := min(slice, to-p.upTo)
		t := (p.upTo + dt/2).Seconds()
		p.energy += p.watts(t) * dt.Seconds()
		p.warmth += (p.load(t) - p.warmth) * dt.Seconds() / 30
		p.upTo += dt
	}
}

// watts is the power at a time since Open: idle, and towards rated with the load.
func (p *part) watts(t float64) float64 {
	idle, rated := float64(p.idle), float64(p.device.Rated)
	w := idle + (rated-idle)*p.load(t)*(1+0.02*noise(p.seed, t/0.3))
	return math.Min(math.Max(w, 0.8*idle), rated)
}

// load is how hard the part works at a time since Open, from 0 to 1. The machine waits for 6 s, then trains for 90 s
// in steps of 0.8 s that each end with a short exchange of gradients, writes a checkpoint for 4 s after each 28 s of
// it, and begins again.
func (p *part) load(t float64) float64 {
	const wait, train, between, checkpoint, step = 6, 90, 28, 4, 0.8
	t -= p.lag
	inCycle := math.Mod(math.Max(t, 0), wait+train)
	if inCycle < wait {
		return 0.01 + 0.01*math.Abs(noise(p.seed, t))
	}
	worked := math.Mod(inCycle-wait, between+checkpoint)
	host := p.device.Kind != GPU
	switch {
	case worked >= between && host:
		return 0.55 // the host compresses and writes
	case worked >= between:
		return 0.06
	case host:
		return 0.22 + 0.05*noise(p.seed, t/2)
	case math.Mod(worked, step) > 0.85*step:
		return 0.55
	}
	rise := 1 - math.Exp(-worked/0.5)
	return rise * (0.95 + 0.04*noise(p.seed, t))
}

// noise is a smooth pseudo-random curve between -1 and 1 whose knots are at the whole numbers.
func noise(seed uint64, x float64) float64 {
	knot := math.Floor(x)
	at := func(k float64) float64 {
		z := seed + uint64(int64(k))*0x9e3779b97f4a7c15 // splitmix64 (Steele, Lea, Flood 2014): a hash of seed and knot
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return float64(z^z>>31)/math.MaxUint64*2 - 1
	}
	f := x - knot
	f = f * f * (3 - 2*f)
	return at(knot)*(1-f) + at(knot+1)*f
}
