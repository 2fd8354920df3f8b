package sensor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/shirou/gopsutil/v3/common"
	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/mem"
)

// hostReader is all that the host family asks of the operating system. This is the only file that imports gopsutil,
// whose version 3 is frozen, so that changing to another library changes one file.
type hostReader interface {
	// Facts does not change while the machine runs.
	Facts(ctx context.Context) (hostFacts, error)
	// Busy returns the seconds that all hardware threads together have worked, and have had, since boot.
	Busy(ctx context.Context) (busy, total float64, err error)
	// Memory returns bytes: in use, meaning not available to a new program, and installed.
	Memory(ctx context.Context) (used, total uint64, err error)
}

type hostFacts struct {
	Model   string // the CPU's name as the kernel gives it; empty when unknown
	Threads int    // hardware threads that this machine sees
	Sockets int    // at least 1
	Virtual bool   // a hypervisor is below us, so Threads may be a part of the CPU's
}

// gopsutilReader reads the machine through gopsutil. It keeps no state of gopsutil's: cpu.Percent remembers its
// last sample in a package variable, which two callers would spoil for each other.
type gopsutilReader struct {
	env common.EnvMap
}

func newGopsutilReader(procfs string) gopsutilReader {
	env := common.EnvMap{}
	if procfs != "" {
		env[common.HostProcEnvKey] = procfs
	}
	return gopsutilReader{env: env}
}

func (g gopsutilReader) context(ctx context.Context) context.Context {
	return context.WithValue(ctx, common.EnvKey, g.env)
}

func (g gopsutilReader) Facts(ctx context.Context) (hostFacts, error) {
	ctx = g.context(ctx)
	infos, err := cpu.InfoWithContext(ctx)
	if err != nil {
		return hostFacts{}, fmt.Errorf("host: read CPU facts: %w", err)
	}
	if len(infos) == 0 {
		return hostFacts{}, errors.New("host: read CPU facts: the kernel lists no CPU")
	}
	facts := hostFacts{Model: infos[0].ModelName, Threads: len(infos), Sockets: 1}
	packages := map[string]bool{}
	for _, info := range infos {
		packages[info.PhysicalID] = true
	}
	facts.Sockets = len(packages)
	facts.Virtual = slices.Contains(infos[0].Flags, "hypervisor")
	if len(infos) == 1 && infos[0].Cores > 1 { // outside Linux one entry stands for a whole CPU
		facts.Threads = int(infos[0].Cores)
		if n, err := cpu.CountsWithContext(ctx, true); err == nil {
			facts.Threads = n
		}
	}
	return facts, nil
}

func (g gopsutilReader) Busy(ctx context.Context) (busy, total float64, err error) {
	times, err := cpu.TimesWithContext(g.context(ctx), false)
	if err != nil {
		return 0, 0, fmt.Errorf("host: read CPU times: %w", err)
	}
	if len(times) == 0 {
		return 0, 0, errors.New("host: read CPU times: the kernel gives none")
	}
	t := times[0]
	// Guest time is part of user time. Stolen time passed on another machine's behalf: this one was not working.
	busy = t.User + t.Nice + t.System + t.Irq + t.Softirq
	return busy, busy + t.Idle + t.Iowait + t.Steal, nil
}

func (g gopsutilReader) Memory(ctx context.Context) (used, total uint64, err error) {
	m, err := mem.VirtualMemoryWithContext(g.context(ctx))
	if err != nil {
		return 0, 0, fmt.Errorf("host: read memory: %w", err)
	}
	if m.Total == 0 || m.Available > m.Total {
		return 0, 0, errors.New("host: read memory: the kernel gives no size")
	}
	return m.Total - m.Available, m.Total, nil
}
