package estimator

// Result is the answer to a Spec. Quantities are ranges; one that is not Known, a nil pointer or an absent entry is
// unknown, never 0.
type Result struct {
	Name        string
	Energy      Range[KWh]      // at the facility, after PUE, of the whole project
	ITEnergy    Range[KWh]      // at the machines, before PUE
	Operational Range[Grams]    // from the electricity at the facility
	Network     Quantity[Grams] // from moving data outside it, when that is given; in Total, not in Operational
	Embodied    Quantity[Grams] // from making the hardware, the share of its life that the work takes; when it was asked for
	Total       Range[Grams]    // everything that is counted; NotCounted lists the rest

	NetworkEnergy Quantity[KWh] // of moving data outside the facility, not in Energy

	MarketBased Quantity[Grams] // operational by the contract that the user typed; stands beside the total, never in it

	WaterOnSite  Quantity[Litres]      // evaporated by the building's cooling
	WaterOffSite Quantity[Litres]      // evaporated by the power plants
	Primary      Quantity[MJ]          // primary energy of the electricity, and of making the hardware when that is counted
	Minerals     Quantity[KilogramsSb] // minerals and metals used up, likewise
	Electricity  Quantity[USD]         // the bill
	Rental       Quantity[USD]         // of the devices; when they are rented, it contains the bill
	SocialCost   Quantity[USD]         // damage of Total by an estimate of the social cost of carbon
	CarbonPrice  Quantity[USD]         // Total at the carbon price that the user typed

	Hours       Quantity[Hours]         // wall clock of all runs one after the other, with overhead
	DeviceHours Quantity[DeviceHours]   // of all runs, with overhead
	FLOP        Quantity[FLOP]          // of all runs, without what restarts repeat
	MFU         Quantity[Ratio]         // FLOP ÷ what the devices could do in the time, when the time is given beside the work
	Speed       Quantity[FLOPPerSecond] // FLOP ÷ time of one device, likewise

	Request   *RequestEnergy    // of answering one request, at the devices; nil when nothing is said about requests
	Requests  Optional[float64] // that are counted
	BreakEven Quantity[float64] // requests that take as much energy as the work before them

	PerUnit []UnitCarbon // Total by functional unit

	PUE    Factor // power usage effectiveness that was used
	Grid   Factor // carbon intensity that was used, g/kWh
	Damage Factor // social cost of carbon that was used, USD/t

	Variables   []Variable   // what the ranges come from
	Terms       []Term       // the breakdown: energy terms add up to Energy, carbon terms to Total, and so on by Group
	Equivalents []Equivalent // everyday comparisons of Total
	NotCounted  []Omission
	Notes       []Note
	DataVersion string

	waits bool // time in which devices wait is counted, beside Hours
}

// AveragePower returns the mean power at the facility while the work runs, and false when the wall clock is unknown or
// the energy has waiting or requests in it, whose time is another.
//
// Each end is that energy over that time, because time and energy grow together: dividing crosswise would say powers that
// no device has. A metered energy does not grow with the time; there the ends may change places.
func (r *Result) AveragePower() (Range[Watts], bool) {
	if !r.Hours.Known || r.Hours.Low <= 0 || r.Requests.given || r.waits {
		return Range[Watts]{}, false
	}
	at := func(e KWh, h Hours) Watts { return Watts(float64(e) * 1000 / float64(h)) }
	low, mid, high := at(r.Energy.Low, r.Hours.Low), at(r.Energy.Mid, r.Hours.Mid), at(r.Energy.High, r.Hours.High)
	return Range[Watts]{min(low, mid, high), mid, max(low, mid, high)}, true
}

// Water returns on-site and off-site water together, and false unless both are known.
func (r *Result) Water() (Range[Litres], bool) {
	return r.WaterOnSite.Plus(r.WaterOffSite.Range), r.WaterOnSite.Known && r.WaterOffSite.Known
}

// Factor is one of the numbers that turn machine energy into carbon and damage, with its origin.
type Factor struct {
	Value  Range[float64]
	Code   string // of the place or cloud region; empty when typed
	Name   string // of the place in words
	Scope  string // Lifecycle, Direct or MarginalBasis, for the grid
	Year   int    // 0 when typed
	Source *Source
}

// Group says to which total a Term belongs.
type Group string

const (
	EnergyTerms   Group = "energy"    // in kWh
	CarbonTerms   Group = "carbon"    // in kg CO2e
	WaterTerms    Group = "water"     // in litres
	ResourceTerms Group = "resources" // in MJ of primary energy and kg of antimony
	MoneyTerms    Group = "money"     // in US dollars; they do not add up, because a rental contains its electricity
)

// Term is one line of the breakdown: a product of named inputs.
type Term struct {
	Kind   string // "accelerator", "cpu", "memory", "host", "idle", "use", "metered", "storage", "facility", "grid", "network", "embodied", …
	Index  int    // 1, 2, … for kinds that occur more than once; 0 otherwise
	Group  Group
	Label  string
	Value  Range[float64]
	Unit   string
	Scale  float64 // Value = Scale × the product of Inputs: a change of unit only
	Served bool    // the device needs a server around it: part of ServedSum
	Inputs []Input
	Source *Source // of the method
	Year   int
}

// Input is one factor of a Term's product.
type Input struct {
	Name   string
	Value  Range[float64]
	Unit   string
	Source *Source
	Year   int // of the figure; 0 when it has none
	Role   Role
	Sum    Sum // the value is what earlier terms add up to
	Var    int // number of the Result's Variable, from 1; 0 for a number that is taken as it is
}

// Equivalent is an everyday comparison of the total.
type Equivalent struct {
	*Equivalence
	Each   float64 // kg CO2e per Unit: its Value, or its Electricity on the grid of the answer
	Amount Range[float64]
}

// Omission is something real that the total leaves out.
type Omission struct{ ID, Label string }

// Note is a remark on the answer that changes how to read it.
type Note struct{ Code, Field, Message string }
