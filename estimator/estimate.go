package estimator

// Estimate computes energy, carbon, water and money of the work that s describes, with the figures of c. The error is
// FieldErrors: every bad field of s with its value and a remedy. Neither argument is changed or kept.
//
// Energy is the sum of the parts at the machines, times runs and overhead, times PUE; carbon is energy times the
// intensity of the place, and the share of making the hardware when that is asked for. Nothing is rounded and nothing
// is subtracted.
func Estimate(c *Catalog, s *Spec) (Result, error) {
	if err := s.Validate(c); err != nil {
		return Result{}, err
	}
	e := newEstimate(c, s)
	e.addMachines()
	e.addFacility()
	e.addGrid()
	e.addEmbodied()
	e.addWater()
	e.addResources()
	e.addMoney()
	e.addPerUnit()
	e.addRemarks()
	return e.result, nil
}

// An estimate is a Result in the making.
type estimate struct {
	catalog *Catalog
	spec    *Spec
	result  Result

	inputs []Input // one array behind all terms
	from   int     // where the inputs of the term in the making begin

	work   work       // how long the devices work
	served Range[KWh] // of devices that need a server around them
	hosted bool       // the rest of the server is counted
}

func newEstimate(c *Catalog, s *Spec) *estimate {
	groups := len(s.Accelerators) + len(s.CPUs)
	inputs := make([]Input, maxWorkInputs, 8*groups+80)
	e := &estimate{catalog: c, spec: s, inputs: inputs[maxWorkInputs:]}
	e.work.inputs = inputs[:0:maxWorkInputs]
	e.result = Result{Name: s.Name, DataVersion: c.Version(), Terms: make([]Term, 0, groups+16), Variables: make([]Variable, 0, groups+12)}
	e.findWork()
	return e
}

// energyTerm finishes a term of energy at the machines.
func (e *estimate) energyTerm(t Term, scale float64) {
	t.Group, t.Unit = EnergyTerms, "kWh"
	used := As[KWh](e.term(t, scale))
	if t.Served {
		e.served = e.served.Plus(used)
	}
	e.result.ITEnergy = e.result.ITEnergy.Plus(used)
}

// addFacility adds what the building uses on top of the machines.
func (e *estimate) addFacility() {
	r, b := &e.result, findPUE(e.catalog, e.spec)
	r.PUE = Factor{Value: b.pue, Name: b.basis, Year: b.year, Source: b.source}
	e.sum("energy at the machines", ITSum)
	e.uncertain(Input{Name: "PUE", Value: b.pue, Source: b.source, Year: b.year, Role: Excess}, Key{"pue", b.key}, "building overhead (PUE)", Field{Name: "pue"})
	overhead := e.term(Term{Kind: "facility", Group: EnergyTerms, Label: "cooling and power of the building", Unit: "kWh", Source: b.source, Year: b.year}, 1)
	r.Energy = r.ITEnergy.Plus(As[KWh](overhead))
}

// addGrid turns energy into carbon.
func (e *estimate) addGrid() {
	r, g := &e.result, findGrid(e.catalog, e.spec)
	r.Grid = g.factor()
	label := "electricity at the typed intensity"
	if len(e.spec.GridMix) > 0 {
		label = "electricity of the given mix of fuels"
	}
	if g.place != nil {
		label = g.place.Name
	}
	e.sum("energy at the facility", FacilitySum)
	e.gridIntensity(&g)
	e.addHourOfDay(&g)
	e.carbonTerm(Term{Kind: "grid", Label: label, Source: g.source, Year: g.year}, 1/gramsPerKilogram)
	r.Operational = r.Total
	if v, ok := e.spec.MarketIntensity.Get(); ok {
		r.MarketBased = Known(As[Grams](r.Energy.Times(float64(v))))
	}
	e.addNetwork(&g)
	e.gridNotes(g)
}

// gridIntensity adds the grid's average to the term in the making.
func (e *estimate) gridIntensity(g *grid) {
	e.uncertain(Input{Name: "grid intensity", Value: As[float64](g.intensity), Unit: "gCO2e/kWh", Source: g.source, Year: g.year},
		Key{g.scope, e.result.Grid.Code}, "grid intensity", Field{Name: "grid_g_per_kwh"})
}

// addHourOfDay scales the grid's average by how clean the hours of the run are, when its start is given and the place
// has a profile.
func (e *estimate) addHourOfDay(g *grid) {
	start, given := e.spec.StartHour.Get()
	if !given {
		return
	}
	p, ok := (*HourProfile)(nil), false
	if g.place != nil && g.scope != MarginalBasis { // the profiles are of averages
		p, ok = e.catalog.HourProfile(g.place.Code)
	}
	if !ok || !e.work.clocked {
		e.note("hour_unknown", "start_hour", "The start hour does not change the carbon: no profile of the day is known for the place on this basis, or the wall-clock time is not known.")
		return
	}
	e.uncertain(Input{Name: "hours of the day ÷ average", Value: p.Window(start, e.work.lasts()), Source: p.Source, Year: p.Year},
		Key{"hour", p.Zone}, "hour of the day", Field{Name: "start_hour"})
}

// carbonTerm finishes a term of the total.
func (e *estimate) carbonTerm(t Term, scale float64) Range[Grams] {
	t.Group, t.Unit = CarbonTerms, "kgCO2e"
	part := As[Grams](e.term(t, scale).Times(gramsPerKilogram))
	e.result.Total = e.result.Total.Plus(part)
	return part
}
