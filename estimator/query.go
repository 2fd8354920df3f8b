package estimator

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The flat key=value form of a Spec: the part of a link after '#', the argument of the command line, the call into
// wasm. Keys of numbers are in fields.go; a second accelerator or CPU has the keys of the first with ".2", a third
// with ".3". Values are percent-encoded, lower-case region codes are accepted, and numbers use a point.

// queryVersion is the version of the keys. A key never changes its meaning within a version.
const queryVersion = "1"

// ParseQuery reads a Spec from a link's string, with or without a leading '#', '?' or "#/estimate?". Keys that it does
// not know come back in unknown, in order, so that a newer link can be reported and kept; they are no error. The error
// is FieldErrors and names every value that cannot be read or that is said twice; Estimate checks the values themselves.
func ParseQuery(query string) (s Spec, unknown []string, err error) {
	var errs FieldErrors
	var seen []string // keys that are known, so that a long link of nonsense stays cheap
	for _, pair := range pairsOf(query) {
		if pair == "" {
			continue
		}
		key, raw, _ := strings.Cut(pair, "=")
		value, ok := unescape(raw)
		if !ok {
			errs.add(key, raw, "the percent-encoding is broken", "write a percent sign as %25")
			continue
		}
		if value = strings.TrimSpace(value); value == "" {
			continue // an empty control says nothing
		}
		if slices.Contains(seen, key) {
			errs.add(key, value, "the link says this twice", "leave one of the two out")
			continue
		}
		if s.set(key, value, &errs) {
			seen = append(seen, key)
		} else {
			unknown = append(unknown, key)
		}
	}
	return s, unknown, errs.orNil()
}

// set stores one value and reports whether the key is known.
func (s *Spec) set(key, value string, errs *FieldErrors) bool {
	base, group, ok := splitGroup(key)
	if !ok {
		return false
	}
	if group == 0 {
		switch key {
		case "d":
			return true // the data version a link was made with; the page compares it with its own
		case "v":
			if value != queryVersion {
				errs.add("v", value, "this link is of another version", "open it with a newer gramwatt")
			}
			return true
		case "host":
			if value == "auto" {
				return true
			}
		}
		for i := range specFields {
			if f := &specFields[i]; f.key == key {
				f.parse(f.at(s), f.path, value, errs)
				return true
			}
		}
		for i := range textFields {
			if f := &textFields[i]; f.key == key {
				*f.at(s) = value
				return true
			}
		}
		for i := range partsFields {
			if f := &partsFields[i]; f.key == key {
				f.parse(s, value, errs)
				return true
			}
		}
		for i := range seriesFields {
			if f := &seriesFields[i]; f.key == key {
				f.parse(s, value, errs)
				return true
			}
		}
	}
	return s.setDevice(base, group, key, value, errs)
}

// setDevice stores a value of accelerator or CPU number group, where 0 is the first without a suffix.
func (s *Spec) setDevice(base string, group int, key, value string, errs *FieldErrors) bool {
	path, name, isName := "accelerators", "id", base == "hw"
	if base == "cpu" {
		path, name, isName = "cpus", "name", true
	}
	field := (*deviceField)(nil)
	for i := range deviceFields {
		f := &deviceFields[i]
		if f.key == base {
			field = f
		} else if f.cpuKey == base {
			field, path = f, "cpus"
		}
	}
	if field == nil && !isName {
		return false
	}
	index := max(group, 1) - 1
	if index >= maxGroups {
		errs.add(key, value, "at most "+strconv.Itoa(maxGroups)+" kinds of device fit in one scenario", "join groups of the same device with count")
		return true
	}
	d := s.device(path, index)
	switch {
	case field != nil:
		field.parse(field.at(d), devicePath(path, index, field.path), value, errs)
	case name == "id":
		d.ID = value
	default:
		d.Name = value
	}
	return true
}

// splitGroup splits "n.2" into "n" and 2; a key without a number is group 0.
func splitGroup(key string) (base string, group int, ok bool) {
	base, number, found := strings.Cut(key, ".")
	if !found {
		return key, 0, true
	}
	n, err := strconv.Atoi(number)
	return base, n, err == nil && n >= 2 && n < 1000 && number[0] != '0' && number[0] != '+'
}

// parse reads a number in the link's unit and stores it in the Spec's.
func (f *numberField) parse(to *optional, path, value string, errs *FieldErrors) {
	v, ok := parseNumber(value)
	if !ok {
		errs.add(path, value, notNumber(value), f.remedy)
		return
	}
	if f.scale == percentScale {
		v = parsePercent(value)
	} else {
		v /= f.scale
	}
	*to = optional{v, true}
}

// parse reads "coal:40,hydro:60".
func (f *partsField) parse(s *Spec, value string, errs *FieldErrors) {
	parts := f.at(s)
	*parts = nil
	for _, pair := range strings.Split(value, ",") {
		id, share, _ := strings.Cut(pair, ":")
		v, ok := parseNumber(strings.TrimSpace(share))
		if id = strings.TrimSpace(id); !ok || id == "" {
			errs.add(f.path, cmp.Or(pair, value), "this is not a name and a number", f.remedy)
			continue
		}
		*parts = append(*parts, Part{id, v})
	}
}

// parse reads "0.31,0.3,0.32".
func (f *seriesField) parse(s *Spec, value string, errs *FieldErrors) {
	series := f.at(s)
	*series = nil
	if f.day && strings.Contains(value, ":") {
		if day, ok := parseSpans(value); ok {
			*series = day[:]
		} else {
			errs.add(f.path, value, "these spans do not cover the 24 hours once", f.remedy)
		}
		return
	}
	for _, text := range strings.Split(value, ",") {
		v, ok := parseNumber(strings.TrimSpace(text))
		if !ok {
			errs.add(f.path, cmp.Or(text, value), notNumber(text), f.remedy)
			return
		}
		*series = append(*series, v)
	}
}

// parseSpans reads "22-6:0.08,6-22:0.2": from a full hour to another, round midnight where the second is not later. Each
// hour must be in exactly one span.
func parseSpans(text string) (day [hoursPerDay]float64, ok bool) {
	covered := 0
	var seen [hoursPerDay]bool
	for _, span := range strings.Split(text, ",") {
		hours, price, _ := strings.Cut(span, ":")
		first, last, _ := strings.Cut(hours, "-")
		from, okFrom := parseNumber(strings.TrimSpace(first))
		to, okTo := parseNumber(strings.TrimSpace(last))
		v, okPrice := parseNumber(strings.TrimSpace(price))
		if !okFrom || !okTo || !okPrice || !(from >= 0 && from < hoursPerDay && to >= 0 && to <= hoursPerDay) || from != math.Floor(from) || to != math.Floor(to) {
			return day, false
		}
		if to <= from {
			to += hoursPerDay
		}
		for hour := int(from); hour < int(to); hour++ {
			at := hour % hoursPerDay
			if seen[at] {
				return day, false
			}
			day[at], seen[at] = v, true
			covered++
		}
	}
	return day, covered == hoursPerDay
}

// link writes the numbers as parse reads them.
func (f *seriesField) link(series []float64) string {
	var b []byte
	for i, v := range series {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, number(v)...)
	}
	return string(b)
}

// linkParts writes parts as a partsField's parse reads them.
func linkParts(parts []Part) string {
	var b []byte
	for i, p := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, p.ID...), ':'), number(p.Share)...)
	}
	return string(b)
}

// link writes a value in the link's unit: the shortest text that parse reads back as the same value.
func (f *numberField) link(v float64) string {
	if f.scale == percentScale {
		return percent(v)
	}
	return number(v * f.scale)
}

// percentScale is the scale of a field whose link says percent and whose scenario says a ratio.
const percentScale = 100

// percent writes a ratio as percent, and parsePercent reads it, by moving the point of the text. Multiplying and dividing
// would round, and some ratios would not come back.
func percent(v float64) string {
	whole, rest, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	rest += "00"
	whole, rest = whole+rest[:2], rest[2:]
	for len(whole) > 1 && whole[0] == '0' {
		whole = whole[1:]
	}
	for strings.HasSuffix(rest, "0") {
		rest = rest[:len(rest)-1]
	}
	if rest != "" {
		whole += "." + rest
	}
	return whole
}

// parsePercent reads what parseNumber has read.
func parsePercent(s string) float64 {
	exponent := 0
	if i := max(strings.IndexByte(s, 'e'), strings.IndexByte(s, 'E')); i >= 0 {
		exponent, _ = strconv.Atoi(s[i+1:])
		s = s[:i]
	}
	v, _ := strconv.ParseFloat(s+"e"+strconv.Itoa(exponent-2), 64)
	return v
}

// parseNumber accepts plain decimals with an optional exponent. It refuses what strconv also takes: hexadecimal,
// underscores, infinities and NaN.
func parseNumber(s string) (float64, bool) {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// notNumber says why a text is no number, as far as its form tells.
func notNumber(text string) string {
	const reason = "this is not a number"
	switch {
	case text == "":
		return "nothing is given"
	case text[0] < '0' || text[0] > '9':
		return reason
	case strings.IndexByte(text, ',') > 0:
		return reason + ": write 1.5 for one and a half, and no sign between thousands"
	}
	return reason + ": write digits alone, without a unit"
}

// Query writes a Spec as a link's string. ParseQuery(s.Query()) gives s again; equal Specs give equal strings.
func (s *Spec) Query() string {
	q := queryWriter{b: append(make([]byte, 0, 160), "v="+queryVersion...)}
	q.text("name", s.Name)
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		q.device("hw", d, i, func(f *deviceField) string { return f.key })
	}
	for i := range s.CPUs {
		q.device("cpu", &s.CPUs[i], i, func(f *deviceField) string { return f.cpuKey })
	}
	for i := range specFields {
		f := &specFields[i]
		if v, ok := f.at(s).get(); ok {
			q.keyed(f.key, 0, f.link(v))
		}
	}
	for i := range textFields[1:] {
		f := &textFields[1+i]
		q.text(f.key, *f.at(s))
	}
	for i := range partsFields {
		f := &partsFields[i]
		q.text(f.key, linkParts(*f.at(s)))
	}
	for i := range seriesFields {
		f := &seriesFields[i]
		q.text(f.key, f.link(*f.at(s)))
	}
	return string(q.b)
}

type queryWriter struct{ b []byte }

func (q *queryWriter) device(key string, d *Device, index int, fieldKey func(*deviceField) string) {
	group := 0
	if index > 0 {
		group = index + 1
	}
	q.keyed(key, group, d.key())
	for i := range deviceFields {
		f := &deviceFields[i]
		if v, ok := f.at(d).get(); ok {
			q.keyed(fieldKey(f), group, f.link(v))
		}
	}
}

func (q *queryWriter) text(key, value string) { q.keyed(key, 0, value) }

func (q *queryWriter) keyed(key string, group int, value string) {
	if value == "" {
		return
	}
	q.b = append(append(q.b, '&'), key...)
	if group > 0 {
		q.b = strconv.AppendInt(append(q.b, '.'), int64(group), 10)
	}
	q.b = append(q.b, '=')
	for i := range len(value) {
		if c := value[i]; unescaped(c) {
			q.b = append(q.b, c)
		} else {
			q.b = append(q.b, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
		}
	}
}

// unescaped reports whether a byte stands for itself in a link.
func unescaped(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-._~:(),", c) >= 0
}

// pairsOf returns the pairs of key and value in a link's string, without what leads to them.
func pairsOf(query string) []string {
	if i := strings.IndexByte(query, '?'); i >= 0 {
		query = query[i+1:]
	}
	for strings.HasPrefix(query, "#") {
		query = query[1:]
	}
	return strings.Split(query, "&")
}

// unescape undoes percent-encoding. A plus sign is a plus sign.
func unescape(s string) (string, bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) {
			return "", false
		}
		v, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
		if err != nil {
			return "", false
		}
		b = append(b, byte(v))
		i += 2
	}
	return string(b), true
}

// linkKey turns a field's path in the scenario JSON into its key in a link: "accelerators[1].count" into "n.2", and so
// does "scenarios[3].accelerators[1].count" of a comparison. It returns "" for a field that a link does not carry.
func linkKey(path string) string {
	if rest, ok := strings.CutPrefix(path, "scenarios["); ok {
		_, path, _ = strings.Cut(rest, "].")
	}
	if path == "v" {
		return path
	}
	for i := range specFields {
		if specFields[i].path == path {
			return specFields[i].key
		}
	}
	for i := range textFields {
		if textFields[i].path == path {
			return textFields[i].key
		}
	}
	for i := range partsFields {
		if rest, ok := strings.CutPrefix(path, partsFields[i].path); ok && (rest == "" || rest[0] == '.') { // or one part: "grid_mix.coal"
			return partsFields[i].key
		}
	}
	for i := range seriesFields {
		if strings.HasPrefix(path, seriesFields[i].path) { // or one of its numbers: "steps.measured[3]"
			return seriesFields[i].key
		}
	}
	list, index, field, ok := splitDevicePath(path)
	if !ok {
		return ""
	}
	key := "hw"
	if list == "cpus" {
		key = "cpu"
	}
	for i := range deviceFields {
		switch f := &deviceFields[i]; {
		case f.path != field:
		case list == "accelerators":
			key = f.key
		default:
			key = f.cpuKey
		}
	}
	if index > 0 && key != "" {
		key += "." + strconv.Itoa(index+1)
	}
	return key
}

// splitDevicePath splits "accelerators[1].count" into its list, index and field.
func splitDevicePath(path string) (list string, index int, field string, ok bool) {
	list, rest, found := strings.Cut(path, "[")
	digits, field, closed := strings.Cut(rest, "].")
	index, err := strconv.Atoi(digits)
	ok = found && closed && err == nil && index >= 0 && index < maxGroups && (list == "accelerators" || list == "cpus")
	return list, index, field, ok
}
