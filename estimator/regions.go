package estimator

// RegionEstimate is the same work on another place's grid.
type RegionEstimate struct {
	*Place
	Intensity Range[GramsPerKWh]
	Scope     string
	Year      int
	Source    *Source
	Total     Range[Grams]
}

// EstimateRegions computes the work of s at every place that has a figure, from the least to the most by mid, ties by
// code. The energy is that of Estimate: only the grid changes, so that the building of a cloud region goes along; a start
// hour is left aside, because few places have a profile. With a year, places without a figure of it are left out. The error is that of Estimate.
func EstimateRegions(c *Catalog, s *Spec) ([]RegionEstimate, error) {
	r, err := Estimate(c, s)
	if err != nil {
		return nil, err
	}
	asked := s.GridBasis
	if asked == "" {
		asked = Lifecycle
	}
	places := c.Places()
	all := make([]RegionEstimate, 0, len(places))
	for i := range places {
		p := &places[i]
		if p.Lifecycle == nil && p.Direct == nil {
			continue
		}
		g := gridOf(c, p, asked, s.gridYear())
		if s.otherYear(g) {
			continue
		}
		all = append(all, RegionEstimate{p, g.intensity, g.scope, g.year, g.source, Scale(As[Grams](r.Energy.Plus(r.NetworkEnergy.Range)), g.intensity).Plus(r.Embodied.Range)})
	}
	sortBy(len(all), func(i, j int) bool {
		a, b := &all[i], &all[j]
		return a.Total.Mid < b.Total.Mid || a.Total.Mid == b.Total.Mid && a.Code < b.Code
	}, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

func (e *RegionEstimate) write(w *jsonWriter) {
	w.open('{')
	w.text("code", e.Code)
	w.text("name", e.Name)
	w.text("level", e.Level)
	w.textOrNull("parent", e.Parent)
	w.number("g_per_kwh", float64(e.Intensity.Mid))
	w.text("scope", e.Scope)
	w.text("source", e.Source.ID)
	w.knownYear("year", e.Year)
	writeRange(w, "total_kgco2e", &e.Total, 1/gramsPerKilogram)
	w.close('}')
}
