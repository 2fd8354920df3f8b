//go:build linux && cgo

package sensor

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/nvmlstub"
)

// These tests share one library, as a process can load only one. What needs another, or may end the process, runs in
// processes of its own in package sampler.

// fakeBus is a sysfs with the power status of the stand-in's two GPUs.
type fakeBus struct{ root string }

func (b fakeBus) set(t *testing.T, status ...string) {
	t.Helper()
	for i, s := range status {
		dir := filepath.Dir(pciPower(b.root, 0xfffe, uint32(i)+1, 0))
		for name, text := range map[string]string{"vendor": "0x10de\n", "class": "0x030200\n", "power/runtime_status": s + "\n"} {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestNVML(t *testing.T) {
	control := nvmlstub.NewControl(t)
	t.Setenv(nvmlstub.Variable, control.Path)
	bus := fakeBus{t.TempDir()}
	n := NewNVML(nvmlstub.Build(t), estimator.Default(), quiet).(*nvmlFamily)
	n.sysfs = bus.root
	defer n.Close()

	// A laptop whose GPU sleeps: NVML is not even started.
	bus.set(t, "suspended", "suspended")
	control.Set(t, "init=999")
	if _, err := n.Open(t.Context()); !errors.Is(err, ErrUnavailable) || n.Status().State != Asleep {
		t.Fatalf("Open while all sleep: %v, %+v", err, n.Status())
	}
	control.Set(t)
	bus.set(t, "active", "active")

	devices, err := n.Open(t.Context())
	if err != nil || len(devices) != 2 {
		t.Fatalf("Open: %d devices, %v", len(devices), err)
	}
	want := Device{ID: nvmlstub.DeviceID(0), Name: "NVIDIA H100 80GB HBM3", Kind: GPU, Quality: Measured,
		Source: "NVML energy counter", CatalogID: "h100-sxm5-80gb", Rated: 700, Plausible: 1050}
	if devices[0] != want {
		t.Errorf("device: got %+v, want %+v", devices[0], want)
	}
	if got := devices[1].CatalogID; got != "a100-sxm4-80gb" {
		t.Errorf("catalog id of the second: got %q", got)
	}

	readings, err := n.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range readings {
		at := nvmlstub.At(r.Before)
		if r.State != OK || r.Counter == nil || r.CounterUnit != 1e-3 || r.Power == nil || r.PowerMeaning != "instant" {
			t.Fatalf("reading: %+v", r)
		}
		if off := float64(*r.Power - nvmlstub.Power(i, at)); math.Abs(off) > 41 { // a step of 40 W may fall in between
			t.Errorf("GPU %d: power is off by %.1f W", i, off)
		}
		step := nvmlstub.Step.Seconds()
		if got, truth := float64(*r.Counter)*1e-3, float64(nvmlstub.Energy(i, 0, at)); got > truth+10 || got < truth-400*step {
			t.Errorf("GPU %d: counter at %.1f J, truth %.1f J", i, got, truth)
		}
	}

	t.Run("a GPU that falls asleep is not asked", func(t *testing.T) {
		bus.set(t, "suspended", "active")
		control.Set(t, "lost=0") // what asking would find
		readings, _ := n.Read(t.Context())
		if r := readings[0]; r.State != Asleep || r.Counter != nil || !strings.Contains(r.Reason, "0 W assumed") {
			t.Errorf("asleep: %+v", r)
		}
		if readings[1].State != OK || n.Status().State != OK {
			t.Errorf("the other: %+v, status %+v", readings[1], n.Status())
		}
		bus.set(t, "active", "active")
		control.Set(t)
		if readings, _ := n.Read(t.Context()); readings[0].State != OK {
			t.Errorf("awake again: %+v", readings[0])
		}
	})

	t.Run("a lost GPU is left alone for a while and comes back", func(t *testing.T) {
		control.Set(t, "lost=0")
		readings, _ := n.Read(t.Context())
		if r := readings[0]; r.State != Lost || !strings.Contains(r.Reason, "fallen off the bus") || r.Counter != nil || r.Power != nil {
			t.Errorf("lost: %+v", r)
		}
		control.Set(t)
		if readings, _ = n.Read(t.Context()); readings[0].State != Lost {
			t.Errorf("asked again too soon: %+v", readings[0])
		}
		n.gpus[0].nextTry = time.Now()
		if readings, _ = n.Read(t.Context()); readings[0].State != OK || readings[1].State != OK {
			t.Errorf("back: %+v", readings)
		}
	})

	t.Run("what is not supported is not asked again", func(t *testing.T) {
		control.Set(t, "no_counter=0", "no_fields=0")
		readings, _ := n.Read(t.Context())
		if r := readings[0]; r.State != OK || r.Counter != nil || r.Power == nil || !strings.Contains(r.PowerMeaning, "driver's choice") {
			t.Errorf("by power alone: %+v", r)
		}
		if g := n.gpus[0]; !g.off[askEnergy] || !g.off[askInstant] || !g.off[askAverage] || g.off[askPlain] {
			t.Errorf("questions off: %v", g.off)
		}
		control.Set(t)
		if _, err := n.Open(t.Context()); err != nil || n.gpus[0].off[askEnergy] {
			t.Errorf("opened anew it is asked again: %v, %v", err, n.gpus[0].off)
		}
	})

	t.Run("another GPU that hangs costs this one its turn, not its life", func(t *testing.T) {
		control.Set(t, "slow=0:60")
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		readings, _ := n.Read(ctx)
		if readings[0].State != OK || readings[1].State != Late || readings[1].Reason == "" {
			t.Errorf("got %+v", readings)
		}
		if took := readings[0].After.Sub(readings[0].Before); took < 60*time.Millisecond {
			t.Errorf("the slow read says it took %v", took)
		}
		control.Set(t)
	})
}

func TestThrottleReasons(t *testing.T) {
	if got := throttleReasons(1 | 2 | 256); got != nil { // idle and the user's own settings
		t.Errorf("got %q, want none", got)
	}
	if got := throttleReasons(1<<62 - 1); len(got) != 8 {
		t.Errorf("all at once: got %q, want 8 reasons", got)
	}
}
