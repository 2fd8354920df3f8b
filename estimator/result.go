package estimator

// Result is the answer to a Spec. Totals are ranges; a nil pointer or an absent entry is unknown, never 0.
type Result struct {
	Name        string
	Energy      Range[KWh]   // at the facility, after PUE, of the whole project
	ITEnergy    Range[KWh]   // at the machines, before PUE
	Operational Range[Grams] // from the electricity
	Total       Range[Grams] // everything that is counted; NotCounted lists the rest

	Hours       Optional[Hours]       // wall clock of all runs one after the other, with overhead
	DeviceHours Optional[DeviceHours] // of all runs, with overhead

	PUE  Factor // power usage effectiveness that was used
	Grid Factor // carbon intensity that was used, g/kWh

	Terms       []Term       // the breakdown: energy terms add up to Energy, carbon terms to Total
	Equivalents []Equivalent // everyday comparisons of Total
	NotCounted  []Omission
	Notes       []Note
	DataVersion string
}

// AveragePower returns the mean power at the facility while the work runs, and false when the wall clock is unknown.
func (r *Result) AveragePower() (Range[Watts], bool) {
	h, ok := r.Hours.Get()
	if !ok || h <= 0 {
		return Range[Watts]{}, false
	}
	return As[Watts](r.Energy.Times(1000 / float64(h))), true
}

// Factor is one of the two numbers that turn machine energy into carbon, with its origin.
type Factor struct {
	Value  Range[float64]
	Code   string // of the place or cloud region; empty when typed
	Name   string // of the place in words
	Scope  string // Lifecycle or Direct, for the grid
	Year   int    // 0 when typed
	Source *Source
}

// Group says to which total a Term belongs.
type Group string

const (
	EnergyTerms Group = "energy" // in kWh
	CarbonTerms Group = "carbon" // in kg CO2e
)

// Term is one line of the breakdown.
type Term struct {
	Kind    string // "accelerator", "cpu", "memory", "host", "metered", "facility", "grid"
	Index   int    // 1, 2, … for kinds that occur more than once; 0 otherwise
	Group   Group
	Label   string
	Value   Range[float64] // kWh or kg CO2e
	Unit    string
	Formula string // in words, over the names of Inputs
	Inputs  []Input
	Source  *Source // of the method
	Year    int
}

// Input is one number in a Term's formula.
type Input struct {
	Name   string
	Value  Range[float64]
	Unit   string
	Source *Source
	Year   int // of the figure; 0 when it has none
}

// Equivalent is an everyday comparison of the total.
type Equivalent struct {
	*Equivalence
	Amount Range[float64]
}

// Omission is something real that the total leaves out.
type Omission struct{ ID, Label string }

// Note is a remark on the answer that changes how to read it.
type Note struct{ Code, Field, Message string }
