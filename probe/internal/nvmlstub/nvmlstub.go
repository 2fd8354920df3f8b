//go:build linux

// Package nvmlstub compiles a stand-in for NVIDIA's management library and knows what it plays, for tests only.
//
// The library is c/stub.c, whose head tells the waveform and the faults. It depends on nothing but CLOCK_MONOTONIC, so
// the truth can be computed in any process of the same machine:
//
//	library := nvmlstub.Build(t)
//	// start a probe with --nvml library, take two samples at the wall times a and b, then
//	want := nvmlstub.Energy(0, nvmlstub.At(a), nvmlstub.At(b)) // joules of GPU 0
//
// The counter moves in steps of 100 ms, so over a span the probe may be off by that much of the mean power.
package nvmlstub

import (
	_ "embed"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gramwatt/estimator"
)

// Variable is the environment variable that names the control file. The library has two GPUs without one.
const Variable = "GRAMWATT_NVML_STUB"

// Step is the time between two values of the energy counter.
const Step = 100 * time.Millisecond

//go:embed c/stub.c
var source string

// Build compiles the library, without the symbols named, into a directory that the test removes. It ends the test when
// there is no C compiler.
func Build(t testing.TB, omit ...string) string {
	t.Helper()
	defines := make([]string, len(omit))
	for i, symbol := range omit {
		defines[i] = "-DOMIT_" + symbol
	}
	return compile(t, defines...)
}

// BuildFor compiles the library for a number of GPUs that needs no control file, which it would open at each call: for
// measurements of what the probe costs.
func BuildFor(t testing.TB, gpus int) string {
	t.Helper()
	return compile(t, fmt.Sprintf("-DGPUS=%d", gpus))
}

func compile(t testing.TB, defines ...string) string {
	t.Helper()
	dir := t.TempDir()
	file, library := filepath.Join(dir, "stub.c"), filepath.Join(dir, "libnvidia-ml.so.1")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "cc"
	}
	args := slices.Concat([]string{"-shared", "-fPIC", "-O1", "-D_GNU_SOURCE"}, defines, []string{"-o", library, file, "-lm"})
	if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil {
		t.Fatalf("nvmlstub: compile the stand-in library: %q: %v: this test needs a C compiler\n%s", compiler, err, out)
	}
	return library
}

// Control is a control file that a test may change while the library is in use.
type Control struct{ Path string }

// NewControl makes a control file. Hand its Path to the process in Variable.
func NewControl(t testing.TB, lines ...string) *Control {
	t.Helper()
	c := &Control{Path: filepath.Join(t.TempDir(), "nvmlstub.conf")}
	c.Set(t, lines...)
	return c
}

// Set replaces all lines at once: the library never sees half of them.
func (c *Control) Set(t testing.TB, lines ...string) {
	t.Helper()
	half := c.Path + ".new"
	if err := os.WriteFile(half, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(half, c.Path); err != nil {
		t.Fatal(err)
	}
}

// ResetNow is the control line by which the counter of a GPU starts afresh at this moment.
func ResetNow(gpu int) string { return fmt.Sprintf("reset=%d@%.3f", gpu, At(time.Now())) }

// JumpNow is the control line by which the counter of a GPU leaps ahead by 10 MJ at this moment.
func JumpNow(gpu int) string { return fmt.Sprintf("jump=%d@%.3f", gpu, At(time.Now())) }

// DeviceID is the ID that the probe gives to a GPU of the library.
func DeviceID(gpu int) string { return fmt.Sprintf("gpu-GPU-57a2d1e0-0000-4000-8000-%012d", gpu) }

// At is the library's time, in seconds, at a time of this machine.
func At(t time.Time) float64 {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts); err != nil {
		panic("nvmlstub: read CLOCK_MONOTONIC: " + err.Error()) // every Linux has it
	}
	return float64(ts.Sec) + float64(ts.Nsec)*1e-9 - time.Since(t).Seconds()
}

// Power is what GPU number gpu draws at a time of the library's.
func Power(gpu int, t float64) estimator.Watts {
	w := base(gpu) + 80*math.Sin(2*math.Pi*t/period(gpu))
	if math.Mod(t, 7) < 3.5 {
		w += 40
	}
	return estimator.Watts(w)
}

// Energy is what GPU number gpu uses between two times of the library's: the integral of Power, without steps.
func Energy(gpu int, from, to float64) estimator.Joules {
	return estimator.Joules(integral(gpu, to) - integral(gpu, from))
}

func integral(gpu int, t float64) float64 {
	omega := 2 * math.Pi / period(gpu)
	return base(gpu)*t + 80/omega*(1-math.Cos(omega*t)) +
		40*(math.Floor(t/7)*3.5+math.Min(math.Mod(t, 7), 3.5))
}

func period(gpu int) float64 { return 5 + float64(gpu%8) }
func base(gpu int) float64   { return 200 + 20*float64(gpu%8) }
