package runs

import (
	"fmt"
	"math"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
)

// Budget watches an amount of carbon, energy or money being used up.
type Budget struct {
	limit  estimator.Budget
	perKWh float64 // of the limit's unit, for a kilowatt-hour at the devices
	told   int     // of levels
	warned bool    // that the forecast passes it
}

// levels at which the user is told, as parts of the budget.
var levels = [...]float64{0.5, 0.8, 1}

// NewBudget makes a budget for electricity of which one kilowatt-hour at the devices comes to a result. It is false when
// the result does not know the kind of budget: money without a price.
func NewBudget(limit estimator.Budget, ofOneKWh *estimator.Result) (*Budget, bool) {
	perKWh, known := ofOneKWh.Total.Mid.Kilograms(), true
	switch limit.Kind {
	case estimator.BudgetEnergy:
		perKWh = float64(ofOneKWh.Energy.Mid)
	case estimator.BudgetMoney:
		perKWh, known = float64(ofOneKWh.Electricity.Mid), ofOneKWh.Electricity.Known
	}
	return &Budget{limit: limit, perKWh: perKWh}, known
}

// Used is the part of the budget that this much energy uses up.
func (b *Budget) Used(e estimator.Joules) float64 {
	return float64(e.KWh()) * b.perKWh / b.limit.Amount
}

// Standing is how the budget stands after this much energy, and with what the whole run is forecast to use: nil when
// nothing is forecast.
func (b *Budget) Standing(e estimator.Joules, forecast *estimator.Range[estimator.Joules]) *sampler.BudgetStanding {
	s := &sampler.BudgetStanding{Kind: b.limit.Kind, Amount: b.limit.Amount, Used: b.Used(e) * b.limit.Amount, Joules: e}
	if forecast != nil {
		amount := func(e estimator.Joules) float64 { return b.Used(e) * b.limit.Amount }
		s.Forecast = &estimator.Range[float64]{Low: amount(forecast.Low), Mid: amount(forecast.Mid), High: amount(forecast.High)}
	}
	return s
}

// Notice says that a level was passed, once for each; when several are passed at once, the highest is told. Spent is
// true when it is the last one.
func (b *Budget) Notice(e estimator.Joules) (words string, spent bool) {
	used, passed := b.Used(e), b.told
	for passed < len(levels) && used >= levels[passed] {
		passed++
	}
	if passed == b.told {
		return "", false
	}
	b.told = passed
	level := levels[passed-1]
	return fmt.Sprintf("%.0f %% of the budget of %s is used", math.Floor(max(used, level)*100), b.limit), passed == len(levels)
}

// Warning says, once, that a run which is forecast to use this much passes the budget.
func (b *Budget) Warning(forecast estimator.Range[estimator.Joules]) string {
	if b.warned || b.Used(forecast.Mid) <= 1 {
		return ""
	}
	b.warned = true
	return fmt.Sprintf("the whole run is forecast to use %.0f %% of the budget of %s (%.0f to %.0f %%)",
		100*b.Used(forecast.Mid), b.limit, 100*b.Used(forecast.Low), 100*b.Used(forecast.High))
}

// BudgetReport is how a budget stood at the end.
type BudgetReport struct {
	Kind    string   `json:"kind"`
	Amount  float64  `json:"amount"` // kg CO2e, kWh or US dollars
	Used    *float64 `json:"used_ratio"`
	Stopped bool     `json:"stopped"` // the command was asked to end because of it
	text    string
}

// Report tells how the budget stands; used is nil when the energy is not known.
func (b *Budget) Report(used *estimator.Joules, stopped bool) *BudgetReport {
	r := &BudgetReport{Kind: b.limit.Kind, Amount: b.limit.Amount, Stopped: stopped, text: b.limit.String()}
	if used != nil {
		part := b.Used(*used)
		r.Used = &part
	}
	return r
}
