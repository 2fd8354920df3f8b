package estimator

import "strings"

// catalogTables writes the catalogs as JSON rows, for Call and for `gramwatt catalog --json`. Column names carry units;
// what is unknown is null. text, in lower case, keeps the rows whose id or name contains it.
var catalogTables = [...]struct {
	name  string
	write func(w *jsonWriter, c *Catalog, text string)
}{
	{"accelerators", func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.accelerators {
			if a := &c.accelerators[i]; matches(text, a.ID, a.Name) {
				a.write(w, c)
			}
		}
	}},
	{"accelerators_extended", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.ExtendedAccelerators(); i < len(list); i++ {
			if a := &list[i]; matches(text, a.ID, a.Name) {
				a.write(w, c)
			}
		}
	}},
	{"conflicts", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.Conflicts(); i < len(list); i++ {
			if f := &list[i]; matches(text, f.Accelerator, f.OtherSource.ID) {
				w.open('{')
				w.text("accelerator", f.Accelerator)
				w.text("field", f.Field)
				w.knownNumber("chosen", f.Chosen)
				w.knownNumber("other", f.Other)
				w.text("reason", f.Reason)
				writeOrigin(w, f.OtherSource, 0)
				w.close('}')
			}
		}
	}},
	{"embodied", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.allEmbodied(); i < len(list); i++ {
			if f := &list[i]; matches(text, f.Accelerator, f.Source.ID) {
				w.open('{')
				w.text("accelerator", f.Accelerator)
				w.number("kgco2e", f.Mass.Kilograms())
				w.text("scope", f.Scope)
				w.text("method", f.Method)
				w.flag("preferred", f.Preferred)
				w.textOrNull("note", f.Note)
				writeOrigin(w, f.Source, f.Source.Year)
				w.close('}')
			}
		}
	}},
	{"workloads", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.Workloads(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.ID, p.Label) {
				writePreset(w, p.ID, p.Label, "load", As[float64](p.Load), p.Note, p.Source)
			}
		}
	}},
	{"sites", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.Sites(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.ID, p.Label) {
				writePreset(w, p.ID, p.Label, "pue", p.PUE, p.Note, p.Source)
			}
		}
	}},
	{"projects", func(w *jsonWriter, _ *Catalog, text string) {
		for i := range projectPresets {
			if p := &projectPresets[i]; matches(text, p.ID, p.Label) {
				w.open('{')
				w.text("id", p.ID)
				w.text("label", p.Label)
				w.number("runs", p.Runs)
				w.number("device_hours", float64(p.DeviceHours))
				writeOrigin(w, p.Source, p.Source.Year)
				w.close('}')
			}
		}
	}},
	{"cpus", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.CPUs(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.Name) {
				p.write(w)
			}
		}
	}},
	{"regions", func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.places {
			if p := &c.places[i]; matches(text, p.Code, p.Name) {
				p.write(w)
			}
		}
	}},
	{"intensities", writeIntensities},
	{"clouds", func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.clouds {
			if r := &c.clouds[i]; matches(text, r.ID, r.Name, r.City) {
				r.write(w)
			}
		}
	}},
	{"pues", func(w *jsonWriter, c *Catalog, text string) {
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
	{"prices", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.ElectricityPrices(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.Code, p.Original) {
				p.write(w)
			}
		}
	}},
	{"device_prices", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.AllDevicePrices(); i < len(list); i++ {
			if p := &list[i]; matches(text, p.Accelerator, p.Provider) {
				p.write(w)
			}
		}
	}},
	{"instances", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.Instances(); i < len(list); i++ {
			if n := &list[i]; matches(text, n.ID, n.Accelerator) {
				n.write(w)
			}
		}
	}},
	{"social_costs", func(w *jsonWriter, c *Catalog, text string) {
		for i, list := 0, c.AllSocialCosts(); i < len(list); i++ {
			if s := &list[i]; matches(text, s.Code, s.Estimate) {
				s.write(w)
			}
		}
	}},
	{"equivalences", func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.equivalences {
			if q := &c.equivalences[i]; matches(text, q.ID, q.Label) {
				w.open('{')
				w.text("id", q.ID)
				w.text("label", q.Label)
				w.number("kgco2e", q.Value)
				w.text("unit", q.Unit)
				writeOrigin(w, q.Source, q.Year)
				w.close('}')
			}
		}
	}},
	{"sources", func(w *jsonWriter, c *Catalog, text string) {
		for i := range c.sources {
			if s := &c.sources[i]; matches(text, s.ID, s.Title, s.Publisher) {
				w.open('{')
				w.text("id", s.ID)
				w.text("title", s.Title)
				w.text("publisher", s.Publisher)
				w.textOrNull("url", s.URL)
				w.text("licence", s.Licence)
				w.knownYear("year", s.Year)
				w.textOrNull("as_of", s.AsOf)
				w.close('}')
			}
		}
	}},
	{"fuels", writeFuels},
	{"mixes", writeMixes},
	{"marginals", writeMarginals},
	{"hours", writeHours},
	{"water", writeWater},
	{"wues", writeWUEs},
	{"models", writeModels},
}

// CatalogTables returns the names of the tables that Call "catalog" knows.
func CatalogTables() []string {
	names := make([]string, len(catalogTables))
	for i := range catalogTables {
		names[i] = catalogTables[i].name
	}
	return names
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
	w.rangeOf(quantity, value)
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
		w.rangeOf("embodied_kgco2e", As[float64](mass.Times(1/gramsPerKilogram)))
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
	w.rangeOf("g_per_kwh", As[float64](Range[GramsPerKWh]{i.Low, i.Value, i.High}))
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
