package estimator

import (
	"slices"
	"strings"
	"testing"
)

// TestTariff: 1 kW for a known time, so that the bill of an hour is its price. Hours are in UTC.
func TestTariff(t *testing.T) {
	const kilowatt = "pw=1000&host=0&pue=1&ci=100&tar=22-6:0.1,6-22:0.4&h="
	tests := []struct {
		name, query string
		want        Range[float64] // dollars
	}{
		{"by night", kilowatt + "4&t0=23", Exactly(0.4)},
		{"across the change", kilowatt + "4&t0=20", Exactly(1.0)},
		{"a day from anywhere", kilowatt + "24&t0=7.3", Exactly(7.2)},
		{"no start: the cheapest hours, the day, the dearest", kilowatt + "4", Range[float64]{0.4, 1.2, 1.6}},
		{"no start, half a day: four of the hours are dear at best", kilowatt + "12", Range[float64]{2.4, 3.6, 4.8}},
		{"no time: single hours", "kwh=1&pue=1&ci=100&t0=3&tar=0-24:0.3", Exactly(0.3)},
		{"no time, two prices", "kwh=1&pue=1&ci=100&t0=3&tar=22-6:0.1,6-22:0.4", Range[float64]{0.1, 0.3, 0.4}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustEstimate(t, test.query)
			got := r.Electricity.Range
			// Metered energy is exact; power of a device is believed within a spread, of which only mid is asked here.
			spread := Within(1.0, measuredPowerSpread)
			if strings.HasPrefix(test.query, "kwh") {
				spread = Exactly(1.0)
			}
			for _, end := range [...][2]float64{{float64(got.Low), test.want.Low * spread.Low}, {float64(got.Mid), test.want.Mid}, {float64(got.High), test.want.High * spread.High}} {
				if !near(end[0], end[1], 1e-12) { // sums of 24 prices
					t.Errorf("got %v USD, want %v within %v", got, test.want, spread)
				}
			}
		})
	}
}

// TestTariffForms: spans and 24 numbers say the same, a link keeps them, and what does not cover the day once is refused.
func TestTariffForms(t *testing.T) {
	spans, _, err := ParseQuery("kwh=1&tar=22-6:0.1,6-22:0.4")
	numbers, _, err2 := ParseQuery("kwh=1&tar=" + strings.Repeat("0.1,", 6) + strings.Repeat("0.4,", 16) + "0.1,0.1")
	if err != nil || err2 != nil || len(spans.Tariff) != 24 || !slices.Equal(spans.Tariff, numbers.Tariff) {
		t.Errorf("spans give %v, %v; numbers %v, %v", spans.Tariff, err, numbers.Tariff, err2)
	}
	again, _, err := ParseQuery(spans.Query())
	if err != nil || !slices.Equal(again.Tariff, spans.Tariff) {
		t.Errorf("%q gives %v, %v", spans.Query(), again.Tariff, err)
	}
	for _, wrong := range []string{"0-23:0.1", "0-24:0.1,3-4:0.2", "0-24:x", "0-24:", "0.5-24.5:0.1", "24-0:0.1", "0-25:0.1", "-1-23:0.1", "0:0.1", "0-24:11", "0-24:-0.1", "0.1,0.2", "0-24:0.1&ep=0.1"} {
		s, _, err := ParseQuery("kwh=1&pue=1&ci=1&tar=" + wrong)
		if _, err = EstimateParsed(Default(), &s, err); err == nil {
			t.Errorf("tar=%s is taken as %v", wrong, s.Tariff)
		}
	}
}

// TestPriceHoursNeedNoIntensity: every zone with prices by hour uses them, whether or not the hours of its grid are known.
func TestPriceHoursNeedNoIntensity(t *testing.T) {
	c, alone := Default(), 0
	for _, p := range c.PriceProfiles() {
		if _, priced := c.ElectricityPrice(p.Zone); !priced {
			continue
		}
		profile, ok := c.HourProfile(p.Zone)
		if ok && profile.UTCOffset != p.UTCOffset {
			t.Errorf("%s: prices are %v hours ahead of UTC, intensities %v", p.Zone, p.UTCOffset, profile.UTCOffset)
		}
		if !ok {
			alone++
		}
		evening := mustEstimate(t, "pw=1000&h=3&host=0&pue=1&t0=18&r="+p.Zone)
		flat := mustEstimate(t, "pw=1000&h=3&host=0&pue=1&r="+p.Zone)
		want := p.Paid(18, 3)
		got := evening.Electricity.Mid / flat.Electricity.Mid
		if !near(float64(got), want.Mid, 1e-12) || !want.Valid() {
			t.Errorf("%s: from 18 hours UTC %v of the flat price, want %v", p.Zone, got, want)
		}
	}
	if alone == 0 {
		t.Error("every zone with prices has intensities: the test tells nothing")
	}
}

// TestPaid: of a market that costs twice the average, a buyer pays between nothing more and all of it.
func TestPaid(t *testing.T) {
	p := PriceProfile{UTCOffset: 1, Average: 0.1}
	for h := range p.Mean {
		p.Mean[h] = 0.1
	}
	p.Mean[13], p.Mean[3] = 0.2, 0
	for _, test := range []struct {
		start Hours
		want  Range[float64]
	}{{12, Range[float64]{1, 1.61, 2}}, {2, Range[float64]{0, 0.39, 1}}, {5, Exactly(1.0)}} {
		if got := p.Paid(test.start, 1); !near(got.Low, test.want.Low, 1e-12) || !near(got.Mid, test.want.Mid, 1e-12) || !near(got.High, test.want.High, 1e-12) {
			t.Errorf("from %v h UTC: got %v, want %v", test.start, got, test.want)
		}
	}
}
