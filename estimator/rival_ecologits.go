package estimator

import "math"

// EcoLogits 0.9.1 (commit 2d0a1c7, 2025-11): one request to a hosted language model, from its size and the tokens of
// the answer, by a curve fitted to benchmarks of servers with eight H100. The size of closed models is a guess.
// Source: github.com/genai-impact/ecologits, MPL-2.0, formulas and constants as facts.

const ecologitsVersion = "0.9.1"

const (
	ecologitsBatch           = 64  // requests that a server answers at once
	ecologitsDeviceMemory    = 80  // GB
	ecologitsWeightBits      = 16  // per parameter
	ecologitsMemoryFactor    = 1.2 // on top of the weights
	ecologitsServerDevices   = 8   //
	ecologitsServerKilowatts = 1.2 // without its GPUs
	ecologitsLifetime        = 3 * 365 * 24 * secondsPerHour

	// Energy of a token on one GPU, Wh: alpha·exp(beta·batch)·parameters + gamma, parameters in billions.
	ecologitsEnergyAlpha = 1.1665273170451914e-06
	ecologitsEnergyBeta  = -0.011205921025579175
	ecologitsEnergyGamma = 4.052928146734005e-05

	// Time of a token, seconds: alpha·parameters + beta·batch + gamma.
	ecologitsLatencyAlpha = 0.0006785088094353663
	ecologitsLatencyBeta  = 0.0003119310311688259
	ecologitsLatencyGamma = 0.019473717579473387
)

// EcoLogitsMaking is what making one thing, or a kilowatt-hour of electricity, takes: CO2e, minerals as kilograms of
// antimony, and primary energy in megajoules.
type EcoLogitsMaking struct {
	Carbon   Grams
	Minerals float64 // kg Sb eq
	Primary  float64 // MJ
}

var (
	ecologitsDevice = EcoLogitsMaking{164e3, 0.0051, 1828}
	ecologitsServer = EcoLogitsMaking{5700e3, 0.37, 70000}
)

// EcoLogitsRequest is one request. Parameters are in billions; Latency is in seconds, and the model's own is used when
// it is shorter or when none was measured. Where the library has a range, it computes each end by itself.
type EcoLogitsRequest struct {
	OutputTokens              float64
	ActiveBillion, AllBillion float64
	Latency                   Optional[float64]
	PUE                       float64
	WaterOnSite               LitresPerKWh    // per IT energy
	WaterOffSite              LitresPerKWh    // per facility energy
	Mix                       EcoLogitsMaking // of a kilowatt-hour
}

// EcoLogitsImpact is the library's answer. Water is as released, with PUE counted twice; WaterCorrected is what later
// versions compute.
type EcoLogitsImpact struct {
	Devices               float64 // GPUs that the model needs
	DeviceEnergy          KWh     // of one GPU
	ServerEnergy          KWh     // of the rest of the server
	Seconds               float64
	Energy                KWh // at the facility
	Usage, Embodied       EcoLogitsMaking
	Water, WaterCorrected Litres
}

// Impact computes the library's answer.
func (r *EcoLogitsRequest) Impact() EcoLogitsImpact {
	i := EcoLogitsImpact{
		DeviceEnergy: KWh(r.OutputTokens * (ecologitsEnergyAlpha*math.Exp(ecologitsEnergyBeta*ecologitsBatch)*r.ActiveBillion + ecologitsEnergyGamma) / 1000),
		Seconds:      r.OutputTokens * (ecologitsLatencyAlpha*r.ActiveBillion + ecologitsLatencyBeta*ecologitsBatch + ecologitsLatencyGamma),
		Devices:      EcoLogitsDevices(r.AllBillion),
	}
	i.Seconds = min(i.Seconds, r.Latency.Or(i.Seconds))
	i.ServerEnergy = KWh(i.Seconds / secondsPerHour * ecologitsServerKilowatts * i.Devices / ecologitsServerDevices / ecologitsBatch)
	it := i.ServerEnergy + KWh(i.Devices)*i.DeviceEnergy
	i.Energy = KWh(r.PUE) * it
	i.Usage = r.Mix.times(float64(i.Energy))
	share := i.Seconds / (ecologitsLifetime * ecologitsBatch)
	i.Embodied = ecologitsServer.times(i.Devices / ecologitsServerDevices * share).plus(ecologitsDevice.times(i.Devices * share))
	perKWh := float64(r.WaterOnSite) + r.PUE*float64(r.WaterOffSite)
	i.Water, i.WaterCorrected = Litres(float64(i.Energy)*perKWh), Litres(float64(it)*perKWh)
	return i
}

// EcoLogitsDevices is how many GPUs of 80 GB hold the weights with a fifth on top: a power of two.
func EcoLogitsDevices(billion float64) float64 {
	needed, devices := math.Ceil(EcoLogitsMemory(billion)/ecologitsDeviceMemory), 1.0
	for devices < needed && !math.IsInf(devices, 1) {
		devices *= 2
	}
	return devices
}

// EcoLogitsMemory is the memory that a model needs, in gigabytes.
func EcoLogitsMemory(billion float64) float64 {
	return ecologitsMemoryFactor * billion * ecologitsWeightBits / 8
}

func (m EcoLogitsMaking) times(f float64) EcoLogitsMaking {
	return EcoLogitsMaking{m.Carbon * Grams(f), m.Minerals * f, m.Primary * f}
}

func (m EcoLogitsMaking) plus(o EcoLogitsMaking) EcoLogitsMaking {
	return EcoLogitsMaking{m.Carbon + o.Carbon, m.Minerals + o.Minerals, m.Primary + o.Primary}
}

// EcoLogitsCarKm and EcoLogitsStreamingHours are two comparisons of its calculator: a petrol car, and video.
func EcoLogitsCarKm(m Grams) float64          { return float64(m) / 142 }
func EcoLogitsStreamingHours(m Grams) float64 { return m.Kilograms() * 15.6 }
