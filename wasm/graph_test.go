//go:build !js

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportGraph lists everything that the browser's program imports, at any depth, and refuses the heavy ones.
func TestImportGraph(t *testing.T) {
	out := goBrowser(t, "list", "-deps", ".")
	t.Logf("import graph:\n%s", out)
	for _, name := range strings.Fields(out) {
		switch {
		case name == "fmt", name == "encoding/json", name == "encoding/csv", name == "regexp", name == "reflect",
			name == "net", strings.HasPrefix(name, "net/"), name == "crypto", strings.HasPrefix(name, "crypto/"), name == "os":
			t.Errorf("the browser's program imports %s", name)
		}
	}
}

// TestNoTimeFormatting asks the linker which functions are reachable: package time comes in, if at all, through another's types,
// but its formatting, with the tables behind it, must not.
func TestNoTimeFormatting(t *testing.T) {
	out := goBrowser(t, "build", "-ldflags=-dumpdep", "-o", filepath.Join(t.TempDir(), "engine.wasm"), ".")
	if !strings.Contains(out, "gramwatt/estimator.Estimate") {
		t.Fatal("the linker's list does not show the engine itself: the test sees nothing")
	}
	for _, symbol := range []string{"time.Time.Format", "time.Time.AppendFormat", "time.Time.String", "time.Parse", "fmt.Sprintf"} {
		for line := range strings.Lines(out) {
			if _, to, ok := strings.Cut(line, " -> "); ok && strings.HasPrefix(strings.TrimSpace(to), symbol) {
				t.Errorf("reachable: %s", strings.TrimSpace(line))
				break
			}
		}
	}
}

// goBrowser runs the go command for the browser and returns what it prints.
func goBrowser(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.Command("go", args...)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
