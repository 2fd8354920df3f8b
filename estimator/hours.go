package estimator

import "math"

// Window returns the mean intensity of a run ÷ the profile's average, for a steady draw that begins at start (hours
// after midnight UTC, fractions allowed) and goes on for duration. Below 1 the hours are cleaner than the day.
//
// Mid is exact for the hourly means, and 1 for whole days. Low and High take every hour at the low or the high end of
// its band: a clean or a dirty day of the month. They do not shrink with duration, so that they are too wide for runs of
// many days, in which such days even out.
//
// A start outside 0 to 24 is taken round the clock. A duration of 0, or one that is no positive number, gives the hour
// of start alone.
func (p *HourProfile) Window(start, duration Hours) Range[float64] {
	return Range[float64]{p.over(&p.Low, start, duration), p.over(&p.Mean, start, duration), p.over(&p.High, start, duration)}
}

// BestStart returns the full hour UTC at which a run of duration has the lowest mean intensity, the earliest of equals,
// and Window's Mid for it.
func (p *HourProfile) BestStart(duration Hours) (hour int, ratio float64) {
	ratio = math.Inf(1)
	for h := range hoursPerDay {
		if r := p.over(&p.Mean, Hours(h), duration); r < ratio {
			hour, ratio = h, r
		}
	}
	return hour, ratio
}

// over returns the mean of values over a window ÷ the profile's average.
func (p *HourProfile) over(values *[hoursPerDay]GramsPerKWh, start, duration Hours) float64 {
	return windowMean(values, start, duration) / float64(p.Average)
}
