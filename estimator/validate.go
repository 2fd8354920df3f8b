package estimator

import (
	"math"
	"strconv"
	"strings"
)

// maxGroups bounds the device lists of a scenario, and with them the work that a hostile link can ask for.
const maxGroups = 64

// Validate checks a Spec against the limits of each field, against itself and against the catalog. It returns every
// fault at once as FieldErrors, or nil.
func (s *Spec) Validate(c *Catalog) error {
	var errs FieldErrors
	for i := range specFields {
		f := &specFields[i]
		if v, ok := f.at(s).float(); ok && !f.accepts(v) {
			errs.add(f.path, number(v), f.reason, f.remedy)
		}
	}
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
	s.validateWork(&errs)
	s.validatePlace(&errs, c)
	return errs.orNil()
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
			if v, ok := f.at(d).float(); ok && !f.accepts(v) {
				errs.add(devicePath(list, i, f.path), number(v), f.reason, f.remedy)
			}
		}
		if d.Load.Given() && d.Power.Given() {
			errs.add(devicePath(list, i, "load"), number(float64(d.Load.Or(0))), "load and power_w both say how hard the device works", "give one of them")
		}
		powered := d.Rated.Given() || d.Power.Given()
		switch {
		case d.key() == "" && !powered:
			errs.add(devicePath(list, i, "id"), "", "the device is not named", "give id or name from the catalog, or tdp_w")
		case d.key() != "":
			rated, known, close := lookUp(d)
			field := "id"
			if d.ID == "" {
				field = "name"
			}
			switch {
			case !known && !powered:
				errs.add(devicePath(list, i, field), d.key(), "the catalog has no such device", suggestion(close, "give tdp_w with the watts of one device"))
			case known && rated == 0 && !powered:
				errs.add(devicePath(list, i, "tdp_w"), "", "no rated power of "+d.key()+" is published", "give tdp_w or power_w in watts")
			}
		}
	}
}

func (s *Spec) validateWork(errs *FieldErrors) {
	_, counted := s.deviceCount()
	switch {
	case !s.Hours.Given() && !s.DeviceHours.Given() && !s.EnergyKWh.Given():
		errs.add("hours", "", "nothing says how much work it is", "give hours, device_hours or energy_kwh")
	case s.DeviceHours.Given() && s.Hours.Given():
		errs.add("device_hours", number(float64(s.DeviceHours.Or(0))), "hours is given too, and the two can disagree", "give one of them")
	case s.DeviceHours.Given() && s.EnergyKWh.Given():
		errs.add("device_hours", number(float64(s.DeviceHours.Or(0))), "energy_kwh is given too, and the two can disagree", "give one of them")
	case s.EnergyKWh.Given():
		// Metered energy needs no device; hours beside it give the mean power.
	case len(s.devices()) == 0 && s.MemoryGB.Or(0) == 0 && s.Host.Or(0) == 0:
		errs.add("accelerators", "", "nothing is listed that could draw power", "add an accelerator, a CPU, memory_gb or host_w")
	case s.DeviceHours.Given() && len(s.devices()) == 0:
		errs.add("device_hours", number(float64(s.DeviceHours.Or(0))), "there is no device to count the hours of", "add an accelerator or a CPU, or give hours")
	case s.DeviceHours.Given() && !counted && s.needsWallClock():
		errs.add(devicePath(s.deviceList(), 0, "count"), "", "host, CPU and memory energy need the wall-clock time, which device-hours give only with a count", "add count, or give hours")
	}
	if s.EnergyKWh.Given() && !s.Hours.Given() && s.needsWallClock() {
		errs.add("hours", "", "host, CPU and memory energy are watts over time, and metered energy says no time", "add hours, or leave these parts out when the meter included them")
	}
}

// needsWallClock reports whether a part is described in watts over the whole run, beside the devices that device-hours
// or a meter cover.
func (s *Spec) needsWallClock() bool {
	besides := len(s.Accelerators) > 0 && len(s.CPUs) > 0 && !s.EnergyKWh.Given()
	return besides || s.MemoryGB.Or(0) > 0 || s.Host.Or(0) > 0
}

func (s *Spec) deviceList() string {
	if len(s.Accelerators) > 0 {
		return "accelerators"
	}
	return "cpus"
}

func (s *Spec) validatePlace(errs *FieldErrors, c *Catalog) {
	if s.GridBasis != "" && s.GridBasis != Lifecycle && s.GridBasis != Direct {
		errs.add("grid_basis", s.GridBasis, "the basis is not known", `use "lifecycle" or "direct"`)
	}
	if s.Region == "" {
		return
	}
	if s.GridIntensity.Given() {
		errs.add("region", s.Region, "grid_g_per_kwh is given too, and the two can disagree", "give one of them")
		return
	}
	if _, ok := findPlace(c, s.Region); !ok {
		errs.add("region", s.Region, "the catalog has no such place", suggestion(c.Suggest("region", s.Region), "use an ISO 3166 code such as FR, a zone such as CA-QC, a cloud region such as aws:us-east-1, or give grid_g_per_kwh"))
	}
}

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
