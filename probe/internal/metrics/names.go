package metrics

import "github.com/prometheus/client_golang/prometheus"

// Metric is one name that the probe exposes.
type Metric struct {
	Name   string
	Help   string
	Type   prometheus.ValueType
	Labels []string

	desc *prometheus.Desc
}

// ofDevice are the labels of everything that is told of a device. They are the same for all, so that names join.
var ofDevice = []string{"device", "kind", "name", "quality"}

var all []*Metric

func define(kind prometheus.ValueType, name, help string, labels ...string) *Metric {
	m := &Metric{Name: name, Help: help, Type: kind, Labels: labels, desc: prometheus.NewDesc(name, help, labels, nil)}
	all = append(all, m)
	return m
}

const (
	counter = prometheus.CounterValue
	gauge   = prometheus.GaugeValue
)

// The names are a contract: dashboards and rules depend on them. More may come, none changes its meaning.
var (
	energy      = define(counter, "gramwatt_energy_joules_total", "Energy since the probe started. Only kinds gpu, cpu and dram may be added up.", ofDevice...)
	grams       = define(counter, "gramwatt_co2e_grams_total", "Emissions of that energy at the facility, PUE included, by where the grid intensity came from.", append(ofDevice[:len(ofDevice):len(ofDevice)], "source")...)
	aboveIdle   = define(counter, "gramwatt_energy_above_idle_joules_total", "Energy above the baseline at rest, since that was known.", ofDevice...)
	missing     = define(counter, "gramwatt_energy_missing_seconds_total", "Time for which no energy could be known.", ofDevice...)
	errorRatio  = define(gauge, "gramwatt_energy_error_ratio", "Half the width of the band around the energy, as a part of it.", ofDevice...)
	power       = define(gauge, "gramwatt_power_watts", "Mean power of the last interval where a counter gives it, else the last reading.", ofDevice...)
	idlePower   = define(gauge, "gramwatt_idle_power_watts", "Power at rest, as learned or set.", ofDevice...)
	utilization = define(gauge, "gramwatt_utilization_ratio", "Part of the time in which the device worked.", ofDevice...)
	memoryUsed  = define(gauge, "gramwatt_memory_used_bytes", "Memory in use.", ofDevice...)
	memoryTotal = define(gauge, "gramwatt_memory_size_bytes", "Memory that the device has.", ofDevice...)
	temperature = define(gauge, "gramwatt_temperature_celsius", "Temperature.", ofDevice...)
	clock       = define(gauge, "gramwatt_clock_hertz", "Clock of the compute units.", ofDevice...)
	throttled   = define(gauge, "gramwatt_throttled", "1 while something is known to hold the clock down; no series otherwise.", ofDevice...)
	state       = define(gauge, "gramwatt_sensor_state", "1 for the state that the device is in, 0 for the others.", "device", "state")
	family      = define(gauge, "gramwatt_sensor_family_info", "Standing of each family of sensors; always 1.", "family", "state")

	intensity = define(gauge, "gramwatt_grid_intensity_grams_per_kwh", "Grid intensity that emissions are counted with now.", "place", "source")
	pue       = define(gauge, "gramwatt_pue_factor", "Energy of the building divided by energy of its machines, as set.")
	runInfo   = define(gauge, "gramwatt_run_info", "A run that this machine works for, with its labels; always 1.", "run_id")
	runEnergy = define(counter, "gramwatt_run_energy_joules_total", "Energy of the machine while the run was on it: of gpu, cpu and dram, in equal parts where several runs were.", "run_id", "quality")
	runGrams  = define(counter, "gramwatt_run_co2e_grams_total", "Emissions of that energy at the facility, PUE included, by where the grid intensity came from.", "run_id", "quality", "source")
	build     = define(gauge, "gramwatt_build_info", "What this probe is; always 1.", "version", "build", "simulated")

	samples   = define(counter, "gramwatt_samples_total", "Samples taken since the probe started.")
	sampledAt = define(gauge, "gramwatt_last_sample_timestamp_seconds", "When the newest sample was taken.")
	selfCPU   = define(counter, "gramwatt_self_cpu_seconds_total", "CPU time of the probe itself, on all cores.")
	selfBytes = define(gauge, "gramwatt_self_resident_bytes", "Memory of the probe itself.")
	selfPower = define(gauge, "gramwatt_self_power_watts", "Estimate of what the probe itself draws: its share of the measured CPU packages.")
)

// Names lists everything that may be exposed, in the order of definition. A value that is unknown has no series.
func Names() []Metric {
	list := make([]Metric, len(all))
	for i, m := range all {
		list[i] = *m
	}
	return list
}
