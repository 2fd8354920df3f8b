//go:build linux && cgo

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gramwatt/probe/internal/child"
	"gramwatt/probe/internal/nvmlstub"
)

// TestRunShareOfGPU runs a command that uses three quarters of one card's work, beside another process, while the other
// card is split and has only a process of the command's: a child that the command started, and that ends with it.
func TestRunShareOfGPU(t *testing.T) {
	control := nvmlstub.NewControl(t, "mig=1")
	t.Setenv(nvmlstub.Variable, control.Path)
	library := nvmlstub.Build(t)
	path := filepath.Join(t.TempDir(), "run.json")
	// Samples get newer all the time, as the driver's do; the file is replaced, so that no half of it is read.
	script := `sh -c 'n=1000; while [ $n -lt 1090 ]; do n=$((n+1))
		printf "mig=1\nprocess=0:$$:60@$n,0:987654321:20@$n,1:$$:1@$n\n" >"$0.new"; mv "$0.new" "$0"; sleep 0.1; done' "$0"; exit 3`
	_, stderr, status := command(t, "", "run", "--sysfs", t.TempDir(), "--nvml", library, "--interval", "500ms", "--baseline", "600ms", "--json", path,
		"--", "sh", "-c", script, control.Path)
	text, err := os.ReadFile(path)
	var r struct {
		Devices []struct {
			Kind  string
			Share *struct {
				Ratio  *float64
				Basis  string
				Reason string
			}
		}
	}
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil || status != 3 {
		t.Fatalf("status %d, %v\n%s", status, err, stderr)
	}
	want, seen := []float64{0.75, 1}, 0
	for _, d := range r.Devices {
		if d.Kind != "gpu" {
			continue
		}
		s := d.Share
		switch {
		case s == nil || seen >= len(want):
			t.Fatalf("no share, or too many cards: %s", text)
		case child.OwnNumbers():
			if s.Ratio != nil || !strings.Contains(s.Reason, "container") {
				t.Errorf("card %d: %+v, want it unknown in a container", seen, s)
			}
		// The first look may come before the first sample, and what nobody is known to have used then is small.
		case s.Ratio == nil || *s.Ratio > want[seen]+1e-9 || *s.Ratio < want[seen]*0.5 || s.Basis == "":
			t.Errorf("card %d: %+v, want about %g", seen, s, want[seen])
		}
		seen++
	}
	if seen != len(want) || strings.Contains(string(text)+stderr, "987654321") {
		t.Errorf("%d cards, and nobody else's process in\n%s\n%s", seen, text, stderr)
	}
}
