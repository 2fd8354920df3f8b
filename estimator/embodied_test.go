package estimator

import (
	"fmt"
	"slices"
	"testing"
)

// TestEmbodiedOfBLOOM replays the published case: 2,500 kg a server of eight, 150 kg a GPU, six years at 85 %, and
// 1,082,990 GPU-hours. The tolerance is the case's: the paper rounds, and counts 8,760 h a year.
func TestEmbodiedOfBLOOM(t *testing.T) {
	server := EmbodiedPerHour(Exactly[Grams](2500e3), Exactly(6.0), Exactly[Ratio](0.85)).Mid.Kilograms()
	gpu := EmbodiedPerHour(Exactly[Grams](150e3), Exactly(6.0), Exactly[Ratio](0.85)).Mid.Kilograms()
	const gpuHours = 1082990
	for _, test := range []struct {
		name                 string
		got, want, tolerance float64
	}{
		{"a server-hour", server, 0.056, 0.01},
		{"a GPU-hour", gpu, 0.003, 0.167}, // printed with one digit
		{"all servers", server * gpuHours / serverAccelerators, 7570, 0.01},
		{"all GPUs", gpu * gpuHours, 3640, 0.01},
		{"together", (server/serverAccelerators + gpu) * gpuHours, 11200, 0.01},
	} {
		if !near(test.got, test.want, test.tolerance) {
			t.Errorf("%s: got %v kg, published %v kg, tolerance %v", test.name, test.got, test.want, test.tolerance)
		}
	}
}

func TestEmbodiedPerHourSwapsEnds(t *testing.T) {
	got := EmbodiedPerHour(Range[Grams]{100, 200, 300}, Range[float64]{1, 2, 4}, Range[Ratio]{0.25, 0.5, 1})
	want := Range[Grams]{100.0 / (4 * 8766), 200.0 / (2 * 8766 * 0.5), 300.0 / (8766 * 0.25)}
	if !near(float64(got.Low), float64(want.Low), 1e-12) || !near(float64(got.Mid), float64(want.Mid), 1e-12) || !near(float64(got.High), float64(want.High), 1e-12) {
		t.Errorf("got %+v g an hour, want %+v", got, want)
	}
	share := EmbodiedPerHour(embodiedServerShare, embodiedLifetime, embodiedUse)
	if !share.Valid() || share.Low <= 0 {
		t.Errorf("a server's share: %+v g an hour is not in order", share)
	}
}

func TestEmbodiedOf(t *testing.T) {
	c := Default()
	tests := []struct {
		id             string
		low, mid, high float64 // kg
		basis, source  string
	}{
		{"h100-sxm5-80gb", 14.652, 164, 575, "published", "nvidia-hgx-h100-pcf"},
		{"a100-sxm4-80gb", 26.255, 150, 525.9, "published", "luccioni-2022"}, // 2.549 × 8.26 + 0.065 × 80
		{"a100-pcie-40gb", 23.655, 181, 634.6, "published", "hubblo"},
		{"a100-sxm4-40gb", 23.655, 90.04, 315.7, "die", "card-formula"}, // the published 318 kg are of a server's share
		{"tesla-v100-sxm2-16gb", 9.78, 61.75, 216.5, "die", "card-formula"},
		{"l40", 21.88, 95.13, 0, "die", "card-formula"},
		{"tpu-v5p", 8.45, 148.4, 0, "memory", "card-formula"},
		{"apple-m3", 5.58, 39.0, 0, "rated power", "card-formula"},
		{"cerebras-wse2", 984.4, 984.4, 0, "die", "card-formula"}, // where ACT's chips would outweigh the card
		{"geforce-rtx-3060-laptop-gpu", 0, 39.5, 0, "rated power", "card-formula"},
	}
	for _, test := range tests {
		a, _ := c.Accelerator(test.id)
		m, by, basis := c.EmbodiedOf(a)
		got := []float64{m.Low.Kilograms(), m.Mid.Kilograms(), m.High.Kilograms()}
		for i, want := range []float64{test.low, test.mid, test.high} {
			if want != 0 && !near(got[i], want, 2e-3) { // wants are worked out by hand to three digits or so
				t.Errorf("%s: got %v kg, want low %v, mid %v, high %v", test.id, got, test.low, test.mid, test.high)
				break
			}
		}
		if basis != test.basis || by == nil || by.ID != test.source || !m.Valid() {
			t.Errorf("%s: got %+v by %+v on the basis %q, want %s on %q", test.id, m, by, basis, test.source, test.basis)
		}
	}
	if m, by, basis := c.EmbodiedOf(&Accelerator{ID: "x", DieMM2: 500}); by != nil || basis != "" {
		t.Errorf("neither memory nor power: got %+v by %v on the basis %q, want nothing", m, by, basis)
	}
}

// TestEmbodiedGrows asks that more silicon, more memory and a newer node never weigh less.
func TestEmbodiedGrows(t *testing.T) {
	base := Accelerator{ID: "x", DieMM2: 400, Memory: 24, ProcessNM: 8, Rated: 300}
	small, _, _ := Default().EmbodiedOf(&base)
	for name, change := range map[string]func(*Accelerator){
		"die":    func(a *Accelerator) { a.DieMM2 = 500 },
		"memory": func(a *Accelerator) { a.Memory = 32 },
		"node":   func(a *Accelerator) { a.ProcessNM = 5 },
	} {
		a := base
		change(&a)
		if m, _, _ := Default().EmbodiedOf(&a); m.Low < small.Low || m.Mid < small.Mid || m.High < small.High {
			t.Errorf("%s: got %+v g, less than %+v", name, m, small)
		}
	}
	unknown := base
	unknown.DieMM2 = 0
	if m, _, _ := Default().EmbodiedOf(&unknown); m.Low > small.Low || m.High < small.High {
		t.Errorf("an unknown die gives %+v g, narrower than a known one %+v", m, small)
	}
}

func TestChipKgPerCM2(t *testing.T) {
	for nm, want := range map[float64]float64{0: 1.432, 90: 1.432, 40: 1.432, 28: 1.432, 16: 1.680, 12: 1.680, 7: 2.549, 6: 2.549, 4: 3.081, 3: 3.493, 2: 3.493} {
		if got := chipKgPerCM2(nm); got != want {
			t.Errorf("%v nm: got %v kg per cm², want %v", nm, got, want)
		}
	}
}

// TestTypicalSizes recomputes what stands in for unknown sizes; the constants are rounded to two digits or three.
func TestTypicalSizes(t *testing.T) {
	var dies, memory []float64
	for _, a := range Default().Accelerators() {
		if a.DieMM2 > 0 {
			dies = append(dies, a.DieMM2/100)
		}
		if a.Memory > 0 && a.HasRated() {
			memory = append(memory, float64(a.Memory)/float64(a.Rated))
		}
	}
	percentiles := func(v []float64) Range[float64] {
		slices.Sort(v)
		at := func(p float64) float64 { return v[int(p*float64(len(v)-1))] }
		return Range[float64]{at(0.05), at(0.5), at(0.95)}
	}
	for _, test := range []struct {
		name      string
		got, want Range[float64]
	}{
		{"die, cm²", typicalDieCM2, percentiles(dies)}, {"memory, GB per W", memoryGBPerWatt, percentiles(memory)},
	} {
		if !near(test.got.Low, test.want.Low, 0.02) || !near(test.got.Mid, test.want.Mid, 0.02) || !near(test.got.High, test.want.High, 0.02) {
			t.Errorf("%s: the constants are %+v, the catalog gives %+v", test.name, test.got, test.want)
		}
	}
}

// TestPublishedH100 keeps the honest range: five answers for one card, from 15 to 575 kg.
func TestPublishedH100(t *testing.T) {
	var got []float64
	for _, f := range Default().EmbodiedFigures("h100-sxm5-80gb") {
		got = append(got, f.Mass.Kilograms())
	}
	slices.Sort(got)
	if want := []float64{14.652, 43, 137, 164, 575}; !slices.Equal(got, want) {
		t.Errorf("got %v kg, want %v", got, want)
	}
	for _, id := range []string{"", "a10", "zz"} {
		if figures := Default().EmbodiedFigures(id); len(figures) != 0 {
			t.Errorf("%q: got %d figures, want none", id, len(figures))
		}
	}
}

func ExampleCatalog_EmbodiedOf() {
	c := Default()
	a, _ := c.Accelerator("H100")
	m, by, basis := c.EmbodiedOf(a)
	fmt.Printf("%.0f kg (%.0f to %.0f), %s: %s\n", m.Mid.Kilograms(), m.Low.Kilograms(), m.High.Kilograms(), basis, by.ID)
	// Output: 164 kg (15 to 575), published: nvidia-hgx-h100-pcf
}

func ExampleEmbodiedPerHour() {
	hour := EmbodiedPerHour(Exactly[Grams](164e3), Range[float64]{3, 4, 6}, Range[Ratio]{0.2, 0.5, 0.85})
	fmt.Printf("%.1f g an hour (%.1f to %.1f)\n", float64(hour.Mid), float64(hour.Low), float64(hour.High))
	// Output: 9.4 g an hour (3.7 to 31.2)
}

// TestEmbodiedShares: what making comes to for work of CPUs and for requests, by hand. With ten years of which a tenth is
// use, hardware works 8766 hours.
func TestEmbodiedShares(t *testing.T) {
	const life = "&host=0&pue=1&ci=0&life=10&util=10"
	const year = 8766.0
	tests := []struct {
		name, query string
		want        Range[float64] // kg; 0: not known
		note        string
	}{
		{"CPUs, two to a server", "cw=100&cpw=100&cn=8&h=876.6" + life, Range[float64]{4 * 608 * 0.1, 4 * 1215 * 0.1, 4 * 3660 * 0.1}, ""},
		{"CPUs, four to a server of a mass", "cw=100&cpw=100&cn=8&h=876.6&eph=4&ehk=1000" + life, Exactly(200.0), ""},
		{"CPUs for device-hours", "cw=100&cpw=100&cn=8&dh=7012.8&ehk=1000" + life, Exactly(400.0), ""},
		{"CPUs of a mass of devices", "cw=100&cpw=100&cn=2&h=876.6&ehk=1000&ekg=10" + life, Exactly(100.0), "device_kg_unused"},
		{"CPUs beside accelerators are in the server", "hw=a100-sxm4-80gb&n=8&cw=100&cpw=100&cn=2&h=876.6&ehk=1000&ekg=100" + life, Exactly(180.0), ""},
		// 9 s × 4 devices ÷ 5 requests = 7.2 s, a thousand times 2 h
		{"requests by latency", "hw=a100-sxm4-80gb&n=4&qs=9&qb=5&qd=1000&qdays=1&ekg=100&ehk=800" + life, Exactly(2 * (100.0 + 800.0/8) / year), ""},
		{"requests by rate", "hw=a100-sxm4-80gb&n=4&qr=50&qout=90&qd=1000&qdays=1&ekg=100&ehk=800" + life, Exactly(2 * (100.0 + 800.0/8) / year), ""},
		{"requests by measured power", "hw=a100-sxm4-80gb&n=4&qw=900&qs=9&qb=5&qd=1000&qdays=1&ekg=100&ehk=800" + life, Exactly(2 * (100.0 + 800.0/8) / year), ""},
		{"requests by measured power, of devices not said", "qw=900&qs=9&qb=5&qd=1000&qdays=1&ekg=100&ehk=800" + life, Range[float64]{}, "embodied_requests"},
		{"requests by energy", "hw=a100-sxm4-80gb&n=4&qe=0.01&qd=1000&qdays=1&ekg=100&ehk=800" + life, Range[float64]{}, "embodied_requests"},
		// 2 × 1.56e12 × 100 = 312e12 FLOP, a second at the peak, ÷ the shares; a thousand times
		{"requests by arithmetic", "hw=a100-sxm4-80gb&qp=1.56e12&qout=100&qd=1000&qdays=1&ekg=100&ehk=800" + life, Range[float64]{200 / 3.6 / 0.18 / year, 200 / 3.6 / 0.057 / year, 200 / 3.6 / 0.00225 / year}, ""},
		{"a training and its requests", "hw=a100-sxm4-80gb&n=8&h=876.6&qn=4&qs=9&qb=5&qd=1000&qdays=1&ekg=100&ehk=800" + life, Exactly(160 + 2*200/year), ""},
		{"a training and requests by energy", "hw=a100-sxm4-80gb&n=8&h=876.6&qe=0.01&qd=1000&qdays=1&ekg=100&ehk=800" + life, Exactly(160.0), "embodied_requests"},
		{"a meter alone", "kwh=5&emb=1" + life, Range[float64]{}, "embodied_unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustEstimate(t, test.query)
			got := inKilograms(r.Embodied.Range)
			if r.Embodied.Known != (test.want.Mid > 0) || !near(got.Low, test.want.Low, 1e-12) || !near(got.Mid, test.want.Mid, 1e-12) || !near(got.High, test.want.High, 1e-12) {
				t.Errorf("got %v kg, want %v", got, test.want)
			}
			found := ""
			for _, n := range r.Notes {
				if slices.Contains([]string{"embodied_unknown", "embodied_requests", "device_kg_unused"}, n.Code) {
					found += n.Code
				}
			}
			if found != test.note {
				t.Errorf("note %q, want %q", found, test.note)
			}
		})
	}
}

// TestResourcesNeedTheirMaking: primary energy and minerals of making are known for the H100 alone, so that they stay
// unknown where something else is made.
func TestResourcesNeedTheirMaking(t *testing.T) {
	for query, want := range map[string]bool{
		"hw=h100-sxm5-80gb&h=10&r=FR&emb=1":                          true,
		"cw=100&h=10&r=FR":                                           true,
		"cw=100&h=10&r=FR&emb=1":                                     false,
		"hw=h100-sxm5-80gb&h=10&qn=1&qs=1&qd=9&qdays=9&r=FR&emb=1":   false,
		"hw=h100-sxm5-80gb&h=10&qn=1&qs=1&qd=9&qdays=9&r=FR&emb=0":   true,
		"hw=h100-sxm5-80gb&qs=1&qd=9&qdays=9&r=FR&emb=1&ekg=0&ehk=0": false,
	} {
		if r := mustEstimate(t, query); r.Primary.Known != want || r.Minerals.Known != want {
			t.Errorf("%s: primary energy known %v, minerals %v, want %v", query, r.Primary.Known, r.Minerals.Known, want)
		}
	}
}
