package sampler

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"gramwatt/probe/internal/sensor"
)

// TestExporterTruth reads the metrics of a stand-in for dcgm-exporter whose joules are known: one GPU with a counter in
// millijoules that starts afresh on the way, one with a counter that does not, and one with power alone.
func TestExporterTruth(t *testing.T) {
	const interval, length, reset = 50 * time.Millisecond, 3 * time.Second, 1500 * time.Millisecond
	watts := func(at time.Duration) float64 { return 300 + 100*math.Sin(2*math.Pi*at.Seconds()/2) }
	joules := func(at time.Duration) float64 {
		return 300*at.Seconds() + 100*(1-math.Cos(math.Pi*at.Seconds()))/math.Pi
	}
	start := time.Now()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		at := time.Since(start)
		since := joules(at)
		if at > reset {
			since -= joules(reset)
		}
		fmt.Fprintf(w, "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{UUID=\"GPU-a\"} %.0f\n", 1e3*(5000+joules(at)))
		fmt.Fprintf(w, "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{UUID=\"GPU-b\"} %.0f\n", 1e3*since)
		fmt.Fprintf(w, "DCGM_FI_DEV_POWER_USAGE{UUID=\"GPU-b\"} %.3f\n", watts(at))
		fmt.Fprintf(w, "DCGM_FI_DEV_POWER_USAGE{UUID=\"GPU-c\"} %.3f\n", watts(at))
	}))
	defer server.Close()
	family, err := sensor.NewExporter(server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := New([]sensor.Family{family}, Options{Interval: interval})
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	s.Run(ctx)
	all := s.History(0)
	first, last := all[0], all[len(all)-1]
	for i := range last.Devices {
		from, to := first.Time.Sub(start), last.Time.Sub(start)
		got, want := float64(last.Devices[i].Joules-first.Devices[i].Joules), joules(to)-joules(from)
		// A reading is up to one interval old at the tick, and the first one up to one interval before it.
		if slack := 400 * 2 * interval.Seconds(); math.Abs(got-want) > slack+0.01*want {
			t.Errorf("%s: %.1f J, want %.1f J", last.Devices[i].DeviceID, got, want)
		}
		if last.Devices[i].Missing > 0 {
			t.Errorf("%s: %s is missing, though power tells it", last.Devices[i].DeviceID, last.Devices[i].Missing)
		}
	}
	if len(last.Devices) != 3 {
		t.Errorf("%d devices", len(last.Devices))
	}
}
