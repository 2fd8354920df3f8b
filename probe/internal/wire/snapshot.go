package wire

import (
	"math"
	"slices"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// NewSnapshot is NewSample the other way: a frame that was written down as the snapshot it came from. Events are frames
// of their own.
func NewSnapshot(f Sample) *sampler.Snapshot {
	s := &sampler.Snapshot{
		Seq:     f.Seq,
		Time:    moment(f.T),
		Elapsed: seconds(f.Seconds),
		Devices: make([]sampler.Sample, len(f.Devices)),
		Totals: sampler.Totals{Watts: as[estimator.Watts](f.Totals.Watts), Known: f.Totals.Joules != nil, Missing: f.Totals.Missing,
			Error: as[estimator.Ratio](f.Totals.ErrorRatio), Rest: as[estimator.Watts](f.Totals.RestWatts)},
	}
	if s.Totals.Known {
		s.Totals.Joules = estimator.Joules(*f.Totals.Joules)
	}
	if len(f.Totals.ByQuality) > 0 {
		s.Totals.ByQuality = make(map[sensor.Quality]estimator.Joules, len(f.Totals.ByQuality))
		for quality, joules := range f.Totals.ByQuality {
			s.Totals.ByQuality[quality] = estimator.Joules(joules)
		}
	}
	if own := f.Self; own != nil {
		s.Self = &sampler.Self{CPU: seconds(own.CPUSeconds), Cores: own.CPURatio, Resident: own.ResidentBytes, Watts: as[estimator.Watts](own.Watts)}
	}
	s.Outlook, s.Emissions = f.outlook(), f.Emissions.emissions()
	for i := range f.Devices {
		d := &f.Devices[i]
		s.Devices[i] = sampler.Sample{
			DeviceID:     d.ID,
			State:        d.State,
			Quality:      d.Quality,
			Reason:       d.Reason,
			Watts:        as[estimator.Watts](d.Watts),
			Known:        d.Joules != nil,
			Missing:      seconds(d.MissingSeconds),
			Utilization:  as[estimator.Ratio](d.Utilization),
			MemoryUsed:   d.MemoryUsedBytes,
			MemoryTotal:  d.MemoryTotalBytes,
			Temperature:  d.TemperatureCelsius,
			ClockMHz:     d.ClockMHz,
			Throttle:     d.Throttle,
			PowerMeaning: d.PowerMeaning,
			Idle:         as[estimator.Watts](d.IdleWatts),
			AboveIdle:    as[estimator.Joules](d.JoulesAboveIdle),
			AboveIdleOf:  as[estimator.Joules](d.JoulesSplit),
			Error:        as[estimator.Ratio](d.ErrorRatio),
			Integral:     as[estimator.Ratio](d.IntegralRatio),
		}
		if d.Joules != nil {
			s.Devices[i].Joules = estimator.Joules(*d.Joules)
		}
	}
	if s.Totals.Joules == 0 { // an older probe wrote 0 where no device had been read
		s.Totals.Known = s.Totals.Known && slices.ContainsFunc(s.Devices, func(d sampler.Sample) bool { return d.Known })
	}
	return s
}

// SamplerEvent is NewEvent the other way.
func SamplerEvent(f Event) sampler.Event {
	e := sampler.Event{Time: moment(f.T), Kind: f.Event, Label: f.Label}
	if f.Device != nil {
		e.DeviceID = *f.Device
	}
	if f.Seconds != nil {
		e.Duration = seconds(*f.Seconds)
	}
	return e
}

// moment rounds to the microsecond that epoch wrote.
func moment(epoch float64) time.Time { return time.UnixMicro(int64(math.Round(epoch * 1e6))) }

// seconds rounds to the nanosecond.
func seconds(v float64) time.Duration { return time.Duration(math.Round(v * 1e9)) }

func as[T ~float64](v *float64) *T {
	if v == nil {
		return nil
	}
	t := T(*v)
	return &t
}
