//go:build !js

package estimator

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestForecastHoldsTheTruth draws many runs of several kinds, asks at several moments, and counts how often the
// interval holds what the run came to. 400 runs put one standard error of a share of 0.9 at 0.015.
func TestForecastHoldsTheTruth(t *testing.T) {
	const runs, steps = 400, 2000
	const near = ForecastShare - 0.04 // the chance of 400 runs
	kinds := []struct {
		name  string
		least float64
		step  func(r *rand.Rand, i int, before float64) float64 // seconds of a step
	}{
		{"independent steps", near, func(r *rand.Rand, i int, _ float64) float64 { return 1 + 0.2*r.NormFloat64() }},
		{"now and then a slow one", near, func(r *rand.Rand, i int, _ float64) float64 {
			if r.IntN(20) == 0 {
				return 3 + r.Float64()
			}
			return 1 + 0.05*r.Float64()
		}},
		{"neighbours alike", near, func(r *rand.Rand, i int, before float64) float64 {
			return 1 + 0.8*(before-1) + 0.1*r.NormFloat64()
		}},
		// what happens stays for 20 steps, so the first 200 are worth ten: too few to see how much they move
		{"slow drifts", 0.75, func(r *rand.Rand, i int, before float64) float64 {
			return 1 + 0.95*(before-1) + 0.02*r.NormFloat64()
		}},
	}
	for _, kind := range kinds {
		for _, done := range []int{200, 600, 1600} {
			held := 0
			for seed := range uint64(runs) {
				r := rand.New(rand.NewPCG(seed, 5))
				var run simulated
				seconds := 1.0
				for i := range steps + 1 {
					seconds = max(kind.step(r, i, seconds), 0.01)
					run.add(seconds, 300*seconds)
				}
				truth, _ := run.total()
				if said, ok := run.seen(done).Total(); ok && said.Energy.Low <= truth && truth <= said.Energy.High {
					held++
				}
			}
			share := float64(held) / runs
			t.Logf("%s, %d of %d steps: %.3f", kind.name, done, steps, share)
			if share < kind.least || share > 0.985 {
				t.Errorf("%s, %d of %d steps: the interval held the truth in %.3f of the runs, stated is %.2f", kind.name, done, steps, share, ForecastShare)
			}
		}
	}
}

// TestStudentT integrates the density of Student's t by the trapezoid rule.
func TestStudentT(t *testing.T) {
	for df := 1; df < len(studentT); df++ {
		n := float64(df)
		a, _ := math.Lgamma((n + 1) / 2)
		b, _ := math.Lgamma(n / 2)
		density := func(x float64) float64 {
			return math.Exp(a-b) / math.Sqrt(n*math.Pi) * math.Pow(1+x*x/n, -(n+1)/2)
		}
		const slices = 10_000
		width, share := studentT[df]/slices, 0.0
		for i := range slices {
			share += width * (density(float64(i)*width) + density(float64(i+1)*width)) // half of it, on both sides
		}
		if math.Abs(share-ForecastShare) > 1e-4 { // quantiles are printed to three decimals
			t.Errorf("%d degrees of freedom: ±%v holds %v, want %v", df, studentT[df], share, ForecastShare)
		}
	}
}
