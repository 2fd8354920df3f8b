package main

import (
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
)

// gcPercent is by how much the heap may grow between two collections. A probe allocates some 100 kB a second, so that one
// in half a minute will do, and a smaller heap costs next to nothing.
const gcPercent = 50

// modest keeps what the program takes from the work that it stands beside small. A sample a second does not keep one core
// busy, and goroutines that wake each other across cores cost more time than their work: half as much again. What the
// user says by Go's own variables counts.
func modest() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(1)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// started gives back to the system what the start took and the running does not: what parsing the catalogs left behind,
// and the program's own pages.
func started(log *slog.Logger) {
	debug.FreeOSMemory()
	if err := pageOut(); err != nil {
		log.Debug("the program's own pages stay in memory", "reason", err)
	}
}
