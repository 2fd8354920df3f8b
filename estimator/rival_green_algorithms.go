package estimator

import "strconv"

// Green Algorithms v3.0 (commit 30df2fe, 2025-02): a form with processors, memory, PUE and place. Rated power times the
// load that the user types, 100 % unless he does.
// Source: github.com/GreenAlgorithms/green-algorithms-tool, CC BY 4.0; Lannelongue et al. 2021, doi 10.1002/advs.202100707.

const greenAlgorithmsVersion = "v3.0 (30df2fe, 2025-02)"

const (
	greenAlgorithmsWattsPerGB             = 0.3725
	greenAlgorithmsPUE                    = 1.56 // of an unknown data centre: Uptime Institute 2024
	greenAlgorithmsWorld      GramsPerKWh = 475  // for "World"
	greenAlgorithmsTreeYear               = 11e3 // grams that a tree takes up in a year
	greenAlgorithmsCarKmEU                = 175  // grams per kilometre
)

// GreenAlgorithmsJob is the form. Cores is the number of CPU cores, CoreTDP the rated power of one. Scaling is the
// "pragmatic scaling factor": how often the job is run.
type GreenAlgorithmsJob struct {
	Hours     Hours
	Cores     float64
	CoreTDP   Watts
	CoreUsage Ratio
	GPUs      float64
	GPUTDP    Watts
	GPUUsage  Ratio
	Memory    Gigabytes
	PUE       float64
	Intensity GramsPerKWh
	Scaling   float64
}

// GreenAlgorithmsFootprint is the form's answer, as a whole and for the CPU, the GPU and the memory. Power includes PUE.
type GreenAlgorithmsFootprint struct {
	Power, CPUPower, GPUPower, MemoryPower     Watts
	Energy                                     KWh
	Carbon, CPUCarbon, GPUCarbon, MemoryCarbon Grams
}

// Footprint computes the form's answer.
func (j *GreenAlgorithmsJob) Footprint() GreenAlgorithmsFootprint {
	carbon := func(w Watts) (KWh, Grams) {
		e := w.For(j.Hours) * KWh(j.Scaling)
		return e, e.At(j.Intensity)
	}
	f := GreenAlgorithmsFootprint{
		CPUPower:    Watts(j.PUE*j.Cores*float64(j.CoreUsage)) * j.CoreTDP,
		GPUPower:    Watts(j.PUE*j.GPUs*float64(j.GPUUsage)) * j.GPUTDP,
		MemoryPower: Watts(j.PUE * float64(j.Memory) * greenAlgorithmsWattsPerGB),
	}
	f.Power = f.CPUPower + f.GPUPower + f.MemoryPower
	f.Energy, f.Carbon = carbon(f.Power)
	_, f.CPUCarbon = carbon(f.CPUPower)
	_, f.GPUCarbon = carbon(f.GPUPower)
	_, f.MemoryCarbon = carbon(f.MemoryPower)
	return f
}

// GreenAlgorithmsAIFactor is what the page for AI multiplies one training with: 1 + research and development + number
// of retrainings × size of one, each as a share of the training.
func GreenAlgorithmsAIFactor(research, retrainings, retrainingSize float64) float64 {
	return 1 + research + retrainings*retrainingSize
}

// GreenAlgorithmsYear is what the page for AI multiplies continuous inference over a "day", "week", "month" or "year"
// with to report a year, and what the calendar says. The page takes 30 days or 4 weeks for a month. Both are 0 for
// another word.
func GreenAlgorithmsYear(span string) (page, calendar float64) {
	const days = hoursPerYear / 24.0
	switch span {
	case "day":
		return 360, days
	case "week":
		return 48, days / 7
	case "month":
		return 12, 12
	case "year":
		return 1, 1
	}
	return 0, 0
}

// GreenAlgorithmsTreeMonths is the time that one tree needs to take up as much.
func GreenAlgorithmsTreeMonths(m Grams) float64 { return float64(m) / greenAlgorithmsTreeYear * 12 }

// GreenAlgorithmsCarKm is the way of a European passenger car.
func GreenAlgorithmsCarKm(m Grams) float64 { return float64(m) / greenAlgorithmsCarKmEU }

// GreenAlgorithmsFlight picks the flight to compare with and returns the number of such flights. A flight is used up to
// half of the next one.
func GreenAlgorithmsFlight(m Grams) (name string, flights float64) {
	const dublin, francisco, melbourne = 110e3, 570e3, 2310e3 // grams per passenger, economy
	switch {
	case m < 0.5*francisco:
		return "Paris-Dublin", float64(m) / dublin
	case m < 0.5*melbourne:
		return "NYC-San Francisco", float64(m) / francisco
	}
	return "NYC-Melbourne", float64(m) / melbourne
}

// GreenAlgorithmsEnergyText and GreenAlgorithmsCarbonText write the two results as the page shows them.
func GreenAlgorithmsEnergyText(e KWh) string {
	switch v := float64(e); {
	case v >= 1e3:
		return greenAlgorithmsText(v/1e3, "MWh")
	case v < 1:
		return greenAlgorithmsText(v*1e3, "Wh")
	default:
		return greenAlgorithmsText(v, "kWh")
	}
}

func GreenAlgorithmsCarbonText(m Grams) string {
	switch v := float64(m); {
	case v >= 1e6:
		return greenAlgorithmsText(v/1e6, "TCO2e")
	case v >= 1e3:
		return greenAlgorithmsText(v/1e3, "kgCO2e")
	case v < 1:
		return greenAlgorithmsText(v*1e3, "mgCO2e")
	default:
		return greenAlgorithmsText(v, "gCO2e")
	}
}

// greenAlgorithmsText writes two decimals, with an exponent where the number is not from 1 to 1000.
func greenAlgorithmsText(v float64, unit string) string {
	verb := byte('f')
	if v != 0 && (v >= 1e3 || v < 1) {
		verb = 'e'
	}
	return strconv.FormatFloat(v, verb, 2, 64) + " " + unit
}

// greenAlgorithmsWatts is the power that a user of the form takes for a device: what he measured or typed, else that of
// its list for the parts where it differs from ours.
func greenAlgorithmsWatts(d *rivalDevice) Watts {
	switch {
	case d.measured:
		return d.watts
	case d.own:
		return d.rated
	}
	switch d.id {
	case "tesla-v100-pcie-16gb", "tesla-v100-pcie-32gb":
		return 300 // one V100 for all
	case "tesla-p100-sxm2":
		return 250 // one P100 for all
	case "tpu-v3":
		return 220 // a measured mean
	case "tpu-v4":
		return 170 // a measured mean
	}
	return d.rated
}

// greenAlgorithmsBuilding is the PUE that the form takes for a cloud region, or for a server at an unknown place.
func greenAlgorithmsBuilding(r *CloudRegion) (pue float64, why string) {
	if r == nil {
		return greenAlgorithmsPUE, "its figure for an unknown building"
	}
	why = "its figure for this site"
	switch r.ID {
	case "gcp:us-west1", "gcp:us-central1", "gcp:us-east1":
		return 1.11, why
	case "gcp:europe-west1":
		return 1.08, why
	case "gcp:europe-north1":
		return 1.09, why
	case "gcp:asia-southeast1":
		return 1.15, why
	case "gcp:asia-east1":
		return 1.13, why
	}
	why = "its figure for the provider"
	switch r.Provider {
	case "gcp", "azure":
		return 1.12, why
	case "aws", "oci":
		return 1.2, why
	case "ovh":
		return 1.09, why
	}
	return greenAlgorithmsPUE, "its figure for an unknown building"
}
