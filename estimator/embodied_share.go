package estimator

// addEmbodied adds the part of making the hardware that the work carries, when that is asked for: hours of use ÷ hours
// that the hardware works in its life. Without device-hours, or where nothing is known of a device, nothing is added and
// a note says so.
func (e *estimate) addEmbodied() {
	s := e.spec
	if !s.Embodied.wanted() {
		return
	}
	if len(e.work.inputs) == 0 || len(s.Accelerators) == 0 {
		e.note("embodied_unknown", "embodied", "Making the hardware is not counted: it needs accelerators and the hours that they work.")
		return
	}
	makings := make([]Input, 0, 8)
	for i := range s.Accelerators {
		m, ok := e.making(&s.Accelerators[i])
		if !ok {
			e.note("embodied_unknown", devicePath("accelerators", i, "id"), "Making the hardware is not counted: nothing is known of this device. Give embodied.device_kg.")
			return
		}
		makings = append(makings, m)
	}
	served := 0.0
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		t := Term{Kind: "embodied", Index: i + 1, Label: "making accelerators", Source: makings[i].Source, Year: makings[i].Year}
		soc := false
		if a, ok := e.catalog.Accelerator(d.key()); ok {
			t.Label, soc = "making "+a.Name, a.Kind == systemOnChip
		}
		if !soc {
			served += d.Count.Or(1)
		}
		e.given("count", d.Count.Or(1), "", &sourceTyped)
		e.embodiedTerm(t, makings[i], Key{"making", d.key()}, "embodied.device_kg")
	}
	if served > 0 {
		e.embodiedServers(served)
	}
}

// making returns the mass of making one device: typed, else from the catalog.
func (e *estimate) making(d *Device) (Input, bool) {
	in := Input{Name: "making one", Unit: "kg", Source: &sourceTyped}
	if v, ok := e.spec.Embodied.DeviceKg.Get(); ok {
		in.Value = Exactly(v)
		return in, true
	}
	a, ok := e.catalog.Accelerator(d.key())
	if !ok {
		return in, false
	}
	mass, source, basis := e.catalog.EmbodiedOf(a)
	in.Value, in.Source = As[float64](mass.Times(1/gramsPerKilogram)), source
	return in, basis != ""
}

// embodiedServers adds the servers around the devices.
func (e *estimate) embodiedServers(devices float64) {
	s := &e.spec.Embodied
	server := Input{Name: "making one server", Unit: "kg", Value: As[float64](embodiedServer.Times(1 / gramsPerKilogram)), Source: &sourceServer}
	if v, ok := s.HostKg.Get(); ok {
		server.Value, server.Source = Exactly(v), &sourceTyped
	}
	e.servers(devices)
	e.embodiedTerm(Term{Kind: "embodied", Label: "making servers", Source: server.Source, Year: server.Year}, server, Key{"making", "server"}, "embodied.host_kg")
}

// servers adds how many servers hold the devices.
func (e *estimate) servers(devices float64) {
	e.given("devices", devices, "", &sourceTyped)
	e.add(Input{Name: "devices in one server", Value: Exactly(e.spec.Embodied.PerHost.Or(serverAccelerators)), Source: &sourceTyped, Role: Divided})
}

// embodiedTerm finishes a term of carbon whose number of pieces has been added.
func (e *estimate) embodiedTerm(t Term, making Input, key Key, field string) {
	scale := e.workInputs()
	e.projectInputs()
	e.uncertain(making, key, t.Label, Field{Name: field})
	e.lifeInputs()
	e.result.Embodied.add(e.carbonTerm(t, scale))
}

// lifeInputs divides what making something takes by the hours of use in its life.
func (e *estimate) lifeInputs() {
	s := &e.spec.Embodied
	life := Input{Name: "years of service", Value: embodiedLifetime, Unit: "years", Source: &sourceLifetime, Role: Divided}
	if v, ok := s.Lifetime.Get(); ok {
		life.Value, life.Source = Exactly(v), &sourceTyped
	}
	e.uncertain(life, Key{"life", "default"}, "years of service", Field{Name: "embodied.lifetime_years"})
	e.add(Input{Name: "hours of a year", Value: Exactly(float64(hoursPerYear)), Unit: "h", Source: &sourceYear, Role: Divided})
	use := Input{Name: "share of its life in use", Value: As[float64](embodiedUse), Source: &sourceLifeUse, Role: Divided}
	if v, ok := s.Utilisation.Get(); ok {
		use.Value, use.Source = Exactly(float64(v)), &sourceTyped
	}
	e.uncertain(use, Key{"life in use", "default"}, "share of its life in use", Field{Name: "embodied.utilisation"})
}

// sourceYear stands behind the length of a year.
var sourceYear = Source{ID: "year", Title: "365.25 days of 24 hours: a definition"}
