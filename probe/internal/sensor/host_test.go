package sensor

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// fakeHost is a machine in numbers.
type fakeHost struct {
	facts       hostFacts
	busy, total float64
	used, size  uint64
	err         error
}

func (f *fakeHost) Facts(context.Context) (hostFacts, error)       { return f.facts, f.err }
func (f *fakeHost) Busy(context.Context) (float64, float64, error) { return f.busy, f.total, f.err }
func (f *fakeHost) Memory(context.Context) (uint64, uint64, error) { return f.used, f.size, f.err }

func TestHostEstimatesOnlyWhereNothingMeasures(t *testing.T) {
	f := &fakeHost{facts: hostFacts{Model: "AMD EPYC 7763 64-Core Processor", Threads: 128, Sockets: 1}, used: 3, size: 8}
	need := true
	h := newHost(f, estimator.Default, func() bool { return need }, quiet)
	devices, err := h.Open(t.Context())
	if err != nil || len(devices) != 2 {
		t.Fatalf("Open: got %d devices, %v; want host and cpu", len(devices), err)
	}
	if d := devices[1]; d.Kind != CPU || d.Quality != Estimated || d.Rated != 280 || d.CatalogID != "AMD EPYC 7763" {
		t.Errorf("CPU device: %+v", d)
	}

	f.busy, f.total = 32, 128
	readings, err := h.Read(t.Context())
	if err != nil || len(readings) != 2 {
		t.Fatalf("Read: got %d readings, %v", len(readings), err)
	}
	if u := readings[0].Utilization; u == nil || *u != 0.25 {
		t.Errorf("utilisation: got %v, want 0.25", u)
	}
	if m := readings[0].MemoryUsed; m == nil || *m != 3 {
		t.Errorf("memory: got %v, want 3", m)
	}
	if w, want := readings[1].Power, estimator.CPUModel(280, 0.25).Mid; w == nil || *w != want {
		t.Errorf("power: got %v, want %v W", w, want)
	}

	need = false // a sensor has come: the estimate must end, or the CPU would count twice
	if _, err := h.Read(t.Context()); !errors.Is(err, ErrChanged) {
		t.Errorf("Read after a sensor came: got %v, want ErrChanged", err)
	}
	if devices, err := h.Open(t.Context()); err != nil || len(devices) != 1 || devices[0].Kind != Host {
		t.Errorf("Open with a sensor: got %v, %v; want the host alone", devices, err)
	}
}

func TestHostUtilization(t *testing.T) {
	f := &fakeHost{facts: hostFacts{Threads: 4, Sockets: 1}, busy: 100, total: 1000}
	h := newHost(f, nil, nil, quiet)
	if _, err := h.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name        string
		busy, total float64
		want        float64 // NaN for none
	}{
		{"too soon for a step of the kernel's clock", 100, 1000.04, math.NaN()},
		{"half, since the last that gave one", 102, 1004, 0.5},
		{"idle", 102, 1008, 0},
		{"never above one", 107, 1012, 1},
		{"times that go back give none", 50, 900, math.NaN()},
		{"and the next interval is whole again", 51, 904, 0.25},
	} {
		f.busy, f.total = step.busy, step.total
		u, why := h.utilization(t.Context())
		switch {
		case math.IsNaN(step.want) && (u != nil || why == ""):
			t.Errorf("%s: got %v, reason %q; want none with a reason", step.name, u, why)
		case !math.IsNaN(step.want) && (u == nil || math.Abs(float64(*u)-step.want) > 1e-12):
			t.Errorf("%s: got %v, want %v", step.name, u, step.want)
		}
	}
	f.err = errors.New("gone")
	if readings, err := h.Read(t.Context()); err != nil || readings[0].State != Lost || readings[0].Reason == "" {
		t.Errorf("an unreadable machine: got %+v, %v", readings, err)
	}
}

func TestRateCPU(t *testing.T) {
	cat := estimator.Default()
	perThread, parts := wattsPerThread(cat)
	if perThread < 3 || perThread > 6 || parts < 30 {
		t.Fatalf("fallback: %.2f W a thread from %d parts, want 3 to 6 W from at least 30", perThread, parts)
	}
	for _, tt := range []struct {
		name  string
		facts hostFacts
		want  estimator.Watts
		id    string
		words string
	}{
		{"one socket", hostFacts{Model: "AMD EPYC 7763 64-Core Processor", Threads: 128, Sockets: 1}, 280, "AMD EPYC 7763", "1 × 280 W"},
		{"two sockets", hostFacts{Model: "AMD EPYC 7763 64-Core Processor", Threads: 256, Sockets: 2}, 560, "AMD EPYC 7763", "2 × 280 W"},
		{"second threads switched off", hostFacts{Model: "AMD EPYC 7763 64-Core Processor", Threads: 64, Sockets: 1}, 280, "AMD EPYC 7763", ""},
		{"a part of a part", hostFacts{Model: "AMD EPYC 7763 64-Core Processor", Threads: 16, Sockets: 1, Virtual: true}, 35, "AMD EPYC 7763", "16 of 128 threads"},
		{"a part of a part whose cores nobody lists", hostFacts{Model: "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz", Threads: 4, Sockets: 1, Virtual: true}, 4 * perThread, "Intel Xeon Platinum 8370C", "the median of"},
		{"never more than the part", hostFacts{Model: "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz", Threads: 400, Sockets: 1, Virtual: true}, 205, "Intel Xeon Platinum 8370C", ""},
		{"a hidden model", hostFacts{Model: "AMD EPYC", Threads: 2, Sockets: 1, Virtual: true}, 2 * perThread, "", "the median of"},
		{"no model", hostFacts{Threads: 8, Sockets: 1}, 8 * perThread, "", "the median of"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := rateCPU(cat, tt.facts)
			if math.Abs(float64(got.watts-tt.want)) > 1e-9 || got.catalogID != tt.id || !strings.Contains(got.how, tt.words) {
				t.Errorf("got %+v, want %v W, %q, %q", got, tt.want, tt.id, tt.words)
			}
		})
	}
	if got := rateCPU(nil, hostFacts{Threads: 8}); got.watts != 0 {
		t.Errorf("without a catalog: got %v W, want unknown", got.watts)
	}
}

// TestGopsutilHonoursProcfs reads a proc directory of another machine, which is what --procfs gives.
func TestGopsutilHonoursProcfs(t *testing.T) {
	if _, err := os.Stat("/proc/stat"); err != nil {
		t.Skip("proc is Linux's")
	}
	proc := t.TempDir()
	for name, text := range map[string]string{
		"stat": "cpu  1000 200 300 8000 500 10 20 30 0 0\ncpu0 500 100 150 4000 250 5 10 15 0 0\n",
		"cpuinfo": "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz\nphysical id\t: 0\nflags\t\t: fpu hypervisor\n\n" +
			"processor\t: 1\nmodel name\t: Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz\nphysical id\t: 1\nflags\t\t: fpu hypervisor\n",
		"meminfo": "MemTotal: 1000 kB\nMemFree: 200 kB\nMemAvailable: 600 kB\nBuffers: 0 kB\nCached: 400 kB\n",
	} {
		if err := os.WriteFile(filepath.Join(proc, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g := newGopsutilReader(proc)
	facts, err := g.Facts(t.Context())
	if want := (hostFacts{Model: "Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", Threads: 2, Sockets: 2, Virtual: true}); err != nil || facts != want {
		t.Errorf("facts: got %+v, %v; want %+v", facts, err, want)
	}
	busy, total, err := g.Busy(t.Context())
	if err != nil || math.Abs(busy-15.3) > 1e-9 || math.Abs(total-100.6) > 1e-9 { // the kernel counts in 1/100 s
		t.Errorf("busy: got %v of %v s, %v; want 15.3 of 100.6 s", busy, total, err)
	}
	used, size, err := g.Memory(t.Context())
	if err != nil || used != 400<<10 || size != 1000<<10 {
		t.Errorf("memory: got %d of %d bytes, %v; want %d of %d", used, size, err, 400<<10, 1000<<10)
	}
	if _, _, err := newGopsutilReader(t.TempDir()).Busy(t.Context()); err == nil {
		t.Error("busy time from an empty proc: got no error")
	}
}
