package metrics

import (
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// states of a device, each a series: one is 1, so that an alert can wait for any of them without knowing the device.
var states = []sensor.State{sensor.OK, sensor.Late, sensor.Stuck, sensor.Denied, sensor.Absent, sensor.Asleep, sensor.Lost}

// device sends what a snapshot says of a device.
func (b *batch) device(d *sensor.Device, s *sampler.Sample) {
	labels := labelsOf(d)
	for _, st := range states {
		v := 0.0
		if s.State == st {
			v = 1
		}
		b.add(state, v, labels[0], string(st))
	}
	if s.Known {
		b.send(energy, float64(s.Joules), labels, b.exemplar != "")
		b.add(missing, s.Missing.Seconds(), labels...)
	}
	number(b, power, s.Watts, labels)
	number(b, idlePower, s.Idle, labels)
	number(b, aboveIdle, s.AboveIdle, labels)
	number(b, errorRatio, s.Error, labels)
	number(b, utilization, s.Utilization, labels)
	number(b, temperature, s.Temperature, labels)
	if s.MemoryUsed != nil {
		b.add(memoryUsed, float64(*s.MemoryUsed), labels...)
	}
	if s.MemoryTotal != nil {
		b.add(memoryTotal, float64(*s.MemoryTotal), labels...)
	}
	if s.ClockMHz != nil {
		b.add(clock, *s.ClockMHz*1e6, labels...)
	}
	if len(s.Throttle) > 0 {
		b.add(throttled, 1, labels...)
	}
}

// number sends a value if it is known.
func number[T ~float64](b *batch, m *Metric, v *T, labels []string) {
	if v != nil {
		b.add(m, float64(*v), labels...)
	}
}
