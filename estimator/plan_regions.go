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
	windows    hourWindows // nil when the day of the place is not known

	grams       float64 // per kWh at the machines, over the whole day: PUE × intensity
	dollars     float64 // per kWh at the machines: PUE × price; +Inf when not known
	least, most float64 // bounds of the best window ÷ the day, for every duration
}

// roundingMargin is far above the rounding of a mean over hours.
const roundingMargin = 1e-9

// regions returns every candidate place, in the order of their codes: first places, then cloud regions.
func (p *planner) regions() []planRegion {
	c, req := p.catalog, p.req
	if req.Spec.gridTyped() {
		all := make([]planRegion, 0, 1)
		return p.addRegion(all, "", "the typed grid", "", req.Spec.DevicePrice.Given())
	}
	wanted := make(map[string]bool, len(req.Regions))
	for _, code := range req.Regions {
		if r, ok := findCloud(c, code); ok {
			wanted[r.ID] = true
		} else if place, ok := c.Place(code); ok {
			wanted[place.Code] = true
		}
	}
	providers := make(map[string]bool, len(req.Providers))
	for _, name := range req.Providers {
		providers[strings.ToLower(name)] = true
	}
	all := make([]planRegion, 0, len(c.places)+len(c.clouds))
	for i := range c.places {
		place := &c.places[i]
		listed := wanted[place.Code]
		average := place.Level == "world" || place.Level == "area" // where nobody can put a machine
		if len(providers) > 0 || !listed && (average || place.Proxy != "" || len(wanted) > 0 && !wanted[place.Parent]) {
			continue
		}
		if place.Lifecycle != nil || place.Direct != nil {
			all = p.addRegion(all, place.Code, place.Name, place.Code, req.Spec.DevicePrice.Given())
		}
	}
	for i := range c.clouds {
		r := &c.clouds[i]
		if len(providers) > 0 && !providers[r.Provider] || len(wanted) > 0 && !wanted[r.ID] && !wanted[r.Zone] && !wanted[r.Country] {
			continue
		}
		if place, ok := c.Place(r.Zone); ok && (place.Lifecycle != nil || place.Direct != nil) {
			all = p.addRegion(all, r.ID, r.Name, r.Zone, true)
		}
	}
	return all
}

func (p *planner) addRegion(all []planRegion, code, name, zone string, rented bool) []planRegion {
	s := p.template
	s.Region = code
	g, b := findGrid(p.catalog, &s), findPUE(p.catalog, &s)
	r := planRegion{code: code, name: name, rented: rented, pue: b.pue, intensity: g.intensity, dollars: math.Inf(1), least: 1, most: 1}
	r.grams = b.pue.Mid * float64(g.intensity.Mid)
	price, known := Exactly(s.ElectricityPrice.Or(0)), s.ElectricityPrice.Given()
	if !known && zone != "" {
		price, known = p.data.electricity(zone)
	}
	if known {
		r.price, r.dollars = price, b.pue.Mid*float64(price.Mid)
	}
	if zone != "" {
		if w, ok := p.data.hours(zone); ok {
			r.windows = w
			r.bound(len(p.req.StartHours) == 0)
		}
	}
	return append(all, r)
}

// bound finds the cleanest and the dirtiest hour. A window is a mean of hours, so that it lies between them; the best of
// all 24 windows is no dirtier than their mean, which is the day.
func (r *planRegion) bound(anyHour bool) {
	r.least, r.most = math.Inf(1), 0
	for h := range 24 {
		v := r.windows.Window(Hours(h), 1).Mid
		r.least, r.most = min(r.least, v), max(r.most, v)
	}
	r.least *= 1 - roundingMargin
	r.most *= 1 + roundingMargin
	if anyHour {
		r.most = 1 + roundingMargin
	}
}

// start returns the best hour to start a run of that duration, and its window ÷ the day; -1 and 1 when the day is not
// known.
func (r *planRegion) start(duration Hours, hours []int) (hour int, ratio float64) {
	switch {
	case r.windows == nil:
		return -1, 1
	case len(hours) == 0:
		return r.windows.BestStart(duration)
	}
	ratio = math.Inf(1)
	for _, h := range hours {
		if v := r.windows.Window(Hours(h), duration).Mid; v < ratio {
			hour, ratio = h, v
		}
	}
	return hour, ratio
}

// worthwhile returns the regions that some device and count can be best in: see plan_search.go.
func worthwhile(all []planRegion) []*planRegion {
	order := make([]*planRegion, len(all))
	for i := range all {
		order[i] = &all[i]
	}
	sortBy(len(order), func(i, j int) bool { return order[i].before(order[j]) }, func(i, j int) { order[i], order[j] = order[j], order[i] })
	least := [2]float64{math.Inf(1), math.Inf(1)} // of electricity and of rent, whose costs do not compare
	kept := order[:0]
	for _, r := range order {
		kind := 0
		if r.rented {
			kind = 1
		}
		if r.grams*r.least < least[kind] {
			kept = append(kept, r)
		}
		least[kind] = min(least[kind], r.grams*r.most)
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

// paid is what a region adds to the cost of a device: nothing where rent is paid, whatever the place.
func (r *planRegion) paid() float64 {
	if r.rented {
		return 0
	}
	return r.dollars
}
