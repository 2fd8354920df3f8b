package sampler

import "gramwatt/estimator"

// Outlook is how far a run and its budget have come, by the reckoning of whoever watches them. It is worked out from one
// snapshot and published with the next.
type Outlook struct {
	Budget   *BudgetStanding // nil without a budget
	Forecast *RunForecast    // nil while nothing can be said
}

// BudgetStanding is how much of a budget is used.
type BudgetStanding struct {
	Kind     string                    // "carbon", "energy" or "money"
	Amount   float64                   // in kg CO2e, kWh or US dollars, as Used
	Used     float64                   // by Joules
	Joules   estimator.Joules          // at the devices, from when the budget counts
	Forecast *estimator.Range[float64] // of the whole run, in the unit of Amount; nil while nothing can be said
}

// RunForecast is what the whole run is going to come to, as of now: a range that narrows as steps are done.
type RunForecast struct {
	Done, Total float64 // steps
	Joules      estimator.Range[estimator.Joules]
	Hours       estimator.Range[estimator.Hours]
}

// SetOutlook gives what the next snapshots carry, until it is set anew. It is not changed afterwards.
func (s *Sampler) SetOutlook(o Outlook) { s.outlook.Store(&o) }
