package stream

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// waited is how long the threads of this process, all together, were ready to run and had no core, because of other
// programs or of each other.
func waited() (sum time.Duration) {
	paths, _ := filepath.Glob("/proc/self/task/*/schedstat")
	for _, path := range paths {
		text, _ := os.ReadFile(path) // a thread may have ended
		var ran, waiting time.Duration
		fmt.Sscan(string(text), &ran, &waiting) // in nanoseconds
		sum += waiting
	}
	return sum
}
