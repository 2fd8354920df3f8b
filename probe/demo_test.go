package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// sampleDemo runs a simulated machine through its own sampler for a time, and calls see for each snapshot.
func sampleDemo(t *testing.T, name string, length time.Duration, see func(*sampler.Sampler, *sampler.Snapshot)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := newSampler(hardware{Demo: name}, estimator.Default(), time.Second, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		snapshots, cancel := s.Subscribe()
		defer cancel()
		ended := make(chan error)
		ctx, stop := context.WithTimeout(t.Context(), length)
		defer stop()
		go func() { ended <- s.Run(ctx) }()
		for snapshot := range snapshots {
			see(s, snapshot)
		}
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	})
}

// TestDemoIsLabelledInEveryFrame looks for a number that is not called simulated, in all that leaves the probe.
func TestDemoIsLabelledInEveryFrame(t *testing.T) {
	for _, name := range append(sensor.DemoNames(), "h100x8:lose=30s") {
		t.Run(name, func(t *testing.T) {
			frames := 0
			sampleDemo(t, name, 150*time.Second, func(s *sampler.Sampler, snapshot *sampler.Snapshot) {
				frames++
				hello := wire.Describe(s, wire.About{Version: version, Simulated: name})
				if hello.Simulated == nil || *hello.Simulated != name || len(hello.Devices) == 0 {
					t.Fatalf("hello: %+v", hello)
				}
				for _, d := range hello.Devices {
					if d.Quality != sensor.Simulated || !strings.Contains(d.Source, "simulated") {
						t.Fatalf("hello: %+v", d)
					}
				}
				text, err := json.Marshal(wire.NewSample(snapshot, 0))
				if err != nil {
					t.Fatal(err)
				}
				var frame struct {
					Devices []struct{ ID, Quality string }
					Totals  struct {
						ByQuality map[string]float64 `json:"by_quality"`
					}
				}
				if err := json.Unmarshal(text, &frame); err != nil {
					t.Fatal(err)
				}
				for _, d := range frame.Devices {
					if d.Quality != "simulated" {
						t.Fatalf("device %+v in %s", d, text)
					}
				}
				delete(frame.Totals.ByQuality, "simulated")
				if len(frame.Devices) == 0 || len(frame.Totals.ByQuality) > 0 {
					t.Fatalf("totals by quality, or no device, in %s", text)
				}
			})
			if frames < 140 {
				t.Errorf("%d frames in 150 s", frames)
			}
		})
	}
}

// TestDemoBroken sees each fault of the broken machine told, and the sound GPU untouched by all of them.
func TestDemoBroken(t *testing.T) {
	states := map[string]map[sensor.State]int{}
	events := map[string][]sampler.EventKind{}
	var last *sampler.Snapshot
	sampleDemo(t, "broken", 110*time.Second, func(_ *sampler.Sampler, snapshot *sampler.Snapshot) {
		last = snapshot
		for _, d := range snapshot.Devices {
			if states[d.DeviceID] == nil {
				states[d.DeviceID] = map[sensor.State]int{}
			}
			states[d.DeviceID][d.State]++
			if d.State != sensor.OK && d.Watts != nil {
				t.Errorf("at %v: %s is %s, with %v W", snapshot.Elapsed, d.DeviceID, d.State, *d.Watts)
			}
		}
		for _, e := range snapshot.Events {
			events[e.DeviceID] = append(events[e.DeviceID], e.Kind)
		}
	})
	for _, tt := range []struct {
		device string
		state  sensor.State
		least  int // of some 110
		most   int
	}{
		{"gpu-demo-0", sensor.Lost, 13, 17},
		{"gpu-demo-4", sensor.Stuck, 4, 8},
		{"cpu-package-0", sensor.Denied, 100, 120},
		{"dram-package-0", sensor.Denied, 100, 120},
		{"gpu-demo-1", sensor.OK, 100, 120},
		{"gpu-demo-2", sensor.OK, 100, 120},
		{"gpu-demo-3", sensor.OK, 100, 120},
	} {
		if n := states[tt.device][tt.state]; n < tt.least || n > tt.most {
			t.Errorf("%s: %s in %d samples, want %d to %d: %v", tt.device, tt.state, n, tt.least, tt.most, states[tt.device])
		}
	}
	if !slices.Contains(events["gpu-demo-0"], sampler.Reset) || !slices.Contains(events["gpu-demo-1"], sampler.Gap) {
		t.Errorf("the counters that started afresh and leapt are not marked: %v", events)
	}
	if len(events["gpu-demo-3"]) > 0 || len(states["gpu-demo-3"]) != 1 {
		t.Errorf("the sound GPU: %v %v", events["gpu-demo-3"], slices.Sorted(maps.Keys(states["gpu-demo-3"])))
	}
	for _, d := range last.Devices {
		mean := float64(d.Joules) / last.Elapsed.Seconds()
		switch d.DeviceID {
		case "gpu-demo-0", "gpu-demo-1", "gpu-demo-2", "gpu-demo-3", "gpu-demo-4":
			if mean < 150 || mean > 400 { // a leap believed would be 2.2 GJ
				t.Errorf("%s: a mean of %.0f W", d.DeviceID, mean)
			}
		default:
			if d.Known || d.Joules != 0 {
				t.Errorf("%s: %v J from a counter that nobody may read", d.DeviceID, d.Joules)
			}
		}
	}
}

// TestDemoLosesAGPU does so on request, for ten seconds.
func TestDemoLosesAGPU(t *testing.T) {
	lost := []time.Duration{}
	sampleDemo(t, "h100x8:lose=15s", 40*time.Second, func(_ *sampler.Sampler, snapshot *sampler.Snapshot) {
		for i, d := range snapshot.Devices {
			if d.State == sensor.Lost {
				lost = append(lost, snapshot.Elapsed)
				if i != 0 {
					t.Errorf("%s is lost", d.DeviceID)
				}
			}
		}
	})
	if n := len(lost); n < 9 || n > 11 || lost[0] < 15*time.Second || lost[n-1] > 26*time.Second {
		t.Errorf("lost at %v, want from 15 s to 25 s", lost)
	}
}

// TestDoctorSaysSimulated is the one report that needs no stream.
func TestDoctorSaysSimulated(t *testing.T) {
	stdout, _, status := command(t, "", "doctor", "--demo", "broken")
	if status != 0 {
		t.Fatalf("status %d", status)
	}
	devices := 0
	for line := range strings.Lines(stdout) {
		if strings.Contains(line, "gpu-demo-") || strings.Contains(line, "-package-0") {
			devices++
			if !strings.Contains(line, "simulated") {
				t.Errorf("no word of it in %q", line)
			}
		}
	}
	if devices < 7 || !strings.Contains(stdout, "denied") {
		t.Errorf("%d devices:\n%s", devices, stdout)
	}
}
