package estimator

import "strings"

// csvColumns are the columns of CodeCarbon's emissions.csv in its order, so that what reads the one reads the other.
//
// Source: CodeCarbon 3, codecarbon/output_methods/emissions_data.py, class EmissionsData;
// https://github.com/mlco2/codecarbon; read 2026-11-24.
const csvColumns = "timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power," +
	"cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region," +
	"os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode," +
	"cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue"

// csvMore are the columns after those: what CodeCarbon has no word for. Ranges are of the columns whose names they begin
// with. The scope says what total_emissions count, in kilograms, and what not: making the hardware is in them when it is
// counted, and in emissions it never is.
const csvMore = ",total_emissions,total_emissions_low,total_emissions_high,emissions_low,emissions_high,energy_consumed_low,energy_consumed_high,scope,data_version,sensitivity"

// AppendCSV appends a header and one row in the columns and units of CodeCarbon's emissions.csv: seconds, kilograms,
// kilograms per second, watts, kilowatt-hours, litres, gigabytes; then the ranges, the scope, the version of the data
// and the sensitivity. Numbers have all digits; unknown cells are empty.
//
// As there, emissions are those of the electricity, each energy includes the PUE, and power does not. The sums of the
// parts can be below energy_consumed: the rest of the server has no column. tracking_mode says "estimate", and the
// version is gramwatt's own.
func (r *Report) AppendCSV(b []byte) []byte {
	x := r.Result
	row, kilograms, seconds := make(emissions, 40), x.Operational.Mid.Kilograms(), 0.0
	row.text("project_name", oneLine(x.Name))
	row.number("emissions", kilograms)
	row.number("energy_consumed", float64(x.Energy.Mid))
	row.number("total_emissions", x.Total.Mid.Kilograms())
	row.number("total_emissions_low", x.Total.Low.Kilograms())
	row.number("total_emissions_high", x.Total.High.Kilograms())
	row.number("emissions_low", x.Operational.Low.Kilograms())
	row.number("emissions_high", x.Operational.High.Kilograms())
	row.number("energy_consumed_low", float64(x.Energy.Low))
	row.number("energy_consumed_high", float64(x.Energy.High))
	row.text("scope", r.scope())
	row.text("data_version", x.DataVersion)
	row.text("sensitivity", oneLine(r.Sensitivity))
	row.text("codecarbon_version", versions(x))
	row.text("tracking_mode", "estimate")
	row.number("pue", x.PUE.Value.Mid)
	if x.Hours.Known && x.Hours.Mid > 0 {
		seconds = float64(x.Hours.Mid) * secondsPerHour
		row.number("duration", seconds)
		row.number("emissions_rate", kilograms/seconds)
	}
	r.partsInto(row, seconds)
	if x.WaterOnSite.Known {
		row.number("water_consumed", float64(x.WaterOnSite.Mid))
		if x.ITEnergy.Mid > 0 {
			row.number("wue", float64(x.WaterOnSite.Mid)/float64(x.ITEnergy.Mid))
		}
	}
	r.placeInto(row)
	r.devicesInto(row)

	w := textWriter{b}
	w.line(csvColumns, csvMore)
	gap := ""
	for _, column := range strings.Split(csvColumns+csvMore, ",") {
		w.add(gap, cell(row[column]))
		gap = ","
	}
	w.line()
	return w.b
}

// scope is what is counted and what is not, in one line.
func (r *Report) scope() string {
	scope := "Counted in total_emissions: " + strings.Join(r.counted(), "; ") + "."
	if left := r.omissions(); len(left) > 0 {
		scope += " Not counted: " + strings.Join(left, "; ") + "."
	}
	return scope
}

// emissions are the cells of a row by column.
type emissions map[string]string

func (e emissions) text(column, v string)           { e[column] = v }
func (e emissions) number(column string, v float64) { e[column] = exactly(v) }

// partsInto fills the energy and the power of processors, accelerators and memory, as far as they are counted apart.
func (r *Report) partsInto(row emissions, seconds float64) {
	x := r.Result
	for _, part := range [...]struct{ column, kind, waiting string }{{"cpu", "cpu", ""}, {"gpu", "accelerator", "idle"}, {"ram", "memory", ""}} {
		kWh, counted := KWh(0), false
		for i := range x.Terms {
			if t := &x.Terms[i]; t.Kind == part.kind || t.Kind == part.waiting {
				kWh, counted = kWh+KWh(t.Value.Mid), true
			}
		}
		if !counted {
			continue
		}
		row.number(part.column+"_energy", float64(kWh)*x.PUE.Value.Mid)
		if seconds > 0 {
			row.number(part.column+"_power", float64(kWh.Joules())/seconds)
		}
	}
}

// placeInto fills country and cloud.
func (r *Report) placeInto(row emissions) {
	place, ok := findPlace(r.Catalog, r.Spec.Region)
	if !ok {
		return
	}
	code := place.Code
	if cloud, ok := findCloud(r.Catalog, r.Spec.Region); ok {
		code = cloud.Country
		row.text("cloud_provider", cloud.Provider)
		row.text("cloud_region", cloud.Region)
		row.text("on_cloud", "Y")
		row.text("region", cloud.place())
		if cloud.Located {
			row.number("longitude", cloud.Lon)
			row.number("latitude", cloud.Lat)
		}
	} else if place.Parent != "" {
		code = place.Parent
		row.text("region", place.Name)
	}
	if country, ok := r.Catalog.Place(code); ok && country.Level == "country" {
		row.text("country_name", country.Name)
		row.text("country_iso_code", threeLetters(country.Code))
	}
}

// devicesInto fills the hardware: accelerators as "8 x NVIDIA A100 SXM4 80GB". CodeCarbon's cpu_count is of threads, which
// nobody gave.
func (r *Report) devicesInto(row emissions) {
	s := r.Spec
	count := 0.0
	for i := range s.Accelerators {
		count += s.Accelerators[i].Count.Or(1)
	}
	if count > 0 {
		row.number("gpu_count", count)
		row.text("gpu_model", r.asciiModels(s.Accelerators, false))
	}
	if len(s.CPUs) > 0 {
		row.text("cpu_model", r.asciiModels(s.CPUs, true))
	}
	if gb, ok := s.MemoryGB.Get(); ok {
		row.number("ram_total_size", float64(gb))
	}
}

// asciiModels lists devices as CodeCarbon does.
func (r *Report) asciiModels(devices []Device, cpus bool) string {
	return strings.ReplaceAll(strings.Join(r.models(devices, cpus), ", "), " × ", " x ")
}

// cell is a cell, quoted where a comma or a quote asks for it. Texts are of one line.
func cell(text string) string {
	if strings.IndexByte(text, ',') < 0 && strings.IndexByte(text, '"') < 0 {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
