//go:build linux && cgo

package sensor

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/NVIDIA/go-nvml/pkg/nvml"

	"gramwatt/estimator"
)

// nvmlFamily reads NVIDIA GPUs through the driver's management library.
//
// The energy counter gives the joules and the power gauge the shape of the curve; a device without a counter has the
// gauge alone. The counter is read about once a second, and power at each reading.
type nvmlFamily struct {
	lib     *nvmlLibrary
	catalog *estimator.Catalog
	log     *slog.Logger
	sysfs   string
	fixes   Machine
	gpus    []*gpu
	nap     nap
	status  atomic.Pointer[Status]
}

// NewNVML returns the family of NVIDIA GPUs. library is the file of NVML, a bare name being searched for as the system
// does; it is loaded by Open. One process can have one such library. sysfs tells which GPUs sleep.
func NewNVML(library, sysfs string, cat *estimator.Catalog, log *slog.Logger) Family {
	n := &nvmlFamily{lib: newNVMLLibrary(library), catalog: cat, log: log, sysfs: sysfs, fixes: thisMachine()}
	n.say(Absent, "not opened yet", "")
	return n
}

func (n *nvmlFamily) Name() string   { return "nvml" }
func (n *nvmlFamily) Status() Status { return *n.status.Load() }

// Period is the pace of the readings, whatever the interval: a GPU may have power alone, or come to.
func (n *nvmlFamily) Period() time.Duration { return gaugePeriod }

func (n *nvmlFamily) Close() error {
	n.lib.shutdown()
	return nil
}

func (n *nvmlFamily) say(state State, detail, remedy string) {
	n.status.Store(&Status{Family: "nvml", State: state, Detail: detail, Remedy: remedy})
}

// unavailable sets the status and returns the matching error.
func (n *nvmlFamily) unavailable(state State, detail, remedy string) error {
	n.say(state, detail, remedy)
	return fmt.Errorf("nvml: open library: %q: %s: %w", n.lib.path, detail, ErrUnavailable)
}

// Open starts NVML, anew when it already runs, and lists the GPUs that answer.
func (n *nvmlFamily) Open(context.Context) ([]Device, error) {
	n.gpus = nil
	n.nap.wake()
	if asleep := sleepingGPU(n.sysfs); asleep != "" {
		n.lib.shutdown()
		return nil, n.unavailable(Asleep, "the NVIDIA GPU "+asleep+" is suspended and left asleep: 0 W assumed", "")
	}
	if err := n.lib.load(); err != nil {
		remedy := nvidiaRemedy(n.sysfs, n.fixes, "give --nvml the library's path")
		return nil, n.unavailable(Absent, "no NVIDIA driver: "+err.Error(), remedy)
	}
	if symbol := n.lib.missing(); symbol != "" {
		return nil, n.unavailable(Absent, "the library has no "+symbol, "give --nvml the driver's own libnvidia-ml.so.1")
	}
	n.lib.shutdown()
	if ret := n.lib.init(); ret != nvml.SUCCESS {
		return nil, n.unavailable(nvmlAbsence(ret))
	}
	count, ret := n.lib.count()
	if ret != nvml.SUCCESS {
		return nil, n.unavailable(Lost, "the driver does not count its GPUs: "+nvmlWords(ret), "")
	}
	var devices []Device
	silent := 0
	for i := range count {
		g, ret := n.find(i)
		if ret != nvml.SUCCESS {
			n.log.Warn("GPU not opened", "index", i, "reason", nvmlWords(ret))
			silent++
			continue
		}
		n.gpus = append(n.gpus, g)
		devices = append(devices, g.device)
	}
	if len(devices) == 0 {
		if silent > 0 {
			return nil, n.unavailable(Lost, fmt.Sprintf("none of %d GPUs answers", silent),
				"sudo dmesg | grep -i -e nvrm -e xid says what the driver met")
		}
		return nil, n.unavailable(Absent, "the NVIDIA driver runs and has no GPU",
			"in a container, pass the GPUs on: docker run --gpus all")
	}
	n.say(OK, n.summary(silent), "")
	return devices, nil
}

// summary says what the GPUs give.
func (n *nvmlFamily) summary(silent int) string {
	counters := 0
	for _, g := range n.gpus {
		if !g.off[askEnergy] {
			counters++
		}
	}
	text := fmt.Sprintf("%s, %d with an energy counter", count(len(n.gpus), "GPU"), counters)
	if len(n.gpus) > 0 {
		text += "; power reading: " + n.gpus[0].meaning()
	}
	if slices.ContainsFunc(n.gpus, func(g *gpu) bool { return g.mig }) {
		text += "; MIG is on: energy of the whole card, no utilisation"
	}
	if silent > 0 {
		text += fmt.Sprintf("; %d more do not answer", silent)
	}
	return text
}

// find makes the GPU with an index, and finds out what it can tell.
func (n *nvmlFamily) find(index int) (*gpu, nvml.Return) {
	handle, ret := n.lib.byIndex(index)
	if ret != nvml.SUCCESS {
		return nil, ret
	}
	uuid, ret := n.lib.uuid(handle)
	if ret != nvml.SUCCESS {
		return nil, ret
	}
	name, ret := n.lib.name(handle)
	if ret != nvml.SUCCESS {
		return nil, ret
	}
	g := &gpu{lib: n.lib, handle: handle, uuid: uuid, mig: n.lib.mig(handle)}
	if major, minor, ret := n.lib.capability(handle); ret == nvml.SUCCESS {
		g.capability = fmt.Sprintf("%d.%d", major, minor)
	}
	g.device = Device{ID: "gpu-" + uuid, Name: name, Kind: GPU, Quality: Measured}
	id, label := rated(n.catalog, name)
	g.device.CatalogID = id
	enforced, highest := n.lib.limits(handle)
	g.device.Rated = milliwatts(enforced)
	if g.device.Rated == 0 {
		g.device.Rated = label
	}
	g.device.Plausible = plausibleOverLimit * max(milliwatts(highest), g.device.Rated)
	if pci, ret := n.lib.pci(handle); ret == nvml.SUCCESS {
		g.power = pciPower(n.sysfs, pci.Domain, pci.Bus, pci.Device)
	}
	g.probe()
	g.device.Source = "NVML energy counter"
	if g.off[askEnergy] {
		g.device.Source = "NVML power (" + g.meaning() + "), integrated"
	}
	if g.mig {
		g.device.Source += "; of the whole card, as MIG instances have no meter"
	}
	g.device.Band = estimator.NVIDIASensor(name, g.capability, !g.off[askEnergy], g.meaning() == "1 s average")
	return g, nvml.SUCCESS
}

func milliwatts(mw uint32) estimator.Watts { return estimator.Watts(float64(mw) * 1e-3) }

// Read asks each GPU in turn. While NVML is released nothing is asked: the readings say which GPUs sleep.
func (n *nvmlFamily) Read(ctx context.Context) ([]Reading, error) {
	if n.nap.released() {
		if n.nap.over(time.Now(), n.runtimePower()) {
			return nil, fmt.Errorf("nvml: read: a GPU is awake again: %w", ErrChanged)
		}
		return n.napping(), nil
	}
	readings := make([]Reading, len(n.gpus))
	good := 0
	for i, g := range n.gpus {
		if ctx.Err() != nil { // a GPU before this one took all the time: leave the others for the next round
			readings[i] = Reading{DeviceID: g.device.ID, Before: time.Now(), After: time.Now(), State: Late,
				Reason: "another GPU took all the time of this round"}
			continue
		}
		readings[i] = g.read()
		if s := readings[i].State; s == OK || s == Asleep {
			good++
		}
	}
	if good > 0 {
		n.say(OK, n.summary(len(n.gpus)-good), "")
	} else {
		n.say(Lost, "no GPU gives a reading: "+firstReason(readings), "")
	}
	if n.nap.due(time.Now(), readings, n.runtimePower()) {
		n.lib.shutdown()
		n.say(Asleep, napWords, "")
	}
	return readings, nil
}

// runtimePower lists the directories of the GPUs' runtime power management.
func (n *nvmlFamily) runtimePower() []string {
	list := make([]string, len(n.gpus))
	for i, g := range n.gpus {
		list[i] = g.power
	}
	return list
}

func (n *nvmlFamily) napping() []Reading {
	readings := make([]Reading, len(n.gpus))
	for i, g := range n.gpus {
		readings[i] = nappingReading(g.device.ID, g.power)
	}
	return readings
}
