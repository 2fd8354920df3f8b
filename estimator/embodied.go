package estimator

import "math"

// Emissions of making the hardware, and how much of them an hour of use carries.

var (
	sourceCardFormula = Source{ID: "card-formula", Title: "Green Algorithms data v3.1, hardware impacts after UBA TEXTE 94/2021 and Loubet et al. 2023: 26.97 kg per card, 1.97 kg per cm² of die, 2.20 kg per cm² of memory at 1.8762 GB per cm² (density of DDR4; HBM differs); low end chips alone by ACT; high end as far above as published values of the H100 lie apart (575 and 164 kg); an unknown die or memory is the median of accelerators.csv, with its 5th and 95th percentile",
		Publisher: "Green Algorithms", URL: "https://github.com/Cambridge-Sustainable-Computing-Lab/Green-Algorithms-data", Licence: "cited figures", Year: 2026, AsOf: "2026-04-20"}
	sourceServer = Source{ID: "server-kg", Title: "A server without its accelerators: BLOOM 2,500 kg (low), ADEME's generic server 3,660 kg (mid), EcoLogits' constant for a p5.48xlarge 5,700 kg (high)",
		Publisher: "Luccioni et al., ADEME, EcoLogits", URL: "https://arxiv.org/abs/2211.02001", Licence: "cited figures", Year: 2022, AsOf: "2026-11-23"}
	sourceCPUServer = Source{ID: "cpu-server-kg", Title: "Manufacturing in the product carbon footprints of 48 servers by Dell and HP, 2019 to 2021, collected by Boavizta: 5th percentile 608 kg (low) and median 1,215 kg (mid), most with two CPUs and little memory (median 16 GB); ADEME's generic server 3,660 kg (high)",
		Publisher: "Dell, HP, Boavizta, ADEME", URL: "https://github.com/Boavizta/environmental-footprint-data", Licence: "cited figures; the collection is under ODbL-1.0", Year: 2023, AsOf: "2023-02-23"}
	sourceLifetime = Source{ID: "lifetime", Title: "Years in service in other calculators: EcoLogits and Green Algorithms' cloud servers 3 (low), Cloud Carbon Footprint 4 (mid), BLOOM 6 (high)",
		Publisher: "EcoLogits, Cloud Carbon Footprint, Luccioni et al.", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "cited figures", Year: 2024, AsOf: "2026-11-23"}
	sourceLifeUse = Source{ID: "life-use", Title: "Share of its life that hardware works: Green Algorithms data v3.1 0.2 for a local server (low) and 0.5 for a cloud server (mid), BLOOM 0.85 (high)",
		Publisher: "Green Algorithms, Luccioni et al.", URL: "https://github.com/Cambridge-Sustainable-Computing-Lab/Green-Algorithms-data", Licence: "cited figures", Year: 2026, AsOf: "2026-04-20"}
)

// The parts of a card, in kilograms. Source: sourceCardFormula
const (
	cardFixedKg  = 26.97 // board, cooler and the like of one card
	cardDieKg    = 1.97  // per cm² of die
	cardMemoryKg = 1.17  // per GB
	chipMemoryKg = 0.065 // per GB, chips alone, 10 nm DDR4 by ACT

	// cardSpread is how far above the quoted figure another model of the same card may lie.
	cardSpread = 575.0 / 164
)

// chipDieKg is what a cm² of logic emits in the fab, in kilograms, by process node, from new to old. ACT
// (facebookresearch/ACT, MIT) with a fab at 642 g/kWh, 95 % of its gases abated, and a yield of 0.875.
var chipDieKg = [...]struct{ nm, kg float64 }{
	{3, 3.493}, {5, 3.081}, {7, 2.549}, {8, 1.961}, {10, 1.928}, {14, 1.680}, {20, 1.669}, {28, 1.432},
}

// What stands in for a size that is not known: the 5th, 50th and 95th percentile over those accelerators of
// accelerators.csv that have it. Source: the catalog itself, from which TestTypicalSizes works them out again; so they are
// of the catalog's year, and follow it.
var (
	typicalDieCM2   = Range[float64]{1.59, 5.2, 11.22}   // cm² of all dies together
	memoryGBPerWatt = Range[float64]{0.018, 0.076, 1.06} // GB per rated watt
)

// embodiedServer is a server for serverAccelerators accelerators, without them; embodiedServerShare what one of them
// carries.
var (
	embodiedServer      = Range[Grams]{2500e3, 3660e3, 5700e3} // Source: sourceServer
	embodiedServerShare = embodiedServer.Times(1.0 / serverAccelerators)
)

// embodiedCPUServer is a server without accelerators, its CPUs in it. Much memory makes one heavier than the mid.
var embodiedCPUServer = Range[Grams]{608e3, 1215e3, 3660e3} // Source: sourceCPUServer

const (
	serverAccelerators = 8
	cpusPerServer      = 2.0 // of 30 of the 48 servers of sourceCPUServer; 15 have one, 3 have four
)

var (
	embodiedLifetime = Range[float64]{3, 4, 6}        // years. Source: sourceLifetime
	embodiedUse      = Range[Ratio]{0.20, 0.50, 0.85} // of the lifetime. Source: sourceLifeUse
)

// serverShare is the scope of an EmbodiedFigure that is not of the accelerator alone.
const serverShare = "share of a server"

// EmbodiedOf returns what making one accelerator emitted, without the server around it: the source of Mid, and what
// Mid rests on.
//
//	published     a figure for this part that EmbodiedFigures prefers
//	die           a formula over the area of its dies and its memory
//	memory        the same with a typical die
//	rated power   the same with the memory that cards of such power have; of the die, if its area is known
//	(empty)       nothing is known: m is no answer, and by is nil
//
// Low is the chips alone, or the least that anyone published. High is cardSpread times Mid, or the most that anyone
// published for the card. Where a size is unknown, its own range widens both.
func (c *Catalog) EmbodiedOf(a *Accelerator) (m Range[Grams], by *Source, basis string) {
	m, basis = cardFormula(a)
	if basis == "" {
		return m, nil, ""
	}
	by = &sourceCardFormula
	figures := c.EmbodiedFigures(a.ID)
	for i := range figures {
		if f := &figures[i]; f.Preferred {
			m.Mid, m.High = f.Mass, f.Mass*cardSpread
			by, basis = f.Source, "published"
		}
	}
	for i := range figures {
		if f := &figures[i]; f.Scope != serverShare {
			m.Low, m.High = min(m.Low, f.Mass), max(m.High, f.Mass)
		}
	}
	m.Low = min(m.Low, m.Mid) // on a whole wafer ACT's chips outweigh the formula's card
	return m, by, basis
}

// cardFormula adds up a card from its dies and memory.
func cardFormula(a *Accelerator) (m Range[Grams], basis string) {
	die, memory := Exactly(a.DieMM2/100), Exactly(float64(a.Memory))
	basis = "die"
	if a.DieMM2 == 0 {
		die, basis = typicalDieCM2, "memory"
	}
	if a.Memory == 0 {
		if a.Rated == 0 {
			return m, ""
		}
		memory, basis = memoryGBPerWatt.Times(float64(a.Rated)), "rated power"
	}
	card := func(die, memory float64) Grams {
		return Grams((cardFixedKg + cardDieKg*die + cardMemoryKg*memory) * gramsPerKilogram)
	}
	m.Low = Grams((chipKgPerCM2(a.ProcessNM)*die.Low + chipMemoryKg*memory.Low) * gramsPerKilogram)
	m.Mid = card(die.Mid, memory.Mid)
	m.High = card(die.High, memory.High) * cardSpread
	return m, basis
}

// chipKgPerCM2 returns the fab's emissions for the nearest node, of two equally near the older one; for an unknown
// node the least.
func chipKgPerCM2(nm float64) float64 {
	nearest := len(chipDieKg) - 1
	for i := nearest - 1; i >= 0 && nm > 0; i-- {
		if math.Abs(chipDieKg[i].nm-nm) < math.Abs(chipDieKg[nearest].nm-nm) {
			nearest = i
		}
	}
	return chipDieKg[nearest].kg
}

// EmbodiedPerHour returns the part of an embodied mass that an hour of use carries: mass ÷ (years × 8766 h × share of
// them in use). Both must be above 0. A longer life and more use make the hour lighter, so that Low takes their high
// ends, and High their low ends.
//
// Source of the method: Luccioni, Viguier and Ligozat, Estimating the Carbon Footprint of BLOOM, 2022, section 4.1.
func EmbodiedPerHour(mass Range[Grams], lifetimeYears Range[float64], utilisation Range[Ratio]) Range[Grams] {
	hours := Scale(lifetimeYears.Times(hoursPerYear), utilisation)
	return Range[Grams]{mass.Low / Grams(hours.High), mass.Mid / Grams(hours.Mid), mass.High / Grams(hours.Low)}
}
