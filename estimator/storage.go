package estimator

// Storage and network of the job, outside the servers: terabytes that are kept while it runs, and gigabytes that it moves.

const (
	ssdWattsPerTB   = 1.2   // Source: sourceStorage
	hddWattsPerTB   = 0.65  // Source: sourceStorage
	networkKWhPerGB = 0.001 // Source: sourceNetwork
)

var (
	sourceStorage = Source{ID: "ccf-storage", Title: "Cloud Carbon Footprint, watt-hours per terabyte and hour: SSD 1.2, HDD 0.65; no range was found",
		Publisher: "Cloud Carbon Footprint", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "Apache-2.0", Year: 2024, AsOf: "2026-11-23"}
	sourceNetwork = Source{ID: "ccf-network", Title: "Cloud Carbon Footprint, 0.001 kWh per gigabyte between data centres; no range was found",
		Publisher: "Cloud Carbon Footprint", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "Apache-2.0", Year: 2024, AsOf: "2026-11-23"}
)

// addStorage adds what the drives draw that keep the data, which stand in the same building.
func (e *estimate) addStorage() {
	if len(e.work.inputs) == 0 {
		return
	}
	for i, drive := range [...]struct {
		label string
		size  Terabytes
		watts float64
	}{{"solid-state storage", e.spec.SSD.Or(0), ssdWattsPerTB}, {"disk storage", e.spec.HDD.Or(0), hddWattsPerTB}} {
		if drive.size == 0 {
			continue
		}
		e.given("size", float64(drive.size), "TB", &sourceTyped)
		e.given("power per terabyte", drive.watts, "W/TB", &sourceStorage)
		scale := e.workInputs() / wattHoursPerKWh
		e.projectInputs()
		e.energyTerm(Term{Kind: "storage", Index: i + 1, Label: drive.label, Source: &sourceStorage}, scale)
	}
}

// addNetwork adds the emissions of moving the data. Its electricity is used between data centres: the building's PUE does
// not apply, and neither energy, bill nor water of the facility has it in. Which grids the data pass is not known; the
// average of the work's own stands in, whatever the hour.
func (e *estimate) addNetwork(g *grid) {
	gb := float64(e.spec.NetworkGB.Or(0))
	if gb == 0 {
		return
	}
	e.given("data moved", gb, "GB", &sourceTyped)
	e.given("energy per gigabyte", networkKWhPerGB, "kWh/GB", &sourceNetwork)
	e.projectInputs()
	e.result.NetworkEnergy = Known(As[KWh](product(e.inputs[e.from:])))
	e.gridIntensity(g)
	e.result.Network = Known(e.carbonTerm(Term{Kind: "network", Label: "moving data over the network", Source: &sourceNetwork}, 1/gramsPerKilogram))
	e.note("network_rough", "network_gb", "The energy of moving data is one published figure without a range, on the grid of the work.")
}
