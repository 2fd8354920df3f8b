package wire

import (
	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
)

// Budget is how much of a budget is used, as of the sample before. The amounts are in the unit of the kind: kg CO2e,
// kWh or US dollars.
type Budget struct {
	Kind     string  `json:"kind"` // "carbon", "energy" or "money"
	Amount   float64 `json:"amount"`
	Used     float64 `json:"used"`
	Joules   float64 `json:"joules"`             // at the devices, that Used is of
	Forecast *Range  `json:"forecast,omitempty"` // of the whole run
}

// Forecast is what the whole run is going to come to, as of the sample before.
type Forecast struct {
	StepsDone  float64 `json:"steps_done"`
	StepsTotal float64 `json:"steps_total"`
	Joules     Range   `json:"joules"`
	Hours      Range   `json:"hours"`
}

// Range is low, mid and high of a quantity.
type Range struct {
	Low  float64 `json:"low"`
	Mid  float64 `json:"mid"`
	High float64 `json:"high"`
}

func rangeOf[T ~float64](r estimator.Range[T]) Range {
	return Range{float64(r.Low), float64(r.Mid), float64(r.High)}
}

func asRange[T ~float64](r Range) estimator.Range[T] {
	return estimator.Range[T]{Low: T(r.Low), Mid: T(r.Mid), High: T(r.High)}
}

// look puts an outlook into a frame.
func (f *Sample) look(o *sampler.Outlook) {
	if o == nil {
		return
	}
	if b := o.Budget; b != nil {
		f.Budget = &Budget{Kind: b.Kind, Amount: b.Amount, Used: b.Used, Joules: float64(b.Joules)}
		if b.Forecast != nil {
			r := rangeOf(*b.Forecast)
			f.Budget.Forecast = &r
		}
	}
	if r := o.Forecast; r != nil {
		f.Forecast = &Forecast{r.Done, r.Total, rangeOf(r.Joules), rangeOf(r.Hours)}
	}
}

// outlook is look the other way.
func (f *Sample) outlook() *sampler.Outlook {
	if f.Budget == nil && f.Forecast == nil {
		return nil
	}
	o := &sampler.Outlook{}
	if b := f.Budget; b != nil {
		o.Budget = &sampler.BudgetStanding{Kind: b.Kind, Amount: b.Amount, Used: b.Used, Joules: estimator.Joules(b.Joules)}
		if b.Forecast != nil {
			r := asRange[float64](*b.Forecast)
			o.Budget.Forecast = &r
		}
	}
	if r := f.Forecast; r != nil {
		o.Forecast = &sampler.RunForecast{Done: r.StepsDone, Total: r.StepsTotal, Joules: asRange[estimator.Joules](r.Joules), Hours: asRange[estimator.Hours](r.Hours)}
	}
	return o
}
