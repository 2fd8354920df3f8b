package sensor

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"gramwatt/estimator"
)

// What the exporters say, in their names and units, written for these tests.
const (
	dcgmText = `# TYPE DCGM_FI_DEV_POWER_USAGE gauge
DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aa",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="n1"} 312.5
DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-bb",device="nvidia1",modelName="NVIDIA H100 80GB HBM3",Hostname="n1"} 9223372036854775794
# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-aa",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="n1"} 1234567
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="1",UUID="GPU-bb",GPU_I_ID="1",modelName="NVIDIA H100 80GB HBM3"} 99
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="1",UUID="GPU-bb",GPU_I_ID="2",modelName="NVIDIA H100 80GB HBM3"} 99
# TYPE DCGM_FI_DEV_GPU_UTIL gauge
DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-aa"} 87
DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-aa"} 1024
DCGM_FI_DEV_FB_FREE{gpu="0",UUID="GPU-aa"} 3072
DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-aa"} 61
DCGM_FI_DEV_GPU_TEMP{gpu="1",UUID="GPU-bb"} 9223372036854775794
DCGM_FI_DEV_SM_CLOCK{gpu="0",UUID="GPU-aa"} 1980
`
	nvidiaText = `# TYPE nvidia_smi_gpu_info gauge
nvidia_smi_gpu_info{name="NVIDIA GeForce RTX 3090",uuid="cc",driver_version="580"} 1
# TYPE nvidia_smi_power_draw_watts gauge
nvidia_smi_power_draw_watts{uuid="cc"} 201.5
nvidia_smi_utilization_gpu_ratio{uuid="cc"} 0.5
nvidia_smi_memory_used_bytes{uuid="cc"} 1073741824
nvidia_smi_memory_total_bytes{uuid="cc"} 25769803776
nvidia_smi_temperature_gpu{uuid="cc"} 55
nvidia_smi_clocks_current_sm_clock_hz{uuid="cc"} 1.695e+09
# TYPE nvidia_smi_energy_joules_total counter
nvidia_smi_energy_joules_total{uuid="dd"} 17.25
`
	nodeText = `# TYPE node_rapl_package_joules_total counter
node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0"} 1000.5
node_rapl_package_joules_total{index="1",path="/sys/class/powercap/intel-rapl:1"} 2000.5
node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl-mmio:0"} 1000.5
# TYPE node_rapl_dram_joules_total counter
node_rapl_dram_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0:0"} 10
node_rapl_dram_joules_total{index="0",path="/sys/class/powercap/intel-rapl:1:0"} 20
node_rapl_core_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0:1"} 900
node_rapl_psys_joules_total{index="0",path="/sys/class/powercap/intel-rapl:2"} 5000
node_cpu_seconds_total{cpu="0",mode="idle"} 3
`
)

func TestReadMetrics(t *testing.T) {
	found, err := readMetrics(strings.NewReader(dcgmText + nvidiaText + nodeText))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range found {
		joules, watts := math.NaN(), math.NaN()
		if r.counter != nil {
			joules = float64(*r.counter) * r.unit
		}
		if r.power != nil {
			watts = float64(*r.power)
		}
		got[r.id] = fmt.Sprintf("%s %.6g J %.6g W", r.kind, joules, watts)
	}
	want := map[string]string{
		"gpu-GPU-aa":                 "gpu 1234.57 J 312.5 W",
		"gpu-GPU-bb":                 "gpu 0.099 J NaN W", // once for the card, and no sentinel
		"gpu-GPU-cc":                 "gpu NaN J 201.5 W",
		"gpu-GPU-dd":                 "gpu 17.25 J NaN W",
		"cpu-package-0":              "cpu 1000.5 J NaN W", // once, without mmio
		"cpu-package-1":              "cpu 2000.5 J NaN W",
		"dram-dram-0":                "dram 10 J NaN W",
		"dram-dram-0-intel-rapl:1:0": "dram 20 J NaN W",
		"platform-psys-0":            "platform 5000 J NaN W",
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("%s: %q, want %q", id, got[id], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%v", got)
	}
	for _, r := range found {
		switch r.id {
		case "gpu-GPU-aa":
			if *r.utilization != 0.87 || *r.memoryUsed != 1<<30 || *r.memoryTotal != 4<<30 || *r.temperature != 61 || *r.clockMHz != 1980 || r.name != "NVIDIA H100 80GB HBM3" {
				t.Errorf("dcgm-exporter: %+v", r)
			}
		case "gpu-GPU-bb":
			if r.temperature != nil {
				t.Errorf("%g °C is believed", *r.temperature)
			}
		case "gpu-GPU-cc":
			if *r.utilization != 0.5 || *r.memoryUsed != 1<<30 || *r.temperature != 55 || *r.clockMHz != 1695 || r.name != "NVIDIA GeForce RTX 3090" {
				t.Errorf("nvidia_gpu_exporter: %+v", r)
			}
		}
	}
}

// TestExporter: devices come, are lost and come back; an answer that is none costs its reading.
func TestExporter(t *testing.T) {
	var text atomic.Pointer[string]
	say := func(s string) { text.Store(&s) }
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "lab" || password != "secret" || r.URL.Path != "/metrics" {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		w.Write([]byte(*text.Load()))
	}))
	defer server.Close()
	e, err := NewExporter(strings.Replace(server.URL, "http://", "http://lab:secret@", 1), estimator.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	say("node_cpu_seconds_total 3\n")
	if _, err := e.Open(t.Context()); !errors.Is(err, ErrUnavailable) || e.Status().State != Absent {
		t.Errorf("no energy: %v, %+v", err, e.Status())
	}
	say(nvidiaText)
	devices, err := e.Open(t.Context())
	if err != nil || len(devices) != 2 || devices[0].CatalogID == "" || devices[0].Rated != 350 || devices[0].Quality != Measured {
		t.Fatalf("%+v, %v", devices, err)
	}
	if strings.Contains(devices[0].Source+e.Status().Detail, "secret") {
		t.Errorf("the password is told: %q, %q", devices[0].Source, e.Status().Detail)
	}
	read := func() []Reading {
		t.Helper()
		readings, err := e.Read(t.Context())
		if err != nil || len(readings) != 2 {
			t.Fatalf("%+v, %v", readings, err)
		}
		return readings
	}
	if r := read(); r[0].State != OK || *r[0].Power != 201.5 || r[0].Counter != nil || *r[1].Counter != 17250 || r[1].Power != nil {
		t.Errorf("%+v", r)
	}
	say(strings.ReplaceAll(nvidiaText, `nvidia_smi_energy_joules_total{uuid="dd"} 17.25`, ""))
	if r := read(); r[0].State != OK || r[1].State != Lost || r[1].Counter != nil {
		t.Errorf("one is gone: %+v", r)
	}
	say("<html>")
	if r := read(); r[0].State != Lost || r[1].State != Lost || e.Status().State != Lost {
		t.Errorf("no metrics: %+v", r)
	}
	say(nvidiaText + dcgmText)
	if _, err := e.Read(t.Context()); !errors.Is(err, ErrChanged) {
		t.Errorf("a new device: %v", err)
	}
	server.Close()
	if r := read(); r[0].State != Lost || r[0].Reason == "" {
		t.Errorf("no server: %+v", r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Open(ctx); !errors.Is(err, ErrUnavailable) {
		t.Errorf("out of time: %v", err)
	}
	for _, bad := range []string{"", "localhost:9400", "file:///etc/passwd", "http://", "http://a b/"} {
		if _, err := NewExporter(bad, nil); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzReadMetrics(f *testing.F) {
	f.Add(dcgmText)
	f.Add(nvidiaText)
	f.Add(nodeText)
	f.Add("node_rapl_package_joules_total NaN\nDCGM_FI_DEV_POWER_USAGE{UUID=\"a\"} -1\nDCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{UUID=\"a\"} 1e300\n")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := readMetrics(strings.NewReader(text))
		if err != nil && len(found) > 0 {
			t.Errorf("%v, and %d devices", err, len(found))
		}
		seen := map[string]bool{}
		for _, r := range found {
			if seen[r.id] || r.id == "" || r.counter == nil && r.power == nil || r.counter != nil && !(r.unit > 0) {
				t.Errorf("device %+v", r)
			}
			seen[r.id] = true
			if r.power != nil && !(*r.power > 0 && *r.power < mostWatts) || r.utilization != nil && !(*r.utilization >= 0 && *r.utilization <= 1) {
				t.Errorf("values of %+v", r)
			}
			d := r.describe("http://x/metrics", nil)
			if d.ID != r.id || d.Name == "" || d.Kind == "" {
				t.Errorf("described as %+v", d)
			}
		}
	})
}
