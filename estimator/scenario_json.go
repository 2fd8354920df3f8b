package estimator

import "strings"

// AppendJSON appends the scenario as JSON: what is given and nothing else, so that a default stays one. ParseScenario
// reads it back, with the parts of a mix in the order of their names.
func (s *Spec) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	s.write(&w)
	return w.b
}

func (s *Spec) write(w *jsonWriter) {
	w.open('{')
	s.writeTexts(w, "")
	writeDevices(w, "accelerators", s.Accelerators)
	writeDevices(w, "cpus", s.CPUs)
	s.writeNumbers(w, "")
	last := ""
	for i := range specFields { // fields of a group follow each other
		group, _, ok := strings.Cut(specFields[i].path, ".")
		if !ok || group == last {
			continue
		}
		last = group
		before := *w
		w.key(group)
		w.open('{')
		empty := len(w.b)
		s.writeTexts(w, group+".")
		s.writeNumbers(w, group+".")
		if len(w.b) == empty { // nothing is said of it
			*w = before
			continue
		}
		w.close('}')
	}
	w.close('}')
}

// writeTexts writes the words whose paths begin with a group, which is empty or ends in a point.
func (s *Spec) writeTexts(w *jsonWriter, group string) {
	for i := range textFields {
		f := &textFields[i]
		if name, ok := memberOf(f.path, group); ok && *f.at(s) != "" {
			w.text(name, *f.at(s))
		}
	}
}

// writeNumbers writes the numbers, shares and series whose paths begin with a group.
func (s *Spec) writeNumbers(w *jsonWriter, group string) {
	for i := range specFields {
		f := &specFields[i]
		name, ok := memberOf(f.path, group)
		if v, given := f.at(s).get(); ok && given {
			w.number(name, v)
		}
	}
	for i := range partsFields {
		f := &partsFields[i]
		if name, ok := memberOf(f.path, group); ok && len(*f.at(s)) > 0 {
			w.key(name)
			w.open('{')
			for _, p := range *f.at(s) {
				w.number(p.ID, p.Share)
			}
			w.close('}')
		}
	}
	for i := range seriesFields {
		f := &seriesFields[i]
		if name, ok := memberOf(f.path, group); ok && len(*f.at(s)) > 0 {
			w.key(name)
			w.open('[')
			for _, v := range *f.at(s) {
				w.float(v)
			}
			w.close(']')
		}
	}
}

// memberOf returns the name of a path inside a group, and whether the path is one of its members.
func memberOf(path, group string) (name string, ok bool) {
	name, ok = strings.CutPrefix(path, group)
	return name, ok && strings.IndexByte(name, '.') < 0
}

func writeDevices(w *jsonWriter, list string, devices []Device) {
	if len(devices) == 0 {
		return
	}
	w.key(list)
	w.open('[')
	for i := range devices {
		d := &devices[i]
		w.open('{')
		if d.ID != "" {
			w.text("id", d.ID)
		}
		if d.Name != "" {
			w.text("name", d.Name)
		}
		for j := range deviceFields {
			f := &deviceFields[j]
			if v, ok := f.at(d).get(); ok {
				w.number(f.path, v)
			}
		}
		w.close('}')
	}
	w.close(']')
}
