package sampler

import (
	"context"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/sensor/powercaptest"
)

// tolerance is the promise: joules within 1 % of the truth. GPU counters step every 100 ms at both ends of the window,
// so a window must be 15 s or longer for the promise to hold by arithmetic and not by luck.
const tolerance = 0.01

// truthSeconds is how long the truth tests measure: the promise is for a minute.
const truthSeconds = 61

var quiet = slog.New(slog.DiscardHandler)

// near fails the test unless joules are within the tolerance of the truth.
func near(t *testing.T, what string, got, want estimator.Joules) {
	t.Helper()
	off := float64(got-want) / float64(want)
	t.Logf("%-30s %9.2f J, truth %9.2f J, off by %+.3f %%", what, float64(got), float64(want), 100*off)
	if !(math.Abs(off) <= tolerance) {
		t.Errorf("%s: got %.2f J, want %.2f J within %.0f %%", what, got, want, 100*tolerance)
	}
}

// of finds a device in a snapshot.
func of(t *testing.T, s *Snapshot, id string) Sample {
	t.Helper()
	for _, d := range s.Devices {
		if d.DeviceID == id {
			return d
		}
	}
	t.Fatalf("snapshot %d has no device %q", s.Seq, id)
	return Sample{}
}

// gained is what a device added between two snapshots.
func gained(t *testing.T, a, b *Snapshot, id string) estimator.Joules {
	t.Helper()
	return of(t, b, id).Joules - of(t, a, id).Joules
}

// states lists the distinct states of a device in the order they came.
func states(t *testing.T, snaps []*Snapshot, id string) string {
	t.Helper()
	var seen []string
	for _, s := range snaps {
		state := string(of(t, s, id).State)
		if len(seen) == 0 || seen[len(seen)-1] != state {
			seen = append(seen, state)
		}
	}
	return strings.Join(seen, " ")
}

// steady fails the test unless snapshots followed each other at the interval, with room for a busy machine.
func steady(t *testing.T, snaps []*Snapshot, interval time.Duration) {
	t.Helper()
	for i := 1; i < len(snaps); i++ {
		if gap := snaps[i].Elapsed - snaps[i-1].Elapsed; gap > interval+1500*time.Millisecond {
			t.Errorf("snapshot %d came %v after the one before", snaps[i].Seq, gap)
		}
		if snaps[i].Seq != snaps[i-1].Seq+1 {
			t.Errorf("snapshot %d follows %d", snaps[i].Seq, snaps[i-1].Seq)
		}
	}
}

// TestRAPLTruth measures a moving powercap tree of ten packages and more for a minute. Its counters wrap every few seconds
// and meet every fault at once.
func TestRAPLTruth(t *testing.T) {
	t.Parallel()
	const wraps = 500 // joules: every four to five seconds
	tree := powercaptest.New(t)
	ids := map[string]string{ // directory → device
		"intel-rapl:0":   "cpu-package-0",
		"intel-rapl:0:0": "dram-package-0",
		"intel-rapl:1":   "cpu-package-1-die-0",
		"intel-rapl:2":   "cpu-package-1-die-1",
		"intel-rapl:7":   "cpu-package-7",
		"intel-rapl:8":   "cpu-package-8",
		"intel-rapl:9":   "cpu-package-9",
		"intel-rapl:10":  "cpu-package-10",
		"intel-rapl:11":  "cpu-package-11",
	}
	tree.Add(t, "intel-rapl:0", "package-0", wraps)
	tree.Add(t, "intel-rapl:0:0", "dram", wraps)
	tree.Add(t, "intel-rapl:0:1", "core", wraps)
	tree.Add(t, "intel-rapl:1", "package-1-die-0", wraps)
	tree.Add(t, "intel-rapl:2", "package-1-die-1", wraps)
	tree.Add(t, "intel-rapl:3", "package-3", wraps)   // blocked
	tree.Add(t, "intel-rapl:4", "package-4", 2*wraps) // torn for a while
	tree.Add(t, "intel-rapl:5", "package-5", 1e5)     // starts afresh
	tree.Add(t, "intel-rapl:6", "package-6", 0)       // without a range
	tree.Add(t, "intel-rapl:7", "package-7", wraps)
	tree.Add(t, "intel-rapl:8", "package-8", wraps)
	tree.Add(t, "intel-rapl:9", "package-9", wraps)
	tree.Add(t, "intel-rapl:10", "package-10", wraps)
	tree.Add(t, "intel-rapl:11", "package-11", wraps)
	tree.Add(t, "intel-rapl:12", "psys", wraps)
	tree.Add(t, "intel-rapl-mmio:0", "package-0", wraps)
	tree.Add(t, "intel-rapl-mmio:0:0", "dram", wraps)
	tree.Move(t)

	s := New([]sensor.Family{sensor.NewRAPL(tree.Root, quiet)}, Options{Interval: 250 * time.Millisecond, Log: quiet})
	ctx, cancel := context.WithTimeout(t.Context(), truthSeconds*time.Second)
	defer cancel()
	for at, f := range map[time.Duration]func(){
		2000 * time.Millisecond: func() { tree.Tear("intel-rapl:4", true) },
		2400 * time.Millisecond: func() { tree.Tear("intel-rapl:4", false) },
		4000 * time.Millisecond: func() { tree.Block(t, "intel-rapl:3") },
		6000 * time.Millisecond: func() { tree.Reset("intel-rapl:5") },
	} {
		defer time.AfterFunc(at, f).Stop()
	}
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}

	snaps := s.History(0)
	steady(t, snaps, s.Interval())
	first, last := snaps[0], snaps[len(snaps)-1]
	truth := func(dir string) estimator.Joules { return tree.Energy(dir, first.Time, last.Time) }
	var sum estimator.Joules
	for dir, id := range ids {
		near(t, id, gained(t, first, last, id), truth(dir))
	}
	near(t, "torn: cpu-package-4", gained(t, first, last, "cpu-package-4"), truth("intel-rapl:4"))
	near(t, "no range: cpu-package-6", gained(t, first, last, "cpu-package-6"), truth("intel-rapl:6"))
	near(t, "platform-psys", gained(t, first, last, "platform-psys"), truth("intel-rapl:12"))
	near(t, "reset: cpu-package-5", gained(t, first, last, "cpu-package-5"), truth("intel-rapl:5"))

	var torn, blocked, reset bool
	for _, snap := range snaps {
		torn = torn || of(t, snap, "cpu-package-4").State == sensor.Lost
		d := of(t, snap, "cpu-package-3")
		blocked = blocked || d.State == sensor.Lost && d.Watts == nil && d.Reason != ""
		for _, e := range snap.Events {
			reset = reset || e.Kind == Reset && e.DeviceID == "cpu-package-5"
			if e.Kind == Gap || e.Kind == Reset && e.DeviceID != "cpu-package-5" {
				t.Errorf("unexpected %s of %q: %s", e.Kind, e.DeviceID, e.Label)
			}
		}
	}
	if !torn || !blocked || !reset {
		t.Errorf("faults seen: torn %v, blocked %v, reset %v; want all", torn, blocked, reset)
	}

	// What a reset costs is the interval it fell in, and it is said. The counters' own lag is no fault of the sampler's.
	after := of(t, last, "cpu-package-5")
	lost := truth("intel-rapl:5") - gained(t, first, last, "cpu-package-5")
	if after.Missing <= 0 || lost < 0 || lost > estimator.Watts(200).Over(after.Missing+2*tree.Lag()) {
		t.Errorf("reset: lost %.1f J, missing %v, counters that lagged by up to %v", lost, after.Missing, tree.Lag())
	}
	if d := of(t, last, "cpu-package-3"); d.State != sensor.Lost {
		t.Errorf("a blocked counter ends as %s", d.State)
	}

	for _, d := range last.Devices {
		if d.DeviceID != "platform-psys" {
			sum += d.Joules
		}
	}
	if len(last.Devices) != 14 || math.Abs(float64(sum-last.Totals.Joules)) > 1e-6 {
		t.Errorf("%d devices, total %.3f J; want 14, without psys %.3f J", len(last.Devices), last.Totals.Joules, sum)
	}
}
