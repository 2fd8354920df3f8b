package main

import (
	"fmt"
	"os"
	"testing"
)

// TestMain keeps the tests out of the sessions of whoever runs them.
func TestMain(m *testing.M) {
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
