package estimator

// A load is how the power of one device was found: watts = rated × load, or a measurement.
type load struct {
	watts    Range[Watts]
	rated    Watts        // 0 when the power was measured and no rating is known
	ratio    Range[Ratio] // meaningful when measured is false
	measured bool
	hosted   bool   // the server around the device is in the power
	curve    bool   // the watts are those of a CPU at a utilisation
	key      string // what the ratio is of: loads with the same key move together
	ratedBy  *Source
	ratioBy  *Source
}

// systemPower is the source whose mean powers are of the system around each accelerator: memory, network, fans and host.
const systemPower = "patterson-2021"

// acceleratorLoad finds the power of one accelerator of this kind. The Spec has been validated.
//
// The load is the user's; else that of the kind of work; else that of the device in production, where its owner measured
// one; else that of published training runs. A power limit bounds all of them.
func acceleratorLoad(c *Catalog, s *Spec, d *Device) (load, *Accelerator) {
	a, _ := c.Accelerator(d.key())
	l := load{rated: d.Rated.Or(0), ratedBy: &sourceTyped, ratio: defaultAcceleratorLoad, ratioBy: &sourceDodge, key: "default"}
	if !d.Rated.given && a != nil {
		l.rated, l.ratedBy = a.Rated, a.Source
	}
	if a != nil && a.Average > 0 && a.Rated > 0 {
		mean := Ratio(a.Average / a.Rated) // of the catalog's rating, whatever the user's own card is rated
		l.ratio = Range[Ratio]{min(l.ratio.Low, mean), mean, max(l.ratio.High, mean)}
		l.ratioBy, l.key = a.AverageSource, a.ID
	}
	if w, ok := c.Workload(s.Workload); ok && s.Workload != "" {
		l.ratio, l.ratioBy, l.key = w.Load, w.Source, w.ID
	}
	system := l.ratioBy.ID == systemPower
	l.settle(d)
	l.hosted = system && !l.measured
	return l, a
}

// cpuLoad finds the power of one CPU package of this kind. The Spec has been validated.
func cpuLoad(c *Catalog, d *Device) (load, *CPU) {
	p, _ := c.CPU(d.key())
	l := load{rated: d.Rated.Or(0), ratedBy: &sourceTyped, ratio: defaultCPULoad, ratioBy: &sourceCPUDefault, key: "cpu"}
	if !d.Rated.given && p != nil {
		l.rated, l.ratedBy = p.Rated, p.Source
	}
	l.settle(d)
	if u, ok := d.Busy.Get(); ok && l.rated > 0 {
		l.curve, l.watts, l.ratioBy = true, CPUModel(l.rated, u), &sourceCPULoad
		l.ratio = As[Ratio](l.watts.Times(1 / float64(l.rated)))
	}
	return l, p
}

// settle applies what the user gave about the load and computes the watts.
func (l *load) settle(d *Device) {
	if w, ok := d.Power.Get(); ok {
		l.measured, l.watts = true, Within(w, measuredPowerSpread)
		return
	}
	if u, ok := d.Load.Get(); ok {
		l.ratio, l.ratioBy, l.key = Within(u, typedLoadSpread), &sourceTypedLoad, d.key()
	}
	if w, ok := d.Cap.Get(); ok && l.rated > 0 {
		most := Ratio(w / l.rated)
		l.ratio = Range[Ratio]{min(l.ratio.Low, most), min(l.ratio.Mid, most), min(l.ratio.High, most)}
	}
	l.watts = Scale(Exactly(l.rated), l.ratio)
}

// CPUModel returns the power of a CPU package at a utilisation (busy time ÷ time over all its threads) when no sensor
// tells. The lines bound and halve what four packages were measured to draw between 0 and 100 % load; they are wide
// because a package's rated power is a label, not a limit.
func CPUModel(rated Watts, u Ratio) Range[Watts] {
	u = min(max(u, 0), 1)
	r, x := float64(rated), float64(u)
	return Range[Watts]{
		Low:  Watts(r * 0.4 * x),
		Mid:  Watts(r * (0.08 + 0.80*x)),
		High: Watts(r * (0.20 + 1.40*x)),
	} // Source: sourceCPULoad
}
