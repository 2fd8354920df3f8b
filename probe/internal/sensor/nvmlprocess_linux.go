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
// told; the shares stand in the reading that brought them.
func (g *gpu) readProcesses(r *Reading) {
	if now := time.Now(); !now.Before(g.nextProcesses) {
		g.nextProcesses = now.Add(processPause)
		g.computing = nil
		if !g.off[askComputing] {
			if n, ret := g.lib.computing(g.handle); g.worked(askComputing, ret) {
				g.computing = &n
			}
		}
		if !g.off[askProcesses] {
			r.Processes = g.shares()
		}
	}
	r.Computing = g.computing
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
