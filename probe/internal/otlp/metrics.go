package otlp

import (
	"context"
	"fmt"
	"math"
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/semconv/v1.43.0/hwconv"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// named is an instrument of the conventions.
type named interface{ Name() string }

// instruments are what is sent. The library of the conventions has instruments of whole numbers; these have its names,
// and keep the fractions.
type instruments struct {
	energy, hostEnergy, carbon         metric.Float64ObservableCounter
	power, hostPower                   metric.Float64ObservableGauge
	utilization, temperature           metric.Float64ObservableGauge
	memoryUsage, memoryLimit, statuses metric.Int64ObservableUpDownCounter
}

// observe makes the instruments and fills them from the newest snapshot whenever they are read.
func observe(p metric.MeterProvider, s Source, o Options) error {
	m := p.Meter("gramwatt", metric.WithInstrumentationVersion(o.Version))
	var i instruments
	var failed error
	counter := func(name, unit, words string) metric.Float64ObservableCounter {
		c, err := m.Float64ObservableCounter(name, metric.WithUnit(unit), metric.WithDescription(words))
		failed = firstOf(failed, err)
		return c
	}
	gauge := func(n named, unit, words string) metric.Float64ObservableGauge {
		g, err := m.Float64ObservableGauge(n.Name(), metric.WithUnit(unit), metric.WithDescription(words))
		failed = firstOf(failed, err)
		return g
	}
	upDown := func(n named, unit, words string) metric.Int64ObservableUpDownCounter {
		u, err := m.Int64ObservableUpDownCounter(n.Name(), metric.WithUnit(unit), metric.WithDescription(words))
		failed = firstOf(failed, err)
		return u
	}
	i.energy = counter(hwconv.Energy{}.Name(), "J", "Energy consumed by the component since the probe started.")
	i.hostEnergy = counter(hwconv.HostEnergy{}.Name(), "J", "Energy consumed by the entire physical host since the probe started, where a sensor tells it.")
	i.carbon = counter("gramwatt.co2e", "g", "Emissions of that energy at the facility, PUE included, by where the grid intensity came from.")
	i.power = gauge(hwconv.Power{}, "W", "Mean power of the last interval where a counter gives it, else the last reading.")
	i.hostPower = gauge(hwconv.HostPower{}, "W", "Power of the entire physical host, where a sensor tells it.")
	i.utilization = gauge(hwconv.GpuUtilization{}, "1", "Part of the time in which the GPU worked.")
	i.temperature = gauge(hwconv.Temperature{}, "Cel", "Temperature.")
	i.memoryUsage = upDown(hwconv.GpuMemoryUsage{}, "By", "GPU memory in use.")
	i.memoryLimit = upDown(hwconv.GpuMemoryLimit{}, "By", "GPU memory.")
	i.statuses = upDown(hwconv.Status{}, "1", "1 for the state that the component's sensor is in, 0 for the others.")
	if failed != nil {
		return fmt.Errorf("otlp: make instruments: %w", failed)
	}
	_, err := m.RegisterCallback(func(_ context.Context, to metric.Observer) error {
		i.snapshot(to, s, o)
		return nil
	}, i.energy, i.hostEnergy, i.carbon, i.power, i.hostPower, i.utilization, i.temperature, i.memoryUsage, i.memoryLimit, i.statuses)
	return err
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (i *instruments) snapshot(to metric.Observer, s Source, o Options) {
	snap := s.Latest()
	if snap == nil {
		return
	}
	devices := s.Devices()
	for n := range snap.Devices {
		if d := sensor.Find(devices, snap.Devices[n].DeviceID); d != nil {
			i.device(to, d, &snap.Devices[n])
		}
	}
	if o.Carbon == nil {
		return
	}
	for key, g := range o.Carbon.Account().Grams {
		if d := sensor.Find(devices, key.DeviceID); d != nil {
			number(to, i.carbon, float64(g), append(of(d), attribute.String("gramwatt.source", string(key.Source))))
		}
	}
}

// device observes what is known of one device. What is unknown is not observed, and so not sent.
func (i *instruments) device(to metric.Observer, d *sensor.Device, s *sampler.Sample) {
	energy, power := i.energy, i.power
	if !d.Kind.Additive() {
		energy, power = i.hostEnergy, i.hostPower
	}
	labels := of(d)
	if s.Known {
		number(to, energy, float64(s.Joules), labels)
	}
	if s.Watts != nil {
		number(to, power, float64(*s.Watts), labels)
	}
	if s.Temperature != nil {
		number(to, i.temperature, *s.Temperature, []attribute.KeyValue{
			attribute.String("hw.id", d.ID+"-temperature"), attribute.String("hw.name", d.Name), attribute.String("hw.parent", d.ID)})
	}
	if d.Kind == sensor.GPU {
		i.gpu(to, s, labels)
	}
	state := stateOf(s.State)
	for _, each := range []hwconv.StateAttr{hwconv.StateOk, hwconv.StateDegraded, hwconv.StateFailed} {
		is := int64(0)
		if each == state {
			is = 1
		}
		to.ObserveInt64(i.statuses, is, metric.WithAttributes(append(slices.Clip(labels), attribute.String("hw.state", string(each)))...))
	}
}

func (i *instruments) gpu(to metric.Observer, s *sampler.Sample, labels []attribute.KeyValue) {
	if s.Utilization != nil {
		number(to, i.utilization, float64(*s.Utilization), labels)
	}
	if s.MemoryUsed != nil {
		to.ObserveInt64(i.memoryUsage, int64(*s.MemoryUsed), metric.WithAttributes(labels...))
	}
	if s.MemoryTotal != nil {
		to.ObserveInt64(i.memoryLimit, int64(*s.MemoryTotal), metric.WithAttributes(labels...))
	}
}

// number observes a value that is a number.
func number(to metric.Observer, on metric.Float64Observable, v float64, labels []attribute.KeyValue) {
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		to.ObserveFloat64(on, v, metric.WithAttributes(labels...))
	}
}

// of are the attributes of a device.
func of(d *sensor.Device) []attribute.KeyValue {
	labels := []attribute.KeyValue{
		attribute.String("hw.id", d.ID),
		attribute.String("hw.name", d.Name),
		attribute.String("gramwatt.quality", string(d.Quality)),
	}
	if t := typeOf(d.Kind); t != "" {
		labels = append(labels, attribute.String("hw.type", string(t)))
	}
	return slices.Clip(labels)
}

// typeOf is empty for what is the host and no part of it.
func typeOf(k sensor.Kind) hwconv.TypeAttr {
	switch k {
	case sensor.GPU:
		return hwconv.TypeGpu
	case sensor.CPU:
		return hwconv.TypeCPU
	case sensor.DRAM:
		return hwconv.TypeMemory
	}
	return ""
}

// stateOf puts our states into those of the conventions. A device that sleeps is well.
func stateOf(s sensor.State) hwconv.StateAttr {
	switch s {
	case sensor.OK, sensor.Asleep:
		return hwconv.StateOk
	case sensor.Late:
		return hwconv.StateDegraded
	}
	return hwconv.StateFailed
}
