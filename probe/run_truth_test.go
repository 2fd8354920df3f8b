package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gramwatt/probe/internal/sensor/powercaptest"
)

// TestRunTruth measures a command on a machine whose true power is known, with counters that wrap every second or two.
// One of them fails in the middle: that is told, the other goes on, and the command does not notice.
func TestRunTruth(t *testing.T) {
	tree := powercaptest.New(t)
	tree.Add(t, "intel-rapl:0", "package-0", 150)
	tree.Add(t, "intel-rapl:1", "package-1", 150)
	tree.Move(t)
	path := filepath.Join(t.TempDir(), "run.json")
	fail := time.AfterFunc(2*time.Second, func() { tree.Tear("intel-rapl:1", true) })
	defer fail.Stop()
	_, stderr, status := command(t, "", "run", "--sysfs", tree.Root, "--nvml", "none.so", "--interval", "100ms", "--baseline", "600ms", "--json", path,
		"--", "sh", "-c", "sleep 4; exit 8")
	var r struct {
		Started time.Time
		Seconds float64
		Devices []struct {
			ID, Name, State string
			Joules          *float64
			Missing         float64  `json:"missing_seconds"`
			Error           *float64 `json:"error_ratio"`
		}
	}
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil || status != 8 {
		t.Fatalf("status %d, %v\n%s", status, err, stderr)
	}
	end := r.Started.Add(time.Duration(r.Seconds * float64(time.Second)))
	seen := 0
	for _, d := range r.Devices {
		switch {
		case strings.HasSuffix(d.ID, "package-0") || strings.HasSuffix(d.ID, ":0"):
			seen++
			want := float64(tree.Energy("intel-rapl:0", r.Started, end))
			// The counter moves every 5 ms, later on a busy machine, and the edges lie between two readings.
			if d.Joules == nil || d.Missing != 0 || math.Abs(*d.Joules-want) > 0.05*want {
				t.Errorf("%s: %v J, %g s missing, want %g J", d.ID, d.Joules, d.Missing, want)
			}
		case strings.HasSuffix(d.ID, "package-1") || strings.HasSuffix(d.ID, ":1"):
			seen++
			read := r.Seconds - d.Missing
			want := float64(tree.Energy("intel-rapl:1", r.Started, r.Started.Add(time.Duration(read*float64(time.Second)))))
			if d.State == "ok" || d.Missing < 0.5 || d.Joules == nil || math.Abs(*d.Joules-want) > 0.05*want {
				t.Errorf("%s: %v J, %g of %g s missing, %s, want %g J before, and the rest told as missing", d.ID, d.Joules, d.Missing, r.Seconds, d.State, want)
			}
		}
	}
	if seen != 2 || !strings.Contains(stderr, "; the command runs on") {
		t.Errorf("%d packages in %s\n%s", seen, text, stderr)
	}
}
