package estimator

import "strings"

// Cloud Carbon Footprint, commit b7a049c (2024-03): a service that reads cloud bills. Power lies between an idle and a
// full figure, half way unless the cloud reports a utilisation.
// Source: github.com/cloud-carbon-footprint/cloud-carbon-footprint, Apache-2.0.

const cloudCarbonVersion = "b7a049c (2024-03)"

const (
	cloudCarbonLoad              Ratio       = 0.5
	cloudCarbonUnknown           GramsPerKWh = 387.38 // where it knows no region: the mean of those it knows, 2021
	cloudCarbonServerHours                   = 35040  // lifetime of a server: four years
	cloudCarbonFlight                        = 0.81e6 // grams, New York to London, one way
	cloudCarbonPhonesPerTonne                = 121643
	cloudCarbonSeedlingsPerTonne             = 16.533792
)

// cloudCarbonGPUs are the graphics processors that the notes give, with idle and full power, by the beginning of our id.
var cloudCarbonGPUs = [...]struct {
	id        string
	idle, all Watts
}{
	{"a100-", 46, 407},
	{"a10g", 18, 153},
	{"tesla-t4", 8, 71},
	{"tesla-v100-", 35, 306},
}

// cloudCarbonGPU returns idle and full power of an accelerator in its list.
func cloudCarbonGPU(id string) (idle, full Watts, ok bool) {
	for _, g := range cloudCarbonGPUs {
		if strings.HasPrefix(id, g.id) {
			return g.idle, g.all, true
		}
	}
	return 0, 0, false
}

// cloudCarbonPUE is its constant for a provider; ok is false for others.
func cloudCarbonPUE(provider string) (pue float64, ok bool) {
	switch provider {
	case "aws":
		return 1.135, true
	case "gcp":
		return 1.1, true
	case "azure":
		return 1.185, true
	}
	return 0, false
}

// CloudCarbonPower is the mean power between idle and full at a load.
func CloudCarbonPower(idle, full Watts, load Ratio) Watts { return idle + Watts(load)*(full-idle) }

// CloudCarbonEmbodied is the share of making a server that falls on hours of an instance with some of its virtual CPUs.
func CloudCarbonEmbodied(server Grams, h Hours, cpus, serverCPUs float64) Grams {
	return server * Grams(float64(h)/cloudCarbonServerHours*cpus/serverCPUs)
}

// CloudCarbonFlights, CloudCarbonPhones and CloudCarbonSeedlings are its comparisons: flights from New York to London,
// phones charged, seedlings grown for ten years.
func CloudCarbonFlights(m Grams) float64   { return float64(m) / cloudCarbonFlight }
func CloudCarbonPhones(m Grams) float64    { return m.Tonnes() * cloudCarbonPhonesPerTonne }
func CloudCarbonSeedlings(m Grams) float64 { return m.Tonnes() * cloudCarbonSeedlingsPerTonne }
