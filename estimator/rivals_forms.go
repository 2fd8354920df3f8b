package estimator

// What the forms answer, which ask for hardware and hours before the run, and a service that reads bills.

var (
	mlco2Tables           = []string{sourceMLCO2Regions}
	greenAlgorithmsTables = []string{sourceGreenAlgorithms, sourceEGRID2020, sourceCanadaNIR, sourceAustraliaNGA}
	cloudCarbonTables     = []string{sourceCloudCarbon}
)

const needsHardware = "It asks for hardware and hours, not for energy."

// rated replaces the rated power of the accelerators by the calculator's own, then their load by its own. of returns
// both for one kind of device. What was measured has no load, so all of it is in the second step.
func (a *rivalAccount) rated(of func(*rivalDevice) (Watts, Ratio), powerReason, loadReason string) {
	var atOurLoad, atTheirs KWh
	for i := range a.accelerators {
		d := &a.accelerators[i]
		w, u := of(d)
		ours := d.watts
		if !d.measured {
			ours = w * Watts(d.load)
		}
		atOurLoad += ours.For(d.hours)
		atTheirs += (w * Watts(u)).For(d.hours)
	}
	if !a.spec.metered() {
		a.part("rated power", &a.parts.accelerators, atOurLoad, powerReason)
	}
	a.part("load", &a.parts.accelerators, atTheirs, loadReason)
}

// mlco2 types each kind of device by itself, with count × hours for hours, and adds what the form shows.
func (a *rivalAccount) mlco2() {
	switch {
	case !a.timed:
		a.NotApplicable = needsHardware
		return
	case len(a.accelerators) == 0:
		a.NotApplicable = "Its list has too few CPUs to look for one."
		return
	}
	for i := range a.accelerators {
		if id := a.accelerators[i].id; mlco2Watts[id] == 0 {
			name := "a card without a name"
			if known, ok := a.catalog.Accelerator(id); ok {
				name = known.Name
			}
			a.NotApplicable = "It has no field for watts, and its list lacks " + name + "."
			return
		}
	}
	if n, _ := a.spec.deviceCount(); n > 1 {
		a.Differences = append(a.Differences, Difference{"count", FormatNumber(n), "1", "no field for a count: hours × count are typed as hours", 1})
	}
	a.rated(func(d *rivalDevice) (Watts, Ratio) { return mlco2Watts[d.id], 1 }, "the power in its list", "every device works at its rated power")
	a.omit(true, true, "not in the form")
	a.building(1, "no PUE")
	g, listed := a.gridOr(mlco2Tables, mlco2PrivateIntensity, "the OECD mean of 2014, which it offers for private infrastructure")

	form := MLCO2Private
	if listed {
		form = MLCO2Cloud
	}
	var energy KWh
	var carbon Grams
	for i := range a.accelerators {
		d := &a.accelerators[i]
		m := form(mlco2Watts[d.id], d.hours, g, 0)
		energy, carbon = energy+m.Energy, carbon+m.Carbon
	}
	exact := a.Carbon.Or(0)
	a.differ("rounding", exact.Kilograms(), carbon.Kilograms(), "kgCO2e",
		"energy, intensity and result are each rounded to two decimals, the intensity in kg/kWh", float64(carbon/exact))
	a.Energy, a.Carbon = Some(energy), Some(carbon)
}

// greenAlgorithms types each kind of device by itself and adds. A typed PUE of 1 is its "personal computer".
func (a *rivalAccount) greenAlgorithms() {
	if !a.timed {
		a.NotApplicable = needsHardware
		return
	}
	usage := func(d *rivalDevice) Ratio {
		if d.typed && !d.measured {
			return d.load
		}
		return 1
	}
	const fullLoad = "100 % unless a load is typed"
	a.rated(func(d *rivalDevice) (Watts, Ratio) { return greenAlgorithmsWatts(d), usage(d) }, "the power in its list", fullLoad)
	var cpus KWh
	for i := range a.cpus {
		d := &a.cpus[i]
		cpus += (greenAlgorithmsWatts(d) * Watts(usage(d))).For(d.hours)
	}
	a.part("processors", &a.parts.cpus, cpus, fullLoad)
	a.part("memory", &a.parts.memory, Watts(greenAlgorithmsWattsPerGB*a.spec.MemoryGB.value).For(a.hours), "0.3725 W per gigabyte")
	a.omit(false, false, "not in the form: processors, graphics cards and memory only")
	pue, why := greenAlgorithmsBuilding(a.cloud)
	if v, ok := a.spec.PUE.Get(); ok {
		pue, why = v, "typed"
	}
	a.building(pue, why)
	if a.spec.GridIntensity.given {
		a.grid(greenAlgorithmsWorld, "no field for an intensity: its figure for the world, of 2019")
		return
	}
	if _, _, listed := a.intensity(greenAlgorithmsTables); !listed && a.place.Code != world {
		a.NotApplicable = "Its figure for this place is carbonfootprint.com's, whose terms do not let it be passed on: the carbon is left open."
		return
	}
	a.gridOr(greenAlgorithmsTables, greenAlgorithmsWorld, "its figure for the world, of 2019")
}

// cloudCarbon reads a bill, so a country stands for AWS's region there.
func (a *rivalAccount) cloudCarbon() {
	switch {
	case !a.timed:
		a.NotApplicable = "It reads a cloud's bill of machines and hours, not energy."
		return
	case len(a.accelerators) == 0:
		a.NotApplicable = "It counts processors by the virtual CPUs on a cloud's bill."
		return
	}
	var used KWh
	for i := range a.accelerators {
		d := &a.accelerators[i]
		idle, full, ok := cloudCarbonGPU(d.id)
		if !ok {
			a.NotApplicable = "Of the graphics cards in its list, only the A100, A10G, T4 and V100 are known here."
			return
		}
		used += CloudCarbonPower(idle, full, cloudCarbonLoad).For(d.hours)
	}
	a.part("load", &a.parts.accelerators, used, "half way between its idle and full power of the card")
	a.omit(true, true, "counted by the instance on the bill, which the scenario does not say")
	pue, why := 0.0, "its figure for the provider"
	if a.cloud != nil {
		pue, _ = cloudCarbonPUE(a.cloud.Provider)
	}
	if pue == 0 {
		pue, _ = cloudCarbonPUE("aws")
		why = "its figure for AWS, which stands in because it knows clouds only"
	}
	a.building(pue, why)
	a.gridOr(cloudCarbonTables, cloudCarbonUnknown, "its mean of the regions of AWS")
}
