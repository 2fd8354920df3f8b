//go:build linux && cgo

package sensor

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
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

// file puts one file into each GPU's directory.
func (b fakeBus) file(t *testing.T, name string, texts ...string) {
	t.Helper()
	for i, text := range texts {
		path := filepath.Join(filepath.Dir(pciPower(b.root, 0xfffe, uint32(i)+1, 0)), name)
		if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNVML(t *testing.T) {
	control := nvmlstub.NewControl(t)
	t.Setenv(nvmlstub.Variable, control.Path)
	bus := fakeBus{t.TempDir()}
	n := NewNVML(nvmlstub.Build(t), bus.root, estimator.Default(), quiet).(*nvmlFamily)
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
		Source: "NVML energy counter", CatalogID: "h100-sxm5-80gb", Rated: 700, Plausible: 1050,
		Band: estimator.NVIDIASensor("NVIDIA H100 80GB HBM3", "9.0", true, false)}
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

	t.Run("power at each reading, the counter about once a second", func(t *testing.T) {
		counters, began := 0, time.Now()
		for time.Since(began) < 2*energyPause+energyPause/2 {
			time.Sleep(100 * time.Millisecond)
			readings, _ := n.Read(t.Context())
			r := readings[0]
			if r.State != OK || r.Power == nil || r.After.Before(r.Before) {
				t.Errorf("reading: %+v", r)
			}
			if r.Counter != nil {
				counters++
			}
		}
		if counters < 1 || counters > 2 { // the first was read before
			t.Errorf("the counter was read %d times in %v", counters, time.Since(began))
		}
		control.Set(t, "no_power=0")
		n.Open(t.Context())
		for range 2 {
			if readings, _ := n.Read(t.Context()); readings[0].State != OK || readings[0].Counter == nil {
				t.Errorf("with nothing but a counter: %+v", readings[0])
			}
		}
		control.Set(t)
		n.Open(t.Context())
	})

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
		n.gpus[0].nextEnergy = time.Time{}
		readings, _ := n.Read(t.Context())
		if r := readings[0]; r.State != OK || r.Counter != nil || r.Power == nil || r.PowerMeaning != "1 s average" {
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

	t.Run("processes and their shares", func(t *testing.T) {
		control.Set(t, "process=0:42:30@1000,0:42:50@2000,0:7:10@2000,1:42:99@1000,1:43:101@1000", "graphics=0:9", "race=1")
		for _, g := range n.gpus {
			g.nextProcesses = time.Time{}
		}
		readings, _ := n.Read(t.Context()) // the list grows once while it is read, and is read again
		r := readings[0]
		if r.Computing == nil || *r.Computing != 2 || len(r.Processes) != 2 || math.Abs(float64(r.Processes[42]-0.4)) > 1e-9 ||
			r.Processes[7] != 0.1 {
			t.Errorf("GPU 0: %v compute, shares %v; want 2 and the mean of each one's samples", r.Computing, r.Processes)
		}
		if !slices.Equal(r.Holders, []int{42, 7, 9}) {
			t.Errorf("GPU 0: processes %v, want those that compute and the one that draws", r.Holders)
		}
		if got := readings[1].Processes; len(got) != 1 || got[42] != 0.99 {
			t.Errorf("GPU 1: shares %v, want none of the process with 101 %%", got)
		}
		readings, _ = n.Read(t.Context())
		if r := readings[0]; r.Processes != nil || r.Holders != nil || r.Computing == nil || *r.Computing != 2 {
			t.Errorf("too soon: %v compute, shares %v; want the count alone", r.Computing, r.Processes)
		}
		n.gpus[0].nextProcesses = time.Time{}
		readings, _ = n.Read(t.Context())
		if r := readings[0]; r.Processes == nil || len(r.Processes) != 0 {
			t.Errorf("without a new sample: shares %v, want none, which is known", r.Processes)
		}
		control.Set(t, "process=0:42:30@3000,0:42:50@4000", "race=3") // the second and the third race
		n.gpus[0].nextProcesses = time.Time{}
		readings, _ = n.Read(t.Context())
		if r := readings[0]; r.State != OK || r.Processes != nil || n.gpus[0].off[askProcesses] {
			t.Errorf("a list that never keeps still: %+v", r)
		}
		n.gpus[0].nextProcesses = time.Time{}
		readings, _ = n.Read(t.Context())
		if got := readings[0].Processes[42]; math.Abs(float64(got-0.4)) > 1e-9 {
			t.Errorf("afterwards: share %v, want 0.4", got)
		}
		control.Set(t)
	})

	t.Run("a power of zero is none", func(t *testing.T) {
		control.Set(t, "zero=0,1", "no_counter=0")
		n.Open(t.Context())
		readings, _ := n.Read(t.Context())
		if r := readings[0]; r.State != Lost || r.Power != nil || !strings.Contains(r.Reason, "no data") {
			t.Errorf("nothing but zero: %+v", r)
		}
		if r := readings[1]; r.State != OK || r.Counter == nil || r.Power != nil {
			t.Errorf("beside a counter: %+v", r)
		}
	})

	t.Run("MIG", func(t *testing.T) {
		control.Set(t, "mig=0")
		devices, err := n.Open(t.Context())
		if err != nil || !strings.Contains(devices[0].Source, "whole card") || strings.Contains(devices[1].Source, "whole card") {
			t.Fatalf("sources: %+v, %v", devices, err)
		}
		readings, _ := n.Read(t.Context())
		if r := readings[0]; r.State != OK || r.Counter == nil || r.Utilization != nil || r.Processes != nil || r.AtRest() {
			t.Errorf("a split card: %+v", r)
		}
		if detail := n.Status().Detail; !strings.Contains(detail, "MIG is on") {
			t.Errorf("status %q", detail)
		}
		control.Set(t)
		if devices, err := n.Open(t.Context()); err != nil || strings.Contains(devices[0].Source, "MIG") {
			t.Errorf("whole again: %+v, %v", devices, err)
		}
	})

	t.Run("a laptop's GPU is let go", func(t *testing.T) {
		control.Set(t, "idle=0,1")
		bus.file(t, "power/control", "auto", "auto")
		n.Open(t.Context())
		if readings, _ := n.Read(t.Context()); !readings[0].AtRest() || n.nap.quietSince.IsZero() {
			t.Fatalf("at rest: %+v, nap %+v", readings[0], n.nap)
		}
		n.nap.quietSince = time.Now().Add(-napAfter)
		n.Read(t.Context())
		if !n.nap.released() || n.lib.ready || n.Status().State != Asleep {
			t.Fatalf("after %v of quiet NVML is still held: %+v, %+v", napAfter, n.nap, n.Status())
		}
		control.Set(t, "lost=0,1") // what asking would find
		readings, err := n.Read(t.Context())
		if err != nil || readings[0].State != Late || readings[0].Power != nil || readings[0].Reason != napWords {
			t.Errorf("released and not yet asleep: %+v, %v", readings, err)
		}
		bus.set(t, "suspended", "active")
		if readings, err = n.Read(t.Context()); err != nil || readings[0].State != Asleep || readings[1].State != Late {
			t.Errorf("one sleeps: %+v, %v", readings, err)
		}
		bus.set(t, "active", "active")
		if _, err = n.Read(t.Context()); !errors.Is(err, ErrChanged) {
			t.Errorf("woken by somebody: %v, want ErrChanged", err)
		}
		control.Set(t)
		if _, err := n.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		if readings, err := n.Read(t.Context()); err != nil || readings[0].State != OK || readings[0].Counter == nil {
			t.Errorf("opened again: %+v, %v", readings, err)
		}
		bus.file(t, "power/control", "on", "on")
	})

	t.Run("another GPU that hangs costs this one its turn, not its life", func(t *testing.T) {
		control.Set(t, "slow=0:60")
		n.gpus[0].nextEnergy = time.Time{}
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
