package main

import (
	"fmt"
	"os"
	"testing"
)

// TestPageOut lets go of the test program, which goes on and is smaller.
func TestPageOut(t *testing.T) {
	onDisk(t, "/proc/self/exe")
	before := resident(t)
	if err := pageOut(); err != nil {
		t.Skipf("this kernel cannot: %v", err) // before Linux 5.4
	}
	if after := resident(t); after > before*3/4 {
		t.Errorf("%d pages of files are in memory, %d before", after, before)
	}
}

// onDisk has a program that was just built written to the disk, as it is when it is used: until then it cannot leave memory.
func onDisk(tb testing.TB, program string) {
	tb.Helper()
	f, err := os.Open(program)
	if err == nil {
		err = f.Sync()
		f.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// resident is how many pages of files this process has in memory.
func resident(t *testing.T) (pages int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var size, all int
	if _, err := fmt.Sscan(string(text), &size, &all, &pages); err != nil {
		t.Fatal(err)
	}
	return pages
}
