package stream

import (
	"regexp"
	"slices"
	"strings"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

// Those who only look on are shown what is measured, and nothing of how this machine is set up: no remedy, which may
// name its user, and no path but those that every Linux has.

// hidden stands for what viewers are not shown.
const hidden = "(not shown)"

// pathPattern finds an absolute path within a text.
var pathPattern = regexp.MustCompile(`(^|[\s"'(=:,])(/[^\s"',;:()]+)`)

// publicPaths begin the paths that say nothing about a machine but what sensors it has.
var publicPaths = []string{"/sys/", "/proc/", "/dev/"}

// veil hides what is private in texts.
type veil struct{ private []string }

func newVeil(private []string) veil {
	private = slices.DeleteFunc(slices.Clone(private), func(text string) bool { return len(text) < 2 })
	slices.SortFunc(private, func(a, b string) int { return len(b) - len(a) }) // a directory before the one that holds it
	return veil{private}
}

// over is a text as viewers see it.
func (v veil) over(text string) string {
	for _, p := range v.private {
		text = strings.ReplaceAll(text, p, hidden)
	}
	if !strings.Contains(text, "/") {
		return text
	}
	return pathPattern.ReplaceAllStringFunc(text, func(found string) string {
		at := strings.IndexByte(found, '/')
		if slices.ContainsFunc(publicPaths, func(public string) bool { return strings.HasPrefix(found[at:], public) }) {
			return found
		}
		return found[:at] + hidden
	})
}

// reason is the reason of a device without the remedy that may follow it.
func (v veil) reason(text string, remedies []string) string {
	for _, remedy := range remedies {
		text = strings.ReplaceAll(text, ": "+remedy, "")
	}
	return v.over(text)
}

func (v veil) machine(m wire.Machine) wire.Machine {
	remedies := remediesOf(m.Sensors)
	m.Devices, m.Sensors = slices.Clone(m.Devices), slices.Clone(m.Sensors)
	for i := range m.Devices {
		d := &m.Devices[i]
		d.Name, d.Source, d.Reason = v.over(d.Name), v.over(d.Source), v.reason(d.Reason, remedies)
	}
	for i := range m.Sensors {
		m.Sensors[i].Detail, m.Sensors[i].Remedy = v.over(m.Sensors[i].Detail), ""
	}
	return m
}

func remediesOf(families []wire.Family) (remedies []string) {
	for _, f := range families {
		if f.Remedy != "" {
			remedies = append(remedies, f.Remedy)
		}
	}
	return remedies
}

// snapshot is the same one when there is nothing to hide in it, as is usual.
func (v veil) snapshot(s *sampler.Snapshot, remedies func() []string) *sampler.Snapshot {
	quiet := len(s.Events) == 0 && !slices.ContainsFunc(s.Devices, func(d sampler.Sample) bool { return d.Reason != "" })
	if quiet {
		return s
	}
	veiled := *s
	veiled.Devices, veiled.Events = slices.Clone(s.Devices), slices.Clone(s.Events)
	known := remedies()
	for i := range veiled.Devices {
		veiled.Devices[i].Reason = v.reason(veiled.Devices[i].Reason, known)
	}
	for i := range veiled.Events {
		e := &veiled.Events[i]
		e.Label, _, _ = strings.Cut(e.Label, "; remedy: ")
		e.Label = v.reason(e.Label, known)
	}
	return &veiled
}
