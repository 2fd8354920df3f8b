package estimator

import "slices"

// Years lists the years of which the catalogs keep an average intensity of a place in either scope, ascending. A place
// with a proxy has the proxy's.
func (c *Catalog) Years(place *Place) []int {
	var years []int
	at := c.figuresOf(place)
	for i := range c.figures {
		if f := &c.figures[i]; f.place == at && f.year != 0 && !slices.Contains(years, f.year) {
			years = append(years, f.year)
		}
	}
	slices.Sort(years)
	return years
}

// IntensityIn returns what the catalogs say of a place in one scope and year. Value is of the source of the place's own
// Intensity when that has the year, else of the first file that does: Ember, Electricity Maps, others. Low and High are
// the smallest and the largest figure of that year. It returns nil when no figure of that year is kept.
func (c *Catalog) IntensityIn(place *Place, direct bool, year int) *Intensity {
	newest := place.Lifecycle
	if direct {
		newest = place.Direct
	}
	var v *Intensity
	at := c.figuresOf(place)
	for i := range c.figures {
		f := &c.figures[i]
		if f.place != at || f.direct != direct || f.year != year || year == 0 {
			continue
		}
		one := f.intensity()
		if v != nil {
			one.Low, one.High = min(v.Low, f.value), max(v.High, f.value)
		}
		if v == nil || newest != nil && newest.Source == f.source {
			v = one
		} else {
			v.Low, v.High = one.Low, one.High
		}
	}
	return v
}

// figuresOf is the index of the place whose figures are those of a place.
func (c *Catalog) figuresOf(place *Place) int32 {
	if place.Proxy != "" {
		return int32(c.row(placesFile, place.Proxy))
	}
	return int32(c.row(placesFile, place.Code))
}
