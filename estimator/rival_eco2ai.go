package estimator

// Eco2AI 0.3.12: a library that reads the GPU and estimates CPU and memory of its process.
// Source: github.com/sb-ai-lab/Eco2AI, Apache-2.0; Budennyy et al. 2022, doi 10.1134/S1064562422060230.

const eco2aiVersion = "0.3.12"

const (
	eco2aiWattsPerGB             = 0.375
	eco2aiWorld      GramsPerKWh = 436.529 // where it knows no country
)

// Eco2AI is its energy: GPUs as read, the CPU's rated power times the process's share of it, the process's memory.
func Eco2AI(gpu, cpuRated Watts, cpuShare Ratio, process Gigabytes, h Hours, pue float64) KWh {
	w := gpu + cpuRated*Watts(cpuShare) + Watts(eco2aiWattsPerGB*float64(process))
	return w.For(h) * KWh(pue)
}
