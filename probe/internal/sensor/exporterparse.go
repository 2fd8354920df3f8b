package sensor

import (
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"gramwatt/estimator"
)

// remote is a device of another program's metrics. Absent values are nil.
type remote struct {
	id, name, program string
	kind              Kind

	counter     *uint64
	unit        float64 // joules for one count
	power       *estimator.Watts
	limit       estimator.Watts // 0 when it is not told
	utilization *estimator.Ratio
	memoryUsed  *uint64
	memoryFree  *uint64
	memoryTotal *uint64
	temperature *float64
	clockMHz    *float64
}

// readMetrics finds the devices in the text of an exporter, in the order of their ids. What is no energy and no power of a
// device that is known here is left alone; a value that cannot be is as good as none.
func readMetrics(text io.Reader) ([]remote, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(text)
	if err != nil {
		return nil, fmt.Errorf("it is not in the text format of Prometheus: %w", err)
	}
	m := metricsOf{families, map[string]*remote{}}
	m.dcgm()
	m.nvidia()
	m.node()
	var found []remote
	for _, id := range slices.Sorted(maps.Keys(m.devices)) {
		if r := m.devices[id]; r.counter != nil || r.power != nil {
			found = append(found, *r)
		}
	}
	return found, nil
}

// metricsOf are the metrics of one answer, and the devices found so far.
type metricsOf struct {
	families map[string]*dto.MetricFamily
	devices  map[string]*remote
}

// each calls with the labels and the value of each series of a name.
func (m *metricsOf) each(name string, do func(of map[string]string, v float64)) {
	for _, one := range m.families[name].GetMetric() {
		of := map[string]string{}
		for _, l := range one.GetLabel() {
			of[l.GetName()] = l.GetValue()
		}
		v := one.GetGauge().GetValue() + one.GetCounter().GetValue() + one.GetUntyped().GetValue()
		if v >= 0 && !math.IsInf(v, 0) { // and so no NaN
			do(of, v)
		}
	}
}

// gpu is the device of a UUID, which every exporter of NVIDIA's GPUs has, with or without "GPU-" before it.
func (m *metricsOf) gpu(uuid, program string) *remote {
	if uuid == "" {
		return &remote{} // of which nothing is kept
	}
	id := "gpu-GPU-" + strings.TrimPrefix(uuid, "GPU-")
	if m.devices[id] == nil {
		m.devices[id] = &remote{id: id, kind: GPU, program: program}
	}
	return m.devices[id]
}

// dcgm reads dcgm-exporter. Under MIG it repeats the values of the whole card for each instance.
// Source: NVIDIA/dcgm-exporter, etc/default-counters.csv; read 2026-11.
func (m *metricsOf) dcgm() {
	each := func(name string, do func(r *remote, v float64)) {
		m.each("DCGM_FI_DEV_"+name, func(of map[string]string, v float64) {
			r := m.gpu(of["UUID"], "dcgm-exporter")
			if r.name == "" {
				r.name = of["modelName"]
			}
			do(r, v)
		})
	}
	each("TOTAL_ENERGY_CONSUMPTION", func(r *remote, v float64) { r.count(v, 1e-3) })
	each("POWER_USAGE", func(r *remote, v float64) { r.watts(v) })
	each("POWER_MGMT_LIMIT", func(r *remote, v float64) { r.limit = estimator.Watts(v) })
	each("GPU_UTIL", func(r *remote, v float64) { r.works(v / 100) })
	each("FB_USED", func(r *remote, v float64) { r.memoryUsed = bytesOf(v * (1 << 20)) })
	each("FB_FREE", func(r *remote, v float64) { r.memoryFree = bytesOf(v * (1 << 20)) })
	each("GPU_TEMP", func(r *remote, v float64) { r.warm(v) })
	each("SM_CLOCK", func(r *remote, v float64) { r.runs(v) })
	for _, r := range m.devices {
		if r.memoryUsed != nil && r.memoryFree != nil {
			sum := *r.memoryUsed + *r.memoryFree
			r.memoryTotal = &sum
		}
	}
}

// nvidia reads nvidia_gpu_exporter.
// Source: utkuozdemir/nvidia_gpu_exporter, docs/METRICS.md; read 2026-11.
func (m *metricsOf) nvidia() {
	each := func(name string, do func(r *remote, v float64)) {
		m.each("nvidia_smi_"+name, func(of map[string]string, v float64) { do(m.gpu(of["uuid"], "nvidia_gpu_exporter"), v) })
	}
	m.each("nvidia_smi_gpu_info", func(of map[string]string, _ float64) { m.gpu(of["uuid"], "nvidia_gpu_exporter").name = of["name"] })
	each("energy_joules_total", func(r *remote, v float64) { r.count(v*1e3, 1e-3) })
	each("power_draw_watts", func(r *remote, v float64) { r.watts(v) })
	each("power_draw_instant_watts", func(r *remote, v float64) { r.watts(v) })
	each("power_max_limit_watts", func(r *remote, v float64) { r.limit = estimator.Watts(v) })
	each("utilization_gpu_ratio", func(r *remote, v float64) { r.works(v) })
	each("memory_used_bytes", func(r *remote, v float64) { r.memoryUsed = bytesOf(v) })
	each("memory_total_bytes", func(r *remote, v float64) { r.memoryTotal = bytesOf(v) })
	each("temperature_gpu", func(r *remote, v float64) { r.warm(v) })
	each("clocks_current_sm_clock_hz", func(r *remote, v float64) { r.runs(v / 1e6) })
}

// raplMetric is a zone of node_exporter's rapl collector. Cores and the like lie within packages, and mmio shows a package a
// second time.
var raplMetric = regexp.MustCompile(`^node_rapl_(package|dram|psys)(?:_\d+|_die_\d+|_\d+_die_\d+)?_joules_total$`)

// node reads node_exporter: the raw counters of the kernel. It does not tell where they wrap, so a wrap is taken as a fresh
// start, and costs the interval that it lies in.
// Source: prometheus/node_exporter, collector/rapl_linux.go; read 2026-11.
func (m *metricsOf) node() {
	for name := range m.families {
		match := raplMetric.FindStringSubmatch(name)
		if match == nil {
			continue
		}
		m.each(name, func(of map[string]string, v float64) {
			if strings.Contains(of["path"], "mmio") {
				return
			}
			kind := map[string]Kind{"package": CPU, "dram": DRAM, "psys": Platform}[match[1]]
			zone := strings.TrimSuffix(strings.TrimPrefix(name, "node_rapl_"), "_joules_total")
			if index := of["index"]; index != "" {
				zone += "-" + index
			}
			id := string(kind) + "-" + zone
			if path := of["path"]; m.devices[id] != nil && path != "" { // two zones of one name
				id += "-" + path[strings.LastIndex(path, "/")+1:]
			}
			r := &remote{id: id, name: zone, kind: kind, program: "node_exporter"}
			r.count(v*1e6, 1e-6)
			m.devices[id] = r
		})
	}
}

// mostCounts is where a float64 no longer holds every whole number.
const mostCounts = 1 << 53

func (r *remote) count(v, unit float64) {
	if v < mostCounts {
		n := uint64(math.Round(v))
		r.counter, r.unit = &n, unit
	}
}

// The sentinels of drivers are huge numbers; a power of 0 is another (see zeroPower).
func (r *remote) watts(v float64) {
	if v > 0 && v < mostWatts {
		w := estimator.Watts(v)
		r.power = &w
	}
}

// mostWatts is above any one device.
const mostWatts = 1e5

func (r *remote) works(v float64) {
	if v <= 1 {
		u := estimator.Ratio(v)
		r.utilization = &u
	}
}

func (r *remote) warm(v float64) {
	if v < hottest {
		r.temperature = &v
	}
}

func (r *remote) runs(mhz float64) {
	if mhz < fastest {
		r.clockMHz = &mhz
	}
}

// bytesOf is nil for more than any device has.
func bytesOf(v float64) *uint64 {
	if v >= 1<<50 {
		return nil
	}
	n := uint64(v)
	return &n
}

// describe is the device as it is listed.
func (r *remote) describe(address string, cat *estimator.Catalog) Device {
	d := Device{ID: r.id, Name: r.name, Kind: r.kind, Quality: Measured, Source: r.program + " at " + address + ": energy counter"}
	if r.counter == nil {
		d.Source = r.program + " at " + address + ": power, integrated"
	}
	if d.Name == "" {
		d.Name = r.id
	}
	switch r.kind {
	case GPU:
		var label estimator.Watts
		d.CatalogID, label = rated(cat, r.name)
		if d.Rated = r.limit; d.Rated == 0 {
			d.Rated = label
		}
		d.Plausible = plausibleOverLimit * max(d.Rated, label)
		d.Band = estimator.NVIDIASensor(r.name, "", r.counter != nil, false)
	case CPU:
		d.Plausible, d.Band = plausibleZone, estimator.RAPLOtherPackage
	case DRAM:
		d.Plausible, d.Band = plausibleZone, estimator.RAPLMemory
	}
	return d
}

// reading is what was told between two moments.
func (r *remote) reading(before, after time.Time) Reading {
	got := Reading{DeviceID: r.id, Before: before, After: after, State: OK, Counter: r.counter, CounterUnit: r.unit, Power: r.power,
		Utilization: r.utilization, MemoryUsed: r.memoryUsed, MemoryTotal: r.memoryTotal, Temperature: r.temperature, ClockMHz: r.clockMHz}
	if r.power != nil {
		got.PowerMeaning = "as " + r.program + " tells it"
	}
	return got
}
