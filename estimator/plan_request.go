package estimator

import (
	"cmp"
	"strconv"
	"strings"
)

// planField is a number of a request. Its key is that of "plan" in Call.
type planField struct {
	numberField
	at func(*PlanRequest) *optional
}

var planFields = [...]planField{
	{numberField{key: "deadline", path: "deadline_hours", max: 1e6, scale: 1, above: true,
		reason: "a deadline is more than 0 and at most 1,000,000 hours", remedy: "type hours from start to end, such as 168 for a week"},
		func(r *PlanRequest) *optional { return &r.Deadline.optional }},
	{numberField{key: "money", path: "money_usd", max: 1e15, scale: 1, above: true,
		reason: "a limit of money is more than 0 dollars", remedy: "type US dollars, or leave it out"},
		func(r *PlanRequest) *optional { return &r.Money.optional }},
	{numberField{key: "kg", path: "carbon_kg", max: 1e18, scale: 1 / gramsPerKilogram, above: true,
		reason: "a limit of carbon is more than 0 kg", remedy: "type kilograms of CO2e, or leave it out"},
		func(r *PlanRequest) *optional { return &r.Carbon.optional }},
	{numberField{key: "gb", path: "memory_gb_each", max: 1e7, scale: 1,
		reason: "memory is 0 to 10,000,000 GB", remedy: "type gigabytes that each device must have, such as 80"},
		func(r *PlanRequest) *optional { return &r.MemoryEach.optional }},
	{numberField{key: "gbt", path: "memory_gb_total", max: 1e10, scale: 1,
		reason: "memory is 0 to 10,000,000,000 GB", remedy: "type gigabytes that all devices together must have, such as 640"},
		func(r *PlanRequest) *optional { return &r.MemoryTotal.optional }},
	{numberField{key: "maxn", path: "max_count", min: 1, max: 1e6, scale: 1, whole: true,
		reason: "the count is a whole number from 1 to 1,000,000", remedy: "type how many devices there are at most"},
		func(r *PlanRequest) *optional { return &r.MaxCount.optional }},
}

// planLists are the lists of a request that hold names.
var planLists = [...]struct {
	key string
	at  func(*PlanRequest) *[]string
}{
	{"regions", func(r *PlanRequest) *[]string { return &r.Regions }},
	{"providers", func(r *PlanRequest) *[]string { return &r.Providers }},
	{"devices", func(r *PlanRequest) *[]string { return &r.Devices }},
}

// planNumbers are the lists of a request that hold whole numbers.
var planNumbers = [...]struct {
	key, path string
	min, max  int
	remedy    string
	at        func(*PlanRequest) *[]int
}{
	{"counts", "counts", 1, 1e6, "type whole numbers of devices, such as 8,16,64", func(r *PlanRequest) *[]int { return &r.Counts }},
	{"starts", "start_hours", 0, 23, "type full hours of the day in UTC, such as 0,6,22", func(r *PlanRequest) *[]int { return &r.StartHours }},
}

// maxListed bounds the lists of a request, and with them the work that a hostile link can ask for.
const maxListed = 1024

// ParsePlan reads a request from a link's string. Beside the keys of a scenario (ParseQuery), which describe Spec, it
// knows deadline (hours), money (US dollars), kg, gb and gbt (memory of each device, of all), regions, providers, devices,
// maxn, counts and starts; lists are separated by commas. Unknown keys come back in unknown. The error is FieldErrors and names every value that cannot be read.
func ParsePlan(query string) (r PlanRequest, unknown []string, err error) {
	var errs FieldErrors
	rest := make([]string, 0, 16)
	for _, pair := range pairsOf(query) {
		key, raw, _ := strings.Cut(pair, "=")
		value, ok := unescape(raw)
		if value = strings.TrimSpace(value); !ok || value == "" || !r.set(key, value, &errs) {
			rest = append(rest, pair)
		}
	}
	r.Spec, unknown, err = ParseQuery(strings.Join(rest, "&"))
	if err != nil {
		errs = append(errs, asFieldErrors(err)...)
	}
	return r, unknown, errs.orNil()
}

// set stores one value and reports whether the key is one of a request.
func (r *PlanRequest) set(key, value string, errs *FieldErrors) bool {
	for i := range planFields {
		if f := &planFields[i]; f.key == key {
			f.parse(f.at(r), f.path, value, errs)
			return true
		}
	}
	for _, l := range planLists {
		if l.key == key {
			list := l.at(r)
			for _, item := range strings.Split(value, ",") {
				if item = strings.TrimSpace(item); item != "" {
					*list = append(*list, item)
				}
			}
			return true
		}
	}
	for _, l := range planNumbers {
		if l.key == key {
			list := l.at(r)
			for _, item := range strings.Split(value, ",") {
				n, err := strconv.Atoi(strings.TrimSpace(item))
				if err != nil {
					errs.add(l.path, item, "this is not a whole number", l.remedy)
					continue
				}
				*list = append(*list, n)
			}
			return true
		}
	}
	return false
}

// validate checks a request against the limits of its fields, itself and the catalog.
func (r *PlanRequest) validate(c *Catalog) error {
	var errs FieldErrors
	for i := range planFields {
		f := &planFields[i]
		if v, ok := f.at(r).get(); ok && !f.accepts(v) {
			errs.add(f.path, f.link(v), f.reason, f.remedy)
		}
	}
	for _, l := range planNumbers {
		list := *l.at(r)
		if len(list) > maxListed {
			errs.add(l.path, strconv.Itoa(len(list)), "at most "+strconv.Itoa(maxListed)+" values fit in one request", "leave some out")
		}
		for _, n := range list {
			if n < l.min || n > l.max {
				errs.add(l.path, strconv.Itoa(n), "this is not from "+strconv.Itoa(l.min)+" to "+strconv.Itoa(l.max), l.remedy)
			}
		}
	}
	r.validateNames(c, &errs)
	work := r.Spec
	if work.Region == "" && !work.gridTyped() {
		work.GridYear = Optional[float64]{} // of the places that are searched; those without a figure of it are left out
	}
	if invalid := work.Validate(c); invalid != nil {
		for _, e := range asFieldErrors(invalid) {
			// What is missing is told when it is of the work; devices, hours and counts may be missing from a search.
			if e.Value != "" || strings.HasPrefix(e.Field, "training.") || strings.HasPrefix(e.Field, "steps.") {
				errs = append(errs, e)
			}
		}
	}
	if len(errs) == 0 {
		r.validateWork(c, &errs)
	}
	return errs.orNil()
}

func (r *PlanRequest) validateNames(c *Catalog, errs *FieldErrors) {
	for _, l := range planLists {
		if n := len(*l.at(r)); n > maxListed {
			errs.add(l.key, strconv.Itoa(n), "at most "+strconv.Itoa(maxListed)+" names fit in one request", "leave some out")
			return
		}
	}
	for i, name := range r.Devices {
		if _, ok := c.Accelerator(name); !ok {
			errs.add("devices["+strconv.Itoa(i)+"]", name, "the catalog has no such device", suggestion(c.Suggest("accelerator", name), "use an id of the catalog, such as h100-sxm5-80gb"))
		}
	}
	for i, code := range r.Regions {
		if _, ok := findPlace(c, code); !ok {
			errs.add("regions["+strconv.Itoa(i)+"]", code, "the catalog has no such place", suggestion(c.Suggest("region", code), "use an ISO 3166 code such as FR, a zone such as CA-QC, or a cloud region such as aws:us-east-1"))
		}
	}
	if len(r.Regions)+len(r.Providers) > 0 && r.Spec.gridTyped() {
		errs.add("regions", strings.Join(append(r.Regions[:len(r.Regions):len(r.Regions)], r.Providers...), ","), "the grid is typed too, and the two can disagree", "give one of them")
	}
	known := providersOf(c)
	for i, name := range r.Providers {
		if !listed(known, strings.ToLower(name)) {
			errs.add("providers["+strconv.Itoa(i)+"]", name, "the catalog has no such provider", suggestion(Closest(name, known), "use one of "+strings.Join(known, ", ")))
		}
	}
}

// validateWork checks that the scenario says work that other devices could do, and on devices whose speed is known where
// it needs them.
func (r *PlanRequest) validateWork(c *Catalog, errs *FieldErrors) {
	const remedy = "give training.flop, training.params with training.tokens, or accelerators with hours, device_hours or steps"
	s := &r.Spec
	_, achieved := s.Training.AchievedTFLOPS.Get()
	switch {
	case s.timed():
		r.validateReference(c, errs, "hours say no work without the device that they were counted on")
	case s.sized() && achieved:
		r.validateReference(c, errs, "an achieved speed says nothing of other devices without the one that reached it")
	case s.sized():
	case s.metered():
		errs.add("energy_kwh", number(s.EnergyKWh.value), "metered energy says no work that other devices could do", remedy)
	case s.Inference.given():
		errs.add("training.flop", "", "requests alone say no work that other devices could do", remedy)
	default:
		errs.add("training.flop", "", "nothing says how much work it is", remedy)
	}
}

// validateReference checks the accelerators that the speed was found on; why says for what they are needed.
func (r *PlanRequest) validateReference(c *Catalog, errs *FieldErrors, why string) {
	s := &r.Spec
	if len(s.Accelerators) == 0 {
		errs.add("accelerators[0].id", "", why, "add it, or give training.flop")
	}
	for i := range s.Accelerators {
		field, name := devicePath("accelerators", i, "id"), s.Accelerators[i].key()
		if a, ok := c.Accelerator(name); !ok {
			errs.add(field, name, "the catalog has no such device", suggestion(c.Suggest("accelerator", name), "use an id of the catalog, such as h100-sxm5-80gb"))
		} else if _, _, ok := Speed(a, s.Training.Precision); !ok {
			errs.add(field, name, "no speed in "+s.precision()+" is published for this device", "use another precision, or give training.flop")
		}
	}
}

// precision returns the precision of the work that the scenario says, else the usual one.
func (s *Spec) precision() string { return cmp.Or(s.Training.Precision, defaultPrecision) }

// timed reports whether the scenario says its time itself, so that it does not follow from arithmetic.
func (s *Spec) timed() bool { return s.Hours.given || s.DeviceHours.given || s.Steps.given() }

func listed(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// gridTyped reports whether the scenario says the grid itself, so that there is no place to look for.
func (s *Spec) gridTyped() bool { return s.GridIntensity.given || len(s.GridMix) > 0 }

// providersOf returns the providers of cloud regions, sorted.
func providersOf(c *Catalog) []string {
	var names []string
	for i := range c.clouds {
		if p := c.clouds[i].Provider; len(names) == 0 || names[len(names)-1] != p {
			names = append(names, p)
		}
	}
	return names
}
