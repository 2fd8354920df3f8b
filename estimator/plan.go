package estimator

// PlanRequest says what work is to be done, within which limits, and where to look for the hardware and the place.
//
// Limits that are not given do not bind, and an empty list allows everything.
type PlanRequest struct {
	// Spec is the scenario that the search changes. It says the work: Hours, DeviceHours or Steps on its accelerators, whose
	// peak speed makes them comparable; else the arithmetic of Training. Metered energy and requests say no work that
	// another device could do. Training.Precision says which peak speed counts.
	//
	// The speed that it tells, by hours, MFU or AchievedTFLOPS, is that of as many devices as it lists, one without a list;
	// AchievedTFLOPS, a speed of its accelerators, counts as a share of their peak.
	//
	// Runs, OverheadFactor, Share, PUE, GridBasis, GridYear, a typed grid, prices, Embodied and the load of its first accelerator hold
	// for every candidate. Host 0 counts no server around the devices; otherwise each candidate has the default share. Its
	// own place, CPUs, memory, waiting and requests are not carried over, because another machine stands elsewhere and has
	// its own.
	Spec Spec

	Deadline Optional[Hours] // wall clock of all runs
	Money    Optional[USD]
	Carbon   Optional[Grams]

	MemoryEach  Optional[Gigabytes] // at least so much on each device
	MemoryTotal Optional[Gigabytes] // at least so much on all devices together

	Regions   []string // codes of places, with their states and zones and the cloud regions in them; ids of cloud regions; empty: all but averages and places whose figure is another's
	Providers []string // of clouds; given, only their regions are considered
	Devices   []string // ids or names of accelerators; empty: all but systems on a chip, which are not built to work together

	MaxCount   Optional[float64] // at most so many devices
	Counts     []int             // numbers of devices; empty: powers of two and half-way between, 1 to 4096
	StartHours []int             // UTC hours at which the work may start, 0 to 23; empty: all
}

// PlanResult is the answer to a PlanRequest: the candidates that nothing beats in carbon, cost and time together.
type PlanResult struct {
	Front    []PlanPoint // from least carbon to most, then by cost and hours; empty when nothing keeps the limits
	Cleanest int         // index in Front; -1 when Front is empty
	Cheapest int         // index in Front; -1 also when no cost is known
	Fastest  int

	Devices, Counts, Regions int       // what was considered
	Candidates               int       // their product; of each place the best start hour
	Refused                  []Refusal // by limit, in a fixed order; limits that refuse none are left out
	Least                    PlanLeast

	Precision   string
	MFU         Quantity[Ratio] // share of the peak; unknown when hours say the work, because it cancels, and when devices differ in it
	MFUSource   *Source         // nil when MFU is unknown
	Notes       []Note
	DataVersion string
}

// PlanLeast is the least that any candidate reaches whatever deadline, money and carbon limits say.
type PlanLeast struct {
	Carbon Quantity[Grams]
	Cost   Quantity[USD]
	Hours  Quantity[Hours]
}

// Refusal counts the candidates that one limit excludes.
//
// "power" and "speed" are devices of which nobody published the figure, "memory" those too small; the limits "deadline",
// "carbon" and "money" count among the rest, each on its own, so that one candidate may count for several. Carbon is
// counted at the mean of the day. A candidate of unknown cost counts for "money" when money is limited.
type Refusal struct {
	Limit      string
	Candidates int
}

// PlanPoint is one way to do the work. Mid is what the search compares; Low and High add what is not known of speed,
// power, building, grid and price.
type PlanPoint struct {
	Device     *Accelerator
	Count      int
	Region     string // code of a place or id of a cloud region; empty for a typed grid
	RegionName string
	Start      Optional[Hours] // UTC hour at which to start; not given where the day of the place is not known

	Energy    Range[KWh] // at the facility
	Carbon    Range[Grams]
	Cost      Quantity[USD]
	CostBasis string // PlanRent or PlanElectricity
	Hours     Range[Hours]

	Best   []string // of "cleanest", "cheapest", "fastest"
	Reason PlanReason

	// Spec is the point as a scenario: Estimate gives the mid of its energy, carbon and hours. Training that says the work
	// stays, with the MFU or AchievedTFLOPS that the point's number of devices leaves; where that is outside of its limits,
	// and where hours or steps said the work, it has Hours.
	Spec Spec
}

// How the numbers of a PlanPoint follow. Each of their factors, with its source, place and year, is in the terms of the
// answer to the point's own Spec, whose mids are those of the point. Two things are not: lossPerDoubling is in the share
// of the peak, or in the hours, that the Spec has; and Estimate asks for the price of the hours where it knows them.
const (
	PlanHoursFormula  = "work × overhead × runs ÷ (devices × peak speed × share of it used × (1 − loss per doubling) for each doubling)"
	PlanEnergyFormula = "devices × hours × power of one, with its server × PUE × own share"
	PlanCarbonFormula = "energy × grid intensity of the hours + devices × hours × making one, with its server, ÷ hours of its life in use"
	PlanCostFormula   = "devices × hours × rent in a cloud region, else energy × mean price of electricity"
)

// What a candidate pays: in a cloud region the rent of the devices, which contains their electricity; elsewhere the
// electricity of devices that one has. A typed rent of a device holds everywhere.
const (
	PlanRent        = "rent"
	PlanElectricity = "electricity"
)

// PlanReason is why a point is on the front: of the points before it, which are cleaner, none is as cheap and as fast.
// The factors compare it with the nearest of them.
type PlanReason struct {
	Key    string            // "cleanest" for the first, else "faster", "cheaper" or "faster_and_cheaper"
	Than   int               // index in Front of the point before; -1 for the first
	Carbon Optional[float64] // this point's ÷ that point's
	Cost   Optional[float64]
	Hours  Optional[float64]
}

// Plan searches device × count × region × start hour for the least carbon, cost and time under the limits of a request.
// The error is FieldErrors. That nothing keeps the limits is no error: Front is empty, Refused and Notes say why.
//
// The search is exact: it gives the front that trying every candidate gives (plan_search.go has the argument). Of
// candidates that are equal in all three, one stands for all. A candidate of unknown cost counts as dearer than any.
//
// Speed is the same share of the peak on every device (in fp8 without a typed speed, the default of the unit that it has),
// and each doubling of the devices loses lossPerDoubling of it.
// Which provider has which device is not known and not checked: Providers and Devices narrow the search.
func Plan(c *Catalog, req *PlanRequest) (PlanResult, error) { return planWith(c, req, dataOf(c)) }

// PlanParsed is Plan for a request that was just read, with what ParsePlan said of it: EstimateParsed of a search.
func PlanParsed(c *Catalog, req *PlanRequest, parse error) (PlanResult, error) {
	if parse != nil {
		return PlanResult{}, joinFaults(parse, req.validate(c))
	}
	return Plan(c, req)
}

func planWith(c *Catalog, req *PlanRequest, data planData) (PlanResult, error) {
	p := planner{catalog: c, req: req, data: data}
	if err := p.prepare(); err != nil {
		return PlanResult{}, err
	}
	p.search()
	return p.result, nil
}
