package estimator

import "strings"

// A ScenarioField describes one field of the scenario to callers that make controls of their own, such as the command
// line. Fields of a device have the path of their list with empty brackets: "accelerators[].count".
type ScenarioField struct {
	Path    string   // in the scenario JSON
	Key     string   // in a link
	Label   string   // words beside a control
	Unit    string   // of a number in the scenario JSON; empty for a plain factor or a text
	Remedy  string   // what to type
	Choices []string // the words allowed; nil where others are
	Number  bool     // the field holds a number
}

// ScenarioFields returns every field of a scenario: its texts, numbers and shares, then those of an accelerator and of
// a CPU.
func ScenarioFields() []ScenarioField {
	all := make([]ScenarioField, 0, len(textFields)+len(specFields)+len(partsFields)+2*len(deviceFields)+4)
	for i := range textFields {
		f := &textFields[i]
		all = append(all, ScenarioField{Path: f.path, Key: f.key, Label: f.label, Choices: f.choices})
	}
	for i := range specFields {
		all = append(all, specFields[i].describe(specFields[i].key, specFields[i].path))
	}
	for i := range partsFields {
		f := &partsFields[i]
		all = append(all, ScenarioField{Path: f.path, Key: f.key, Label: f.label, Remedy: f.remedy})
	}
	for i := range seriesFields {
		f := &seriesFields[i]
		all = append(all, ScenarioField{Path: f.path, Key: f.key, Label: f.label, Remedy: f.remedy})
	}
	all = append(all, ScenarioField{Path: "accelerators[].id", Key: "hw", Label: "Accelerator"})
	for i := range deviceFields {
		all = append(all, deviceFields[i].describe(deviceFields[i].key, "accelerators[]."+deviceFields[i].path))
	}
	all = append(all, ScenarioField{Path: "cpus[].name", Key: "cpu", Label: "CPU"})
	for i := range deviceFields {
		all = append(all, deviceFields[i].describe(deviceFields[i].cpuKey, "cpus[]."+deviceFields[i].path))
	}
	return all
}

func (f *numberField) describe(key, path string) ScenarioField {
	unit := f.unit
	if f.scale != 1 {
		unit = "" // a link says percent, the scenario a ratio
	}
	return ScenarioField{Path: path, Key: key, Label: f.label, Unit: unit, Remedy: f.remedy, Number: true}
}

// leaveOut is the remedy for a word that is there and empty: what it would mean, such as the world for a place, was hardly meant.
const leaveOut = "give a word, or leave it out for the default"

// SetField reads a text into the field at a path of the scenario JSON, such as "hours" or "accelerators[1].count", in
// the units of the JSON: a load is 0.8, not 80. A device that is not there yet is added. The error is FieldErrors: the
// path is unknown, the text is no number where one is needed, or there is none but for a name. Estimate checks the value itself.
func (s *Spec) SetField(path, text string) error {
	var errs FieldErrors
	text = strings.TrimSpace(text)
	number := func(f *numberField, to *optional) {
		if v, ok := parseNumber(text); ok {
			*to = optional{v, true}
		} else {
			errs.add(path, text, notNumber(text), f.remedy)
		}
	}
	if list, index, field, ok := splitDevicePath(path); ok {
		d := s.device(list, index)
		switch field {
		case "id":
			d.ID, d.Name = text, ""
			return nil
		case "name":
			d.ID, d.Name = "", text
			return nil
		}
		for i := range deviceFields {
			if f := &deviceFields[i]; f.path == field {
				number(&f.numberField, f.at(d))
				return errs.orNil()
			}
		}
	}
	for i := range specFields {
		if f := &specFields[i]; f.path == path {
			number(&f.numberField, f.at(s))
			return errs.orNil()
		}
	}
	for i := range textFields {
		if f := &textFields[i]; f.path == path {
			if text == "" && f.at(s) != &s.Name {
				errs.add(path, "", "nothing is given", leaveOut)
			}
			*f.at(s) = text
			return errs.orNil()
		}
	}
	for i := range partsFields {
		if f := &partsFields[i]; f.path == path {
			f.parse(s, text, &errs)
			return errs.orNil()
		}
	}
	for i := range seriesFields {
		if f := &seriesFields[i]; f.path == path {
			f.parse(s, text, &errs)
			return errs.orNil()
		}
	}
	errs.add(path, text, "this field is not known to version "+EngineVersion, "check its spelling")
	return errs
}

// ClearField forgets what the scenario says in a field that is not a device's; an unknown path changes nothing.
func (s *Spec) ClearField(path string) {
	for i := range specFields {
		if f := &specFields[i]; f.path == path {
			*f.at(s) = optional{}
		}
	}
	for i := range textFields {
		if f := &textFields[i]; f.path == path {
			*f.at(s) = ""
		}
	}
	for i := range partsFields {
		if f := &partsFields[i]; f.path == path {
			*f.at(s) = nil
		}
	}
	for i := range seriesFields {
		if f := &seriesFields[i]; f.path == path {
			*f.at(s) = nil
		}
	}
}

// device returns device number index of a list, adding those that are missing.
func (s *Spec) device(list string, index int) *Device {
	devices := &s.Accelerators
	if list == "cpus" {
		devices = &s.CPUs
	}
	for len(*devices) <= index {
		*devices = append(*devices, Device{})
	}
	return &(*devices)[index]
}
