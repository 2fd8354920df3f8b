//go:build linux && cgo

package sampler

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/nvmlstub"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/sensor/powercaptest"
)

// The real path to the driver, cgo and all, runs in processes of its own: a process can load one NVML library once,
// and whether it survives a broken one is what some of these tests ask.
const (
	childLibrary = "GRAMWATT_TEST_LIBRARY" // set in a child; the library it loads
	childSysfs   = "GRAMWATT_TEST_SYSFS"   // the sysfs it reads, never that of this machine
	childSeconds = "GRAMWATT_TEST_SECONDS" // how long it samples; without it the child only opens and reads
	childEvery   = "GRAMWATT_TEST_EVERY"   // at which interval
)

// noExitPause spares the second by which the race detector delays the end of each process.
const noExitPause = "GORACE=atexit_sleep_ms=0"

const (
	childInterval = 250 * time.Millisecond
	fastInterval  = 100 * time.Millisecond // the shortest that the probe takes
)

func TestMain(m *testing.M) {
	if library := os.Getenv(childLibrary); library != "" {
		child(library)
		return
	}
	os.Exit(m.Run())
}

func child(library string) {
	out := json.NewEncoder(os.Stdout)
	family := sensor.NewNVML(library, os.Getenv(childSysfs), estimator.Default(), quiet)
	seconds, err := time.ParseDuration(os.Getenv(childSeconds) + "s")
	if err != nil {
		openTwice(family, out)
		return
	}
	families := []sensor.Family{sensor.NewRAPL(os.Getenv(childSysfs), quiet), family}
	interval, err := time.ParseDuration(os.Getenv(childEvery))
	if err != nil {
		panic(err)
	}
	s := New(families, Options{Interval: interval, Log: quiet})
	ctx, cancel := context.WithTimeout(context.Background(), seconds)
	defer cancel()
	snaps, _ := s.Subscribe()
	go s.Run(ctx)
	for snap := range snaps {
		out.Encode(snap)
	}
}

// opening is what a child that only opens reports.
type opening struct {
	Status   sensor.Status
	Devices  []sensor.Device
	Readings []sensor.Reading
}

// openTwice opens and reads, waits for a line on standard input, and does it again, as the sampler does with a driver
// that was not there at first.
func openTwice(family sensor.Family, out *json.Encoder) {
	in := bufio.NewScanner(os.Stdin)
	for range 2 {
		var o opening
		devices, err := family.Open(context.Background())
		if err == nil {
			o.Devices = devices
			o.Readings, _ = family.Read(context.Background())
		}
		o.Status = family.Status()
		out.Encode(o)
		if !in.Scan() {
			break
		}
	}
	family.Close()
}

// sampling is a child at work.
type sampling struct {
	cmd   *exec.Cmd
	start time.Time
	snaps []*Snapshot
	done  chan error
}

func startChild(t *testing.T, library, control, sysfs string, interval time.Duration) *sampling {
	t.Helper()
	c := &sampling{start: time.Now(), done: make(chan error, 1)}
	c.cmd = exec.CommandContext(t.Context(), os.Args[0])
	c.cmd.Env = append(os.Environ(), noExitPause, childLibrary+"="+library, nvmlstub.Variable+"="+control, childSysfs+"="+sysfs,
		fmt.Sprintf("%s=%d", childSeconds, truthSeconds), fmt.Sprintf("%s=%s", childEvery, interval))
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for in := json.NewDecoder(out); ; {
			snap := new(Snapshot)
			if in.Decode(snap) != nil {
				break
			}
			c.snaps = append(c.snaps, snap)
		}
		c.done <- c.cmd.Wait()
	}()
	return c
}

// result waits for the child and returns its snapshots.
func (c *sampling) result(t *testing.T) (snaps []*Snapshot, first, last *Snapshot) {
	t.Helper()
	if err := <-c.done; err != nil {
		t.Fatalf("the sampling process did not live: %v", err)
	}
	i := slices.IndexFunc(c.snaps, func(s *Snapshot) bool { return len(s.Devices) > 2 })
	if i < 0 {
		t.Fatalf("no snapshot with GPUs among %d", len(c.snaps))
	}
	return c.snaps, c.snaps[i], c.snaps[len(c.snaps)-1]
}

// after calls f some time from now, and not once the test is over.
func after(t *testing.T, d time.Duration, f func()) {
	timer := time.AfterFunc(d, f)
	t.Cleanup(func() { timer.Stop() })
}

func truth(gpu int, a, b *Snapshot) estimator.Joules {
	return nvmlstub.Energy(gpu, nvmlstub.At(a.Time), nvmlstub.At(b.Time))
}

// TestNVMLTruth runs three probes at once against stand-in drivers, each beside a moving powercap tree that must not
// notice what happens to the GPUs.
func TestNVMLTruth(t *testing.T) {
	t.Parallel()
	library := nvmlstub.Build(t)
	tree := powercaptest.New(t)
	tree.Add(t, "intel-rapl:0", "package-0", 1000)
	tree.Move(t)

	many := []string{"gpus=12", "no_counter=1,2,3,9", "no_instant=2", "no_fields=3", "no_power=4,9", "frozen=7", "denied=8"}
	manyControl := nvmlstub.NewControl(t, many...)
	manyRun := startChild(t, library, manyControl.Path, tree.Root, childInterval)
	after(t, 5*time.Second, func() { manyControl.Set(t, append(many, "lost=6")...) })
	after(t, 7*time.Second, func() { manyControl.Set(t, append(many, "lost=6", nvmlstub.ResetNow(5))...) })
	after(t, 9*time.Second, func() { manyControl.Set(t, append(many, nvmlstub.ResetNow(5))...) })
	after(t, 11*time.Second, func() { manyControl.Set(t, append(many, nvmlstub.ResetNow(5), nvmlstub.JumpNow(11))...) })

	slowControl := nvmlstub.NewControl(t)
	slowRun := startChild(t, library, slowControl.Path, tree.Root, childInterval)
	after(t, 4*time.Second, func() { slowControl.Set(t, "slow=0:3000") })
	after(t, 6*time.Second, func() { slowControl.Set(t) })

	lostControl := nvmlstub.NewControl(t)
	lostRun := startChild(t, library, lostControl.Path, tree.Root, childInterval)
	after(t, 2*time.Second, func() { lostControl.Set(t, "lost=0,1") })
	after(t, 5*time.Second, func() { lostControl.Set(t) })

	fastRun := startChild(t, library, nvmlstub.NewControl(t).Path, tree.Root, fastInterval)

	t.Run("many", func(t *testing.T) {
		snaps, first, last := manyRun.result(t)
		steady(t, snaps, childInterval)
		for gpu, what := range map[int]string{
			0: "counter and instant power", 1: "instant power alone", 2: "average power alone",
			3: "the plain call alone", 4: "counter alone", 6: "lost for 4 s, then back", 10: "the eleventh",
		} {
			near(t, fmt.Sprintf("GPU %d: %s", gpu, what), gained(t, first, last, nvmlstub.DeviceID(gpu)), truth(gpu, first, last))
		}
		testReset(t, snaps, first, last)
		testFrozen(t, snaps, first, last)
		testJump(t, snaps, first, last)

		if got := states(t, inTime(t, snaps[2:], nvmlstub.DeviceID(6)), nvmlstub.DeviceID(6)); got != "ok lost ok" {
			t.Errorf("lost GPU: states %q, want ok lost ok", got)
		}
		for gpu, want := range map[int]sensor.State{8: sensor.Denied, 9: sensor.Absent} {
			d := of(t, last, nvmlstub.DeviceID(gpu))
			if d.State != want || d.Watts != nil || d.Joules != 0 || d.Reason == "" || d.Missing < 15*time.Second {
				t.Errorf("GPU %d: got %+v, want %s with a reason and all of its time missing", gpu, d, want)
			}
		}
		d := of(t, last, nvmlstub.DeviceID(0))
		if d.Utilization == nil || d.MemoryUsed == nil || *d.MemoryUsed != 21<<30 || d.Temperature == nil || *d.Temperature != 50 ||
			d.ClockMHz == nil || *d.ClockMHz != 1410 || !slices.Equal(d.Throttle, []string{"power limit"}) {
			t.Errorf("what else a GPU tells: %+v", d)
		}
		for gpu, want := range map[int]string{0: "instant", 2: "1 s average", 3: "instant", 5: "instant"} { // an A100's plain call
			if d := of(t, last, nvmlstub.DeviceID(gpu)); d.PowerMeaning != want {
				t.Errorf("GPU %d: its power means %q, want %q", gpu, d.PowerMeaning, want)
			}
		}
		if d.Integral == nil || *d.Integral < 0.97 || *d.Integral > 1.03 || d.Error == nil || *d.Error < 0.05 || *d.Error > 0.2 {
			t.Errorf("self-check %v, band %v; want about 1 and 5 to 20 %%", d.Integral, d.Error)
		}
		near(t, "CPU package beside them", gained(t, first, last, "cpu-package-0"), tree.Energy("intel-rapl:0", first.Time, last.Time))
	})

	t.Run("fast", func(t *testing.T) {
		snaps, first, last := fastRun.result(t)
		steady(t, snaps, fastInterval)
		for gpu := range 2 {
			id := nvmlstub.DeviceID(gpu)
			near(t, fmt.Sprintf("GPU %d at 10 Hz", gpu), gained(t, first, last, id), truth(gpu, first, last))
			followsPower(t, snaps[5:], gpu)
			if d := of(t, last, id); d.Integral == nil || *d.Integral < 0.98 || *d.Integral > 1.02 {
				t.Errorf("GPU %d: self-check %v, want about 1", gpu, d.Integral)
			}
		}
	})

	t.Run("slow", func(t *testing.T) {
		snaps, first, last := slowRun.result(t)
		steady(t, snaps, childInterval)
		for gpu := range 2 {
			id := nvmlstub.DeviceID(gpu)
			if got := states(t, snaps[2:], id); !strings.Contains(got, "late stuck") || !strings.HasSuffix(got, "ok") {
				t.Errorf("GPU %d of a driver that hangs for 3 s: states %q, want late, stuck and then ok", gpu, got)
			}
			near(t, fmt.Sprintf("GPU %d across a call of 3 s", gpu), gained(t, first, last, id), truth(gpu, first, last))
		}
		goesOn(t, snaps[2:], "cpu-package-0", nvmlstub.DeviceID(0))
		near(t, "CPU package beside it", gained(t, first, last, "cpu-package-0"), tree.Energy("intel-rapl:0", first.Time, last.Time))
	})

	t.Run("all lost", func(t *testing.T) {
		snaps, first, last := lostRun.result(t)
		steady(t, snaps, childInterval)
		for gpu := range 2 {
			id := nvmlstub.DeviceID(gpu)
			if got := states(t, inTime(t, snaps[2:], id), id); got != "ok lost ok" {
				t.Errorf("GPU %d: states %q, want ok lost ok", gpu, got)
			}
			near(t, fmt.Sprintf("GPU %d across NVML's second start", gpu), gained(t, first, last, id), truth(gpu, first, last))
		}
		goesOn(t, snaps[2:], "cpu-package-0", nvmlstub.DeviceID(0))
	})
}

// inTime leaves out the snapshots for which a device's reading came too late, as happens now and then on a busy machine.
func inTime(t *testing.T, snaps []*Snapshot, id string) []*Snapshot {
	return slices.DeleteFunc(slices.Clone(snaps), func(s *Snapshot) bool { return of(t, s, id).State == sensor.Late })
}

// followsPower: the counter moves about once a second, and the curve and the joules go on in between. On a busy machine
// some readings come late, so most must.
func followsPower(t *testing.T, snaps []*Snapshot, gpu int) {
	t.Helper()
	follow, grow := 0, 0
	for i := 1; i < len(snaps); i++ {
		before, now := of(t, snaps[i-1], nvmlstub.DeviceID(gpu)), of(t, snaps[i], nvmlstub.DeviceID(gpu))
		truth := nvmlstub.Power(gpu, nvmlstub.At(snaps[i].Time))
		if now.Watts != nil && math.Abs(float64(*now.Watts-truth)) < 20 {
			follow++
		}
		if gained := now.Joules - before.Joules; gained > 0 && gained < 3*truth.Over(fastInterval) {
			grow++
		}
	}
	if n := len(snaps) - 1; follow < n*8/10 || grow < n*8/10 {
		t.Errorf("GPU %d: of %d snapshots %d show the power of that moment, and in %d the joules go on", gpu, n, follow, grow)
	}
}

// goesOn fails the test unless a device gave its watts while another one did not. On a busy machine a reading now and
// then comes too late for its snapshot, so half of them must be there; a family that waits for the other gives none.
func goesOn(t *testing.T, snaps []*Snapshot, id, other string) {
	t.Helper()
	trouble, well := 0, 0
	for _, s := range snaps {
		if of(t, s, other).State == sensor.OK {
			continue
		}
		trouble++
		d := of(t, s, id)
		if d.State == sensor.OK && d.Watts != nil {
			well++
		}
		if d.State != sensor.OK && d.State != sensor.Late {
			t.Errorf("%s at %v while %s fails: %+v", id, s.Elapsed, other, d)
		}
	}
	if trouble < 4 || 2*well < trouble {
		t.Errorf("%s gave watts in %d of the %d snapshots in which %s failed", id, well, trouble, other)
	}
}

// testReset: the interval in which GPU 5's counter started afresh is filled from its power.
func testReset(t *testing.T, snaps []*Snapshot, first, last *Snapshot) {
	t.Helper()
	id := nvmlstub.DeviceID(5)
	near(t, "GPU 5: counter starts afresh", gained(t, first, last, id), truth(5, first, last))
	resets := 0
	for _, s := range snaps {
		for _, e := range s.Events {
			if e.Kind == Reset && e.DeviceID == id {
				resets++
			}
		}
	}
	if missing := of(t, last, id).Missing; resets == 0 || missing > 100*time.Millisecond {
		t.Errorf("GPU 5: %d resets marked, %v missing; want a mark and nothing missing", resets, missing)
	}
}

// testJump: the 10 MJ by which GPU 11's counter leaps ahead are not believed, and that is marked; its power fills the
// interval.
func testJump(t *testing.T, snaps []*Snapshot, first, last *Snapshot) {
	t.Helper()
	id := nvmlstub.DeviceID(11)
	near(t, "GPU 11: counter leaps ahead", gained(t, first, last, id), truth(11, first, last))
	var marks []string
	for _, s := range snaps {
		for _, e := range s.Events {
			if e.DeviceID == id && e.Kind == Gap {
				marks = append(marks, e.Label)
			}
		}
		if d := of(t, s, id); s.Seq > 2 && d.State != sensor.Late && (d.Watts == nil || *d.Watts > 1000) {
			t.Errorf("GPU 11 at %v: power %v", s.Elapsed, d.Watts)
		}
	}
	if missing := of(t, last, id).Missing; len(marks) != 1 || !strings.Contains(marks[0], "leapt ahead") || missing > 100*time.Millisecond {
		t.Errorf("GPU 11: marks %q, %v missing; want one and nothing missing", marks, missing)
	}
}

// testFrozen: GPU 7's counter never moves, so its power takes over, for all the time since the first reading.
func testFrozen(t *testing.T, snaps []*Snapshot, first, last *Snapshot) {
	t.Helper()
	id := nvmlstub.DeviceID(7)
	began := last.Time.Add(-last.Elapsed)
	near(t, "GPU 7: counter stands still", of(t, last, id).Joules,
		nvmlstub.Energy(7, nvmlstub.At(began), nvmlstub.At(last.Time)))
	for _, s := range snaps[2:] {
		if d := of(t, s, id); d.State != sensor.Late && (d.Watts == nil || *d.Watts < 100) {
			t.Errorf("GPU 7 at %v: power %v", s.Elapsed, d.Watts)
		}
	}
}

// TestNVMLStartsOrSaysWhyNot opens each kind of broken driver in a process that must live.
func TestNVMLStartsOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	whole := nvmlstub.Build(t)
	text := t.TempDir() + "/libnvidia-ml.so.1"
	if err := os.WriteFile(text, []byte("not a library\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		library string
		control string
		state   sensor.State
		detail  string // words of the status
		remedy  string
	}{
		{"works", whole, "", sensor.OK, "2 GPUs, 2 with an energy counter", ""},
		{"sixteen GPUs", whole, "gpus=16", sensor.OK, "16 GPUs", ""},
		{"one of two is lost", whole, "lost=0", sensor.OK, "1 GPU, ", ""},
		{"no library", "libgramwatt-no-such.so.1", "", sensor.Absent, "no NVIDIA driver", "NVIDIA"},
		{"not a library", text, "", sensor.Absent, "no NVIDIA driver", "NVIDIA"},
		{"library without driver", whole, "init=9", sensor.Absent, "kernel driver is not loaded", "modprobe nvidia"},
		{"versions differ", whole, "init=18", sensor.Absent, "different versions, as after an upgrade", "restart gramwatt"},
		{"no permission", whole, "init=4", sensor.Denied, "may not open", "group"},
		{"fallen off the bus", whole, "init=15", sensor.Lost, "fallen off the bus", "dmesg"},
		{"unknown error", whole, "init=999", sensor.Lost, "unknown error", "dmesg"},
		{"an error newer than we are", whole, "init=77", sensor.Lost, "NVML error 77", "dmesg"},
		{"no GPU", whole, "gpus=0", sensor.Absent, "has no GPU", "--gpus all"},
		{"cannot count", whole, "count=999", sensor.Lost, "does not count", ""},
		{"all are lost", whole, "lost=0,1", sensor.Lost, "none of 2 GPUs answers", "dmesg"},
		{"no Init", nvmlstub.Build(t, "nvmlInit_v2"), "", sensor.Absent, "has no nvmlInit_v2", "--nvml"},
		{"no Count", nvmlstub.Build(t, "nvmlDeviceGetCount_v2"), "", sensor.Absent, "has no nvmlDeviceGetCount_v2", "--nvml"},
		{"an old driver without the energy counter", nvmlstub.Build(t, "nvmlDeviceGetTotalEnergyConsumption"), "", sensor.OK,
			"0 with an energy counter; power reading: instant", ""},
		{"an older one without fields", nvmlstub.Build(t, "nvmlDeviceGetTotalEnergyConsumption", "nvmlDeviceGetFieldValues"), "",
			sensor.OK, "power reading: 1 s average", ""},
		{"one that does not tell its generation either", nvmlstub.Build(t, "nvmlDeviceGetFieldValues",
			"nvmlDeviceGetCudaComputeCapability"), "", sensor.OK, "the driver's choice", ""},
		{"split by MIG", whole, "mig=0", sensor.OK, "energy of the whole card", ""},
		{"nothing but power", nvmlstub.Build(t, "nvmlDeviceGetTotalEnergyConsumption", "nvmlDeviceGetFieldValues",
			"nvmlDeviceGetUtilizationRates", "nvmlDeviceGetMemoryInfo", "nvmlDeviceGetTemperature", "nvmlDeviceGetClockInfo",
			"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons",
			"nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementLimitConstraints", "nvmlDeviceGetPciInfo_v3",
			"nvmlDeviceGetHandleByUUID", "nvmlDeviceGetCudaComputeCapability", "nvmlDeviceGetMigMode",
			"nvmlDeviceGetProcessUtilization", "nvmlDeviceGetComputeRunningProcesses_v3"), "", sensor.OK, "2 GPUs", ""},
		{"neither energy nor power", whole, "no_counter=0,1\nno_power=0,1", sensor.Lost, "neither energy nor power", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			control := nvmlstub.NewControl(t, tt.control)
			first, second := openChild(t, tt.library, control)
			if first.Status.State != tt.state || !strings.Contains(first.Status.Detail, tt.detail) ||
				!strings.Contains(first.Status.Remedy, tt.remedy) {
				t.Errorf("status: %+v, want %s, %q, %q", first.Status, tt.state, tt.detail, tt.remedy)
			}
			for _, r := range first.Readings {
				if r.State == sensor.OK && r.Counter == nil && r.Power == nil || r.Reason == "" && r.State != sensor.OK {
					t.Errorf("reading: %+v", r)
				}
			}
			// Whatever was wrong with the driver, it works now: the same process must get it.
			if broken := tt.library != whole; !broken && second.Status.State != sensor.OK {
				t.Errorf("after the driver came: %+v", second.Status)
			}
		})
	}
}

// openChild runs a child that opens the library, mends the driver, and lets it open once more.
func openChild(t *testing.T, library string, control *nvmlstub.Control) (first, second opening) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), noExitPause, childLibrary+"="+library, nvmlstub.Variable+"="+control.Path)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answers := json.NewDecoder(out)
	if err := answers.Decode(&first); err != nil {
		t.Errorf("the process did not live through the first start: %v", err)
	}
	control.Set(t)
	fmt.Fprintln(in)
	if err := answers.Decode(&second); err != nil {
		t.Errorf("the process did not live through the second start: %v", err)
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Errorf("the process ended with %v", err)
	}
	return first, second
}
