package estimator

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func rivalsOf(t *testing.T, query string) (Result, map[string]RivalAnswer) {
	t.Helper()
	s, unknown, err := ParseQuery(query)
	if err != nil || len(unknown) > 0 {
		t.Fatalf("ParseQuery(%q): %v, unknown %v", query, err, unknown)
	}
	r, err := Estimate(Default(), &s)
	if err != nil {
		t.Fatalf("Estimate(%q): %v", query, err)
	}
	answers := map[string]RivalAnswer{}
	for _, a := range Rivals(Default(), &s, &r) {
		answers[a.Tool] = a
	}
	if len(answers) != 10 {
		t.Errorf("%d calculators, want 10", len(answers))
	}
	return r, answers
}

// TestSameJob types one job into every calculator; the notes give the answers with six digits.
func TestSameJob(t *testing.T) {
	const job, laptop = "hw=a100-pcie-40gb&u=100&h=100&mem=64&r=FR", "&pue=1"
	var golden struct {
		Job  string
		Rows []struct {
			Tool   string
			Energy float64 `json:"energy_kWh"`
			Carbon float64 `json:"co2_kg"`
		}
	}
	if err := json.Unmarshal(goldenCalculators(t)["same_job_different_tools"], &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden.Rows) != 8 {
		t.Errorf("%d rows, want 8", len(golden.Rows))
	}
	digits := func(got, want float64) bool { // half of the sixth digit, and a little for its binary form
		return math.Abs(got-want) <= 0.501*math.Pow10(int(math.Floor(math.Log10(want)))-5)
	}
	for _, row := range golden.Rows {
		t.Run(row.Tool, func(t *testing.T) {
			query := job
			if strings.Contains(row.Tool, "personal computer") {
				query += laptop
			}
			_, answers := rivalsOf(t, query)
			name := ""
			for tool := range answers {
				if strings.HasPrefix(strings.Replace(row.Tool, "mlco2/impact", "ML CO2 Impact", 1), tool) {
					name = tool
				}
			}
			a := answers[name]
			if e := float64(a.Energy.Or(0)); !digits(e, row.Energy) {
				t.Errorf("energy: got %v kWh, want %v kWh", e, row.Energy)
			}
			if m := a.Carbon.Or(0).Kilograms(); !digits(m, row.Carbon) {
				t.Errorf("carbon: got %v kg, want %v kg", m, row.Carbon)
			}
		})
	}
}

var rivalQueries = []string{
	DefaultQuery,
	"hw=a100-pcie-40gb&u=100&h=100&mem=64&r=FR",
	"hw=tesla-v100-sxm2-16gb&n=4&h=37&x=3&of=1.2&r=aws:us-east-1",
	"hw=tesla-v100-pcie-16gb&n=2&hw.2=tesla-t4&n.2=3&u.2=50&h=10&r=gcp:europe-west1",
	"hw=h200-sxm-141gb&n=8&h=100&r=CA-QC",
	"hw=tpu-v3&n=512&dh=100000&pue=1.1&r=US-VA",
	"hw=a10g&pw=120&h=5&host=200&r=SE",
	"cpu=AMD EPYC 7763&cn=2&cu=30&mem=512&h=12&r=DE",
	"hw=geforce-rtx-3090&cpu=AMD EPYC 7763&mem=128&h=72&ci=300",
	"kwh=433196&ci=57&pue=1",
	"kwh=100&hw=a100-sxm4-80gb&n=8&h=24&r=PL",
	"hw=a100-sxm4-80gb&w=300&u=60&h=1&r=AD",
}

// TestRivalRatios multiplies the ratios of each answer: they lead from our carbon and energy to theirs.
func TestRivalRatios(t *testing.T) {
	const tolerance = 1e-9 // products and sums in another order
	near := func(got, want float64) bool { return math.Abs(got-want) <= tolerance*math.Abs(want) }
	for _, query := range rivalQueries {
		r, answers := rivalsOf(t, query)
		given := 0
		for _, a := range answers {
			carbon, energy := float64(r.Operational.Mid), float64(r.Energy.Mid)
			for _, d := range a.Differences {
				carbon *= d.Ratio
				if d.Factor != "grid" && d.Factor != "rounding" {
					energy *= d.Ratio
				}
				if d.Ours == "" || d.Theirs == "" || d.Reason == "" || !(d.Ratio >= 0) {
					t.Errorf("%s, %s: %+v says too little", query, a.Tool, d)
				}
			}
			if m, ok := a.Carbon.Get(); ok && !near(float64(m), carbon) {
				t.Errorf("%s, %s: the ratios lead to %v g, the answer is %v g", query, a.Tool, carbon, m)
			}
			if e, ok := a.Energy.Get(); ok {
				given++
				rounded := a.Tool == "ML CO2 Impact" && math.Abs(float64(e)-energy) <= 0.01 // two kinds of device at most, to two decimals
				if !rounded && !near(float64(e), energy) {
					t.Errorf("%s, %s: the ratios lead to %v kWh, the answer is %v kWh", query, a.Tool, energy, e)
				}
			}
			if a.Energy.Given() && a.Carbon.Given() == (a.NotApplicable != "") || !a.Energy.Given() && a.NotApplicable == "" {
				t.Errorf("%s, %s: no word on what is missing, or one too many: %+v", query, a.Tool, a)
			}
			if !a.Energy.Given() && len(a.Differences) > 0 {
				t.Errorf("%s, %s: differences of no answer", query, a.Tool)
			}
		}
		if given < 4 { // the trackers take anything
			t.Errorf("%s: %d answers with energy, want at least 4", query, given)
		}
	}
}

func TestRivalAnswers(t *testing.T) {
	const one = 1e-9 // exact but for binary fractions
	tests := []struct {
		name, query, tool string
		energy, carbon    float64 // kWh and kg; negative: none
		factor            string  // among the differences
	}{
		{"hours times count", "hw=tesla-t4&n=2&u=100&h=10&r=GB", "ML CO2 Impact", 1.4, 0.87, "count"},
		{"full load", "hw=tesla-t4&u=50&h=1000&r=GB&pue=1&host=0", "ML CO2 Impact", 70, 43.4, "load"},
		{"its own watts", "hw=tesla-v100-sxm2-16gb&u=100&h=100&r=aws:us-east-1", "ML CO2 Impact", 25, 9.25, "rated power"},
		{"region's own figure", "hw=tesla-t4&u=100&h=37&r=gcp:northamerica-northeast1", "ML CO2 Impact", 2.59, 0.08, "rounding"},
		{"province", "hw=tesla-t4&u=100&h=1000&r=CA-QC", "ML CO2 Impact", 70, 1.4, "grid"},
		{"private infrastructure", "hw=tesla-t4&u=100&h=1000&r=PL", "ML CO2 Impact", 70, 30.24, "grid"},
		{"typed intensity is not rounded", "hw=tesla-t4&u=100&h=1000&ci=34.5", "ML CO2 Impact", 70, 2.42, "rounding"},
		{"card that is not listed", "hw=h200-sxm-141gb&h=1", "ML CO2 Impact", -1, -1, ""},
		{"energy alone", "kwh=10&r=FR", "ML CO2 Impact", -1, -1, ""},
		{"typed load", "hw=tesla-t4&u=50&h=1000&r=BE&pue=1.2", "Green Algorithms", 42, 42 * 0.16189, "rest of the server"},
		{"load of 100 % unless typed", "hw=tesla-t4&h=1000&r=BE&pue=1&host=0", "Green Algorithms", 70, 70 * 0.16189, "load"},
		{"measured power", "hw=a10g&pw=120&h=1000&r=FR&pue=1&host=0", "Green Algorithms", 120, 120 * 0.05128, "grid"},
		{"repeats", "hw=tesla-t4&u=100&h=100&x=10&r=BE&pue=1", "Green Algorithms", 70, 70 * 0.16189, "grid"},
		{"site of a cloud", "hw=tesla-t4&u=100&h=1000&r=gcp:europe-west1", "Green Algorithms", 75.6, 75.6 * 0.16189, "grid"},
		{"state", "hw=tesla-t4&u=100&h=1000&r=US-CA&pue=1", "Green Algorithms", 70, 70 * 0.21643, "grid"},
		{"place that may not be passed on", "hw=tesla-t4&u=100&h=1000&r=ES&pue=1", "Green Algorithms", 70, -1, ""},
		{"no field for an intensity", "hw=tesla-t4&u=100&h=1000&ci=100&pue=1", "Green Algorithms", 70, 70 * 0.475, "grid"},
		{"one power for every V100", "hw=tesla-v100-pcie-16gb&u=100&h=1000&r=BE&pue=1", "Green Algorithms", 300, 300 * 0.16189, "rated power"},
		{"one power for every P100", "hw=tesla-p100-sxm2&u=100&h=1000&r=BE&pue=1&host=0", "Green Algorithms", 250, 250 * 0.16189, "rated power"},
		{"measured mean of a TPU", "hw=tpu-v3&u=100&h=1000&r=BE&pue=1", "Green Algorithms", 220, 220 * 0.16189, "rated power"},
		{"watts that are typed", "hw=tesla-v100-pcie-16gb&w=200&u=100&h=1000&r=BE&pue=1", "Green Algorithms", 200, 200 * 0.16189, "grid"},
		{"CPUs at a measured power", "cpu=AMD EPYC 7763&cpw=100&h=1000&r=BE&pue=1", "Green Algorithms", 100, 100 * 0.16189, "grid"},
		{"CPUs read by a counter", "cpu=AMD EPYC 7763&cpw=100&h=1000&pue=1", "CodeCarbon", 100, 47.5, "grid"},
		{"Azure", "hw=tesla-t4&h=1000&r=azure:westeurope", "Cloud Carbon Footprint", 39.5 * 1.185, 39.5 * 1.185 * 0.39, "PUE"},
		{"CPU by load", "cpu=Intel Xeon Gold 6148&cu=25&h=1000&r=EE&pue=1", "CodeCarbon", 17.109375, 17.109375 * 0.416667, "processors"},
		{"province with its own mix", "hw=tesla-t4&u=100&h=1000&r=CA-QC", "CodeCarbon", 112.5, 112.5 * 0.00394, "grid"},
		{"fallback", "hw=tesla-t4&u=100&h=1000", "CodeCarbon", 112.5, 112.5 * 0.475, "grid"},
		{"PUE typed", "hw=tesla-t4&u=100&h=1000&pue=1.3", "CodeCarbon", 146.25, 146.25 * 0.475, "processors"},
		{"one PUE", "kwh=100&r=FR&pue=1.1", "carbontracker", 158, 158 * 0.05603859, "PUE"},
		{"zone of a country", "kwh=100&r=SE-SE3", "carbontracker", 158, 158 * 0.040694878, "grid"},
		{"typed", "kwh=100&ci=50", "carbontracker", 158, 7.9, "PUE"},
		{"rough", "hw=tesla-t4&u=100&h=1000&r=EE", "experiment-impact-tracker", 70, 70 * 1.0437, "rest of the server"},
		{"zone that is not known", "hw=tesla-t4&u=100&h=1000&r=JP", "experiment-impact-tracker", 70, -1, "PUE"},
		{"world", "kwh=100", "Eco2AI", 100, 43.6529, "grid"},
		{"province of its own", "kwh=100&r=CA-QC", "Eco2AI", 100, 0.12, "grid"},
		{"half way", "hw=tesla-v100-sxm2-16gb&h=100&r=FR", "Cloud Carbon Footprint", 19.35175, 0.988874425, "load"},
		{"another cloud", "hw=tesla-t4&h=1000&r=gcp:europe-west6", "Cloud Carbon Footprint", 43.45, 43.45 * 0.029, "PUE"},
		{"card that is not known", "hw=h100-sxm5-80gb&h=1", "Cloud Carbon Footprint", -1, -1, ""},
		{"no CPUs", "cpu=AMD EPYC 7763&h=1", "Cloud Carbon Footprint", -1, -1, ""},
		{"models only", DefaultQuery, "LLMCarbon", -1, -1, ""},
	}
	for _, test := range tests {
		t.Run(test.tool+"/"+test.name, func(t *testing.T) {
			_, answers := rivalsOf(t, test.query)
			a, ok := answers[test.tool]
			if !ok {
				t.Fatalf("no answer of %s", test.tool)
			}
			is := func(what string, got float64, given bool, want float64) {
				if given != (want >= 0) || given && math.Abs(got-want) > one*want {
					t.Errorf("%s: got %v (given: %v), want %v", what, got, given, want)
				}
			}
			is("kWh", float64(a.Energy.Or(0)), a.Energy.Given(), test.energy)
			is("kg", a.Carbon.Or(0).Kilograms(), a.Carbon.Given(), test.carbon)
			found := test.factor == ""
			for _, d := range a.Differences {
				found = found || d.Factor == test.factor
			}
			if !found {
				t.Errorf("no difference in %q among %+v", test.factor, a.Differences)
			}
		})
	}
}

func TestCallRivals(t *testing.T) {
	var got struct {
		OK     bool
		Rivals []struct {
			Tool, Version, NotApplicable string
			Energy                       *float64 `json:"energy_kwh"`
			Carbon                       *float64 `json:"carbon_kgco2e"`
			Embodied                     *float64 `json:"embodied_kgco2e"`
			Missing                      *string  `json:"not_applicable"`
			Differences                  []struct {
				Factor, Ours, Theirs, Reason string
				Ratio                        *float64
			}
		}
	}
	if err := json.Unmarshal(Call(Default(), "rivals", "hw=a100-pcie-40gb&u=100&h=100&mem=64&r=FR"), &got); err != nil {
		t.Fatal(err)
	}
	if !got.OK || len(got.Rivals) != 10 {
		t.Fatalf("got ok %v and %d calculators, want 10", got.OK, len(got.Rivals))
	}
	first, last := got.Rivals[0], got.Rivals[9]
	if first.Tool != "ML CO2 Impact" || first.Version == "" || *first.Energy != 25 || *first.Carbon != 2.5 || first.Missing != nil || first.Embodied != nil {
		t.Errorf("first: %+v, want 25 kWh and 2.5 kg", first)
	}
	if d := first.Differences[0]; d.Factor != "memory" || d.Ours != "2.38 kWh" || d.Theirs != "0 kWh" || *d.Ratio >= 1 || d.Reason == "" {
		t.Errorf("first difference: %+v", d)
	}
	if last.Embodied == nil || math.Abs(*last.Embodied-275.687) > 1e-3 { // golden boavizta-6
		t.Errorf("last: making is %v, want 275.687 kg", last.Embodied)
	}
	if last.Energy != nil || last.Carbon != nil || last.Missing == nil || last.Differences == nil {
		t.Errorf("last: %+v, want no energy or carbon, a reason and an empty list", last)
	}
	if bad := string(Call(Default(), "rivals", "h=-1")); !strings.HasPrefix(bad, `{"ok":false,"unknown":[],"errors":[{`) {
		t.Errorf("a bad scenario: got %s", bad)
	}
	for query, want := range map[string]string{"hw=h200-sxm-141gb&h=1": "lacks NVIDIA H200 SXM", "w=300&h=1": "lacks a card without a name."} {
		if _, answers := rivalsOf(t, query); !strings.Contains(answers["ML CO2 Impact"].NotApplicable, want) {
			t.Errorf("%s: got %q, want %q in it", query, answers["ML CO2 Impact"].NotApplicable, want)
		}
	}
	if zero := Call(Default(), "rivals", "hw=tesla-t4&u=0&h=1&r=FR&host=0"); !json.Valid(zero) {
		t.Errorf("nothing used: not JSON: %s", zero)
	}
}

// TestBoaviztaCards compares the parts that the engine has with the golden examples of the same cards: what each comes to
// in kilograms. Cards of which no parts are cited have no answer, and the reason names them.
func TestBoaviztaCards(t *testing.T) {
	golden := map[string]float64{"geforce-gtx-1080-ti": 89.093903, "rtx-a4500": 141.38232, "tesla-p100-pcie-16gb": 129.31311, "a100-pcie-40gb": 275.68705, "a100-sxm4-40gb": 273.38784}
	if len(golden) != len(boaviztaCards) {
		t.Errorf("%d cards, %d golden", len(boaviztaCards), len(golden))
	}
	for id, want := range golden {
		_, answers := rivalsOf(t, "h=1&n=2&hw="+id)
		made, ok := answers["BoaviztAPI"].Embodied.Get()
		if !ok || math.Abs(made.Kilograms()-2*want) > 1e-5*want {
			t.Errorf("two of %s: %v kg, want %v", id, made.Kilograms(), 2*want)
		}
	}
	for query, want := range map[string]string{"hw=h200-sxm-141gb&h=1": "not of h200-sxm-141gb.", "hw=a100-pcie-40gb&hw.2=l4&h=1": "not of l4.", "w=300&h=1": "not of a card without a name.", "kwh=1": "none is named"} {
		_, answers := rivalsOf(t, query)
		if a := answers["BoaviztAPI"]; a.Embodied.Given() || !strings.Contains(a.NotApplicable, want) {
			t.Errorf("%s: %v, %q, want no answer and %q", query, a.Embodied, a.NotApplicable, want)
		}
	}
}

// TestRivalRounding compares with what JavaScript's toFixed(2) gives.
func TestRivalRounding(t *testing.T) {
	for v, want := range map[float64]float64{0.105: 0.1, 0.125: 0.13, 0.375: 0.38, 1.005: 1, 2.675: 2.67, 8.345: 8.35, 13.925: 13.93, -0.125: -0.13, 0: 0, 1e15 + 0.125: 1e15 + 0.125, 107.52: 107.52} {
		if got := toFixed2(v); got != want {
			t.Errorf("toFixed2(%v): got %v, want %v", v, got, want)
		}
	}
	for v, want := range map[float64]string{0: "0", 5: "5", 434.77: "434", 99.999: "99.9", 1234: "1.23 x 10 3", 0.0999: "0.1", 0.00133: "1.33 x 10 -3"} {
		if got := MLCO2Digits(v); got != want {
			t.Errorf("MLCO2Digits(%v): got %q, want %q", v, got, want)
		}
	}
	for v, want := range map[KWh]string{0: "0.00 Wh", 0.0004: "4.00e-01 Wh", 999.999: "1000.00 kWh", 2.5e6: "2.50e+03 MWh"} {
		if got := GreenAlgorithmsEnergyText(v); got != want {
			t.Errorf("GreenAlgorithmsEnergyText(%v): got %q, want %q", v, got, want)
		}
	}
	for v, want := range map[Grams]string{0: "0.00 mgCO2e", 0.5: "500.00 mgCO2e", 3e6: "3.00 TCO2e"} {
		if got := GreenAlgorithmsCarbonText(v); got != want {
			t.Errorf("GreenAlgorithmsCarbonText(%v): got %q, want %q", v, got, want)
		}
	}
}

func TestRivalFormulas(t *testing.T) {
	if got, want := GreenAlgorithmsAIFactor(1.1, 10, 0.1), 3.1; math.Abs(got-want) > 1e-12 {
		t.Errorf("research of 110 %% and ten retrainings of 10 %%: got %v, want %v", got, want)
	}
	for span, want := range map[string]float64{"day": 360, "week": 48, "month": 12, "year": 1, "decade": 0} {
		if got, _ := GreenAlgorithmsYear(span); got != want {
			t.Errorf("%s to a year: got %v, want %v", span, got, want)
		}
	}
	for gb, want := range map[Gigabytes]Watts{1: 10, 2: 10, 128: 38, 1000: 70, 1e6: 126} {
		if got := CodeCarbonMemory(gb); got != want {
			t.Errorf("CodeCarbonMemory(%v): got %v W, want %v W", gb, got, want)
		}
	}
	if got, ok := CarbontrackerForecast([]KWh{1, 3}, 100); !ok || math.Abs(float64(got)-316) > 1e-9 {
		t.Errorf("forecast: got %v kWh, want 316 kWh", got)
	}
	if _, ok := CarbontrackerForecast(nil, 100); ok {
		t.Error("a forecast from no epoch")
	}
	if got := ImpactTrackerMeasured(250, 40, 10, 10); math.Abs(float64(got)-4.74) > 1e-12 {
		t.Errorf("measured: got %v kWh, want 4.74 kWh", got)
	}
	if got := CloudCarbonEmbodied(1000, 35040, 8, 96); math.Abs(float64(got)-1000.0/12) > 1e-9 {
		t.Errorf("a twelfth of a server for its life: got %v g", got)
	}
	if _, _, ok := MLCO2Cleanest(1, "", nil); ok {
		t.Error("an alternative among no regions")
	}
	for m, want := range map[Grams]string{284e3: "Paris-Dublin", 285e3: "NYC-San Francisco", 1154e3: "NYC-San Francisco", 1155e3: "NYC-Melbourne"} {
		if got, n := GreenAlgorithmsFlight(m); got != want || !(n > 0.4) {
			t.Errorf("flight for %v g: got %v of %q, want %q", m, n, got, want)
		}
	}
	for id, want := range map[string]float64{"gcp:us-west1": 1.11, "gcp:europe-west1": 1.08, "gcp:europe-north1": 1.09, "gcp:asia-southeast1": 1.15,
		"gcp:asia-east1": 1.13, "gcp:us-west2": 1.12, "azure:westus": 1.12, "aws:us-east-1": 1.2, "oci:us-phoenix-1": 1.2, "ovh:eu-west-gra": 1.09, "scaleway:fr-par": 1.56} {
		r, _ := Default().CloudRegion(id)
		if got, _ := greenAlgorithmsBuilding(r); got != want {
			t.Errorf("PUE of %s: got %v, want %v", id, got, want)
		}
	}
	if bare := (BoaviztaCard{MassKg: 1}); bare.MemoryMM2() != 0 || math.Abs(bare.Embodied().Kilograms()-1.76575) > 1e-9 {
		t.Errorf("a card of nothing but mass: got %v kg, want 1.76575 kg", bare.Embodied().Kilograms())
	}
	for id := range mlco2Watts {
		if _, ok := Default().Accelerator(id); !ok {
			t.Errorf("ML CO2 Impact's %q is no accelerator of the catalog", id)
		}
	}
}

// FuzzCallRivals asserts what the page relies on: whatever a link says, the answer is JSON.
func FuzzCallRivals(f *testing.F) {
	for _, query := range rivalQueries {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if answer := Call(Default(), "rivals", query); !json.Valid(answer) {
			t.Errorf("%q: not JSON: %s", query, answer)
		}
	})
}
