package estimator

import (
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"
)

// assertElectricity checks what callers rely on in the tables of electricity and water, for any catalog that Load accepts.
func assertElectricity(t *testing.T, c *Catalog, known func(what string, s *Source, needed bool)) {
	t.Helper()
	for i := range c.Fuels() {
		f := &c.Fuels()[i]
		if got, ok := c.Fuel(f.ID); !ok || got != f {
			t.Errorf("fuel %q: not found under its id", f.ID)
		}
		known(f.ID, f.Source, true)
		known(f.ID+" water", f.WaterSource, f.Water.Given())
		if !f.Intensity.Valid() || f.Intensity.Low < 0 || !f.Bounded && !f.Intensity.IsExact() {
			t.Errorf("fuel %q: %+v g/kWh, bounded %v", f.ID, f.Intensity, f.Bounded)
		}
	}
	for i := range c.GridMixes() {
		m := &c.GridMixes()[i]
		if got, ok := c.GridMix(strings.ToLower(m.Code)); !ok || got != m {
			t.Errorf("mix of %q: not found under its code", m.Code)
		}
		known("mix of "+m.Code, m.Source, true)
		sum := Ratio(0)
		for _, share := range m.Shares {
			if sum += share; share < 0 {
				t.Errorf("mix of %q: share %v", m.Code, share)
			}
		}
		if !(math.Abs(float64(sum)-1) <= 0.00501) { // half a percent, and a little for rounding
			t.Errorf("mix of %q: the shares add up to %v", m.Code, sum)
		}
	}
	for i := range c.Marginals() {
		m := &c.Marginals()[i]
		if got, ok := c.Marginal(strings.ToLower(m.Code)); !ok || got != m {
			t.Errorf("marginal intensity of %q: not found under its code", m.Code)
		}
		known("marginal intensity of "+m.Code, m.Source, true)
	}
	for i := range c.HourProfiles() {
		p := &c.HourProfiles()[i]
		if got, ok := c.HourProfile(strings.ToLower(p.Zone)); !ok || got != p {
			t.Errorf("hours of %q: not found under its code", p.Zone)
		}
		known("hours of "+p.Zone, p.Source, true)
		for h := range p.Mean {
			if !(Range[GramsPerKWh]{p.Low[h], p.Mean[h], p.High[h]}).Valid() || p.Mean[h] <= 0 {
				t.Errorf("hours of %q: at %d h %v ≤ %v ≤ %v g/kWh does not hold", p.Zone, h, p.Low[h], p.Mean[h], p.High[h])
			}
		}
		if !(p.Average > 0) || p.TimeZone == "" || p.Basis == "" || p.Window(5, 24).Mid != 1 {
			t.Errorf("hours of %q: %v g/kWh, time zone %q, basis %q", p.Zone, p.Average, p.TimeZone, p.Basis)
		}
	}
	for i := range c.WaterFigures() {
		f := &c.WaterFigures()[i]
		if got, ok := c.Water(strings.ToLower(f.Code)); !ok || got != f {
			t.Errorf("water of %q: not found under its code", f.Code)
		}
		known("water of "+f.Code, f.Source, true)
	}
	for _, f := range c.WUEs() {
		known("WUE of "+f.Provider, f.Source, true)
	}
}

func TestFuelFigures(t *testing.T) {
	c := Default()
	tests := []struct {
		id      string
		want    Range[GramsPerKWh]
		bounded bool
		water   float64
		known   bool
	}{
		{"coal", Range[GramsPerKWh]{740, 820, 910}, true, 2.6006, true},
		{"gas", Range[GramsPerKWh]{410, 490, 650}, true, 0.776, true},
		{"hydro", Range[GramsPerKWh]{1, 24, 2200}, true, 17.0003, true},
		{"nuclear", Range[GramsPerKWh]{3.7, 12, 110}, true, 2.5438, true},
		{"oil", Range[GramsPerKWh]{650, 650, 650}, false, 0, false},
		{"solar", Range[GramsPerKWh]{18, 48, 180}, true, 0.0038, true},
		{"wind", Range[GramsPerKWh]{7, 11, 56}, true, 0, true},
	}
	for _, test := range tests {
		f, ok := c.Fuel(test.id)
		if !ok {
			t.Errorf("%s: no such fuel", test.id)
			continue
		}
		water, given := f.Water.get()
		if f.Intensity != test.want || f.Bounded != test.bounded || water != test.water || given != test.known {
			t.Errorf("%s: got %v g/kWh, bounded %v, %v L/kWh, known %v; want %+v", test.id, f.Intensity, f.Bounded, water, given, test)
		}
	}
	if _, ok := c.Fuel("unknown"); ok {
		t.Error("there is a figure for electricity of unknown origin, which only an AGPL list gives")
	}
	for _, id := range MixFuels {
		if _, ok := c.Fuel(id); !ok {
			t.Errorf("mixes hold %q, which is no fuel", id)
		}
	}
}

// TestGridMixAgreesWithIntensity compares what a mix and the medians of its fuels give with what Ember gives. The medians
// are of the world's plants, so single countries differ: a fifth covers the four, which are well documented.
func TestGridMixAgreesWithIntensity(t *testing.T) {
	c := Default()
	for _, code := range []string{"US", "DE", "JP", "FR"} {
		mix, _ := c.GridMix(code)
		place, _ := c.Place(code)
		got := GramsPerKWh(0)
		for i, share := range mix.Shares {
			fuel, _ := c.Fuel(MixFuels[i])
			got += fuel.Intensity.Mid * GramsPerKWh(share)
		}
		if want := place.Lifecycle.Value; math.Abs(float64(got/want-1)) > 0.2 {
			t.Errorf("%s: %v g/kWh by the mix of %d, want %v within a fifth", code, got, mix.Year, want)
		}
	}
}

func TestElectricityByPlace(t *testing.T) {
	c := Default()
	if m, ok := c.Marginal("fr"); !ok || m.Operating <= 0 || m.Year != 2021 || m.Source.Licence != "CC-BY-SA-4.0" {
		t.Errorf("marginal intensity of FR: got %+v", m)
	}
	if m, ok := c.Marginal("IS"); !ok || m.Operating != 0 {
		t.Errorf("marginal intensity of IS: got %+v, want a known 0", m)
	}
	if w, ok := c.Water("FR"); !ok || w.OffSite != 3.6737 || w.Source.Licence != "MPL-2.0" {
		t.Errorf("water of FR: got %+v", w)
	}
	if m, ok := c.GridMix("CA-QC"); !ok || math.Abs(float64(m.Shares[4]-0.921)) > 1e-12 || m.Year != 2023 {
		t.Errorf("mix of CA-QC: got %+v, want 92.1 %% of hydropower in 2023", m)
	}
	if p, ok := c.HourProfile("SE"); !ok || p.HasDirect || p.Source.ID != "carboncast" {
		t.Errorf("hours of SE: got %+v, want no direct figures, which that list has wrong", p)
	}
	if p, ok := c.HourProfile("DE"); !ok || !p.HasDirect || p.Year != 2024 || p.TimeZone != "Europe/Berlin" || p.UTCOffset != 1 {
		t.Errorf("hours of DE: got %+v", p)
	}
	if _, ok := c.HourProfile("US"); ok {
		t.Error("US has hours, though only its zones do")
	}
	for _, code := range []string{"", "ZZ", "SH"} {
		_, mix := c.GridMix(code)
		_, marginal := c.Marginal(code)
		_, hours := c.HourProfile(code)
		_, water := c.Water(code)
		if mix || marginal || hours || water {
			t.Errorf("%q: got a mix %v, a margin %v, hours %v, water %v; want none", code, mix, marginal, hours, water)
		}
	}
	if !defaultWUE.Valid() || sourceDefaultWUE.AsOf == "" {
		t.Errorf("WUE of an unknown building: %+v L/kWh", defaultWUE)
	}
}

// TestPlacesKnownByTheirFigures says which cloud regions can be told about their hours, so that a change of the data that
// loses zones is seen.
func TestPlacesKnownByTheirFigures(t *testing.T) {
	c := Default()
	hours, mixes, water := 0, 0, 0
	for _, r := range c.CloudRegions() {
		if _, ok := c.HourProfile(r.Zone); ok {
			hours++
		}
		if _, ok := c.GridMix(r.Country); ok {
			mixes++
		}
		if _, ok := c.Water(r.Country); ok {
			water++
		}
	}
	if got, want := fmt.Sprint(hours, " ", mixes, " ", water, " of ", len(c.CloudRegions())), "137 239 211 of 239"; got != want {
		t.Errorf("cloud regions with hours of their zone, mix and water of their country: got %s, want %s", got, want)
	}
}

// TestElectricityTables reads the rows as the page does.
func TestElectricityTables(t *testing.T) {
	c, err := Load(reader(miniFiles))
	if err != nil {
		t.Fatal(err)
	}
	const list = `"source":"Someone: A list, of parts","url":"https://example.org/list"`
	const first = `100,100,100,100,100,100,100,100,100,100,100,100`
	const second = `200,200,200,200,200,200,200,200,200,200,200,200`
	tests := []struct{ argument, want string }{
		{"fuels OIL", `{"id":"oil","label":"oil","low_g_per_kwh":null,"mid_g_per_kwh":650,"high_g_per_kwh":null,"year":2014,` + list + `,"water_l_per_kwh":null,"water_source":null}`},
		{"fuels wind", `{"id":"wind","label":"wind","low_g_per_kwh":7,"mid_g_per_kwh":11,"high_g_per_kwh":56,"year":2014,` + list + `,"water_l_per_kwh":0,"water_source":"A maker: Data sheets"}`},
		{"mixes ceuta", `{"code":"ES-CE","name":"Ceuta","shares":{"coal":0,"gas":0,"oil":0.998,"nuclear":0,"hydro":0,"wind":0,"solar":0,"biomass":0,"geothermal":0},` + list + `,"year":2020}`},
		{"marginals spain", `{"code":"ES","name":"Spain","operating_g_per_kwh":402,"combined_g_per_kwh":0,"year":2021,` + list + `}`},
		{"hours spain", `{"code":"ES","name":"Spain","time_zone":"Europe/Madrid","utc_offset_h":1,"basis":"consumption","average_g_per_kwh":150,` +
			`"hourly_g_per_kwh":[` + first + `,` + second + `],` +
			`"hourly_low_g_per_kwh":[50,50,50,50,50,50,50,50,50,50,50,50,150,150,150,150,150,150,150,150,150,150,150,150],` +
			`"hourly_high_g_per_kwh":[150,150,150,150,150,150,150,150,150,150,150,150,300,300,300,300,300,300,300,300,300,300,300,300],` +
			`"hourly_direct_g_per_kwh":null,` + list + `,"year":2023}`},
		{"water andorra", `{"code":"AD","name":"Andorra","l_per_kwh":0,"primary_mj_per_kwh":null,"minerals_kgsb_per_kwh":null,"year":null,` + list + `}`},
		{"wues aws", `{"provider":"aws","scope":null,"wue_l_per_kwh":0.13,"year":null,` + list + `}`},
	}
	for _, test := range tests {
		t.Run(test.argument, func(t *testing.T) {
			if got, want := string(Call(c, "catalog", test.argument)), `{"ok":true,"rows":[`+test.want+`]}`; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestScopesByLevel says where only one scope is known. Nothing that may be shipped fills these holes: no one publishes a
// life-cycle figure for Chinese provinces, Russian regions, 49 US states and eGRID's subregions in the data at hand.
func TestScopesByLevel(t *testing.T) {
	type count struct{ both, lifecycle, direct int }
	want := map[string]count{
		"world": {1, 0, 0}, "area": {0, 12, 1}, "country": {225, 2, 0}, "grid-zone": {124, 1, 0}, "au-state": {7, 1, 0},
		"ca-province": {13, 0, 0}, "us-state": {2, 0, 49}, "cn-province": {0, 0, 30}, "ru-region": {0, 0, 83}, "egrid-subregion": {0, 0, 27},
	}
	got := map[string]count{}
	for _, p := range Default().Places() {
		n := got[p.Level]
		switch {
		case p.Direct == nil:
			n.lifecycle++
		case p.Lifecycle == nil:
			n.direct++
		default:
			n.both++
		}
		got[p.Level] = n
	}
	if !maps.Equal(got, want) {
		t.Errorf("places with both scopes, life cycle only, direct only: got %v, want %v", got, want)
	}
}

func ExampleCatalog_Fuel() {
	gas, _ := Default().Fuel("gas")
	fmt.Println(gas.Label, gas.Intensity.Mid, "g/kWh")
	// Output: natural gas, combined cycle 490 g/kWh
}

func ExampleCatalog_GridMix() {
	mix, _ := Default().GridMix("CA-QC")
	for i, share := range mix.Shares {
		if share > 0.05 {
			fmt.Printf("%s %.3f\n", MixFuels[i], share)
		}
	}
	// Output:
	// hydro 0.921
	// wind 0.067
}

func ExampleCatalog_Marginal() {
	m, _ := Default().Marginal("AD")
	fmt.Println(m.Operating, m.Combined)
	// Output: 188 70
}

func ExampleCatalog_Water() {
	w, _ := Default().Water("FR")
	fmt.Println(w.OffSite, "L/kWh")
	// Output: 3.6737 L/kWh
}
