package estimator

// The estimate of Strubell, Ganesh and McCallum 2019 for language models: measured power of CPUs, memory and GPUs, one
// PUE and the mean of the United States of that time, in pounds.
// Source: arXiv 1906.02243, section 3; the inputs of its table 3 are recalled, and only the arithmetic confirms them.

const (
	strubellPUE          = 1.58
	strubellPoundsPerKWh = 0.954
	gramsPerPound        = 453.59237 // exact
)

// Strubell is the energy and carbon of the power of all components together over hours.
func Strubell(all Watts, h Hours) (KWh, Grams) {
	e := all.For(h) * strubellPUE
	return e, e.At(strubellPoundsPerKWh * gramsPerPound)
}

// Pounds converts grams to pounds, in which older studies print.
func (m Grams) Pounds() float64 { return float64(m) / gramsPerPound }
