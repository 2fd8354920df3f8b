package estimator

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// golden_calculators.json holds worked examples of other calculators, made by running them or by writing their formula
// anew from their source. Every number of every example is compared here; one without a check fails.

const rivalTolerance = 1e-6 // the examples are printed with eight digits

type rivalCase map[string]any

func goldenCalculators(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	data, err := os.ReadFile("testdata/golden_calculators.json")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &sections); err != nil {
		t.Fatal(err)
	}
	return sections
}

// number returns an input that must be there; null is 0.
func (c rivalCase) number(t *testing.T, name string) float64 {
	t.Helper()
	return inputNumber(t, c["inputs"].(map[string]any), name, "")
}

func inputNumber(t *testing.T, inputs map[string]any, name, end string) float64 {
	t.Helper()
	v, ok := inputs[name]
	if !ok {
		t.Fatalf("the example has no input %q", name)
	}
	switch v := v.(type) {
	case float64:
		return v
	case map[string]any:
		return v[end].(float64)
	case nil:
		return 0
	}
	t.Fatalf("input %q is %v, not a number", name, v)
	return 0
}

func (c rivalCase) text(name string) string {
	s, _ := c["inputs"].(map[string]any)[name].(string)
	return s
}

// flatten lists every value below v with its path.
func flatten(into map[string]any, path string, v any) {
	if m, ok := v.(map[string]any); ok {
		for k, below := range m {
			flatten(into, path+"."+k, below)
		}
		return
	}
	into[path] = v
}

// asPrinted is a number as a publication prints it, which its printed inputs give only nearly.
type asPrinted float64

// compare holds what an example says against what we compute. Both are keyed by path, such as "outputs.energy_kWh".
func (c rivalCase) compare(t *testing.T, got map[string]any) {
	t.Helper()
	want := map[string]any{}
	for name, v := range c {
		switch name {
		case "id", "tool", "note", "inputs", "what", "unit", "reported_co2_t":
		default:
			flatten(want, name, v)
		}
	}
	delete(want, "outputs_fixed.why")
	if len(want) == 0 {
		t.Error("the example has no outputs")
	}
	for path, w := range want {
		switch g := got[path].(type) {
		case nil:
			t.Errorf("%s: %v has no check", path, w)
		case string:
			if g != w {
				t.Errorf("%s: got %q, want %q", path, g, w)
			}
		case asPrinted:
			if w := w.(float64); math.Abs(float64(g)-w) > max(0.5, 0.003*w) {
				t.Errorf("%s: got %v, printed %v", path, g, w)
			}
		case float64:
			if w, ok := w.(float64); !ok || math.Abs(g-w) > rivalTolerance*math.Abs(w) {
				t.Errorf("%s: got %.9g, want %.9g", path, g, w)
			}
		}
	}
}

func TestRivalGolden(t *testing.T) {
	sections := goldenCalculators(t)
	tests := []struct {
		section string
		cases   int
		compute func(*testing.T, rivalCase) map[string]any
	}{
		{"mlco2_impact", 6, goldenMLCO2},
		{"green_algorithms_v3_0", 6, goldenGreenAlgorithms},
		{"ecologits_0_9_1", 6, goldenEcoLogits},
		{"llmcarbon", 4, goldenLLMCarbon},
		{"boavizta_gpu_embodied", 5, goldenBoavizta},
		{"strubell_2019", 3, goldenStrubell},
		{"others", 15, goldenOthers},
		{"equivalences_of_10_kg_CO2e", 15, goldenEquivalence},
	}
	known := []string{"schema", "ecologits_constants", "same_job_different_tools"} // the last two have tests of their own
	for _, test := range tests {
		known = append(known, test.section)
		var cases []rivalCase
		if err := json.Unmarshal(sections[test.section], &cases); err != nil {
			t.Fatal(test.section, err)
		}
		if len(cases) != test.cases {
			t.Errorf("%s: %d examples, want %d", test.section, len(cases), test.cases)
		}
		for _, c := range cases {
			t.Run(c["id"].(string), func(t *testing.T) { c.compare(t, test.compute(t, c)) })
		}
	}
	for name := range sections {
		if !slices.Contains(known, name) {
			t.Errorf("section %q has no check", name)
		}
	}
}

func goldenMLCO2(t *testing.T, c rivalCase) map[string]any {
	m := MLCO2Cloud(Watts(c.number(t, "tdp_W")), Hours(c.number(t, "hours_h")), GramsPerKWh(c.number(t, "ci_csv_g_per_kWh")), c.number(t, "offset_percent"))
	if got, want := math.Trunc(c.number(t, "ci_csv_g_per_kWh")), c.number(t, "ci_after_parseInt_g_per_kWh"); got != want {
		t.Errorf("whole grams: got %v, want %v", got, want)
	}
	var regions []MLCO2Region
	selected := ""
	for _, row := range readRows(t, "testdata/mlco2_regions.csv", 4) {
		if row[0] == c.text("provider") {
			regions = append(regions, MLCO2Region{row[2], GramsPerKWh(mustFloat(t, row[3]))})
			if row[1] == c.text("region") {
				selected = row[2]
			}
		}
	}
	got := map[string]any{
		"outputs.energy_kWh": float64(m.Energy), "outputs.ci_kg_per_kWh": float64(m.Intensity) / 1000,
		"outputs.co2_kg": m.Carbon.Kilograms(), "outputs.offset_kg": m.Offset.Kilograms(),
		"unrounded.energy_kWh": float64(m.Exact.Energy), "unrounded.co2_kg": m.Exact.Carbon.Kilograms(),
		"display.km_car": MLCO2Digits(MLCO2CarKm(m.Carbon)), "display.kg_coal": MLCO2Digits(MLCO2CoalKg(m.Carbon)),
		"display.seedlings_10y": MLCO2Digits(MLCO2Seedlings(m.Carbon)),
	}
	if best, carbon, ok := MLCO2Cleanest(m.Energy, selected, regions); ok {
		got["display.cleanest_region"], got["display.cleanest_region_co2_kg"] = best.Name, carbon.Kilograms()
	}
	return got
}

func goldenGreenAlgorithms(t *testing.T, c rivalCase) map[string]any {
	if span := c.text("input_span"); span != "" {
		page, calendar := GreenAlgorithmsYear(strings.TrimPrefix(span, "1 "))
		e, m := c.number(t, "base_energy_kWh"), c.number(t, "base_co2_g")
		return map[string]any{"outputs.factor": page, "outputs.energy_kWh": e * page, "outputs.co2_g": m * page,
			"unrounded.factor_true": calendar, "unrounded.energy_kWh": e * calendar, "unrounded.co2_g": m * calendar}
	}
	if got, want := greenAlgorithmsWattsPerGB, c.number(t, "memory_W_per_GB"); got != want {
		t.Errorf("memory: got %v W/GB, want %v", got, want)
	}
	job := GreenAlgorithmsJob{Hours: Hours(c.number(t, "runtime_h") + c.number(t, "runtime_min")/60),
		Cores: c.number(t, "n_cpu_cores"), CoreTDP: Watts(c.number(t, "cpu_tdp_per_core_W")), CoreUsage: Ratio(c.number(t, "cpu_usage")),
		GPUs: c.number(t, "n_gpus"), GPUTDP: Watts(c.number(t, "gpu_tdp_W")), GPUUsage: Ratio(c.number(t, "gpu_usage")),
		Memory: Gigabytes(c.number(t, "memory_GB")), PUE: c.number(t, "PUE_used"),
		Intensity: GramsPerKWh(c.number(t, "ci_g_per_kWh")), Scaling: c.number(t, "mult_factor")}
	f := job.Footprint()
	flight, flights := GreenAlgorithmsFlight(f.Carbon)
	return map[string]any{
		"outputs.power_W": float64(f.Power), "outputs.power_cpu_W": float64(f.CPUPower), "outputs.power_gpu_W": float64(f.GPUPower),
		"outputs.power_mem_W": float64(f.MemoryPower), "outputs.energy_kWh": float64(f.Energy), "outputs.co2_g": float64(f.Carbon),
		"outputs.co2_cpu_g": float64(f.CPUCarbon), "outputs.co2_gpu_g": float64(f.GPUCarbon), "outputs.co2_mem_g": float64(f.MemoryCarbon),
		"outputs.tree_months": GreenAlgorithmsTreeMonths(f.Carbon), "outputs.km_car_eu": GreenAlgorithmsCarKm(f.Carbon),
		"outputs.flight": flight, "outputs.flight_fraction": flights,
		"display.energy": GreenAlgorithmsEnergyText(f.Energy), "display.co2": GreenAlgorithmsCarbonText(f.Carbon),
	}
}

func goldenEcoLogits(t *testing.T, c rivalCase) map[string]any {
	inputs := c["inputs"].(map[string]any)
	mix := inputs["mix"].(map[string]any)
	got := map[string]any{}
	for _, end := range [...]string{"min", "max"} {
		in := func(name string) float64 { return inputNumber(t, inputs, name, end) }
		r := EcoLogitsRequest{OutputTokens: in("output_tokens"), ActiveBillion: in("active_params_b"), AllBillion: in("total_params_b"),
			PUE: in("pue"), WaterOnSite: LitresPerKWh(in("wue_L_per_kWh")), WaterOffSite: LitresPerKWh(inputNumber(t, mix, "wue_L_per_kWh", end)),
			Mix: EcoLogitsMaking{Grams(inputNumber(t, mix, "gwp_kg_per_kWh", end) * gramsPerKilogram), inputNumber(t, mix, "adpe_kgSb_per_kWh", end),
				inputNumber(t, mix, "pe_MJ_per_kWh", end)}}
		if inputs["request_latency_s"] != nil {
			r.Latency = Some(in("request_latency_s"))
		}
		i := r.Impact()
		all := i.Usage.plus(i.Embodied)
		put := func(path string, v float64) {
			got[path+"."+end] = v
			got[path] = v // where the example has one number, both ends give it
		}
		put("outputs.energy_kWh", float64(i.Energy))
		put("outputs.gwp_kg", all.Carbon.Kilograms())
		put("outputs.gwp_usage_kg", i.Usage.Carbon.Kilograms())
		put("outputs.gwp_embodied_kg", i.Embodied.Carbon.Kilograms())
		put("outputs.adpe_kgSb", all.Minerals)
		put("outputs.pe_MJ", all.Primary)
		put("outputs.wcf_L", float64(i.Water))
		put("outputs_fixed.wcf_L", float64(i.WaterCorrected))
		got["intermediate."+end+".gpu_energy"] = float64(i.DeviceEnergy)
		got["intermediate."+end+".generation_latency"] = i.Seconds
		got["intermediate."+end+".model_required_memory"] = EcoLogitsMemory(r.AllBillion)
		got["intermediate."+end+".gpu_required_count"] = i.Devices
		got["intermediate."+end+".server_energy"] = float64(i.ServerEnergy)
	}
	return got
}

func TestEcoLogitsConstants(t *testing.T) {
	var c rivalCase
	if err := json.Unmarshal(goldenCalculators(t)["ecologits_constants"], &c); err != nil {
		t.Fatal(err)
	}
	rivalCase{"constants": map[string]any(c)}.compare(t, map[string]any{
		"constants.gpu_energy_alpha": ecologitsEnergyAlpha, "constants.gpu_energy_beta": ecologitsEnergyBeta, "constants.gpu_energy_gamma": ecologitsEnergyGamma,
		"constants.latency_alpha": ecologitsLatencyAlpha, "constants.latency_beta": ecologitsLatencyBeta, "constants.latency_gamma": ecologitsLatencyGamma,
		"constants.batch_size": float64(ecologitsBatch), "constants.gpu_memory_GB": float64(ecologitsDeviceMemory),
		"constants.quantization_bits": float64(ecologitsWeightBits), "constants.server_gpus": float64(ecologitsServerDevices),
		"constants.server_power_kW": ecologitsServerKilowatts, "constants.hardware_lifetime_s": float64(ecologitsLifetime),
		"constants.gpu_embodied.gwp_kg": ecologitsDevice.Carbon.Kilograms(), "constants.gpu_embodied.adpe_kgSb": ecologitsDevice.Minerals,
		"constants.gpu_embodied.pe_MJ": ecologitsDevice.Primary, "constants.server_embodied.gwp_kg": ecologitsServer.Carbon.Kilograms(),
		"constants.server_embodied.adpe_kgSb": ecologitsServer.Minerals, "constants.server_embodied.pe_MJ": ecologitsServer.Primary,
	})
}

func goldenLLMCarbon(t *testing.T, c rivalCase) map[string]any {
	if chips, ok := c["inputs"].(map[string]any)["chips"].([]any); ok {
		var list []LLMCarbonChip
		for _, chip := range chips {
			in := chip.(map[string]any)
			list = append(list, LLMCarbonChip{Grams(inputNumber(t, in, "kg", "") * gramsPerKilogram), inputNumber(t, in, "n", "")})
		}
		if got, want := float64(llmcarbonLifetimeDays), c.number(t, "lifetime_days"); got != want {
			t.Errorf("lifetime: got %v days, want %v", got, want)
		}
		return map[string]any{"outputs.co2_t": LLMCarbonEmbodied(c.number(t, "days"), list).Tonnes()}
	}
	r := LLMCarbonRun{Parameters: c.number(t, "params_b") * 1e9, Tokens: c.number(t, "tokens_b") * 1e9, Devices: c.number(t, "devices"),
		SystemPower: Watts(c.number(t, "avg_system_power_W")), Peak: FLOPPerSecond(c.number(t, "peak_TFLOPs") * 1e12),
		Efficiency: Ratio(c.number(t, "hw_efficiency")), PUE: c.number(t, "PUE"), Intensity: GramsPerKWh(c.number(t, "ci_kg_per_kWh") * gramsPerKilogram)}
	f := r.Training()
	if served := r.Inference(); math.Abs(float64(served.Carbon)*3/float64(f.Carbon)-1) > 1e-12 { // a product in another order
		t.Errorf("inference: got %v g, want a third of training, %v g", served.Carbon, f.Carbon/3)
	}
	return map[string]any{"outputs.flops": float64(f.Work), "outputs.days": f.Days, "outputs.energy_MWh": float64(f.Energy) / 1000, "outputs.co2_t": f.Carbon.Tonnes()}
}

func goldenBoavizta(t *testing.T, c rivalCase) map[string]any {
	b := BoaviztaCard{CasingKg: c.number(t, "casing_kg"), HeatsinkKg: c.number(t, "heatsink_kg"), MassKg: c.number(t, "mass_kg"),
		BoardCM2: c.number(t, "pcb_cm2"), DieMM2: c.number(t, "die_effective_mm2"), Memory: Gigabytes(c.number(t, "vram_GB")),
		MemoryDies: c.number(t, "vram_dies"), SeaKm: c.number(t, "boat_km"), RoadKm: c.number(t, "truck_km")}
	return map[string]any{"outputs.vram_effective_mm2": b.MemoryMM2(), "outputs.gwp_kg": b.Embodied().Kilograms()}
}

func goldenStrubell(t *testing.T, c rivalCase) map[string]any {
	if strubellPUE != c.number(t, "PUE") || strubellPoundsPerKWh != c.number(t, "lb_per_kWh") {
		t.Errorf("constants: got %v and %v lb/kWh", strubellPUE, strubellPoundsPerKWh)
	}
	e, m := Strubell(Watts(c.number(t, "power_W")), Hours(c.number(t, "hours_h")))
	return map[string]any{"outputs.energy_kWh": float64(e), "outputs.co2_lb": m.Pounds(), "outputs.co2_kg": m.Kilograms(),
		"display.printed_kWh_times_PUE": asPrinted(e), "display.printed_lb": asPrinted(m.Pounds())}
}

func goldenOthers(t *testing.T, c rivalCase) map[string]any {
	id := c["id"].(string)
	switch {
	case strings.HasPrefix(id, "codecarbon-ram-"):
		gb := Gigabytes(c.number(t, "memory_GB"))
		return map[string]any{"outputs.dimms": float64(CodeCarbonDIMMs(gb)), "outputs.power_W": float64(CodeCarbonMemory(gb))}
	case strings.HasPrefix(id, "codecarbon-cpu-"):
		return map[string]any{"outputs.power_W": float64(CodeCarbonCPU(Watts(c.number(t, "tdp_W")), Ratio(c.number(t, "load_percent")/100)))}
	case strings.HasPrefix(id, "ccf-gpu-"):
		idle, full, ok := cloudCarbonGPU(map[string]string{"V100": "tesla-v100-sxm2-16gb", "T4": "tesla-t4"}[c.text("gpu")])
		if !ok || idle != Watts(c.number(t, "min_W")) || full != Watts(c.number(t, "max_W")) {
			t.Errorf("%s: got %v to %v W", c.text("gpu"), idle, full)
		}
		pue, _ := cloudCarbonPUE("aws")
		if pue != c.number(t, "PUE") || float64(cloudCarbonLoad)*100 != c.number(t, "utilisation_percent") {
			t.Errorf("got PUE %v and load %v", pue, cloudCarbonLoad)
		}
		w := CloudCarbonPower(idle, full, cloudCarbonLoad)
		e := w.For(Hours(c.number(t, "gpu_hours_h"))) * KWh(pue)
		return map[string]any{"outputs.avg_W": float64(w), "outputs.energy_kWh": float64(e),
			"outputs.co2_kg": e.At(GramsPerKWh(c.number(t, "ci_kg_per_kWh") * gramsPerKilogram)).Kilograms()}
	case id == "eit-rough-1":
		e := ImpactTrackerRough(Watts(c.number(t, "gpu_tdp_W")), Ratio(c.number(t, "gpu_util")), Watts(c.number(t, "cpu_tdp_W")),
			Ratio(c.number(t, "cpu_util")), Hours(c.number(t, "hours_h")))
		return map[string]any{"outputs.energy_kWh": float64(e), "outputs.co2_kg": e.At(GramsPerKWh(c.number(t, "ci_g_per_kWh"))).Kilograms()}
	case id == "eco2ai-1":
		if eco2aiWattsPerGB != c.number(t, "ram_W_per_GB") {
			t.Errorf("memory: got %v W/GB", eco2aiWattsPerGB)
		}
		e := Eco2AI(Watts(c.number(t, "gpu_W")), Watts(c.number(t, "cpu_tdp_W")), Ratio(c.number(t, "cpu_share")),
			Gigabytes(c.number(t, "ram_process_GB")), Hours(c.number(t, "hours_h")), c.number(t, "PUE"))
		return map[string]any{"outputs.energy_kWh": float64(e), "outputs.co2_kg": e.At(GramsPerKWh(c.number(t, "ci_kg_per_MWh"))).Kilograms()}
	case strings.HasPrefix(id, "eit-scc-"):
		scc := c["inputs"].(map[string]any)["scc_USD_per_t"].(map[string]any)
		at := func(end string) USDPerTonne { return USDPerTonne(inputNumber(t, scc, end, "")) }
		cost := ImpactTrackerSocialCost(Grams(c.number(t, "co2_kg")*gramsPerKilogram), Range[USDPerTonne]{at("low"), at("median"), at("high")})
		return map[string]any{"outputs.cost_USD.low": float64(cost.Low), "outputs.cost_USD.median": float64(cost.Mid), "outputs.cost_USD.high": float64(cost.High)}
	}
	return nil
}

func goldenEquivalence(t *testing.T, c rivalCase) map[string]any {
	const ten = Grams(10 * gramsPerKilogram)
	return map[string]any{"value": map[string]float64{
		"mlco2: ICE car":                                      MLCO2CarKm(ten),
		"mlco2: coal":                                         MLCO2CoalKg(ten),
		"mlco2: seedlings grown 10 years":                     MLCO2Seedlings(ten),
		"Green Algorithms: EU passenger car 175 g/km":         GreenAlgorithmsCarKm(ten),
		"Green Algorithms: tree-months at 11 kg/year":         GreenAlgorithmsTreeMonths(ten),
		"carbontracker: EU new car 2020, 107.5 g/km":          CarbontrackerCarKm(ten),
		"CodeCarbon web: car 133 g/km":                        CodeCarbonCarKm(ten),
		"CodeCarbon web: share of US citizen week (13.3 t/y)": 100 * CodeCarbonCitizenWeek(ten),
		"CodeCarbon carbonboard: 0.409 kg/mile":               CodeCarbonBoardMiles(ten),
		"CodeCarbon carbonboard: US household week 160.58 kg": 100 * CodeCarbonHouseholdWeek(ten),
		"CCF: one-way NYC-London flight 0.81 t":               CloudCarbonFlights(ten),
		"CCF: smartphones charged":                            CloudCarbonPhones(ten),
		"CCF: seedlings":                                      CloudCarbonSeedlings(ten),
		"EcoLogits Calculator: ICE car 142 g/km":              EcoLogitsCarKm(ten),
		"EcoLogits Calculator: streaming 15.6 h/kg":           EcoLogitsStreamingHours(ten),
	}[c["what"].(string)]}
}
