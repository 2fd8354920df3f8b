package estimator

// sortBy puts n things in order by heapsort: before says whether thing i goes before thing j, and swap exchanges them.
// Things of which neither goes before the other end in no particular order.
//
// It stands in for slices.SortFunc, which is compiled anew for every type, to 20 KB each in the browser's engine.
func sortBy(n int, before func(i, j int) bool, swap func(i, j int)) {
	sift := func(root, end int) {
		for {
			last := 2*root + 1
			if last >= end {
				return
			}
			if last+1 < end && before(last, last+1) {
				last++
			}
			if !before(root, last) {
				return
			}
			swap(root, last)
			root = last
		}
	}
	for root := n/2 - 1; root >= 0; root-- {
		sift(root, n)
	}
	for end := n - 1; end > 0; end-- {
		swap(0, end)
		sift(0, end)
	}
}
