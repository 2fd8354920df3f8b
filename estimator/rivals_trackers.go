package estimator

// What the trackers answer: libraries that read the machine while it works.

// codecarbon reads the graphics cards. It guesses the CPU, and the memory from its size; one machine is assumed. Memory
// of unknown size, which it would read, and a CPU over an unknown wall clock are not counted.
func (j *rivalJob) codecarbon() RivalAnswer {
	a := j.account("CodeCarbon", codecarbonVersion)
	hours := j.hours
	if !j.spec.EnergyKWh.Given() {
		var cpus KWh
		for i := range j.cpus {
			d := &j.cpus[i]
			w := CodeCarbonCPU(d.load.rated, d.ratio.Mid)
			if d.measured {
				w = d.watts.Mid
			}
			cpus += w.For(d.deviceHours)
		}
		why := "a tenth of the rated power, and the rest with the cube of the load, where it may not read the counter"
		if len(j.cpus) == 0 {
			cpus = (codecarbonUnknownCPU * Watts(codecarbonCPUShare)).For(hours)
			why = "half of the 85 W that it takes for an unknown chip"
		}
		a.part("processors", &a.parts.cpus, cpus, why)
	}
	if gb := j.spec.MemoryGB.Or(0); gb > 0 && hours > 0 {
		a.part("memory", &a.parts.memory, CodeCarbonMemory(gb).For(hours), "a guessed number of modules of 5 W or less")
	}
	a.omit(false, false, "it reads graphics cards, processors and memory only")
	a.building(j.spec.PUE.Or(1), "1 unless it is set")
	g := j.typed(codecarbonWorld, "its figure for the world, of 2019", sourceCodeCarbon)
	if !g.found {
		if own := j.intensity(sourceCarbontracker); own.found { // the same table of Our World in Data
			g = rivalIntensity{GramsPerKWh(round3(float64(own.GramsPerKWh))), "its own table: Our World in Data, 2022 and 2023", true}
		}
	}
	return a.answer(g)
}

func (j *rivalJob) carbontracker() RivalAnswer {
	a := j.account("carbontracker", carbontrackerVersion)
	a.omit(false, true, "it reads graphics cards and processors; memory only where the CPU has a counter for it")
	a.building(carbontrackerPUE, "one figure for every building, which cannot be changed")
	return a.answer(j.typed(carbontrackerWorld, "its figure for the world", sourceCarbontracker))
}

func (j *rivalJob) impactTracker() RivalAnswer {
	a := j.account("experiment-impact-tracker", impactTrackerVersion)
	a.omit(false, true, "the rough estimate asks for graphics cards and processors only")
	a.building(1, "the rough estimate leaves PUE out")
	g := j.intensity(sourceImpactTracker)
	if !g.found {
		a.energyOnly()
		a.NotApplicable = "It has no field for an intensity, and of its zones of 2019 only ten are known here."
		return a.RivalAnswer
	}
	return a.answer(g)
}

func (j *rivalJob) eco2ai() RivalAnswer {
	a := j.account("Eco2AI", eco2aiVersion)
	a.omit(false, true, "it counts the memory of its own process, which the scenario does not say")
	a.building(j.spec.PUE.Or(1), "1 unless it is set")
	return a.answer(j.typed(eco2aiWorld, "its figure for the world", sourceEco2AI))
}
