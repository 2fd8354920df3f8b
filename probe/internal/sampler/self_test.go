package sampler

import (
	"math"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/self"
	"gramwatt/probe/internal/sensor"
)

func TestWattsOf(t *testing.T) {
	for _, tt := range []struct {
		name     string
		cores    float64
		packages estimator.Watts
		load     estimator.Ratio
		threads  int
		want     estimator.Watts
	}{
		{"a hundredth of a core of eight busy ones", 0.01, 160, 0.5, 16, 0.2},
		{"an idle machine counts one core", 0.01, 40, 0.01, 16, 0.4},
		{"alone on the machine", 2, 100, 0.5, 4, 100},
		{"more than the kernel says is busy", 3, 100, 0.5, 4, 100},
		{"nothing", 0, 100, 0.5, 4, 0},
	} {
		got := wattsOf(self.Usage{Cores: tt.cores}, tt.packages, tt.load, tt.threads)
		if math.Abs(float64(got-tt.want)) > 1e-9 {
			t.Errorf("%s: %v W, want %v W", tt.name, got, tt.want)
		}
	}
}

// TestOwnUse sees the probe's own use in a snapshot, with watts only where the machine's are measured.
func TestOwnUse(t *testing.T) {
	reader, err := self.Open("")
	if err != nil {
		t.Skip("no proc on this system: ", err)
	}
	defer reader.Close()
	w, u := estimator.Watts(90), estimator.Ratio(0.5)
	for _, tt := range []struct {
		name    string
		quality sensor.Quality
		load    *estimator.Ratio
		watts   bool
	}{
		{"measured", sensor.Measured, &u, true},
		{"load unknown", sensor.Measured, nil, false},
		{"simulated", sensor.Simulated, &u, false},
		{"estimated", sensor.Estimated, &u, false},
	} {
		s := New(nil, Options{Log: quiet, Self: reader})
		s.tracks = []*track{{device: sensor.Device{ID: "cpu-package-0", Kind: sensor.CPU}}, {device: sensor.Device{ID: "host", Kind: sensor.Host}}}
		snap := &Snapshot{Devices: []Sample{{Watts: &w, Quality: tt.quality}, {Utilization: tt.load, Quality: tt.quality}}}
		now := time.Now()
		s.ownUse(now, snap)
		got := s.ownUse(now.Add(time.Second), snap)
		if got == nil || got.Resident == 0 || got.Cores == nil || got.Watts != nil != tt.watts {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	if got := New(nil, Options{Log: quiet}).ownUse(time.Now(), &Snapshot{}); got != nil {
		t.Errorf("without a reader: %+v", got)
	}
}
