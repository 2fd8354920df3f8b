package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestDataDirectory(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_STATE_HOME", "relative")
	if text := sessions(t, "", "list"); !strings.Contains(text, filepath.Join(home, ".local", "state", "gramwatt")) {
		t.Errorf("by HOME: %s", text)
	}
	t.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
	if text := sessions(t, "", "list"); !strings.Contains(text, filepath.Join(home, "state", "gramwatt")) {
		t.Errorf("by XDG_STATE_HOME: %s", text)
	}
	t.Setenv("GRAMWATT_DATA", filepath.Join(home, "data"))
	stdout, _, _ := command(t, "", "sessions", "list")
	if !strings.Contains(stdout, filepath.Join(home, "data")+";") {
		t.Errorf("by GRAMWATT_DATA: %s", stdout)
	}
	t.Setenv("GRAMWATT_DATA", "")
	t.Setenv("XDG_STATE_HOME", "")
	t.Setenv("HOME", "")
	if _, stderr, status := command(t, "", "sessions", "list"); status != 2 || !strings.Contains(stderr, "--data") {
		t.Errorf("without a home: status %d, %s", status, stderr)
	}
	s := startServe(t, "--data=")
	if status, _, _ := s.get("/api/v1/sessions"); status != 200 {
		t.Errorf("without a home: sessions %d", status)
	}
	s.stop()
	if status := <-s.status; status != 0 || !strings.Contains(s.log.String(), "no home directory") {
		t.Errorf("without a home: status %d, %s", status, s.log)
	}
}
