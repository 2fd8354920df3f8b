package estimator

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// TestAsk works asks out whose answers follow from definitions or from rows by arithmetic on paper.
func TestAsk(t *testing.T) {
	const link = "pw=500&h=2&host=0&pue=1.5&ci=400" // 1 kWh at the device, 1.5 kWh at the building, 600 g
	for _, c := range []struct {
		ask, unit string
		want      float64
	}{
		{"2.5", "", 2.5},
		{"1 + 2 * 3", "", 9}, // from left to right
		{"8 / 2 - 1", "", 3},
		{"energy_kwh of " + link, "kWh", 1.5},
		{"it_energy_kwh of @", "kWh", 1},
		{"total_kgco2e of @&ci=40", "kgCO2e", 0.06},
		{"total_kgco2e of @&h=&kwh=3", "kgCO2e", 1.8}, // the time is taken away, and the energy stands in its place
		{"energy_kwh of @ / it_energy_kwh of @", "", 1.5},
		{"grid_g_per_kwh of @", "gCO2e/kWh", 400},
		{"row fuels coal mid_g_per_kwh", "gCO2e/kWh", 820},
		{"row fuels coal mid_g_per_kwh / row fuels hydro mid_g_per_kwh", "", 820.0 / 24},
		{"row rival_grids EE/eit-2019 g_per_kwh / row rival_grids CA-QC/eit-2019 g_per_kwh", "", 1043.7 / 30},
		{"row published strubell2019-nas-gpu/carbon in pounds reported", "lbCO2e", 626155},
		{"row grids_electricitymaps EE/lifecycle/2021/em-lifecycle g_per_kwh", "gCO2e/kWh", 386},
		{"fact joules-per-kwh", "J", 3.6e6},
		{"fact share-servers + fact share-network", "", 36},
	} {
		a, err := Ask(Default(), c.ask, link)
		if err != nil || !a.Value.Known || math.Abs(a.Value.Mid-c.want) > 1e-12*math.Abs(c.want) || a.Unit != c.unit || a.Compare != 0 {
			t.Errorf("%q: %v %q (%v), want %v %q", c.ask, a.Value, a.Unit, err, c.want, c.unit)
		}
	}
}

// TestAskOrigins asks for the source and the year of a cell, and for all sources of a result.
func TestAskOrigins(t *testing.T) {
	a, err := Ask(Default(), "row grids_electricitymaps LV/lifecycle/2022/em-lifecycle g_per_kwh / row rival_grids CA-QC/mlco2-regions g_per_kwh", "")
	if err != nil || len(a.Origins) != 2 || a.Origins[0].Source.ID != "em-lifecycle" || a.Origins[0].Year != 2022 || a.Origins[1].Source.ID != "mlco2-regions" {
		t.Errorf("%+v, %v", a.Origins, err)
	}
	a, err = Ask(Default(), "total_kgco2e of "+DefaultQuery, "")
	seen := map[string]bool{}
	for _, o := range a.Origins {
		if seen[o.Source.ID+string(rune(o.Year))] {
			t.Errorf("%s twice", o.Source.ID)
		}
		seen[o.Source.ID+string(rune(o.Year))] = true
	}
	if err != nil || len(a.Origins) < 3 {
		t.Errorf("%d sources of a result: %v", len(a.Origins), err)
	}
}

// TestAskConditions compares mid with mid; what is unknown holds for no condition.
func TestAskConditions(t *testing.T) {
	for ask, want := range map[string]bool{
		"1 < 2": true, "2 < 1": false, "2 > 1": true, "1 > 1": false, "1 + 1 > 3 - 1": false,
		"row accelerators a100-sxm4-80gb die_mm2 > 1":          true,
		"row accelerators a100-sxm4-80gb fp8_dense_tflops > 0": false, // it has no FP8
	} {
		if a, err := Ask(Default(), ask, ""); ask != "1 + 1 > 3 - 1" && (err != nil || a.Compare == 0 || a.Holds != want) {
			t.Errorf("%q: %v, want %v (%v)", ask, a.Holds, want, err)
		} else if ask == "1 + 1 > 3 - 1" && err == nil {
			t.Errorf("%q: what follows a comparison is refused", ask)
		}
	}
}

// TestAskUnknown: an empty cell and a figure that the result lacks are unknown, and so is what is made of them.
func TestAskUnknown(t *testing.T) {
	for _, ask := range []string{"row accelerators a100-sxm4-80gb fp8_dense_tflops", "1 + row fuels oil low_g_per_kwh", "device_usd of kwh=1&ci=1&pue=1"} {
		if a, err := Ask(Default(), ask, ""); err != nil || a.Value.Known {
			t.Errorf("%q: %v %v, want unknown", ask, a.Value, err)
		}
	}
}

// TestAskFaults: each error names the part.
func TestAskFaults(t *testing.T) {
	for ask, part := range map[string]string{
		"":                              "not a number",
		"1 + two":                       `"two"`,
		"row fuels peat mid_g_per_kwh":  "peat",
		"row fuels coal g_per_kwh":      "g_per_kwh",
		"row nothing coal mid":          "nothing",
		"row fuels":                     "row fuels",
		"fact nobody":                   "nobody",
		"1 / 0":                         "divides by 0",
		"energy_kwh of h=-1":            "hours",
		"energy_kwh of kwh=1&ci=1&zz=2": "zz",
	} {
		if a, err := Ask(Default(), ask, ""); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v, %v; want an error with %q", ask, a.Value, err, part)
		}
	}
}

// TestAskWidest: the ends of a quotient are the widest that the ends of its operands give.
func TestAskWidest(t *testing.T) {
	a, err := Ask(Default(), "total_kgco2e of "+DefaultQuery+" / energy_kwh of "+DefaultQuery, "")
	s, _, _ := ParseQuery(DefaultQuery)
	r, _ := Estimate(Default(), &s)
	low, high := float64(r.Total.Low)/1000/float64(r.Energy.High), float64(r.Total.High)/1000/float64(r.Energy.Low)
	if err != nil || math.Abs(a.Value.Low-low) > 1e-9 || math.Abs(a.Value.High-high) > 1e-9 {
		t.Errorf("%v, want %v to %v (%v)", a.Value, low, high, err)
	}
}

// TestCallAsk asks several at once, as the page does.
func TestCallAsk(t *testing.T) {
	var got struct {
		OK   bool
		Asks []struct {
			Value, Low, High *float64
			Unit             string
			Holds            *bool
			Sources          []struct {
				Source, URL string
				Year        *int
			}
			Errors []struct{ Field, Reason string }
		}
	}
	if err := json.Unmarshal(Call(Default(), "ask", "kwh=2&ci=100&pue=1\ntotal_kgco2e of @\nenergy_kwh of @ > 1\nrow fuels oil low_g_per_kwh\nnonsense"), &got); err != nil || !got.OK || len(got.Asks) != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	first, condition, unknown, wrong := got.Asks[0], got.Asks[1], got.Asks[2], got.Asks[3]
	if first.Value == nil || *first.Value != 0.2 || first.Holds != nil || first.Unit != "kgCO2e" || condition.Holds == nil || !*condition.Holds ||
		unknown.Value != nil || len(unknown.Sources) != 1 || len(wrong.Errors) != 1 {
		t.Errorf("%+v", got)
	}
}

// TestAskPick: a seed always picks the same, and over many seeds every entry about as often as another.
func TestAskPick(t *testing.T) {
	pick := func(seed int, name string, n int) int {
		t.Helper()
		a, err := Ask(Default(), "pick "+number(float64(seed))+" "+name+" "+number(float64(n)), "")
		if err != nil || a.Value.Mid < 0 || a.Value.Mid >= float64(n) || a.Value.Mid != math.Floor(a.Value.Mid) {
			t.Fatalf("%v, %v", a.Value, err)
		}
		return int(a.Value.Mid)
	}
	for _, n := range []int{2, 3, 5} {
		counts := make([]int, n)
		differ := 0
		for seed := range 2000 {
			p := pick(seed, "region", n)
			if again := pick(seed, "region", n); again != p {
				t.Fatalf("%d, then %d", p, again)
			}
			counts[p]++
			if pick(seed, "power", n) != p {
				differ++
			}
		}
		for entry, got := range counts { // 5 standard deviations of a binomial
			if want := 2000 / float64(n); math.Abs(float64(got)-want) > 5*math.Sqrt(want) {
				t.Errorf("entry %d of %d was picked %d times", entry, n, got)
			}
		}
		if want := 2000 * (1 - 1/float64(n)); math.Abs(float64(differ)-want) > 5*math.Sqrt(want) {
			t.Errorf("two questions with %d entries differ for %d of 2000 seeds", n, differ)
		}
	}
	for _, bad := range []string{"pick", "pick 1", "pick 1 region", "pick 1 region 0", "pick 1 region -2"} {
		if a, err := Ask(Default(), bad, ""); err == nil {
			t.Errorf("%q: %v", bad, a.Value)
		}
	}
}
