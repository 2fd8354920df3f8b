//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sensor/powercaptest"
	"gramwatt/probe/internal/wire"
)

// nobody is the user and the group that no file belongs to.
const nobody = 65534

// stranger prepares a command to run as a user to whom the kernel denies what is root's: another one when the test is
// root, and else the same, who has no more rights than that. It may reach the directories of the test, and writes in home.
func stranger(t *testing.T, c *exec.Cmd, home string, reach ...string) {
	t.Helper()
	c.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "GRAMWATT_NO_OPEN=true", "LC_ALL=C"}
	if os.Getuid() != 0 {
		return
	}
	for _, path := range append(reach, home) {
		for ; path != filepath.Clean(os.TempDir()) && path != "/"; path = filepath.Dir(path) {
			if err := os.Chmod(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Chown(home, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// TestTheKernelDeniesACounter runs the program as a user who may read all counters of the tree but one, the kernel itself
// answering EACCES: that one says so, with the remedy, and the others stay within 1 % of the truth.
func TestTheKernelDeniesACounter(t *testing.T) {
	t.Parallel()
	const window = 12 * time.Second
	dir := t.TempDir()
	binary := filepath.Join(dir, "gramwatt")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	tree := powercaptest.New(t)
	for _, zone := range [][2]string{{"intel-rapl:0", "package-0"}, {"intel-rapl:0:0", "dram"}, {"intel-rapl:1", "package-1"}, {"intel-rapl:2", "package-2"}} {
		tree.Add(t, zone[0], zone[1], 500)
	}
	tree.Deny(t, "intel-rapl:1")
	tree.Move(t)
	if os.Getuid() != 0 {
		if _, err := os.ReadFile(filepath.Join(tree.Root, "class/powercap/intel-rapl:1/energy_uj")); err == nil {
			t.Fatal("this user may read a file of mode 0: the test would show nothing")
		}
	}
	const asked = "may be read by root only"

	home := t.TempDir()
	doctor := exec.Command(binary, "doctor", "--sysfs", tree.Root, "--nvml", "none.so")
	stranger(t, doctor, home, dir, tree.Root)
	text, err := doctor.CombinedOutput()
	if err != nil || !strings.Contains(string(text), "rapl (CPU and memory): ok: 3 of 4 zones with energy") || !strings.Contains(string(text), "  remedy: ") ||
		!strings.Contains(string(text), "group") || !strings.Contains(string(text), asked) {
		t.Errorf("doctor: %v\n%s", err, text)
	}

	probe := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--sysfs", tree.Root, "--nvml", "none.so", "--interval", "250ms", "--data", home)
	stranger(t, probe, home, dir, tree.Root)
	out, err := probe.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := probe.Start(); err != nil {
		t.Fatal(err)
	}
	defer probe.Wait()
	defer probe.Process.Kill()
	printed := bufio.NewReader(out)
	line, err := printed.ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "gramwatt: ")
	if err != nil || !ok {
		t.Fatalf("first line %q, %v", line, err)
	}
	go io.Copy(io.Discard, printed)
	conn, _, err := dial(url, url, http.Header{})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()

	var first, last wire.Sample
	for first.Type == "" || last.Seconds < first.Seconds+window.Seconds() {
		s := readSample(t, conn)
		if s.Seconds > 10*window.Seconds() {
			t.Fatal("this machine is too busy: hardly a sample has all its readings in time")
		}
		if s.Seconds < 0.6 || slices.ContainsFunc(s.Devices, func(d wire.DeviceSample) bool { return string(d.State) == "late" }) {
			continue // not all that can be read has been
		}
		if first.Type == "" {
			first = s
		}
		last = s
		for _, d := range s.Devices {
			if d.ID == "cpu-package-1" && (string(d.State) != "denied" || d.Joules != nil || d.Watts != nil || !strings.Contains(d.Reason, asked)) {
				t.Fatalf("the denied package: %+v", d)
			}
		}
	}
	if m := last.Totals.Missing; len(m) != 1 || m[0] != "cpu-package-1" {
		t.Errorf("the sum leaves out %v, want the denied package", m)
	}
	at := func(s wire.Sample) time.Time { return time.UnixMicro(int64(s.T * 1e6)) }
	for id, zone := range map[string]string{"cpu-package-0": "intel-rapl:0", "dram-package-0": "intel-rapl:0:0", "cpu-package-2": "intel-rapl:2"} {
		got, want := joulesOf(t, last, id)-joulesOf(t, first, id), float64(tree.Energy(zone, at(first), at(last)))
		t.Logf("%s: %.2f J, truth %.2f J", id, got, want)
		if math.Abs(got-want) > 0.01*want {
			t.Errorf("%s: %.2f J, want %.2f J within 1 %%", id, got, want)
		}
	}
}

func readSample(t *testing.T, conn *websocket.Conn) (s wire.Sample) {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for s.Type != "sample" {
		_, text, err := conn.ReadMessage()
		if err == nil {
			err = json.Unmarshal(text, &s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func joulesOf(t *testing.T, s wire.Sample, id string) float64 {
	t.Helper()
	for _, d := range s.Devices {
		if d.ID == id && d.Joules != nil {
			return *d.Joules
		}
	}
	t.Fatalf("sample %d has no joules of %s", s.Seq, id)
	return 0
}
