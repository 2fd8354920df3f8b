package sensor

import (
	"math"
	"time"

	"gramwatt/estimator"
)

// part is one simulated device: what it draws, what its sensors show, and what goes wrong with them.
type part struct {
	device Device
	job    []phase
	idle   estimator.Watts
	memory uint64 // bytes, GPUs only
	step   time.Duration
	wrap   uint64
	unit   float64 // joules for one count; 0 for a device without a counter
	hot    bool    // badly cooled
	around []*part // of a battery: what it feeds beside the rest of the machine, which draws idle

	denied bool
	lost   fault // it does not answer, and starts its counter afresh when it is back
	jumps  fault // its counter leaps ahead

	seed   uint64  // of the device's own noise
	lag    float64 // seconds behind the others: no two devices of a job move at the same moment
	energy float64 // joules since Open, up to upTo
	base   uint64  // the counter at Open
	from   float64 // energy when the counter started
	away   bool    // it was lost at the last reading
	upTo   time.Duration
	warmth float64 // 0 to 1: load smoothed over half a minute, for the temperature
}

// leap is what a counter that jumps adds: more than any device could have used.
const leap = 1 << 41

// read advances the part to a time and says what its sensors show.
func (p *part) read(now time.Time, at time.Duration) Reading {
	p.advance(at.Truncate(p.step))
	got := Reading{DeviceID: p.device.ID, Before: now, After: now, CounterUnit: p.unit, CounterRange: p.wrap}
	ph, since := p.phase(at.Seconds())
	switch {
	case p.denied:
		got.State, got.Reason = Denied, "simulated: the counter may be read by root only"
		return got
	case p.lost.rest(at) > 0:
		p.away = true
		got.State, got.Reason = Lost, "simulated: the GPU has fallen off the bus"
		return got
	case ph.asleep && p.device.Kind == GPU:
		got.State, got.Reason = Asleep, "simulated: suspended and left asleep: 0 W assumed"
		return got
	}
	if p.away {
		p.away, p.base, p.from = false, 0, p.energy
	}
	got.State = OK
	if p.unit > 0 {
		counter := p.base + uint64((p.energy-p.from)/p.unit) + uint64(p.jumps.begun(at))*leap
		if p.wrap > 0 {
			counter %= p.wrap + 1
		}
		got.Counter = &counter
	}
	p.show(&got, ph, ph.load(p.device.Kind, p.hot, since), at.Seconds())
	return got
}

// wrapAt places the counter so that it returns to 0 at a time since Open.
func (p *part) wrapAt(at time.Duration) {
	if at <= 0 || p.wrap == 0 {
		return
	}
	ahead := *p
	ahead.advance(at.Truncate(p.step))
	p.base = p.wrap + 1 - uint64(ahead.energy/p.unit)%(p.wrap+1)
}

// show adds what is no counter: a GPU tells everything, a package only its load, memory nothing.
func (p *part) show(got *Reading, ph *phase, load, t float64) {
	w := estimator.Watts(p.watts(t))
	u := estimator.Ratio(math.Min(math.Max(load, 0), 1))
	switch p.device.Kind {
	case Platform:
		got.Power, got.PowerMeaning = &w, "instant"
	case CPU:
		got.Utilization = &u
	case GPU:
		used := uint64((0.02 + 0.85*math.Min(1, 3*p.warmth)) * float64(p.memory))
		celsius := math.Round(33 + 42*p.warmth)
		clock := math.Round(345 + 1635*math.Sqrt(load))
		got.Power, got.PowerMeaning, got.Utilization = &w, "instant", &u
		got.MemoryUsed, got.MemoryTotal, got.Temperature, got.ClockMHz = &used, &p.memory, &celsius, &clock
		switch {
		case ph.heat && p.hot:
			got.Throttle = []string{"temperature limit"}
		case w > p.device.Rated*98/100:
			got.Throttle = []string{"power limit"}
		}
	}
}

// advance integrates the power up to a time, in slices fine enough for the steps of the job.
func (p *part) advance(to time.Duration) {
	const slice = 20 * time.Millisecond
	for p.upTo < to {
		dt := min(slice, to-p.upTo)
		t := (p.upTo + dt/2).Seconds()
		p.energy += p.watts(t) * dt.Seconds()
		ph, since := p.phase(t)
		p.warmth += (ph.load(p.device.Kind, p.hot, since) - p.warmth) * dt.Seconds() / warmthSeconds
		p.upTo += dt
	}
}

func (p *part) phase(t float64) (*phase, float64) { return phaseAt(p.job, t-p.lag) }

// watts is the power at a time since Open: idle, and towards rated with the load, with a little noise. A battery gives
// what it feeds.
func (p *part) watts(t float64) float64 {
	idle, rated := float64(p.idle), float64(p.device.Rated)
	if p.around != nil {
		sum := idle
		for _, other := range p.around {
			sum += other.watts(t)
		}
		return sum
	}
	ph, since := p.phase(t)
	if ph.asleep && p.device.Kind == GPU {
		return 0
	}
	load := ph.load(p.device.Kind, p.hot, since)
	load *= 1 + 0.04*noise(p.seed, t/2) + 0.02*noise(p.seed+1, t/0.3)
	return math.Min(math.Max(idle+(rated-idle)*load, 0.8*idle), rated)
}
