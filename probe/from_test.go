package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestFrom: a probe beside an exporter tells that one's GPUs as its own, and no sensor of this machine.
func TestFrom(t *testing.T) {
	exporter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("DCGM_FI_DEV_POWER_USAGE{UUID=\"GPU-aa\",modelName=\"NVIDIA H100 80GB HBM3\"} 312.5\n"))
	}))
	defer exporter.Close()
	out, stderr, status := command(t, "", "doctor", "--from", exporter.URL)
	if status != 0 || !strings.Contains(out, "NVIDIA H100") || !strings.Contains(out, "dcgm-exporter") || strings.Contains(out, "rapl") {
		t.Errorf("status %d: %s%s", status, out, stderr)
	}
	_, stderr, status = command(t, "", "doctor", "--from", "localhost:9400")
	if status != 2 || !strings.Contains(stderr, "--from") {
		t.Errorf("status %d: %s", status, stderr)
	}
	_, stderr, status = command(t, "", "serve", "--no-open", "--listen", "127.0.0.1:0", "--from", exporter.URL, "--demo", "laptop")
	if status != 2 || !strings.Contains(stderr, "--from") {
		t.Errorf("status %d: %s", status, stderr)
	}
}
