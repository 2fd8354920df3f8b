//go:build !js

package estimator

import "math"

// The two judgements behind a forecast: which steps at the start are not like the others, and how far a mean of
// steps may be off.

const (
	// farOff is how many robust standard deviations from the median make an outlier.
	// Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC 1993, the modified z-score of 3.5.
	farOff = 3.5
	// madToSigma makes the median absolute deviation of normal values their standard deviation: 1 ÷ Φ⁻¹(3/4).
	madToSigma = 1.4826
	// likeOthers is the relative difference that is no warm-up however steady the later steps are. Own judgement: a
	// tenth on the first steps does not matter, and cutting for it would cost more certainty than it brings.
	likeOthers = 0.1
	// leastSteady is how many intervals are left after the warm-up at least.
	leastSteady = 3
)

// warmUp returns the index of the mark at which the warm-up ends: the leading intervals whose seconds or joules for a
// step are outliers among those of the later half. Compilation, filling caches and fans that start are slow or hungry
// and happen once, so extrapolating them is wrong. It is never more than half of the intervals.
func warmUp(marks []mark) int {
	n := len(marks) - 1
	rates := make(Sample, n)
	longest := 0
	for _, of := range [...]func(mark) float64{
		func(m mark) float64 { return m.seconds },
		func(m mark) float64 { return m.joules },
	} {
		for i := range rates {
			rates[i] = (of(marks[i+1]) - of(marks[i])) / (marks[i+1].steps - marks[i].steps)
		}
		longest = max(longest, leadingOutliers(rates))
	}
	return max(min(longest, n/2, n-leastSteady), 0)
}

// leadingOutliers counts the values at the start that are unlike those of the later half.
func leadingOutliers(rates Sample) int {
	later := rates[len(rates)/2:]
	median := later.Quantiles(0.5)[0]
	deviations := make(Sample, len(later))
	for i, r := range later {
		deviations[i] = math.Abs(r - median)
	}
	far := max(farOff*madToSigma*deviations.Quantiles(0.5)[0], likeOthers*median)
	for i, r := range rates {
		if math.Abs(r-median) <= far {
			return i
		}
	}
	return len(rates)
}

// rate is what one step costs: its mean, and how far sums of steps to come may be from it.
type rate struct {
	mean     float64
	variance float64 // of one step as far as long sums are concerned: neighbours that go together raise it
	steps    float64 // that the mean is taken from
	quantile float64 // of Student's t for ForecastShare
}

// mostBlocks is how many blocks the steps are put into. Few and long ones forget what neighbours have in common, many
// give a steadier spread. Source: Schmeiser, Batch size effects in the analysis of simulation output, Operations
// Research 30 (3), 1982: 10 to 30 blocks do whatever the number of values.
const mostBlocks = 12

// perStep takes the mean of a quantity over all steps between the first and the last mark, and its variance by the
// method of batch means: steps that follow each other are alike, so the spread of single steps would promise too much,
// while means of long blocks are nearly independent. The variance that they show is multiplied by (1+r) ÷ (1−r) where
// neighbouring blocks still go together by a correlation r.
func perStep(marks []mark, of func(mark) float64) rate {
	blocks := blocksOf(marks)
	first, last := blocks[0], blocks[len(blocks)-1]
	r := rate{steps: last.steps - first.steps}
	r.mean = (of(last) - of(first)) / r.steps
	squares, products, before := 0.0, 0.0, 0.0
	for i := range len(blocks) - 1 {
		steps := blocks[i+1].steps - blocks[i].steps
		off := (of(blocks[i+1]) - of(blocks[i]) - r.mean*steps) / math.Sqrt(steps)
		squares += off * off
		products += off * before
		before = off
	}
	n := len(blocks) - 1
	r.quantile = studentT[min(n-1, len(studentT)-1)]
	if r.variance = squares / float64(n-1); squares > 0 {
		together := min(max(products/squares, 0), mostTogether)
		r.variance *= (1 + together) / (1 - together)
	}
	return r
}

// mostTogether bounds the correlation that is corrected for: with so few blocks it is itself uncertain.
const mostTogether = 0.6

// blocksOf chooses the marks between which the steps are about equally many.
func blocksOf(marks []mark) []mark {
	first, last := marks[0], marks[len(marks)-1]
	length := (last.steps - first.steps) / mostBlocks
	blocks := []mark{first}
	for i, m := range marks[1:] {
		if m.steps >= first.steps+length*float64(len(blocks)) || i == len(marks)-2 {
			blocks = append(blocks, m)
		}
	}
	return blocks
}

// studentT is the 95 % quantile of Student's t, by degrees of freedom from 0: between it and its negative lies
// ForecastShare. Source: any table of the distribution; the test works it out again.
var studentT = [mostBlocks]float64{math.NaN(), 6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796}

// over is the sum of so many steps to come: they are off from the true mean by chance, and so is the mean that was
// measured.
func (r rate) over(steps float64) Range[float64] {
	spread := r.quantile * math.Sqrt(r.variance*(steps+steps*steps/r.steps))
	mid := r.mean * steps
	return Range[float64]{max(mid-spread, 0), mid, mid + spread}
}
