package main

import (
	"fmt"
	"os"
	"testing"
)

// TestMain keeps the tests out of the sessions of whoever runs them. The tests' program is also a command to be measured.
func TestMain(m *testing.M) {
	if len(os.Args) > 3 && os.Args[1] == checkpointArgument {
		trainUntilInterrupted(os.Args[2], os.Args[3] == "eager")
	}
	dir, err := os.MkdirTemp("", "gramwatt-state")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Setenv("XDG_STATE_HOME", dir)
	os.Unsetenv(variable("data"))
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}
