//go:build linux

package nvmlstub

import (
	"math"
	"testing"
	"time"
)

// TestEnergyIsTheIntegralOfPower sums the power finely and compares.
func TestEnergyIsTheIntegralOfPower(t *testing.T) {
	for gpu := range 9 {
		for _, from := range []float64{0, 3.2, 1e6 + 0.5} {
			const span, slices = 31.7, 400_000
			var sum float64
			for i := range slices {
				sum += float64(Power(gpu, from+(float64(i)+0.5)*span/slices)) * span / slices
			}
			got := float64(Energy(gpu, from, from+span))
			if math.Abs(got-sum) > 1e-5*sum { // each of the 40 W steps may fall anywhere in a slice
				t.Errorf("GPU %d from %g s: got %.4f J, want %.4f J", gpu, from, got, sum)
			}
		}
	}
}

func TestAtFollowsTheClock(t *testing.T) {
	now := time.Now()
	a, b := At(now), At(now.Add(-3*time.Second).Round(0)) // one with and one without a monotonic part
	if math.Abs(a-b-3) > 1e-3 {
		t.Errorf("3 s apart: got %.6f s", a-b)
	}
}
