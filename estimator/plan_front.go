package estimator

import "math"

// paretoFront returns the candidates that no other dominates: none is as good in carbon, cost and hours and better in
// one. They come sorted by carbon, then cost, then hours; of equal ones the first stays.
//
// In that order a candidate can only be dominated by one before it, and is when one of those has neither more cost nor
// more hours. The staircase keeps, of those before, the ones that nothing beats in these two: cost rises along it and
// hours fall, so one bisection answers.
func paretoFront(found []candidate) []*candidate {
	all := make([]*candidate, len(found))
	for i := range found {
		all[i] = &found[i]
	}
	sortBy(len(all), func(i, j int) bool { return all[i].before(all[j]) }, func(i, j int) { all[i], all[j] = all[j], all[i] })
	type step struct{ cost, hours float64 }
	var stairs []step
	front := all[:0]
	for _, f := range all {
		at, end := 0, len(stairs) // bisection for the first step that costs more
		for at < end {
			if middle := (at + end) / 2; stairs[middle].cost <= f.cost {
				at = middle + 1
			} else {
				end = middle
			}
		}
		if at > 0 && stairs[at-1].hours <= f.hours {
			continue
		}
		front = append(front, f)
		from, to := at, at
		if at > 0 && stairs[at-1].cost == f.cost {
			from--
		}
		for to < len(stairs) && stairs[to].hours >= f.hours {
			to++
		}
		if from == to { // make room for one step more
			stairs = append(stairs, step{})
			to++
			copy(stairs[to:], stairs[from:])
		}
		stairs[from] = step{f.cost, f.hours}
		stairs = append(stairs[:from+1], stairs[to:]...)
	}
	return front
}

// before is the order of the front; what follows the three objectives only makes it the same every time.
func (f *candidate) before(o *candidate) bool {
	switch {
	case f.carbon != o.carbon:
		return f.carbon < o.carbon
	case f.cost != o.cost:
		return f.cost < o.cost
	case f.hours != o.hours:
		return f.hours < o.hours
	case f.count.n != o.count.n:
		return f.count.n < o.count.n
	case f.device != o.device:
		return f.device.ID < o.device.ID
	}
	return f.region.code < o.region.code
}

// report turns the front into points, each with its reason, and says what to know of them.
func (p *planner) report(front []*candidate) {
	r := &p.result
	r.Front = make([]PlanPoint, len(front))
	for i := range front {
		f := front[i]
		p.fill(&r.Front[i], f)
		r.Front[i].Reason = reasonOf(front, i)
		if r.Fastest < 0 || f.hours < front[r.Fastest].hours {
			r.Fastest = i
		}
		if !math.IsInf(f.cost, 1) && (r.Cheapest < 0 || f.cost < front[r.Cheapest].cost) {
			r.Cheapest = i
		}
	}
	if len(front) > 0 {
		r.Cleanest = 0
	}
	for _, best := range [...]struct {
		at   int
		name string
	}{{r.Cleanest, "cleanest"}, {r.Cheapest, "cheapest"}, {r.Fastest, "fastest"}} {
		if best.at >= 0 {
			r.Front[best.at].Best = append(r.Front[best.at].Best, best.name)
		}
	}
	p.addNotes(front)
}

// fill works out a candidate's ranges, and writes it as a scenario.
func (p *planner) fill(pt *PlanPoint, f *candidate) {
	d, region := f.device, f.region
	deviceHours := Scale(f.count.x, d.pace)
	pt.Device, pt.Count, pt.Region, pt.RegionName = d.Accelerator, f.count.n, region.code, region.name
	pt.Energy = Scale(Scale(d.energy, deviceHours), region.pue)
	pt.Carbon = Scale(As[Grams](pt.Energy), region.intensity).Times(f.window).Plus(Scale(d.making, deviceHours))
	pt.Hours = As[Hours](deviceHours.Times(d.project / float64(f.count.n)))
	pt.CostBasis, pt.Cost.Known = PlanElectricity, !math.IsInf(f.cost, 1)
	if region.rented {
		pt.CostBasis = PlanRent
		pt.Cost.Range = As[USD](Scale(d.rent, deviceHours))
	} else {
		pt.Cost.Range = Scale(As[USD](pt.Energy), region.price)
	}
	s := &pt.Spec
	*s = p.template
	s.Region = region.code
	s.Accelerators = []Device{p.device(d.Accelerator, f.count.n)}
	if !p.sayTraining(s, f) {
		s.Hours = Some(Hours(f.count.x.Mid * d.work / float64(f.count.n)))
		if overhead := d.pace.Mid / d.work; overhead != 1 {
			s.OverheadFactor = Some(overhead)
		}
	}
	if f.start >= 0 {
		pt.Start = Some(Hours(f.start))
		s.StartHour = pt.Start
	}
}

// sayTraining leaves the work of a point's scenario in the words of Training, with the speed that its number of devices
// leaves to each; false when hours said the work, or when Training has no such speed.
func (p *planner) sayTraining(s *Spec, f *candidate) bool {
	said := &p.req.Spec
	if said.timed() {
		return false
	}
	loss := f.count.x.Mid / float64(p.work.Mid)
	share := f.device.share.Mid / Ratio(loss)
	t := said.Training
	switch {
	case t.AchievedTFLOPS.given:
		t.AchievedTFLOPS = Some(float64(f.device.peak) * float64(share) / float64(teraFLOPPerSecond(1)))
	case t.MFU.given:
		t.MFU = Some(share)
	case loss != 1: // the default, which has the overhead in it
		t.MFU = Some(share * p.model)
		s.OverheadFactor = Some(said.OverheadFactor.Or(1))
	}
	if _, err := t.Work(); err != nil {
		s.Training.MFU, s.Training.AchievedTFLOPS, s.OverheadFactor = Optional[Ratio]{}, Optional[float64]{}, said.OverheadFactor
		return false
	}
	s.Training = t
	return true
}

func reasonOf(front []*candidate, i int) PlanReason {
	if i == 0 {
		return PlanReason{Key: "cleanest", Than: -1}
	}
	f, before := front[i], front[i-1]
	factor := func(v, than float64) Optional[float64] {
		if than <= 0 || math.IsInf(v, 1) || math.IsInf(than, 1) {
			return Optional[float64]{}
		}
		return Some(v / than)
	}
	reason := PlanReason{Key: "faster_and_cheaper", Than: i - 1,
		Carbon: factor(f.carbon, before.carbon), Cost: factor(f.cost, before.cost), Hours: factor(f.hours, before.hours)}
	switch {
	case f.hours >= before.hours:
		reason.Key = "cheaper"
	case f.cost >= before.cost:
		reason.Key = "faster"
	}
	return reason
}

func (p *planner) addNotes(front []*candidate) {
	r := &p.result
	note := func(code, field, message string) { r.Notes = append(r.Notes, Note{code, field, message}) }
	if len(front) == 0 {
		r.Notes = append(r.Notes, p.whyEmpty())
		return
	}
	note("plan_availability", "providers", "Which provider rents which device, and whether it is free, is not known: narrow the search by providers and devices.")
	note("plan_speed", "training.mfu", "Every device is taken to reach the same share of its peak speed, and each doubling of their number to lose 2 to 10 % of it.")
	s := &p.req.Spec
	if !s.timed() && !s.Training.MFU.given && !s.Training.AchievedTFLOPS.given {
		note("mfu_default", "training.mfu", "No speed was given: the share of peak speed of published whole runs is used, restarts and evaluation in it.")
	}
	if s.Inference.given() {
		note("plan_requests", "inference.requests_per_day", "Answering requests is left out: the search is for the work before it.")
	}
	if s.SSD.Or(0) > 0 || s.HDD.Or(0) > 0 || s.NetworkGB.Or(0) > 0 {
		note("plan_storage", "ssd_tb", "Storage and network are left out: the search is for the devices.")
	}
	if s.Region != "" && s.Region != world && len(p.req.Regions) == 0 {
		note("plan_region", "region", "The scenario's own place does not bind the search: name regions to narrow it.")
	}
	if p.req.Spec.StartHour.Given() && len(p.req.StartHours) == 0 {
		note("plan_start", "start_hour", "The scenario's own start does not bind the search: name start hours to narrow it.")
	}
	if s.Training.Precision == "" {
		note("plan_precision", "training.precision", "No precision was given: the peak speed in "+r.Precision+" counts.")
	}
	unknown, rents, owns := false, false, false
	for i := range front {
		unknown = unknown || math.IsInf(front[i].cost, 1)
		rents = rents || front[i].region.rented
		owns = owns || !front[i].region.rented
	}
	switch {
	case r.Cheapest < 0:
		note("plan_cost_unknown", "price_usd_per_kwh", "No cost is known, so that carbon and time alone are compared.")
	case unknown:
		note("plan_cost_unknown", "price_usd_per_kwh", "Where a cost is unknown it counts as more than any other.")
	}
	if rents && owns {
		note("plan_cost_kinds", "providers", "In a cloud the cost is the rent, elsewhere the electricity alone of devices that one has: the two do not compare.")
	}
}

// whyEmpty says which limit nothing keeps.
func (p *planner) whyEmpty() Note {
	req, least := p.req, &p.result.Least
	none := func(field, message string) Note { return Note{"plan_none", field, message} }
	switch limit := req.Carbon.value; {
	case len(p.all) == 0:
		return none("regions", "No place that was named has a grid figure, or no cloud region matches both lists.")
	case len(p.counts) == 0:
		return none("max_count", "Every number of devices is above the largest allowed.")
	case !least.Hours.Known:
		return none("memory_gb_each", "No device has power and speed published and the memory that is needed.")
	case float64(least.Hours.Mid) > p.deadline():
		return none("deadline_hours", "The fastest needs "+FormatQuantity(float64(least.Hours.Mid), "h")+".")
	case req.Carbon.given && float64(least.Carbon.Mid) > limit:
		return none("carbon_kg", "The cleanest emits "+FormatQuantity(least.Carbon.Mid.Kilograms(), "kgCO2e")+".")
	case req.Money.given && !least.Cost.Known:
		return none("money_usd", "Money is limited, and no cost is known.")
	case req.Money.given && float64(least.Cost.Mid) > req.Money.value:
		return none("money_usd", "The cheapest costs "+FormatQuantity(float64(least.Cost.Mid), "USD")+".")
	}
	return none("deadline_hours", "Each limit can be kept alone, but not all of them together.")
}
