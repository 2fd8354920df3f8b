package estimator

// experiment-impact-tracker, last commit 2021: a library that reads GPU, CPU and memory of one process, and a script
// for a rough estimate beforehand that leaves out PUE.
// Source: github.com/Breakend/experiment-impact-tracker, MIT; Henderson et al. 2020, arXiv 2002.05651.

const impactTrackerVersion = "2021, rough estimate"

const impactTrackerPUE = 1.58 // of the library, not of the script

// ImpactTrackerMeasured is the library's energy: the process's share of what GPU, CPU and memory drew.
func ImpactTrackerMeasured(gpu, cpu, memory Watts, h Hours) KWh {
	return (gpu + cpu + memory).For(h) * impactTrackerPUE
}

// ImpactTrackerRough is the script's energy: rated power times utilisation, without PUE and memory.
func ImpactTrackerRough(gpu Watts, gpuLoad Ratio, cpu Watts, cpuLoad Ratio, h Hours) KWh {
	return (gpu*Watts(gpuLoad) + cpu*Watts(cpuLoad)).For(h)
}

// ImpactTrackerSocialCost is what the emissions cost the country, by the country's own social cost of carbon. Low,
// middle and high are percentiles (16.7, 50, 83.3), and some are negative: a model's gain from warming.
func ImpactTrackerSocialCost(m Grams, country Range[USDPerTonne]) Range[USD] {
	return As[USD](country.Times(m.Tonnes()))
}
