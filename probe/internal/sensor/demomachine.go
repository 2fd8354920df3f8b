package sensor

import (
	"fmt"
	"math/rand/v2"
	"time"

	"gramwatt/estimator"
)

// demoMachines lists the simulated machines. The first part of each is the one that `lose` takes away.
var demoMachines = map[string]func(cat *estimator.Catalog, r *rand.Rand) []*demo{
	// A GPU that goes to sleep, a processor, and the battery that feeds both, a screen and the rest.
	"laptop": func(cat *estimator.Catalog, r *rand.Rand) []*demo {
		gpu := demoGPU(cat, r, 0, laptopJob, "NVIDIA GeForce RTX 4070 Laptop GPU", 115, 12, 8<<30)
		cpu := demoPackage(r, laptopJob, "cpu-package-0", "CPU package 0", CPU, 45, 6)
		battery := &part{device: Device{ID: "platform-battery-demo", Name: "Battery", Kind: Platform, Quality: Simulated,
			Source: "simulated battery discharge", Rated: 200, Plausible: 400, Whole: true},
			job: laptopJob, idle: 9, step: time.Second, around: []*part{gpu, cpu}}
		return []*demo{{name: "demo", parts: []*part{gpu, cpu, battery}}}
	},
	// A training node. Two of its GPUs get the warm air of the others.
	"h100x8": func(cat *estimator.Catalog, r *rand.Rand) []*demo {
		var parts []*part
		for i := range 8 {
			gpu := demoGPU(cat, r, i, trainingJob, "NVIDIA H100 80GB HBM3", 700, 70, 80<<30)
			gpu.hot = i >= 6
			parts = append(parts, gpu)
		}
		for i := range 2 {
			parts = append(parts,
				demoPackage(r, trainingJob, fmt.Sprintf("cpu-package-%d", i), fmt.Sprintf("CPU package %d", i), CPU, 350, 95),
				demoPackage(r, trainingJob, fmt.Sprintf("dram-package-%d", i), fmt.Sprintf("Memory of CPU package %d", i), DRAM, 60, 18))
		}
		return []*demo{{name: "demo", parts: parts}}
	},
	// Everything that can go wrong with sensors, each on a device of its own, every two minutes. The last GPU hangs in a
	// family of its own, as it would behind a second driver: the others go on.
	"broken": func(cat *estimator.Catalog, r *rand.Rand) []*demo {
		const every = 2 * time.Minute
		gpu := func(i int, what string) *part {
			p := demoGPU(cat, r, i, trainingJob, "NVIDIA A100-SXM4-80GB", 400, 55, 80<<30)
			p.device.Name += ", " + what
			return p
		}
		lost, leaping, gauge, sound, hanging := gpu(0, "gets lost"), gpu(1, "counter leaps"), gpu(2, "no counter"), gpu(3, "sound"), gpu(4, "hangs")
		lost.lost = fault{20 * time.Second, 15 * time.Second, every}
		leaping.jumps = fault{45 * time.Second, 0, every}
		gauge.unit, gauge.device.Source = 0, "simulated power readings"
		gauge.device.Band = estimator.NVIDIASensor("NVIDIA A100-SXM4-80GB", "8.0", false, false)
		denied := []*part{
			demoPackage(r, trainingJob, "cpu-package-0", "CPU package 0", CPU, 280, 80),
			demoPackage(r, trainingJob, "dram-package-0", "Memory of CPU package 0", DRAM, 40, 12),
		}
		for _, p := range denied {
			p.denied = true
		}
		return []*demo{
			{name: "demo", parts: []*part{lost, leaping, gauge, sound}},
			{name: "demo packages", parts: denied},
			{name: "demo hanging", parts: []*part{hanging}, stuck: fault{60 * time.Second, 8 * time.Second, every}},
		}
	},
}

func demoGPU(cat *estimator.Catalog, r *rand.Rand, i int, job []phase, name string, rated, idle estimator.Watts, memory uint64) *part {
	d := Device{ID: fmt.Sprintf("gpu-demo-%d", i), Name: name, Kind: GPU, Quality: Simulated,
		Source: "simulated energy counter", Rated: rated, Plausible: rated * 3 / 2,
		Band: estimator.NVIDIASensor(name, demoCapabilities[name], true, false)}
	if cat != nil {
		if a, ok := cat.Accelerator(name); ok {
			d.CatalogID = a.ID
		}
	}
	return &part{device: d, job: job, idle: idle, memory: memory, step: 100 * time.Millisecond, unit: 1e-3,
		seed: r.Uint64(), lag: r.Float64() * 0.2, base: r.Uint64N(1e9)}
}

// demoCapabilities are the CUDA compute capabilities of the simulated GPUs, for the error band that real ones have.
var demoCapabilities = map[string]string{
	"NVIDIA GeForce RTX 4070 Laptop GPU": "8.9", "NVIDIA H100 80GB HBM3": "9.0", "NVIDIA A100-SXM4-80GB": "8.0",
}

func demoPackage(r *rand.Rand, job []phase, id, name string, kind Kind, rated, idle estimator.Watts) *part {
	const wrap = 65_712_999_613 // the range of a DRAM zone on many servers: about 3 minutes at 350 W
	band := estimator.RAPLIntelPackage
	if kind == DRAM {
		band = estimator.RAPLMemory
	}
	return &part{
		device: Device{ID: id, Name: name, Kind: kind, Quality: Simulated, Source: "simulated package counter",
			Rated: rated, Plausible: max(2*rated, plausibleZoneFloor), Band: band},
		job: job, idle: idle, step: time.Millisecond, wrap: wrap, unit: microjoule,
		seed: r.Uint64(), lag: r.Float64() * 0.2, base: r.Uint64N(wrap),
	}
}
