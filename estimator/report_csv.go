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

// AppendCSV appends a header and one row in the columns and units of CodeCarbon's emissions.csv: seconds, kilograms,
// kilograms per second, watts, kilowatt-hours, litres, gigabytes. Numbers have all digits; unknown cells are empty.
//
// As there, emissions are those of the electricity, each energy includes the PUE, and power does not. The sums of the
// parts can be below energy_consumed: the rest of the server has no column. tracking_mode says "estimate", and the
// version is gramwatt's own.
func (r *Report) AppendCSV(b []byte) []byte {
	x := r.Result
	row := map[string]string{
		"project_name":       oneLine(x.Name),
		"emissions":          exactly(x.Operational.Mid.Kilograms()),
		"energy_consumed":    exactly(float64(x.Energy.Mid)),
		"codecarbon_version": versions(x),
		"tracking_mode":      "estimate",
		"pue":                exactly(x.PUE.Value.Mid),
	}
	seconds := 0.0
	if x.Hours.Known && x.Hours.Mid > 0 {
		seconds = float64(x.Hours.Mid) * secondsPerHour
		row["duration"] = exactly(seconds)
		row["emissions_rate"] = exactly(x.Operational.Mid.Kilograms() / seconds)
	}
	r.partsInto(row, seconds)
	if x.WaterOnSite.Known {
		row["water_consumed"] = exactly(float64(x.WaterOnSite.Mid))
		if x.ITEnergy.Mid > 0 {
			row["wue"] = exactly(float64(x.WaterOnSite.Mid) / float64(x.ITEnergy.Mid))
		}
	}
	r.placeInto(row)
	r.devicesInto(row)

	b = append(append(b, csvColumns...), '\n')
	for i, column := range strings.Split(csvColumns, ",") {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendCell(b, row[column])
	}
	return append(b, '\n')
}

// partsInto fills the energy and the power of processors, accelerators and memory, as far as they are counted apart.
func (r *Report) partsInto(row map[string]string, seconds float64) {
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
		row[part.column+"_energy"] = exactly(float64(kWh) * x.PUE.Value.Mid)
		if seconds > 0 {
			row[part.column+"_power"] = exactly(float64(kWh.Joules()) / seconds)
		}
	}
}

// placeInto fills country and cloud.
func (r *Report) placeInto(row map[string]string) {
	place, ok := findPlace(r.Catalog, r.Spec.Region)
	if !ok {
		return
	}
	code := place.Code
	if cloud, ok := findCloud(r.Catalog, r.Spec.Region); ok {
		row["cloud_provider"], row["cloud_region"], row["on_cloud"] = cloud.Provider, cloud.Region, "Y"
		code, row["region"] = cloud.Country, cloud.place()
		if cloud.Located {
			row["longitude"], row["latitude"] = exactly(cloud.Lon), exactly(cloud.Lat)
		}
	} else if place.Parent != "" {
		code, row["region"] = place.Parent, place.Name
	}
	if country, ok := r.Catalog.Place(code); ok && country.Level == "country" {
		row["country_name"], row["country_iso_code"] = country.Name, threeLetters(country.Code)
	}
}

// devicesInto fills the hardware: accelerators as "8 x NVIDIA A100 SXM4 80GB". CodeCarbon's cpu_count is of threads, which
// nobody gave.
func (r *Report) devicesInto(row map[string]string) {
	s := r.Spec
	count := 0.0
	for i := range s.Accelerators {
		count += s.Accelerators[i].Count.Or(1)
	}
	if count > 0 {
		row["gpu_count"] = exactly(count)
		row["gpu_model"] = strings.ReplaceAll(strings.Join(r.models(s.Accelerators, false), ", "), "×", "x")
	}
	if len(s.CPUs) > 0 {
		row["cpu_model"] = strings.ReplaceAll(strings.Join(r.models(s.CPUs, true), ", "), "×", "x")
	}
	if gb, ok := s.MemoryGB.Get(); ok {
		row["ram_total_size"] = exactly(float64(gb))
	}
}

// appendCell appends a cell, quoted where a comma or a quote asks for it. Texts are of one line.
func appendCell(b []byte, text string) []byte {
	if strings.IndexAny(text, `,"`) < 0 {
		return append(b, text...)
	}
	return append(append(append(b, '"'), strings.ReplaceAll(text, `"`, `""`)...), '"')
}
