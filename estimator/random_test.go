package estimator

import (
	"math"
	"math/rand/v2"
)

// A specMaker makes scenarios that are valid, with every field there is.
type specMaker struct {
	*rand.Rand
	c *Catalog
	s Spec
}

// randomSpec makes a valid scenario: any device of the catalog, any place, any way to say the work.
func randomSpec(r *rand.Rand) Spec {
	m := specMaker{Rand: r, c: Default()}
	m.accelerators()
	m.work()
	m.requests()
	m.building()
	m.place()
	m.factors()
	m.making()
	m.possible()
	if m.one(3) {
		m.s.Training.Type = pick(&m, []string{PreTraining, ContinuedPreTraining, TypeFineTuning, Reinforcement, Distillation})
	}
	return m.s
}

// possible takes back what no hardware can do: to draw more while it waits than at work, and to work far above its peak.
func (m *specMaker) possible() {
	s := &m.s
	bound := func(d *Device, rated, idle Watts) {
		if v, ok := d.Rated.Get(); ok {
			rated = max(v, idle)
			d.Rated = Some(rated)
		}
		if v, ok := d.Idle.Get(); ok && rated > 0 {
			d.Idle = Some(min(v, rated))
		}
	}
	peak := FLOPPerSecond(0)
	slowest := math.Inf(1)
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		a, ok := m.c.Accelerator(d.ID)
		if !ok {
			a = &Accelerator{}
		}
		bound(d, a.Rated, a.Idle)
		if s.Workload == idleWorkload {
			d.Load = Optional[Ratio]{}
		}
		one, _, _ := Speed(a, s.Training.Precision)
		peak += one * FLOPPerSecond(d.Count.Or(1))
		if one > 0 {
			slowest = min(slowest, float64(one)/1e12)
		}
	}
	for i := range s.CPUs {
		d := &s.CPUs[i]
		p, ok := m.c.CPU(d.Name)
		if !ok {
			p = &CPU{}
		}
		bound(d, p.Rated, 0)
	}
	if v, ok := s.Training.AchievedTFLOPS.Get(); ok {
		s.Training.AchievedTFLOPS = Some(min(v, slowest))
	}
	if s.sized() && s.timed() && peak > 0 {
		n, _ := s.deviceCount()
		seconds := secondsPerHour * s.OverheadFactor.Or(1) * (float64(s.Hours.Or(0)) + float64(s.DeviceHours.Or(0))/n)
		if s.Steps.given() {
			seconds = float64(s.Steps.hours().High) * secondsPerHour * s.OverheadFactor.Or(1)
		}
		if float64(s.arithmetic().Model.Low) > seconds*float64(peak) {
			s.Training = Training{Precision: s.Training.Precision}
		}
	}
}

// one is true once in n times.
func (m *specMaker) one(n int) bool { return m.IntN(n) == 0 }

// between is a number of any size between two that are above 0.
func (m *specMaker) between(low, high float64) float64 {
	return low * math.Exp(m.Float64()*math.Log(high/low))
}

func (m *specMaker) whole(low, high float64) float64 { return math.Round(m.between(low, high)) }

func pick[T any](m *specMaker, list []T) T { return list[m.IntN(len(list))] }

func (m *specMaker) accelerators() {
	for range m.IntN(4) {
		a := pick(m, m.c.Accelerators())
		d := Device{ID: a.ID, Count: Some(m.whole(1, 2000))}
		switch m.IntN(8) {
		case 0:
			d.ID = "" // a card of the user's own, by its rating
			a = Accelerator{}
		case 1:
			d.ID = pick(m, m.c.ExtendedAccelerators()).ID
		}
		if a.Rated == 0 || m.one(4) {
			d.Rated = Some(Watts(m.between(1, 1500)))
		}
		m.device(&d)
		m.s.Accelerators = append(m.s.Accelerators, d)
	}
}

func (m *specMaker) cpus(n int) {
	for range n {
		d := Device{Name: pick(m, m.c.CPUs()).Name, Rated: Some(Watts(m.between(10, 500)))}
		if m.one(2) {
			d.Count = Some(m.whole(1, 64))
		}
		if m.one(8) {
			d.Name = ""
		}
		if m.device(&d); !d.Load.Given() && !d.Power.Given() && m.one(2) {
			d.Busy = Some(Ratio(m.Float64()))
		}
		m.s.CPUs = append(m.s.CPUs, d)
	}
}

func (m *specMaker) device(d *Device) {
	switch m.IntN(4) {
	case 0:
		d.Load = Some(Ratio(1.2 * m.Float64()))
	case 1:
		d.Power = Some(Watts(1000 * m.Float64()))
	}
	if m.one(5) {
		d.Cap = Some(Watts(m.between(10, 1000)))
	}
	if m.one(5) {
		d.Idle = Some(Watts(m.IntN(200)))
	}
}

// work says it in one of all ways, or leaves it to the requests.
func (m *specMaker) work() {
	s := &m.s
	way := m.IntN(7)
	if len(s.Accelerators) == 0 && way == 3 {
		way = 0 // arithmetic needs one
	}
	switch way {
	case 0:
		s.Hours = Some(Hours(m.between(1e-3, 1e5)))
		m.machine()
	case 1:
		if len(s.Accelerators) == 0 {
			m.cpus(1 + m.IntN(2))
		} else if m.one(3) {
			m.machine()
		}
		for i := range s.CPUs { // with them the wall clock is needed, which device-hours give with counts
			s.CPUs[i].Count = Some(s.CPUs[i].Count.Or(1))
		}
		s.DeviceHours = Some(DeviceHours(m.between(1e-3, 1e9)))
	case 2:
		s.EnergyKWh = Some(KWh(m.between(1e-6, 1e9)))
		if m.one(2) {
			s.Hours = Some(Hours(m.between(1e-3, 1e5)))
			m.machine()
		}
	case 3:
		m.training()
		if m.one(3) {
			m.machine()
		}
	case 4:
		m.steps()
		m.machine()
	case 5: // by requests only
		return
	case 6:
		s.RedAI = RedAI{Dataset: Some(m.whole(1, 1e9)), Experiments: Some(m.whole(1, 1e4))}
		if len(s.Accelerators) == 0 || m.one(2) {
			s.RedAI.Energy = Some(KWh(m.between(1e-12, 1e-3)))
			break
		}
		s.RedAI.FLOP = Some(FLOP(m.between(1e6, 1e15)))
		m.training()
		s.Training = Training{Precision: s.Training.Precision, MFU: s.Training.MFU, AchievedTFLOPS: s.Training.AchievedTFLOPS}
	}
	if way != 3 && way != 6 && m.one(4) { // the arithmetic beside the time
		m.training()
	}
	if m.one(4) {
		s.IdleHours = Some(Hours(m.IntN(100)))
	}
	if m.one(4) {
		s.OverheadFactor = Some(1 + m.Float64())
	}
	switch m.IntN(6) {
	case 0, 1:
		s.Runs = Some(m.whole(1, 1e6))
	case 2:
		m.project()
	}
	if m.one(4) {
		s.Share = Some(Ratio(m.between(1e-3, 1)))
	}
	for i := range s.Accelerators { // nobody else says what such a card draws while it waits
		if d := &s.Accelerators[i]; !d.Rated.Given() && !d.Idle.Given() {
			a, _ := m.c.Accelerator(d.ID)
			if a.Rated == 0 && a.Idle == 0 {
				d.Idle = Some(Watts(30))
			}
		}
	}
}

func (m *specMaker) project() {
	p := &m.s.Project
	if m.one(4) {
		p.Preset = pick(m, ProjectPresets()).ID
		return
	}
	if m.one(2) {
		p.Grid = []float64{m.whole(1, 10), m.whole(1, 10)}
	} else {
		p.Trials = Some(m.whole(1, 5000))
	}
	p.TrialShare, p.Seeds, p.FailedShare = Some(Ratio(m.between(1e-3, 1))), Some(m.whole(1, 10)), Some(Ratio(m.Float64()/2))
	p.FinalRuns, p.RetrainingsPerYear, p.Years = Some(float64(m.IntN(3))), Some(float64(m.IntN(12))), Some(float64(m.IntN(5)))
}

// machine adds what stands around the accelerators, or in their place.
func (m *specMaker) machine() {
	s := &m.s
	if len(s.Accelerators) == 0 || m.one(3) {
		m.cpus(1 + m.IntN(2))
	}
	if m.one(3) {
		s.MemoryGB = Some(Gigabytes(m.IntN(4096)))
	}
	if m.one(4) {
		s.Host = Some(Watts(m.IntN(3000)))
	}
	if m.one(4) {
		s.SSD, s.HDD = Some(Terabytes(m.IntN(3))), Some(Terabytes(1000*m.Float64()))
	}
}

func (m *specMaker) training() {
	t := &m.s.Training
	switch m.IntN(4) {
	case 0:
		t.MFU = Some(Ratio(m.between(0.01, 1)))
	case 1:
		t.AchievedTFLOPS = Some(m.between(0.1, 1000))
	}
	t.Precision = pick(m, append([]string{""}, precisions[:]...))
	for i := range m.s.Accelerators { // all have a speed, or it is given
		a, _ := m.c.Accelerator(m.s.Accelerators[i].ID)
		known := a != nil
		if known {
			_, _, known = Speed(a, t.Precision)
		}
		if !known {
			t.MFU, t.AchievedTFLOPS = Optional[Ratio]{}, Some(m.between(0.1, 1000))
		}
	}
	if m.one(4) {
		t.FLOP = Some(FLOP(m.between(1e12, 1e26)))
		return
	}
	params := m.whole(1e5, 1e13)
	switch m.IntN(3) {
	case 0:
		t.ActiveParams = Some(params)
	case 1: // a mixture of experts
		t.Params, t.ActiveParams = Some(params), Some(math.Ceil(params/m.between(1, 30)))
	default:
		t.Params = Some(params)
	}
	t.Method = pick(m, []string{"", FullTraining, FineTuning, LoRA, FrozenBackbone})
	if m.one(3) {
		t.Trainable = Some(m.whole(1, 1e8))
	}
	t.Recompute = pick(m, []string{"", NoRecompute, SelectiveRecompute, FullRecompute})
	t.Architecture = pick(m, []string{"", Decoder, Encoder, EncoderDecoder})
	if t.Architecture == EncoderDecoder {
		t.EncoderTokens, t.DecoderTokens = Some(m.whole(1, 1e13)), Some(m.whole(1, 1e13))
		if m.one(2) {
			t.EncoderParams = Some(math.Ceil(t.ActiveParams.Or(params) / 3))
		}
		return
	}
	t.Tokens = Some(m.whole(1e3, 1e14))
	if m.one(4) {
		t.TeacherParams = Some(m.whole(1e6, 1e13))
	}
	if m.one(3) {
		t.Layers, t.Width, t.Context = Some(m.whole(1, 200)), Some(m.whole(64, 20000)), Some(m.whole(1, 1e6))
	}
}

func (m *specMaker) steps() {
	s := &m.s.Steps
	switch m.IntN(3) {
	case 0:
		s.Seconds = Some(m.between(1e-4, 1e3))
	case 1:
		low := m.between(1e-4, 1e3)
		s.Low, s.High = Some(low), Some(low*m.between(1, 10))
	default:
		for range 1 + m.IntN(8) {
			s.Measured = append(s.Measured, m.between(0.1, 10))
		}
		if m.one(2) {
			s.WarmUp = Some(float64(m.IntN(len(s.Measured))))
		}
	}
	if m.one(2) {
		s.Count = Some(m.whole(1, 1e7))
	} else {
		s.Epochs, s.Samples, s.Batch = Some(m.between(0.1, 1000)), Some(m.whole(1, 1e9)), Some(m.whole(1, 1e5))
	}
}

// requests says how they are answered in one of all ways: always where they are the only work.
func (m *specMaker) requests() {
	s, q := &m.s, &m.s.Inference
	alone := !s.hasWork()
	if !alone && !m.one(3) {
		return
	}
	way := m.IntN(6)
	if way >= 4 {
		served := servingAccelerator(m.c, s)
		if served == nil || !served.HasRated() {
			way = 0
		} else if _, _, ok := Speed(served, ""); !ok {
			way = 0
		}
	}
	switch way {
	case 0:
		q.Energy = Some(KWh(m.between(1e-9, 1)))
	case 1:
		q.JoulesPerToken, q.OutputTokens = Some(m.between(1e-3, 100)), Some(m.whole(1, 1e5))
	case 2:
		q.Power, q.Seconds = Some(Watts(m.between(1, 1e4))), Some(m.between(1e-3, 1e3))
		if m.one(2) {
			q.Batch = Some(m.whole(1, 256))
		}
	case 3:
		q.Power, q.Rate, q.OutputTokens = Some(Watts(m.between(1, 1e4))), Some(m.between(1, 1e5)), Some(m.whole(1, 1e5))
	default:
		q.Params, q.OutputTokens = Some(m.whole(1e6, 1e12)), Some(m.whole(1, 1e5))
		if m.one(2) {
			q.ActiveParams = Some(math.Ceil(q.Params.Or(0) / 10))
		}
		if m.one(2) {
			q.PromptTokens = Some(float64(m.IntN(1e5)))
		}
		q.Precision = pick(m, []string{"", "bf16", "fp16", "fp8"})
		if m.one(2) {
			q.Batch = Some(m.whole(1, 256))
		}
		if way == 5 { // by time
			if m.one(2) {
				q.Rate = Some(m.between(1, 1e5))
			} else {
				q.Seconds = Some(m.between(1e-3, 1e3))
			}
			if !alone || m.one(2) {
				q.Devices = Some(m.whole(1, 64))
			}
		}
	}
	if m.one(3) {
		return // one request, or the break-even only
	}
	q.RequestsPerDay = Some(m.whole(1, 1e8))
	if m.one(2) {
		q.Days = Some(m.between(0.1, 1e4))
	} else {
		q.Years = Some(m.between(0.1, 20))
	}
}

func (m *specMaker) building() {
	s := &m.s
	switch m.IntN(4) {
	case 0:
		s.PUE = Some(1 + 2*m.Float64())
	case 1:
		s.PUEComponents = []Part{{"cooling", 50 * m.Float64()}, {"network", 5 * m.Float64()}, {"servers", 50}}
		if m.one(2) {
			s.PUEComponents = append(s.PUEComponents, Part{"storage", 10 * m.Float64()})
		}
	case 2:
		s.Site = pick(m, m.c.Sites()).ID
	}
}

func (m *specMaker) place() {
	s := &m.s
	switch m.IntN(6) {
	case 0:
		s.GridIntensity = Some(GramsPerKWh(1500 * m.Float64()))
	case 1:
		s.Region = pick(m, m.c.CloudRegions()).ID
	case 2, 3:
		s.Region = pick(m, m.c.Places()).Code
	case 4:
		fuels := m.c.Fuels()
		for i := m.IntN(4); i < len(fuels); i += 1 + m.IntN(8) {
			s.GridMix = append(s.GridMix, Part{fuels[i].ID, 0.01 + 100*m.Float64()})
		}
	}
	s.GridBasis = pick(m, []string{"", Lifecycle, Direct, MarginalBasis})
	if place, ok := findPlace(m.c, s.Region); ok && s.GridBasis != MarginalBasis && m.one(4) {
		if years := m.c.Years(place); len(years) > 0 {
			s.GridYear = Some(float64(pick(m, years)))
		}
	}
	if m.one(3) {
		s.StartHour = Some(Hours(24 * m.Float64()))
	}
}

func (m *specMaker) factors() {
	s := &m.s
	if m.one(4) {
		s.NetworkGB = Some(Gigabytes(m.between(0.1, 1e7)))
	}
	if m.one(4) {
		s.Name = pick(m, []string{"fine-tune", "naïve & <bold> \"run\" = 100 %", "実験"})
	}
	if m.one(4) {
		s.Workload = pick(m, m.c.Workloads()).ID
	}
	if m.one(4) {
		s.MarketIntensity = Some(GramsPerKWh(500 * m.Float64()))
	}
	if m.one(3) {
		s.WUE = Some(LitresPerKWh(5 * m.Float64()))
	}
	if m.one(3) {
		s.OffSiteWater = Some(LitresPerKWh(20 * m.Float64()))
	}
	if m.one(3) {
		s.ElectricityPrice = Some(USDPerKWh(m.Float64()))
	} else if m.one(6) {
		for range hoursPerDay {
			s.Tariff = append(s.Tariff, m.Float64())
		}
	}
	if m.one(3) {
		s.DevicePrice = Some(USDPerHour(10 * m.Float64()))
	}
	if m.one(3) {
		s.SocialCost = Some(USDPerTonne(2000*m.Float64() - 500))
	}
	if m.one(3) {
		s.CarbonPrice = Some(USDPerTonne(200 * m.Float64()))
	}
}

func (m *specMaker) making() {
	e := &m.s.Embodied
	if m.one(3) {
		e.Counted = Some(float64(m.IntN(2)))
	}
	if m.one(4) {
		e.DeviceKg = Some(m.between(1, 1000))
	}
	if m.one(4) {
		e.HostKg = Some(m.between(100, 1e4))
	}
	if e.Counted.Given() && e.Counted.Or(1) == 0 {
		e.DeviceKg, e.HostKg = Optional[float64]{}, Optional[float64]{}
	}
	if m.one(4) {
		e.PerHost = Some(m.whole(1, 16))
	}
	if m.one(4) {
		e.Lifetime = Some(m.between(1, 10))
	}
	if m.one(4) {
		e.Utilisation = Some(Ratio(m.between(0.01, 1)))
	}
}
