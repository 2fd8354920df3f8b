package estimator

// The rows of the tables of electricity and water; see catalogTables.

// writeIntensities writes every figure of every year that the catalogs keep, file by file.
func writeIntensities(w *jsonWriter, c *Catalog, text string) {
	for i := range c.figures {
		f := &c.figures[i]
		if !openPlace(w, c, c.places[f.place].Code, text) {
			continue
		}
		w.number("g_per_kwh", float64(f.value))
		scope := Lifecycle
		if f.direct {
			scope = Direct
		}
		w.text("scope", scope)
		w.textOrNull("basis", f.basis)
		w.flag("preferred", f.preferred)
		writeOrigin(w, f.source, f.year)
		w.close('}')
	}
}

func writeMixes(w *jsonWriter, c *Catalog, text string) {
	for i, list := 0, c.GridMixes(); i < len(list); i++ {
		m := &list[i]
		if !openPlace(w, c, m.Code, text) {
			continue
		}
		w.key("shares")
		w.open('{')
		for j, share := range m.Shares {
			w.number(MixFuels[j], float64(share))
		}
		w.close('}')
		writeOrigin(w, m.Source, m.Year)
		w.close('}')
	}
}

func writeHours(w *jsonWriter, c *Catalog, text string) {
	for i, list := 0, c.HourProfiles(); i < len(list); i++ {
		p := &list[i]
		if !openPlace(w, c, p.Zone, text) {
			continue
		}
		w.text("time_zone", p.TimeZone)
		w.number("utc_offset_h", p.UTCOffset)
		w.text("basis", p.Basis)
		w.number("average_g_per_kwh", float64(p.Average))
		writeDay(w, "hourly_g_per_kwh", &p.Mean)
		writeDay(w, "hourly_low_g_per_kwh", &p.Low)
		writeDay(w, "hourly_high_g_per_kwh", &p.High)
		if p.HasDirect {
			writeDay(w, "hourly_direct_g_per_kwh", &p.Direct)
		} else {
			w.unknown("hourly_direct_g_per_kwh")
		}
		writeOrigin(w, p.Source, p.Year)
		w.close('}')
	}
}

// writeDay writes 24 numbers, the first from midnight UTC.
func writeDay(w *jsonWriter, name string, day *[hoursPerDay]GramsPerKWh) {
	w.key(name)
	w.open('[')
	for _, v := range day {
		w.float(float64(v))
	}
	w.close(']')
}

// openPlace begins a row with a place's code and name, or returns false when text rules it out.
func openPlace(w *jsonWriter, c *Catalog, code, text string) bool {
	p, _ := c.Place(code)
	if !matches(text, p.Code, p.Name) {
		return false
	}
	w.open('{')
	w.text("code", p.Code)
	w.text("name", p.Name)
	return true
}
