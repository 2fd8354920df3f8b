package estimator

// Estimate computes energy and carbon of the work that s describes, with the figures of c. The error is FieldErrors:
// every bad field of s with its value and a remedy. Neither argument is changed or kept.
//
// Energy is the sum of the parts at the machines, times runs and overhead, times PUE; carbon is energy times the
// average intensity of the place. Nothing is rounded and nothing is subtracted.
func Estimate(c *Catalog, s *Spec) (Result, error) {
	if err := s.Validate(c); err != nil {
		return Result{}, err
	}
	e := newEstimate(c, s)
	e.addMachines()
	e.addFacility()
	e.addGrid()
	e.addRemarks()
	return e.result, nil
}

// An estimate is a Result in the making.
type estimate struct {
	catalog *Catalog
	spec    *Spec
	result  Result
	inputs  []Input // one array behind all terms

	hours   Hours   // wall clock of one run
	clocked bool    // hours is known
	share   float64 // hours that each counted device works in one run
	project float64 // runs × overhead
	hosted  bool    // the rest of the server is counted
}

func newEstimate(c *Catalog, s *Spec) *estimate {
	groups := len(s.Accelerators) + len(s.CPUs)
	e := &estimate{catalog: c, spec: s, inputs: make([]Input, 0, 6*groups+24)}
	e.result = Result{Name: s.Name, DataVersion: c.Version(), Terms: make([]Term, 0, groups+5)}
	e.project = s.Runs.Or(1) * s.OverheadFactor.Or(1)

	count, counted := s.deviceCount()
	e.hours, e.clocked = s.Hours.Get()
	e.share = float64(e.hours)
	if dh, ok := s.DeviceHours.Get(); ok {
		e.share = float64(dh) / count
		if counted {
			e.hours, e.clocked = Hours(e.share), true
		}
		e.result.DeviceHours = Some(DeviceHours(float64(dh) * e.project))
	} else if e.clocked && count > 0 {
		e.result.DeviceHours = Some(DeviceHours(count * float64(e.hours) * e.project))
	}
	if e.clocked {
		e.result.Hours = Some(Hours(float64(e.hours) * e.project))
	}
	return e
}

// addMachines adds every part that draws power before the building's overhead.
func (e *estimate) addMachines() {
	s := e.spec
	if metered, ok := s.EnergyKWh.Get(); ok {
		e.addMetered(metered)
	} else {

		var served Range[KWh] // of accelerators that need a server around them
		for i := range s.Accelerators {
			l, a := acceleratorLoad(e.catalog, &s.Accelerators[i])
			label := "accelerator"
			if a != nil {
				label = a.Name
			}
			used := e.addDevice("accelerator", i+1, label, &s.Accelerators[i], l, e.share)
			if a == nil || a.Kind != systemOnChip {
				served = served.Plus(used)
			}

		}
		for i := range s.CPUs {
			l, p := cpuLoad(e.catalog, &s.CPUs[i])
			label := "CPU"
			if p != nil {
				label = p.Name
			}
			hours := float64(e.hours)
			if len(s.Accelerators) == 0 {
				hours = e.share
			}
			e.addDevice("cpu", i+1, label, &s.CPUs[i], l, hours)
		}
		e.addDefaultHost(served)
	}
	e.addMemory()
	e.addTypedHost()
}

// addDevice adds one kind of device: count × hours × power.
func (e *estimate) addDevice(kind string, index int, label string, d *Device, l load, hours float64) Range[KWh] {
	count := d.Count.Or(1)
	used := As[KWh](l.watts.Times(count * hours / 1000 * e.project))
	from := len(e.inputs)
	e.input("count", count, "", &sourceTyped)
	formula := "count × hours × measured power"
	if l.measured {
		e.inputRange("measured power", As[float64](l.watts), "W", &sourceTyped)
	} else {
		formula = "count × hours × rated power × load"
		e.input("rated power", float64(l.rated), "W", l.ratedBy)
		e.inputRange("load", As[float64](l.ratio), "", l.ratioBy)
	}
	e.input("hours", hours, "h", &sourceTyped)
	e.projectInputs()
	source := l.ratioBy
	if l.measured {
		source = &sourceYang
	}
	e.addEnergy(Term{Kind: kind, Index: index, Label: label, Formula: formula + e.projectFormula(), Source: source}, used, from)
	return used
}

func (e *estimate) addMetered(metered KWh) {
	from := len(e.inputs)
	e.input("metered energy", float64(metered), "kWh", &sourceTyped)
	e.projectInputs()
	e.addEnergy(Term{Kind: "metered", Label: "metered at the devices", Formula: "metered energy" + e.projectFormula(), Source: &sourceTyped},
		Exactly(metered*KWh(e.project)), from)
}

// systemOnChip is the kind of accelerators whose rated power includes CPU and memory: Apple silicon, Jetson modules.
const systemOnChip = "soc"

// addDefaultHost adds the rest of the server as a share of its accelerators, when the user said nothing about it.
func (e *estimate) addDefaultHost(accelerators Range[KWh]) {
	s := e.spec
	if s.Host.Given() || accelerators.Mid == 0 || len(s.CPUs) > 0 || s.MemoryGB.Given() {
		return
	}
	e.hosted = true
	from := len(e.inputs)
	e.inputRange("energy of the accelerators", As[float64](accelerators), "kWh", nil)
	e.inputRange("host share", defaultHostShare, "", &sourceElsworth)
	e.addEnergy(Term{Kind: "host", Label: "rest of the server", Formula: "energy of the accelerators × host share", Source: &sourceElsworth},
		Scale(accelerators, defaultHostShare), from)
}

func (e *estimate) addMemory() {
	gb := e.spec.MemoryGB.Or(0)
	if gb == 0 {
		return
	}
	from := len(e.inputs)
	e.input("memory", float64(gb), "GB", &sourceTyped)
	e.inputRange("power per gigabyte", memoryWattsPerGB, "W/GB", &sourceMemory)
	e.input("hours", float64(e.hours), "h", &sourceTyped)
	e.projectInputs()
	e.addEnergy(Term{Kind: "memory", Label: "memory", Formula: "memory × power per gigabyte × hours" + e.projectFormula(), Source: &sourceMemory},
		As[KWh](memoryWattsPerGB.Times(float64(gb)*float64(e.hours)/1000*e.project)), from)
}

func (e *estimate) addTypedHost() {
	w := e.spec.Host.Or(0)
	if w == 0 {
		return
	}
	e.hosted = true
	from := len(e.inputs)
	e.input("power of the rest", float64(w), "W", &sourceTyped)
	e.input("hours", float64(e.hours), "h", &sourceTyped)
	e.projectInputs()
	e.addEnergy(Term{Kind: "host", Label: "rest of the server", Formula: "power of the rest × hours" + e.projectFormula(), Source: &sourceTyped},
		Exactly(w.For(e.hours)*KWh(e.project)), from)
}

// addFacility adds what the building uses on top of the machines.
func (e *estimate) addFacility() {
	r, b := &e.result, findPUE(e.catalog, e.spec)
	r.PUE = Factor{Value: b.pue, Name: b.basis, Year: b.year, Source: b.source}
	r.Energy = Scale(r.ITEnergy, b.pue)
	overhead := Range[float64]{b.pue.Low - 1, b.pue.Mid - 1, b.pue.High - 1}
	from := len(e.inputs)
	e.inputRange("energy at the machines", As[float64](r.ITEnergy), "kWh", nil)
	e.inputOf(b.year, "PUE", b.pue, "", b.source)
	e.addTerm(Term{Kind: "facility", Group: EnergyTerms, Label: "cooling and power of the building", Unit: "kWh",
		Value: As[float64](Scale(r.ITEnergy, overhead)), Formula: "energy at the machines × (PUE − 1)", Source: b.source, Year: b.year}, from)
}

// addGrid turns energy into carbon.
func (e *estimate) addGrid() {
	r, g := &e.result, findGrid(e.catalog, e.spec)
	r.Grid = Factor{Value: As[float64](g.intensity), Scope: g.scope, Year: g.year, Source: g.source}
	label := "electricity at the typed intensity"
	if g.place != nil {
		r.Grid.Code, r.Grid.Name, label = g.place.Code, g.place.Name, g.place.Name
	}
	if g.cloud != nil {
		r.Grid.Code = g.cloud.ID
	}
	r.Operational = Scale(As[Grams](r.Energy), g.intensity)
	r.Total = r.Operational
	from := len(e.inputs)
	e.inputRange("energy at the facility", As[float64](r.Energy), "kWh", nil)
	e.inputOf(g.year, "grid intensity", As[float64](g.intensity), "gCO2e/kWh", g.source)
	e.addTerm(Term{Kind: "grid", Group: CarbonTerms, Label: label, Unit: "kgCO2e",
		Value: As[float64](r.Operational.Times(1 / gramsPerKilogram)), Formula: "energy at the facility × grid intensity", Source: g.source, Year: g.year}, from)
	e.gridNotes(g)
}

// projectInputs adds runs and overhead to a term when they do something.
func (e *estimate) projectInputs() {
	if v, ok := e.spec.OverheadFactor.Get(); ok && v != 1 {
		e.input("overhead factor", v, "", &sourceTyped)
	}
	if v, ok := e.spec.Runs.Get(); ok && v != 1 {
		e.input("runs", v, "", &sourceTyped)
	}
}

func (e *estimate) projectFormula() string {
	over := e.spec.OverheadFactor.Or(1) != 1
	runs := e.spec.Runs.Or(1) != 1
	switch {
	case over && runs:
		return " × overhead factor × runs"
	case over:
		return " × overhead factor"
	case runs:
		return " × runs"
	}
	return ""
}

func (e *estimate) input(name string, v float64, unit string, source *Source) {
	e.inputRange(name, Exactly(v), unit, source)
}

func (e *estimate) inputRange(name string, v Range[float64], unit string, source *Source) {
	year := 0
	if source != nil {
		year = source.Year
	}
	e.inputOf(year, name, v, unit, source)
}

// inputOf adds a figure of a year that is not its source's.
func (e *estimate) inputOf(year int, name string, v Range[float64], unit string, source *Source) {
	e.inputs = append(e.inputs, Input{Name: name, Value: v, Unit: unit, Source: source, Year: year})
}

// addEnergy adds a term and its energy to the machines' total. Its inputs are those added since from.
func (e *estimate) addEnergy(t Term, used Range[KWh], from int) {
	t.Group, t.Unit, t.Value = EnergyTerms, "kWh", As[float64](used)
	if t.Source != nil {
		t.Year = t.Source.Year
	}
	e.addTerm(t, from)
	e.result.ITEnergy = e.result.ITEnergy.Plus(used)
}

func (e *estimate) addTerm(t Term, from int) {
	t.Inputs = e.inputs[from:len(e.inputs):len(e.inputs)]
	e.result.Terms = append(e.result.Terms, t)
}
