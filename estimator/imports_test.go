//go:build !js

package estimator

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports keeps the package's own imports on purpose: the standard library only, and of it only what costs the
// browser's download little. fmt, encoding/json and regexp would add a quarter to it, net more than the rest together;
// os and goroutine-friendly packages would make the answer depend on more than the input.
func TestImports(t *testing.T) {
	allowed := map[string]bool{
		"errors": true, "math": true, "slices": true, "sort": true, "strconv": true, "strings": true, "sync": true,
		"unicode": true, "unicode/utf8": true, "cmp": true, "iter": true, "maps": true, "bytes": true, "math/bits": true,
	}
	command := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, ".")
	command.Env = append(command.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	for _, name := range strings.Fields(string(out)) {
		if !allowed[name] {
			t.Errorf("import of %q in the browser's engine: say here why it is worth its bytes, or do without", name)
		}
	}
}
