package estimator

import (
	"strings"
	"testing"
)

// TestCPUModelNames tries names as /proc/cpuinfo and virtual machines print them. A name that says no model, or a model
// that no list has, is not found.
func TestCPUModelNames(t *testing.T) {
	tests := []struct{ printed, want string }{
		{"Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz", "Intel Xeon Platinum 8370C"},
		{"Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz", "Intel Xeon Platinum 8272CL"},
		{"Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", "Intel Xeon Platinum 8259CL"},
		{"Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz", "Intel Xeon Platinum 8175M"},
		{"Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz", "Intel Xeon Platinum 8375C"},
		{"Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", "Intel Xeon Platinum 8481C"},
		{"Intel(R) Xeon(R) Platinum 8480+", "Intel Xeon Platinum 8480+"},
		{"Intel(R) Xeon(R) Platinum 8592+", "Intel Xeon Platinum 8592+"},
		{"INTEL(R) XEON(R) GOLD 6148 CPU @ 2.40GHz", "Intel Xeon Gold 6148"},
		{"Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz", "Intel Xeon Gold 6248R"},
		{"Intel(R) Xeon(R) Silver 4214 CPU @ 2.20GHz", "Intel Xeon Silver 4214"},
		{"Intel(R) Xeon(R) Bronze 3104 CPU @ 1.70GHz", "Intel Xeon Bronze 3104"},
		{"Intel(R) Xeon(R) W-2145 CPU @ 3.70GHz", "Intel Xeon W-2145"},
		{"Intel(R) Xeon(R) w9-3495X", "Intel Xeon w9-3495X"},
		{"Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz", "Intel Xeon E5-2686 v4"},
		{"Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz", "Intel Xeon E5-2670"},
		{"Intel(R) Xeon(R) CPU E5-2690 0 @ 2.90GHz", "Intel Xeon E5-2690"},
		{"Intel(R) Xeon(R) CPU E3-1240 V2 @ 3.40GHz", "Intel Xeon E3-1240 v2"},
		{"Intel(R) Xeon(R) CPU           X5650  @ 2.67GHz", "Intel Xeon X5650"},
		{"Intel(R) Xeon(R) CPU           L5520  @ 2.27GHz", "Intel Xeon L5520"},
		{"Intel(R) Xeon(R) E-2288G CPU @ 3.70GHz", "Intel Xeon E-2288G"},
		{"Intel(R) Xeon(R) CPU Max 9480", "Intel Xeon Max 9480"},
		{"Intel(R) Xeon(R) 6972P", "Intel Xeon 6972P"},
		{"Intel(R) Xeon Phi(TM) CPU 7250 @ 1.40GHz", "Intel Xeon Phi 7250"},
		{"Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", "Intel Core i7-8700K"},
		{"Intel(R) Core(TM) i9-10980XE CPU @ 3.00GHz", "Intel Core i9-10980XE"},
		{"Intel(R) Core(TM) i7 CPU         920  @ 2.67GHz", "Intel Core i7-920"},
		{"11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz", "Intel Core i7-1165G7"},
		{"12th Gen Intel(R) Core(TM) i9-12900K", "Intel Core i9-12900K"},
		{"13th Gen Intel(R) Core(TM) i7-1360P", "Intel Core i7-1360P"},
		{"Intel(R) Core(TM) Ultra 7 155H", "Intel Core Ultra 7 155H"},
		{"Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz", "Intel Core2 Duo E8400"},
		{"Intel(R) Pentium(R) CPU G4560 @ 3.50GHz", "Intel Pentium G4560"},
		{"Intel(R) Pentium(R) 4 CPU 3.60GHz", "Intel Pentium 4 3.60GHz"},
		{"Intel(R) Celeron(R) J4125 CPU @ 2.00GHz", "Intel Celeron J4125"},
		{"Intel(R) Atom(TM) CPU D525   @ 1.80GHz", "Intel Atom D525"},
		{"Intel(R) N100", "Intel N100"},
		{"AMD EPYC 7763 64-Core Processor", "AMD EPYC 7763"},
		{"AMD EPYC 7402P 24-Core Processor", "AMD EPYC 7402P"},
		{"AMD EPYC 7R13 Processor", "AMD EPYC 7R13"},
		{"AMD EPYC 7B12", "AMD EPYC 7B12"},
		{"AMD EPYC 9654 96-Core Processor", "AMD EPYC 9654"},
		{"AMD EPYC 7F52 16-Core Processor", "AMD EPYC 7F52"},
		{"AMD Ryzen 9 7950X 16-Core Processor", "AMD Ryzen 9 7950X"},
		{"AMD Ryzen 7 5800X3D 8-Core Processor", "AMD Ryzen 7 5800X3D"},
		{"AMD Ryzen 7 4800H with Radeon Graphics", "AMD Ryzen 7 4800H"},
		{"AMD Ryzen 7 PRO 4750U with Radeon Graphics", "AMD Ryzen 7 PRO 4750U"},
		{"AMD Ryzen 9 7940HS w/ Radeon 780M Graphics", "AMD Ryzen 9 7940HS"},
		{"AMD Ryzen AI 9 HX 370 w/ Radeon 890M", "AMD Ryzen AI 9 HX 370"},
		{"AMD Ryzen Threadripper PRO 3995WX 64-Cores", "AMD Ryzen Threadripper PRO 3995WX"},
		{"AMD Opteron(tm) Processor 6272", "AMD Opteron 6272"},
		{"Six-Core AMD Opteron(tm) Processor 2427", "AMD Opteron 2427"},
		{"AMD FX(tm)-8350 Eight-Core Processor", "AMD FX-8350"},
		{"AMD Phenom(tm) II X6 1090T Processor", "AMD Phenom II X6 1090T"},
		{"AMD Athlon(tm) 64 X2 Dual Core Processor 4200+", "AMD Athlon 64 X2 4200+"},
		{"AMD A10-7850K Radeon R7, 12 Compute Cores 4C+8G", "AMD A10-7850K"},
		{"Apple M1 Max", "Apple M1 Max"},
		{"EPYC 7763", "AMD EPYC 7763"},
		{"xeon gold 6148", "Intel Xeon Gold 6148"},

		{"Intel(R) Xeon(R) Processor @ 2.10GHz", ""},
		{"Intel(R) Xeon(R) CPU @ 2.20GHz", ""},
		{"Intel(R) Xeon(R) Platinum Processor", ""},
		{"Intel Xeon Processor (Skylake, IBRS)", ""},
		{"Intel Xeon Processor (Icelake)", ""},
		{"Intel Core Processor (Haswell, no TSX, IBRS)", ""},
		{"Intel Xeon E312xx (Sandy Bridge)", ""},
		{"Intel(R) Xeon(TM) CPU 3.00GHz", ""},
		{"Intel Xeon", ""},
		{"Intel(R) Xeon(R) Platinum 8480CL", ""}, // not the 8480+
		{"AMD EPYC", ""},
		{"AMD EPYC Processor", ""},
		{"AMD EPYC Processor (with IBPB)", ""},
		{"AMD EPYC-Rome Processor", ""},
		{"AMD EPYC 9R14", ""}, // only a list that is not used has it
		{"AMD Eng Sample: 100-000000314-04_31/16_N", ""},
		{"Genuine Intel(R) CPU 0000 @ 2.00GHz", ""},
		{"QEMU Virtual CPU version 2.5+", ""},
		{"Common 32-bit KVM processor", ""},
		{"DO-Premium-Intel", ""},
		{"Virtual CPU 6db7dc0e7704", ""},
		{"ARMv8 Processor rev 1 (v8l)", ""},
		{"Neoverse-N1", ""},
		{"6140", ""}, // an Opteron and a Xeon Gold
		{"Intel 6140", ""},
		{"Intel EPYC 7763", ""}, // a contradiction
		{"GHz", ""},
		{"", ""},
	}
	for _, test := range tests {
		got := ""
		if p, ok := Default().CPU(test.printed); ok {
			got = p.Name
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.printed, got, test.want)
		}
	}
}

// TestAcceleratorNames tries names as the NVIDIA driver, other calculators and published runs write them.
func TestAcceleratorNames(t *testing.T) {
	tests := []struct{ name, want string }{
		// NVML
		{"NVIDIA A100-SXM4-40GB", "a100-sxm4-40gb"}, {"NVIDIA A100-SXM4-80GB", "a100-sxm4-80gb"}, {"A100-PCIE-40GB", "a100-pcie-40gb"},
		{"NVIDIA A100 80GB PCIe", "a100-pcie-80gb"}, {"NVIDIA H100 80GB HBM3", "h100-sxm5-80gb"}, {"NVIDIA H100 PCIe", "h100-pcie-80gb"},
		{"NVIDIA H100 NVL", "h100-nvl-94gb"}, {"NVIDIA H200", "h200-sxm-141gb"}, {"NVIDIA H200 NVL", "h200-nvl-141gb"},
		{"NVIDIA H20", "h20-96gb"}, {"NVIDIA GH200 480GB", "gh200-96gb"}, {"NVIDIA B200", "b200-hgx-180gb"}, {"NVIDIA GB200", "gb200-per-gpu"},
		{"Tesla V100-SXM2-16GB", "tesla-v100-sxm2-16gb"}, {"Tesla V100-SXM2-32GB", "tesla-v100-sxm2-32gb"},
		{"Tesla V100-PCIE-16GB", "tesla-v100-pcie-16gb"}, {"Tesla V100S-PCIE-32GB", "tesla-v100s-pcie"}, {"Tesla P100-PCIE-16GB", "tesla-p100-pcie-16gb"},
		{"Tesla P100-SXM2-16GB", "tesla-p100-sxm2"}, {"Tesla K40m", "tesla-k40"}, {"Tesla K80", "tesla-k80"}, {"Tesla T4", "tesla-t4"},
		{"NVIDIA L4", "l4"}, {"NVIDIA L40S", "l40s"}, {"NVIDIA A10G", "a10g"}, {"NVIDIA GeForce RTX 4090", "geforce-rtx-4090"},
		{"NVIDIA GeForce RTX 3060", "geforce-rtx-3060"}, {"NVIDIA GeForce RTX 4060 Ti", "geforce-rtx-4060-ti-8gb"}, {"GeForce GTX 1080 Ti", "geforce-gtx-1080-ti"},
		{"NVIDIA TITAN X (Pascal)", "titan-x-pascal"}, {"GeForce GTX TITAN X", "geforce-gtx-titan-x"}, {"NVIDIA TITAN RTX", "titan-rtx"},
		{"NVIDIA RTX A6000", "rtx-a6000"}, {"NVIDIA RTX 6000 Ada Generation", "rtx-6000-ada"}, {"Quadro RTX 6000", "quadro-rtx-6000"},
		{"NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "rtx-pro-6000-blackwell-ws"},
		// published runs and everyday
		{"A100", "a100-sxm4-80gb"}, {"A100 80GB", "a100-sxm4-80gb"}, {"A100-80GB SXM", "a100-sxm4-80gb"}, {"A100 40GB", "a100-sxm4-40gb"},
		{"A100 PCIe 40GB", "a100-pcie-40gb"}, {"A100 PCIe 40/80GB", "a100-pcie-40gb"}, {"A100 SXM4 80 GB", "a100-sxm4-80gb"},
		{"h100", "h100-sxm5-80gb"}, {"H100-80GB SXM", "h100-sxm5-80gb"}, {"V100", "tesla-v100-sxm2-16gb"}, {"NVIDIA Tesla V100", "tesla-v100-sxm2-16gb"},
		{"P100", "tesla-p100-sxm2"}, {"T4", "tesla-t4"}, {"RTX 2080 Ti", "geforce-rtx-2080-ti"}, {"rtx2080ti", "geforce-rtx-2080-ti"}, {"GTX 1080 Ti", "geforce-gtx-1080-ti"},
		{"TPU v2", "tpu-v2"}, {"TPUv3 Chip", "tpu-v3"}, {"TPUV3", "tpu-v3"}, {"Google Cloud TPU v4", "tpu-v4"}, {"Trillium", "tpu-v6e"},
		{"MI250X", "instinct-mi250x"}, {"AMD Instinct MI300X", "instinct-mi300x"}, {"Radeon RX 7900 XTX", "radeon-rx-7900-xtx"},
		{"Habana Gaudi2", "gaudi2"}, {"Apple M1 Max", "apple-m1-max"}, {"AWS Trainium2", "trainium2"},
		{"NVIDIA GB10", "gb10"}, {"GB10", "gb10"}, {"DGX Spark", "gb10"},
		{"NVIDIA T1000", "t1000"}, {"NVIDIA T1000 8GB", "t1000"}, {"T1000 (8GB)", "t1000"}, {"Quadro T1000", "quadro-t1000"},
		{"NVIDIA® GeForce RTX™ 4090", "geforce-rtx-4090"},
		// slices of a divided card
		{"NVIDIA A100-SXM4-80GB MIG 1g.10gb", "a100-sxm4-80gb"}, {"NVIDIA A100-SXM4-40GB MIG 3g.20gb", "a100-sxm4-40gb"},
		{"NVIDIA H100 80GB HBM3 MIG 1g.10gb+me", "h100-sxm5-80gb"}, {"NVIDIA A30 MIG 1g.6gb", "a30"}, {"a100-sxm4-80gb mig", "a100-sxm4-80gb"},
		{"MIG 1g.10gb", ""}, {" MIG 1g.10gb", ""}, {"A100 MIGHT 1g.10gb", ""}, {"Unknown MIG 1g.10gb", ""}, {"ıİ A100 MIG 1g", "a100-sxm4-80gb"},
		// another part, or none
		{"NVIDIA GeForce RTX 3050 Ti Laptop GPU", ""}, {"NVIDIA GeForce RTX 4090 Laptop GPU", ""}, {"NVIDIA GeForce RTX 5090 Laptop GPU", ""},
		{"NVIDIA GeForce RTX 3070 Ti Laptop GPU", ""}, {"RTX 4090 Notebook", ""}, {"RTX 4090M", ""}, {"NVIDIA GB100", ""}, {"NVIDIA T1000 Laptop GPU", ""}, {"NVIDIA A100-SXM-64GB", ""},
		{"NVIDIA GH200 144G HBM3e", ""}, {"GPU", ""}, {"NVIDIA", ""}, {"", ""}, {"h1000", ""},
	}
	for _, test := range tests {
		got := ""
		if a, ok := Default().Accelerator(test.name); ok {
			got = a.ID
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestUnknownNamesAreAnswered: a driver's name that no row has is an error with names close to it, never with the card of
// the same number behind a laptop part, and of a laptop part it says where the watts stand.
func TestUnknownNamesAreAnswered(t *testing.T) {
	for name, want := range map[string]string{
		"NVIDIA GeForce RTX 4090 Laptop GPU":    "geforce-rtx-4070-laptop-gpu",
		"NVIDIA GeForce RTX 5090 Laptop GPU":    "the maker of the laptop sets",
		"NVIDIA GeForce RTX 3050 Ti Laptop GPU": "geforce-rtx-3060-laptop-gpu",
		"NVIDIA GeForce RTX 3070 Ti Laptop GPU": "did you mean geforce-rtx-3080-ti-laptop-gpu",
		"NVIDIA A100-SXM4-90GB MIG 1g.10gb":     "did you mean a100-sxm4",
		"NVIDIA GeForce RTX 4090":               "", // is known
	} {
		spec := Spec{Accelerators: []Device{{ID: name}}, Hours: Some(Hours(1))}
		_, err := Estimate(Default(), &spec)
		switch errs, _ := err.(FieldErrors); {
		case want == "" && err == nil:
		case want == "" || len(errs) != 1 || errs[0].Field != "accelerators[0].id" || !strings.Contains(errs[0].Remedy, want):
			t.Errorf("%q: error %v, want one with %q in its remedy", name, err, want)
		case strings.Contains(name, "Laptop") && (strings.Contains(errs[0].Remedy, "rtx-4090,") || strings.Contains(errs[0].Remedy, "rtx-5090,") || !strings.Contains(errs[0].Remedy, "laptop sets")):
			t.Errorf("%q: the remedy is %q", name, errs[0].Remedy)
		}
	}
}

// TestSlicesOfCards: the name of a MIG slice counts the whole card and says so, unless the watts of the slice were given.
func TestSlicesOfCards(t *testing.T) {
	energy := func(query string) (float64, bool) {
		r := reportOf(t, query, "").Result
		for _, n := range r.Notes {
			if n.Code == "mig_slice" {
				return float64(r.Energy.Mid), true
			}
		}
		return float64(r.Energy.Mid), false
	}
	whole, noted := energy("hw=A100-SXM4-80GB&h=10")
	if noted {
		t.Error("the whole card is called a slice")
	}
	slice, noted := energy("hw=NVIDIA%20A100-SXM4-80GB%20MIG%201g.10gb&h=10")
	if slice != whole || !noted {
		t.Errorf("the slice: %v kWh, noted %v; want the %v kWh of the card and a note", slice, noted, whole)
	}
	if _, noted := energy("hw=NVIDIA%20A100-SXM4-80GB%20MIG%201g.10gb&pw=50&h=10"); noted {
		t.Error("the measured watts of a slice are called those of the card")
	}
}

// TestAliases resolves every row of the alias file as it is written.
func TestAliases(t *testing.T) {
	text, err := dataFile("accelerator_aliases.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := newTable("accelerator_aliases.csv", text, "alias,id,source,note")
	for r.next() {
		for _, name := range []string{r.text(0), strings.ToLower(r.text(0)), "NVIDIA " + r.text(0)} {
			if a, ok := Default().Accelerator(name); !ok || a.ID != r.text(1) {
				t.Errorf("alias %q: got %+v, want %q", name, a, r.text(1))
			}
		}
	}
	if r.err != nil {
		t.Fatal(r.err)
	}
}

func TestSuggest(t *testing.T) {
	tests := []struct {
		kind, text string
		want       string // the first suggestion
	}{
		{"region", "Frnace", "FR"}, {"region", "france", "FR"}, {"region", "UK", "GB"}, {"region", "Germny", "DE"}, {"region", "quebec", "CA-QC"},
		{"region", "us-esat-1", "aws:us-east-1"}, {"region", "europe-west4", "gcp:europe-west4"}, {"region", "aws:us-east1", "aws:us-east-1"},
		{"region", "Californa", "US-CA"}, {"region", "EU", "X-EU"},
		{"accelerator", "h1000", "h100-sxm5-80gb"}, {"accelerator", "a100-sxm4-80g", "a100-sxm4-80gb"}, {"accelerator", "RTX 4O90", "geforce-rtx-4090"},
		{"accelerator", "tpuv33", "tpu-v3"},
		{"cpu", "EPYC 77663", "AMD EPYC 7663"}, {"cpu", "Xeon Gold 6184", "Intel Xeon Gold 6134"},
	}
	for _, test := range tests {
		got := Default().Suggest(test.kind, test.text)
		if len(got) == 0 || len(got) > 3 || got[0] != test.want {
			t.Errorf("%s %q: got %q, want %q first", test.kind, test.text, got, test.want)
		}
	}
	for _, test := range []struct{ kind, text string }{{"region", ""}, {"region", "!?"}, {"region", "Atlantis under the sea"}, {"accelerator", "abacus"}, {"planet", "FR"}} {
		if got := Default().Suggest(test.kind, test.text); got != nil {
			t.Errorf("%s %q: got %q, want nothing", test.kind, test.text, got)
		}
	}
}

func TestEditDistance(t *testing.T) {
	tests := []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 3, 0}, {"france", "france", 3, 0}, {"frnace", "france", 3, 1}, {"frace", "france", 3, 1}, {"frances", "france", 3, 1},
		{"prance", "france", 3, 1}, {"abc", "xyz", 3, 3}, {"ca", "abc", 3, 3}, {"abcdef", "uvwxyz", 2, 3}, {"a", "abcdefgh", 3, 4},
	}
	for _, test := range tests {
		if got := editDistance(test.a, test.b, test.limit); got != test.want {
			t.Errorf("%q to %q, limit %d: got %d edits, want %d", test.a, test.b, test.limit, got, test.want)
		}
	}
}
