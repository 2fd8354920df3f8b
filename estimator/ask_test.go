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
		"":                              "neither a number",
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

// TestCallJudge holds guesses against a key, and names the wrong way that a guess went.
func TestCallJudge(t *testing.T) {
	judge := func(guess string) (v struct {
		OK, Right bool
		Wrong     *int
		Ratio     float64
		Key       struct{ Value float64 }
		Errors    []struct{ Reason string }
	}) {
		t.Helper()
		// 3 kW for 2 hours: 6 kWh; who divides has 1.5, who forgets the hours 3.
		if err := json.Unmarshal(Call(Default(), "judge", "\n"+guess+"\n0.05\n3 * 2\n3 / 2\n3"), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := judge("6.2"); !v.OK || !v.Right || v.Wrong != nil || v.Key.Value != 6 || math.Abs(v.Ratio-6.2/6) > 1e-12 {
		t.Errorf("%+v", v)
	}
	if v := judge("1.5"); v.Right || v.Wrong == nil || *v.Wrong != 0 {
		t.Errorf("%+v", v)
	}
	if v := judge("3.1"); v.Right || v.Wrong == nil || *v.Wrong != 1 {
		t.Errorf("%+v", v)
	}
	if v := judge("100"); v.Right || v.Wrong != nil {
		t.Errorf("%+v", v)
	}
	if v := judge("six"); v.OK || len(v.Errors) != 1 {
		t.Errorf("%+v", v)
	}
}

// TestCallPick: a seed always picks the same, and over many seeds every entry about as often as another.
func TestCallPick(t *testing.T) {
	pick := func(argument string) []int {
		t.Helper()
		var v struct {
			OK    bool
			Picks []int
		}
		if err := json.Unmarshal(Call(Default(), "pick", argument), &v); err != nil || !v.OK {
			t.Fatalf("%s: %v", argument, err)
		}
		return v.Picks
	}
	counts := [2][5]int{}
	differ := 0
	for seed := range 2000 {
		text := number(float64(seed))
		p, again, other := pick(text+" region 3,5"), pick(text+" region 3,5"), pick(text+" power 3,5")
		if len(p) != 2 || p[0] != again[0] || p[1] != again[1] {
			t.Fatalf("%v, then %v", p, again)
		}
		counts[0][p[0]]++
		counts[1][p[1]]++
		if p[0] != other[0] || p[1] != other[1] {
			differ++
		}
	}
	for i, n := range []int{3, 5} {
		for entry := range n { // 5 standard deviations of a binomial
			if want := 2000.0 / float64(n); math.Abs(float64(counts[i][entry])-want) > 5*math.Sqrt(want) {
				t.Errorf("entry %d of %d was picked %d times", entry, n, counts[i][entry])
			}
		}
	}
	if differ < 1600 {
		t.Errorf("two questions had the same picks for %d of 2000 seeds", 2000-differ)
	}
	for _, bad := range []string{"", "x region 3", "1 region 0", "1 region", "-1 region 3"} {
		if answer := string(Call(Default(), "pick", bad)); !strings.HasPrefix(answer, `{"ok":false`) {
			t.Errorf("%q: %s", bad, answer)
		}
	}
}
