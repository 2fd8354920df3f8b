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
	GPUJoules   *estimator.Joules `json:"gpu_joules"`           // its shares of the cards' energy above idle, of those where they are known
}

// NewShare attributes the devices' energy. Busy is nil when the machine does not tell its CPU time.
func NewShare(cpuSeconds float64, busy *float64, followed bool, devices []Device) *Share {
	s := &Share{CPUSeconds: cpuSeconds, BusySeconds: busy, Followed: followed}
	if busy != nil && *busy > 0 {
		part := estimator.Ratio(min(cpuSeconds / *busy, 1)) // the two clocks tick apart, so a busy machine's part may pass 1
		s.CPU = &part
	}
	for i := range devices {
		d := &devices[i]
		switch {
		case d.Kind == sensor.CPU && d.AboveIdle != nil && s.CPU != nil:
			s.CPUJoules = plus(s.CPUJoules, *d.AboveIdle*estimator.Joules(*s.CPU))
		case d.Share != nil && d.Share.Joules != nil:
			s.GPUJoules = plus(s.GPUJoules, *d.Share.Joules)
		}
	}
	return s
}

func plus[T ~float64](sum *T, e T) *T {
	if sum != nil {
		e += *sum
	}
	return &e
}
