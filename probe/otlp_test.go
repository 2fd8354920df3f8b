package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// TestRunIsSent wraps a command while the environment names a receiver: it gets energy, and both ends of the run.
// What it is made of is tested in package otlp.
func TestRunIsSent(t *testing.T) {
	var mu sync.Mutex
	got := map[string]*bytes.Buffer{"/v1/metrics": {}, "/v1/logs": {}}
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		io.Copy(got[r.URL.Path], r.Body)
	}))
	defer receiver.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.URL)
	_, stderr, status := command(t, "", "run", "--demo", "h100x8", "--no-record", "--baseline", "0s", "--interval", "100ms", "--run-id", "train-9", "--label", "user=ada", "--", "sleep", "0.5")
	if status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	mu.Lock()
	defer mu.Unlock()
	for path, words := range map[string][]string{
		"/v1/metrics": {"hw.energy", "gpu-demo-7", "gramwatt.co2e", "simulated"},
		"/v1/logs":    {"gramwatt.run.start", "gramwatt.run.stop", "train-9", "gramwatt.run.energy_joules", "ada"},
	} {
		for _, word := range words {
			if !strings.Contains(got[path].String(), word) {
				t.Errorf("%s did not get %q", path, word)
			}
		}
	}
}

func TestOTLPByOtherProtocols(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317")
	t.Setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
	_, stderr, status := command(t, "", "serve", "--no-open", "--no-record", "--listen", "127.0.0.1:0", "--demo", "laptop")
	if status != 2 || !strings.Contains(stderr, "OTEL_EXPORTER_OTLP_PROTOCOL") || !strings.Contains(stderr, "http/protobuf") {
		t.Errorf("status %d: %s", status, stderr)
	}
}
