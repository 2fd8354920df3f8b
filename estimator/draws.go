package estimator

import "math"

// How many draws, and from which seed, where the caller has no wish: the same everywhere, so that two people who look at
// the same scenario see the same odds. With 10,000 the odds of an event are within 0.01 of what endless draws would give
// (two standard errors at even odds).
const (
	DefaultDraws = 10_000
	DefaultSeed  = 1
	MaxDraws     = 1_000_000
)

// Draws are random outcomes of a Result, in the order in which they were drawn: entry i of each sample belongs to the
// same draw.
type Draws struct {
	Seed           uint64
	EnergyKWh      Sample // at the facility
	TotalKilograms Sample // CO2e, everything that is counted
}

// Draw draws every Variable n times and works the energy and the total out for each. An n outside 1 to MaxDraws counts
// as the nearer of the two. The same Result, n and seed give the same draws to the last bit, on every machine.
//
// Half of a variable's probability lies on each side of its mid, with a density that falls in a straight line from the
// mid to nothing at each end. So mid is the median, the ends are possible and rare, and no outcome is outside of the
// result's own range, but for rounding. That form is this project's choice: the ranges are limits of what is known, and
// nobody has measured how the truth is spread between them. Read the draws as "if our ranges are right", not as odds
// of the world.
//
// Draw i of a variable depends on the seed, its Key and i alone. Two results whose variables share a Key therefore
// share those draws, as they share the truth behind them, and variables with other keys are independent.
func (r *Result) Draw(n int, seed uint64) *Draws {
	n = min(max(n, 1), MaxDraws)
	d := &Draws{Seed: seed, EnergyKWh: make(Sample, 0, n), TotalKilograms: make(Sample, 0, n)}
	p := compile(r, min(n, drawBlock))
	streams := make([]uint64, len(r.Variables))
	for v := range streams {
		streams[v] = streamOf(seed, r.Variables[v].Key)
	}
	for n > 0 {
		m := min(n, drawBlock)
		for v := range streams {
			streams[v] = drawVariable(p.columns[v][:m], &r.Variables[v].Value, streams[v])
		}
		p.run(m)
		d.EnergyKWh = append(d.EnergyKWh, p.sum(FacilitySum)[:m]...)
		d.TotalKilograms = append(d.TotalKilograms, p.sum(CarbonSum)[:m]...)
		n -= m
	}
	return d
}

// drawBlock is how many draws are worked out at once: the columns of a usual scenario stay in the processor's cache.
const drawBlock = 256

// streamOf returns where the random numbers of a key begin: the FNV-1a hash of the seed and the key.
func streamOf(seed uint64, k Key) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range 8 {
		h = (h ^ seed>>(8*i)&0xff) * prime
	}
	for i := range len(k.Kind) {
		h = (h ^ uint64(k.Kind[i])) * prime
	}
	h *= prime // a zero byte: {"ab", "c"} is not {"a", "bc"}
	for i := range len(k.Of) {
		h = (h ^ uint64(k.Of[i])) * prime
	}
	return h
}

// drawVariable fills a column with a variable's next values and returns where its stream stands then.
//
// The generator is splitmix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014): a
// counter that goes up by an odd constant, and a mixing of its bits. From a uniform number u, by the inverse of the
// distribution, low + (mid − low)·√2u below the median and high − (high − mid)·√(2 − 2u) above. A square root is exact to the
// last bit everywhere, which a logarithm would not be; the conversion of a product keeps processors that can from adding
// to it unrounded.
func drawVariable(column []float64, r *Range[float64], state uint64) uint64 {
	// By side, looked up: a processor would guess every second branch wrong.
	end, way := [2]float64{r.Low, r.High}, [2]float64{r.Mid - r.Low, r.Mid - r.High}
	for i := range column {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
		side := z >> 63
		v := 1 - math.Abs(float64(int64(z>>11))*(1.0/(1<<52))-1) // 2u below, 2 − 2u above
		column[i] = end[side&1] + float64(way[side&1]*math.Sqrt(v))
	}
	return state
}

// ProbabilityLess returns the share of n paired draws in which a's total is smaller than b's. Totals that differ by
// rounding only are equal, so the probability that a result is less than itself is 0. The limits of n are those of Draw.
func ProbabilityLess(a, b *Result, n int, seed uint64) float64 {
	return shareLess(a.Draw(n, seed).TotalKilograms, b.Draw(n, seed).TotalKilograms)
}

// shareLess returns the share of pairs in which a is smaller than b.
func shareLess(a, b Sample) float64 {
	const rounding = 1e-12 // of the larger: the order of a few multiplications
	less := 0
	for i := range a {
		if a[i] < b[i]-b[i]*rounding {
			less++
		}
	}
	return float64(less) / float64(len(a))
}
