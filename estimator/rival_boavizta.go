package estimator

import "math"

// BoaviztAPI 2.4.1 (commit 15878f0, 2026-08): what making and shipping a graphics card emits, from its parts.
// Source: github.com/Boavizta/boaviztapi; formula and factors as facts, restated.

const boaviztaVersion = "2.4.1"

// BoaviztaCard is a graphics card by its parts. DieArea is the effective area of the compute dies, which includes what
// is lost in cutting the wafer and to faults.
type BoaviztaCard struct {
	CasingKg, HeatsinkKg, MassKg float64
	BoardCM2                     float64
	DieMM2                       float64 // effective
	Memory                       Gigabytes
	MemoryDies                   float64
	SeaKm, RoadKm                float64
}

// boaviztaCards are the cards whose parts are cited, each with the way to Europe that BoaviztAPI takes for all. Of its eight
// cards the H100 has a figure of its own in the catalog; two more are left out, because their parts would make this the
// whole of a table under AGPL-3.0. Parts are facts of teardowns: golden_calculators.json has the same and what they come to.
var boaviztaCards = [...]struct {
	id    string
	parts BoaviztaCard
}{
	{"a100-pcie-40gb", BoaviztaCard{0.387, 0.609, 1.23, 234.36, 1798, 40, 6, boaviztaSeaKm, boaviztaRoadKm}},
	{"a100-sxm4-40gb", BoaviztaCard{0.09, 1.25, 1.56, 105, 1798, 40, 6, boaviztaSeaKm, boaviztaRoadKm}},
	{"geforce-gtx-1080-ti", BoaviztaCard{0.252, 0.427, 0.881, 312.14, 740.57, 11, 11, boaviztaSeaKm, boaviztaRoadKm}},
	{"rtx-a4500", BoaviztaCard{0.1976, 0.714, 1.06, 230.04, 1135.82, 20, 10, boaviztaSeaKm, boaviztaRoadKm}},
	{"tesla-p100-pcie-16gb", BoaviztaCard{0.175, 0.538, 0.888, 295.26, 1088.7, 16, 4, boaviztaSeaKm, boaviztaRoadKm}},
}

const boaviztaSeaKm, boaviztaRoadKm = 19000, 1000

// Embodied is the sum over the parts, with transport and assembly by mass.
func (b *BoaviztaCard) Embodied() Grams {
	kg := 8.2542*b.CasingKg + 5.7412*b.HeatsinkKg + 0.032549*b.BoardCM2 + 0.042592*b.DieMM2 + 0.18379*b.MemoryMM2() +
		(0.25955+1.5062+1.33e-5*b.SeaKm+5.04e-5*b.RoadKm)*b.MassKg
	return Grams(kg * gramsPerKilogram)
}

// MemoryMM2 is the effective area of the memory dies, from 15.5 mm² per gigabyte.
func (b *BoaviztaCard) MemoryMM2() float64 {
	if b.MemoryDies == 0 {
		return 0
	}
	return b.MemoryDies * BoaviztaEffectiveArea(15.5*float64(b.Memory)/b.MemoryDies)
}

// BoaviztaEffectiveArea is the area of a 300 mm wafer that one die of an area in mm² uses up: a cut of 0.2 mm around
// it, what the round edge wastes, and the dies that fail.
func BoaviztaEffectiveArea(mm2 float64) float64 {
	const radius = 150
	side := math.Sqrt(mm2) + 0.2
	area := side * side
	dies := math.Pi*radius*radius/area - 2*math.Pi*radius/math.Sqrt(2*area)
	return math.Pi * radius * radius / dies * math.Exp(math.Sqrt(area/1000))
}
