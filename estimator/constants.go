package estimator

// The constants of the model that are not exact, each with the range seen and its source. Figures about a device, a
// place or a building come from the catalogs instead.

var (
	sourceDodge = Source{ID: "dodge-2022", Title: "Dodge et al., Measuring the Carbon Intensity of AI in Cloud Instances, FAccT 2022, table 1",
		URL: "https://doi.org/10.1145/3531146.3533234", Licence: "cited figures", Year: 2022, AsOf: "2026-11-23"}
	sourceYang = Source{ID: "yang-2024", Title: "Yang, Adamek, Armour, Part-time Power Measurements, SC'24: nvidia-smi within about 5 % of an external meter",
		URL: "https://doi.org/10.1109/SC41406.2024.00028", Licence: "cited figures", Year: 2024, AsOf: "2026-11-23"}
	sourceElsworth = Source{ID: "elsworth-2025", Title: "Elsworth et al., Measuring the environmental impact of delivering AI at Google scale, 2025: host 0.06 Wh beside 0.14 Wh of accelerators; low end Patterson et al. 2021 (330 W per 300 W V100), high end the DGX H100 data sheet (10.2 kW for eight 700 W GPUs)",
		URL: "https://arxiv.org/abs/2508.15734", Licence: "cited figures", Year: 2025, AsOf: "2026-11-23"}
	sourceMemory = Source{ID: "memory-watts", Title: "Watts per gigabyte in use by other calculators: Green Algorithms 0.3725, the median of five (mid), its issue 38 0.08 (low), small DIMMs 0.54 (high)",
		Publisher: "Green Algorithms", URL: "https://doi.org/10.1002/advs.202100707", Licence: "CC-BY-4.0", Year: 2021, AsOf: "2026-11-23"}
	sourceUptime = Source{ID: "uptime-2024", Title: "Uptime Institute Global Data Center Survey 2024 (mean 1.56); low end Google's fleet (1.09), high end server closets in Shehabi et al. 2016 (2.0, recalled and not read again)",
		Publisher: "Uptime Institute", URL: "https://uptimeinstitute.com/resources/research-and-reports/uptime-institute-global-data-center-survey-results-2024", Licence: "cited figures", Year: 2024, AsOf: "2026-11-23"}
	sourceCPULoad = Source{ID: "codecarbon-rapl-2025", Title: "CodeCarbon, package power by RAPL against load on four machines (EPYC 8024P, Threadripper 1950X, Xeon E3-1240 v2, Xeon E5-2620 v3): straight lines that bound and halve them",
		Publisher: "CodeCarbon", URL: "https://github.com/mlco2/codecarbon", Licence: "MIT", Year: 2025, AsOf: "2026-11-23"}
	sourceCPUDefault = Source{ID: "ccf-utilisation", Title: "Cloud Carbon Footprint, default utilisation 50 %; the ends are this project's choice",
		Publisher: "Cloud Carbon Footprint", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "Apache-2.0", Year: 2024, AsOf: "2026-11-23"}
	sourceListedHost = Source{ID: "listed-host", Title: "Jay et al., An experimental comparison of software-based power meters, 2023 (second-hand): the plug gives 1.17 to 1.18 times what the counters of GPU, CPU and memory show (mid); low end a power supply of 96 % efficiency alone, high end the DGX H100 data sheet (10.2 kW beside 5.6 kW of accelerators, 0.7 kW of CPUs and some 0.6 kW of memory)",
		Publisher: "IEEE", URL: "https://doi.org/10.1109/CCGrid57682.2023.00020", Licence: "cited figures", Year: 2023, AsOf: "2026-11-24"}
	sourceIdle = Source{ID: "ccf-idle", Title: "Cloud Carbon Footprint, idle ÷ full power of data-centre GPUs: A100 46 of 407 W, V100 35 of 306 W, T4 8 of 71 W; the ends are this project's choice, TPU v4 waits at 121 of 192 W",
		Publisher: "Cloud Carbon Footprint", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "Apache-2.0", Year: 2024, AsOf: "2026-11-24"}
	sourceScope = Source{ID: "scope-gap", Title: "Electricity Maps 2024, life-cycle against direct: 8 to 25 % higher in most fossil grids",
		Publisher: "Electricity Maps", URL: "https://www.electricitymaps.com", Licence: "cited figures", Year: 2024, AsOf: "2026-11-23"}

	// sourceComponents stands behind a PUE that follows from the parts of a building's energy.
	sourceComponents = Source{ID: "pue-components", Title: "PUE as defined by The Green Grid: all energy of the building ÷ energy of its IT equipment",
		Publisher: "The Green Grid", URL: "https://www.thegreengrid.org", Licence: "cited figures", Year: 2012, AsOf: "2026-11-24"}

	// sourceSpeed stands behind the sum of the devices' peaks.
	sourceSpeed = Source{ID: "speed", Title: "peak speeds of the catalog for dense matrices in the precision asked for, or the achieved speed as given, × count"}

	// sourceTyped stands behind a value that the user gave.
	sourceTyped = Source{ID: "typed", Title: "as given"}
	// sourceTypedLoad stands behind a load that the user gave: nobody measured how well people know it.
	sourceTypedLoad = Source{ID: "typed-load", Title: "as given, and believed to a tenth of itself: gramwatt's own judgement"}
)

var (
	// defaultAcceleratorLoad is the mean power ÷ rated power of training runs when the user does not know it: BERT 0.43,
	// a 6-billion-parameter model 0.70, the full range 0.27 to 0.92.
	defaultAcceleratorLoad = Range[Ratio]{0.27, 0.70, 0.92} // Source: sourceDodge

	defaultCPULoad = Range[Ratio]{0.10, 0.50, 1.00} // Source: sourceCPUDefault

	// defaultHostShare is the power of the rest of a server (CPUs, memory, fans, disks, network cards, power supply)
	// ÷ the power of its accelerators.
	defaultHostShare = Range[float64]{0.10, 0.43, 0.82} // Source: sourceElsworth

	// listedHostShare is the power of fans, disks, network cards and the losses of the power supply ÷ that of accelerators,
	// CPUs and memory.
	listedHostShare = Range[float64]{0.04, 0.175, 0.48} // Source: sourceListedHost

	// defaultIdleShare is the power of an accelerator that waits ÷ its rated power.
	defaultIdleShare = Range[float64]{0.05, 0.11, 0.30} // Source: sourceIdle

	// memoryWattsPerGB is the power of memory, per gigabyte installed. The mid is the median of what five calculators take:
	// Boavizta 0.284, CodeCarbon 0.3125 (64 GB in four DIMMs of 5 W), Green Algorithms 0.3725, Eco2AI 0.375, Cloud Carbon
	// Footprint 0.392. It is not their mean of 0.35, nor the 0.3 that comes out with the 0.08 of one issue among them: that
	// is the low end, and dense modules come to it.
	memoryWattsPerGB = Range[float64]{0.08, 0.3725, 0.54} // Source: sourceMemory

	defaultPUE = Range[float64]{1.09, 1.56, 2.0} // Source: sourceUptime
)

const (
	typedLoadSpread     = 0.10 // Source: sourceTypedLoad
	measuredPowerSpread = 0.05 // Source: sourceYang
	directAsLifecycle   = 1.25 // upper end when a direct figure stands in for a life-cycle one. Source: sourceScope
)
