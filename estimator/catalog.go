package estimator

import "strings"

// A Source is where a figure comes from. Every row of the catalogs has one.
type Source struct {
	ID        string // "egrid-2022"
	Title     string
	Publisher string
	URL       string
	Licence   string // SPDX where there is one; "cited figures" where single facts are quoted from a work that is not open
	Year      int    // of publication; 0 for pages that change
	AsOf      string // YYYY-MM-DD: when the figures were last read or their file last changed, as data/README.md says
}

// Citation names the source in one line: its title, and the publisher when the title does not.
func (s *Source) Citation() string {
	if s.Publisher == "" || strings.Contains(s.Title, s.Publisher) {
		return s.Title
	}
	return s.Publisher + ": " + s.Title
}

// An Accelerator is a processor that trains models: a GPU card, a TPU chip, a superchip, a Jetson module. Power is of
// the whole board at its default limit. In every number 0 means that nobody published it.
type Accelerator struct {
	ID            string // "a100-sxm4-80gb"
	Name          string // "NVIDIA A100 SXM4 80GB"
	Vendor        string // "NVIDIA"
	Kind          string // "gpu", "tpu", "asic" or "soc"
	Rated         Watts  // see HasRated
	RatedBasis    string // "maker", "analyst" where the maker publishes none and a third party's figure is used, or "unchecked": see ExtendedAccelerators
	Idle          Watts  // drawn while waiting
	IdleSource    *Source
	Average       Watts // mean in production, measured by its owner
	AverageSource *Source
	FP32          float64 // TFLOPS (1e12 FLOP/s) of the vector unit at boost clock
	TF32          float64 // TFLOPS of the matrix unit, dense
	FP16          float64 // TFLOPS in FP16 or BF16, dense, FP32 accumulation; of the vector unit where there is no matrix unit
	FP8           float64 // TFLOPS, dense
	Memory        Gigabytes
	MemoryType    string  // "HBM2e"
	Year          int     // of release
	ProcessNM     float64 // name of the process node, in nanometres
	DieMM2        float64 // compute dies of the board together, in mm²
	Source        *Source // of the rated power, and of the rest where no other source is named
	ConfirmedBy   string  // ids of sources that give the same rated power within 2 %, separated by spaces
	Note          string
}

// HasRated reports whether a rated power is known.
func (a *Accelerator) HasRated() bool { return a.Rated > 0 }

// A CPU is one processor package.
type CPU struct {
	Name     string // "AMD EPYC 7763"
	Vendor   string // "AMD"
	Rated    Watts  // thermal design power that most lists give
	RatedMin Watts  // smallest of the lists
	RatedMax Watts  // largest: often the turbo limit of a configurable part
	Cores    int    // 0 unknown
	Year     int    // of release, or of its first benchmark entry; 0 unknown
	Source   *Source
	Sources  string // ids of all lists that have it, separated by spaces; Source is the first
}

// A Place is where electricity is drawn: a country, a state, a grid zone, an area such as the EU, or the world.
type Place struct {
	Code      string // ISO 3166-1 or 3166-2, or the zone code of Electricity Maps; "EGRID-…", "X-…" and "WORLD" are ours
	Name      string
	Level     string // "world", "area", "country", "us-state", "ca-province", "cn-province", "au-state", "ru-region", "grid-zone", "egrid-subregion"
	Parent    string // code of the country; empty at the top
	Proxy     string // code of the place whose figures stand in, because this one imports from there and has none
	Lifecycle *Intensity
	Direct    *Intensity
}

// An Intensity is the average carbon intensity of electricity at a place: emissions ÷ energy, location-based.
//
// Value is the figure that data/README.md prefers for the place and scope. Low and High are the smallest and the largest
// figure of the same scope that any source in the catalogs gives for the place, from two years before Year on; an
// undated Value stands alone. Low ≤ Value ≤ High.
type Intensity struct {
	Value, Low, High GramsPerKWh
	Year             int    // that Value describes; 0 unknown
	Direct           bool   // emissions of the stacks alone; otherwise life cycle, with fuel supply and plants
	Basis            string // "generation" or "consumption" (after imports and exports); empty when unsaid
	Source           *Source
}

// A CloudRegion is a provider's region. Its grid is that of the place Zone.
type CloudRegion struct {
	ID       string // "aws:us-east-1"
	Provider string // "aws"
	Region   string // "us-east-1"
	Name     string // as the provider shows it
	City     string // may be empty
	Country  string // ISO 3166-1
	Zone     string // code of the Place that it draws from
	Lat, Lon float64
	Located  bool // Lat and Lon are known

	PUE        float64 // 0 unknown
	PUESource  *Source
	WUE        float64 // litres of water on site per kWh of IT energy; 0 is dry cooling when WUESource is there, else unknown
	WUESource  *Source
	CFE        Ratio // carbon-free share of the grid's energy hour by hour, by the provider; 0 unknown
	CFESource  *Source
	Provided   GramsPerKWh // the provider's own intensity, direct emissions; 0 unknown
	ProvidedBy *Source
	Source     *Source // of the name and place
	ZoneSource *Source
}

// A PUEFigure is one published power usage effectiveness: energy of the building ÷ energy of the machines in it.
type PUEFigure struct {
	Provider string // "world" for surveys, "on-premise", or a cloud's name
	Scope    string // region or occasion; empty for the whole fleet
	PUE      float64
	Year     int
	Source   *Source
}

// An Equivalence is something familiar that emits Value kilograms of CO2e per Unit, or that takes Electricity, whose
// emissions are those of the grid of the answer that it is compared with.
type Equivalence struct {
	ID          string  // "car-km-eu"
	Label       string  // "driving a car in Europe"
	Value       float64 // kg CO2e per Unit; 0 where Electricity is given
	Electricity KWh     // per Unit; 0 where Value is given
	Unit        string  // "km"
	Year        int     // of the figure
	Source      *Source
}

// A Catalog holds the figures that estimates rest on. It does not change after Load, and any number of goroutines may
// read it. The slices and pointers it returns are shared: callers do not write to them.
type Catalog struct {
	sources      []Source
	accelerators []Accelerator
	places       []Place
	clouds       []CloudRegion
	pues         []PUEFigure
	equivalences []Equivalence

	acceleratorKeys map[string]int32  // deviceKey of ids, names and aliases → index
	ambiguous       map[string]string // deviceKey of an alias that several parts share → ids of the parts not taken, apart by spaces

	cpus    []CPU
	cpuKeys map[string]int32 // cpuKey of names → index; there once cpus is parsed

	fuels                         []Fuel
	mixes                         []GridMix
	marginals                     []Marginal
	hoursShared, hoursOpen, hours []HourProfile // by licence, and both with their time zones
	waters                        []WaterFigure
	wues                          []WUEFigure
	prices                        []ElectricityPrice
	priceHours                    []PriceProfile
	devicePrices                  []DevicePrice
	instances                     []Instance
	socialCosts                   []SocialCost
	extended                      []Accelerator
	extendedKeys                  map[string]int32 // deviceKey of ids and names → index; there once extended is parsed
	conflicts                     []Conflict
	embodied                      []EmbodiedFigure
	models                        []LanguageModel
	workloads                     []Workload
	sites                         []Site
	mfus                          []MFUFigure
	rivalGrids                    []RivalGrid
	openRivals                    []RivalGrid // rows of grids_open.csv that are another calculator's
	published                     []PublishedCase

	figures []gridFigure // of all places and years
	files   [catalogFileCount]lazyFile
}

// dataVersion names the state of the files under data: year and month of the newest change.
const dataVersion = "2026.11"

// Version names the state of the compiled-in data, such as "2026.11".
func (c *Catalog) Version() string { return dataVersion }

// Sources returns all sources, sorted by id.
func (c *Catalog) Sources() []Source { return c.sources }

// Accelerators returns the accelerators whose figures were compared, sorted by id. ExtendedAccelerators has the rest.
func (c *Catalog) Accelerators() []Accelerator { return c.accelerators }

// Places returns all places, sorted by code. Some have no figure of their own: see Place.Proxy.
func (c *Catalog) Places() []Place { return c.places }

// CloudRegions returns all cloud regions, sorted by id.
func (c *Catalog) CloudRegions() []CloudRegion { return c.clouds }

// PUEs returns all published PUE figures, sorted by provider, scope and year.
func (c *Catalog) PUEs() []PUEFigure { return c.pues }

// Equivalences returns the everyday comparisons, sorted by id.
func (c *Catalog) Equivalences() []Equivalence { return c.equivalences }

// CPUs returns all processors, sorted by name. The first call parses them.
func (c *Catalog) CPUs() []CPU { c.need(cpusFile); return c.cpus }
