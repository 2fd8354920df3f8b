package estimator

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortBy(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for n := range 200 {
		got := make([]int, n)
		for i := range got {
			got[i] = random.IntN(50)
		}
		want := slices.Sorted(slices.Values(got))
		sortBy(n, func(i, j int) bool { return got[i] < got[j] }, func(i, j int) { got[i], got[j] = got[j], got[i] })
		if !slices.Equal(got, want) {
			t.Fatalf("%d values: got %v, want %v", n, got, want)
		}
	}
}
