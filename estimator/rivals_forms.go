package estimator

// What the forms answer: calculators that ask for hardware and hours before the run.

const needsHardware = "It asks for hardware and hours, not for energy."

// rated replaces the rated power of the accelerators by the calculator's own, then their load by its own. power returns
// the first, and usage the second, for one kind of device. What was measured has no load, so all of it is in the second.
func (a *rivalAccount) rated(power func(*rivalDevice) Watts, usage func(*rivalDevice) Ratio, powerReason, loadReason string) {
	var atOurLoad, atTheirs KWh
	for i := range a.job.accelerators {
		d := &a.job.accelerators[i]
		w := d.watts.Mid
		if !d.measured {
			w = power(d) * Watts(d.ratio.Mid)
		}
		atOurLoad += w.For(d.deviceHours)
		atTheirs += (power(d) * Watts(usage(d))).For(d.deviceHours)
	}
	if !a.job.spec.EnergyKWh.Given() {
		a.part("rated power", &a.parts.accelerators, atOurLoad, powerReason)
	}
	a.part("load", &a.parts.accelerators, atTheirs, loadReason)
}

func full(*rivalDevice) Ratio { return 1 }

// mlco2 types each kind of device by itself, with count × hours for hours, and adds what the form shows.
func (j *rivalJob) mlco2() RivalAnswer {
	a := j.account("ML CO2 Impact", mlco2Version)
	switch {
	case !j.timed:
		return a.none(needsHardware)
	case len(j.accelerators) == 0:
		return a.none("Its list has too few CPUs to look for one.")
	}
	for i := range j.accelerators {
		if _, ok := mlco2Watts[j.accelerators[i].id]; !ok {
			return a.none("Its list lacks " + j.accelerators[i].name + ", and it has no field for watts.")
		}
	}
	if n, _ := j.spec.deviceCount(); n > 1 {
		a.Differences = append(a.Differences, Difference{"count", FormatNumber(n), "1", "no field for a count: hours × count are typed as hours", 1})
	}
	power := func(d *rivalDevice) Watts { return mlco2Watts[d.id] }
	a.rated(power, full, "the power in its list", "every device works at its rated power")
	a.omit(true, true, "not in the form")
	a.building(1, "no PUE")
	g := j.typed(mlco2PrivateIntensity, "the OECD mean of 2014, which it offers for private infrastructure", sourceMLCO2Regions)
	a.answer(g)

	form := MLCO2Cloud
	if !g.found || j.spec.GridIntensity.Given() {
		form = MLCO2Private
	}
	var energy KWh
	var carbon Grams
	for i := range j.accelerators {
		d := &j.accelerators[i]
		m := form(power(d), d.deviceHours, g.GramsPerKWh, 0)
		energy, carbon = energy+m.Energy, carbon+m.Carbon
	}
	exact := a.Carbon.Or(0)
	a.differ("rounding", FormatQuantity(exact.Kilograms(), "kgCO2e"), FormatQuantity(carbon.Kilograms(), "kgCO2e"),
		"energy, intensity and result are each rounded to two decimals, the intensity in kg/kWh", float64(carbon/exact))
	a.Energy, a.Carbon = Some(energy), Some(carbon)
	return a.RivalAnswer
}

// greenAlgorithms types each kind of device by itself and adds. A typed PUE of 1 is its "personal computer".
func (j *rivalJob) greenAlgorithms() RivalAnswer {
	a := j.account("Green Algorithms", greenAlgorithmsVersion)
	if !j.timed {
		return a.none(needsHardware)
	}
	usage := func(d *rivalDevice) Ratio {
		if d.typed && !d.measured {
			return d.ratio.Mid
		}
		return 1
	}
	power := func(d *rivalDevice) Watts {
		if d.measured {
			return d.watts.Mid
		}
		return greenAlgorithmsWatts(d)
	}
	const fullLoad = "100 % unless a load is typed"
	a.rated(power, usage, "the power in its list", fullLoad)
	var cpus KWh
	for i := range j.cpus {
		d := &j.cpus[i]
		w := d.load.rated * Watts(usage(d))
		if d.measured {
			w = d.watts.Mid
		}
		cpus += w.For(d.deviceHours)
	}
	a.part("processors", &a.parts.cpus, cpus, fullLoad)
	memory := Watts(greenAlgorithmsWattsPerGB * float64(j.spec.MemoryGB.Or(0))).For(j.hours)
	a.part("memory", &a.parts.memory, memory, "0.3725 W per gigabyte")
	a.omit(false, false, "not in the form: processors, graphics cards and memory only")
	pue, why := greenAlgorithmsBuilding(j.cloud)
	if v, ok := j.spec.PUE.Get(); ok {
		pue, why = v, "typed"
	}
	a.building(pue, why)
	if j.spec.GridIntensity.Given() {
		return a.answer(rivalIntensity{greenAlgorithmsWorld, "no field for an intensity: its figure for the world, of 2019", false})
	}
	return a.answer(j.orElse(greenAlgorithmsWorld, "its figure for the world, of 2019", sourceGreenAlgorithms, sourceEGRID2020, sourceCanadaNIR, sourceAustraliaNGA))
}

// cloudCarbon reads a bill, so a country stands for AWS's region there.
func (j *rivalJob) cloudCarbon() RivalAnswer {
	a := j.account("Cloud Carbon Footprint", cloudCarbonVersion)
	switch {
	case !j.timed:
		return a.none("It reads a cloud's bill of machines and hours, not energy.")
	case len(j.accelerators) == 0:
		return a.none("It counts processors by the virtual CPUs on a cloud's bill.")
	}
	for i := range j.accelerators {
		if _, _, ok := cloudCarbonGPU(j.accelerators[i].id); !ok {
			return a.none("Of the graphics cards in its list, only the A100, A10G, T4 and V100 are known here.")
		}
	}
	var used KWh
	for i := range j.accelerators {
		d := &j.accelerators[i]
		idle, all, _ := cloudCarbonGPU(d.id)
		used += CloudCarbonPower(idle, all, cloudCarbonLoad).For(d.deviceHours)
	}
	a.part("load", &a.parts.accelerators, used, "half way between its idle and full power of the card")
	a.omit(true, true, "counted by the instance on the bill, which the scenario does not say")
	provider, why := j.provider(), "its figure for the provider"
	pue, ok := cloudCarbonPUE(provider)
	if !ok {
		pue, _ = cloudCarbonPUE("aws")
		why = "its figure for AWS, which stands in because it knows clouds only"
	}
	a.building(pue, why)
	return a.answer(j.typed(cloudCarbonUnknown, "its mean of the regions of AWS", sourceCloudCarbon))
}
