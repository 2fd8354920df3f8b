package sensor

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"gramwatt/estimator"
)

// smiFields are what nvidia-smi is asked for, in this order. An old one refuses those that it does not know; they are then
// left out, but for the first three.
var smiFields = []string{
	"index", "uuid", "name",
	"count", "pci.bus_id", "compute_cap",
	"total_energy_consumption",
	"power.draw.instant", "power.draw.average", "power.draw",
	"utilization.gpu", "memory.used", "memory.total", "temperature.gpu", "clocks.sm",
	"enforced.power.limit", "power.max_limit", "clocks_event_reasons.active", "clocks_throttle_reasons.active", "mig.mode.current",
}

const smiNeeded = 3 // without the first three a line says nothing

// smiRow is one line of one GPU: a cell for each field that was asked for, without those that the driver marks as unknown.
type smiRow map[string]string

// smiParser turns the lines of nvidia-smi into rows.
type smiParser struct {
	fields []string          // as asked for
	units  map[string]string // by field, from the header: "W", "MiB"
}

// line reads one line. The header fills units and is no row. Any other line that is no row is a message of the driver's.
func (p *smiParser) line(text string) (row smiRow, message string) {
	text = strings.TrimSpace(text)
	cells := strings.Split(text, ", ")
	if len(cells) != len(p.fields) {
		return nil, text
	}
	if cells[0] == "index" {
		p.units = map[string]string{}
		for i, cell := range cells {
			if _, unit, ok := strings.Cut(strings.TrimSuffix(cell, "]"), "["); ok {
				p.units[p.fields[i]] = unit
			}
		}
		return nil, ""
	}
	row = smiRow{}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" && cell != "N/A" && !strings.HasPrefix(cell, "[") {
			row[p.fields[i]] = cell
		}
	}
	if _, err := strconv.ParseUint(row["index"], 10, 16); err != nil || row["uuid"] == "" {
		return nil, text
	}
	return row, ""
}

// smiRefused is the field that a message refuses, empty when it is about something else.
func smiRefused(message string) string {
	_, rest, ok := strings.Cut(message, `Field "`)
	field, end, ended := strings.Cut(rest, `"`)
	if !ok || !ended || !strings.Contains(end, "not a valid field") {
		return ""
	}
	return field
}

// number is the value of a field, false when it is absent, no finite number, or negative.
func (r smiRow) number(field string) (float64, bool) {
	v, err := strconv.ParseFloat(r[field], 64)
	return v, err == nil && v >= 0 && !math.IsInf(v, 0) && !strings.ContainsAny(r[field], "xXpP_")
}

// power is the value of a field in watts. Exactly 0 is none: nothing that is awake draws it.
func (r smiRow) power(field string) (estimator.Watts, bool) {
	v, ok := r.number(field)
	return estimator.Watts(v), ok && v > 0
}

// throttle is the set of bits that says why the clocks are not higher, such as "0x0000000000000004", under the old name
// where the new one is not known.
func (r smiRow) throttle() (uint64, bool) {
	digits, ok := strings.CutPrefix(cmp.Or(r["clocks_event_reasons.active"], r["clocks_throttle_reasons.active"]), "0x")
	v, err := strconv.ParseUint(digits, 16, 64)
	return v, ok && err == nil
}

// energy is the counter in counts of so many joules, by the unit that the header names. Without a unit it is not believed.
func (p *smiParser) energy(r smiRow) (count uint64, joules float64, ok bool) {
	v, ok := r.number("total_energy_consumption")
	switch p.units["total_energy_consumption"] {
	case "mJ":
		joules = 1e-3
	case "J":
		joules, v = 1e-3, v*1000
	default:
		return 0, 0, false
	}
	if !ok || v >= 1<<63 {
		return 0, 0, false
	}
	return uint64(v), joules, true
}

// smiSlot is the place of a GPU on the bus in sysfs's form: "0000:01:00.0" from "00000000:01:00.0".
func (r smiRow) slot() string {
	slot := strings.ToLower(r["pci.bus_id"])
	if strings.Count(slot, ":") != 2 || strings.ContainsAny(slot, "/\\") {
		return ""
	}
	domain, rest, _ := strings.Cut(slot, ":")
	n, err := strconv.ParseUint(domain, 16, 32)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%04x:%s", n, rest)
}
