package estimator

import "math"

// CodeCarbon 3.3.0: a library that reads the GPU's energy counter, and the CPU's where it may; otherwise it estimates.
// PUE is 1 unless set.
// Source: github.com/mlco2/codecarbon, MIT.

const codecarbonVersion = "3.3.0"

const (
	codecarbonWorld      GramsPerKWh = 475 // where it knows no place
	codecarbonUnknownCPU Watts       = 85  // rated power that it takes for a chip it does not know
	codecarbonCPUShare   Ratio       = 0.5 // of the rated power, where it has neither counter nor load

	codecarbonCarKm         = 133.0  // grams per kilometre, on its web page
	codecarbonCitizenYear   = 13.3e6 // grams of a citizen of the United States
	codecarbonBoardMile     = 409.0  // grams per mile, on its local dashboard
	codecarbonHouseholdWeek = 160580 // grams of a household in the United States
)

// CodeCarbonDIMMs is how many memory modules it guesses for a machine with x86 processors. Above 128 GB it takes the
// largest common module of which eight are not too much, and at most 32.
func CodeCarbonDIMMs(memory Gigabytes) int {
	switch gb := float64(memory); {
	case gb <= 2:
		return 1
	case gb <= 16:
		return 2
	case gb <= 64:
		return 4
	case gb <= 128:
		return 8
	default:
		module := 128.0
		for module > gb/8 {
			module /= 2
		}
		return int(min(math.Ceil(gb/module), 32))
	}
}

// CodeCarbonMemory is the power of the memory: the modules beyond the fourth, eighth and sixteenth count less. It does
// not grow steadily: 1000 GB draw 70 W and 1024 GB 38 W, because the guessed modules are larger.
func CodeCarbonMemory(memory Gigabytes) Watts {
	n := float64(CodeCarbonDIMMs(memory))
	w := 5*min(n, 4) + 4.5*min(max(n-4, 0), 4) + 4*min(max(n-8, 0), 8) + 3.5*max(n-16, 0)
	return Watts(max(w, 10))
}

// CodeCarbonCPU is the power of a CPU by its load where no counter may be read: a tenth of the rated power, and the
// rest with the cube of the load.
func CodeCarbonCPU(rated Watts, load Ratio) Watts {
	u := float64(load)
	return rated * Watts(0.1+0.9*u*u*u)
}

// CodeCarbonCarKm and CodeCarbonCitizenWeek are the comparisons of its web page: kilometres in a car, and the share of
// what a citizen of the United States emits in a week. CodeCarbonBoardMiles and CodeCarbonHouseholdWeek are those of
// its local dashboard: miles in a car, and the share of a household's week.
func CodeCarbonCarKm(m Grams) float64         { return float64(m) / codecarbonCarKm }
func CodeCarbonCitizenWeek(m Grams) float64   { return float64(m) / (codecarbonCitizenYear / 52) }
func CodeCarbonBoardMiles(m Grams) float64    { return float64(m) / codecarbonBoardMile }
func CodeCarbonHouseholdWeek(m Grams) float64 { return float64(m) / codecarbonHouseholdWeek }

// round3 rounds to three decimals, as its table of countries is.
func round3(v float64) float64 { return math.Round(v*1000) / 1000 }
