package estimator

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestParseBudget(t *testing.T) {
	for text, want := range map[string]Budget{
		"5kg": {BudgetCarbon, 5}, "1.5t": {BudgetCarbon, 1500}, " 250 g ": {BudgetCarbon, 0.25}, "20kWh": {BudgetEnergy, 20}, "2MWh": {BudgetEnergy, 2000},
		"3USD": {BudgetMoney, 3}, "1e3 usd": {BudgetMoney, 1000}, "500Wh": {BudgetEnergy, 0.5}, "1GWH": {BudgetEnergy, 1e6},
	} {
		got, err := ParseBudget(text)
		if err != nil || got.Kind != want.Kind || !near(got.Amount, want.Amount, 1e-15) { // a change of unit rounds once
			t.Errorf("ParseBudget(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "5", "kg", "5 apples", "-1kg", "0kg", "0x5kg", "NaNkg", "1e400kg", "1e20t", "5kg please", "€5"} {
		_, err := ParseBudget(text)
		var errs FieldErrors
		if !errors.As(err, &errs) || errs[0].Field != "budget" || errs[0].Value != text || errs[0].Remedy == "" {
			t.Errorf("ParseBudget(%q): error %v, want one for budget with the value", text, err)
		}
	}
}

func FuzzParseBudget(f *testing.F) {
	for _, text := range []string{"5kg", "1.5t", "20kWh", "3USD", "-1kg", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseBudget(text)
		if (err == nil) != (b.Amount > 0 && b.Amount <= maxBudget && b.Kind != "") {
			t.Errorf("ParseBudget(%q) = %v, %v", text, b, err)
		}
	})
}

func mustAfford(t *testing.T, query, budget string) (Affordable, Spec) {
	t.Helper()
	s, _, err := ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseBudget(budget)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Afford(Default(), &s, b)
	if err != nil {
		t.Fatalf("Afford(%q, %q): %v", query, budget, err)
	}
	return a, s
}

// TestAffordComesBack: the stretched scenario uses the budget up. 1e-9 allows for the order of a dozen products.
func TestAffordComesBack(t *testing.T) {
	for _, query := range []string{DefaultQuery, "hw=t4&n=2&dh=100&u=50&pue=1.1&r=FR&x=7&of=1.3", "kwh=433196&ci=57&pue=1", "hw=h100-sxm5-80gb&n=8&h=10&ih=5&mem=512&host=300&cpu=AMD%20EPYC%207763&r=aws:eu-west-1&sh=50"} {
		for _, budget := range []string{"5kg", "20kWh", "3t"} {
			a, s := mustAfford(t, query, budget)
			r, err := Estimate(Default(), &a.Spec)
			if err != nil {
				t.Fatalf("%s, %s: %v", query, budget, err)
			}
			if use, _ := a.Budget.useOf(&r); !near(use.Mid, a.Budget.Amount, 1e-9) {
				t.Errorf("%s: %v %s used, want the budget of %s", query, use.Mid, a.Budget.unit(), budget)
			}
			if r.Hours.Known && !near(float64(r.Hours.Mid), float64(a.Hours.Mid), 1e-9) {
				t.Errorf("%s, %s: %v h, answered %v h", query, budget, r.Hours.Mid, a.Hours.Mid)
			}
			if a.Fits.Low > a.Fits.Mid || a.Fits.Mid > a.Fits.High || !near(a.Fits.Low*a.Use.High, a.Budget.Amount, 1e-12) {
				t.Errorf("%s, %s: fits %v of %v", query, budget, a.Fits, a.Use)
			}
			runs := s
			runs.Runs = Some(a.Runs.Mid)
			if a.Runs.Mid >= 1 && a.Runs.Mid <= 1e6 {
				r, err = Estimate(Default(), &runs)
				if use, _ := a.Budget.useOf(&r); err != nil || !near(use.Mid, a.Budget.Amount, 1e-9) {
					t.Errorf("%s: %v runs use %v, want %s (%v)", query, a.Runs.Mid, use.Mid, budget, err)
				}
			}
		}
	}
}

func TestAffordRegions(t *testing.T) {
	a, _ := mustAfford(t, "kwh=100&pue=1", "5kg")
	if len(a.Regions) == 0 || len(a.Regions) == len(Default().Places()) {
		t.Fatalf("%d regions keep 50 g/kWh", len(a.Regions))
	}
	for _, r := range a.Regions {
		if r.Intensity.Mid > 50 {
			t.Errorf("%s has %v g/kWh, want at most 50", r.Code, r.Intensity.Mid)
		}
	}
	if a, _ := mustAfford(t, "kwh=100&pue=1", "5kWh"); a.Regions != nil {
		t.Errorf("%d regions for energy, want none: it is the same everywhere", len(a.Regions))
	}
}

// TestAffordMoney asks the cost directly, because only a priced scenario has one.
func TestAffordMoney(t *testing.T) {
	b := Budget{BudgetMoney, 10}
	r := Result{Electricity: Known(Exactly(USD(4))), Rental: Known(Exactly(USD(9)))}
	if use, ok := b.useOf(&r); !ok || use.Mid != 9 {
		t.Errorf("use %v, %v; want the rent of 9 USD, which contains the electricity", use, ok)
	}
	r.Rental.Known = false
	if use, ok := b.useOf(&r); !ok || use.Mid != 4 {
		t.Errorf("use %v, %v; want the electricity of 4 USD", use, ok)
	}
	s, _, _ := ParseQuery("kwh=10&pue=1")
	data := dataOf(Default())
	data.electricity = func(place string) (Range[USDPerKWh], bool) {
		return Exactly(USDPerKWh(0.1)), place == "FR" || place == "SE"
	}
	energy, _ := Estimate(Default(), &s)
	within, err := regionsWithin(Default(), &s, b, &energy, &data)
	if err != nil || len(within) != 2 {
		t.Errorf("%d regions, %v; want the two with a price", len(within), err)
	}
}

// TestAffordSaysWhyNoPlace checks that a budget that no place changes is told apart from one that fits nowhere.
func TestAffordSaysWhyNoPlace(t *testing.T) {
	for _, test := range []struct{ query, budget, want string }{
		{"hw=h100-sxm5-80gb&n=8&h=10", "1000USD", "the rent of the devices"},
		{"kwh=10&pue=1&ep=0.1", "1000USD", "the price that you gave"},
		{"kwh=10&pue=1", "5kWh", "in energy"},
		{"kwh=10&pue=1&r=FR", "1000USD", ""}, {"hw=h100-sxm5-80gb&h=10", "5kg", ""},
	} {
		a, _ := mustAfford(t, test.query, test.budget)
		got := ""
		for _, n := range a.Notes {
			got += n.Message
		}
		if !strings.Contains(got, test.want) || (got == "") != (test.want == "") || (got == "") != (len(a.Regions) > 0) {
			t.Errorf("%s, %s: %d places, noted %q, want %q", test.query, test.budget, len(a.Regions), got, test.want)
		}
		if json := string(a.AppendJSON(nil)); !strings.Contains(json, test.want) || !strings.Contains(json, `"notes":[`) {
			t.Errorf("%s: no %q in %s", test.query, test.want, json)
		}
	}
}

func TestAffordErrors(t *testing.T) {
	tests := []struct {
		name, query string
		budget      Budget
		field       string
		remedy      string
	}{
		{"no cost known", "kwh=1&ci=50&pue=1", Budget{BudgetMoney, 5}, "budget", "price_usd_per_kwh"},
		{"nothing used", "kwh=1&ci=0&pue=1", Budget{BudgetCarbon, 5}, "budget", "another unit"},
		{"no amount", "kwh=1&pue=1", Budget{BudgetCarbon, 0}, "budget", "such as 5kg"},
		{"not a number", "kwh=1&pue=1", Budget{BudgetCarbon, math.NaN()}, "budget", "such as 5kg"},
		{"the scenario's own", "kwh=1&pue=0.5", Budget{BudgetCarbon, 5}, "pue", "survey mean"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _, _ := ParseQuery(tt.query)
			_, err := Afford(Default(), &s, tt.budget)
			var errs FieldErrors
			if !errors.As(err, &errs) || errs[0].Field != tt.field || !strings.Contains(errs[0].Remedy, tt.remedy) {
				t.Errorf("error %v, want %s with %q", err, tt.field, tt.remedy)
			}
		})
	}
}
