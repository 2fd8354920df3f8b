package runs

import (
	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// Share is the part of the machine that the command and its descendants took. The rest of the machine's energy is
// that of others, or of waiting.
type Share struct {
	CPUSeconds  float64           `json:"cpu_seconds"`          // of the command and its descendants
	BusySeconds *float64          `json:"machine_busy_seconds"` // of all threads of the machine together
	CPU         *estimator.Ratio  `json:"cpu_ratio"`            // the first ÷ the second
	CPUJoules   *estimator.Joules `json:"cpu_joules"`           // that part of the packages' energy above idle
	Followed    bool              `json:"descendants_counted"`  // false: the command alone
	GPUJoules   *estimator.Joules `json:"gpu_joules"`           // see GPURule
	GPURule     string            `json:"gpu_rule"`             // how cards are attributed, in words
}

// GPUProcesses tells which part of a card's use came from some processes, where a sensor can. It is nil where none can:
// then a card belongs to the run as a whole.
type GPUProcesses interface {
	// GPUShare is the part of the card's busy time in the run that these processes had; false when it is not known.
	GPUShare(deviceID string, mine func(pid int) bool) (estimator.Ratio, bool)
}

// NewShare attributes the devices' energy. Busy is nil when the machine does not tell its CPU time.
func NewShare(cpuSeconds float64, busy *float64, followed bool, devices []Device, gpus GPUProcesses, mine func(pid int) bool) *Share {
	s := &Share{CPUSeconds: cpuSeconds, BusySeconds: busy, Followed: followed, GPURule: "whole cards"}
	if busy != nil && *busy > 0 {
		part := estimator.Ratio(min(cpuSeconds / *busy, 1)) // the two clocks tick apart, so a busy machine's part may pass 1
		s.CPU = &part
	}
	for i := range devices {
		d := &devices[i]
		switch {
		case d.Kind == sensor.CPU && d.AboveIdle != nil && s.CPU != nil:
			s.CPUJoules = plus(s.CPUJoules, *d.AboveIdle*estimator.Joules(*s.CPU))
		case d.Kind == sensor.GPU && d.Joules != nil:
			used := *d.Joules
			if gpus != nil {
				if part, ok := gpus.GPUShare(d.ID, mine); ok {
					used *= estimator.Joules(part)
					s.GPURule = "by utilisation of its processes"
				}
			}
			s.GPUJoules = plus(s.GPUJoules, used)
		}
	}
	return s
}

func plus(sum *estimator.Joules, e estimator.Joules) *estimator.Joules {
	if sum != nil {
		e += *sum
	}
	return &e
}
