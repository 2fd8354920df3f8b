package estimator

// LLMCarbon, commit dbd96b7 (2025-05): scripts that turn parameters and tokens into days of hardware.
// Source: github.com/SotaroKaneda/MLCarbon, Apache-2.0; Faiz et al. 2024, arXiv 2309.14393.

const llmcarbonVersion = "dbd96b7 (2025-05)"

const llmcarbonLifetimeDays = 1825 // of the hardware: five years

// LLMCarbonRun is a training or inference. Parameters of a mixture of experts are those of its base model. SystemPower
// is the mean of a device with its share of the server; Efficiency is achieved ÷ peak speed.
type LLMCarbonRun struct {
	Parameters, Tokens, Devices float64
	SystemPower                 Watts
	Peak                        FLOPPerSecond // of one device
	Efficiency                  Ratio
	PUE                         float64
	Intensity                   GramsPerKWh
}

// LLMCarbonFootprint is the scripts' answer.
type LLMCarbonFootprint struct {
	Work   FLOP
	Days   float64
	Energy KWh
	Carbon Grams
}

// Training counts six operations per parameter and token.
func (r *LLMCarbonRun) Training() LLMCarbonFootprint { return r.footprint(6) }

// Inference counts two operations per parameter and token.
func (r *LLMCarbonRun) Inference() LLMCarbonFootprint { return r.footprint(2) }

func (r *LLMCarbonRun) footprint(operations float64) LLMCarbonFootprint {
	f := LLMCarbonFootprint{Work: FLOP(operations * r.Parameters * r.Tokens)}
	f.Days = float64(f.Work) / (r.Devices * float64(r.Peak) * float64(r.Efficiency)) / (24 * secondsPerHour)
	f.Energy = (r.SystemPower * Watts(r.Devices)).For(Hours(f.Days*24)) * KWh(r.PUE)
	f.Carbon = f.Energy.At(r.Intensity)
	return f
}

// LLMCarbonChip is one kind of part: what making one emits, and how many there are.
type LLMCarbonChip struct {
	Made  Grams
	Count float64
}

// LLMCarbonEmbodied is the share of making the parts that falls on days of their five years.
func LLMCarbonEmbodied(days float64, chips []LLMCarbonChip) Grams {
	var made Grams
	for _, c := range chips {
		made += c.Made * Grams(c.Count)
	}
	return made * Grams(days/llmcarbonLifetimeDays)
}
