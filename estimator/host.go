package estimator

// What a server has around its processors. Published figures are few: fans and network cards have none that could be
// read, so that defaultHostShare stays the answer when nobody says what the server holds.

var (
	sourceStorage = Source{ID: "ccf-storage", Title: "Cloud Carbon Footprint: SSD 1.2 and HDD 0.65 Wh per terabyte and hour, network 0.001 kWh per gigabyte",
		Publisher: "Cloud Carbon Footprint", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "Apache-2.0", Year: 2024, AsOf: "2026-11-23"}
	sourcePowerSupply = Source{ID: "80-plus", Title: "80 PLUS certificates, efficiency at half load and 230 V (recalled and not read again): Bronze 85 % (low), Platinum 94 % (mid), Titanium 96 % (high)",
		Publisher: "CLEAResult", URL: "https://www.clearesult.com/80plus/", Licence: "cited figures", Year: 2024, AsOf: "2026-11-23"}
	sourceWall = Source{ID: "jay-2023", Title: "Jay et al., An experimental comparison of software-based power meters, 2023 (second-hand, title recalled): watts at the plug rise 1.17 to 1.18 times as fast as those that software reads",
		Publisher: "IEEE", URL: "https://doi.org/10.1109/CCGrid57682.2023.00020", Licence: "cited figures", Year: 2023, AsOf: "2026-11-23"}
)

var (
	ssdWattsPerTB = Exactly(1.2)  // at all times, per terabyte kept; no range was found. Source: sourceStorage
	hddWattsPerTB = Exactly(0.65) // the same

	networkKWhPerGB = Exactly[KWh](0.001) // between data centres, per gigabyte moved; no range was found. Source: sourceStorage

	// powerSupplyEfficiency is watts to the machine ÷ watts from the plug. A lower end costs more: what the plug gives is
	// the machine's power divided by it.
	powerSupplyEfficiency = Range[Ratio]{0.85, 0.94, 0.96} // Source: sourcePowerSupply

	// wallPerSoftware is watts at the plug ÷ watts that the counters of GPU, CPU and memory show, above idle: power
	// supply, fans, disks and board together. It takes the place of powerSupplyEfficiency and is not added to it.
	wallPerSoftware = Range[float64]{1.17, 1.175, 1.18} // Source: sourceWall
)
