package estimator

import (
	"math"
	"slices"
)

// Sample is a list of equally likely outcomes, in no order.
type Sample []float64

// Mean returns the mean, NaN for an empty sample.
func (s Sample) Mean() float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / float64(len(s))
}

// Quantiles returns for each p the smallest outcome that at least the share p of the sample does not exceed: an outcome
// that occurs, nothing between two. A p below 0, or that is no number, counts as 0 and one above 1 as 1; an empty sample
// gives NaN. The sample stays as it is.
func (s Sample) Quantiles(p ...float64) []float64 {
	ranks := make([]int, len(p))
	for i, share := range p {
		if share > 0 {
			ranks[i] = int(math.Ceil(min(share, 1)*float64(len(s)))) - 1
		}
	}
	return s.atRanks(ranks)
}

// Outcomes returns n outcomes that stand for the sample in equal parts, from small to large: the middle of each n-th of it.
// Twenty of them are a dot plot in which odds can be counted.
func (s Sample) Outcomes(n int) []float64 {
	ranks := make([]int, max(n, 0))
	for i := range ranks {
		ranks[i] = (2*i + 1) * len(s) / (2 * n)
	}
	return s.atRanks(ranks)
}

// atRanks returns the outcomes that would stand at these indices if the sample were sorted.
func (s Sample) atRanks(ranks []int) []float64 {
	out := make([]float64, len(ranks))
	if len(s) == 0 {
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	order := slices.Clone(s)
	wanted := slices.Clone(ranks)
	slices.Sort(wanted)
	selectRanks(order, slices.Compact(wanted), 0)
	for i, rank := range ranks {
		out[i] = order[rank]
	}
	return out
}

// selectRanks moves values so that each wanted rank holds what it would hold if all were sorted. values is the part of the
// sample that begins at rank first; wanted is sorted and inside it. Placing the middle rank splits the others, so many
// ranks cost little more than a few.
func selectRanks(values []float64, wanted []int, first int) {
	if len(wanted) == 0 {
		return
	}
	middle := len(wanted) / 2
	k := wanted[middle] - first
	selectRank(values, k)
	selectRanks(values[:k], wanted[:middle], first)
	selectRanks(values[k+1:], wanted[middle+1:], first+k+1)
}

// selectRank is Hoare's quickselect, with the median of first, middle and last as pivot: after it no value before k is larger
// than values[k] and none after it smaller.
func selectRank(values []float64, k int) {
	low, high := 0, len(values)-1
	for low < high {
		a, pivot, c := values[low], values[low+(high-low)/2], values[high]
		if a > c {
			a, c = c, a
		}
		if pivot < a {
			pivot = a
		} else if pivot > c {
			pivot = c
		}
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return
		}
	}
}
