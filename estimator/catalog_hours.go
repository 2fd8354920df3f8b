package estimator

import (
	"strconv"
)

// A HourProfile is the life-cycle intensity of a zone's electricity by hour of the day, over one year. Hours are in UTC:
// index 0 is from midnight to one o'clock in Greenwich.
//
// Low and High are the means over the year of each month's 10th and 90th percentile for the hour. They show how days of
// one month differ, not summer from winter. Low ≤ Mean ≤ High for every hour.
type HourProfile struct {
	Zone            string // code of the place
	Year            int
	TimeZone        string  // "America/New_York"
	UTCOffset       float64 // hours of standard time ahead of UTC; daylight saving is not in it
	Basis           string  // "generation" or "consumption" (after imports and exports)
	Mean, Low, High [24]GramsPerKWh
	Direct          [24]GramsPerKWh // mean of the stacks alone; see HasDirect
	HasDirect       bool
	Average         GramsPerKWh // mean of Mean, above 0
	Source          *Source
}

// HourProfiles returns all profiles, sorted by zone. The first call parses them.
func (c *Catalog) HourProfiles() []HourProfile { c.need(hoursFile); return c.hours }

// HourProfile returns the profile of a zone by the place's code in any case. Neither the parent nor the proxy stands in:
// the day of a country is not that of each of its zones.
func (c *Catalog) HourProfile(zone string) (*HourProfile, bool) {
	rows := c.HourProfiles()
	if i := c.rowAt(hoursFile, zone); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

// parseHours reads one file of profiles, 24 rows to a zone. Time zones come from a file of their own.
func parseHours(c *Catalog, t *table) []HourProfile {
	profiles := make([]HourProfile, 0, t.lines()/24)
	hour := 24 // that the next row must have; 24 when it starts a zone
	for t.next() {
		if hour == 24 {
			hour = 0
			profiles = append(profiles, HourProfile{Zone: c.placeCell(t, 0), Year: t.year(6),
				Basis: t.oneOf(7, "generation", "consumption"), HasDirect: t.text(5) != "", Source: c.source(t, 8)})
		}
		p := &profiles[len(profiles)-1]
		if written, err := strconv.Atoi(t.text(1)); t.text(0) != p.Zone || err != nil || written != hour || len(t.text(1)) != 2 {
			t.fail("hour_utc", t.text(0)+","+t.text(1), "a zone has the hours 00 to 23 in order")
		}
		if t.year(6) != p.Year || t.text(7) != p.Basis || c.source(t, 8) != p.Source || (t.text(5) != "") != p.HasDirect {
			t.fail("zone", p.Zone, "all hours of a zone have one year, basis and source, and a direct figure or none has")
		}
		mean := t.number(2, 0.1, 2500)
		p.Mean[hour] = GramsPerKWh(mean)
		p.Low[hour] = GramsPerKWh(t.number(3, 0, mean))
		p.High[hour] = GramsPerKWh(t.number(4, mean, 2500))
		if p.HasDirect {
			p.Direct[hour] = GramsPerKWh(t.number(5, 0, 2500))
		}
		hour++
	}
	if hour < 24 {
		t.fail("hour_utc", profiles[len(profiles)-1].Zone, "the last zone has less than 24 hours")
	}
	for i := range profiles {
		profiles[i].Average = GramsPerKWh(windowMean(&profiles[i].Mean, 0, hoursPerDay))
	}
	return profiles
}

// parseHourZones joins the files of profiles, which stay apart because their licences do, with the time zones.
func parseHourZones(c *Catalog, t *table) {
	c.need(hoursSharedFile)
	c.need(hoursOpenFile)
	shared, open := c.hoursShared, c.hoursOpen
	profiles := make([]HourProfile, 0, len(shared)+len(open))
	for t.next() {
		zone := t.required(0)
		c.source(t, 3)
		i, j := c.row(hoursSharedFile, zone), c.row(hoursOpenFile, zone)
		if (i < 0) == (j < 0) {
			t.fail("zone", zone, "not in exactly one of the files of hours")
			break
		}
		p := HourProfile{}
		if i >= 0 {
			p = shared[i/hoursPerDay]
		} else {
			p = open[j/hoursPerDay]
		}
		p.TimeZone, p.UTCOffset = t.required(1), t.number(2, -12, 14)
		profiles = append(profiles, p)
	}
	if len(profiles) < len(shared)+len(open) {
		t.fail("zone", "", "a zone of the files of hours is missing")
	}
	c.hours = profiles
}
