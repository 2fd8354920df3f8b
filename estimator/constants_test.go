package estimator

import (
	"slices"
	"testing"
)

// TestLeastIntensity: kilograms typed for grams are always below it, and what grids and fuels emit never.
func TestLeastIntensity(t *testing.T) {
	for _, f := range Default().Fuels() {
		if f.Intensity.Mid/1000 >= leastIntensity || f.Intensity.Mid < leastIntensity {
			t.Errorf("%s: %v g/kWh", f.ID, f.Intensity.Mid)
		}
	}
	places := 0
	for _, p := range Default().Places() {
		if p.Lifecycle != nil {
			places++
			if g := p.Lifecycle.Value; g < leastIntensity || g/1000 >= leastIntensity {
				t.Errorf("%s: %v g/kWh", p.Code, g)
			}
		}
	}
	if places < 200 {
		t.Errorf("only %d places have a figure", places)
	}
}

// TestMemoryPowerIsTheMedian works the mid out from what other calculators take for a gigabyte.
func TestMemoryPowerIsTheMedian(t *testing.T) {
	inUse := []float64{0.392, 0.375, 0.284, 4 * 5.0 / 64, 0.3725} // Cloud Carbon Footprint, Eco2AI, Boavizta, CodeCarbon at 64 GB, Green Algorithms
	slices.Sort(inUse)
	if got, want := memoryWattsPerGB.Mid, inUse[2]; got != want {
		t.Errorf("%v W/GB, want the median %v", got, want)
	}
}
