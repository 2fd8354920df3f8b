package estimator

import "strings"

// Budget is an amount that a project may use.
type Budget struct {
	Kind   string  // BudgetCarbon, BudgetEnergy or BudgetMoney
	Amount float64 // in kg CO2e, kWh or US dollars
}

// Kinds of Budget.
const (
	BudgetCarbon = "carbon"
	BudgetEnergy = "energy"
	BudgetMoney  = "money"
)

// budgetUnits are the units that a budget can be written in, and how many of its own they hold.
var budgetUnits = [...]struct {
	suffix, kind string
	scale        float64
}{
	{"kg", BudgetCarbon, 1}, {"g", BudgetCarbon, 1 / gramsPerKilogram}, {"t", BudgetCarbon, gramsPerTonne / gramsPerKilogram},
	{"kwh", BudgetEnergy, 1}, {"wh", BudgetEnergy, 1.0 / wattHoursPerKWh}, {"mwh", BudgetEnergy, 1e3}, {"gwh", BudgetEnergy, 1e6},
	{"usd", BudgetMoney, 1},
}

const maxBudget = 1e15

// ParseBudget reads an amount with its unit: "5kg", "1.5 t", "20kWh", "3USD". The units are g, kg, t of CO2e, Wh, kWh,
// MWh, GWh and USD, in any case. The error is FieldErrors for the field "budget": a number above 0 and one of the units
// are needed.
func ParseBudget(text string) (Budget, error) {
	trimmed := strings.ToLower(strings.TrimSpace(text))
	at := len(trimmed) // where the unit begins
	for at > 0 && trimmed[at-1] >= 'a' && trimmed[at-1] <= 'z' {
		at--
	}
	for _, u := range budgetUnits {
		if trimmed[at:] != u.suffix {
			continue
		}
		v, ok := parseNumber(strings.TrimSpace(trimmed[:at]))
		if b := (Budget{u.kind, v * u.scale}); ok && b.Amount > 0 && b.Amount <= maxBudget {
			return b, nil
		}
		return Budget{}, fault("budget", text, "the amount is no number above 0 and up to 1e15", budgetRemedy)
	}
	return Budget{}, fault("budget", text, "this is not an amount with a unit", budgetRemedy)
}

const budgetRemedy = "write an amount such as 5kg, 1.5t, 20kWh or 3USD"

// unit is that of Amount, as FormatQuantity knows it.
func (b Budget) unit() string {
	switch b.Kind {
	case BudgetCarbon:
		return "kgCO2e"
	case BudgetEnergy:
		return "kWh"
	}
	return "USD"
}

// String writes the amount as a person reads it: "5 kg CO2e".
func (b Budget) String() string { return FormatQuantity(b.Amount, b.unit()) }

// useOf returns what a result uses of the kind of budget, in the budget's unit, and false when it is not known. The cost
// is the rent of the devices, which contains their electricity, else the electricity.
func (b Budget) useOf(r *Result) (Range[float64], bool) {
	switch b.Kind {
	case BudgetCarbon:
		return As[float64](r.Total.Times(1 / gramsPerKilogram)), true
	case BudgetEnergy:
		return As[float64](r.Energy), true
	}
	if r.Rental.Known {
		return As[float64](r.Rental.Range), true
	}
	return As[float64](r.Electricity.Range), r.Electricity.Known
}
