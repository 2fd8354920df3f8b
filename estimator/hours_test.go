package estimator

import (
	"fmt"
	"math"
	"testing"
)

// stepProfile has 100 g/kWh in the first half of the day and 200 g/kWh in the second.
func stepProfile() *HourProfile {
	p := &HourProfile{}
	for h := range p.Mean {
		p.Mean[h] = 100
		if h >= 12 {
			p.Mean[h] = 200
		}
		p.Low[h], p.High[h] = p.Mean[h]/2, p.Mean[h]*2
	}
	p.Average = GramsPerKWh(windowMean(&p.Mean, 0, hoursPerDay))
	return p
}

func TestWindow(t *testing.T) {
	p := stepProfile()
	tests := []struct {
		name            string
		start, duration Hours
		want            float64 // grams per kilowatt-hour of the run
	}{
		{"one hour", 3, 1, 100},
		{"within an hour", 3.25, 0.5, 100},
		{"across the step", 11.5, 1, 150},
		{"mostly after the step", 11.75, 1, 175},
		{"across midnight", 23.5, 1.5, 400.0 / 3},
		{"a day", 7.3, 24, 150},
		{"a day and a half, clean half twice", 0, 36, 400.0 / 3},
		{"a week and an hour", 20, 7*24 + 1, (7*24*150 + 200) / 169.0},
		{"an instant", 12, 0, 200},
		{"start tomorrow", 24 + 3, 1, 100},
		{"start yesterday", -1, 1, 200},
		{"negative duration", 3, -2, 100},
		{"no start", Hours(math.NaN()), 1, 100},
		{"no duration", 3, Hours(math.NaN()), 100},
		{"without end", 3, Hours(math.Inf(1)), 100},
		{"just before midnight yesterday", -1e-20, 1, 100},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, want := p.Window(test.start, test.duration), test.want/150
			for _, end := range [...]struct {
				name      string
				got, want float64
			}{{"low", got.Low, want / 2}, {"mid", got.Mid, want}, {"high", got.High, want * 2}} {
				if math.Abs(end.got-end.want) > 1e-12*end.want { // a sum of at most 25 terms
					t.Errorf("%s: got %v of the average, want %v", end.name, end.got, end.want)
				}
			}
		})
	}
}

func TestWindowOfWholeDaysIsOne(t *testing.T) {
	for _, p := range Default().HourProfiles() {
		for _, start := range []Hours{0, 0.5, 13, 23.999} {
			for _, days := range []Hours{1, 2, 30, 365} {
				if got := p.Window(start, 24*days).Mid; got != 1 {
					t.Errorf("%s: %v days from %v h: %v, want exactly 1", p.Zone, days, start, got)
				}
			}
		}
	}
}

// TestWindowAgainstSlices compares with a sum over slices of a minute, which meets starts and ends on the minute exactly.
func TestWindowAgainstSlices(t *testing.T) {
	for _, p := range Default().HourProfiles() {
		for _, minutes := range [][2]int{{0, 1}, {59, 2}, {17, 60}, {301, 555}, {1439, 1440}, {777, 3000}, {1, 10081}} {
			sum := 0.0
			for m := minutes[0]; m < minutes[0]+minutes[1]; m++ {
				sum += float64(p.Mean[m/60%24])
			}
			got, want := p.Window(Hours(minutes[0])/60, Hours(minutes[1])/60), sum/float64(minutes[1])/float64(p.Average)
			if math.Abs(got.Mid-want) > 1e-9 || !got.Valid() { // minutes are no binary fractions of an hour
				t.Errorf("%s, %d minutes from minute %d: got %+v, want %v", p.Zone, minutes[1], minutes[0], got, want)
			}
		}
	}
}

func TestBestStart(t *testing.T) {
	p := stepProfile()
	if hour, ratio := p.BestStart(6); hour != 0 || math.Abs(ratio-100.0/150) > 1e-12 {
		t.Errorf("6 hours: got %d h and %v, want the earliest of equals and two thirds", hour, ratio)
	}
	if hour, _ := p.BestStart(13); hour != 0 {
		t.Errorf("13 hours: got %d h, want 0 h", hour)
	}
	for _, p := range Default().HourProfiles() {
		for _, duration := range []Hours{0.5, 1, 4, 11.5, 24, 30} {
			hour, best := p.BestStart(duration)
			if got := p.Window(Hours(hour), duration).Mid; got != best {
				t.Errorf("%s, %v hours: ratio %v, but the window at %d h has %v", p.Zone, duration, best, hour, got)
			}
			for h := range 24 {
				if other := p.Window(Hours(h), duration).Mid; other < best {
					t.Errorf("%s, %v hours: %v at %d h, but %v at %v h", p.Zone, duration, best, hour, other, h)
				}
			}
		}
	}
}

func FuzzWindow(f *testing.F) {
	f.Add(11.5, 1.0)
	f.Add(-1e300, 1e300)
	f.Fuzz(func(t *testing.T, start, duration float64) {
		got := stepProfile().Window(Hours(start), Hours(duration))
		const slack = 1e-9 // rounding
		if !got.Valid() || got.Mid < 100.0/150-slack || got.Mid > 200.0/150+slack {
			t.Errorf("%v hours from %v h: %+v is not between the cleanest and the dirtiest hour", duration, start, got)
		}
	})
}

func ExampleHourProfile_Window() {
	california, _ := Default().HourProfile("US-CAL-CISO")
	noon := california.Window(20, 2) // 12 to 14 o'clock on the West Coast, winter time
	fmt.Printf("%.2f of the day's mean\n", noon.Mid)
	// Output: 0.59 of the day's mean
}

func ExampleHourProfile_BestStart() {
	california, _ := Default().HourProfile("US-CAL-CISO")
	hour, ratio := california.BestStart(4)
	fmt.Printf("%d h UTC, %.2f of the day's mean\n", hour, ratio)
	// Output: 18 h UTC, 0.59 of the day's mean
}
