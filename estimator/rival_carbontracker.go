package estimator

// carbontracker, commit 8beb2b9 (2025-06): a library that reads GPU and CPU during the epochs of a training, predicts
// the rest from the first ones, and multiplies by one PUE that cannot be changed.
// Source: github.com/lfwa/carbontracker, MIT; Wolff Anthony et al. 2020, arXiv 2007.03051.

const carbontrackerVersion = "8beb2b9 (2025-06)"

const (
	carbontrackerPUE               = 1.58
	carbontrackerWorld GramsPerKWh = 481   // where it knows no place
	carbontrackerCarKm             = 107.5 // grams per kilometre: new cars in Europe, 2020
)

// Carbontracker is the energy that it reports for what the devices used.
func Carbontracker(devices KWh) KWh { return devices * carbontrackerPUE }

// CarbontrackerForecast is the energy that it predicts for all epochs from those measured: their mean times the number.
// It is unknown when none was measured.
func CarbontrackerForecast(measured []KWh, epochs float64) (KWh, bool) {
	var sum KWh
	for _, e := range measured {
		sum += e
	}
	return Carbontracker(sum) / KWh(len(measured)) * KWh(epochs), len(measured) > 0
}

// CarbontrackerCarKm is its comparison: kilometres in a new European car.
func CarbontrackerCarKm(m Grams) float64 { return float64(m) / carbontrackerCarKm }
