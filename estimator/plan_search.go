package estimator

import "math"

// How a million candidates are searched by trying a few thousand.
//
// Let x be the work × what the count n adds to it: it depends on the count alone. A device has four factors: t
// hours, e kilowatt-hours, m grams of its making and d dollars of rent per x. A region has two: grams g and dollars p
// per kilowatt-hour at the machines, and a window w that depends on hour and duration. Then a candidate's
//
//	hours  = x × t ÷ n
//	carbon = x × e × g × w + x × m
//	cost   = x × e × p, or x × d where the device is rented
//
// All factors are 0 or more, and a product of rounded numbers does not fall when a factor rises. So when one region has
// neither more g nor more p than another, it is as good as the other with every device and count, and the other can go:
// what it would dominate, the first dominates as well, and a limit that the first breaks the other breaks too. The same
// holds for a device with no factor above another's, and no less memory when memory counts. Where the day of a place is
// known, w lies between bounds whatever the duration: one region beats another only if its upper bound does against the
// other's lower one, and a device must beat another by the widest ratio of the bounds.
//
// What is left is tried in full, and plan_front.go keeps what nothing dominates.

// A planner is a PlanResult in the making.
type planner struct {
	catalog  *Catalog
	req      *PlanRequest
	data     planData
	template Spec // what every candidate shares
	result   PlanResult

	work   Range[FLOP] // of one run; of hours, what the devices could have done in them
	model  Ratio       // model FLOP ÷ work, by the mids
	share  Ratio       // of the peak that AchievedTFLOPS is; 0 when it is not given
	shared float64     // number of devices that the speed was told for
	all    []planRegion
	hours  []int // at which the work may start
	counts []planCount
}

// A planCount is a number of devices and the work as it grows with it.
type planCount struct {
	n int
	x Range[float64] // FLOP, with what sharing it among n devices adds
}

// A planDevice is a device with its factors per x.
type planDevice struct {
	*Accelerator
	peak   FLOPPerSecond
	share  Range[Ratio]   // of the peak that is used
	by     *Source        // of share
	pace   Range[float64] // device-hours of one run for one x
	work   float64        // of them, without what restarts and evaluation add, by the mids
	energy Range[KWh]     // of one device for one hour of one run, with the server around it and all runs
	making Range[Grams]   // share of making it, likewise
	rent   Range[USDPerHour]
	rented bool // its rent is known

	project float64 // hours of the whole project for one hour of a run

	t, e, m, d float64
}

// prepare checks the request and finds work, counts and places.
func (p *planner) prepare() error {
	if err := p.req.validate(p.catalog); err != nil {
		return err
	}
	s := &p.req.Spec
	p.template = Spec{Name: s.Name, Workload: s.Workload, OverheadFactor: s.OverheadFactor, Runs: s.Runs, Project: s.Project, Share: s.Share, PUE: s.PUE, PUEComponents: s.PUEComponents, Site: s.Site,
		GridIntensity: s.GridIntensity, GridMix: s.GridMix, GridBasis: s.GridBasis, GridYear: s.GridYear, ElectricityPrice: s.ElectricityPrice, Tariff: s.Tariff, DevicePrice: s.DevicePrice,
		SocialCost: s.SocialCost, CarbonPrice: s.CarbonPrice, Embodied: s.Embodied}
	if w, ok := s.Host.Get(); ok && w == 0 {
		p.template.Host = s.Host
	}
	p.result = PlanResult{Cleanest: -1, Cheapest: -1, Fastest: -1, Precision: s.precision(), DataVersion: p.catalog.Version()}
	p.findWork()
	p.findCounts()
	p.hours = p.req.StartHours
	for h := 0; len(p.req.StartHours) == 0 && h < 24; h++ {
		p.hours = append(p.hours, h)
	}
	p.findRegions()
	return nil
}

// findWork turns the ways to say the work into one: the FLOP that the devices must do, at a share of their peak.
func (p *planner) findWork() {
	s := &p.req.Spec
	count, _ := s.deviceCount()
	p.shared, p.model = 1, 1
	if len(s.Accelerators) > 0 {
		p.shared = count
	}
	peak := FLOPPerSecond(0) // of all its accelerators
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		if a, ok := p.catalog.Accelerator(d.key()); ok {
			speed, _, _ := Speed(a, s.Training.Precision)
			peak += speed * FLOPPerSecond(d.Count.Or(1))
		}
	}
	p.template.Training = s.Training
	if s.timed() {
		hours := Exactly(s.Hours.Or(Hours(s.DeviceHours.value / count)))
		if s.Steps.given() {
			hours = s.Steps.hours()
		}
		p.work = As[FLOP](hours.Times(secondsPerHour * float64(peak)))
		p.template.Training.MFU, p.template.Training.AchievedTFLOPS = Optional[Ratio]{}, Optional[float64]{} // of these devices
		return
	}
	p.template.RedAI = s.RedAI
	work := s.arithmetic()
	achieved, ok := s.Training.AchievedTFLOPS.Get()
	if ok {
		p.share = Ratio(teraFLOPPerSecond(achieved) * FLOPPerSecond(count) / peak)
	}
	p.work = work.Model
	if ok || !s.Training.MFU.given {
		p.work, p.model = work.Hardware, Ratio(work.Model.Mid/work.Hardware.Mid)
	}
}

// setPace finds how fast the device works; false when its peak speed is not known.
func (p *planner) setPace(d *planDevice) bool {
	s := &p.req.Spec
	peak, _, ok := Speed(d.Accelerator, s.Training.Precision)
	d.peak, d.share = peak, Exactly(Ratio(1))
	overhead := Exactly(1.0)
	if !ok {
		return false
	}
	if !s.timed() {
		used, _ := s.Training.Efficiency(d.Accelerator) // of a known peak
		d.share, d.by, overhead = used.Share, used.Source, used.Overhead
		if p.share > 0 {
			d.share = Exactly(p.share)
		}
		if s.OverheadFactor.given { // then it is in the template
			overhead = Exactly(1.0)
		}
	}
	hours := As[float64](DeviceHoursFor(Exactly(FLOP(1)), peak, d.share))
	d.pace, d.work = Scale(hours, overhead), hours.Mid
	return true
}

// usualCounts are powers of two and half-way between, as far as one training run has gone together.
var usualCounts = [...]int{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096}

func (p *planner) findCounts() {
	wanted := p.req.Counts
	if len(wanted) == 0 {
		wanted = usualCounts[:]
	}
	counts := append([]int(nil), wanted...)
	sortBy(len(counts), func(i, j int) bool { return counts[i] < counts[j] }, func(i, j int) { counts[i], counts[j] = counts[j], counts[i] })
	most := p.req.MaxCount.Or(math.Inf(1))
	for i, n := range counts {
		if float64(n) <= most && (i == 0 || counts[i-1] != n) {
			p.counts = append(p.counts, planCount{n, p.spreadOver(n)})
		}
	}
}

// spreadOver returns the work of n devices: more than that of one, because each doubling loses a share of the speed.
func (p *planner) spreadOver(n int) Range[float64] {
	growth := func(loss Ratio) float64 { return spreadGrowth(float64(n), loss) / spreadGrowth(p.shared, loss) }
	low, high := growth(lossPerDoubling.Low), growth(lossPerDoubling.High)
	return As[float64](Scale(p.work, Range[float64]{min(low, high), growth(lossPerDoubling.Mid), max(low, high)}))
}

// spreadGrowth returns how much device time grows when n devices share the work and each doubling of them loses a share
// of the speed of each; between powers of two it grows in a straight line.
func spreadGrowth(n float64, loss Ratio) float64 {
	growth, perDoubling := 1.0, 1/(1-float64(loss))
	for ; n >= 2; n /= 2 {
		growth *= perDoubling
	}
	return growth * (1 + (n-1)*(perDoubling-1))
}

// search fills the result.
func (p *planner) search() {
	r := &p.result
	devices := p.devices()
	r.Counts, r.Regions = len(p.counts), len(p.all)
	r.Candidates = r.Devices * r.Counts * r.Regions
	p.countRefused(devices)

	p.report(paretoFront(p.tried(devices)))
}

// tried returns the candidates that keep the limits, of the devices and regions that something can be best in.
func (p *planner) tried(devices []planDevice) []candidate {
	regions := worthwhile(p.all)
	margin := 1.0
	for _, region := range regions {
		margin = max(margin, region.most/region.least)
	}
	if margin > 1 {
		margin *= 1 + roundingMargin
	}
	var found []candidate
	for _, d := range p.worthwhile(devices, margin) {
		for i := range p.counts {
			if p.holds(d, p.counts[i].n) {
				found = p.try(found, d, &p.counts[i], regions)
			}
		}
	}
	return found
}

// A candidate is one way to do the work, by the mid of its figures.
type candidate struct {
	carbon, cost, hours float64
	device              *planDevice
	count               *planCount
	region              *planRegion
	start               int
	window              float64
}

// try adds the candidates of a device and a count that keep the limits.
func (p *planner) try(found []candidate, d *planDevice, count *planCount, regions []*planRegion) []candidate {
	least := &p.result.Least
	x := count.x.Mid
	hours, run := x*d.t/float64(count.n), x*d.work/float64(count.n) // the hours of the day are those of one run
	keepLeast(&least.Hours, hours)
	cleanest := [2]float64{math.Inf(1), math.Inf(1)} // so far, by kind of cost: regions come by what they cost
	for _, region := range regions {
		start, window := region.start(run, p.hours)
		f := candidate{hours: hours, device: d, count: count, region: region, start: start, window: window,
			carbon: x*d.e*region.grams*window + x*d.m, cost: x * d.e * region.dollars}
		if region.rented {
			f.cost = x * d.d
		}
		if f.carbon >= cleanest[region.kind()] {
			continue
		}
		cleanest[region.kind()] = f.carbon
		keepLeast(&least.Carbon, f.carbon)
		keepLeast(&least.Cost, f.cost)
		if hours <= p.deadline() && within(f.carbon, p.req.Carbon) && within(f.cost, p.req.Money) {
			found = append(found, f)
		}
	}
	return found
}

// deadline returns the limit of the wall clock: the request's, else the longest time that a scenario can have.
func (p *planner) deadline() float64 { return float64(p.req.Deadline.Or(1e6)) }

// within reports whether a value keeps a limit that may not be given.
func within[T ~float64](v float64, limit Optional[T]) bool {
	most, limited := limit.Get()
	return !limited || v <= float64(most)
}

// keepLeast keeps the least known value.
func keepLeast[T ~float64](q *Quantity[T], v float64) {
	if !math.IsInf(v, 1) && (!q.Known || v < float64(q.Mid)) {
		*q = Known(Exactly(T(v)))
	}
}

// holds reports whether n devices have the memory that is needed.
func (p *planner) holds(d *planDevice, n int) bool {
	return d.Memory >= p.req.MemoryEach.Or(0) && d.Memory*Gigabytes(n) >= p.req.MemoryTotal.Or(0)
}

// devices returns the devices of known power and speed with their factors, and counts the others.
func (p *planner) devices() []planDevice {
	r, perDevice := &p.result, len(p.counts)*len(p.all)
	var chosen []*Accelerator
	taken := make(map[string]bool, len(p.req.Devices))
	for _, name := range p.req.Devices {
		if a, _ := p.catalog.Accelerator(name); !taken[a.ID] {
			taken[a.ID] = true
			chosen = append(chosen, a)
		}
	}
	if len(p.req.Devices) == 0 {
		for i := range p.catalog.accelerators {
			if a := &p.catalog.accelerators[i]; a.Kind != systemOnChip {
				chosen = append(chosen, a)
			}
		}
	}
	r.Devices = len(chosen)
	alike := !p.req.Spec.timed()
	power, speed := 0, 0
	all := make([]planDevice, 0, len(chosen))
	for _, a := range chosen {
		d := planDevice{Accelerator: a}
		switch {
		case !p.setPace(&d):
			speed += perDevice
		case !p.measure(&d):
			power += perDevice
		default:
			all = append(all, d)
			alike = alike && d.share == all[0].share
		}
	}
	if alike && len(all) > 0 {
		r.MFU, r.MFUSource = Known(all[0].share), all[0].by
	}
	p.refuse("power", power)
	p.refuse("speed", speed)
	return all
}

// measure finds the factors of a device by the estimate of one of it for one hour, which every candidate is a multiple
// of; false when its power is not known.
func (p *planner) measure(d *planDevice) bool {
	s := p.template
	s.PUE, s.PUEComponents, s.Site = Some(1.0), nil, ""
	s.GridIntensity, s.GridMix, s.GridYear = Some(GramsPerKWh(0)), nil, Optional[float64]{}
	s.Hours, s.Training = Some(Hours(1)), Training{}
	s.Accelerators = []Device{p.device(d.Accelerator, 1)}
	r, err := Estimate(p.catalog, &s)
	if err != nil {
		return false
	}
	d.energy, d.making = r.ITEnergy, r.Total
	d.rent, d.rented = p.data.rental(d.ID)
	if price, ok := s.DevicePrice.Get(); ok {
		d.rent, d.rented = Exactly(price), true
	}
	d.project = float64(r.Hours.Mid)
	d.t, d.e, d.m, d.d = d.pace.Mid*d.project, d.pace.Mid*float64(d.energy.Mid), d.pace.Mid*float64(d.making.Mid), math.Inf(1)
	if d.rent = d.rent.Times(float64(r.DeviceHours.Mid)); d.rented {
		d.d = d.pace.Mid * float64(d.rent.Mid)
	}
	return true
}

// device returns the device as a scenario has it.
func (p *planner) device(a *Accelerator, n int) Device {
	d := Device{ID: a.ID, Count: Some(float64(n))}
	if len(p.req.Spec.Accelerators) > 0 {
		d.Load = p.req.Spec.Accelerators[0].Load
	}
	return d
}

// worthwhile returns the devices that no other beats in every factor, where energy must be less by the margin.
func (p *planner) worthwhile(all []planDevice, margin float64) []*planDevice {
	memory := p.req.MemoryEach.given || p.req.MemoryTotal.given
	beats := func(a, b *planDevice) bool {
		return a.t <= b.t && a.e*margin <= b.e && a.m <= b.m && a.d <= b.d && (!memory || a.Memory >= b.Memory)
	}
	var kept []*planDevice
	for i := range all {
		d, beaten := &all[i], false
		left := kept[:0]
		for _, k := range kept {
			beaten = beaten || beats(k, d)
			if beaten || !beats(d, k) {
				left = append(left, k)
			}
		}
		if kept = left; !beaten {
			kept = append(kept, d)
		}
	}
	return kept
}

// countRefused counts the candidates that each limit excludes: regions by bisection, since what a limit refuses of them
// is an end of their order.
func (p *planner) countRefused(devices []planDevice) {
	grams, dollars, rented := make([]float64, 0, len(p.all)), make([]float64, 0, len(p.all)), 0
	for i := range p.all {
		r := &p.all[i]
		grams = append(grams, r.grams)
		if r.rented {
			rented++
		} else {
			dollars = append(dollars, r.dollars)
		}
	}
	for _, list := range [...][]float64{grams, dollars} {
		sortBy(len(list), func(i, j int) bool { return list[i] < list[j] }, func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	refused := func(sorted []float64, keeps func(float64) bool) int {
		low, high := 0, len(sorted)
		for low < high {
			if middle := (low + high) / 2; keeps(sorted[middle]) {
				low = middle + 1
			} else {
				high = middle
			}
		}
		return len(sorted) - low
	}
	memory, deadline, carbon, money := 0, 0, 0, 0
	for i := range devices {
		d := &devices[i]
		for _, count := range p.counts {
			x := count.x.Mid
			if !p.holds(d, count.n) {
				memory += len(p.all)
				continue
			}
			if x*d.t/float64(count.n) > p.deadline() {
				deadline += len(p.all)
			}
			if p.req.Carbon.given {
				carbon += refused(grams, func(g float64) bool { return within(x*d.e*g+x*d.m, p.req.Carbon) })
			}
			if p.req.Money.given {
				money += refused(dollars, func(v float64) bool { return within(x*d.e*v, p.req.Money) })
				if !within(x*d.d, p.req.Money) {
					money += rented
				}
			}
		}
	}
	p.refuse("memory", memory)
	p.refuse("deadline", deadline)
	p.refuse("carbon", carbon)
	p.refuse("money", money)
}

func (p *planner) refuse(limit string, candidates int) {
	if candidates > 0 {
		p.result.Refused = append(p.result.Refused, Refusal{limit, candidates})
	}
}
