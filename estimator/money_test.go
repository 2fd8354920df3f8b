package estimator

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestWindowMean(t *testing.T) {
	var v [24]float64
	for h := range v {
		v[h] = float64(h)
	}
	tests := []struct {
		name                  string
		start, duration, want float64
	}{
		{"one hour", 3, 1, 3}, {"parts of two hours", 3.5, 1, 3.5}, {"a part inside an hour", 3.25, 0.5, 3}, {"round midnight", 23, 2, 11.5},
		{"a day from midnight", 0, 24, 11.5}, {"a day from anywhere", 7.3, 24, 11.5}, {"ten days", 5.75, 240, 11.5},
		{"a day and an hour", 4, 25, (276.0 + 4) / 25}, {"no length", 9.9, 0, 9}, {"the end of the day", 24, 1, 0}, {"the evening before", -1, 1, 23},
	}
	for _, test := range tests {
		if got := windowMean(&v, Hours(test.start), Hours(test.duration)); !near(got, test.want, 1e-12) { // sums of 25 terms
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
	// The parts of a window add up to the whole.
	for start := 0.0; start < 24; start += 0.37 {
		a, b := 5.21, 13.4
		sum := a*windowMean(&v, Hours(start), Hours(a)) + b*windowMean(&v, Hours(start+a), Hours(b))
		if whole := (a + b) * windowMean(&v, Hours(start), Hours(a+b)); !near(sum, whole, 1e-12) {
			t.Errorf("from %v: parts %v, whole %v", start, sum, whole)
		}
	}
}

func TestElectricityPrice(t *testing.T) {
	c := Default()
	tests := []struct {
		name, code, found, kind string
		price                   USDPerKWh
	}{
		{"a country", "de", "DE", "industrial", 0.1552}, {"a state", "US-TX", "US-TX", "industrial", 0.0612},
		{"a zone of a country", "US-MIDA-PJM", "US", "industrial", 0.0813}, {"a proxy", "MC", "FR", "industrial", 0.1024},
		{"a tariff", "TW", "TW", "tariff", 0.094}, {"a wholesale mean", "JP-TK", "JP-TK", "wholesale", 0.08653},
	}
	for _, test := range tests {
		p, ok := c.ElectricityPrice(test.code)
		if !ok || p.Code != test.found || p.Kind != test.kind || p.Price != test.price {
			t.Errorf("%s: got %+v, want %+v", test.name, p, test)
		}
	}
	for _, code := range []string{"JP", "AU", "WORLD", "nowhere"} {
		if p, ok := c.ElectricityPrice(code); ok {
			t.Errorf("%s: got %+v, want none", code, p)
		}
	}
	germany, _ := c.ElectricityPrice("DE")
	if r := germany.Range(); r.Mid != germany.Price || r.Low != germany.Price/2 || r.High != 2*germany.Price {
		t.Errorf("DE: got %v USD/kWh", r)
	}
	tokyo, _ := c.ElectricityPrice("JP-TK")
	if r := tokyo.Range(); r.Low != tokyo.Price || r.Mid <= r.Low {
		t.Errorf("JP-TK: got %v USD/kWh, want the wholesale price as the least", r)
	}
}

// TestPriceHoursAreLocal finds curves in another clock: the evening costs more than the small hours, save in
// Chile, whose peak comes later and whose nights are dear.
func TestPriceHoursAreLocal(t *testing.T) {
	for _, p := range Default().PriceProfiles() {
		if night, evening := p.Window(2, 3), p.Window(18, 3); evening <= night && p.Zone != "CL-SEN" {
			t.Errorf("%s: %v of the average from 18 to 21 hours, %v from 2 to 5", p.Zone, evening, night)
		}
	}
}

// TestPriceSpread recomputes from the data what the source of the spread says of them.
func TestPriceSpread(t *testing.T) {
	c := Default()
	inside, both := 0, 0
	for _, p := range c.PriceProfiles() {
		flat, ok := c.ElectricityPrice(p.Zone)
		if !ok || flat.Code != p.Zone || flat.Kind == "wholesale" {
			continue
		}
		both++
		if ratio := float64(p.Average / flat.Price); ratio > 0.505 && ratio < 0.845 {
			inside++
		}
	}
	if inside != 10 || both != 11 {
		t.Errorf("%d of %d places between 0.51 and 0.84, want 10 of 11", inside, both)
	}
}

func TestPriceProfile(t *testing.T) {
	c := Default()
	p, ok := c.PriceProfile(" us-tex-erco")
	if !ok || p.Year != 2024 || p.Source.ID != "sustain-cluster" {
		t.Fatalf("Texas: got %+v", p)
	}
	if noon, evening := p.Window(10, 4), p.Window(18, 3); !(noon < 1 && evening > 1) {
		t.Errorf("Texas: noon %v, evening %v of the average", noon, evening)
	}
	for start := Hours(0); start < 24; start += 0.7 {
		if got := p.Window(start, 72); !near(got, 1, 1e-12) {
			t.Errorf("three days from %v: %v of the average, want 1", start, got)
		}
	}
	if _, ok := c.PriceProfile("US-TX"); ok {
		t.Error("US-TX: got a profile, want none")
	}
}

func TestRentalPrice(t *testing.T) {
	c, err := Load(reader(miniFiles))
	if err != nil {
		t.Fatal(err)
	}
	price, source, year, ok := c.RentalPrice("NVIDIA A 1")
	if !ok || price != (Range[USDPerHour]{2, 3, 4}) || year != 2025 || source.ID != "maker" {
		t.Errorf("a-1: got %v USD/h by %v of %d, want 2, 3, 4 of the median's 2025: neither three years nor the reserved price count", price, source, year)
	}
	if _, _, _, ok := c.RentalPrice("b-2"); ok {
		t.Error("b-2: got a price, want none: it has no date")
	}
	if _, _, _, ok := c.RentalPrice("nothing"); ok || c.DevicePrices("nothing") != nil {
		t.Error("nothing: got a price")
	}
	if price, _, year, ok := Default().RentalPrice("h100-sxm5-80gb"); !ok || year != 2025 || price.Low != 2.29 || price.High != 12.29 || price.Mid != 3.95 {
		t.Errorf("H100: got %v USD/h of %d, want 2.29, 3.95, 12.29 of 2025", price, year)
	}
}

func TestInstances(t *testing.T) {
	c := Default()
	tests := []struct {
		id, accelerator string
		count, boards   float64
		vcpus           int
		ram             float64
		price           USDPerHour
	}{
		{"aws:p4d.24xlarge", "a100-sxm4-40gb", 8, 1, 96, 1152, 21.9576},
		{"AWS:P5.48xlarge", "h100-sxm5-80gb", 8, 1, 192, 2048, 55.04},
		{"aws:p2.16xlarge", "tesla-k80", 16, 0.5, 64, 732, 14.4},
		{"azure:standard_nc24ads_a100_v4", "a100-pcie-80gb", 1, 1, 24, 220, 3.673},
		{"gcp:v3-8", "tpu-v3", 4, 1, 0, 0, 0},
		{"oci:BM.GPU.H100.8", "h100-sxm5-80gb", 8, 1, 224, 2048, 80},
	}
	for _, test := range tests {
		n, ok := c.Instance(test.id)
		if !ok || n.Accelerator != test.accelerator || n.Count != test.count || n.Boards != test.boards || n.VCPUs != test.vcpus || n.RAM != test.ram || n.Price != test.price {
			t.Errorf("%s: got %+v, want %+v", test.id, n, test)
		}
	}
	if n, ok := c.Instance("aws:p4d"); ok {
		t.Errorf("aws:p4d: got %+v, want none", n)
	}
}

// TestSocialCostGolden holds the damage against experiment-impact-tracker, which uses the same table.
func TestSocialCostGolden(t *testing.T) {
	path := "testdata/social_costs.json"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		ID, Code          string
		Kilograms         float64 `json:"co2_kg"`
		Low, Median, High float64
	}
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) == 0 {
		t.Fatalf("%s: %d cases, error %v", path, len(cases), err)
	}
	for _, test := range cases {
		s, ok := Default().SocialCost(test.Code)
		if !ok {
			t.Fatalf("%s: no cost for %s", test.ID, test.Code)
		}
		got, want := s.Of(Exactly(Grams(test.Kilograms*gramsPerKilogram))), Range[USD]{USD(test.Low), USD(test.Median), USD(test.High)}
		// 1e-6: the catalog keeps seven digits of the table.
		if !near(float64(got.Low), test.Low, 1e-6) || !near(float64(got.Mid), test.Median, 1e-6) || !near(float64(got.High), test.High, 1e-6) {
			t.Errorf("%s: got %v USD, want %v", test.ID, got, want)
		}
	}
}

func TestSocialCostOf(t *testing.T) {
	mass := Range[Grams]{1e6, 2e6, 4e6}
	tests := []struct {
		name string
		cost Range[USDPerTonne]
		want Range[USD]
	}{
		{"damage", Range[USDPerTonne]{1, 2, 3}, Range[USD]{1, 4, 12}},
		{"a gain", Range[USDPerTonne]{-3, -2, -1}, Range[USD]{-12, -4, -1}},
		{"either", Range[USDPerTonne]{-3, -1, 2}, Range[USD]{-12, -2, 8}},
	}
	for _, test := range tests {
		s := SocialCost{Cost: test.cost}
		if got := s.Of(mass); got != test.want || !got.Valid() {
			t.Errorf("%s: got %v USD, want %v", test.name, got, test.want)
		}
	}
}

func TestSocialCosts(t *testing.T) {
	c := Default()
	negative := 0
	for i := range c.AllSocialCosts() {
		s := &c.AllSocialCosts()[i]
		if s.Cost.Mid < 0 {
			negative++
		}
		if n, ok := c.SocialCostNote(s); ok != (s.Cost.Low < 0) || ok && !strings.Contains(n.Message, "418 USD of 2005") {
			t.Errorf("%s: note %+v", s.Code, n)
		}
	}
	if negative != 42 {
		t.Errorf("%d negative medians, want 42", negative)
	}
	france, _ := c.SocialCost("FR")
	if n, _ := c.SocialCostNote(france); n.Code != "social_cost_negative" || !strings.Contains(n.Message, "France") {
		t.Errorf("FR: note %+v, want one that names France", n)
	}
	texas, ok := c.SocialCost("US-TX")
	if !ok || texas.Code != "US" {
		t.Errorf("US-TX: got %+v, want that of its country", texas)
	}
	world, _ := c.SocialCost("WORLD")
	if world.Estimate != "ricke-2018" || world.DollarYear != 2005 || len(c.SocialCosts("WORLD")) != 6 {
		t.Errorf("WORLD: got %+v of %d estimates", world, len(c.SocialCosts("WORLD")))
	}
	if _, ok := c.SocialCost("X-EU"); ok || c.SocialCosts("nowhere") != nil {
		t.Error("a cost for a place without one")
	}
}

func TestMoneyTables(t *testing.T) {
	for table, text := range map[string]string{"prices": "tw", "device_prices": "h100", "instances": "p4d", "social_costs": "fr", "equivalences": "car"} {
		var answer struct {
			OK   bool
			Rows []map[string]any
		}
		if err := json.Unmarshal(Call(Default(), "catalog", table+" "+text), &answer); err != nil || !answer.OK || len(answer.Rows) == 0 {
			t.Errorf("%s: %d rows, error %v", table, len(answer.Rows), err)
			continue
		}
		if s, ok := answer.Rows[0]["source"].(string); !ok || s == "" {
			t.Errorf("%s: a row without source: %v", table, answer.Rows[0])
		}
	}
}

// TestCarbonPrice: 10 t at 80 dollars. Nothing is said when no price is typed, and a price of 0 is said.
func TestCarbonPrice(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  Quantity[USD]
	}{
		{"kwh=20000&pue=1&ci=500&cp=80", Known(Exactly(USD(800)))},
		{"kwh=20000&pue=1&ci=500&cp=0", Known(Exactly(USD(0)))},
		{"kwh=20000&pue=1&ci=500", Quantity[USD]{}},
	} {
		if got := mustEstimate(t, tt.query).CarbonPrice; got.Known != tt.want.Known || !nearRange(As[float64](got.Range), As[float64](tt.want.Range)) {
			t.Errorf("%s: got %+v USD, want %+v USD", tt.query, got, tt.want)
		}
	}
}
