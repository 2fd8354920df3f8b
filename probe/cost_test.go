//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gramwatt/probe/internal/nvmlstub"
	"gramwatt/probe/internal/self"
	"gramwatt/probe/internal/sensor/powercaptest"
)

// BenchmarkOwnCost runs the built program for a minute on a server of eight GPUs, two packages and their memory, at one
// sample a second, and reads what it takes. The GPUs are the stand-in for NVIDIA's library, whose own sines are counted as
// the program's, so the figures are a little high; the packages are a tree of files. What an hour of history takes beside
// it says BenchmarkHistory of package sampler.
//
//	go test -run '^$' -bench OwnCost -benchtime 1x ./probe
func BenchmarkOwnCost(b *testing.B) {
	const settle, length = 5 * time.Second, time.Minute
	binary := filepath.Join(b.TempDir(), "gramwatt")
	if out, err := exec.Command("go", "build", "-tags", "urfave_cli_no_template", "-o", binary, ".").CombinedOutput(); err != nil { // as `make` does
		b.Fatalf("build: %v\n%s", err, out)
	}
	onDisk(b, binary)
	library, tree := nvmlstub.BuildFor(b, 8), powercaptest.New(b)
	for i := range 2 {
		tree.Add(b, fmt.Sprintf("intel-rapl:%d", i), fmt.Sprintf("package-%d", i), 262143)
		tree.Add(b, fmt.Sprintf("intel-rapl:%d/intel-rapl:%d:0", i, i), "dram", 65712)
	}
	tree.Move(b)
	for _, viewers := range []int{0, 1} {
		b.Run(fmt.Sprintf("Viewers=%d", viewers), func(b *testing.B) {
			process := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--no-open",
				"--sysfs", tree.Root, "--nvml", library)
			process.Env = append(os.Environ(), "GRAMWATT_DATA="+b.TempDir())
			out, err := process.StdoutPipe()
			if err != nil {
				b.Fatal(err)
			}
			if err := process.Start(); err != nil {
				b.Fatal(err)
			}
			defer process.Wait()
			defer process.Process.Kill()
			line, err := bufio.NewReader(out).ReadString('\n')
			url, ok := strings.CutPrefix(strings.TrimSpace(line), "gramwatt: ")
			if err != nil || !ok {
				b.Fatalf("first line %q, %v", line, err)
			}
			for range viewers {
				conn, _, err := dial(url, url, nil)
				if err != nil {
					b.Fatal(err)
				}
				defer conn.Close()
				go func() {
					for {
						if _, _, err := conn.ReadMessage(); err != nil {
							return
						}
					}
				}()
			}
			use := useOf(b, process.Process.Pid)
			time.Sleep(settle)
			for b.Loop() {
				before := use()
				time.Sleep(length)
				after := use()
				b.ReportMetric(100*(after.CPU-before.CPU).Seconds()/length.Seconds(), "%-core")
				b.ReportMetric(float64(after.Resident)/(1<<20), "MiB")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// useOf reads another process by the reader for one's own, in a proc where it is "self".
func useOf(tb testing.TB, pid int) func() self.Usage {
	tb.Helper()
	proc := tb.TempDir()
	if err := os.Symlink(fmt.Sprintf("/proc/%d", pid), filepath.Join(proc, "self")); err != nil {
		tb.Fatal(err)
	}
	reader, err := self.Open(proc)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { reader.Close() })
	return func() self.Usage {
		tb.Helper()
		u, err := reader.Read(time.Now())
		if err != nil {
			tb.Fatal(err)
		}
		return u
	}
}
