//go:build !js

package main

import (
	"math"
	"math/rand/v2"

	"gramwatt/estimator"
)

// A linkMaker makes links over the whole catalog, every way to say the work and every field.
type linkMaker struct {
	*rand.Rand
	c *estimator.Catalog
	s estimator.Spec
}

func randomQuery(r *rand.Rand, c *estimator.Catalog) string {
	m := linkMaker{Rand: r, c: c}
	m.devices()
	m.work()
	m.requests()
	m.place()
	m.factors()
	m.possible()
	return m.s.Query()
}

// possible takes back what no device does: to draw more while it waits than it is rated for, to wait at a load of its own,
// and to work far above its peak.
func (m *linkMaker) possible() {
	s := &m.s
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		a, _ := m.c.Accelerator(d.ID)
		if v, ok := d.Idle.Get(); ok {
			d.Idle = estimator.Some(min(v, d.Rated.Or(max(a.Rated, 1))))
		}
		if s.Workload == "idle" {
			d.Load = estimator.Optional[estimator.Ratio]{}
		}
		if v, ok := s.Training.AchievedTFLOPS.Get(); ok {
			if peak, _, known := estimator.Speed(a, s.Training.Precision); known {
				s.Training.AchievedTFLOPS = estimator.Some(min(v, float64(peak)/1e12))
			}
		}
	}
	if s.Embodied.Counted.Given() && s.Embodied.Counted.Or(0) == 0 {
		s.Embodied.DeviceKg, s.Embodied.HostKg = estimator.Optional[float64]{}, estimator.Optional[float64]{}
	}
}

// one is true once in n times.
func (m *linkMaker) one(n int) bool { return m.IntN(n) == 0 }

// some is a number of any size between two that are above 0.
func some[T ~float64](m *linkMaker, low, high float64) estimator.Optional[T] {
	return estimator.Some(T(low * math.Exp(m.Float64()*math.Log(high/low))))
}

// whole is the same without a fraction.
func whole(m *linkMaker, low, high float64) estimator.Optional[float64] {
	v := some[float64](m, low, high).Or(0)
	return estimator.Some(math.Round(v))
}

func pick[T any](m *linkMaker, list []T) T { return list[m.IntN(len(list))] }

func (m *linkMaker) devices() {
	for range 1 + m.IntN(3) {
		a := pick(m, m.c.Accelerators())
		d := estimator.Device{ID: a.ID, Count: whole(m, 1, 1000)}
		if a.Rated == 0 || m.one(8) {
			d.Rated = some[estimator.Watts](m, 1, 1000)
		}
		switch m.IntN(3) {
		case 0:
			d.Load = some[estimator.Ratio](m, 0.01, 1.2)
		case 1:
			d.Power = some[estimator.Watts](m, 1, 700)
		}
		if m.one(4) {
			d.Cap, d.Idle = some[estimator.Watts](m, 50, 700), some[estimator.Watts](m, 1, 100)
		}
		m.s.Accelerators = append(m.s.Accelerators, d)
	}
}

func (m *linkMaker) work() {
	s := &m.s
	switch m.IntN(6) {
	case 0:
		s.DeviceHours = some[estimator.DeviceHours](m, 1, 1e6)
	case 1:
		s.EnergyKWh = some[estimator.KWh](m, 1e-3, 1e3)
	case 2:
		m.training()
	case 3:
		s.Steps.Count = whole(m, 1, 1e6)
		switch m.IntN(3) {
		case 0:
			s.Steps.Seconds = some[float64](m, 0.01, 10)
		case 1:
			s.Steps.Low, s.Steps.High = some[float64](m, 0.01, 1), some[float64](m, 1, 10)
		default:
			s.Steps.Measured = []float64{9 * m.Float64(), m.Float64() + 0.1, m.Float64() + 0.1, m.Float64() + 0.1}
			s.Steps.WarmUp = estimator.Some(1.0)
		}
	case 4:
		return // requests alone
	default:
		s.Hours = some[estimator.Hours](m, 0.1, 300)
		s.MemoryGB = estimator.Some(estimator.Gigabytes(m.IntN(4096)))
		s.CPUs = []estimator.Device{{Name: pick(m, m.c.CPUs()).Name, Rated: some[estimator.Watts](m, 50, 400), Count: whole(m, 1, 8)}}
		if m.one(3) {
			s.Host = some[estimator.Watts](m, 10, 3000)
		}
		if m.one(3) {
			s.SSD, s.HDD = some[estimator.Terabytes](m, 0.1, 1e3), some[estimator.Terabytes](m, 0.1, 1e4)
		}
	}
	if m.one(3) {
		s.Runs, s.OverheadFactor = whole(m, 1, 5000), some[float64](m, 1, 2)
	}
	if m.one(3) {
		s.Share, s.IdleHours = some[estimator.Ratio](m, 0.01, 1), some[estimator.Hours](m, 1, 100)
		for i := range s.Accelerators {
			s.Accelerators[i].Idle = some[estimator.Watts](m, 1, 100)
		}
	}
}

func (m *linkMaker) training() {
	t := &m.s.Training
	t.AchievedTFLOPS = some[float64](m, 1, 500)
	speeds := true
	for _, d := range m.s.Accelerators {
		a, _ := m.c.Accelerator(d.ID)
		_, _, ok := estimator.Speed(a, "")
		speeds = speeds && ok
	}
	if speeds {
		t.AchievedTFLOPS = estimator.Optional[float64]{}
		if m.one(2) {
			t.MFU = some[estimator.Ratio](m, 0.1, 0.6)
		}
	}
	if m.one(4) {
		t.FLOP = some[estimator.FLOP](m, 1e15, 1e25)
		return
	}
	t.Params = whole(m, 1e6, 1e12)
	t.Method = pick(m, []string{"", estimator.FullTraining, estimator.FineTuning, estimator.LoRA, estimator.FrozenBackbone})
	t.Recompute = pick(m, []string{"", estimator.NoRecompute, estimator.SelectiveRecompute, estimator.FullRecompute})
	t.Trainable = whole(m, 1, 1e6)
	if m.one(4) {
		t.Architecture, t.EncoderTokens, t.DecoderTokens = estimator.EncoderDecoder, whole(m, 1e6, 1e12), whole(m, 1e6, 1e12)
		return
	}
	t.Architecture = pick(m, []string{"", estimator.Decoder, estimator.Encoder})
	t.Tokens = whole(m, 1e6, 1e12)
	if m.one(4) {
		t.TeacherParams = whole(m, 1e6, 1e12)
	}
	if m.one(2) {
		t.Layers, t.Width, t.Context = whole(m, 1, 100), whole(m, 64, 16384), whole(m, 64, 1e5)
	}
	if m.one(3) {
		t.ActiveParams = estimator.Some(math.Ceil(t.Params.Or(0) / 8))
	}
}

func (m *linkMaker) requests() {
	s, q := &m.s, &m.s.Inference
	alone := !s.Hours.Given() && !s.DeviceHours.Given() && !s.EnergyKWh.Given() && !s.Steps.Count.Given() && !s.Training.FLOP.Given() && !s.Training.Params.Given()
	if !alone && !m.one(3) {
		return
	}
	q.OutputTokens = whole(m, 1, 1e4)
	switch m.IntN(4) {
	case 0:
		q.Energy = some[estimator.KWh](m, 1e-6, 1e-2)
	case 1:
		q.JoulesPerToken = some[float64](m, 0.01, 10)
	case 2:
		q.Power, q.Seconds, q.Batch = some[estimator.Watts](m, 100, 1e4), some[float64](m, 0.1, 10), whole(m, 1, 64)
	default:
		q.Power, q.Rate = some[estimator.Watts](m, 100, 1e4), some[float64](m, 10, 1e4)
		if a, _ := m.c.Accelerator(s.Accelerators[0].ID); a.HasRated() {
			if _, _, ok := estimator.Speed(a, ""); ok {
				*q = estimator.Inference{Params: whole(m, 1e8, 1e12), PromptTokens: whole(m, 1, 1e4), OutputTokens: whole(m, 1, 1e4)}
			}
		}
	}
	if m.one(2) {
		q.RequestsPerDay, q.Days = whole(m, 1, 1e6), some[float64](m, 1, 1000)
	}
}

func (m *linkMaker) place() {
	s := &m.s
	switch m.IntN(4) {
	case 0:
		s.GridIntensity = some[estimator.GramsPerKWh](m, 1, 1000)
	case 1:
		s.Region = pick(m, m.c.CloudRegions()).ID
	case 2:
		s.Region = pick(m, m.c.Places()).Code
	default:
		s.GridMix = []estimator.Part{{ID: pick(m, m.c.Fuels()).ID, Share: 1 + 99*m.Float64()}}
	}
	s.GridBasis = pick(m, []string{"", estimator.Lifecycle, estimator.Direct, estimator.MarginalBasis})
	if m.one(3) {
		s.StartHour = estimator.Some(estimator.Hours(24 * m.Float64()))
	}
	switch m.IntN(4) {
	case 0:
		s.PUE = some[float64](m, 1, 3)
	case 1:
		s.Site = pick(m, m.c.Sites()).ID
	case 2:
		s.PUEComponents = []estimator.Part{{ID: "cooling", Share: 40 * m.Float64()}, {ID: "network", Share: 5 * m.Float64()}, {ID: "servers", Share: 50}}
	}
}

func (m *linkMaker) factors() {
	s := &m.s
	if m.one(4) {
		s.NetworkGB = some[estimator.Gigabytes](m, 1, 1e6)
	}
	if m.one(3) {
		s.Workload = pick(m, m.c.Workloads()).ID
	}
	if m.one(3) {
		s.MarketIntensity, s.WUE, s.OffSiteWater = some[estimator.GramsPerKWh](m, 1, 500), some[estimator.LitresPerKWh](m, 0.1, 5), some[estimator.LitresPerKWh](m, 0.1, 20)
	}
	if m.one(3) {
		s.ElectricityPrice, s.DevicePrice = some[estimator.USDPerKWh](m, 0.01, 1), some[estimator.USDPerHour](m, 0.1, 10)
		s.SocialCost = estimator.Some(estimator.USDPerTonne(1000*m.Float64() - 300))
		s.CarbonPrice = some[estimator.USDPerTonne](m, 1, 200)
	}
	if m.one(2) {
		s.Embodied.Counted = estimator.Some(1.0)
	}
	if m.one(4) {
		s.Embodied = estimator.EmbodiedSpec{DeviceKg: some[float64](m, 10, 1000), HostKg: some[float64](m, 100, 1e4), PerHost: whole(m, 1, 16),
			Lifetime: some[float64](m, 1, 10), Utilisation: some[estimator.Ratio](m, 0.05, 1)}
	}
}
