package estimator

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// upperASCII changes the case that lookups ignore. Beyond ASCII, case can lead to another letter: "ı" to "I".
func upperASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// assertCatalog checks what the rest of the package relies on, for any catalog that Load accepts.
func assertCatalog(t *testing.T, c *Catalog) {
	t.Helper()
	known := func(what string, s *Source, needed bool) {
		if s == nil && needed {
			t.Errorf("%s: no source", what)
		}
		if s != nil {
			if found, ok := c.Source(s.ID); !ok || found != s || s.URL == "" || s.AsOf == "" || s.Title == "" || s.Licence == "" {
				t.Errorf("%s: source %+v is not a whole row of sources.csv", what, s)
			}
		}
	}
	for i := range c.accelerators {
		a := &c.accelerators[i]
		for _, name := range []string{a.ID, a.Name, upperASCII(a.Name)} {
			if got, ok := c.Accelerator(name); !ok || got != a {
				t.Errorf("accelerator %q: not found under %q", a.ID, name)
			}
		}
		known(a.ID, a.Source, true)
		known(a.ID+" idle", a.IdleSource, a.Idle > 0)
		known(a.ID+" average", a.AverageSource, a.Average > 0)
		if a.Rated < 0 || a.HasRated() != (a.RatedBasis != "") {
			t.Errorf("accelerator %q: rated %v W on the basis %q", a.ID, a.Rated, a.RatedBasis)
		}
	}
	for i := range c.ExtendedAccelerators() {
		a := &c.ExtendedAccelerators()[i]
		for _, name := range []string{a.ID, a.Name, upperASCII(a.Name)} {
			if got, ok := c.Accelerator(name); !ok || got != a {
				t.Errorf("extended accelerator %q: not found under %q", a.ID, name)
			}
		}
		known(a.ID, a.Source, true)
		if a.RatedBasis != "unchecked" || !a.HasRated() {
			t.Errorf("extended accelerator %q: rated %v W on the basis %q", a.ID, a.Rated, a.RatedBasis)
		}
	}
	for _, list := range [][]Accelerator{c.accelerators, c.ExtendedAccelerators()} {
		for i := range list {
			a := &list[i]
			m, by, basis := c.EmbodiedOf(a)
			if (basis == "") != (by == nil) || basis != "" && !(m.Low > 0 && m.Valid() && m.High > m.Mid) {
				t.Errorf("accelerator %q: embodied %+v g on the basis %q", a.ID, m, basis)
			}
		}
	}
	for _, f := range c.Conflicts() {
		known("conflict about "+f.ID, f.OtherSource, true)
	}
	for _, f := range c.allEmbodied() {
		known("embodied of "+f.Accelerator, f.Source, true)
	}
	for i := range c.Workloads() {
		p := &c.Workloads()[i]
		known("workload "+p.ID, p.Source, true)
		if got, ok := c.Workload(p.ID); !ok || got != p || !p.Load.Valid() || p.Load.Low <= 0 || p.Load.High > 1.2 {
			t.Errorf("workload %q: got %+v", p.ID, p)
		}
	}
	for i := range c.Sites() {
		p := &c.Sites()[i]
		known("site "+p.ID, p.Source, true)
		if got, ok := c.Site(p.ID); !ok || got != p || !p.PUE.Valid() || p.PUE.Low < 1 {
			t.Errorf("site %q: got %+v", p.ID, p)
		}
	}
	for _, g := range c.RivalGrids() {
		known("rival "+g.Code, g.Source, true)
		if found := c.rivalGrid(g.Code, []string{g.Source.ID}); found == nil || *found != g {
			t.Errorf("%s of %s: found %v", g.Code, g.Source.ID, found)
		}
	}
	for i := range c.CPUs() {
		p := &c.CPUs()[i]
		if got, ok := c.CPU(p.Name); !ok || got != p {
			t.Errorf("cpu %q: not found under its name", p.Name)
		}
		known(p.Name, p.Source, true)
		if !(p.RatedMin > 0 && p.RatedMin <= p.Rated && p.Rated <= p.RatedMax) || p.Cores < 0 {
			t.Errorf("cpu %q: %v ≤ %v ≤ %v W does not hold", p.Name, p.RatedMin, p.Rated, p.RatedMax)
		}
	}
	for i := range c.places {
		p := &c.places[i]
		for _, code := range []string{p.Code, strings.ToLower(p.Code)} {
			if got, ok := c.Place(code); !ok || got != p {
				t.Errorf("place %q: not found under %q", p.Code, code)
			}
		}
		for _, v := range []*Intensity{p.Lifecycle, p.Direct} {
			if v == nil {
				continue
			}
			known(p.Code, v.Source, true)
			if !(v.Low >= 0 && v.Low <= v.Value && v.Value <= v.High && v.High <= 2500) || v.Direct != (v == p.Direct) {
				t.Errorf("place %q: intensity %+v", p.Code, v)
			}
		}
	}
	for i := range c.clouds {
		r := &c.clouds[i]
		if got, ok := c.CloudRegion(r.ID); !ok || got != r || r.ID != r.Provider+":"+r.Region {
			t.Errorf("cloud region %q: not found under its id", r.ID)
		}
		if _, ok := c.Place(r.Zone); !ok {
			t.Errorf("cloud region %q: zone %q is no place", r.ID, r.Zone)
		}
		known(r.ID, r.Source, true)
		known(r.ID, r.ZoneSource, true)
		known(r.ID+" PUE", r.PUESource, r.PUE > 0)
		known(r.ID+" WUE", r.WUESource, r.WUE > 0)
		known(r.ID+" CFE", r.CFESource, r.CFE > 0)
		known(r.ID+" intensity", r.ProvidedBy, r.Provided > 0)
		if r.PUE != 0 && r.PUE < 1 || r.CFE < 0 || r.CFE > 1 {
			t.Errorf("cloud region %q: PUE %v, carbon-free share %v", r.ID, r.PUE, r.CFE)
		}
	}
	for _, p := range c.pues {
		known("PUE of "+p.Provider, p.Source, true)
	}
	assertElectricity(t, c, known)
	for i := range c.ElectricityPrices() {
		p := &c.ElectricityPrices()[i]
		known("price of "+p.Code, p.Source, true)
		if got, ok := c.ElectricityPrice(p.Code); !ok || got != p || !p.Range().Valid() || p.Range().Low <= 0 {
			t.Errorf("price of %s: %+v", p.Code, p)
		}
	}
	for i := range c.PriceProfiles() {
		p := &c.PriceProfiles()[i]
		known("prices of "+p.Zone, p.Source, true)
		if got, ok := c.PriceProfile(p.Zone); !ok || got != p || !(p.Average > 0) {
			t.Errorf("prices of %s: %+v", p.Zone, p)
		}
	}
	for i := range c.AllDevicePrices() {
		p := &c.AllDevicePrices()[i]
		known("rent of "+p.Accelerator, p.Source, true)
		if len(c.DevicePrices(p.Accelerator)) == 0 || !(p.Price > 0) {
			t.Errorf("rent of %s: %+v", p.Accelerator, p)
		}
		if price, source, year, ok := c.RentalPrice(p.Accelerator); ok && (!price.Valid() || source == nil || year == 0) {
			t.Errorf("rent of %s: %+v by %v of %d", p.Accelerator, price, source, year)
		}
	}
	for i := range c.Instances() {
		n := &c.Instances()[i]
		known(n.ID, n.Source, true)
		known(n.ID+" price", n.PriceSource, n.Price > 0)
		if got, ok := c.Instance(n.ID); !ok || got != n || n.ID != n.Provider+":"+n.Name {
			t.Errorf("instance %s: %+v", n.ID, n)
		}
		if _, ok := c.Accelerator(n.Accelerator); !ok || n.Count < 1 || n.Boards <= 0 {
			t.Errorf("instance %s: %+v", n.ID, n)
		}
	}
	for i := range c.AllSocialCosts() {
		s := &c.AllSocialCosts()[i]
		known("damage "+s.Code, s.Source, true)
		if len(c.SocialCosts(s.Code)) == 0 || !s.Cost.Valid() {
			t.Errorf("damage %s: %+v", s.Code, s)
		}
	}
	for _, m := range c.MFUs() {
		known("MFU of "+m.ID, m.Source, true)
		if !(m.MFU > 0 && m.MFU <= 1) || m.Accelerator == nil || m.Model == "" {
			t.Errorf("MFU %+v", m)
		}
	}
	for _, e := range c.equivalences {
		known(e.ID, e.Source, true)
		if !(e.Value > 0 || e.Electricity > 0) || e.Unit == "" || e.Label == "" {
			t.Errorf("equivalence %+v", e)
		}
	}
}

// dataFile reads one of the catalog files, natively and as wasm alike.
func dataFile(name string) (string, error) {
	text, err := os.ReadFile("data/" + name)
	return string(text), err
}

// TestDefault reads every row of every file that is compiled in, as strictly as Load does.
func TestDefault(t *testing.T) {
	c, err := Load(dataFile)
	if err != nil {
		t.Fatal(err)
	}
	assertCatalog(t, c)
	if Default() != Default() || len(Default().CPUs()) != len(c.CPUs()) || Default().Version() != dataVersion {
		t.Error("Default is not one catalog with the same rows")
	}
	counts := []struct {
		name      string
		got, want int
	}{
		{"accelerators", len(c.Accelerators()), 269},
		{"cpus", len(c.CPUs()), 5841},
		{"places", len(c.Places()), 578}, // 570 with a figure, 8 with a proxy
		{"cloud regions", len(c.CloudRegions()), 239},
		{"PUE figures", len(c.PUEs()), 24},
		{"fuels", len(c.Fuels()), 18},
		{"mixes", len(c.GridMixes()), 238},
		{"marginal intensities", len(c.Marginals()), 219},
		{"hour profiles", len(c.HourProfiles()), 30},
		{"water figures", len(c.WaterFigures()), 50},
		{"language models", len(c.Models()), 234},
		{"WUE figures", len(c.WUEs()), 6},
		{"equivalences", len(c.Equivalences()), 19},
		{"electricity prices", len(c.ElectricityPrices()), 133},
		{"price profiles", len(c.PriceProfiles()), 19},
		{"device prices", len(c.AllDevicePrices()), 242},
		{"instances", len(c.Instances()), 240},
		{"social costs", len(c.AllSocialCosts()), 175},
		{"sources", len(c.Sources()), 162},
		{"extended accelerators", len(c.ExtendedAccelerators()), 563},
		{"conflicts", len(c.Conflicts()), 176},
		{"embodied figures", len(c.allEmbodied()), 11},
		{"workloads", len(c.Workloads()), 10},
		{"sites", len(c.Sites()), 5},
		{"utilisations", len(c.MFUs()), 32},
		{"tables of other calculators", len(c.RivalGrids()), 538},
	}
	for _, n := range counts {
		if n.got != n.want {
			t.Errorf("%s: %d rows, want %d", n.name, n.got, n.want)
		}
	}
}

// TestEverySourceIsUsed keeps sources.csv and the credits in NOTICE to what is shipped.
func TestEverySourceIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, file := range []struct {
		name    string
		columns []string
	}{
		{"accelerators.csv", []string{"source", "idle_source", "avg_source", "confirmed_by"}},
		{"accelerators_extended.csv", []string{"source"}}, {"conflicts.csv", []string{"other_source"}}, {"embodied.csv", []string{"source"}},
		{"workloads.csv", []string{"source"}}, {"sites.csv", []string{"source"}},
		{"accelerator_aliases.csv", []string{"source"}}, {"cpus.csv", []string{"source"}}, {"places.csv", []string{"source"}},
		{"grids_ember.csv", []string{"source"}}, {"grids_electricitymaps.csv", []string{"source"}}, {"grids_open.csv", []string{"source"}},
		{"cloud_regions.csv", []string{"source", "zone_source", "pue_source", "wue_source", "cfe_source", "provider_source"}},
		{"fuels.csv", []string{"source", "water_source"}}, {"grid_mixes.csv", []string{"source"}}, {"grids_marginal.csv", []string{"source"}},
		{"hours_electricitymaps.csv", []string{"source"}}, {"hours_open.csv", []string{"source"}}, {"hours_zones.csv", []string{"source"}},
		{"mixes_ecologits.csv", []string{"source"}}, {"wue.csv", []string{"source"}}, {"models_ecologits.csv", []string{"source"}},
		{"electricity_prices.csv", []string{"source"}}, {"electricity_price_hours.csv", []string{"source"}}, {"device_prices.csv", []string{"source"}},
		{"cloud_instances.csv", []string{"source", "price_source"}}, {"social_costs.csv", []string{"source"}},
		{"pue.csv", []string{"source"}}, {"equivalences.csv", []string{"source"}}, {"mfu.csv", []string{"source"}},
		{"rival_grids.csv", []string{"source"}}, {"published.csv", []string{"source"}}, {"facts.csv", []string{"source"}},
	} {
		text, _ := dataFile(file.name)
		header, _, _ := strings.Cut(text, "\n")
		r := newTable(file.name, text, header)
		for r.next() {
			for _, column := range file.columns {
				for id := range strings.FieldsSeq(r.text(slices.Index(r.columns, column))) {
					used[id] = true
				}
			}
		}
		if r.err != nil {
			t.Error(r.err)
		}
	}
	for _, s := range Default().Sources() {
		if !used[s.ID] {
			t.Errorf("source %q: no row names it", s.ID)
		}
	}
}

// TestLicences keeps data out that may not be shipped, and data under different share-alike licences apart: a source
// that asks for it has files of its own, and those files have nothing else.
func TestLicences(t *testing.T) {
	open := []string{"Apache-2.0", "CC-BY-4.0", "MIT", "cited figures", "government figures", "public domain"}
	apart := map[string][]string{ // file → sources
		"grids_ember.csv":           {"ember"},
		"grids_electricitymaps.csv": {"em-direct", "em-lifecycle"},
		"grids_marginal.csv":        {"unfccc-ifi-2021"},
		"hours_electricitymaps.csv": {"em-hours-k-iss", "em-hours-sustain-cluster", "em-hours-umass"},
		"mixes_ecologits.csv":       {"ecologits-mixes"},
		"models_ecologits.csv":      {"ecologits-models"},
	}
	licences := map[string]string{"grids_ember.csv": "CC-BY-SA-4.0", "grids_electricitymaps.csv": "ODbL-1.0", "grids_marginal.csv": "CC-BY-SA-4.0",
		"hours_electricitymaps.csv": "ODbL-1.0", "mixes_ecologits.csv": "MPL-2.0", "models_ecologits.csv": "MPL-2.0"}
	want := map[string]string{"wikipedia": "CC-BY-SA-4.0"} // only ever confirms: see below
	for name, ids := range apart {
		for _, id := range ids {
			want[id] = licences[name]
		}
	}
	for _, s := range Default().Sources() {
		text := strings.ToLower(s.ID + " " + s.Title + " " + s.Publisher + " " + s.URL)
		if strings.Contains(text, "boavizta") && s.ID != "boavizta" || strings.Contains(s.Licence, "NC") || strings.Contains(s.Licence, "GPL") {
			t.Errorf("source %q: not to be shipped", s.ID)
		}
		if want[s.ID] != "" && s.Licence != want[s.ID] {
			t.Errorf("source %q: licence %q, want %q", s.ID, s.Licence, want[s.ID])
		}
		if want[s.ID] == "" && !slices.Contains(open, s.Licence) {
			t.Errorf("source %q: licence %q is not known here", s.ID, s.Licence)
		}
	}
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		if name == "sources.csv" || name == "places.csv" || name == "conflicts.csv" || name == "published.csv" || !strings.HasSuffix(name, ".csv") {
			continue // places.csv has names of zones, and no figure; the conflicts are looked at below; published.csv quotes single prints
		}
		text, _ := dataFile(name)
		header, _, _ := strings.Cut(text, "\n")
		r := newTable(name, text, header)
		column := slices.Index(r.columns, "source")
		for r.next() {
			for id := range strings.FieldsSeq(r.text(column)) {
				if own := apart[name]; own != nil && !slices.Contains(own, id) || own == nil && want[id] != "" {
					t.Errorf("%s:%d: source %q is under another licence", name, r.line, id)
				}
			}
		}
	}
	// One figure of Boavizta is cited, because it is the upper end of what is published for the H100. No table is theirs.
	for _, f := range Default().allEmbodied() {
		if f.Source.ID == "boavizta" && (f.Accelerator != "h100-sxm5-80gb" || f.Preferred) {
			t.Errorf("embodied of %s: %v kg is from an AGPL repository", f.Accelerator, f.Mass.Kilograms())
		}
	}
	for _, f := range Default().Conflicts() {
		if l := f.OtherSource.Licence; f.Other != "" && (f.OtherSource.ID == "boavizta" || strings.Contains(l, "SA") || strings.Contains(l, "ODbL")) {
			t.Errorf("conflict about %s: repeats %v of %s", f.ID, f.Other, l)
		}
	}
	// Wikipedia may confirm a figure and never be where it comes from.
	for _, a := range Default().Accelerators() {
		if a.Source.ID == "wikipedia" {
			t.Errorf("accelerator %q: its figures are from a share-alike list", a.ID)
		}
	}
}

func TestAcceleratorFigures(t *testing.T) {
	for _, a := range Default().Accelerators() {
		if a.Year != 0 && (a.Year < 2009 || a.Year > 2026) {
			t.Errorf("%s: released in %d", a.ID, a.Year)
		}
		if a.HasRated() && (a.Idle >= a.Rated || a.Average > a.Rated) {
			t.Errorf("%s: idle %v W, average %v W, rated %v W", a.ID, a.Idle, a.Average, a.Rated)
		}
		if a.FP8 > 0 && a.FP16 > 0 && a.FP8 < a.FP16 || a.TF32 > 0 && a.FP16 > 0 && a.TF32 > a.FP16 {
			t.Errorf("%s: TF32 %v, FP16 %v, FP8 %v TFLOPS are not in order", a.ID, a.TF32, a.FP16, a.FP8)
		}
	}
	tests := []struct {
		id    string
		rated Watts
		basis string
	}{
		{"a100-sxm4-80gb", 400, "maker"}, {"h100-sxm5-80gb", 700, "maker"}, {"tesla-v100-sxm2-16gb", 300, "maker"},
		{"tesla-v100-pcie-16gb", 250, "maker"}, {"a10g", 300, "maker"}, {"tpu-v3", 450, "maker"}, {"tpu-v5e", 140, "analyst"},
		{"tpu-v5p", 0, ""}, {"trainium2", 500, "analyst"}, {"apple-m1", 15.1, "analyst"}, {"apple-m2-ultra", 295, "maker"},
	}
	for _, test := range tests {
		a, ok := Default().Accelerator(test.id)
		if !ok || a.Rated != test.rated || a.RatedBasis != test.basis {
			t.Errorf("%s: got %v W by %q, want %v W by %q", test.id, a.Rated, a.RatedBasis, test.rated, test.basis)
		}
	}
}

func TestPlaceFigures(t *testing.T) {
	c := Default()
	var lifecycle, direct, both int
	for _, p := range c.Places() {
		if p.Lifecycle != nil {
			lifecycle++
		}
		if p.Direct != nil {
			direct++
		}
		if p.Lifecycle != nil && p.Direct != nil {
			both++
		}
		if p.Lifecycle == nil && p.Direct == nil {
			t.Errorf("%s: no figure at all", p.Code)
		}
	}
	if lifecycle != 388 || direct != 562 || both != 372 {
		t.Errorf("%d places with a life-cycle figure, %d with a direct one, %d with both; want 388, 562, 372", lifecycle, direct, both)
	}
	tests := []struct {
		code          string
		value         GramsPerKWh
		direct        bool
		year          int
		basis, source string
	}{
		{"WORLD", 472.94, false, 2024, "generation", "ember"},
		{"WORLD", 475, true, 2019, "generation", "iea-2019"},
		{"FR", 44.18, false, 2024, "generation", "ember"},
		{"DE", 342.06, false, 2024, "generation", "ember"},
		{"GB", 215.79, false, 2024, "generation", "ember"},
		{"CF", 24, false, 2025, "consumption", "em-lifecycle"},
		{"CA-QC", 41, false, 2025, "consumption", "em-lifecycle"},
		{"US-CA", 207.51, true, 2022, "generation", "egrid-2022"},
		{"EGRID-CAMX", 226.47, true, 2022, "generation", "egrid-2022"},
		{"AU-ACT", 870, false, 0, "consumption", "australia-nga"},
		{"X-EU", 213.02, false, 2024, "generation", "ember"},
	}
	for _, test := range tests {
		p, ok := c.Place(test.code)
		if !ok {
			t.Errorf("%s: no such place", test.code)
			continue
		}
		v := p.Lifecycle
		if test.direct {
			v = p.Direct
		}
		if v == nil || v.Value != test.value || v.Year != test.year || v.Basis != test.basis || v.Source.ID != test.source {
			t.Errorf("%s: got %+v, want %+v", test.code, v, test)
		}
	}
}

func TestProxies(t *testing.T) {
	c := Default()
	for code, proxy := range map[string]string{"AD": "ES", "LI": "CH", "MC": "FR", "SM": "IT", "VA": "IT", "GG": "FR", "JE": "FR", "IM": "GB"} {
		p, _ := c.Place(code)
		from, _ := c.Place(proxy)
		if p.Proxy != proxy || p.Lifecycle == nil || p.Lifecycle != from.Lifecycle || p.Direct == nil || p.Direct != from.Direct {
			t.Errorf("%s: got %+v, want the figures of %s and its code in Proxy", code, p, proxy)
		}
	}
}

func TestCloudRegionFigures(t *testing.T) {
	c := Default()
	count := map[string]int{}
	for _, r := range c.CloudRegions() {
		count[r.Provider]++
		zone, ok := c.Place(r.Zone)
		if !ok || zone.Lifecycle == nil || zone.Direct == nil {
			t.Errorf("%s: zone %s lacks a figure", r.ID, r.Zone)
		}
		if !strings.HasPrefix(r.Zone, r.Country) {
			t.Errorf("%s: zone %s is not in %s", r.ID, r.Zone, r.Country)
		}
	}
	for provider, want := range map[string]int{"aws": 37, "azure": 65, "gcp": 45, "oci": 27, "runpod": 26, "lambda": 16, "ovh": 14, "scaleway": 3, "nebius": 3, "verda": 3} {
		if count[provider] != want {
			t.Errorf("%s: %d regions, want %d", provider, count[provider], want)
		}
	}
	r, _ := c.CloudRegion("gcp:us-central1")
	if r.Zone != "US-MIDW-MISO" || r.PUE != 1.1 || r.PUESource.Year != 2024 || r.CFE != 0.87 || r.Provided != 412.72 {
		t.Errorf("gcp:us-central1: got %+v", r)
	}
}

func TestEquivalencesSuggestNoPayment(t *testing.T) {
	for _, e := range Default().Equivalences() {
		if text := strings.ToLower(e.ID + e.Label + e.Unit); strings.Contains(text, "tree") || strings.Contains(text, "offset") {
			t.Errorf("%s: a comparison with what emits, not with what would pay for it", e.ID)
		}
	}
}

func TestLookupsDoNotAllocate(t *testing.T) {
	c := Default()
	for name, look := range map[string]func() bool{
		"accelerator": func() bool { _, ok := c.Accelerator("tesla-v100-sxm2-16gb"); return ok },
		"place":       func() bool { _, ok := c.Place("US-MIDA-PJM"); return ok },
		"cloud":       func() bool { _, ok := c.CloudRegion("aws:us-east-1"); return ok },
		"cpu":         func() bool { _, ok := c.CPU("AMD EPYC 7763"); return ok },
		"source":      func() bool { _, ok := c.Source("ember"); return ok },
	} {
		if !look() {
			t.Errorf("%s: not found", name)
		}
		if n := testing.AllocsPerRun(100, func() { look() }); n != 0 {
			t.Errorf("%s: %v allocations for an exact id, want 0", name, n)
		}
	}
}

func BenchmarkLoadWithoutCPUs(b *testing.B) {
	files := map[string]string{}
	entries, err := os.ReadDir("data")
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range entries {
		files[e.Name()], _ = dataFile(e.Name())
	}
	read := reader(files)
	for b.Loop() {
		if _, err := loadFiles(read); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAcceleratorByID(b *testing.B) {
	c := Default()
	for b.Loop() {
		c.Accelerator("a100-sxm4-80gb")
	}
}

func BenchmarkAcceleratorByName(b *testing.B) {
	c := Default()
	for b.Loop() {
		c.Accelerator("NVIDIA A100-SXM4-80GB")
	}
}

func BenchmarkPlace(b *testing.B) {
	c := Default()
	for b.Loop() {
		c.Place("US-MIDA-PJM")
	}
}
