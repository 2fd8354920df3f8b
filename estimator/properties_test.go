package estimator

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// cloned returns a scenario whose lists can be changed.
func cloned(s *Spec) Spec {
	c := *s
	c.Accelerators, c.CPUs = slices.Clone(s.Accelerators), slices.Clone(s.CPUs)
	return c
}

func mustChange(t *testing.T, what string, s *Spec, change func(*Spec)) Result {
	t.Helper()
	changed := cloned(s)
	change(&changed)
	r, err := Estimate(Default(), &changed)
	if err != nil {
		t.Fatalf("%s: %s: %v", what, changed.Query(), err)
	}
	return r
}

// totals are what a reader compares; of what is unknown in either result nothing is said.
func totals(r *Result) map[string]Quantity[float64] {
	q := map[string]Quantity[float64]{
		"energy": Known(As[float64](r.Energy)), "total": Known(As[float64](r.Total)), "operational": Known(As[float64](r.Operational)),
		"network": {As[float64](r.NetworkEnergy.Range), r.NetworkEnergy.Known}, "embodied": {As[float64](r.Embodied.Range), r.Embodied.Known}, "market": {As[float64](r.MarketBased.Range), r.MarketBased.Known},
		"water on site": {As[float64](r.WaterOnSite.Range), r.WaterOnSite.Known}, "water off site": {As[float64](r.WaterOffSite.Range), r.WaterOffSite.Known},
		"electricity": {As[float64](r.Electricity.Range), r.Electricity.Known}, "rental": {As[float64](r.Rental.Range), r.Rental.Known},
		"primary energy": {As[float64](r.Primary.Range), r.Primary.Known}, "minerals": {As[float64](r.Minerals.Range), r.Minerals.Known}, "carbon price": {As[float64](r.CarbonPrice.Range), r.CarbonPrice.Known}, "damage": {As[float64](r.SocialCost.Range), r.SocialCost.Known}, "device-hours": {As[float64](r.DeviceHours.Range), r.DeviceHours.Known},
	}
	return q
}

// rounding allows for the order of a few operations.
const rounding = 1e-12

func TestProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s := randomSpec(random)
		r, err := Estimate(Default(), &s)
		if err != nil {
			t.Fatalf("%s: %v", s.Query(), err)
		}
		assertSound(t, &r)
		if t.Failed() {
			t.Fatal(s.Query())
		}
		before := totals(&r)
		for _, m := range monotone {
			if m.when != nil && !m.when(&s) {
				continue
			}
			after := mustChange(t, m.name, &s, m.change)
			for name, now := range totals(&after) {
				old := before[name]
				if name == "damage" && s.SocialCost.Or(0) < 0 || name == "electricity" && (s.StartHour.Given() || s.Tariff != nil) && !s.ElectricityPrice.Given() || !old.Known || !now.Known {
					continue
				}
				if s.StartHour.Given() && m.longer && name != "energy" && name != "device-hours" && name != "rental" {
					continue // a longer run meets other hours of the day
				}
				less := func(a, b float64) bool { return a < b-rounding*math.Abs(b) }
				if less(now.Low, old.Low) || less(now.Mid, old.Mid) || less(now.High, old.High) {
					t.Fatalf("more %s, less %s: %v after %v\n%s", m.name, name, now, old, s.Query())
				}
			}
		}
	}
}

// monotone are the changes that never make less of anything.
var monotone = []struct {
	name   string
	when   func(*Spec) bool // nil: always
	change func(*Spec)
	longer bool // the run takes longer
}{
	{"trials", func(s *Spec) bool { return s.Project.Trials.Given() }, func(s *Spec) { s.Project.Trials = Some(s.Project.Trials.Or(0) * 2) }, false},
	{"seeds", func(s *Spec) bool { return s.Project.given() && s.Project.Preset == "" }, func(s *Spec) { s.Project.Seeds = Some(s.Project.Seeds.Or(1) + 1) }, false},
	{"examples", func(s *Spec) bool { return s.RedAI.given() }, func(s *Spec) { s.RedAI.Dataset = Some(s.RedAI.Dataset.Or(0) * 2) }, true},
	{"runs", func(s *Spec) bool { return s.Runs.Or(1) <= 5e5 && !s.Project.given() }, func(s *Spec) { s.Runs = Some(s.Runs.Or(1) * 2) }, false},
	{"PUE", func(s *Spec) bool { return s.PUE.Given() }, func(s *Spec) { s.PUE = Some(math.Min(5, s.PUE.Or(0)*1.1)) }, false},
	{"hours", func(s *Spec) bool { return s.Hours.Given() && !s.EnergyKWh.Given() }, func(s *Spec) { s.Hours = Some(s.Hours.Or(0) * 1.5) }, true},
	{"device-hours", func(s *Spec) bool { return s.DeviceHours.Given() }, func(s *Spec) { s.DeviceHours = Some(s.DeviceHours.Or(0) * 1.5) }, true},
	{"metered energy", func(s *Spec) bool { return s.EnergyKWh.Given() }, func(s *Spec) { s.EnergyKWh = Some(s.EnergyKWh.Or(0) * 1.5) }, false},
	{"work", func(s *Spec) bool { return s.Training.FLOP.Given() }, func(s *Spec) { s.Training.FLOP = Some(s.Training.FLOP.Or(0) * 1.5) }, true},
	{"tokens", func(s *Spec) bool { return s.Training.Tokens.Given() }, func(s *Spec) { s.Training.Tokens = Some(s.Training.Tokens.Or(0) * 1.5) }, true},
	{"parameters of the teacher", func(s *Spec) bool { return s.Training.TeacherParams.Given() }, func(s *Spec) { s.Training.TeacherParams = Some(s.Training.TeacherParams.Or(0) * 1.5) }, true},
	{"parameters", func(s *Spec) bool { return s.Training.Params.Given() && !s.Training.ActiveParams.Given() }, func(s *Spec) { s.Training.Params = Some(s.Training.Params.Or(0) * 1.5) }, true},
	{"steps", func(s *Spec) bool { return s.Steps.Count.Given() }, func(s *Spec) { s.Steps.Count = Some(s.Steps.Count.Or(0) * 2) }, true},
	{"epochs", func(s *Spec) bool { return s.Steps.Epochs.Given() }, func(s *Spec) { s.Steps.Epochs = Some(s.Steps.Epochs.Or(0) * 1.5) }, true},
	{"seconds of a step", func(s *Spec) bool { return s.Steps.Seconds.Given() }, func(s *Spec) { s.Steps.Seconds = Some(s.Steps.Seconds.Or(0) * 1.5) }, true},
	{"devices", func(s *Spec) bool { return (s.Hours.Given() || s.Steps.given()) && len(s.Accelerators) > 0 }, func(s *Spec) {
		s.Accelerators[0].Count = Some(s.Accelerators[0].Count.Or(1) + 1)
	}, false},
	{"CPUs", func(s *Spec) bool { return (s.Hours.Given() || s.Steps.given()) && len(s.CPUs) > 0 }, func(s *Spec) {
		s.CPUs[0].Count = Some(s.CPUs[0].Count.Or(1) + 1)
	}, false},
	{"memory", func(s *Spec) bool { return s.MemoryGB.Or(0) > 0 }, func(s *Spec) { s.MemoryGB = Some(s.MemoryGB.Or(0) * 2) }, false},
	{"solid-state storage", func(s *Spec) bool { return s.SSD.Or(0) > 0 }, func(s *Spec) { s.SSD = Some(s.SSD.Or(0) * 2) }, false},
	{"disk storage", func(s *Spec) bool { return s.HDD.Or(0) > 0 }, func(s *Spec) { s.HDD = Some(s.HDD.Or(0) * 2) }, false},
	{"data moved", nil, func(s *Spec) { s.NetworkGB = Some(s.NetworkGB.Or(0) + 10) }, false},
	{"host watts", func(s *Spec) bool { return s.Host.Given() }, func(s *Spec) { s.Host = Some(s.Host.Or(0) + 100) }, false},
	{"waiting", nil, func(s *Spec) {
		s.IdleHours = Some(s.IdleHours.Or(0) + 10)
		for i := range s.Accelerators {
			d := &s.Accelerators[i]
			rated := Watts(1e5)
			if a, ok := Default().Accelerator(d.ID); ok && a.Rated > 0 {
				rated = a.Rated
			}
			d.Idle = Some(d.Idle.Or(d.Rated.Or(rated)))
		}
	}, false},
	{"overhead", func(s *Spec) bool { return s.OverheadFactor.Given() }, func(s *Spec) { s.OverheadFactor = Some(s.OverheadFactor.Or(1) * 1.1) }, false},
	{"requests", func(s *Spec) bool { return s.Inference.RequestsPerDay.Given() }, func(s *Spec) { s.Inference.RequestsPerDay = Some(s.Inference.RequestsPerDay.Or(0) * 2) }, false},
	{"energy of a request", func(s *Spec) bool { return s.Inference.Energy.Given() }, func(s *Spec) { s.Inference.Energy = Some(s.Inference.Energy.Or(0) * 2) }, false},
	{"grid intensity", func(s *Spec) bool { return s.GridIntensity.Given() }, func(s *Spec) { s.GridIntensity = Some(min(2000, s.GridIntensity.Or(0)*1.2)) }, false},
	{"WUE", func(s *Spec) bool { return s.WUE.Given() }, func(s *Spec) { s.WUE = Some(s.WUE.Or(0) + 1) }, false},
	{"water of plants", func(s *Spec) bool { return s.OffSiteWater.Given() }, func(s *Spec) { s.OffSiteWater = Some(s.OffSiteWater.Or(0) + 1) }, false},
	{"electricity price", func(s *Spec) bool { return s.ElectricityPrice.Given() }, func(s *Spec) { s.ElectricityPrice = Some(s.ElectricityPrice.Or(0) + 0.1) }, false},
	{"rent", func(s *Spec) bool { return s.DevicePrice.Given() }, func(s *Spec) { s.DevicePrice = Some(s.DevicePrice.Or(0) + 1) }, false},
	{"social cost", func(s *Spec) bool { return s.SocialCost.Given() }, func(s *Spec) { s.SocialCost = Some(s.SocialCost.Or(0) + 100) }, false},
	{"carbon price", func(s *Spec) bool { return s.CarbonPrice.Given() }, func(s *Spec) { s.CarbonPrice = Some(s.CarbonPrice.Or(0) + 10) }, false},
	{"making a device", func(s *Spec) bool { return s.Embodied.DeviceKg.Given() }, func(s *Spec) { s.Embodied.DeviceKg = Some(s.Embodied.DeviceKg.Or(0) * 2) }, false},
	{"making a server", func(s *Spec) bool { return s.Embodied.HostKg.Given() }, func(s *Spec) { s.Embodied.HostKg = Some(s.Embodied.HostKg.Or(0) * 2) }, false},
	{"embodied", nil, func(s *Spec) { s.Embodied.Counted = Some(1.0) }, false},
	{"contract", nil, func(s *Spec) { s.MarketIntensity = Some(s.MarketIntensity.Or(0) + 10) }, false},
}

// TestExactProperties holds what a change of one field must do exactly.
func TestExactProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	tried := map[string]int{}
	for range 4000 {
		s := randomSpec(random)
		r, err := Estimate(Default(), &s)
		if err != nil {
			t.Fatalf("%s: %v", s.Query(), err)
		}
		same := func(what string, got, want Range[float64]) {
			t.Helper()
			tried[what]++
			if !nearRange(got, want) {
				t.Fatalf("%s: %v, want %v\n%s", what, got, want, s.Query())
			}
		}
		if share := s.Share.Or(1); r.Requests.Or(0) == 0 {
			part := mustChange(t, "share", &s, func(s *Spec) { s.Share = Some(share / 4) })
			same("a quarter of the share: total", As[float64](part.Total), As[float64](r.Total.Times(0.25)))
			same("a quarter of the share: energy", As[float64](part.Energy), As[float64](r.Energy.Times(0.25)))
		}
		if mfu, ok := s.Training.MFU.Get(); ok && mfu >= 0.002 && !s.Training.AchievedTFLOPS.Given() && s.Training.sized() && r.Requests.Or(0) == 0 && s.IdleHours.Or(0) == 0 {
			if !s.Hours.Given() && !s.DeviceHours.Given() && !s.EnergyKWh.Given() && !s.Steps.given() {
				half := mustChange(t, "MFU", &s, func(s *Spec) { s.Training.MFU = Some(mfu / 2) })
				same("half the MFU: energy", As[float64](half.Energy), As[float64](r.Energy.Times(2)))
				same("half the MFU: device-hours", As[float64](half.DeviceHours.Range), As[float64](r.DeviceHours.Times(2)))
			}
		}
		contract := mustChange(t, "contract", &s, func(s *Spec) { s.MarketIntensity = Some(GramsPerKWh(3)) })
		same("contract: total", As[float64](contract.Total), As[float64](r.Total))
		making := mustChange(t, "embodied", &s, func(s *Spec) { s.Embodied.Counted = Some(1.0) })
		same("embodied: operational", As[float64](making.Operational), As[float64](r.Operational))
		if h, ok := s.Hours.Get(); ok && r.Hours.Known {
			day := mustChange(t, "a day", &s, func(s *Spec) {
				s.Hours, s.StartHour, s.OverheadFactor = Some(Hours(24)), Some(Hours(h-Hours(math.Floor(float64(h))))*24), Optional[float64]{}
				s.Training = Training{} // whose work may not fit into a day
			})
			plain := mustChange(t, "a day from no hour", &s, func(s *Spec) {
				s.Training = Training{}
				s.Hours, s.StartHour, s.OverheadFactor = Some(Hours(24)), Optional[Hours]{}, Optional[float64]{}
			})
			same("24 hours: mid of the day", Exactly(float64(day.Operational.Mid)), Exactly(float64(plain.Operational.Mid)))
		}
	}
	for _, what := range []string{"a quarter of the share: total", "half the MFU: energy", "24 hours: mid of the day"} {
		if tried[what] < 30 {
			t.Errorf("%s was tried %d times: too few", what, tried[what])
		}
	}
}

// TestWholeDayIsTheAverage holds the mid to the last bit: a day of 24 hours from any hour has the day's average.
func TestWholeDayIsTheAverage(t *testing.T) {
	for _, region := range []string{"DE", "FR", "US-CAL-CISO", "aws:us-west-1"} {
		average := mustEstimate(t, "w=300&n=2&h=24&r="+region)
		for _, start := range []string{"0", "7.5", "23.9", "24"} {
			r := mustEstimate(t, "w=300&n=2&h=24&r="+region+"&t0="+start)
			if r.Total.Mid != average.Total.Mid || r.Total.Low > average.Total.Low || r.Total.High < average.Total.High {
				t.Errorf("%s from %s: %v g, the average day %v g", region, start, r.Total, average.Total)
			}
		}
	}
}

// typing says for each field of a Variable what typing its low, mid or high would do to which quantity.
var typing = map[string]struct {
	of   func(*Result) Quantity[float64]
	set  func(s *Spec, r *Result, v float64)
	when func(s *Spec) bool // nil: always
	why  string             // typing is no test: the number typed means something else
}{
	"accelerators[].load": {of: energyOf, set: func(s *Spec, _ *Result, v float64) { s.Accelerators[0].Load = Some(Ratio(v)) },
		when: func(s *Spec) bool {
			return len(s.Accelerators) == 1 && !s.Accelerators[0].Load.Given()
		}},
	"cpus[].load": {of: energyOf, set: func(s *Spec, _ *Result, v float64) { s.CPUs[0].Load = Some(Ratio(v)) },
		when: func(s *Spec) bool { return len(s.CPUs) == 1 && !s.CPUs[0].Load.Given() }},
	"accelerators[].power_w": {why: "it is typed already, and believed within a spread"},
	"cpus[].power_w":         {why: "it is typed already, and believed within a spread"},
	"accelerators[].idle_w":  {why: "the variable is a share of the rated power, the field watts"},
	"cpus[].idle_w":          {of: energyOf, when: func(s *Spec) bool { return len(s.CPUs) == 1 && !s.Host.Given() }, set: func(s *Spec, _ *Result, v float64) { s.CPUs[0].Idle = Some(Watts(v)) }},
	"host_w":                 {why: "the variable is a share of the devices' energy, the field watts"},
	"memory_gb":              {why: "the variable is watts per gigabyte"},
	"inference.energy_kwh":   {why: "a typed energy is believed to be of the whole server"},
	"inference.power_w":      {why: "the variable is a share of the rated power, the field watts"},
	"inference.batch":        {why: "the variable is a share of the peak speed, the field a number of requests"},
	"start_hour":             {why: "the variable is a ratio, the field an hour"},
	"training.flop": {of: energyOf, when: func(s *Spec) bool { return s.Training.Recompute == "" }, set: func(s *Spec, _ *Result, v float64) {
		s.Training = Training{FLOP: Some(FLOP(v)), MFU: s.Training.MFU, AchievedTFLOPS: s.Training.AchievedTFLOPS, Precision: s.Training.Precision}
	}},
	"training.mfu": {of: energyOf, when: func(s *Spec) bool { return s.Training.Recompute == "" }, set: func(s *Spec, _ *Result, v float64) {
		s.Training.MFU, s.OverheadFactor = Some(Ratio(v)), Some(s.OverheadFactor.Or(1)) // the default has restarts in it
	}},
	"steps.seconds_per_step": {of: energyOf, set: func(s *Spec, _ *Result, v float64) {
		s.Steps = Steps{Seconds: Some(v), Count: s.Steps.Count, Epochs: s.Steps.Epochs, Samples: s.Steps.Samples, Batch: s.Steps.Batch}
	}},
	"overhead_factor": {of: energyOf, set: func(s *Spec, _ *Result, v float64) { s.OverheadFactor = Some(v) }},
	"pue": {of: energyOf, set: func(s *Spec, _ *Result, v float64) {
		s.PUE, s.PUEComponents, s.Site = Some(v), nil, ""
	}},
	"grid_g_per_kwh": {of: func(r *Result) Quantity[float64] { return Known(As[float64](r.Total)) },
		when: func(s *Spec) bool { return !s.StartHour.Given() },
		set: func(s *Spec, r *Result, v float64) {
			s.GridIntensity, s.GridMix, s.Region, s.GridYear = Some(GramsPerKWh(v)), nil, "", Optional[float64]{}
			if r.PUE.Name == "cloud region" {
				s.PUE, s.Site = Some(r.PUE.Value.Mid), ""
			}
		}},
	"wue_l_per_kwh": {of: func(r *Result) Quantity[float64] { return Known(As[float64](r.WaterOnSite.Range)) },
		set: func(s *Spec, _ *Result, v float64) { s.WUE = Some(LitresPerKWh(v)) }},
	"offsite_water_l_per_kwh": {of: func(r *Result) Quantity[float64] { return Known(As[float64](r.WaterOffSite.Range)) },
		set: func(s *Spec, _ *Result, v float64) { s.OffSiteWater = Some(LitresPerKWh(v)) }},
	"price_usd_per_kwh": {of: func(r *Result) Quantity[float64] { return Known(As[float64](r.Electricity.Range)) },
		when: func(s *Spec) bool { return !s.StartHour.Given() },
		set: func(s *Spec, _ *Result, v float64) {
			s.ElectricityPrice, s.Tariff = Some(USDPerKWh(v)), nil
		}},
	"tariff_usd_per_kwh": {why: "the variable is a ratio, the field prices"},
	"price_usd_per_device_hour": {of: func(r *Result) Quantity[float64] { return Known(As[float64](r.Rental.Range)) },
		when: func(s *Spec) bool { return len(s.Accelerators) == 1 },
		set:  func(s *Spec, _ *Result, v float64) { s.DevicePrice = Some(USDPerHour(v)) }},
	"social_cost_usd_per_t": {of: func(r *Result) Quantity[float64] { return Known(As[float64](r.SocialCost.Range)) },
		set: func(s *Spec, _ *Result, v float64) { s.SocialCost = Some(USDPerTonne(v)) }},
	"embodied.device_kg": {of: embodiedOf, when: func(s *Spec) bool { return len(s.Accelerators) == 1 },
		set: func(s *Spec, _ *Result, v float64) { s.Embodied.DeviceKg = Some(v) }},
	"embodied.host_kg":        {of: embodiedOf, set: func(s *Spec, _ *Result, v float64) { s.Embodied.HostKg = Some(v) }},
	"embodied.lifetime_years": {of: embodiedOf, set: func(s *Spec, _ *Result, v float64) { s.Embodied.Lifetime = Some(v) }},
	"embodied.utilisation":    {of: embodiedOf, set: func(s *Spec, _ *Result, v float64) { s.Embodied.Utilisation = Some(Ratio(v)) }},
}

func energyOf(r *Result) Quantity[float64]   { return Known(As[float64](r.Energy)) }
func embodiedOf(r *Result) Quantity[float64] { return Known(As[float64](r.Embodied.Range)) }

// TestTypingAVariable types each variable's ends and mid into its field: what comes out lies inside what was said before,
// and the mid is the mid.
func TestTypingAVariable(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	tried := map[string]int{}
	for range 3000 {
		s := randomSpec(random)
		r, err := Estimate(Default(), &s)
		if err != nil {
			t.Fatalf("%s: %v", s.Query(), err)
		}
		for i := range r.Variables {
			v := &r.Variables[i]
			field := v.Field.Name
			if v.Field.List != "" {
				field = v.Field.List + "[]." + v.Field.Name
			}
			typed, ok := typing[field]
			if !ok {
				t.Fatalf("the field %s of %v has no test", field, v.Key)
			}
			tried[field]++
			if typed.why != "" || typed.when != nil && !typed.when(&s) {
				continue
			}
			was := typed.of(&r)
			for at, value := range []float64{v.Value.Low, v.Value.Mid, v.Value.High} {
				changed := mustChange(t, field, &s, func(s *Spec) { typed.set(s, &r, value) })
				now := typed.of(&changed)
				if now.Mid < was.Low*(1-rounding)-smallest || now.Mid > was.High*(1+rounding) || at == 1 && !near(now.Mid, was.Mid, rounding) {
					t.Fatalf("%s typed as %v: %v, before %v\n%s", field, value, now, was, s.Query())
				}
			}
		}
	}
	for field := range typing {
		if tried[field] == 0 {
			t.Errorf("no random scenario has a variable of %s", field)
		}
	}
}

// TestRefusedSpecsSayWhy breaks valid scenarios at random: an error is FieldErrors, or the result is sound.
func TestRefusedSpecsSayWhy(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 5e-324, 1e-300, 1e300, math.MaxFloat64, 0.5, 1, 1e6}
	for range 20_000 {
		s := randomSpec(random)
		for range 1 + random.IntN(3) {
			v := odd[random.IntN(len(odd))]
			if i := random.IntN(len(specFields) + len(deviceFields)); i < len(specFields) {
				*specFields[i].at(&s) = optional{v, true}
			} else if len(s.Accelerators) > 0 {
				*deviceFields[i-len(specFields)].at(&s.Accelerators[0]) = optional{v, true}
			}
		}
		r, err := Estimate(Default(), &s)
		if err == nil {
			assertSound(t, &r)
			continue
		}
		var errs FieldErrors
		if !errors.As(err, &errs) || len(errs) == 0 {
			t.Fatalf("error %v is no FieldErrors", err)
		}
		for _, e := range errs {
			if e.Field == "" || e.Reason == "" || e.Remedy == "" {
				t.Fatalf("%+v lacks field, reason or remedy", e)
			}
		}
	}
}
