package estimator

import "strings"

// catalogTables writes the catalogs as JSON rows, for Call and for `gramwatt catalog --json`. Column names carry units;
// what is unknown is null. text, in lower case, keeps the rows whose id or name contains it. Tables without write are
// those of a file.
var catalogTables = [...]struct {
	name  string
	file  int
	write func(w *jsonWriter, c *Catalog, text string)
}{
	{name: "accelerators", write: func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.accelerators {
			if a := &c.accelerators[i]; matches(text, a.ID, a.Name) {
				a.write(w, c)
			}
		}
	}},
	{name: "accelerators_extended", write: func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.ExtendedAccelerators(); i < len(list); i++ {
			if a := &list[i]; matches(text, a.ID, a.Name) {
				a.write(w, c)
			}
		}
	}},
	{name: "conflicts", file: conflictsFile},
	{name: "embodied", file: embodiedFile},
	{name: "mfus", file: mfusFile},
	{name: "workloads", write: func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.Workloads(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.ID, p.Label) {
				writePreset(w, p.ID, p.Label, "load", As[float64](p.Load), p.Note, p.Source)
			}
		}
	}},
	{name: "sites", write: func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.Sites(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.ID, p.Label) {
				writePreset(w, p.ID, p.Label, "pue", p.PUE, p.Note, p.Source)
			}
		}
	}},
	{name: "projects", write: func(w *jsonWriter, _ *Catalog, text string) {
		for i := range projectPresets {
			if p := &projectPresets[i]; matches(text, p.ID, p.Label) {
				w.open('{')
				w.text("id", p.ID)
				w.text("label", p.Label)
				w.number("runs", p.Runs)
				w.number("device_hours", float64(p.DeviceHours))
				w.number("full_runs", p.FullRuns())
				writeOrigin(w, p.Source, p.Source.Year)
				w.close('}')
			}
		}
	}},
	{name: "cpus", write: func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.CPUs(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.Name) {
				p.write(w)
			}
		}
	}},
	{name: "regions", write: func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.places {
			if p := &c.places[i]; matches(text, p.Code, p.Name) {
				p.write(w)
			}
		}
	}},
	{name: "intensities", write: writeIntensities},
	{name: "clouds", write: func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.clouds {
			if r := &c.clouds[i]; matches(text, r.ID, r.Name, r.City) {
				r.write(w)
			}
		}
	}},
	{name: "pues", write: func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.pues {
			if p := &c.pues[i]; matches(text, p.Provider, p.Scope) {
				w.open('{')
				w.text("provider", p.Provider)
				w.textOrNull("scope", p.Scope)
				w.number("pue", p.PUE)
				writeOrigin(w, p.Source, p.Year)
				w.close('}')
			}
		}
	}},
	{name: "prices", write: func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.ElectricityPrices(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.Code, p.Original) {
				p.write(w)
			}
		}
	}},
	{name: "device_prices", file: devicePricesFile},
	{name: "instances", file: instancesFile},
	{name: "social_costs", file: socialCostsFile},
	{name: "equivalences", file: equivalencesFile},
	{name: "facts", file: factsFile},
	{name: "sources", file: sourcesFile},
	{name: "fuels", file: fuelsFile},
	{name: "mixes", write: writeMixes},
	{name: "marginals", file: marginalsFile},
	{name: "hours", write: writeHours},
	{name: "water", file: watersFile},
	{name: "wues", file: wuesFile},
	{name: "models", write: writeModels},
}

// CatalogTables returns the names of the tables that Call "catalog" knows.
func CatalogTables() []string {
	names := make([]string, len(catalogTables))
	for i := range catalogTables {
		names[i] = catalogTables[i].name
	}
	return names
}

// writeFile writes the rows of a file under the names of its columns: an id of a source becomes what it is called, and
// beside the code of a place stands its name. The first three cells and that name are searched for text.
func writeFile(w *jsonWriter, c *Catalog, file int, search string) {
	f := &c.files[file]
	text, _ := f.text() // of which Load has told what is wrong
	t := newTable(f.name, text, f.header)
	for t.next() {
		place := &Place{}
		if t.columns[0] == "code" {
			place, _ = c.Place(t.cells[0])
		}
		if !matches(search, place.Name, t.cells[0], t.cells[1], t.cells[2]) {
			continue
		}
		w.open('{')
		for i, column := range t.columns {
			w.cell(c, column, t.cells[i])
			if column == "code" {
				w.text("name", place.Name)
			}
		}
		w.close('}')
	}
}

// cell writes one cell of a file.
func (w *jsonWriter) cell(c *Catalog, column, cell string) {
	v, isNumber := parseNumber(cell)
	s, isSource := c.Source(cell)
	switch {
	case isSource && strings.HasSuffix(column, "source"):
		w.text(column, s.Citation())
		if column == "source" {
			w.text("url", s.URL)
		}
	case isNumber && column != "date":
		w.number(column, v)
	default:
		w.textOrNull(column, cell)
	}
}

func matches(text string, fields ...string) bool {
	if text == "" {
		return true
	}
	for _, f := range fields {
		if strings.Contains(strings.ToLower(f), text) {
			return true
		}
	}
	return false
}

func writePreset(w *jsonWriter, id, label, quantity string, value Range[float64], note string, s *Source) {
	w.open('{')
	w.text("id", id)
	w.text("label", label)
	writeRange(w, quantity, &value, 1)
	w.textOrNull("note", note)
	writeOrigin(w, s, s.Year)
	w.close('}')
}

func (a *Accelerator) write(w *jsonWriter, c *Catalog) {
	w.open('{')
	w.text("id", a.ID)
	w.text("name", a.Name)
	w.text("vendor", a.Vendor)
	w.text("kind", a.Kind)
	w.knownNumber("tdp_w", float64(a.Rated))
	w.textOrNull("tdp_basis", a.RatedBasis)
	w.knownNumber("idle_w", float64(a.Idle))
	w.knownNumber("average_w", float64(a.Average))
	w.knownNumber("fp32_tflops", a.FP32)
	w.knownNumber("tf32_tflops", a.TF32)
	w.knownNumber("fp16_tflops", a.FP16)
	w.knownNumber("fp8_tflops", a.FP8)
	w.knownNumber("memory_gb", float64(a.Memory))
	w.textOrNull("memory_type", a.MemoryType)
	w.knownNumber("process_nm", a.ProcessNM)
	w.knownNumber("die_mm2", a.DieMM2)
	if mass, _, basis := c.EmbodiedOf(a); basis == "" {
		w.unknown("embodied_kgco2e")
	} else {
		writeRange(w, "embodied_kgco2e", &mass, 1/gramsPerKilogram)
	}
	w.textOrNull("note", a.Note)
	writeOrigin(w, a.Source, a.Year)
	w.close('}')
}

func (p *CPU) write(w *jsonWriter) {
	w.open('{')
	w.text("name", p.Name)
	w.textOrNull("vendor", p.Vendor)
	w.knownNumber("tdp_w", float64(p.Rated))
	w.knownNumber("tdp_min_w", float64(p.RatedMin))
	w.knownNumber("tdp_max_w", float64(p.RatedMax))
	w.knownNumber("cores", float64(p.Cores))
	writeOrigin(w, p.Source, p.Year)
	w.close('}')
}

func (p *Place) write(w *jsonWriter) {
	w.open('{')
	w.text("code", p.Code)
	w.text("name", p.Name)
	w.text("level", p.Level)
	w.textOrNull("parent", p.Parent)
	w.textOrNull("proxy", p.Proxy)
	p.Lifecycle.write(w, "lifecycle")
	p.Direct.write(w, "direct")
	w.close('}')
}

func (i *Intensity) write(w *jsonWriter, name string) {
	if i == nil {
		w.unknown(name)
		return
	}
	w.key(name)
	w.open('{')
	writeRange(w, "g_per_kwh", &Range[GramsPerKWh]{i.Low, i.Value, i.High}, 1)
	w.textOrNull("basis", i.Basis)
	writeOrigin(w, i.Source, i.Year)
	w.close('}')
}

func (r *CloudRegion) write(w *jsonWriter) {
	w.open('{')
	w.text("id", r.ID)
	w.text("provider", r.Provider)
	w.text("region", r.Region)
	w.text("name", r.Name)
	w.textOrNull("city", r.City)
	w.text("country", r.Country)
	w.text("zone", r.Zone)
	w.knownNumber("pue", r.PUE)
	w.knownNumber("wue_l_per_kwh", r.WUE)
	w.knownNumber("cfe_ratio", float64(r.CFE))
	w.knownNumber("provider_g_per_kwh", float64(r.Provided))
	writeOrigin(w, r.Source, 0)
	w.close('}')
}
