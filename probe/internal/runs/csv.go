package runs

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// lastOfCodeCarbon is the last column of CodeCarbon's emissions.csv; the engine's own table goes on after it.
const lastOfCodeCarbon = "wue"

// CSV is the run as a row of CodeCarbon's emissions.csv, in the order of a file's header; nil asks for the usual columns,
// which CSV then writes as a header. Cells of columns that it does not know, and of what is not known, are empty.
//
// As there, emissions are those of the electricity and each energy includes the PUE, and power does not.
func (r *Report) CSV(catalog *estimator.Catalog, header []string) ([]byte, error) {
	spec := r.Settings.Electricity(r.Name, 1)
	if r.Result != nil {
		spec = r.Spec
	}
	result, err := estimator.Estimate(catalog, &spec)
	if err != nil {
		return nil, fmt.Errorf("csv: %w", err)
	}
	told := estimator.Report{Catalog: catalog, Spec: &spec, Result: &result}
	table, err := csv.NewReader(bytes.NewReader(told.AppendCSV(nil))).ReadAll()
	if err != nil || len(table) != 2 {
		return nil, fmt.Errorf("csv: read the engine's table: %w", err)
	}
	row := row{}
	for i, column := range table[0] {
		row[column] = table[1][i]
	}
	if r.Result == nil { // the place stays, the kilowatt-hour goes
		for column := range row {
			if strings.Contains(column, "emissions") || strings.Contains(column, "energy") || column == "water_consumed" || column == "wue" {
				delete(row, column)
			}
		}
	}
	r.measuredInto(row)

	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if header == nil {
		header = table[0][:slices.Index(table[0], lastOfCodeCarbon)+1]
		w.Write(header)
	}
	cells := make([]string, len(header))
	for i, column := range header {
		cells[i] = row[column]
	}
	w.Write(cells)
	w.Flush()
	return out.Bytes(), w.Error()
}

// row is the cells by column.
type row map[string]string

func (c row) number(column string, v float64) { c[column] = strconv.FormatFloat(v, 'g', -1, 64) }

// measuredInto puts what was measured in the place of what the engine can only say of a scenario.
func (r *Report) measuredInto(c row) {
	c["timestamp"] = r.Started.Add(time.Duration(r.Seconds * float64(time.Second))).Format("2006-01-02T15:04:05")
	c["project_name"], c["run_id"] = r.Name, r.RunID
	c["codecarbon_version"] = "gramwatt " + r.Version
	c["tracking_mode"] = "machine"
	c.number("duration", r.Seconds)
	if r.Simulated == nil {
		c["os"] = runtime.GOOS
		c.number("cpu_count", float64(runtime.NumCPU()))
	}
	for _, part := range [...]struct {
		kind   sensor.Kind
		column string
	}{{sensor.CPU, "cpu"}, {sensor.GPU, "gpu"}, {sensor.DRAM, "ram"}} {
		r.partInto(c, part.kind, part.column)
	}
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Kind != sensor.Host {
			continue
		}
		const gigabyte = 1 << 30 // CodeCarbon divides by 1024 three times
		if d.MemoryTotal != nil && *d.MemoryTotal > 0 {
			c.number("ram_total_size", float64(*d.MemoryTotal)/gigabyte)
			if d.MemoryUsed != nil {
				c.number("ram_used_gb", float64(*d.MemoryUsed)/gigabyte)
				c.number("ram_utilization_percent", 100*float64(*d.MemoryUsed)/float64(*d.MemoryTotal))
			}
		}
		if d.Load != nil {
			c.number("cpu_utilization_percent", 100*float64(*d.Load))
		}
	}
}

// partInto fills the columns of one kind of device.
func (r *Report) partInto(c row, kind sensor.Kind, column string) {
	var energy *estimator.Joules
	var watts *float64
	var load, loaded float64
	var names []string
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Kind != kind {
			continue
		}
		names = append(names, d.Name)
		if d.Joules != nil {
			energy = plus(energy, *d.Joules)
		}
		if d.Mean != nil {
			watts = plus(watts, float64(*d.Mean))
		}
		if d.Load != nil {
			load, loaded = load+float64(*d.Load), loaded+1
		}
	}
	delete(c, column+"_energy")
	delete(c, column+"_power")
	if energy != nil {
		c.number(column+"_energy", float64(energy.KWh())*r.Settings.PUE)
	}
	if watts != nil {
		c.number(column+"_power", *watts)
	}
	switch {
	case kind == sensor.DRAM || names == nil:
		return
	case loaded > 0:
		c.number(column+"_utilization_percent", 100*load/loaded)
	}
	if kind == sensor.GPU {
		c.number("gpu_count", float64(len(names)))
	}
	c[column+"_model"] = counted(names)
}

// counted lists names as CodeCarbon does: "8 x NVIDIA A100".
func counted(names []string) string {
	var parts []string
	for i, name := range names {
		if slices.Index(names, name) != i {
			continue
		}
		n := 0
		for _, other := range names {
			if other == name {
				n++
			}
		}
		parts = append(parts, fmt.Sprintf("%d x %s", n, name))
	}
	return strings.Join(parts, ", ")
}
