//go:build !linux || !cgo

package sensor

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"

	"gramwatt/estimator"
)

// noNVML stands for the NVIDIA GPUs in a build that cannot read them, and says so.
type noNVML struct{ sysfs string }

// NewNVML returns the family of NVIDIA GPUs. In this build, without cgo or for another system than Linux, it has
// none: the driver's library is C and is loaded while the program runs.
func NewNVML(library, sysfs string, _ *estimator.Catalog, _ *slog.Logger) Family {
	return noNVML{sysfs}
}

func (noNVML) Name() string { return "nvml" }
func (noNVML) Close() error { return nil }

func (noNVML) Open(context.Context) ([]Device, error) {
	return nil, fmt.Errorf("nvml: open library: this build has no NVML: %w", ErrUnavailable)
}

func (noNVML) Read(context.Context) ([]Reading, error) {
	return nil, fmt.Errorf("nvml: read: this build has no NVML: %w", ErrUnavailable)
}

func (n noNVML) Status() Status {
	s := Status{Family: "nvml", State: Absent, Detail: "this build was made without cgo, so it reads NVIDIA GPUs through nvidia-smi alone",
		Remedy: "for energy counters, build with a C compiler and CGO_ENABLED=1"}
	if gpus, listed := nvidiaGPUs(n.sysfs); listed && len(gpus) == 0 {
		s.Remedy = ""
	}
	if runtime.GOOS != "linux" {
		s.Detail, s.Remedy = "the driver's library is read on Linux only; nvidia-smi stands in for it", ""
	}
	return s
}
