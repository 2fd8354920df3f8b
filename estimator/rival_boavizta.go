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
