package estimator

import "math"

// windowMean returns the mean of a day's 24 hourly values over a window of duration hours from the hour of the day
// start, 0 to 24: the exact integral, with parts of hours at both ends, going round midnight as often as it takes. A
// window of whole days gives the day's mean wherever it starts; one without length the value at its start.
func windowMean(values *[24]float64, start, duration float64) float64 {
	start = math.Mod(start, 24)
	if start < 0 {
		start += 24
	}
	if duration <= 0 {
		return values[int(start)%24]
	}
	rest := math.Mod(duration, 24)
	sum := 0.0
	if days := (duration - rest) / 24; days > 0 {
		for _, v := range values {
			sum += v
		}
		sum *= days
	}
	for hour := math.Floor(start); rest > 0; hour++ {
		step := min(hour+1-start, rest)
		sum += step * values[int(hour)%24]
		rest -= step
		start = hour + 1
	}
	return sum / duration
}
