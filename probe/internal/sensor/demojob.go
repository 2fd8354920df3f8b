package sensor

import "math"

// phase is a part of what a simulated machine does over and over. Loads are 0 to 1 of the way from idle to rated power.
type phase struct {
	name            string
	seconds         float64
	gpu, host, dram float64
	steps           bool // training steps: each ends with a short exchange of gradients
	heat            bool // GPUs that are badly cooled are slowed down
	asleep          bool // a laptop's GPU is suspended
}

// The jobs: each waits, warms up (the compiler works on the host, the GPUs have little to do), trains in steps, writes a
// checkpoint while the GPUs wait, and ends. Lengths are short enough to see a whole job in a lesson.
var (
	trainingJob = []phase{
		{name: "idle", seconds: 6, gpu: 0.01, host: 0.02, dram: 0.05},
		{name: "warm-up", seconds: 8, gpu: 0.18, host: 0.6, dram: 0.4},
		{name: "steps", seconds: 36, gpu: 0.95, host: 0.22, dram: 0.5, steps: true},
		{name: "checkpoint", seconds: 4, gpu: 0.06, host: 0.55, dram: 0.7},
		{name: "steps, hot", seconds: 32, gpu: 0.95, host: 0.22, dram: 0.5, steps: true, heat: true},
		{name: "checkpoint", seconds: 4, gpu: 0.06, host: 0.55, dram: 0.7},
		{name: "idle", seconds: 10, gpu: 0.01, host: 0.02, dram: 0.05},
	}
	laptopJob = []phase{
		{name: "idle", seconds: 5, gpu: 0.01, host: 0.05},
		{name: "warm-up", seconds: 5, gpu: 0.2, host: 0.7},
		{name: "steps", seconds: 30, gpu: 0.9, host: 0.3, steps: true},
		{name: "checkpoint", seconds: 2, gpu: 0.06, host: 0.6},
		{name: "steps", seconds: 20, gpu: 0.9, host: 0.3, steps: true},
		{name: "idle", seconds: 8, gpu: 0.01, host: 0.05},
		{name: "asleep", seconds: 20, host: 0.05, asleep: true},
	}
)

const (
	stepSeconds   = 0.8  // of one training step
	exchange      = 0.15 // the part of it at the end in which GPUs wait for each other
	exchangeLoad  = 0.55
	heatLoad      = 0.7 // what is left to a GPU that is too hot
	riseSeconds   = 0.5 // time constant in which a GPU takes its load up
	warmthSeconds = 30  // time constant of the temperature
)

// phaseAt returns the phase at a time since the start of the job, and for how long it has lasted.
func phaseAt(job []phase, t float64) (*phase, float64) {
	cycle := 0.0
	for i := range job {
		cycle += job[i].seconds
	}
	t = math.Mod(math.Max(t, 0), cycle)
	for i := range job {
		if t < job[i].seconds {
			return &job[i], t
		}
		t -= job[i].seconds
	}
	return &job[len(job)-1], 0
}

// load is how hard a kind of device works in the phase, so long after it began.
func (ph *phase) load(kind Kind, hot bool, since float64) float64 {
	switch {
	case kind == DRAM:
		return ph.dram
	case kind != GPU:
		return ph.host
	case !ph.steps:
		return ph.gpu
	case math.Mod(since, stepSeconds) > (1-exchange)*stepSeconds:
		return exchangeLoad
	}
	load := ph.gpu * (1 - math.Exp(-since/riseSeconds))
	if ph.heat && hot {
		load = math.Min(load, heatLoad)
	}
	return load
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
