package estimator

import (
	"math"
	"strconv"
	"strings"
)

// ML CO2 Impact, commit d0d3ee5 (2026-03): a form with one device, hours and a cloud region. It has no count, load, PUE
// or memory, and rounds on the way.
// Source: github.com/mlco2/impact, js/grayscale.js, MIT; worked examples in testdata/golden_calculators.json.

const mlco2Version = "d0d3ee5 (2026-03)"

const (
	mlco2PrivateIntensity GramsPerKWh = 432 // offered for "private infrastructure": OECD mean of 2014

	mlco2CarGramsPerKm      = 398 / 1.609344 // per mile ÷ kilometres in a mile
	mlco2CoalGramsPerKg     = 905 * 2.204623 // per pound × pounds in a kilogram
	mlco2SeedlingGramsGrown = 60e3           // a seedling in its first ten years
)

// MLCO2 is what the form shows, and Exact what it would show without rounding.
type MLCO2 struct {
	Energy    KWh
	Intensity GramsPerKWh
	Carbon    Grams
	Offset    Grams // the share that the provider claims to offset; it is shown beside Carbon, not subtracted
	Exact     struct {
		Energy KWh
		Carbon Grams
	}
}

// MLCO2Region is a region of a provider in the form's list.
type MLCO2Region struct {
	Name      string
	Intensity GramsPerKWh
}

// MLCO2Cloud is the form's answer for a cloud region: rated power, hours, the intensity listed for the region and the
// offset in percent. The listed intensity is cut to whole grams and then rounded to ten.
func MLCO2Cloud(rated Watts, h Hours, listed GramsPerKWh, offsetPercent float64) MLCO2 {
	used := toFixed2(math.Trunc(float64(listed)) / 1000)
	return mlco2(rated, h, listed, used, offsetPercent)
}

// MLCO2Private is the form's answer for private infrastructure, with an intensity that is typed and not rounded.
func MLCO2Private(rated Watts, h Hours, typed GramsPerKWh, offsetPercent float64) MLCO2 {
	return mlco2(rated, h, typed, float64(typed)/1000, offsetPercent)
}

func mlco2(rated Watts, h Hours, listed GramsPerKWh, kgPerKWh, offsetPercent float64) MLCO2 {
	m := MLCO2{Intensity: GramsPerKWh(kgPerKWh * gramsPerKilogram)}
	m.Exact.Energy = rated.For(h)
	m.Exact.Carbon = m.Exact.Energy.At(listed)
	m.Energy = KWh(toFixed2(float64(m.Exact.Energy)))
	kg := toFixed2(float64(m.Energy) * kgPerKWh)
	m.Carbon = Grams(kg * gramsPerKilogram)
	m.Offset = Grams(toFixed2(kg*offsetPercent/100) * gramsPerKilogram)
	return m
}

// MLCO2Cleanest is the form's one alternative: the provider's region of the lowest intensity, the first in a tie, and
// the grams that the shown energy would have emitted there. ok is false when that is the selected region.
func MLCO2Cleanest(shown KWh, selected string, regions []MLCO2Region) (best MLCO2Region, carbon Grams, ok bool) {
	for i, r := range regions {
		if i == 0 || math.Trunc(float64(r.Intensity)) < math.Trunc(float64(best.Intensity)) {
			best = r
		}
	}
	kg := toFixed2(float64(shown) * math.Trunc(float64(best.Intensity)) / 1000)
	return best, Grams(kg * gramsPerKilogram), len(regions) > 0 && best.Name != selected
}

// MLCO2CarKm, MLCO2CoalKg and MLCO2Seedlings are the form's comparisons: kilometres in a car, kilograms of coal burnt,
// seedlings grown for ten years.
func MLCO2CarKm(m Grams) float64     { return float64(m) / mlco2CarGramsPerKm }
func MLCO2CoalKg(m Grams) float64    { return float64(m) / mlco2CoalGramsPerKg }
func MLCO2Seedlings(m Grams) float64 { return float64(m) / mlco2SeedlingGramsGrown }

// MLCO2Digits writes a comparison as the form does: three digits, cut and not rounded, then at most two decimals; below
// 0.01 and from 1000 on as a product with a power of ten.
func MLCO2Digits(v float64) string {
	mantissa, power, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	mantissa = mantissa[:min(len(mantissa), len("1.23"))]
	cut, _ := strconv.ParseFloat(mantissa, 64)
	exponent, _ := strconv.Atoi(power)
	switch exponent {
	case 0, 1, 2:
		return number(toFixed2(cut * math.Pow10(exponent)))
	case -1:
		return number(toFixed2(cut * 0.1))
	case -2:
		return number(toFixed2(cut * 0.01))
	}
	return number(cut) + " x 10 " + strconv.Itoa(exponent)
}

// toFixed2 rounds to two decimals as JavaScript's toFixed does: by the exact binary value, a tie upwards. A binary
// number lies halfway between two hundredths only when it is an odd number of eighths.
func toFixed2(v float64) float64 {
	if math.Abs(math.Mod(v*8, 2)) == 1 {
		v += math.Copysign(0.001, v)
	}
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 2, 64), 64)
	return r
}

// mlco2Watts is the rated power in the form's list for an accelerator of ours. The V100 for PCIe and the one with 16 GB
// for SXM2 are swapped there, the GTX 750 has the power of another card, and the A10G that of the A10.
var mlco2Watts = map[string]Watts{
	"a100-pcie-40gb": 250, "a100-pcie-80gb": 250, "a100-sxm4-80gb": 400, "a10g": 150, "geforce-gtx-1080": 180,
	"geforce-gtx-1080-ti": 250, "geforce-gtx-750": 250, "geforce-gtx-titan-x": 250, "geforce-rtx-2080": 215,
	"geforce-rtx-2080-ti": 250, "geforce-rtx-3080": 320, "geforce-rtx-3080-ti": 350, "geforce-rtx-3090": 350,
	"geforce-rtx-4090": 450, "h100-nvl-94gb": 400, "h100-sxm5-80gb": 700, "jetson-agx-xavier": 30, "l4": 72, "l40s": 350,
	"quadro-k6000": 225, "quadro-p6000": 250, "quadro-rtx-8000": 260, "radeon-rx-480": 150, "rtx-a5000": 230,
	"rtx-a6000": 300, "tesla-k80": 300, "tesla-m40-24gb": 250, "tesla-p100-pcie-16gb": 250, "tesla-p40": 250,
	"tesla-t4": 70, "tesla-v100-pcie-16gb": 300, "tesla-v100-sxm2-16gb": 250, "tesla-v100-sxm2-32gb": 300,
	"titan-rtx": 280, "titan-v": 250, "titan-x-pascal": 250, "titan-xp": 250, "tpu-v2": 221, "tpu-v3": 283,
}
