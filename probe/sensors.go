package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/self"
	"gramwatt/probe/internal/sensor"
)

// hardware says which machine to read.
type hardware struct {
	Sysfs, Procfs, NVML, SMI string
	Demo                     string   // name of simulated hardware; empty for the real machine
	From                     []string // metrics of other programs that stand in for sensors; empty for the sensors
	GPUIdle                  string   // watts of a GPU at rest; empty to learn them
}

func hardwareOf(c *cli.Command) hardware {
	return hardware{Sysfs: c.String("sysfs"), Procfs: c.String("procfs"), NVML: c.String("nvml"), SMI: c.String("nvidia-smi"), Demo: c.String("demo"),
		From: c.StringSlice("from"), GPUIdle: c.String("gpu-idle")}
}

// mostIdle is the highest power at rest that is believed, in watts: the catalog has none above 121 W.
const mostIdle = 500

// demoSeed makes every demonstration the same.
const demoSeed = 1

// newSampler makes the families of the machine and the sampler that owns them. The error is one of input.
func newSampler(h hardware, cat *estimator.Catalog, interval time.Duration, log *slog.Logger) (*sampler.Sampler, error) {
	options := sampler.Options{Interval: interval, Log: log}
	if h.GPUIdle != "" {
		var f faults
		w, ok := f.number("--gpu-idle", h.GPUIdle)
		switch {
		case !ok:
			return nil, f.orNil()
		case w <= 0 || w > mostIdle:
			return nil, bad("--gpu-idle", h.GPUIdle, "no GPU draws this at rest", "give watts, such as 25")
		}
		options.Idle = func(d sensor.Device) estimator.Watts {
			if d.Kind == sensor.GPU {
				return estimator.Watts(w)
			}
			return 0
		}
	}
	options.Self, _ = self.Open(h.Procfs) // which only Linux has; it is open until the end
	if h.Demo != "" {
		demo, err := sensor.NewDemo(h.Demo, demoSeed, cat)
		if err != nil {
			return nil, bad("--demo", h.Demo, "there is no such simulated machine",
				"use "+strings.Join(sensor.DemoNames(), ", ")+"; a GPU is lost after half a minute with h100x8:lose=30s, and seed=2 gives another session")
		}
		return sampler.New(demo, options), nil
	}
	if len(h.From) > 0 {
		return newReader(h.From, cat, options)
	}
	var s *sampler.Sampler
	nvml, rapl := sensor.NewNVML(h.NVML, h.Sysfs, cat, log), sensor.NewRAPL(h.Sysfs, log)
	noNVML := func() bool { return nvml.Status().State == sensor.Absent }
	needCPU := func() bool { return !measuresCPU(s.Devices(), rapl.Status()) }
	s = sampler.New([]sensor.Family{
		nvml,
		sensor.NewSMI(h.SMI, h.Sysfs, interval, cat, noNVML), // asks whether the one before it works
		sensor.NewHwmon(h.Sysfs, cat),
		rapl,
		sensor.NewBattery(h.Sysfs),
		sensor.NewHost(h.Procfs, estimator.Unshared, needCPU, log), // asks what those before it found
	}, options)
	return s, nil
}

// newReader makes the sampler of other programs' metrics.
func newReader(addresses []string, cat *estimator.Catalog, options sampler.Options) (*sampler.Sampler, error) {
	var families []sensor.Family
	for _, address := range addresses {
		f, err := sensor.NewExporter(address, cat)
		if err != nil {
			return nil, bad("--from", address, "this is no address of metrics", "write such as http://127.0.0.1:9400/metrics")
		}
		families = append(families, f)
	}
	return sampler.New(families, options), nil
}

// measuresCPU reports whether a sensor gives the energy of the CPU packages. One that was refused gives nothing. One
// that is lost for a moment still counts: its gap is marked, and filling it would count the energy twice when the
// counter comes back.
func measuresCPU(devices []sensor.Device, rapl sensor.Status) bool {
	if rapl.State == sensor.Denied || rapl.State == sensor.Absent {
		return false
	}
	for _, d := range devices {
		if d.Kind == sensor.CPU && d.Quality == sensor.Measured {
			return true
		}
	}
	return false
}

// printStatuses writes one line for each family: state, what it gives or lacks, and the remedy.
func printStatuses(w io.Writer, statuses []sensor.Status) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range statuses {
		line := s.Detail
		if s.Remedy != "" {
			line += "; remedy: " + s.Remedy
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Family, s.State, line)
	}
	table.Flush()
}
