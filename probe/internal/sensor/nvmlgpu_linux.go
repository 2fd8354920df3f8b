//go:build linux && cgo

package sensor

import (
	"math"
	"time"

	"github.com/NVIDIA/go-nvml/pkg/nvml"

	"gramwatt/estimator"
)

// question is one thing to ask a GPU.
type question uint8

const (
	askEnergy question = iota
	askInstant
	askAverage
	askPlain
	askUtilization
	askMemory
	askTemperature
	askClock
	askThrottle
	askComputing
	askDrawing
	askProcesses
	questions
)

// gpu is one NVIDIA GPU.
type gpu struct {
	lib    *nvmlLibrary
	handle nvml.Device
	uuid   string
	device Device
	power  string // the directory of its runtime power management; empty when unknown

	off      [questions]bool // answered "not supported": not asked again until NVML is started anew
	lostAt   time.Time       // zero while it answers
	nextTry  time.Time       // of a lost one
	lostWith nvml.Return

	capability string // CUDA's, such as "9.0"; empty when unknown
	mig        bool   // split into instances: power and energy are those of the whole card

	nextEnergy    time.Time // when the counter is read again
	nextProcesses time.Time // when the processes are asked for again
	computing     *int      // processes that computed when they were last asked for
	lastSample    uint64    // the newest sample of a process's utilisation, in microseconds of the driver's clock
}

// energyPause is the least time between two reads of the energy counter: more of them are suspected of disturbing its
// update. It is a little less than a second, so that a reading each second that comes early has the counter too.
// Source: a note on Dauner et al. (RTX 4090), who found the counter 13 % short when it was read every 100 ms and 1.6 % every
// second; second-hand, read 2026-08.
const energyPause = 900 * time.Millisecond

// lostPause is how long a lost GPU is left alone between two tries.
const lostPause = 5 * time.Second

// meaning says which of the power readings is in use.
func (g *gpu) meaning() string {
	switch {
	case !g.off[askInstant]:
		return "instant"
	case !g.off[askAverage]:
		return "1 s average"
	case !g.off[askPlain]:
		switch average, known := estimator.AveragedPower(g.capability); {
		case known && average:
			return "1 s average"
		case known:
			return "instant"
		}
		return "the driver's choice: a 1 s average from Ampere on, instant on older GPUs"
	}
	return "none"
}

// probe asks for energy and power once, so that what is not supported is known before the first reading.
func (g *gpu) probe() {
	var r Reading
	g.readEnergy(&r)
	g.readPower(&r)
	g.nextEnergy = time.Time{} // the first reading has it again
}

// worked notes an answer: whether it is good, never will be, or says that the GPU is lost.
func (g *gpu) worked(q question, ret nvml.Return) bool {
	switch ret {
	case nvml.SUCCESS:
		return true
	case nvml.ERROR_NOT_SUPPORTED, nvml.ERROR_FUNCTION_NOT_FOUND:
		g.off[q] = true
	case nvml.ERROR_INVALID_ARGUMENT:
		g.off[q] = q == askInstant || q == askAverage // a driver older than the field; elsewhere the handle is at fault
	case nvml.ERROR_GPU_IS_LOST, nvml.ERROR_GPU_NOT_FOUND, nvml.ERROR_RESET_REQUIRED,
		nvml.ERROR_UNINITIALIZED, nvml.ERROR_DRIVER_NOT_LOADED, nvml.ERROR_LIB_RM_VERSION_MISMATCH:
		g.lostWith = ret
		if g.lostAt.IsZero() {
			g.lostAt = time.Now()
		}
		g.nextTry = time.Now().Add(lostPause)
	}
	return false
}

func (g *gpu) lost() bool { return !g.lostAt.IsZero() }

// read asks everything that the GPU supports. A suspended one is not asked at all, because that would wake it.
func (g *gpu) read() Reading {
	now := time.Now()
	r := Reading{DeviceID: g.device.ID, Before: now, After: now, State: OK, CounterUnit: 1e-3}
	if suspended(g.power) {
		return asleepReading(g.device.ID, now)
	}
	if g.lost() && !g.retry(now) {
		r.State, r.Reason = Lost, nvmlWords(g.lostWith)
		return r
	}
	energy, power := nvml.Return(nvml.SUCCESS), nvml.Return(nvml.SUCCESS)
	due := !now.Before(g.nextEnergy)
	if due {
		energy = g.readEnergy(&r)
		r.After = time.Now() // the rest may take its time
	}
	if !g.lost() {
		power = g.readPower(&r)
	}
	if !due && r.Power == nil && !g.lost() { // there is nothing but the counter now
		energy = g.readEnergy(&r)
	}
	if !due {
		r.After = time.Now()
	}
	if !g.lost() {
		g.readRest(&r)
	}
	switch {
	case g.lost():
		return Reading{DeviceID: r.DeviceID, Before: r.Before, After: r.After, State: Lost, Reason: nvmlWords(g.lostWith)}
	case r.Counter != nil || r.Power != nil:
	case energy == nvml.ERROR_NO_PERMISSION || power == nvml.ERROR_NO_PERMISSION:
		r.State, r.Reason = Denied, "the driver does not allow this user to read power and energy"
	case g.off[askEnergy] && g.meaning() == "none":
		r.State, r.Reason = Absent, "this GPU tells neither energy nor power"
	default:
		r.State, r.Reason = Lost, "energy: "+nvmlWords(energy)+"; power: "+nvmlWords(power)
	}
	return r
}

// retry looks for a lost GPU again, at a slow pace. It may have come back under another handle.
func (g *gpu) retry(now time.Time) bool {
	if now.Before(g.nextTry) {
		return false
	}
	g.nextTry = now.Add(lostPause)
	if handle, ret := g.lib.byUUID(g.uuid); ret == nvml.SUCCESS {
		g.handle = handle
	} else if ret != notThere {
		return false
	}
	g.lostAt = time.Time{}
	return true
}

func (g *gpu) readEnergy(r *Reading) nvml.Return {
	if g.off[askEnergy] {
		return nvml.ERROR_NOT_SUPPORTED
	}
	mj, ret := g.lib.energy(g.handle)
	if g.worked(askEnergy, ret) {
		r.Counter = &mj
		g.nextEnergy = r.Before.Add(energyPause)
	}
	return ret
}

// readPower takes the instant field where there is one, then the average, then the plain call.
func (g *gpu) readPower(r *Reading) nvml.Return {
	ret := nvml.Return(nvml.ERROR_NOT_SUPPORTED)
	for _, way := range []struct {
		q   question
		get func() (uint32, nvml.Return)
	}{
		{askInstant, func() (uint32, nvml.Return) { return g.lib.powerField(g.handle, nvml.FI_DEV_POWER_INSTANT) }},
		{askAverage, func() (uint32, nvml.Return) { return g.lib.powerField(g.handle, nvml.FI_DEV_POWER_AVERAGE) }},
		{askPlain, func() (uint32, nvml.Return) { return g.lib.powerUsage(g.handle) }},
	} {
		if g.off[way.q] {
			continue
		}
		var mw uint32
		mw, ret = way.get()
		if ret == nvml.SUCCESS && mw == 0 { // nothing that is awake draws that
			ret = nvml.ERROR_NO_DATA
		}
		if g.worked(way.q, ret) {
			w := milliwatts(mw)
			r.Power, r.PowerMeaning = &w, g.meaning()
			return ret
		}
		if !g.off[way.q] { // it failed this time: the other ways mean something else and are not mixed in
			return ret
		}
	}
	return ret
}

func (g *gpu) readRest(r *Reading) {
	if !g.off[askUtilization] {
		if percent, ret := g.lib.utilization(g.handle); g.worked(askUtilization, ret) && percent <= 100 {
			u := estimator.Ratio(float64(percent) / 100)
			r.Utilization = &u
		}
	}
	if !g.off[askMemory] {
		used, total, ret := g.lib.memory(g.handle)
		if g.worked(askMemory, ret) && total > 0 && total != math.MaxUint64 && used <= total {
			r.MemoryUsed, r.MemoryTotal = &used, &total
		}
	}
	if !g.off[askTemperature] {
		if celsius, ret := g.lib.temperature(g.handle); g.worked(askTemperature, ret) && celsius < hottest {
			c := float64(celsius)
			r.Temperature = &c
		}
	}
	if !g.off[askClock] {
		if mhz, ret := g.lib.clock(g.handle); g.worked(askClock, ret) && mhz < fastest {
			c := float64(mhz)
			r.ClockMHz = &c
		}
	}
	if !g.off[askThrottle] {
		if set, ret := g.lib.throttle(g.handle); g.worked(askThrottle, ret) {
			r.Throttle = throttleReasons(set)
		}
	}
	g.readProcesses(r)
}
