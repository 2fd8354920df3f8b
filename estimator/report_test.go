package estimator

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// reportOf estimates a link and reports it.
func reportOf(t testing.TB, query, sensitivity string) *Report {
	t.Helper()
	s, unknown, err := ParseQuery(query)
	if err != nil || len(unknown) > 0 {
		t.Fatalf("ParseQuery(%q): %v, unknown %q", query, err, unknown)
	}
	r, err := Estimate(Default(), &s)
	if err != nil {
		t.Fatalf("Estimate(%q): %v", query, err)
	}
	return &Report{Catalog: Default(), Spec: &s, Result: &r, Sensitivity: sensitivity}
}

// reportQuery makes a link over the catalog and every way to say the work, with energies from milliwatt-hours to
// terawatt-hours.
func reportQuery(r *rand.Rand, c *Catalog) string {
	accelerators, places, clouds, cpus := c.Accelerators(), c.Places(), c.CloudRegions(), c.CPUs()
	s := Spec{Name: []string{"", "fine-tune", "run_1 & 2"}[r.IntN(3)]}
	for range 1 + r.IntN(2) {
		d := Device{ID: accelerators[r.IntN(len(accelerators))].ID, Count: Some(float64(1 + r.IntN(5000)))}
		d.Power = Some(Watts(1000 * r.Float64()))
		s.Accelerators = append(s.Accelerators, d)
	}
	if r.IntN(3) == 0 {
		s.CPUs = []Device{{Name: cpus[r.IntN(len(cpus))].Name, Rated: Some(Watts(200))}}
	}
	switch r.IntN(4) {
	case 0:
		s.EnergyKWh = Some(KWh(math.Exp(34*r.Float64() - 13)))
	case 1:
		s.DeviceHours = Some(DeviceHours(math.Exp(14 * r.Float64())))
	default:
		s.Hours = Some(Hours(math.Exp(12*r.Float64() - 5)))
		s.Runs = Some(float64(1 + r.IntN(3)))
	}
	switch r.IntN(3) {
	case 0:
		s.GridIntensity = Some(GramsPerKWh(2000 * r.Float64()))
	case 1:
		s.Region = clouds[r.IntN(len(clouds))].ID
	case 2:
		if p := &places[r.IntN(len(places))]; p.Lifecycle != nil || p.Direct != nil {
			s.Region = p.Code
		}
	}
	return s.Query()
}

// readQuantity reads a printed number with its unit back into kWh or kg CO2e.
func readQuantity(t *testing.T, number, symbol string) (value float64, unit string) {
	t.Helper()
	v, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", ""), 64)
	if err != nil {
		t.Fatalf("%q is no number", number)
	}
	scales := map[string]float64{"mWh": 1e-6, "Wh": 1e-3, "kWh": 1, "MWh": 1e3, "GWh": 1e6, "TWh": 1e9,
		"mg CO2e": 1e-6, "g CO2e": 1e-3, "kg CO2e": 1, "t CO2e": 1e3, "kt CO2e": 1e6, "Mt CO2e": 1e9}
	scale, ok := scales[symbol]
	if !ok {
		t.Fatalf("%q is neither energy nor carbon", symbol)
	}
	if strings.HasSuffix(symbol, "Wh") {
		return v * scale, "kWh"
	}
	return v * scale, "kgCO2e"
}

// A place in a report where a number stands, and what it must be.
type printed struct {
	pattern string // with two groups: number and unit
	unit    string
	of      func(*Result) float64
}

const amount = `([\d.,]+) ([mkMGT]?Wh|[mkM]?[gt] CO2e)`

var (
	energyMid = func(r *Result) float64 { return float64(r.Energy.Mid) }
	carbonMid = func(r *Result) float64 { return r.Total.Mid.Kilograms() }
	sentence  = []printed{
		{`is estimated to use ` + amount, "kWh", energyMid},
		{`and to emit ` + amount, "kgCO2e", carbonMid},
		{`(?s)electricity at the facility \(between [^()]*?and ` + amount, "kWh", func(r *Result) float64 { return float64(r.Energy.High) }},
		{`(?s)and to emit [\d.,]+ \w+ CO2e \(between [^()]*?and ` + amount, "kgCO2e", func(r *Result) float64 { return r.Total.High.Kilograms() }},
	}
)

// readBack finds the numbers of a report and compares them with the Result to three digits, half a unit in the last. A
// range that prints as one value is not there; missing says how many were not.
func readBack(t *testing.T, name, text string, r *Result, places []printed) (missing int) {
	t.Helper()
	for _, p := range places {
		m := regexp.MustCompile(p.pattern).FindStringSubmatch(text)
		if m == nil {
			missing++
			continue
		}
		got, unit := readQuantity(t, m[1], m[2])
		if want := p.of(r); unit != p.unit || !near(got, want, 0.0051) {
			t.Errorf("%s: %q reads as %v %s, the result has %v %s", name, m[0], got, unit, want, p.unit)
		}
	}
	return missing
}

// TestReportsReadBack reads energy and carbon out of every form for 200 scenarios: none swaps them, and none loses a
// prefix.
func TestReportsReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(20261124, 1))
	missing, ranges := 0, 0
	for range 200 {
		query := reportQuery(random, Default())
		r := reportOf(t, query, "")
		x := r.Result
		plain := strings.NewReplacer(`CO\textsubscript{2}e`, "CO2e", `\_`, "_", `\&`, "&", "&amp;", "&")
		for _, form := range []struct {
			name, text string
			more       []printed
		}{
			{"sentence", r.Sentence(), nil},
			{"text", string(r.AppendText(nil)), []printed{
				{`(?m)^` + amount + `( \([^()]*\))?$`, "kgCO2e", carbonMid},
				{`(?m)^` + amount + `( \([^()]*\))? at the facility$`, "kWh", energyMid}}},
			{"markdown", string(r.AppendMarkdown(nil)), []printed{
				{`\| electricity at the facility \| ` + amount + ` \|`, "kWh", energyMid},
				{`\| emissions \| ` + amount + ` \|`, "kgCO2e", carbonMid}}},
			{"latex", string(r.AppendLaTeX(nil)), []printed{
				{`(?m)^electricity at the facility & ` + amount + ` &`, "kWh", energyMid},
				{`(?m)^emissions & ` + amount + ` &`, "kgCO2e", carbonMid}}},
			{"model card", string(r.AppendModelCard(nil)), nil},
		} {
			name, text := form.name+" of "+query, plain.Replace(form.text)
			if lost := readBack(t, name, text, x, append(sentence[:2:2], form.more...)); lost > 0 {
				t.Errorf("%s: %d numbers are not there:\n%s", name, lost, text)
			}
			missing += readBack(t, name, text, x, sentence[2:])
			ranges += len(sentence[2:])
		}
		if got := member(t, string(r.AppendModelCard(nil)), "emissions"); !near(mustFloat(t, got), float64(x.Total.Mid), 1e-15) {
			t.Errorf("model card of %s: emissions: %s, want %v grams", query, got, float64(x.Total.Mid))
		}
		row := emissionsRow(t, r)
		for column, want := range map[string]float64{"energy_consumed": float64(x.Energy.Mid), "emissions": x.Operational.Mid.Kilograms(), "pue": x.PUE.Value.Mid} {
			if got := mustFloat(t, row[column]); got != want {
				t.Errorf("CSV of %s: %s is %v, want %v", query, column, got, want)
			}
		}
		parts := 0.0
		for _, column := range []string{"cpu_energy", "gpu_energy", "ram_energy"} {
			if row[column] != "" {
				parts += mustFloat(t, row[column])
			}
		}
		if parts > float64(x.Energy.Mid)*(1+1e-12) {
			t.Errorf("CSV of %s: the parts are %v kWh of %v", query, parts, float64(x.Energy.Mid))
		}
	}
	if missing > ranges/2 {
		t.Errorf("%d of %d ranges were not there to read", missing, ranges)
	}
}

// member is the value of a member of co2_eq_emissions, read as YAML's plain number or double-quoted text.
func member(t testing.TB, card, name string) string {
	t.Helper()
	front, _, ok := strings.Cut(strings.TrimPrefix(card, "---\n"), "\n---\n")
	lines := strings.Split(front, "\n")
	if !ok || lines[0] != "co2_eq_emissions:" {
		t.Fatalf("no metadata in\n%s", card)
	}
	for _, line := range lines[1:] {
		key, value, ok := strings.Cut(line, ": ")
		if !ok || !strings.HasPrefix(key, "  ") {
			t.Fatalf("line %q is no member", line)
		}
		if key[2:] != name {
			continue
		}
		var text string
		switch {
		case name == "emissions" && !strings.ContainsAny(value, "eE"):
			return value
		case json.Unmarshal([]byte(value), &text) != nil:
			t.Fatalf("line %q: the value is no text", line)
		}
		return text
	}
	return ""
}

// emissionsRow reads the CSV by its header.
func emissionsRow(t testing.TB, r *Report) map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(string(r.AppendCSV(nil)))).ReadAll()
	if err != nil || len(records) != 2 || len(records[0]) != 38+10 {
		t.Fatalf("%v, records %q", err, records)
	}
	row := map[string]string{}
	for i, column := range records[0] {
		row[column] = records[1][i]
	}
	return row
}

func TestEmissionsRow(t *testing.T) {
	tests := []struct {
		name, query string
		want        map[string]string
	}{
		{"a country", "hw=a100-sxm4-80gb&n=8&w=400&u=50&h=10&x=2&pue=1.5&r=FR&host=0&name=a,%20%22b%22", map[string]string{
			"timestamp": "", "project_name": `a, "b"`, "duration": "72000", "gpu_power": "1600", "gpu_energy": "48", "energy_consumed": "48", "cpu_energy": "",
			"cpu_power": "", "ram_energy": "", "water_consumed": "16.32", "wue": "0.51", "country_name": "France", "country_iso_code": "FRA", "region": "", "cloud_provider": "",
			"on_cloud": "", "gpu_count": "8", "gpu_model": "8 x NVIDIA A100 SXM4 80GB", "cpu_model": "", "ram_total_size": "", "tracking_mode": "estimate", "pue": "1.5",
			"sensitivity": "", "data_version": Default().Version(), "codecarbon_version": "gramwatt " + EngineVersion + " with data " + Default().Version()}},
		{"a province", "kwh=1&pue=1&r=ca-qc", map[string]string{"country_name": "Canada", "country_iso_code": "CAN", "region": "Quebec", "duration": "",
			"emissions_rate": "", "gpu_energy": "", "energy_consumed": "1"}},
		{"a cloud", "cw=100&cu=100&cn=2&mem=64&h=1&pue=1&r=gcp:europe-west1", map[string]string{"country_name": "Belgium", "country_iso_code": "BEL",
			"cloud_provider": "gcp", "cloud_region": "europe-west1", "on_cloud": "Y", "cpu_power": "200", "cpu_energy": "0.2", "cpu_model": "2 x CPU of 100 W", "ram_total_size": "64"}},
		{"the world", "kwh=1&pue=1&r=WORLD", map[string]string{"country_name": "", "country_iso_code": "", "region": ""}},
		{"no place", "kwh=1&pue=1&ci=100", map[string]string{"country_name": "", "emissions": "0.1", "emissions_low": "0.1", "emissions_high": "0.1",
			"energy_consumed_low": "1", "energy_consumed_high": "1", "total_emissions": "0.1", "scope": "Counted in total_emissions: metered at the devices; cooling and power of the building; the electricity's emissions. " +
				"Not counted: whatever in the server the meter did not see; machines that wait while nobody uses them; storage and network outside the server; " +
				"making, moving and scrapping the hardware; water that the power plants evaporate; use of the model after training; the people: offices, laptops, travel."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row := emissionsRow(t, reportOf(t, tt.query, ""))
			for column, want := range tt.want {
				if got, ok := row[column]; got != want || !ok {
					t.Errorf("%s = %q, want %q", column, got, want)
				}
			}
		})
	}
}

func TestModelCard(t *testing.T) {
	tests := []struct {
		name, query string
		want        map[string]string
	}{
		{"everything", "hw=a100-sxm4-80gb&n=8&h=24&r=CA-QC&job=llm-finetuning", map[string]string{"training_type": "fine-tuning",
			"geographical_location": "Quebec, Canada", "hardware_used": "8 × NVIDIA A100 SXM4 80GB"}},
		{"a cloud", "hw=a100-sxm4-80gb&h=1&r=gcp:europe-west1&job=llm-pretraining", map[string]string{"training_type": "pre-training",
			"geographical_location": "Belgium (gcp:europe-west1)"}},
		{"an adapter", "hw=a100-sxm4-80gb&par=7e9&tok=1e9&met=lora", map[string]string{"training_type": "fine-tuning"}},
		{"by hours alone", "hw=a100-sxm4-80gb&h=1&tt=pre-training", map[string]string{"training_type": "pre-training"}},
		{"as given, whatever the method", "hw=a100-sxm4-80gb&par=7e9&tok=1e9&met=lora&tt=reinforcement%20learning", map[string]string{"training_type": "reinforcement learning"}},
		{"metered", "kwh=1&tt=distillation", map[string]string{"training_type": "distillation"}},
		{"a cloud in a city", "kwh=1&pue=1&r=aws:ap-northeast-1", map[string]string{"geographical_location": "Tokyo, Japan (aws:ap-northeast-1)"}},
		{"nothing known", "kwh=1000000&ci=1000&pue=1", map[string]string{"training_type": "", "geographical_location": "", "hardware_used": "", "emissions": "1000000000"}},
		{"the world is no place", "kwh=1&r=WORLD", map[string]string{"geographical_location": ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			card := string(reportOf(t, tt.query, "").AppendModelCard(nil))
			for key, want := range tt.want {
				if got := member(t, card, key); got != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
			if source := member(t, card, "source"); !strings.Contains(source, "gramwatt "+EngineVersion) || !strings.Contains(source, Default().Version()) {
				t.Errorf("source %q names no versions", source)
			}
		})
	}
}

// withoutQuantities forgets everything that may be unknown.
func withoutQuantities(r *Result) Result {
	bare := *r
	bare.Embodied, bare.MarketBased, bare.WaterOnSite, bare.WaterOffSite = Quantity[Grams]{}, Quantity[Grams]{}, Quantity[Litres]{}, Quantity[Litres]{}
	bare.Electricity, bare.Rental, bare.SocialCost, bare.FLOP, bare.MFU = Quantity[USD]{}, Quantity[USD]{}, Quantity[USD]{}, Quantity[FLOP]{}, Quantity[Ratio]{}
	return bare
}

// TestKnownQuantitiesOnly fills one quantity of the Result after the other: it appears in every form for people, and is
// not there when it is unknown.
func TestKnownQuantitiesOnly(t *testing.T) {
	const query = "hw=tesla-t4&dh=100&u=50&pue=1&ci=100"
	tests := []struct {
		label, want string
		set         func(*Result)
	}{
		{"from making the hardware", "123 kg CO2e", func(r *Result) { r.Embodied = Known(Exactly(Grams(123e3))) }},
		{"market-based", "45 kg CO2e", func(r *Result) { r.MarketBased = Known(Exactly(Grams(45e3))) }},
		{"water evaporated on site", "67", func(r *Result) { r.WaterOnSite = Known(Exactly(Litres(67))) }},
		{"water evaporated by power plants", "678", func(r *Result) { r.WaterOffSite = Known(Exactly(Litres(678))) }},
		{"cost of electricity", "89.1", func(r *Result) { r.Electricity = Known(Exactly(USD(89.1))) }},
		{"rent of the devices", "912", func(r *Result) { r.Rental = Known(Exactly(USD(912))) }},
		{"social cost", "13.4", func(r *Result) { r.SocialCost = Known(Exactly(USD(13.4))) }},
		{"arithmetic work", "15", func(r *Result) { r.FLOP = Known(Exactly(FLOP(15))) }},
		{"used by answering", "0.29", func(r *Result) { r.Request = &RequestEnergy{MFU: Known(Exactly(Ratio(0.29)))} }},
		{"MFU", "0.37", func(r *Result) { r.MFU = Known(Exactly(Ratio(0.37))) }},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			for _, format := range []string{"text", "markdown", "latex"} {
				r := reportOf(t, query, "")
				*r.Result = withoutQuantities(r.Result)
				before, _ := r.Append(nil, format)
				tt.set(r.Result)
				after, _ := r.Append(nil, format)
				line := regexp.MustCompile(`(?m)^.*` + tt.label + `.*$`)
				if found := line.Find(before); found != nil && tt.label != "social cost" {
					t.Errorf("%s: unknown, but it says %q", format, found)
				}
				if found := strings.ReplaceAll(string(line.Find(after)), `\textsubscript{2}`, "2"); !strings.Contains(found, tt.want) {
					t.Errorf("%s: %q, want %s in it", format, found, tt.want)
				}
			}
		})
	}
	r := reportOf(t, query, "")
	r.Result.WaterOnSite = Known(Exactly(Litres(9)))
	if row := emissionsRow(t, r); row["water_consumed"] != "9" || row["wue"] != exactly(9/float64(r.Result.ITEnergy.Mid)) {
		t.Errorf("CSV: water_consumed %q L, wue %q", row["water_consumed"], row["wue"])
	}
}

// TestReportsSayWhatTheyMust holds what every form for people carries.
func TestReportsSayWhatTheyMust(t *testing.T) {
	r := reportOf(t, "hw=a100-sxm4-80gb&n=2048&h=24&r=FR", "from 0.1 to 0.3 of F1")
	x := r.Result
	for _, format := range []string{"text", "markdown", "latex", "modelcard"} {
		text, ok := r.Append(nil, format)
		if !ok {
			t.Fatalf("no format %s", format)
		}
		for _, want := range []string{"(between", "2048 ", x.NotCounted[len(x.NotCounted)-1].Label, "cooling and power of the building", "life-cycle average of France",
			strconv.Itoa(x.Grid.Year), "Uptime Institute", EngineVersion, x.DataVersion, "from 0.1 to 0.3 of F1"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: no %q in\n%s", format, want, text)
			}
		}
	}
	if text, ok := r.Append([]byte("x"), "pdf"); ok || string(text) != "x" {
		t.Errorf("an unknown format gives %q, %v", text, ok)
	}
}

func TestReportCall(t *testing.T) {
	answer := func(argument string) (a struct {
		OK     bool
		Text   string
		Errors []FieldError
	}) {
		t.Helper()
		if err := json.Unmarshal(Call(Default(), "report", argument), &a); err != nil {
			t.Fatalf("%s: %v", argument, err)
		}
		return a
	}
	r := reportOf(t, "kwh=10&pue=1&ci=100", "little")
	for _, format := range []string{"text", "json", "csv", "markdown", "latex", "modelcard", "boamps"} {
		want, _ := r.Append(nil, format)
		if a := answer(format + " kwh=10&pue=1&ci=100\nlittle"); !a.OK || a.Text != string(want) {
			t.Errorf("%s: %+v, want %s", format, a, want)
		}
	}
	if a := answer("sentence kwh=10&pue=1&ci=100"); !a.OK || a.Text != r.Sentence() {
		t.Errorf("sentence: %+v", a)
	}
	for argument, field := range map[string]string{"pdf kwh=1": "format", "": "hours", "markdown kwh=x": "energy_kwh"} {
		if a := answer(argument); a.OK || len(a.Errors) == 0 || a.Errors[0].Field != field {
			t.Errorf("%q: %+v, want a fault of %s", argument, a, field)
		}
	}
}

// TestReportReopens holds that an exported JSON says its scenario: the link in it gives the same result.
func TestReportReopens(t *testing.T) {
	for _, query := range []string{DefaultQuery, "kwh=10&pue=1&ci=100", "hw=h100-sxm5-80gb&n=64&par=7e9&tok=1e12&mfu=40&r=FR&emb=1&pre=2&pye=3"} {
		var exported struct {
			Query string
			Total struct{ Low, Mid, High float64 } `json:"total_kgco2e"`
		}
		if err := json.Unmarshal(reportOf(t, query, "").AppendJSON(nil), &exported); err != nil {
			t.Fatal(err)
		}
		if r := reportOf(t, exported.Query, "").Result; r.Total.Mid.Kilograms() != exported.Total.Mid || r.Total.High.Kilograms() != exported.Total.High {
			t.Errorf("%s: the exported %q gives %v, exported %v", query, exported.Query, r.Total, exported.Total)
		}
	}
}

// TestFiguresOnce holds that a figure that several terms share is listed once.
func TestFiguresOnce(t *testing.T) {
	r := reportOf(t, "hw=a100-sxm4-80gb&n=8&par=7e9&tok=1e12&r=FR&emb=1", "")
	seen := map[string]bool{}
	for _, row := range r.inputRows(r.sources()) {
		_, name, _ := strings.Cut(row.cells[0], ": ")
		key := strings.Join(append([]string{name}, row.cells[1:]...), "|")
		if seen[key] {
			t.Errorf("%q is listed again", key)
		}
		seen[key] = true
	}
	if len(seen) < 5 {
		t.Errorf("%d figures: the test sees too little", len(seen))
	}
}

func TestThreeLetters(t *testing.T) {
	for code, want := range map[string]string{"AD": "AND", "FR": "FRA", "GB": "GBR", "ZW": "ZWE", "DA": "", "": "", "F": "", "CA-QC": "", "WORLD": ""} {
		if got := threeLetters(code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if len(countryCodes) != 249*5 {
		t.Errorf("%d bytes, want 249 countries", len(countryCodes))
	}
	for _, p := range Default().Places() {
		if p.Level == "country" && p.Code != "XK" && threeLetters(p.Code) == "" { // Kosovo has no code of the standard
			t.Errorf("%s (%s) has no code of three letters", p.Code, p.Name)
		}
	}
}

// TestReportWords holds words that once were wrong.
func TestReportWords(t *testing.T) {
	tests := []struct {
		name, query string
		want, not   []string
	}{
		{"runs that follow from shares", "hw=t4&h=1&ptr=100&pse=3&pfa=10&pfi=2", []string{" in 335 runs "}, []string{"335.3"}},
		{"whole runs keep their digits", "hw=t4&h=1&x=1234", []string{" in 1234 runs "}, nil},
		{"a mix is no typed intensity", "kwh=1&mix=coal:40,hydro:60", []string{"  electricity of the given mix of fuels  "}, []string{"typed intensity"}},
		{"units of a comparison", "kwh=3000&ci=1000&pue=1", []string{": 3.7 one-way seats\n"}, []string{"seat\n"}},
		{"the break-even of requests", "hw=h100&n=8&par=7e9&tok=1e11&qe=0.001&qd=1e4&qdays=30", []string{"\nrequests that use as much energy as the work before them: 1,650,000 ("}, nil},
		{"distances have no plural", "kwh=50&ci=1000&pue=1", []string{" km\n"}, []string{"kms"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := string(reportOf(t, test.query, "").AppendText(nil))
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			for _, not := range test.not {
				if strings.Contains(text, not) {
					t.Errorf("%q in\n%s", not, text)
				}
			}
		})
	}
	text := string(reportOf(t, "hw=h100-sxm5-80gb&n=8&par=7e9&tok=1e10&r=FR", "").AppendText(nil))
	if n := strings.Count(text, ": share of it used "); n != 1 {
		t.Errorf("the source of one figure is told %d times in\n%s", n, text)
	}
}
