package estimator

const wattHoursPerKWh = 1000 // exact

// addMachines adds every part that draws power before the building's overhead.
func (e *estimate) addMachines() {
	s, made := e.spec, Range[KWh]{} // made: by the devices, before requests
	if metered, ok := s.EnergyKWh.Get(); ok {
		e.given("metered energy", float64(metered), "kWh", &sourceTyped)
		e.projectInputs()
		e.energyTerm(Term{Kind: "metered", Label: "metered at the devices", Source: &sourceTyped}, 1)
	} else if s.RedAI.Energy.given {
		t := s.RedAI.term()
		for _, factor := range t.Inputs {
			e.add(factor)
		}
		e.projectInputs()
		e.energyTerm(Term{Kind: "metered", Label: "examples, at the devices", Source: t.Source}, 1)
	} else if len(e.work.inputs) > 0 {
		for i := range s.Accelerators {
			e.addAccelerator(&s.Accelerators[i], i)
		}
		made = e.result.ITEnergy
		for i := range s.CPUs {
			d := &s.CPUs[i]
			l, p := cpuLoad(e.catalog, d)
			label := "CPU"
			if p != nil {
				label = p.Name
			}
			e.addDevice(Term{Kind: "cpu", Index: i + 1, Label: label}, d, l, Field{"cpus", i, "load"})
		}
	}
	if len(s.Accelerators) == 0 || s.metered() {
		made = e.result.ITEnergy
	}
	e.addUse()
	e.addBreakEven(made)
	e.addIdle()
	e.addMemory()
	e.addDefaultHost()
	e.addTypedHost()
	e.addStorage()
}

func (e *estimate) addAccelerator(d *Device, i int) {
	l, a := acceleratorLoad(e.catalog, e.spec, d)
	t := Term{Kind: "accelerator", Index: i + 1, Label: "accelerator", Served: true}
	if a != nil {
		t.Label, t.Served = a.Name, a.Kind != systemOnChip
	}
	if l.hosted {
		t.Served, e.hosted = false, true
		e.note("host_in_load", devicePath("accelerators", i, "load"), "The load of "+t.Label+" is of the whole system, its host in it: no further server is added.")
	}
	e.addDevice(t, d, l, Field{"accelerators", i, "load"})
}

// systemOnChip is the kind of accelerators whose rated power includes CPU and memory: Apple silicon, Jetson modules.
const systemOnChip = "soc"

// addDevice adds one kind of device: count × hours × power.
func (e *estimate) addDevice(t Term, d *Device, l load, field Field) {
	e.given("count", d.Count.Or(1), "", &sourceTyped)
	scale := e.workInputs() / wattHoursPerKWh
	t.Source = l.ratioBy
	switch {
	case l.curve:
		field.Name = "power_w"
		e.uncertain(Input{Name: "power at this utilisation", Value: As[float64](l.watts), Unit: "W", Source: l.ratioBy}, Key{"curve", d.key()}, t.Label, field)
	case l.measured:
		t.Source = &sourceYang
		field.Name = "power_w"
		e.uncertain(Input{Name: "measured power", Value: As[float64](l.watts), Unit: "W", Source: &sourceTyped}, Key{"power", d.key()}, t.Label, field)
	default:
		e.given("rated power", float64(l.rated), "W", l.ratedBy)
		e.uncertain(Input{Name: "load", Value: As[float64](l.ratio), Source: l.ratioBy}, Key{"load", l.key}, t.Label, field)
	}
	e.projectInputs()
	e.energyTerm(t, scale)
}

// addIdle adds what held machines draw while they wait.
func (e *estimate) addIdle() {
	hours := e.spec.IdleHours.value
	if hours == 0 {
		return
	}
	before := len(e.result.Terms)
	defer func() { e.result.waits = len(e.result.Terms) > before }()
	for i := range e.spec.Accelerators {
		d := &e.spec.Accelerators[i]
		l, a := acceleratorLoad(e.catalog, e.spec, d)
		t := Term{Kind: "idle", Index: i + 1, Label: "waiting", Served: true}
		if a != nil {
			t.Label, t.Served = a.Name+", waiting", a.Kind != systemOnChip
		}
		e.given("count", d.Count.Or(1), "", &sourceTyped)
		e.given("idle hours", hours, "h", &sourceTyped)
		switch w, ok := d.Idle.Get(); {
		case ok:
			t.Source = &sourceTyped
			e.given("idle power", float64(w), "W", &sourceTyped)
		case a != nil && a.Idle > 0 && !d.Rated.given:
			t.Source = a.IdleSource
			e.given("idle power", float64(a.Idle), "W", a.IdleSource)
		default:
			t.Source = &sourceIdle
			e.given("rated power", float64(l.rated), "W", l.ratedBy)
			e.uncertain(Input{Name: "idle share", Value: defaultIdleShare, Source: &sourceIdle}, Key{"idle", "default"}, "power while waiting", Field{"accelerators", i, "idle_w"})
		}
		e.projectInputs()
		e.energyTerm(t, 1.0/wattHoursPerKWh)
	}
	e.addIdleServer()
}

// addDefaultHost adds the rest of the server, when the user said nothing about it: a share of its accelerators, or where
// CPUs or memory are listed a smaller share of everything listed, for fans, disks, network cards and the losses of the
// power supply.
func (e *estimate) addDefaultHost() {
	s := e.spec
	listed := len(s.CPUs) > 0 || s.MemoryGB.value > 0
	switch {
	case s.Host.given:
	case listed && len(e.work.inputs) > 0 && !s.metered():
		e.hosted = true
		e.sum("energy of what is listed", ITSum)
		e.uncertain(Input{Name: "host share", Value: listedHostShare, Source: &sourceListedHost}, Key{"host", "listed"}, "rest of the server", Field{Name: "host_w"})
		e.energyTerm(Term{Kind: "host", Label: "fans, disks, network and power supply", Source: &sourceListedHost}, 1)
	case !listed && e.served.Mid > 0:
		e.hosted = true
		e.sum("energy of the accelerators", ServedSum)
		e.uncertain(Input{Name: "host share", Value: defaultHostShare, Source: &sourceElsworth}, Key{"host", "default"}, "rest of the server", Field{Name: "host_w"})
		e.energyTerm(Term{Kind: "host", Label: "rest of the server", Source: &sourceElsworth}, 1)
	}
}

// addIdleServer adds what the rest of a held server draws while it waits, as far as it is described: CPUs by their idle
// power or the curve at no load, memory, which draws the same whether it is used or not, and the typed host.
func (e *estimate) addIdleServer() {
	s, hours := e.spec, e.spec.IdleHours.value
	for i := range s.CPUs {
		d := &s.CPUs[i]
		l, p := cpuLoad(e.catalog, d)
		if !d.Idle.given && l.rated == 0 {
			e.note("idle_unknown", devicePath("cpus", i, "idle_w"), "What this CPU draws while it waits is not known and not counted.")
			continue
		}
		t := Term{Kind: "cpu", Index: len(s.CPUs) + i + 1, Label: "CPU, waiting", Source: &sourceTyped}
		if p != nil {
			t.Label = p.Name + ", waiting"
		}
		e.given("count", d.Count.Or(1), "", &sourceTyped)
		e.given("idle hours", hours, "h", &sourceTyped)
		if w, ok := d.Idle.Get(); ok {
			e.given("idle power", float64(w), "W", &sourceTyped)
		} else {
			t.Source = &sourceCPULoad
			e.uncertain(Input{Name: "idle power", Value: As[float64](CPUModel(l.rated, 0)), Unit: "W", Source: &sourceCPULoad}, Key{"idle", "cpu"}, "power of CPUs while waiting", Field{"cpus", i, "idle_w"})
		}
		e.projectInputs()
		e.energyTerm(t, 1.0/wattHoursPerKWh)
	}
	if gb := s.MemoryGB.value; gb > 0 {
		e.given("memory", gb, "GB", &sourceTyped)
		e.memoryPower()
		e.given("idle hours", hours, "h", &sourceTyped)
		e.projectInputs()
		e.energyTerm(Term{Kind: "memory", Index: 2, Label: "memory, waiting", Source: &sourceMemory}, 1.0/wattHoursPerKWh)
	}
	if w := s.Host.value; w > 0 {
		e.given("power of the rest", w, "W", &sourceTyped)
		e.given("idle hours", hours, "h", &sourceTyped)
		e.projectInputs()
		e.energyTerm(Term{Kind: "host", Index: 2, Label: "rest of the server, waiting", Source: &sourceTyped}, 1.0/wattHoursPerKWh)
	}
}

func (e *estimate) memoryPower() {
	e.uncertain(Input{Name: "power per gigabyte", Value: memoryWattsPerGB, Unit: "W/GB", Source: &sourceMemory}, Key{"memory", "default"}, "power of memory", Field{Name: "memory_gb"})
}

func (e *estimate) addMemory() {
	gb := e.spec.MemoryGB.value
	if gb == 0 || len(e.work.inputs) == 0 {
		return
	}
	e.given("memory", float64(gb), "GB", &sourceTyped)
	e.memoryPower()
	scale := e.workInputs() / wattHoursPerKWh
	e.projectInputs()
	e.energyTerm(Term{Kind: "memory", Label: "memory", Source: &sourceMemory}, scale)
}

func (e *estimate) addTypedHost() {
	w := e.spec.Host.value
	if w == 0 || len(e.work.inputs) == 0 {
		return
	}
	e.hosted = true
	e.given("power of the rest", float64(w), "W", &sourceTyped)
	scale := e.workInputs() / wattHoursPerKWh
	e.projectInputs()
	e.energyTerm(Term{Kind: "host", Label: "rest of the server", Source: &sourceTyped}, scale)
}
