//go:build linux && cgo

package sensor

import (
	"time"

	"github.com/NVIDIA/go-nvml/pkg/nvml"

	"gramwatt/estimator"
)

// processPause is how long the processes are left alone between two questions: asking walks through all of them.
const processPause = 2 * time.Second

// readProcesses asks for the processes at their own slow pace. How many compute stands in every reading, as it was last
// told; who they are and their shares stand in the reading that brought them.
func (g *gpu) readProcesses(r *Reading) {
	if now := time.Now(); !now.Before(g.nextProcesses) {
		g.nextProcesses = now.Add(processPause)
		g.computing = nil
		if !g.off[askComputing] {
			if pids, ret := g.lib.computing(g.handle); g.worked(askComputing, ret) {
				n := len(pids)
				g.computing = &n
				r.Holders = g.withDrawing(pids)
			}
		}
		if !g.off[askProcesses] {
			r.Processes = g.shares()
		}
	}
	r.Computing = g.computing
}

// withDrawing adds the processes that draw, so that a desktop on the card is not overlooked: nil when they are not told.
func (g *gpu) withDrawing(computing []int) []int {
	if g.off[askDrawing] {
		return nil
	}
	drawing, ret := g.lib.drawing(g.handle)
	if !g.worked(askDrawing, ret) {
		return nil
	}
	return append(computing, drawing...)
}

// shares is each process's part of the GPU's time: the mean of its samples since the last answer. It is empty when no
// process has a new sample, which NVML calls "not found", and nil when it cannot be told.
func (g *gpu) shares() map[int]estimator.Ratio {
	samples, ret := g.lib.processes(g.handle, g.lastSample)
	if ret == nvml.ERROR_NOT_FOUND {
		return map[int]estimator.Ratio{}
	}
	if !g.worked(askProcesses, ret) {
		return nil
	}
	return g.meanShares(samples)
}

func (g *gpu) meanShares(samples []nvml.ProcessUtilizationSample) map[int]estimator.Ratio {
	shares, counts := map[int]estimator.Ratio{}, map[int]estimator.Ratio{}
	after := g.lastSample
	for _, s := range samples {
		if s.TimeStamp <= after || s.SmUtil > 100 { // the rest of a buffer that was longer than the answer, or a sentinel
			continue
		}
		pid := int(s.Pid)
		shares[pid] += estimator.Ratio(s.SmUtil) / 100
		counts[pid]++
		g.lastSample = max(g.lastSample, s.TimeStamp)
	}
	for pid, n := range counts {
		shares[pid] /= n
	}
	return shares
}

// computing lists the processes that hold a compute context.
func (l *nvmlLibrary) computing(d nvml.Device) ([]int, nvml.Return) {
	if !l.has("nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2",
		"nvmlDeviceGetComputeRunningProcesses") {
		return nil, notThere
	}
	list, ret := d.GetComputeRunningProcesses()
	return pids(list), ret
}

// drawing lists the processes that hold a graphics context.
func (l *nvmlLibrary) drawing(d nvml.Device) ([]int, nvml.Return) {
	if !l.has("nvmlDeviceGetGraphicsRunningProcesses_v3", "nvmlDeviceGetGraphicsRunningProcesses_v2",
		"nvmlDeviceGetGraphicsRunningProcesses") {
		return nil, notThere
	}
	list, ret := d.GetGraphicsRunningProcesses()
	return pids(list), ret
}

// pids is empty, not nil, when there are none: that is known.
func pids(list []nvml.ProcessInfo) []int {
	pids := make([]int, len(list))
	for i := range list {
		pids[i] = int(list[i].Pid)
	}
	return pids
}

// processes are the samples of each process's utilisation taken after a time, in microseconds of the driver's clock. The
// number of them may grow between the two calls that this takes, so it is tried once more then.
func (l *nvmlLibrary) processes(d nvml.Device, after uint64) ([]nvml.ProcessUtilizationSample, nvml.Return) {
	if !l.has("nvmlDeviceGetProcessUtilization") {
		return nil, notThere
	}
	list, ret := processSamples(d, after)
	if ret == nvml.ERROR_INSUFFICIENT_SIZE {
		list, ret = processSamples(d, after)
	}
	return list, ret
}

// processSamples is one try. The bindings cut their slice to the count that the second call wanted, which panics when it
// is longer than what the first call asked for.
func processSamples(d nvml.Device, after uint64) (list []nvml.ProcessUtilizationSample, ret nvml.Return) {
	defer func() {
		if recover() != nil {
			list, ret = nil, nvml.ERROR_INSUFFICIENT_SIZE
		}
	}()
	list, ret = d.GetProcessUtilization(after)
	if ret == nvml.ERROR_INSUFFICIENT_SIZE && list != nil && len(list) == 0 {
		return nil, nvml.ERROR_NOT_FOUND // the bindings' way to say that there are none
	}
	return list, ret
}
