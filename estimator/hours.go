package estimator

import "math"

const hoursPerDay = 24 // exact

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
	at := math.Mod(float64(start), hoursPerDay)
	if at < 0 {
		at += hoursPerDay
	}
	if !(at < hoursPerDay) { // not a number, or rounded up to a day
		at = 0
	}
	if !(duration > 0 && duration <= math.MaxFloat64) {
		return float64(values[int(at)] / p.Average)
	}
	rest := math.Mod(float64(duration), hoursPerDay)
	days := (float64(duration) - rest) / float64(duration)
	partial := 0.0 // gram-hours per kilowatt-hour of what is not whole days
	for rest > 0 {
		hour := int(at)
		step := min(rest, float64(hour+1)-at)
		partial += step * float64(values[hour])
		rest -= step
		at = float64((hour + 1) % hoursPerDay)
	}
	return days*float64(meanOf(values)/p.Average) + partial/float64(duration)/float64(p.Average)
}

func meanOf(values *[hoursPerDay]GramsPerKWh) GramsPerKWh {
	sum := GramsPerKWh(0)
	for _, v := range values {
		sum += v
	}
	return sum / hoursPerDay
}
