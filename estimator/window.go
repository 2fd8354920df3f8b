package estimator

import "math"

const hoursPerDay = 24 // exact

// windowMean returns the mean of a day's 24 hourly values over a window of duration hours from the hour of the day
// start, 0 to 24: the exact integral, with parts of hours at both ends, going round midnight as often as it takes. A
// window of whole days gives the day's mean wherever it starts; one without length the value at its start.
//
// A start outside 0 to 24 is taken round the clock; a duration that is no positive number has no length.
func windowMean[T ~float64](values *[hoursPerDay]T, from, length Hours) float64 {
	start, duration := math.Mod(float64(from), hoursPerDay), float64(length)
	if start < 0 {
		start += hoursPerDay
	}
	if !(start < hoursPerDay) { // not a number, or rounded up to a day
		start = 0
	}
	if !(duration > 0 && duration <= math.MaxFloat64) {
		return float64(values[int(start)])
	}
	rest := math.Mod(duration, hoursPerDay)
	whole := (duration - rest) / duration // share of the window that is whole days: exactly 1 when nothing rests
	mean := 0.0
	for _, v := range values {
		mean += float64(v)
	}
	mean /= hoursPerDay
	part := 0.0
	for hour := math.Floor(start); rest > 0; hour++ {
		step := min(hour+1-start, rest)
		part += step * float64(values[int(hour)%hoursPerDay])
		rest -= step
		start = hour + 1
	}
	return whole*mean + part/duration
}
