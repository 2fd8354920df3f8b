//go:build unix

package sensor

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor/smitest"
)

func h100(watts string) smitest.GPU {
	return smitest.GPU{"uuid": "GPU-57a2d1e0", "name": "NVIDIA H100 80GB HBM3", "pci.bus_id": "00000000:1B:00.0", "compute_cap": "9.0",
		"power.draw.instant": watts, "power.draw.average": "299.00", "power.draw": "299.00", "utilization.gpu": "97",
		"memory.used": "21504", "memory.total": "81559", "temperature.gpu": "61", "clocks.sm": "1980",
		"enforced.power.limit": "700.00", "power.max_limit": "700.00", "clocks_event_reasons.active": "0x0000000000000004"}
}

func newSMI(t *testing.T, command string) *smi {
	t.Helper()
	s := NewSMI(command, t.TempDir(), time.Second, estimator.Default(), func() bool { return true }).(*smi)
	t.Cleanup(func() { s.Close() })
	return s
}

// until reads until a reading is as wanted. It fails after a time that only a broken test takes.
func until(t *testing.T, f Family, what string, want func([]Reading) bool) []Reading {
	t.Helper()
	var readings []Reading
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var err error
		if readings, err = f.Read(t.Context()); err != nil {
			t.Fatalf("waiting for %s: %v", what, err)
		}
		if want(readings) {
			return readings
		}
	}
	t.Fatalf("no %s: %+v", what, readings)
	return nil
}

func allIn(state State) func([]Reading) bool {
	return func(r []Reading) bool {
		return !slices.ContainsFunc(r, func(r Reading) bool { return r.State != state })
	}
}

func TestSMI(t *testing.T) {
	t.Parallel()
	command := smitest.New(t, h100("301.50"), smitest.GPU{"uuid": "GPU-2", "name": "Tesla K80", "power.draw": "[Not Supported]"})
	s := newSMI(t, command.Path)
	devices, err := s.Open(t.Context())
	if err != nil || len(devices) != 2 {
		t.Fatalf("%+v, %v", devices, err)
	}
	want := Device{ID: "gpu-GPU-57a2d1e0", Name: "NVIDIA H100 80GB HBM3", Kind: GPU, Quality: Measured,
		Source: "nvidia-smi power (instant), integrated", CatalogID: "h100-sxm5-80gb", Rated: 700, Plausible: 1050,
		Band: estimator.NVIDIASensor("NVIDIA H100 80GB HBM3", "9.0", false, false)}
	if devices[0] != want {
		t.Errorf("got %+v, want %+v", devices[0], want)
	}
	readings := until(t, s, "reading", func(r []Reading) bool { return r[0].State == OK })
	r := readings[0]
	if r.Counter != nil || *r.Power != 301.5 || r.PowerMeaning != "instant" || *r.Utilization != 0.97 || *r.MemoryUsed != 21504<<20 ||
		*r.MemoryTotal != 81559<<20 || *r.Temperature != 61 || *r.ClockMHz != 1980 || !slices.Equal(r.Throttle, []string{"power limit"}) {
		t.Errorf("reading %+v", r)
	}
	if readings[1].State != Lost || readings[1].Power != nil || readings[1].Reason == "" {
		t.Errorf("a GPU without power: %+v", readings[1])
	}

	command.Hang(t)
	seen := map[time.Time]bool{}
	until(t, s, "silence", func(r []Reading) bool { // the lines on their way are each given once
		if r[0].State == OK && seen[r[0].Before] {
			t.Fatalf("a line is given twice: %+v", r[0])
		}
		seen[r[0].Before] = true
		return r[0].State == Stuck && r[0].Power == nil
	})

	command.Set(t, h100("0.00"))
	if r := until(t, s, "line", func(r []Reading) bool { return r[0].State != Stuck && r[0].State != Late })[0]; r.State != Lost || r.Power != nil {
		t.Errorf("instant power went away, and the average means something else: %+v", r)
	}
	command.Set(t, h100("250.00"))
	until(t, s, "power again", func(r []Reading) bool { return r[0].State == OK && *r[0].Power == 250 })
	if n := command.Starts(t); n != 1 {
		t.Errorf("started %d times, want once for all readings", n)
	}
}

func TestSMIThatIsOld(t *testing.T) {
	t.Parallel()
	gpu := h100("")
	gpu["name"] = "Tesla V100-SXM2-16GB"
	gpu["clocks_throttle_reasons.active"] = "0x0000000000000020"
	command := smitest.New(t, gpu)
	command.Refuse(t, "compute_cap", "total_energy_consumption", "power.draw.instant", "power.draw.average",
		"clocks_event_reasons.active", "mig.mode.current")
	s := newSMI(t, command.Path)
	if _, err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := until(t, s, "reading", allIn(OK))[0]
	if *r.Power != 299 || !strings.Contains(r.PowerMeaning, "driver's choice") || *r.Temperature != 61 ||
		!slices.Equal(r.Throttle, []string{"temperature limit"}) {
		t.Errorf("reading %+v", r)
	}
	if detail := s.Status().Detail; !strings.Contains(detail, "does not know 6 of") {
		t.Errorf("status %q", detail)
	}
	before := command.Starts(t)
	if _, err := s.Open(t.Context()); err != nil || command.Starts(t) != before+1 {
		t.Errorf("opened again it asks for what was refused: %d starts, then %d, %v", before, command.Starts(t), err)
	}
}

func TestSMIWithACounter(t *testing.T) {
	t.Parallel()
	gpu := h100("300.00")
	gpu["total_energy_consumption"] = "123456789"
	s := newSMI(t, smitest.New(t, gpu).Path)
	devices, err := s.Open(t.Context())
	if err != nil || devices[0].Source != "nvidia-smi energy counter" {
		t.Fatalf("%+v, %v", devices, err)
	}
	if r := until(t, s, "reading", allIn(OK))[0]; *r.Counter != 123456789 || r.CounterUnit != 1e-3 || *r.Power != 300 {
		t.Errorf("reading %+v", r)
	}
}

func TestSMIThatDies(t *testing.T) {
	t.Parallel()
	command := smitest.New(t, h100("300.00"))
	s := newSMI(t, command.Path)
	if _, err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, s, "reading", allIn(OK))
	command.Say(t, "Unable to determine the device handle for GPU 0000:1B:00.0: GPU is lost.  Reboot the system to recover this GPU")
	r := until(t, s, "loss", allIn(Lost))[0]
	if !strings.Contains(r.Reason, "GPU is lost") || r.Power != nil || s.Status().State != Lost {
		t.Errorf("after the end: %+v, status %+v", r, s.Status())
	}
	if n := command.Starts(t); n != 1 {
		t.Errorf("one that died young is started again at once: %d starts", n)
	}
	command.Say(t, "")
	s.process.began = time.Now().Add(-smiLived) // one that had lived for a while
	until(t, s, "reading after the new start", allIn(OK))
	if n := command.Starts(t); n != 2 {
		t.Errorf("%d starts, want 2", n)
	}
}

func TestSMIAbsence(t *testing.T) {
	t.Parallel()
	dead := smitest.New(t)
	dead.Say(t, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")
	mute := smitest.New(t, h100("1"))
	mute.Say(t, "\n")
	for _, tt := range []struct {
		name, command, words string
	}{
		{"no command", filepath.Join(t.TempDir(), "nvidia-smi"), "is not found"},
		{"no driver", dead.Path, "couldn't communicate with the NVIDIA driver"},
		{"it ends at once", mute.Path, "exit status 9"},
	} {
		s := newSMI(t, tt.command)
		if _, err := s.Open(t.Context()); !errors.Is(err, ErrUnavailable) || s.Status().State != Absent ||
			!strings.Contains(s.Status().Detail, tt.words) || s.Status().Remedy == "" {
			t.Errorf("%s: %v, %+v; want %q and a remedy", tt.name, err, s.Status(), tt.words)
		}
	}

	command, needed := smitest.New(t, h100("300.00")), false
	s := NewSMI(command.Path, t.TempDir(), time.Second, nil, func() bool { return needed })
	defer s.Close()
	if _, err := s.Open(t.Context()); !errors.Is(err, ErrUnavailable) || command.Starts(t) != 0 {
		t.Errorf("beside NVML: %v, %d starts", err, command.Starts(t))
	}
	needed = true
	if _, err := s.Open(t.Context()); err != nil {
		t.Error(err)
	}
	needed = false
	if _, err := s.Read(t.Context()); !errors.Is(err, ErrChanged) {
		t.Errorf("NVML came back: %v, want ErrChanged", err)
	}
}

func TestSMILetsALaptopSleep(t *testing.T) {
	t.Parallel()
	gpu := h100("8.00")
	gpu["utilization.gpu"] = "0"
	command := smitest.New(t, gpu)
	s := newSMI(t, command.Path)
	power := pciPower(s.sysfs, 0, 0x1b, 0)
	device := filepath.Dir(power)
	plant(t, device, map[string]string{"vendor": "0x10de", "class": "0x030000", "power/runtime_status": "suspended", "power/control": "auto"})
	if _, err := s.Open(t.Context()); !errors.Is(err, ErrUnavailable) || s.Status().State != Asleep || command.Starts(t) != 0 {
		t.Fatalf("asleep: %v, %+v, %d starts", err, s.Status(), command.Starts(t))
	}
	plant(t, device, map[string]string{"power/runtime_status": "active"})
	if _, err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, s, "quiet", func([]Reading) bool { return !s.nap.quietSince.IsZero() })
	until(t, s, "nap", func([]Reading) bool {
		s.nap.quietSince = time.Now().Add(-2 * napAfter)
		return s.nap.released()
	})
	if s.process != nil {
		t.Fatal("the process still holds the driver")
	}
	plant(t, device, map[string]string{"power/runtime_status": "suspended"})
	if r := readOne(t, s); r.State != Asleep {
		t.Errorf("asleep: %+v", r)
	}
	plant(t, device, map[string]string{"power/runtime_status": "active"})
	if _, err := s.Read(t.Context()); !errors.Is(err, ErrChanged) {
		t.Errorf("woken: %v, want ErrChanged", err)
	}
}
