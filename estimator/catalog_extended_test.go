package estimator

import (
	"strings"
	"testing"
)

// TestExtendedNames tries names as the NVIDIA driver prints them for laptop parts and older cards. A part that no list
// has is not found, and a laptop part is never the card of the same number.
func TestExtendedNames(t *testing.T) {
	tests := []struct {
		name, want string
		rated      Watts
	}{
		{"NVIDIA GeForce RTX 3060 Laptop GPU", "geforce-rtx-3060-laptop-gpu", 80},
		{"GeForce RTX 3060 Mobile", "geforce-rtx-3060-laptop-gpu", 80},
		{"NVIDIA GeForce RTX 3080 Laptop GPU", "geforce-rtx-3080-laptop-gpu", 115},
		{"NVIDIA GeForce RTX 4070 Laptop GPU", "geforce-rtx-4070-laptop-gpu", 115},
		{"NVIDIA RTX A2000 Laptop GPU", "rtx-a2000-laptop-gpu", 95},
		{"NVIDIA GeForce GTX 1060 with Max-Q Design", "geforce-gtx-1060-max-q", 80},
		{"Quadro RTX 5000 with Max-Q Design", "quadro-rtx-5000-max-q", 80},
		{"Quadro T2000", "quadro-t2000", 60}, {"Quadro T2000 Mobile", "", 0},
		{"NVIDIA GeForce GTX 1650 Ti", "geforce-gtx-1650-ti", 50}, {"GeForce GTX 1650 Ti", "geforce-gtx-1650-ti", 50},
		{"NVIDIA GeForce GTX 1060 3GB", "geforce-gtx-1060-3-gb", 120}, {"GeForce GT 1030", "geforce-gt-1030", 30},
		{"NVIDIA GeForce GTX 1650 SUPER", "geforce-gtx-1650-super", 100}, {"GRID K2", "grid-k2", 225},
		{"Radeon RX 570", "radeon-rx-570", 150}, {"AMD Radeon RX 6800M", "radeon-rx-6800m", 230}, {"Xeon Phi 5110P", "xeon-phi-5110p", 225},
		// no such row
		{"NVIDIA GeForce RTX 3050 Ti Laptop GPU", "", 0}, {"NVIDIA GeForce RTX 4080 Laptop GPU", "", 0}, {"NVIDIA GeForce RTX 4050", "", 0},
		{"NVIDIA GeForce MX150", "", 0}, // one name, 10 W and 25 W
		{"AMD Radeon Graphics", "", 0}, {"Intel UHD Graphics 630", "", 0},
	}
	for _, test := range tests {
		got, rated := "", Watts(0)
		if a, ok := Default().Accelerator(test.name); ok {
			got, rated = a.ID, a.Rated
		}
		if got != test.want || rated != test.rated {
			t.Errorf("%q: got %q with %v W, want %q with %v W", test.name, got, rated, test.want, test.rated)
		}
	}
}

// TestLaptopPartsAreNotCards asks every part of both tables for its laptop sisters.
func TestLaptopPartsAreNotCards(t *testing.T) {
	c := Default()
	for _, list := range [][]Accelerator{c.Accelerators(), c.ExtendedAccelerators()} {
		for i := range list {
			a := &list[i]
			for _, suffix := range []string{" Laptop GPU", " Mobile", " Max-Q", " with Max-Q Design"} {
				if got, ok := c.Accelerator(a.Name + suffix); ok && got == a {
					t.Errorf("%q leads to %q", a.Name+suffix, a.ID)
				}
			}
		}
	}
}

// TestExtendedIsLazy asks that lookups in the main table leave the other alone, and that an empty name does.
func TestExtendedIsLazy(t *testing.T) {
	c, err := loadFiles(reader(miniFiles))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a-1", "NVIDIA A 1", "B", "", "GPU"} {
		c.Accelerator(name)
	}
	if c.extendedKeys != nil {
		t.Error("the extended table was parsed for a name that it is not needed for")
	}
	if a, ok := c.Accelerator("A 1 Mobile"); !ok || a.ID != "a-1-laptop-gpu" {
		t.Errorf("A 1 Mobile: got %+v, want a-1-laptop-gpu", a)
	}
}

func TestSuggestExtended(t *testing.T) {
	for text, want := range map[string]string{"RTX 3060 Labtop GPU": "geforce-rtx-3060-laptop-gpu", "quadro t200": "quadro-t2000"} {
		if got := Default().Suggest("accelerator", text); len(got) == 0 || got[0] != want {
			t.Errorf("%q: got %q, want %q first", text, got, want)
		}
	}
}

func TestCatalogTablesOfHardware(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"accelerators_extended 3060 laptop", `"tdp_basis":"unchecked"`},
		{"accelerators h100-sxm5-80gb", `"mid":164,"high":575}`},
		{"conflicts a10g", `"field":"tdp_w","chosen":300,"other":150`},
		{"conflicts quadro-p6000", `"chosen":null,"other":197.4`},
		{"embodied h100", `"scope":"card","kgco2e":575`},
		{"workloads llm-pre", `"load":{"low":0.54,"mid":0.7,"high":0.85}`},
		{"sites home", `"pue":{"low":1,"mid":1,"high":1}`},
	} {
		if got := string(Call(Default(), "catalog", test.query)); !strings.Contains(got, test.want) {
			t.Errorf("%s: got %.300s, want %s in it", test.query, got, test.want)
		}
	}
}
