package estimator

import (
	"math"
	"strings"
)

// A planRegion is a place where the work could be done, with what a kilowatt-hour at the machines means there.
type planRegion struct {
	code, name string
	rented     bool // the devices' rent is paid, not their electricity
	pue        Range[float64]
	intensity  Range[GramsPerKWh]
	price      Range[USDPerKWh]
	day        *planDay // nil when it is not known

	grams       float64 // per kWh at the machines, over the whole day: PUE × intensity
	dollars     float64 // per kWh at the machines: PUE × price; +Inf when not known
	least, most float64 // bounds of the best window ÷ the day, for every duration
}

// roundingMargin is far above the rounding of a mean over hours.
const roundingMargin = 1e-9

// findRegions lists every candidate place, in the order of their codes: first places, then cloud regions.
func (p *planner) findRegions() {
	c, req := p.catalog, p.req
	rented := p.template.DevicePrice.given
	if req.Spec.gridTyped() {
		p.addRegion("", "the typed grid", "", rented)
		return
	}
	var wanted, providers []string // as the catalog writes them
	for _, code := range req.Regions {
		if r, ok := findCloud(c, code); ok {
			wanted = append(wanted, r.ID)
		} else if place, ok := c.Place(code); ok {
			wanted = append(wanted, place.Code)
		}
	}
	for _, name := range req.Providers {
		providers = append(providers, strings.ToLower(name))
	}
	anywhere := len(wanted) == 0
	for i := range c.places {
		place := &c.places[i]
		average := place.Level == "world" || place.Level == "area" // where nobody can put a machine
		inside := !average && place.Proxy == "" && (anywhere || listed(wanted, place.Parent))
		if len(providers) == 0 && (inside || listed(wanted, place.Code)) {
			p.addRegion(place.Code, place.Name, place.Code, rented)
		}
	}
	for i := range c.clouds {
		r := &c.clouds[i]
		inside := anywhere || listed(wanted, r.ID) || listed(wanted, r.Zone) || listed(wanted, r.Country)
		if inside && (len(providers) == 0 || listed(providers, r.Provider)) {
			p.addRegion(r.ID, r.Name, r.Zone, true)
		}
	}
}

// addRegion adds a place that draws from a zone with a grid figure, or from the typed grid when zone is empty.
func (p *planner) addRegion(code, name, zone string, rented bool) {
	if place, ok := p.catalog.Place(zone); zone != "" && (!ok || place.Lifecycle == nil && place.Direct == nil) {
		return
	}
	s := &p.template
	s.Region = code
	g, b := findGrid(p.catalog, s), findPUE(p.catalog, s)
	s.Region = ""
	if s.otherYear(g) {
		return
	}
	p.all = append(p.all, planRegion{code: code, name: name, rented: rented, pue: b.pue, intensity: g.intensity, dollars: math.Inf(1), least: 1, most: 1})
	r := &p.all[len(p.all)-1]
	r.grams = b.pue.Mid * float64(g.intensity.Mid)
	price, known := s.typedPrice(0, false) // of a tariff the day, whichever hours are chosen
	if !known && zone != "" {
		price, known = p.data.electricity(zone)
	}
	if known {
		r.price, r.dollars = price, b.pue.Mid*float64(price.Mid)
	}
	if w, ok := p.data.hours(zone); ok {
		r.day = dayOf(w)
		r.least, r.most = r.day.bounds(len(p.req.StartHours) == 0)
	}
}

// A planDay is the day of a place hour by hour: many windows are asked of it, and each takes a few sums.
type planDay struct {
	sums [49]float64 // of the hours before one, over two days, in parts of their mean
}

func dayOf(w hourWindows) *planDay {
	d := &planDay{}
	for h := range 48 {
		d.sums[h+1] = d.sums[h] + w.Window(Hours(h%24), 1).Mid
	}
	return d
}

// window returns the mean from a start hour on for a duration in hours, ÷ the day.
func (d *planDay) window(start int, duration float64) float64 {
	days := math.Floor(duration / 24)
	rest := duration - 24*days
	end := start + int(rest)
	partial := d.sums[end] - d.sums[start] + (rest-math.Floor(rest))*(d.sums[end+1]-d.sums[end])
	return (days*d.sums[24] + partial) / duration
}

// bounds returns the least and the most that the best window can be, whatever the duration. A window is a mean of hours,
// so that it lies between the cleanest and the dirtiest; the best of all 24 windows is no dirtier than their mean, which
// is the day.
func (d *planDay) bounds(anyHour bool) (least, most float64) {
	least = math.Inf(1)
	for h := range 24 {
		v := d.sums[h+1] - d.sums[h]
		least, most = min(least, v), max(most, v)
	}
	if anyHour {
		most = d.sums[24] / 24
	}
	return least * (1 - roundingMargin), most * (1 + roundingMargin)
}

// start returns the best of the hours to start a run of that duration, and its window ÷ the day; -1 and 1 when the day is
// not known.
func (r *planRegion) start(duration float64, hours []int) (hour int, ratio float64) {
	if r.day == nil {
		return -1, 1
	}
	ratio = math.Inf(1)
	for _, h := range hours {
		if v := r.day.window(h, duration); v < ratio {
			hour, ratio = h, v
		}
	}
	return hour, ratio
}

// worthwhile returns the regions that some device and count can be best in, by what they cost: see plan_search.go.
func worthwhile(all []planRegion) []*planRegion {
	order := make([]*planRegion, len(all))
	for i := range all {
		order[i] = &all[i]
	}
	sortBy(len(order), func(i, j int) bool { return order[i].before(order[j]) }, func(i, j int) { order[i], order[j] = order[j], order[i] })
	least := [2]float64{math.Inf(1), math.Inf(1)} // of electricity and of rent, whose costs do not compare
	kept := order[:0]
	for _, r := range order {
		if r.grams*r.least < least[r.kind()] {
			kept = append(kept, r)
		}
		least[r.kind()] = min(least[r.kind()], r.grams*r.most)
	}
	return kept
}

// before is the order in which a region can only be beaten by one before it.
func (r *planRegion) before(o *planRegion) bool {
	switch grams, others := r.grams*r.most, o.grams*o.most; {
	case r.paid() != o.paid():
		return r.paid() < o.paid()
	case grams != others:
		return grams < others
	}
	return r.code < o.code
}

// kind numbers what is paid: 0 electricity, 1 rent.
func (r *planRegion) kind() int {
	if r.rented {
		return 1
	}
	return 0
}

// paid is what a region adds to the cost of a device: nothing where rent is paid, whatever the place.
func (r *planRegion) paid() float64 {
	if r.rented {
		return 0
	}
	return r.dollars
}
