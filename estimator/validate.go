package estimator

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxGroups bounds the device lists of a scenario, and with them the work that a hostile link can ask for.
const maxGroups = 64

// Validate checks a Spec against the limits of each field, against itself and against the catalog. It returns every
// fault at once as FieldErrors, or nil.
func (s *Spec) Validate(c *Catalog) error {
	var errs FieldErrors
	s.checkFields("", &errs)
	s.validateDevices(&errs, "accelerators", s.Accelerators, func(d *Device) (Watts, bool, []string) {
		if a, ok := c.Accelerator(d.key()); ok {
			return a.Rated, true, nil
		}
		return 0, false, c.Suggest("accelerator", d.key())
	})
	s.validateDevices(&errs, "cpus", s.CPUs, func(d *Device) (Watts, bool, []string) {
		if p, ok := c.CPU(d.key()); ok {
			return p.Rated, true, nil
		}
		return 0, false, c.Suggest("cpu", d.key())
	})
	s.validateNames(&errs, c)
	s.validateIdle(&errs, c)
	s.validateWork(&errs, c)
	s.validatePresets(&errs, c)
	s.validateBuilding(&errs)
	s.validateEmbodied(&errs)
	s.validatePlace(&errs, c)
	s.validateTariff(&errs)
	if len(errs) == 0 {
		s.validateSpeed(&errs, c)
	}
	return errs.orNil()
}

// checkFields checks the numbers and words whose paths begin with group against their limits.
func (s *Spec) checkFields(group string, errs *FieldErrors) {
	for i := range specFields {
		f := &specFields[i]
		if v, ok := f.at(s).get(); ok && !f.accepts(v) && strings.HasPrefix(f.path, group) {
			errs.add(f.path, number(v), f.reason, f.remedy)
		}
	}
	for i := range textFields {
		f := &textFields[i]
		if v := *f.at(s); v != "" && f.choices != nil && !slices.Contains(f.choices, v) && strings.HasPrefix(f.path, group) {
			errs.add(f.path, v, "the word is not known", "use "+alternatives(f.choices))
		}
	}
}

// faultsIn returns what is wrong with the fields of a group, by their limits and by check. The error is FieldErrors.
func (s *Spec) faultsIn(group string, check func(*Spec, *FieldErrors)) error {
	var errs FieldErrors
	s.checkFields(group, &errs)
	check(s, &errs)
	return errs.orNil()
}

// need adds a fault for each number that the chosen way cannot do without and that was not given.
func (e *FieldErrors) need(s *Spec, why string, paths ...string) {
	for i := range specFields {
		if f := &specFields[i]; slices.Contains(paths, f.path) && !f.at(s).given {
			e.add(f.path, "", why, f.remedy)
		}
	}
}

// twice adds a fault to a number that says what something else, such as "years are", says already.
func (e *FieldErrors) twice(path string, v float64, other string) {
	e.add(path, number(v), other+" given too, and the two can disagree", "give one of them")
}

// alternatives writes "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// exclusiveField is one of several ways to say the same thing.
type exclusiveField struct {
	path, value string
	given       bool
}

// exclusive reports all but the first of the fields that are given and say the same thing in different ways.
func exclusive(errs *FieldErrors, fields ...exclusiveField) {
	first := ""
	for _, f := range fields {
		switch {
		case !f.given:
		case first == "":
			first = f.path
		default:
			errs.add(f.path, f.value, first+" is given too, and the two can disagree", "give one of them")
		}
	}
}

// validateParts checks shares of a whole and returns their sum.
func validateParts(errs *FieldErrors, path string, parts []Part, remedy string, known func(id string) bool) float64 {
	sum := 0.0
	for i, p := range parts {
		switch {
		case !known(p.ID):
			errs.add(path+"."+p.ID, number(p.Share), "this part is not known", remedy)
		case !(p.Share >= 0 && p.Share <= 1e6):
			errs.add(path+"."+p.ID, number(p.Share), "a share is 0 or more", remedy)
		case slices.ContainsFunc(parts[:i], func(q Part) bool { return q.ID == p.ID }):
			errs.add(path+"."+p.ID, number(p.Share), "this part is given twice", "give it once")
		default:
			sum += p.Share
		}
	}
	if len(parts) > 0 && sum == 0 {
		errs.add(path, linkParts(parts), "no part has a share above 0", remedy)
	}
	return sum
}

// validatePresets checks words that the catalog decides on.
func (s *Spec) validatePresets(errs *FieldErrors, c *Catalog) {
	if w, ok := c.Workload(s.Workload); s.Workload != "" && !ok {
		var ids []string
		for _, w := range c.Workloads() {
			ids = append(ids, w.ID)
		}
		errs.add("workload", s.Workload, "the catalog has no such kind of work", "use "+alternatives(ids))
	} else if ok && s.Workload == idleWorkload {
		for i := range s.Accelerators {
			if d := &s.Accelerators[i]; Ratio(d.Load.value) > w.Load.High {
				errs.add(devicePath("accelerators", i, "load"), number(float64(d.Load.value)), "the workload is "+idleWorkload+", and devices that wait draw at most "+number(float64(w.Load.High))+" of their rated power", "leave one of the two out")
			}
		}
	}
	if _, ok := c.Site(s.Site); s.Site != "" && !ok {
		var ids []string
		for _, w := range c.Sites() {
			ids = append(ids, w.ID)
		}
		errs.add("site", s.Site, "the catalog has no such kind of building", "use "+alternatives(ids))
	}
}

// idleWorkload is the kind of work that is none.
const idleWorkload = "idle"

// validateEmbodied checks that no mass is given of what is not to be counted.
func (s *Spec) validateEmbodied(errs *FieldErrors) {
	m := &s.Embodied
	if m.Counted.given && m.Counted.value == 0 && (m.DeviceKg.given || m.HostKg.given) {
		path := "embodied.device_kg"
		if !m.DeviceKg.given {
			path = "embodied.host_kg"
		}
		errs.add(path, number(m.DeviceKg.Or(m.HostKg.value)), "embodied.counted is 0, so that no mass would count", "give one of them")
	}
}

func (s *Spec) validateBuilding(errs *FieldErrors) {
	const remedy = "use cooling, lighting, power_conversion, other, network, servers and storage, each with its share"
	validateParts(errs, "pue_components", s.PUEComponents, remedy, func(id string) bool {
		return id == networkUse || slices.Contains(itUses[:], id) || slices.Contains(supportUses[:], id)
	})
	if len(s.PUEComponents) > 0 {
		given := linkParts(s.PUEComponents)
		if !slices.ContainsFunc(s.PUEComponents, func(p Part) bool { return p.Share > 0 && slices.Contains(itUses[:], p.ID) }) {
			errs.add("pue_components", given, "no share of servers or storage is given, and a PUE divides by it", remedy)
		} else if pue := componentsPUE(s.PUEComponents); pue.High > 5 {
			errs.add("pue_components", given, "servers and storage take less than a fifth of the building's energy", "check the shares: a PUE is 1 to 5")
		}
	}
	exclusive(errs, exclusiveField{"pue", number(s.PUE.value), s.PUE.given}, exclusiveField{"pue_components", linkParts(s.PUEComponents), len(s.PUEComponents) > 0},
		exclusiveField{"site", s.Site, s.Site != ""})
}

// validateDevices checks one list; lookUp answers a device's rated power, whether the catalog has it, and names close
// to it when not.
func (s *Spec) validateDevices(errs *FieldErrors, list string, devices []Device, lookUp func(*Device) (Watts, bool, []string)) {
	if len(devices) > maxGroups {
		errs.add(list, strconv.Itoa(len(devices)), "at most "+strconv.Itoa(maxGroups)+" kinds of device fit in one scenario", "join groups of the same device with count")
		return
	}
	for i := range devices {
		d := &devices[i]
		for j := range deviceFields {
			f := &deviceFields[j]
			if v, ok := f.at(d).get(); ok && !f.accepts(v) {
				errs.add(devicePath(list, i, f.path), number(v), f.reason, f.remedy)
			}
		}
		if d.Load.given && d.Power.given {
			errs.add(devicePath(list, i, "load"), number(d.Load.value), "load and power_w both say how hard the device works", "give one of them")
		}
		if d.Busy.given && list == "accelerators" {
			errs.add(devicePath(list, i, "utilisation"), number(d.Busy.value), "the utilisation of an accelerator says how often it is busy, not how much it draws", "give load, the mean power as a share of the rated power, or power_w")
		} else if d.Busy.given && (d.Load.given || d.Power.given) {
			errs.add(devicePath(list, i, "utilisation"), number(d.Busy.value), "load or power_w is given too, and the two can disagree", "give one of them")
		}
		powered, rated := d.Rated.given || d.Power.given, Watts(d.Rated.value)
		switch {
		case d.key() == "" && !powered:
			errs.add(devicePath(list, i, "id"), "", "the device is not named", "give id or name from the catalog, or tdp_w")
		case d.key() != "":
			listed, known, close := lookUp(d)
			rated = d.Rated.Or(listed)
			field := "id"
			if d.ID == "" {
				field = "name"
			}
			switch {
			case !known && !powered:
				remedy := "give tdp_w with the watts of one device"
				if strings.HasSuffix(deviceKey(d.key()), "laptop") {
					remedy += ", which the maker of the laptop sets"
				}
				errs.add(devicePath(list, i, field), d.key(), "the catalog has no such device", suggestion(close, remedy))
			case known && listed == 0 && !powered:
				errs.add(devicePath(list, i, "tdp_w"), "", "no rated power of "+d.key()+" is published", "give tdp_w or power_w in watts")
			}
		}
		if d.Idle.given && rated > 0 && Watts(d.Idle.value) > rated {
			errs.add(devicePath(list, i, "idle_w"), number(float64(d.Idle.value)), "it would draw more while it waits than it is rated for, "+FormatQuantity(float64(rated), "W"), "type the watts of one device that waits")
		}
	}
}

// validateNames checks that an accelerator's id and name are not of two devices. A name that the catalog does not have is
// the user's own.
func (s *Spec) validateNames(errs *FieldErrors, c *Catalog) {
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		a, one := c.Accelerator(d.ID)
		b, other := c.Accelerator(d.Name)
		if d.ID != "" && d.Name != "" && one && other && a != b {
			errs.add(devicePath("accelerators", i, "name"), d.Name, "the id is of another device, "+a.Name, "leave one of the two out")
		}
	}
}

// validateIdle checks that something says what each accelerator draws while it waits.
func (s *Spec) validateIdle(errs *FieldErrors, c *Catalog) {
	if s.IdleHours.value == 0 {
		return
	}
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		a, known := c.Accelerator(d.key())
		if d.Power.given && !d.Idle.given && !d.Rated.given && !(known && (a.Rated > 0 || a.Idle > 0)) {
			errs.add(devicePath("accelerators", i, "idle_w"), "", "nothing says what it draws while it waits", "give idle_w or tdp_w in watts, or leave idle_hours out")
		}
	}
}

// validateWork checks that one way says the work, and that the parts it needs are there.
func (s *Spec) validateWork(errs *FieldErrors, c *Catalog) {
	if s.Steps.given() {
		s.checkSteps(errs)
	}
	s.validateTraining(errs, c)
	if s.RedAI.given() {
		s.checkRedAI(errs)
		exclusive(errs, exclusiveField{"red_ai", "", true}, exclusiveField{"training", "", s.Training.sized()},
			exclusiveField{"energy_kwh", number(s.EnergyKWh.value), s.EnergyKWh.given})
	}
	if s.Project.given() {
		s.checkProject(errs)
		exclusive(errs, exclusiveField{"project", "", true}, exclusiveField{"runs", number(s.Runs.value), s.Runs.given})
	}
	if s.Inference.given() {
		s.checkRequest(errs, servingAccelerator(c, s))
		if s.Inference.RequestsPerDay.given || s.Inference.Days.given || s.Inference.Years.given {
			s.checkPeriod(errs)
		}
	}
	exclusive(errs, exclusiveField{"steps", "", s.Steps.given()}, exclusiveField{"hours", number(s.Hours.value), s.Hours.given},
		exclusiveField{"device_hours", number(s.DeviceHours.value), s.DeviceHours.given})
	_, counted := s.deviceCount()
	timed := s.Hours.given || s.Steps.given() || s.sized()
	switch {
	case !s.hasWork() && !s.Inference.given():
		errs.add("hours", "", "nothing says how much work it is", "give hours, device_hours or energy_kwh; or training, steps or inference")
	case s.DeviceHours.given && s.EnergyKWh.given:
		errs.add("device_hours", number(s.DeviceHours.value), "energy_kwh is given too, and the two can disagree", "give one of them")
	case s.metered() || !s.hasWork():
		// Metered energy needs no device; hours beside it give the mean power. Requests check their own.
	case len(s.devices()) == 0 && !s.besideDevices():
		errs.add("accelerators", "", "nothing is listed that could draw power", "add an accelerator, a CPU, memory_gb or host_w")
	case s.DeviceHours.given && len(s.devices()) == 0:
		errs.add("device_hours", number(s.DeviceHours.value), "there is no device to count the hours of", "add an accelerator or a CPU, or give hours")
	case (s.DeviceHours.given || s.sized() && !s.Hours.given && !s.Steps.given()) && !counted && s.needsWallClock():
		errs.add(devicePath(s.deviceList(), 0, "count"), "", "host, CPU, memory and storage energy need the wall-clock time, which device-hours give only with a count", "add count, or give hours")
	}
	if (s.metered() && !timed || !s.hasWork() && s.Inference.given()) && s.needsWallClock() {
		errs.add("hours", "", "host, CPU, memory and storage energy are watts over time, and metered energy or requests say no time", "add hours, or leave these parts out when the meter included them")
	}
}

// validateTraining checks the arithmetic, and the speed of the devices where the hours follow from it.
func (s *Spec) validateTraining(errs *FieldErrors, c *Catalog) {
	t := &s.Training
	if !t.sized() {
		return
	}
	s.checkTraining(errs)
	if s.Hours.given || s.DeviceHours.given || s.Steps.given() || s.metered() {
		return
	}
	if len(s.Accelerators) == 0 {
		errs.add("accelerators", "", "nothing is listed that could do the arithmetic", "add an accelerator, or give hours")
	}
	for i := range s.Accelerators {
		a, _ := c.Accelerator(s.Accelerators[i].key())
		_, err := t.Efficiency(a)
		for _, e := range asFieldErrors(err) {
			if e.Field == "accelerators[0].id" { // it speaks of one device
				e.Field = devicePath("accelerators", i, "id")
			}
			errs.add(e.Field, e.Value, e.Reason, e.Remedy)
		}
	}
}

// needsWallClock reports whether a part is described in watts over the whole run, beside the devices that device-hours
// or a meter cover.
func (s *Spec) needsWallClock() bool {
	besides := len(s.Accelerators) > 0 && len(s.CPUs) > 0 && !s.metered()
	return besides || s.besideDevices()
}

// besideDevices reports whether a part beside the devices is described that draws power over the whole run.
func (s *Spec) besideDevices() bool {
	return s.MemoryGB.value > 0 || s.Host.value > 0 || s.SSD.value > 0 || s.HDD.value > 0
}

func (s *Spec) deviceList() string {
	if len(s.Accelerators) > 0 {
		return "accelerators"
	}
	return "cpus"
}

// validateTariff asks for a price of each hour, within the limits of a flat one.
func (s *Spec) validateTariff(errs *FieldErrors) {
	if len(s.Tariff) == 0 {
		return
	}
	const remedy = "give 24 prices from 0 to 10 dollars per kWh, from midnight UTC on"
	if len(s.Tariff) != hoursPerDay {
		errs.add(tariffPath, strconv.Itoa(len(s.Tariff)), "a day has 24 hours", remedy)
	}
	for i, v := range s.Tariff {
		if !(v >= 0 && v <= 10) {
			errs.add(tariffPath+"["+strconv.Itoa(i)+"]", number(v), "a price of electricity is 0 to 10 dollars per kWh", remedy)
		}
	}
	if s.ElectricityPrice.given {
		errs.twice("price_usd_per_kwh", s.ElectricityPrice.value, "a tariff by hour is")
	}
}

func (s *Spec) validatePlace(errs *FieldErrors, c *Catalog) {
	validateParts(errs, "grid_mix", s.GridMix, "use fuels such as coal, gas, nuclear, hydro, wind and solar, each with its share", func(id string) bool {
		_, ok := c.Fuel(id)
		return ok
	})
	exclusive(errs, exclusiveField{"grid_g_per_kwh", number(s.GridIntensity.value), s.GridIntensity.given},
		exclusiveField{"grid_mix", linkParts(s.GridMix), len(s.GridMix) > 0}, exclusiveField{"region", s.Region, s.Region != ""})
	s.validateYear(errs, c)
	if s.Region == "" {
		return
	}
	if _, ok := findPlace(c, s.Region); !ok {
		errs.add("region", s.Region, "the catalog has no such place", suggestion(c.Suggest("region", s.Region), "use an ISO 3166 code such as FR, a zone such as CA-QC, a cloud region such as aws:us-east-1, or give grid_g_per_kwh"))
	}
}

// validateYear asks that the year of the grid figure is one that the catalog keeps for the place.
func (s *Spec) validateYear(errs *FieldErrors, c *Catalog) {
	year, ok := s.GridYear.Get()
	if !ok {
		return
	}
	if s.gridTyped() {
		errs.add("grid_year", number(year), "the grid is typed, so that no figure of the catalog is used", "leave the year out, or give a region instead")
		return
	}
	region := strings.TrimSpace(s.Region)
	if region == "" {
		region = world
	}
	place, ok := findPlace(c, region)
	if !ok {
		return // said of the region
	}
	years := c.Years(place)
	if s.GridBasis == MarginalBasis {
		years = nil
		marginals := c.Marginals()
		if i := c.rowNear(marginalsFile, place); i >= 0 {
			years = append(years, marginals[i].Year)
		}
	}
	if slices.Contains(years, s.gridYear()) {
		return
	}
	remedy := "leave it out for the newest figure"
	if len(years) > 0 {
		kept := make([]string, len(years))
		for i, y := range years {
			kept[i] = strconv.Itoa(y)
		}
		remedy = "use " + alternatives(kept) + ", or " + remedy
	}
	errs.add("grid_year", number(year), "no figure of that year is kept for "+place.Name, remedy)
}

// gridYear is the year asked for; 0 asks for the newest.
func (s *Spec) gridYear() int { return int(s.GridYear.Or(0)) }

// otherYear reports whether a year was asked for and the figure is of another.
func (s *Spec) otherYear(g grid) bool { return s.GridYear.Given() && g.year != s.gridYear() }

// suggestion puts close matches before a general remedy.
func suggestion(close []string, otherwise string) string {
	if len(close) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(close, ", ") + "? Otherwise " + otherwise
}

func devicePath(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}

// number writes a value as a person would type it: the shortest text that reads back the same.
func number(v float64) string {
	if a := math.Abs(v); a != 0 && (a >= 1e15 || a < 1e-6) {
		return strings.Replace(strconv.FormatFloat(v, 'e', -1, 64), "e+", "e", 1)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
