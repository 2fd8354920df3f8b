package sensor

import (
	"fmt"
	"path/filepath"
	"time"

	"gramwatt/estimator"
)

// smiGPU is one GPU that nvidia-smi prints.
type smiGPU struct {
	uuid    string
	device  Device
	field   string // of power
	meaning string // of that field
	power   string // the directory of its runtime power management
	read    time.Time
}

// find makes the GPUs from their first lines.
func (s *smi) find() []Device {
	p := s.process
	p.mu.Lock()
	defer p.mu.Unlock()
	var devices []Device
	for _, uuid := range p.order {
		row := p.rows[uuid].row
		g := smiGPU{uuid: uuid}
		g.choose(row)
		_, _, counter := p.parser.energy(row)
		name := row["name"]
		d := Device{ID: "gpu-" + uuid, Name: name, Kind: GPU, Quality: Measured, Source: "nvidia-smi energy counter"}
		if !counter {
			d.Source = "nvidia-smi power (" + g.meaning + "), integrated"
		}
		if row["mig.mode.current"] == "Enabled" {
			d.Source += "; of the whole card, as MIG instances have no meter"
		}
		var label estimator.Watts
		d.CatalogID, label = rated(s.catalog, name)
		limit, _ := row.number("enforced.power.limit")
		highest, _ := row.number("power.max_limit")
		if d.Rated = estimator.Watts(limit); d.Rated == 0 {
			d.Rated = label
		}
		d.Plausible = plausibleOverLimit * max(d.Rated, estimator.Watts(highest))
		d.Band = estimator.NVIDIASensor(name, row["compute_cap"], counter, g.meaning == "1 s average")
		if slot := row.slot(); slot != "" {
			g.power = filepath.Join(s.sysfs, "bus", "pci", "devices", slot, "power")
		}
		g.device = d
		s.gpus = append(s.gpus, g)
		devices = append(devices, d)
	}
	s.say(OK, s.summary(len(devices)), "")
	return devices
}

// choose takes the first power field that has a value, and stays with it: another one means something else.
func (g *smiGPU) choose(row smiRow) {
	average, known := estimator.AveragedPower(row["compute_cap"])
	plain := "the driver's choice: a 1 s average from Ampere on, instant on older GPUs"
	switch {
	case known && average:
		plain = "1 s average"
	case known:
		plain = "instant"
	}
	for _, f := range [][2]string{{"power.draw.instant", "instant"}, {"power.draw.average", "1 s average"}, {"power.draw", plain}} {
		if _, ok := row.power(f[0]); ok {
			g.field, g.meaning = f[0], f[1]
			return
		}
	}
	g.meaning = "none"
}

// smiSilence is how long nvidia-smi may print nothing, at two lines a second or more, before it counts as stuck.
const smiSilence = 5 * time.Second

// reading is what the newest line says, unless it has been given before or the GPU sleeps. p must be locked.
func (g *smiGPU) reading(p *smiProcess, now time.Time) Reading {
	if suspended(g.power) {
		return asleepReading(g.device.ID, now)
	}
	line := p.rows[g.uuid]
	r := Reading{DeviceID: g.device.ID, Before: line.at, After: line.at, State: OK}
	if !line.at.After(g.read) {
		r.Before, r.After, r.State = now, now, Late
		r.Reason = "nvidia-smi has printed no new line"
		if silence := now.Sub(later(line.at, p.began)); silence > smiSilence {
			r.State, r.Reason = Stuck, fmt.Sprintf("nvidia-smi has printed nothing for %.0f s", silence.Seconds())
		}
		return r
	}
	g.read = line.at
	row := line.row
	if count, joules, ok := p.parser.energy(row); ok {
		r.Counter, r.CounterUnit = &count, joules
	}
	if g.field == "" {
		g.choose(row)
	}
	if w, ok := row.power(g.field); ok {
		r.Power, r.PowerMeaning = &w, g.meaning
	}
	if r.Counter == nil && r.Power == nil {
		r.State, r.Reason = Lost, "nvidia-smi prints no power for it"
		return r
	}
	row.fill(&r)
	return r
}

// fill takes what is not energy.
func (row smiRow) fill(r *Reading) {
	if percent, ok := row.number("utilization.gpu"); ok && percent <= 100 {
		u := estimator.Ratio(percent / 100)
		r.Utilization = &u
	}
	used, ok := row.number("memory.used")
	if total, both := row.number("memory.total"); ok && both && total > 0 && used <= total && total < 1<<30 {
		u, t := uint64(used*(1<<20)), uint64(total*(1<<20)) // MiB
		r.MemoryUsed, r.MemoryTotal = &u, &t
	}
	if celsius, ok := row.number("temperature.gpu"); ok && celsius < hottest {
		r.Temperature = &celsius
	}
	if mhz, ok := row.number("clocks.sm"); ok && mhz < fastest {
		r.ClockMHz = &mhz
	}
	if set, ok := row.throttle(); ok {
		r.Throttle = throttleReasons(set)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
