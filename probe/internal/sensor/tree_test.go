package sensor

import (
	"os"
	"path/filepath"
	"testing"
)

// plant writes files, by path below root, each with a line feed behind its text. An empty text removes the file.
func plant(t testing.TB, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, name)
		if text == "" {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// under puts a directory before each name.
func under(dir string, files map[string]string) map[string]string {
	moved := map[string]string{}
	for name, text := range files {
		moved[filepath.Join(dir, name)] = text
	}
	return moved
}
