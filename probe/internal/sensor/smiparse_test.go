package sensor

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestSMILine(t *testing.T) {
	fields := []string{"index", "uuid", "name", "total_energy_consumption", "power.draw"}
	for _, tt := range []struct {
		name, text string
		row        smiRow
		message    string
	}{
		{"a row", "0, GPU-1, Tesla T4, 5, 41.50", smiRow{"index": "0", "uuid": "GPU-1", "name": "Tesla T4", "total_energy_consumption": "5", "power.draw": "41.50"}, ""},
		{"unknown values", "12, GPU-1, Tesla T4, [N/A], [Unknown Error]", smiRow{"index": "12", "uuid": "GPU-1", "name": "Tesla T4"}, ""},
		{"old words", "0, GPU-1, Tesla T4, N/A, [Not Supported]", smiRow{"index": "0", "uuid": "GPU-1", "name": "Tesla T4"}, ""},
		{"a lost GPU", "0, GPU-1, Tesla T4, [GPU is lost], [GPU is lost]", smiRow{"index": "0", "uuid": "GPU-1", "name": "Tesla T4"}, ""},
		{"half a line", "0, GPU-1, Tesla", nil, "0, GPU-1, Tesla"},
		{"a message", "No devices were found", nil, "No devices were found"},
		{"a message with commas", "one, two, three, four, five", nil, "one, two, three, four, five"},
		{"no uuid", "0, [N/A], Tesla T4, 5, 41.50", nil, "0, [N/A], Tesla T4, 5, 41.50"},
		{"nothing", "", nil, ""},
	} {
		p := smiParser{fields: fields}
		if row, message := p.line(tt.text); !reflect.DeepEqual(row, tt.row) || message != tt.message {
			t.Errorf("%s: got %v, %q; want %v, %q", tt.name, row, message, tt.row, tt.message)
		}
	}
}

func TestSMIEnergyNeedsAUnit(t *testing.T) {
	row := smiRow{"total_energy_consumption": "1234"}
	for unit, want := range map[string]float64{"mJ": 1.234, "J": 1234, "": 0, "kWh": 0} {
		p := smiParser{fields: []string{"index", "total_energy_consumption"}}
		header := "index, total_energy_consumption"
		if unit != "" {
			header += " [" + unit + "]"
		}
		if row, message := p.line(header); row != nil || message != "" {
			t.Errorf("the header is %v, %q", row, message)
		}
		count, joules, ok := p.energy(row)
		if got := float64(count) * joules; ok != (want > 0) || math.Abs(got-want) > 1e-9 {
			t.Errorf("%q: %v J, %v; want %v J", unit, got, ok, want)
		}
	}
}

func TestSMISlot(t *testing.T) {
	for bus, want := range map[string]string{
		"00000000:1B:00.0": "0000:1b:00.0", "00010000:01:00.0": "10000:01:00.0", "": "", "../../etc:0:1": "", "x:1:2": "",
	} {
		if got := (smiRow{"pci.bus_id": bus}).slot(); got != want {
			t.Errorf("%q: got %q, want %q", bus, got, want)
		}
	}
}

func FuzzSMI(f *testing.F) {
	for _, s := range []string{
		"index, uuid, name, total_energy_consumption [mJ], power.draw [W]\n0, GPU-1, Tesla T4, 5, 41.50",
		"0, GPU-1, Tesla T4, [N/A], -1\n0, GPU-1, Tesla T4, 1e400, NaN", "Field \"power.draw.instant\" is not a valid field to query.",
		"0, GPU-1, a, b, c, d", ", , , , ", "0, GPU-1, 0x1p9, 18446744073709551616, 1_000", "\xff, \x00",
	} {
		f.Add(s)
	}
	fields := []string{"index", "uuid", "name", "total_energy_consumption", "power.draw"}
	f.Fuzz(func(t *testing.T, text string) {
		p := smiParser{fields: fields}
		for line := range strings.Lines(text) {
			row, message := p.line(line)
			if row != nil && (message != "" || row["uuid"] == "" || row["index"] == "") {
				t.Errorf("%q: a row %v with the message %q", line, row, message)
			}
			for field := range row {
				if v, ok := row.number(field); ok && (v < 0 || math.IsNaN(v) || math.IsInf(v, 0)) {
					t.Errorf("%q: %s is %v", line, field, v)
				}
			}
			if count, joules, ok := p.energy(row); ok && (joules <= 0 || float64(count)*joules < 0) {
				t.Errorf("%q: %d × %v J", line, count, joules)
			}
			if refused := smiRefused(message); strings.Contains(refused, `"`) {
				t.Errorf("%q: refused field %q", line, refused)
			}
			if slot := (smiRow{"pci.bus_id": line}).slot(); strings.Contains(slot, "/") {
				t.Errorf("%q: a place outside the bus: %q", line, slot)
			}
		}
	})
}
