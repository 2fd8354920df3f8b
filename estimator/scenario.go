//go:build !js

package estimator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ParseScenario reads a Spec from scenario JSON. Fields that it does not know, wrong types and text that is no JSON are
// FieldErrors, all at once; Estimate checks the values themselves. A number that is null counts as not given.
//
// It is not part of the browser's engine, which speaks links only.
func ParseScenario(data []byte) (Spec, error) {
	var s Spec
	var errs FieldErrors
	decoder := json.NewDecoder(bytes.NewReader(data))
	var top map[string]json.RawMessage
	if err := decoder.Decode(&top); err != nil {
		errs.add("scenario", excerpt(data), "this is no JSON object: "+syntax(err), `write an object such as {"accelerators": [{"id": "a100-sxm4-80gb", "count": 8}], "hours": 24}`)
		return s, errs
	}
	if _, err := decoder.Token(); err != io.EOF {
		errs.add("scenario", excerpt(data), "there is more than one value", "give one object")
		return s, errs
	}
	for _, path := range saidTwice(data) {
		errs.add(path, "", "the scenario says this twice", "leave one of the two out")
	}
	for _, name := range sortedKeys(top) {
		if strings.Contains(name, ".") { // a path such as "training.flop" is no member
			unknownField(name, top[name], &errs)
			continue
		}
		s.setMember(name, top[name], &errs)
	}
	return s, errs.orNil()
}

// setMember stores one member. An object whose members are fields, such as "training", is entered; its fields are
// found under "training.flop".
func (s *Spec) setMember(name string, value json.RawMessage, errs *FieldErrors) {
	switch name {
	case "accelerators":
		s.Accelerators = parseDevices(name, value, errs)
		return
	case "cpus":
		s.CPUs = parseDevices(name, value, errs)
		return
	case "embodied":
		var counted bool
		if json.Unmarshal(value, &counted) == nil && !isNull(value) { // "embodied": true is short for {"counted": 1}
			s.Embodied.Counted = Some(0.0)
			if counted {
				s.Embodied.Counted = Some(1.0)
			}
			return
		}
	}
	for i := range specFields {
		if f := &specFields[i]; f.path == name {
			setNumber(f.at(s), name, value, f.remedy, errs)
			return
		}
	}
	for i := range textFields {
		if f := &textFields[i]; f.path == name {
			if setText(f.at(s), name, value, errs); strings.TrimSpace(*f.at(s)) == "" && f.at(s) != &s.Name && !isNull(value) {
				errs.add(name, "", "nothing is given", leaveOut)
			}
			return
		}
	}
	for i := range partsFields {
		if f := &partsFields[i]; f.path == name {
			f.set(s, value, errs)
			return
		}
	}
	for i := range seriesFields {
		if f := &seriesFields[i]; f.path == name {
			var spans string
			if f.day && json.Unmarshal(value, &spans) == nil && !isNull(value) {
				f.parse(s, spans, errs)
			} else if json.Unmarshal(value, f.at(s)) != nil {
				errs.add(name, excerpt(value), "this is not a list of numbers", f.remedy)
			}
			return
		}
	}
	if isGroup(name) {
		s.setGroup(name, value, errs)
		return
	}
	unknownField(name, value, errs)
}

// isGroup reports whether fields live under a name: "training" because of "training.flop".
func isGroup(name string) bool {
	for i := range specFields {
		if group, _, ok := strings.Cut(specFields[i].path, "."); ok && group == name {
			return true
		}
	}
	return false
}

func (s *Spec) setGroup(group string, value json.RawMessage, errs *FieldErrors) {
	if isNull(value) {
		return
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil {
		errs.add(group, excerpt(value), "this is not an object", "write the fields of "+group+" between braces")
		return
	}
	for _, name := range sortedKeys(members) {
		if path := group + "." + name; strings.Contains(name, ".") || isGroup(path) {
			unknownField(path, members[name], errs)
		} else {
			s.setMember(path, members[name], errs)
		}
	}
}

// set reads an object of numbers; its members come in the order of their names.
func (f *partsField) set(s *Spec, value json.RawMessage, errs *FieldErrors) {
	if isNull(value) {
		return
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil {
		errs.add(f.path, excerpt(value), "this is not an object of shares", f.remedy)
		return
	}
	parts := f.at(s)
	for _, id := range sortedKeys(members) {
		var v Optional[float64]
		setNumber(&v.optional, f.path+"."+id, members[id], f.remedy, errs)
		if share, ok := v.Get(); ok {
			*parts = append(*parts, Part{id, share})
		}
	}
}

// mostGuesses bounds the work that a file of nonsense can ask for.
const mostGuesses = 20

// unknownField reports a name that no field has, with those that may have been meant; the empty one is written as it stands
// in the file.
func unknownField(path string, value json.RawMessage, errs *FieldErrors) {
	var close []string
	if len(*errs) < mostGuesses {
		close = knownFields(path)
	}
	if path == "" {
		path = `""`
	}
	errs.add(path, excerpt(value), "this field is not known to version "+EngineVersion, suggestion(close, "remove it, or check its spelling"))
}

// knownFields returns the fields whose name is nearest to that of an unknown one, at most three. One of the same object comes
// before those of others, which count because a field may have been written into the wrong one: "params" leads to
// "training.params".
func knownFields(path string) []string {
	list, index, _, ofDevice := splitDevicePath(path)
	parent, name := parentOf(path)
	s := suggester{wanted: bare(name)}
	offer := func(known, as string) {
		of, _ := parentOf(known)
		if d := s.distance(bare(as)); d >= 0 && of == parent {
			s.found = append(s.found, suggestionOf{known, d})
		} else if d >= 0 {
			s.found = append(s.found, suggestionOf{known, d + 10})
		}
	}
	for _, f := range ScenarioFields() {
		known := f.Path
		if of, rest, found := strings.Cut(known, "[]."); found {
			if !ofDevice || of != list {
				continue
			}
			known = devicePath(list, index, rest)
		}
		_, name := parentOf(known)
		offer(known, name)
	}
	for _, as := range [...]string{"accelerators", "gpu", "gpus", "devices"} {
		offer("accelerators", as)
	}
	offer("cpus", "cpus")
	least := math.MaxInt
	for _, f := range s.found {
		least = min(least, f.distance)
	}
	s.found = slices.DeleteFunc(s.found, func(f suggestionOf) bool { return f.distance > least })
	return s.best()
}

// parentOf splits a path at its last point.
func parentOf(path string) (parent, name string) {
	at := strings.LastIndexByte(path, '.')
	return path[:max(at, 0)], path[at+1:]
}

func parseDevices(list string, value json.RawMessage, errs *FieldErrors) []Device {
	if isNull(value) {
		return nil
	}
	var members []map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil {
		errs.add(list, excerpt(value), "this is not a list of objects", `write a list such as [{"id": "a100-sxm4-80gb", "count": 8}]`)
		return nil
	}
	devices := make([]Device, len(members))
	for i, m := range members {
		for _, name := range sortedKeys(m) {
			devices[i].setMember(list, i, name, m[name], errs)
		}
	}
	return devices
}

func (d *Device) setMember(list string, index int, name string, value json.RawMessage, errs *FieldErrors) {
	path := devicePath(list, index, name)
	switch name {
	case "id":
		setText(&d.ID, path, value, errs)
		return
	case "name":
		setText(&d.Name, path, value, errs)
		return
	}
	for i := range deviceFields {
		if f := &deviceFields[i]; f.path == name {
			setNumber(f.at(d), path, value, f.remedy, errs)
			return
		}
	}
	unknownField(path, value, errs)
}

func setText(to *string, path string, value json.RawMessage, errs *FieldErrors) {
	if isNull(value) {
		return
	}
	if json.Unmarshal(value, to) != nil {
		errs.add(path, excerpt(value), "this is not a text", "write it between quotes")
	}
}

func setNumber(to *optional, path string, value json.RawMessage, remedy string, errs *FieldErrors) {
	if isNull(value) {
		return
	}
	var v float64
	if json.Unmarshal(value, &v) != nil {
		reason := "this is not a number"
		if value[0] == '"' {
			reason = "this is a text, not a number"
		}
		errs.add(path, excerpt(value), reason, remedy)
		return
	}
	*to = optional{v, true}
}

func isNull(value json.RawMessage) bool { return string(bytes.TrimSpace(value)) == "null" }

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// excerpt is the start of a value for an error message.
func excerpt(value []byte) string {
	const most = 60
	text := strings.ToValidUTF8(string(bytes.Trim(value, " \t\r\n\"")), "\uFFFD")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

func syntax(err error) string {
	var at *json.SyntaxError
	if errors.As(err, &at) {
		return at.Error() + " at byte " + number(float64(at.Offset))
	}
	return err.Error()
}

// saidTwice returns the paths of members that an object of the JSON text, which is sound, has more than once.
func saidTwice(data []byte) (paths []string) {
	type level struct {
		path  string
		seen  map[string]bool // nil in a list
		index int             // of the next value of a list
		named bool            // a member's name was read, its value comes
		name  string          // that member's path
	}
	var open []level
	decoder := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.Token()
		if err != nil {
			return paths
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			open = open[:len(open)-1]
			continue
		}
		path := ""
		if len(open) > 0 {
			top := &open[len(open)-1]
			switch name, isText := token.(string); {
			case top.seen == nil:
				path = top.path + "[" + strconv.Itoa(top.index) + "]"
				top.index++
			case !top.named && isText:
				if top.named, top.name = true, joinPath(top.path, name); top.seen[name] {
					paths = append(paths, top.name)
				}
				top.seen[name] = true
				continue
			default:
				path, top.named = top.name, false
			}
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{path: path, seen: map[string]bool{}})
		case json.Delim('['):
			open = append(open, level{path: path})
		}
	}
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
