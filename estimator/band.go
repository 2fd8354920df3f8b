//go:build !js

package estimator

import (
	"math"
	"strings"
	"time"
)

// PowerSensor says how a sensor looks at power, which bounds how wrong the joules that come from it may be. The zero
// value is a sensor of which nothing is published: it has no band.
type PowerSensor struct {
	Steady Ratio         // half the width of the error that no length of time removes, as a part of the reading
	Every  time.Duration // a new value appears this often; 0 when the sensor looks all the time
	Window time.Duration // and each covers this much of the time before it; Every or more when nothing is missed
	Edge   time.Duration // each end of a span may be displaced by this much: the counter's step, or the age of an average
}

// Error is half the width of the band around the joules of a span, as a part of them: from Steady for a long span up to 1
// for one that is shorter than its edges. It is false when nothing is published about the sensor or the span is empty.
//
// A sensor that looks during the share Window ÷ Every alone misses up to the rest within one period; over more periods
// the misses cancel like independent ones, with the root of their number. That is this project's model of the paper's
// findings: up to about 70 % for one short kernel, and no more than the steady error over 5 s and many repeats. It is
// independent of the steady error, so the two add as squares; the edges shift all joules one way and add in full.
func (s PowerSensor) Error(span time.Duration) (Ratio, bool) {
	if s.Steady <= 0 || span <= 0 {
		return 0, false
	}
	unseen := 0.0
	if s.Window < s.Every {
		periods := max(float64(span)/float64(s.Every), 1)
		unseen = (1 - float64(s.Window)/float64(s.Every)) / math.Sqrt(periods)
	}
	edges := 2 * float64(s.Edge) / float64(span)
	return Ratio(min(math.Hypot(float64(s.Steady), unseen)+edges, 1)), true
}

// How NVIDIA's boards measure themselves, by generation.
// Source: Yang, Adamek, Armour, Part-time Power Measurements: nvidia-smi's Lack of Attention, SC'24,
// https://doi.org/10.1109/SC41406.2024.00028, over 70 boards against an external meter; read as notes and abstract,
// 2026-08. The steady error is random from board to board; 3.3 V rails (up to about 10 W) were outside their meter.
const (
	nvidiaSteady Ratio = 0.05
	nvidiaEvery        = 100 * time.Millisecond // Turing and later; 20 ms before

	// nvidiaStep is the time between two values of the energy counter; 20 to 100 ms were seen.
	// Source: comments in Alumet's NVML source and the ML.ENERGY blog on NVML counters; read 2026-08-21.
	nvidiaStep = 100 * time.Millisecond

	nvidiaAverage = time.Second // what the averaged reading is the mean of. Source: nvml.h 13.3.29, field 185.
)

// NVIDIASensor describes the sensor of an NVIDIA GPU from its name, its CUDA compute capability such as "9.0", and what
// is read: the energy counter, or power that is either the mean of a second or not. The counter is taken to add up what
// the instant reading shows, as nothing else is published. A generation that nobody measured counts as the one that
// looks least: GH200, a fifth of the time.
func NVIDIASensor(name, capability string, counter, average bool) PowerSensor {
	s := PowerSensor{Steady: nvidiaSteady, Every: nvidiaEvery}
	major, _, _ := strings.Cut(capability, ".")
	switch {
	case strings.Contains(name, "GH200"):
		s.Window = 20 * time.Millisecond
	case major == "3" || major == "5": // Kepler, Maxwell: a slow response instead of a short look
		s.Every = 20 * time.Millisecond
		s.Window, s.Edge = s.Every, 200*time.Millisecond
	case major == "6" || capability == "7.0" || capability == "7.2": // Pascal, Volta
		s.Every, s.Window = 20*time.Millisecond, 10*time.Millisecond
	case capability == "7.5" || capability == "8.6": // Turing, and the RTX 3090 for its generation
		s.Window = s.Every
	case capability == "8.0" || capability == "9.0": // A100, H100
		s.Window = 25 * time.Millisecond
	default:
		s.Window = 20 * time.Millisecond
	}
	switch {
	case counter:
		s.Edge = max(s.Edge, nvidiaStep)
	case average:
		s.Window, s.Edge = nvidiaAverage, nvidiaAverage
	}
	return s
}

// Polled is the sensor as it is seen by somebody who asks for its power once in every so long: what it shows between two
// questions is lost. An energy counter loses nothing and is not to be changed like this.
func (s PowerSensor) Polled(every time.Duration) PowerSensor {
	if s.Steady > 0 {
		s.Every = max(s.Every, every)
		s.Window = max(s.Window, 1) // one that looks all the time shows a moment when it is asked
	}
	return s
}

// AveragedPower reports whether the plain power reading of an NVIDIA GPU is the mean of a second, and false for ok where
// the compute capability is unknown. It is from Ampere on, except GA100 (A100, A30).
// Source: nvml.h 13.3.29, nvmlDeviceGetPowerUsage.
func AveragedPower(capability string) (average, ok bool) {
	major, minor, cut := strings.Cut(capability, ".")
	if !cut || major == "" || minor == "" {
		return false, false
	}
	return capability != "8.0" && (len(major) > 1 || major >= "8"), true
}

// RAPL counters look all the time and step about every millisecond, though not evenly: a difference over less than 20 ms is
// noise, which the edges say. What is published compares curves and finds a constant offset that differs from machine to
// machine, small where the voltage regulator measures (Intel, Xeon from Haswell on) and larger where a model guesses
// (AMD, desktop memory), worst when idle. The widths are this project's choice to cover that.
// Source: Desrochers, Paradis, Weaver, A Validation of DRAM RAPL Power Measurements, MEMSYS'16,
// https://doi.org/10.1145/2989081.2989088; Khan et al., RAPL in Action, 2018, https://doi.org/10.1145/3177754; Schöne et
// al., Energy Efficiency Aspects of the AMD Zen 2 Architecture, 2021, https://arxiv.org/abs/2108.00808, on the limitations
// of its power monitoring; abstracts read 2026-11.
const (
	raplMeasured Ratio = 0.10
	raplModelled Ratio = 0.20
	raplEdge           = 10 * time.Millisecond
)

// How RAPL's counters look at power. Another maker's package, and one of which the maker is not known, counts as modelled.
var (
	RAPLIntelPackage = PowerSensor{Steady: raplMeasured, Edge: raplEdge}
	RAPLOtherPackage = PowerSensor{Steady: raplModelled, Edge: raplEdge}
	RAPLMemory       = PowerSensor{Steady: raplModelled, Edge: raplEdge}
)

// CPUModelError is half the width of CPUModel's band, as a part of its middle, at the load whose middle is this mean
// power. It is false for a CPU without a rated power. Near idle it is more than 1: the band is wider than the figure.
func CPUModelError(rated, mean Watts) (Ratio, bool) {
	if rated <= 0 || !(mean >= 0) {
		return 0, false
	}
	idle, full := CPUModel(rated, 0).Mid, CPUModel(rated, 1).Mid
	band := CPUModel(rated, Ratio((mean-idle)/(full-idle)))
	return Ratio((band.High - band.Low) / 2 / band.Mid), true
}
