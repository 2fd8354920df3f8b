package estimator

// What the trackers answer: libraries that read the machine while it works.

var (
	codecarbonTables    = []string{sourceCodeCarbon}
	carbontrackerTables = []string{sourceCarbontracker}
	impactTrackerTables = []string{sourceImpactTracker}
	eco2aiTables        = []string{sourceEco2AI}
)

const unlessSet = "1 unless it is set"

// codecarbon reads the graphics cards. It guesses the CPU, and the memory from its size; one machine is assumed. Memory
// of unknown size, which it would read, and a CPU over an unknown wall clock are not counted.
func (a *rivalAccount) codecarbon() {
	if !a.spec.metered() {
		var cpus KWh
		for i := range a.cpus {
			d := &a.cpus[i]
			w := d.watts
			if !d.measured {
				w = CodeCarbonCPU(d.rated, d.load)
			}
			cpus += w.For(d.hours)
		}
		why := "a tenth of the rated power, and the rest with the cube of the load, where it may not read the counter"
		if len(a.cpus) == 0 {
			cpus = (codecarbonUnknownCPU * Watts(codecarbonCPUShare)).For(a.hours)
			why = "half of the 85 W that it takes for an unknown chip"
		}
		a.part("processors", &a.parts.cpus, cpus, why)
	}
	if gb := a.spec.MemoryGB.Or(0); gb > 0 && a.hours > 0 {
		a.part("memory", &a.parts.memory, CodeCarbonMemory(gb).For(a.hours), "a guessed number of modules of 5 W or less")
	}
	a.omit(false, false, "it reads graphics cards, processors and memory only")
	a.building(a.spec.PUE.Or(1), unlessSet)
	if _, _, own := a.intensity(codecarbonTables); !own {
		if g, why, ok := a.intensity(carbontrackerTables); ok { // both have Our World in Data, this one with three decimals
			a.grid(GramsPerKWh(round3(float64(g))), why)
			return
		}
	}
	a.gridOr(codecarbonTables, codecarbonWorld, "its figure for the world, of 2019")
}

func (a *rivalAccount) carbontracker() {
	a.omit(false, true, "it reads graphics cards and processors; memory only where the CPU has a counter for it")
	a.building(carbontrackerPUE, "one figure for every building, which cannot be changed")
	a.gridOr(carbontrackerTables, carbontrackerWorld, "its figure for the world")
}

func (a *rivalAccount) impactTracker() {
	a.omit(false, true, "the rough estimate asks for graphics cards and processors only")
	a.building(1, "the rough estimate leaves PUE out")
	if g, why, ok := a.intensity(impactTrackerTables); ok {
		a.grid(g, why)
	} else {
		a.NotApplicable = "It has no field for an intensity, and of its zones of 2019 only ten are known here."
	}
}

func (a *rivalAccount) eco2ai() {
	a.omit(false, true, "it counts the memory of its own process, which the scenario does not say")
	a.building(a.spec.PUE.Or(1), unlessSet)
	a.gridOr(eco2aiTables, eco2aiWorld, "its figure for the world")
}
