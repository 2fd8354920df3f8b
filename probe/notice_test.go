package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestNoticeNamesLibraries holds NOTICE to the modules that the command is made of.
func TestNoticeNamesLibraries(t *testing.T) {
	notice, err := os.ReadFile("../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for path := range strings.FieldsSeq(string(out)) {
		if path == "gramwatt" {
			continue
		}
		seen++
		name := path
		if at := strings.LastIndex(path, "/v"); at > 0 && strings.Trim(path[at+2:], "0123456789") == "" {
			name = path[:at] // the major version is no part of the name
		}
		if !strings.Contains(string(notice), name) {
			t.Errorf("NOTICE does not name %s", name)
		}
	}
	if seen == 0 {
		t.Error("no library was listed")
	}
}
