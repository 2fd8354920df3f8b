package estimator

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// TestEquivalencesTellTheirYear: what a car emits is that of a fleet in a year, so that the words say it too.
func TestEquivalencesTellTheirYear(t *testing.T) {
	for _, e := range Default().Equivalences() {
		if e.Year == 0 || !strings.Contains(e.Label, strconv.Itoa(e.Year)) {
			t.Errorf("%s: year %d is not in %q", e.ID, e.Year, e.Label)
		}
	}
}

// TestElectricCarUsesTheGridAtHand holds a comparison by electricity to the same distance in every place: what a job in
// France emits drives the car on the grid of France.
func TestElectricCarUsesTheGridAtHand(t *testing.T) {
	for _, grid := range []GramsPerKWh{30, 700} {
		s := Spec{EnergyKWh: Some(KWh(42)), PUE: Some(1.0), GridIntensity: Some(grid)}
		r, err := Estimate(Default(), &s)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, q := range r.Equivalents {
			if q.ID != "electric-car-km" {
				continue
			}
			found = true
			// 42 kWh at 0.21 kWh per km, whatever the grid emits; the tolerance is floating point.
			if got, want := q.Amount.Mid, 200.0; math.Abs(got-want) > 1e-9*want {
				t.Errorf("at %v g/kWh: %v km, want %v", grid, got, want)
			}
			if got, want := q.Each, 0.21*float64(grid)/1000; math.Abs(got-want) > 1e-12 {
				t.Errorf("at %v g/kWh: %v kg per km, want %v", grid, got, want)
			}
		}
		if !found {
			t.Errorf("at %v g/kWh no electric car", grid)
		}
	}
	s := Spec{EnergyKWh: Some(KWh(42)), PUE: Some(1.0), GridIntensity: Some(GramsPerKWh(0))}
	r, err := Estimate(Default(), &s)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range r.Equivalents {
		if q.ID == "electric-car-km" {
			t.Errorf("on a grid of nothing: %+v, want none", q.Amount)
		}
	}
}

// TestHouseholdWeekAddsUp works the household's week out from its parts, so that its year is that of eGRID2016.
func TestHouseholdWeekAddsUp(t *testing.T) {
	// Electricity is 11,764 kWh at eGRID2016's 998.4 lb per MWh, 7.1 % of it lost on the way.
	electricity := 11764 * 0.9984 / (1 - 0.071) / 2.2046 // kg a year
	rest := 1000 * (2.06 + 0.26 + 0.30)                  // gas, liquid petroleum gas, fuel oil
	for _, e := range Default().Equivalences() {
		// A thousandth, because the source rounds the sum from 8.354 to 8.35 t.
		if want := (electricity + rest) / 52; e.ID == "household-week-us" && math.Abs(e.Value-want) > 0.001*want {
			t.Errorf("%v kg a week, want %v from the parts", e.Value, want)
		}
	}
}
