package estimator

// addEmbodied adds the part of making the hardware that the work carries, when that is asked for: hours of use ÷ hours
// that the hardware works in its life. It is that of the accelerators and their servers, or of the servers of CPUs alone;
// and of what answers requests, as far as their time is told. What nothing is known of is not added, and a note says so.
func (e *estimate) addEmbodied() {
	s := e.spec
	if !s.Embodied.wanted() {
		return
	}
	switch {
	case len(e.work.inputs) > 0 && len(s.Accelerators) > 0:
		e.embodiedDevices()
	case len(e.work.inputs) > 0 && len(s.CPUs) > 0:
		e.embodiedCPUs()
	case s.hasWork():
		e.note("embodied_unknown", "embodied", "Making the hardware is not counted: it needs accelerators or CPUs and the hours that they work.")
	}
	if e.result.Requests.given {
		e.embodiedRequests()
	}
}

// embodiedDevices adds the accelerators, when all are known, and the servers around them.
func (e *estimate) embodiedDevices() {
	s := e.spec
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
		label, soc := e.makingLabel(d)
		if !soc {
			served += d.Count.Or(1)
		}
		e.given("count", d.Count.Or(1), "", &sourceTyped)
		e.embodiedTerm(Term{Index: i + 1, Label: label}, makings[i], Key{"making", d.key()}, "embodied.device_kg", e.projectHours())
	}
	if served > 0 {
		e.servers(served)
		e.embodiedServer(Term{Label: "making servers"}, embodiedServer, &sourceServer, e.projectHours())
	}
}

// embodiedCPUs adds the servers that hold the CPUs, which are in their mass.
func (e *estimate) embodiedCPUs() {
	n := 0.0
	for i := range e.spec.CPUs {
		n += e.spec.CPUs[i].Count.Or(1)
	}
	in := Input{Name: "CPUs in one server", Value: Exactly(cpusPerServer), Source: &sourceCPUServer, Role: Divided}
	if v, ok := e.spec.Embodied.PerHost.Get(); ok {
		in.Value, in.Source = Exactly(v), &sourceTyped
	}
	e.given("CPUs", n, "", &sourceTyped)
	e.add(in)
	e.embodiedServer(Term{Label: "making servers"}, embodiedCPUServer, &sourceCPUServer, e.projectHours())
	if e.spec.Embodied.DeviceKg.given {
		e.note("device_kg_unused", "embodied.device_kg", "Making one device is of accelerators, and none is listed: CPUs are in the mass of their server.")
	}
}

// embodiedRequests adds the share of what answers by the time that requests keep it busy. By arithmetic that is the time
// at rated power, which is the least: devices that draw less take longer.
func (e *estimate) embodiedRequests() {
	d := Device{}
	if len(e.spec.Accelerators) > 0 {
		d = e.spec.Accelerators[0]
	}
	label, soc := e.makingLabel(&d)
	making, known := e.making(&d)
	parts := e.result.Request.parts
	for i := range parts {
		p := &parts[i]
		if p.timed == 0 || p.devices == 0 || !known {
			e.note("embodied_requests", "inference.seconds", "Making the hardware that answers is not counted: how long which devices work for a request is not known. Give latency or tokens per second, with the accelerators.")
			return
		}
		index := len(e.spec.Accelerators) + 1 + 2*i
		e.embodiedTerm(Term{Index: index, Label: label + ", requests" + p.label}, making, Key{"making", d.key()}, "embodied.device_kg", e.requestHours(p))
		if !soc {
			scale := e.requestHours(p)
			e.perHost()
			e.embodiedServer(Term{Index: index + 1, Label: "making servers, requests" + p.label}, embodiedServer, &sourceServer, scale)
		}
	}
}

// requestHours adds the hours of one device that a part of all requests takes, and returns the scale that makes them hours.
func (e *estimate) requestHours(p *requestPart) float64 {
	v := e.spec.service(e.catalog)
	e.given("requests", e.result.Requests.value, "", &sourceTyped)
	e.requestInputs(p.inputs[:p.timed], &v)
	if p.devices != 1 {
		e.given("devices that answer", p.devices, "", &sourceTyped)
	}
	return 1.0 / secondsPerHour
}

// projectHours adds the hours of one device in the whole project, and returns the scale that makes them hours.
func (e *estimate) projectHours() float64 {
	scale := e.workInputs()
	e.projectInputs()
	return scale
}

// makingLabel returns what making a device is called, and whether it is a system of its own that no server holds.
func (e *estimate) makingLabel(d *Device) (label string, soc bool) {
	if a, ok := e.catalog.Accelerator(d.key()); ok {
		return "making " + a.Name, a.Kind == systemOnChip
	}
	return "making accelerators", false
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

// embodiedServer finishes a term of servers whose number and hours have been added: the typed mass of one, else that of
// the kind.
func (e *estimate) embodiedServer(t Term, mass Range[Grams], source *Source, scale float64) {
	server := Input{Name: "making one server", Unit: "kg", Value: As[float64](mass.Times(1 / gramsPerKilogram)), Source: source}
	if v, ok := e.spec.Embodied.HostKg.Get(); ok {
		server.Value, server.Source = Exactly(v), &sourceTyped
	}
	e.embodiedTerm(t, server, Key{"making", source.ID}, "embodied.host_kg", scale)
}

// servers adds how many servers hold the devices.
func (e *estimate) servers(devices float64) {
	e.given("devices", devices, "", &sourceTyped)
	e.perHost()
}

func (e *estimate) perHost() {
	e.add(Input{Name: "devices in one server", Value: Exactly(e.spec.Embodied.PerHost.Or(serverAccelerators)), Source: &sourceTyped, Role: Divided})
}

// embodiedTerm finishes a term of carbon whose number of pieces and hours, by scale, have been added.
func (e *estimate) embodiedTerm(t Term, making Input, key Key, field string, scale float64) {
	t.Kind, t.Source, t.Year = "embodied", making.Source, making.Year
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
