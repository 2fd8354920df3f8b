package estimator

// Spec is what the user says about a piece of computing work. Every field is optional but one way to know the work:
// Hours, DeviceHours, EnergyKWh, Training, Steps, RedAI or Inference. What is left out takes a default that the Result names,
// or is not counted.
//
// A Spec is the same thing as a scenario in JSON (ParseScenario) and as a link (ParseQuery).
type Spec struct {
	Name         string   // the user's own label
	Accelerators []Device // GPUs, TPUs and other accelerators, one entry per kind
	CPUs         []Device // host processors that are to be counted one by one
	Workload     string   // kind of work, whose measured loads apply to accelerators without one: "llm-pretraining"

	MemoryGB Optional[Gigabytes] // DRAM of the host; 0 or not given means none counted
	Host     Optional[Watts]     // the rest of the server, total watts; 0 none counted, not given: a default share
	SSD      Optional[Terabytes] // kept on solid-state drives while the work runs, copies included
	HDD      Optional[Terabytes] // likewise on disks
	Share    Optional[Ratio]     // own part of the machine described: 0.25 when four people share it

	Hours       Optional[Hours]       // wall clock of one run
	DeviceHours Optional[DeviceHours] // summed over the accelerators (over the CPUs when there is none), one run
	EnergyKWh   Optional[KWh]         // metered at the devices, one run
	Training    Training              // the arithmetic of one run, from which the hours follow unless they are given
	Steps       Steps                 // a measured step of one run, from which the hours follow
	RedAI       RedAI                 // one example × data set × experiments: energy, or arithmetic from which the hours follow
	NetworkGB   Optional[Gigabytes]   // moved between data centres in one run
	IdleHours   Optional[Hours]       // wall clock of one run that the devices are held and wait, beside the work

	Inference Inference // answering requests with the model; alone, or beside the work that makes it

	OverheadFactor Optional[float64] // restarts and evaluation: 1.2 means 20 % on top
	Runs           Optional[float64] // how many such runs the project takes
	Project        Project           // trials, seeds, failures and retraining, from which the runs follow

	PUE             Optional[float64]      // power usage effectiveness of the building
	PUEComponents   []Part                 // shares of the building's energy, from which the PUE follows
	Site            string                 // kind of building, such as "home", when no PUE is given
	Region          string                 // "FR", "CA-QC", "aws:us-east-1", "WORLD"
	GridIntensity   Optional[GramsPerKWh]  // average intensity typed by the user; excludes Region and GridMix
	GridMix         []Part                 // shares of fuels, from which the intensity follows; excludes Region and GridIntensity
	GridBasis       string                 // Lifecycle (default), Direct or MarginalBasis
	GridYear        Optional[float64]      // year of the catalog's grid figure; not given: the newest
	StartHour       Optional[Hours]        // UTC hour of the day at which the work starts, 0 to 24
	MarketIntensity Optional[GramsPerKWh]  // of the contract; shown beside the answer, never in it
	WUE             Optional[LitresPerKWh] // water on site ÷ IT energy
	OffSiteWater    Optional[LitresPerKWh] // water of the power plants ÷ energy at the facility

	ElectricityPrice Optional[USDPerKWh]
	Tariff           []float64             // USD/kWh by hour of the day in UTC, 24 of them, from midnight; excludes ElectricityPrice
	DevicePrice      Optional[USDPerHour]  // rent of one device
	SocialCost       Optional[USDPerTonne] // damage of a tonne of CO2e
	CarbonPrice      Optional[USDPerTonne] // that somebody pays for a tonne of CO2e: a tax, or a price of emissions trading

	Embodied EmbodiedSpec
}

// EmbodiedSpec says whether and how making the hardware is counted.
type EmbodiedSpec struct {
	Counted     Optional[float64] // 1 counts it, 0 does not; not given: counted when another field here is
	DeviceKg    Optional[float64] // kg CO2e of making one device; not given: from the catalog
	HostKg      Optional[float64] // kg CO2e of making one server without its accelerators; not given: a default
	PerHost     Optional[float64] // accelerators in one server, or CPUs where there are none; not given: 8, and 2 CPUs
	Lifetime    Optional[float64] // years of service
	Utilisation Optional[Ratio]   // share of its life that the hardware works
}

// wanted reports whether embodied emissions are to be counted.
func (e *EmbodiedSpec) wanted() bool {
	if v, ok := e.Counted.Get(); ok {
		return v != 0
	}
	return e.DeviceKg.given || e.HostKg.given || e.PerHost.given || e.Lifetime.given || e.Utilisation.given
}

// Device is one kind of device and how hard it works. Power wins over Load; Rated wins over the catalog.
type Device struct {
	ID    string // catalog id, such as "a100-sxm4-80gb"
	Name  string // the maker's name, looked up in the catalog when ID is empty
	Rated Optional[Watts]
	Count Optional[float64]
	Load  Optional[Ratio] // mean power ÷ rated power, 0 to 1.2
	Power Optional[Watts] // measured mean power of one device
	Cap   Optional[Watts] // power limit set on one device
	Busy  Optional[Ratio] // of a CPU: utilisation, from which a curve gives the load
	Idle  Optional[Watts] // power of one device while it waits
}

// key is the text by which the catalog is asked.
func (d *Device) key() string {
	if d.ID != "" {
		return d.ID
	}
	return d.Name
}

// Part is one share of a whole: a fuel of a grid mix, or a use of a building's energy.
type Part struct {
	ID    string
	Share float64 // of any scale: parts count relative to their sum
}

// Bases of grid intensity.
const (
	Lifecycle     = "lifecycle" // average, includes building the power plant and bringing its fuel
	Direct        = "direct"    // average, what leaves the stack
	MarginalBasis = "marginal"  // what leaves the stacks of the plants that one more kilowatt-hour calls up
)

// devices returns the list that device-hours are counted over.
func (s *Spec) devices() []Device {
	if len(s.Accelerators) > 0 {
		return s.Accelerators
	}
	return s.CPUs
}

// deviceCount returns the number of devices that device-hours are counted over, and whether every count was given.
func (s *Spec) deviceCount() (n float64, given bool) {
	given = true
	list := s.devices()
	for i := range list {
		n += list[i].Count.Or(1)
		given = given && list[i].Count.given
	}
	return n, given && len(list) > 0
}

// runs returns how many runs the project takes. The Spec has been validated.
func (s *Spec) runs() float64 {
	if s.Project.given() {
		return s.Project.runs()
	}
	return s.Runs.Or(1)
}

// metered reports whether the energy of the devices is told as it is, by a meter or by that of one example.
func (s *Spec) metered() bool { return s.EnergyKWh.given || s.RedAI.Energy.given }

// sized reports whether the scenario says how much arithmetic a run is.
func (s *Spec) sized() bool { return s.Training.sized() || s.RedAI.FLOP.given }

// arithmetic returns the work of one run. The Spec has been validated.
func (s *Spec) arithmetic() Work {
	if !s.RedAI.FLOP.given {
		return s.Training.work()
	}
	t := s.RedAI.term()
	flop := As[FLOP](t.Value)
	return Work{Model: flop, Hardware: flop, Inputs: t.Inputs, Source: t.Source}
}
