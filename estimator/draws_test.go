package estimator

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// drawQueries reach every kind of term and role that the model has.
var drawQueries = []string{
	DefaultQuery,
	eightQuery,
	"hw=t4&h=3&ih=2&sh=25&x=7&of=1.1&r=FR",
	"cw=90&mem=64&h=12&host=40",
	"kwh=10&h=5&host=400",
	"hw=t4&h=5&pw=40",
	"hw=h100-sxm5-80gb&n=64&par=7e9&tok=1e12&lay=32&wid=4096&ctx=4096&rec=full&r=DE&emb=1",
	"hw=a100-sxm4-80gb&n=8&par=7e9&tok=1e9&mfu=40&mix=gas:30,wind:70&puec=servers:50,network:5,cooling:20",
	"w=300&spl=0.3&sph=0.5&st=1e6&r=US-CAL-CISO&t0=20",
	"hw=h100-sxm5-80gb&qp=7e9&qin=500&qout=300&qd=1e5&qy=1&basis=marginal&r=FR",
}

// TestProgramAtTheEnds works the compiled terms out at low, mid and high and expects the result's own ranges.
func TestProgramAtTheEnds(t *testing.T) {
	queries, random := slices.Clone(drawQueries), rand.New(rand.NewPCG(7, 8))
	for range 300 {
		s := randomSpec(random)
		queries = append(queries, s.Query())
	}
	for _, query := range queries {
		r := mustEstimate(t, query)
		p := compile(&r, 3)
		for v := range r.Variables {
			value := r.Variables[v].Value
			if divides(&r, v+1) { // its high end makes the low one
				value.Low, value.High = value.High, value.Low
			}
			p.columns[v][0], p.columns[v][1], p.columns[v][2] = value.Low, value.Mid, value.High
		}
		p.run(3)
		energy, total := p.sum(FacilitySum), p.sum(CarbonSum)
		if got := (Range[float64]{energy[0], energy[1], energy[2]}); !nearRange(got, As[float64](r.Energy)) {
			t.Errorf("%s: energy %v kWh, the result says %v", query, got, r.Energy)
		}
		if got, want := (Range[float64]{total[0], total[1], total[2]}), As[float64](r.Total.Times(1e-3)); !nearRange(got, want) {
			t.Errorf("%s: total %v kg, the result says %v", query, got, want)
		}
	}
}

// divides reports whether a variable is a divisor.
func divides(r *Result, variable int) bool {
	return slices.ContainsFunc(r.Terms, func(t Term) bool {
		return slices.ContainsFunc(t.Inputs, func(in Input) bool { return in.Var == variable && in.Role == Divided })
	})
}

// TestProgramRoles works out a term that no present scenario has: divided, in excess of one, and of another group.
func TestProgramRoles(t *testing.T) {
	exact := func(v float64, role Role) Input { return Input{Value: Exactly(v), Role: role} }
	r := Result{
		Variables: []Variable{{Key: Key{"a", ""}, Value: Range[float64]{1, 2, 4}}, {Key: Key{"b", ""}, Value: Range[float64]{2, 3, 5}}},
		Terms: []Term{
			{Group: EnergyTerms, Scale: 10, Inputs: []Input{exact(8, Times), exact(4, Divided), exact(3, Excess), {Role: Divided, Var: 1}, {Role: Excess, Var: 2}}},
			{Group: WaterTerms, Scale: 1, Inputs: []Input{exact(1e9, Times)}},
			{Group: CarbonTerms, Scale: 1, Inputs: []Input{{Sum: FacilitySum}}},
			{Group: CarbonTerms, Scale: 1, Inputs: []Input{{Sum: CarbonSum}, exact(2, Times)}},
		},
	}
	p := compile(&r, 1)
	p.columns[0][0], p.columns[1][0] = 2, 3
	p.run(1)
	energy, total := p.sum(FacilitySum), p.sum(CarbonSum)
	if want := 10.0 * 8 / 4 * 2 / 2 * 2; energy[0] != want || total[0] != 3*want {
		t.Errorf("energy %v kWh, total %v kg; want %v and %v", energy[0], total[0], want, 3*want)
	}
}

func TestDrawsStayInside(t *testing.T) {
	for _, query := range drawQueries {
		r := mustEstimate(t, query)
		d := r.Draw(DefaultDraws, DefaultSeed)
		for _, q := range []struct {
			name   string
			sample Sample
			within Range[float64]
		}{{"kWh", d.EnergyKWh, As[float64](r.Energy)}, {"kg", d.TotalKilograms, As[float64](r.Total.Times(1e-3))}} {
			const rounding = 1e-12 // of the order of the multiplications
			least, most := slices.Min(q.sample), slices.Max(q.sample)
			if least < q.within.Low*(1-rounding) || most > q.within.High*(1+rounding) {
				t.Errorf("%s: draws from %v to %v %s, the result's range is %v", query, least, most, q.name, q.within)
			}
			if !slices.IsSorted(q.sample.Quantiles(0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)) {
				t.Errorf("%s: quantiles of %s are not in order", query, q.name)
			}
			if mean := q.sample.Mean(); mean < least*(1-rounding) || mean > most*(1+rounding) {
				t.Errorf("%s: mean %v %s is outside the draws", query, mean, q.name)
			}
		}
	}
}

// exactRest makes variables that the total does not rest on exact: water and money.
const exactRest = "&wue=0&ewf=0&ep=0&dp=0&scc=0"

// TestMedianOfOneVariable draws scenarios with one variable, whose median is the mid. The share of draws below the mid is
// 0.5 with a standard error of 0.5/√n; four of them are allowed, 0.02 of the draws for n = 10,000.
func TestMedianOfOneVariable(t *testing.T) {
	for _, query := range []string{"hw=t4&h=10&host=0&pue=1&ci=100", "kwh=10&ci=100", "kwh=10&pue=1.1&r=FR", "hw=t4&pw=50&h=3&host=0&pue=1&ci=5"} {
		r := mustEstimate(t, query+exactRest)
		if len(r.Variables) != 1 {
			t.Fatalf("%s has %d variables, want 1", query, len(r.Variables))
		}
		for seed := range uint64(5) {
			d := r.Draw(DefaultDraws, seed)
			mid, below := r.Total.Mid.Kilograms(), 0
			for _, v := range d.TotalKilograms {
				if v < mid {
					below++
				}
			}
			if share := float64(below) / DefaultDraws; math.Abs(share-0.5) > 0.02 {
				t.Errorf("%s, seed %d: %v of the draws are below the mid, want 0.5 within 0.02", query, seed, share)
			}
			least, most := r.Total.Low.Kilograms(), r.Total.High.Kilograms()
			reach := (most - least) * 0.02 // some 8 of 10,000 draws come this near to each end
			if got := slices.Min(d.TotalKilograms); got > least+reach {
				t.Errorf("%s, seed %d: no draw near the low end: %v kg, low %v", query, seed, got, least)
			}
			if got := slices.Max(d.TotalKilograms); got < most-reach {
				t.Errorf("%s, seed %d: no draw near the high end: %v kg, high %v", query, seed, got, most)
			}
		}
	}
}

// TestDistribution checks the stated form: the part of a side that lies within a fraction t of the way from mid to end is
// 1 − (1 − t)². The bound is four standard errors.
func TestDistribution(t *testing.T) {
	const n = 100_000
	value := Range[float64]{10, 12, 20}
	column := make([]float64, n)
	drawVariable(column, &value, streamOf(7, Key{"x", "y"}))
	for _, fraction := range []float64{0.1, 0.25, 0.5, 0.75, 0.9} {
		below, above := 0, 0
		for _, v := range column {
			if v < 12 && 12-v <= fraction*2 {
				below++
			}
			if v >= 12 && v-12 <= fraction*8 {
				above++
			}
		}
		want := (1 - (1-fraction)*(1-fraction)) / 2
		bound := 4 * math.Sqrt(want*(1-want)/n)
		if got := float64(below) / n; math.Abs(got-want) > bound {
			t.Errorf("below, within %v of the way: %v of the draws, want %v ± %v", fraction, got, want, bound)
		}
		if got := float64(above) / n; math.Abs(got-want) > bound {
			t.Errorf("above, within %v of the way: %v of the draws, want %v ± %v", fraction, got, want, bound)
		}
	}
}

// TestProductOfTwo compares mean and spread of a product of two independent variables with what follows from theirs. A
// variable has mean mid + (up − down)/6 and mean square of its distance from mid (down² + up²)/12, where down and up are
// the widths of its sides: the triangular side of width w has mean w/3 and mean square w²/6, each side half of the time.
func TestProductOfTwo(t *testing.T) {
	r := mustEstimate(t, "hw=t4&h=1000&host=0&ci=100"+exactRest) // load × PUE
	if len(r.Variables) != 2 {
		t.Fatalf("%d variables, want 2: %v", len(r.Variables), r.Variables)
	}
	first, second := 1.0, 1.0 // moments of the product, relative to what the exact inputs come to
	for _, v := range r.Variables {
		down, up := v.Value.Mid-v.Value.Low, v.Value.High-v.Value.Mid
		mean := v.Value.Mid + (up-down)/6
		variance := (down*down+up*up)/12 - (up-down)*(up-down)/36
		first *= mean
		second *= variance + mean*mean
	}
	scale := r.Total.Mid.Kilograms() / (r.Variables[0].Value.Mid * r.Variables[1].Value.Mid)
	want, deviation := first*scale, math.Sqrt(second-first*first)*scale
	const n = 200_000
	sample := r.Draw(n, 3).TotalKilograms
	if got, bound := sample.Mean(), 4*deviation/math.Sqrt(n); math.Abs(got-want) > bound {
		t.Errorf("mean %v kg, want %v ± %v", got, want, bound)
	}
	squares := make(Sample, n)
	for i, v := range sample {
		squares[i] = (v - want) * (v - want)
	}
	if got := math.Sqrt(squares.Mean()); math.Abs(got/deviation-1) > 0.01 { // its own standard error is below 1/√2n = 0.2 %
		t.Errorf("standard deviation %v kg, want %v within 1 %%", got, deviation)
	}
}

func TestSeeds(t *testing.T) {
	r := mustEstimate(t, eightQuery)
	a, b := r.Draw(1000, 5), r.Draw(1000, 5)
	if !slices.Equal(a.TotalKilograms, b.TotalKilograms) || !slices.Equal(a.EnergyKWh, b.EnergyKWh) {
		t.Error("the same seed gives other draws")
	}
	if c := r.Draw(1000, 6); slices.Equal(a.TotalKilograms, c.TotalKilograms) {
		t.Error("another seed gives the same draws")
	}
	// Draw i does not depend on how many are drawn, nor on the blocks they are drawn in.
	if more := r.Draw(1777, 5); !slices.Equal(more.TotalKilograms[:1000], a.TotalKilograms) {
		t.Error("the first 1000 of 1777 draws are not those of 1000")
	}
	if streamOf(1, Key{"ab", "c"}) == streamOf(1, Key{"a", "bc"}) || streamOf(1, Key{"a", "b"}) == streamOf(256, Key{"a", "b"}) {
		t.Error("different keys or seeds begin at the same place")
	}
}

func TestNumberOfDraws(t *testing.T) {
	r := mustEstimate(t, DefaultQuery)
	for n, want := range map[int]int{-5: 1, 0: 1, 1: 1, 255: 255, 256: 256, 257: 257, MaxDraws + 1: MaxDraws, math.MaxInt: MaxDraws} {
		if got := r.Draw(n, 1); len(got.TotalKilograms) != want || len(got.EnergyKWh) != want {
			t.Errorf("Draw(%d) makes %d draws, want %d", n, len(got.TotalKilograms), want)
		}
	}
}

func TestProbabilityLess(t *testing.T) {
	tests := []struct {
		name, a, b string
		low, high  float64
	}{
		{"itself", DefaultQuery, DefaultQuery, 0, 0},
		{"itself in other words", "hw=a100-sxm4-80gb&n=8&h=3&host=0&pue=1.1&ci=57", "hw=a100-sxm4-80gb&n=8&dh=24&host=0&pue=1.1&ci=57", 0, 0},
		{"a cleaner grid decides alone, wide as the load is", "hw=t4&h=10&ci=57", "hw=t4&h=10&ci=60", 1, 1},
		{"and the other way round", "hw=t4&h=10&ci=60", "hw=t4&h=10&ci=57", 0, 0},
		{"in two places the load cancels", "hw=t4&h=10&r=FR", "hw=t4&h=10&r=PL", 1, 1},
		{"independent loads overlap", "hw=t4&h=10&u=50&host=0&pue=1&ci=100", "hw=l4&w=70&h=10&u=50&host=0&pue=1&ci=100", 0.48, 0.52},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := mustEstimate(t, tt.a), mustEstimate(t, tt.b)
			if got := ProbabilityLess(&a, &b, DefaultDraws, DefaultSeed); got < tt.low || got > tt.high {
				t.Errorf("P = %v, want %v to %v", got, tt.low, tt.high)
			}
		})
	}
}

// TestQuantiles compares with a full sort, over sizes and kinds of order that trouble a quickselect.
func TestQuantiles(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	fill := map[string]func(i, n int) float64{
		"random":  func(int, int) float64 { return random.Float64() },
		"sorted":  func(i, _ int) float64 { return float64(i) },
		"falling": func(i, _ int) float64 { return float64(-i) },
		"equal":   func(int, int) float64 { return 7 },
		"few":     func(int, int) float64 { return float64(random.IntN(3)) },
		"organ":   func(i, n int) float64 { return float64(min(i, n-i)) },
	}
	p := []float64{0.95, 0, 0.05, 0.25, 0.5, 0.5, 0.75, 1, -3, 4, math.NaN()}
	for name, at := range fill {
		for _, n := range []int{1, 2, 3, 19, 20, 21, 1000} {
			s := make(Sample, n)
			for i := range s {
				s[i] = at(i, n)
			}
			before := slices.Clone(s)
			sorted := slices.Sorted(slices.Values(s))
			for i, got := range s.Quantiles(p...) {
				share := p[i]
				if !(share > 0) {
					share = 0
				}
				rank := max(int(math.Ceil(min(share, 1)*float64(n))), 1) - 1
				if got != sorted[rank] {
					t.Errorf("%s, %d values: quantile %v is %v, want %v", name, n, p[i], got, sorted[rank])
				}
			}
			outcomes := s.Outcomes(20)
			for i, got := range outcomes {
				if want := sorted[int((float64(i)+0.5)/20*float64(n)+1e-9)]; got != want {
					t.Errorf("%s, %d values: outcome %d is %v, want %v", name, n, i, got, want)
				}
			}
			if !slices.Equal(s, before) {
				t.Errorf("%s, %d values: the sample was changed", name, n)
			}
		}
	}
	if q := (Sample{}).Quantiles(0.5); len(q) != 1 || !math.IsNaN(q[0]) || !math.IsNaN(Sample{}.Mean()) {
		t.Errorf("the median of nothing is %v, want NaN", q)
	}
	if len(Sample{1}.Outcomes(-1)) != 0 {
		t.Error("a negative number of outcomes is not none")
	}
}

// TestDrawsToTheLastBit pins the stream: a link that was shared with its odds must show them again, here and in the browser.
func TestDrawsToTheLastBit(t *testing.T) {
	value := Range[float64]{1, 3, 10}
	column := make([]float64, 4)
	drawVariable(column, &value, streamOf(DefaultSeed, Key{"load", "default"}))
	want := []uint64{0x4005d7406345ac36, 0x4005e192a80ff5ed, 0x3ff16f470bfb5882, 0x40088cc8a7372eb8} // worked out in another language
	for i, v := range column {
		if got := math.Float64bits(v); got != want[i] {
			t.Errorf("draw %d is %v (%#x), want %v (%#x)", i, v, got, math.Float64frombits(want[i]), want[i])
		}
	}
}
