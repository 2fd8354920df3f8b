package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// A scenarioFlag sets one field of the scenario.
type scenarioFlag struct {
	name, placeholder, words string
	path                     string // of the field, as errors name it
	text                     func(*estimator.Spec, string)
	number                   func(*estimator.Spec, float64)
	instead                  func(*estimator.Spec) // removes what the scenario said in another way
}

var scenarioFlags = [...]scenarioFlag{
	{name: "name", placeholder: "TEXT", words: "your own label", path: "name", text: func(s *estimator.Spec, v string) { s.Name = v }},
	{name: "hours", placeholder: "H", words: "wall clock of one run", path: "hours",
		number:  func(s *estimator.Spec, v float64) { s.Hours = estimator.Some(estimator.Hours(v)) },
		instead: func(s *estimator.Spec) { s.DeviceHours = estimator.Optional[estimator.DeviceHours]{} }},
	{name: "device-hours", placeholder: "H", words: "instead of --hours: summed over the devices", path: "device_hours",
		number:  func(s *estimator.Spec, v float64) { s.DeviceHours = estimator.Some(estimator.DeviceHours(v)) },
		instead: func(s *estimator.Spec) { s.Hours = estimator.Optional[estimator.Hours]{} }},
	{name: "energy-kwh", placeholder: "KWH", words: "metered at the devices, for one run", path: "energy_kwh",
		number: func(s *estimator.Spec, v float64) { s.EnergyKWh = estimator.Some(estimator.KWh(v)) }},
	{name: "memory-gb", placeholder: "GB", words: "memory of the host; none is counted without it", path: "memory_gb",
		number: func(s *estimator.Spec, v float64) { s.MemoryGB = estimator.Some(estimator.Gigabytes(v)) }},
	{name: "host-watts", placeholder: "W", words: "rest of the server: 0 counts none, without it a usual share is counted", path: "host_w",
		number: func(s *estimator.Spec, v float64) { s.Host = estimator.Some(estimator.Watts(v)) }},
	{name: "overhead-factor", placeholder: "X", words: "restarts and evaluation: 1.2 is 20 % on top", path: "overhead_factor",
		number: func(s *estimator.Spec, v float64) { s.OverheadFactor = estimator.Some(v) }},
	{name: "runs", placeholder: "N", words: "such runs in the project", path: "runs",
		number: func(s *estimator.Spec, v float64) { s.Runs = estimator.Some(v) }},
	{name: "pue", placeholder: "X", words: "energy of the building ÷ energy of its machines; 1 at home", path: "pue",
		number: func(s *estimator.Spec, v float64) { s.PUE = estimator.Some(v) }},
	{name: "region", placeholder: "ID", words: "FR, CA-QC, aws:us-east-1; see `gramwatt catalog regions`", path: "region",
		text:    func(s *estimator.Spec, v string) { s.Region = v },
		instead: func(s *estimator.Spec) { s.GridIntensity = estimator.Optional[estimator.GramsPerKWh]{} }},
	{name: "grid-intensity", placeholder: "G_PER_KWH", words: "instead of a region: grams of CO2e per kWh", path: "grid_g_per_kwh",
		number:  func(s *estimator.Spec, v float64) { s.GridIntensity = estimator.Some(estimator.GramsPerKWh(v)) },
		instead: func(s *estimator.Spec) { s.Region = "" }},
	{name: "grid-basis", placeholder: "BASIS", words: "lifecycle, or direct for the stacks of the power plants alone", path: "grid_basis",
		text: func(s *estimator.Spec, v string) { s.GridBasis = v }},
}

// A deviceFlag sets one field of each accelerator, or of each CPU, in the order given.
type deviceFlag struct {
	name, placeholder, words string
	list, field              string // of the path "accelerators[0].count"
	text                     func(*estimator.Device, string)
	number                   func(*estimator.Device, float64)
}

func deviceID(d *estimator.Device, v string)       { d.ID, d.Name = v, "" }
func deviceName(d *estimator.Device, v string)     { d.ID, d.Name = "", v }
func deviceCount(d *estimator.Device, v float64)   { d.Count = estimator.Some(v) }
func deviceLoad(d *estimator.Device, v float64)    { d.Load = estimator.Some(estimator.Ratio(v)) }
func deviceRated(d *estimator.Device, v float64)   { d.Rated = estimator.Some(estimator.Watts(v)) }
func deviceMetered(d *estimator.Device, v float64) { d.Power = estimator.Some(estimator.Watts(v)) }

var deviceFlags = [...]deviceFlag{
	{name: "accelerator", placeholder: "ID", words: "or name of a GPU or TPU; see `gramwatt catalog accelerators`", list: "accelerators", field: "id", text: deviceID},
	{name: "count", placeholder: "N", words: "of them", list: "accelerators", field: "count", number: deviceCount},
	{name: "load", placeholder: "SHARE", words: "of rated power, 0 to 1.2", list: "accelerators", field: "load", number: deviceLoad},
	{name: "rated-watts", placeholder: "W", words: "of one, instead of the catalog's", list: "accelerators", field: "tdp_w", number: deviceRated},
	{name: "measured-watts", placeholder: "W", words: "of one, instead of rated power × load", list: "accelerators", field: "power_w", number: deviceMetered},
	{name: "cpu", placeholder: "NAME", words: "of a CPU; see `gramwatt catalog cpus`", list: "cpus", field: "name", text: deviceName},
	{name: "cpu-count", placeholder: "N", words: "of them", list: "cpus", field: "count", number: deviceCount},
	{name: "cpu-load", placeholder: "SHARE", words: "of rated power, 0 to 1.2", list: "cpus", field: "load", number: deviceLoad},
	{name: "cpu-rated-watts", placeholder: "W", words: "of one, instead of the catalog's", list: "cpus", field: "tdp_w", number: deviceRated},
	{name: "cpu-measured-watts", placeholder: "W", words: "of one, instead of rated power × load", list: "cpus", field: "power_w", number: deviceMetered},
}

// applyFlags changes the scenario by the flags, collects what cannot be read, and notes which flag each field is from.
func (f *faults) applyFlags(c *cli.Command, s *estimator.Spec, names map[string]string) {
	given := func(name string) []string {
		switch {
		case c.IsSet(name):
			if list := c.StringSlice(name); list != nil {
				return list
			}
			return []string{c.String(name)}
		case c.Args().Present():
			return nil
		}
		if text, ok := os.LookupEnv(variable(name)); ok && text != "" {
			return []string{text}
		}
		return nil
	}
	if !c.Args().Present() { // what is missing is named as a flag too
		for _, flag := range scenarioFlags {
			names[flag.path] = "--" + flag.name
		}
	}
	for _, flag := range scenarioFlags { // before any is set: two flags that exclude each other stay a fault
		if flag.instead != nil && given(flag.name) != nil {
			flag.instead(s)
		}
	}
	for _, flag := range scenarioFlags {
		for _, text := range given(flag.name) {
			names[flag.path] = "--" + flag.name
			if flag.text != nil {
				flag.text(s, text)
			} else if v, ok := f.number(flag.path, text); ok {
				flag.number(s, v)
			}
		}
	}
	for _, flag := range deviceFlags {
		list := &s.Accelerators
		if flag.list == "cpus" {
			list = &s.CPUs
		}
		for i, text := range given(flag.name) {
			if text == "-" { // says nothing of this device
				continue
			}
			path := fmt.Sprintf("%s[%d].%s", flag.list, i, flag.field)
			names[path] = "--" + flag.name
			for len(*list) <= i {
				*list = append(*list, estimator.Device{})
			}
			if flag.text != nil {
				flag.text(&(*list)[i], text)
			} else if v, ok := f.number(path, text); ok {
				flag.number(&(*list)[i], v)
			}
		}
	}
}
