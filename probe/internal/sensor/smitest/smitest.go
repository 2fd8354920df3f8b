//go:build unix

// Package smitest makes stand-ins for the nvidia-smi command, for tests only. One is a shell script that prints what
// the test has put into files, in a form that follows the fields it is asked for as the real one does.
//
//	smi := smitest.New(t, smitest.GPU{"uuid": "GPU-1", "name": "Tesla T4", "power.draw": "41.5"})
//	// give smi.Path as --nvidia-smi; change what it prints with smi.Set, end it with smi.Die
package smitest

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed nvidia-smi.sh
var script string

// GPU is what is printed for each field; index and count follow from the place among the GPUs. A field that is missing
// is printed as "[N/A]".
type GPU map[string]string

// SMI is one stand-in.
type SMI struct {
	Path string
	dir  string
}

// New makes a stand-in in a directory that the test removes.
func New(t testing.TB, gpus ...GPU) *SMI {
	t.Helper()
	s := &SMI{dir: t.TempDir()}
	s.Path = filepath.Join(s.dir, "nvidia-smi")
	if err := os.WriteFile(s.Path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	s.Set(t, gpus...)
	return s
}

// Set replaces what is printed from the next round on.
func (s *SMI) Set(t testing.TB, gpus ...GPU) {
	t.Helper()
	var text strings.Builder
	for i, g := range gpus {
		fmt.Fprintf(&text, "index=%d\ncount=%d\n", i, len(gpus))
		for field, value := range g {
			fmt.Fprintf(&text, "%s=%s\n", field, value)
		}
		text.WriteString("end\n")
	}
	s.file(t, "gpus", text.String())
}

// Refuse makes it know these fields no longer, as an old one.
func (s *SMI) Refuse(t testing.TB, fields ...string) {
	t.Helper()
	s.file(t, "refused", strings.Join(fields, "\n")+"\n")
}

// Say makes it print a message instead and end; an empty one makes it print rows again.
func (s *SMI) Say(t testing.TB, message string) {
	t.Helper()
	if message == "" {
		os.Remove(filepath.Join(s.dir, "message"))
		return
	}
	s.file(t, "message", message+"\n")
}

// Hang makes it print nothing more and live on.
func (s *SMI) Hang(t testing.TB) { t.Helper(); s.file(t, "gpus", "") }

// Starts is how often it has been started.
func (s *SMI) Starts(t testing.TB) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "starts"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Count(string(text), "\n")
}

// file replaces one of the script's files at once, so that it never sees a half.
func (s *SMI) file(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path+".new", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}
