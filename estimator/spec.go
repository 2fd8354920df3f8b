package estimator

// Spec is what the user says about a piece of computing work. Every field is optional but one way to know the work:
// Hours, DeviceHours or EnergyKWh. What is left out takes a default that the Result names, or is not counted.
//
// A Spec is the same thing as a scenario in JSON (ParseScenario) and as a link (ParseQuery).
type Spec struct {
	Name         string   // the user's own label
	Accelerators []Device // GPUs, TPUs and other accelerators, one entry per kind
	CPUs         []Device // host processors that are to be counted one by one

	MemoryGB Optional[Gigabytes] // DRAM of the host; 0 or not given means none counted
	Host     Optional[Watts]     // the rest of the server, total watts; 0 none counted, not given: a default share

	Hours       Optional[Hours]       // wall clock of one run
	DeviceHours Optional[DeviceHours] // summed over the accelerators (over the CPUs when there is none), one run
	EnergyKWh   Optional[KWh]         // metered at the devices, one run

	OverheadFactor Optional[float64] // restarts and evaluation: 1.2 means 20 % on top
	Runs           Optional[float64] // how many such runs the project takes

	PUE           Optional[float64]     // power usage effectiveness of the building
	Region        string                // "FR", "CA-QC", "aws:us-east-1", "WORLD"
	GridIntensity Optional[GramsPerKWh] // average intensity typed by the user; excludes Region
	GridBasis     string                // "lifecycle" (default) or "direct"
}

// Device is one kind of device and how hard it works. Power wins over Load; Rated wins over the catalog.
type Device struct {
	ID    string // catalog id, such as "a100-sxm4-80gb"
	Name  string // the maker's name, looked up in the catalog when ID is empty
	Rated Optional[Watts]
	Count Optional[float64]
	Load  Optional[Ratio] // mean power ÷ rated power, 0 to 1.2
	Power Optional[Watts] // measured mean power of one device
}

// key is the text by which the catalog is asked.
func (d *Device) key() string {
	if d.ID != "" {
		return d.ID
	}
	return d.Name
}

// Bases of grid intensity.
const (
	Lifecycle = "lifecycle" // includes building the power plant and bringing its fuel
	Direct    = "direct"    // what leaves the stack
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
		given = given && list[i].Count.Given()
	}
	return n, given && len(list) > 0
}
