package estimator

import "strings"

// RivalAnswer is what another calculator says to a scenario, and why that differs from our answer. What it does not
// answer is not given.
type RivalAnswer struct {
	Tool, Version string
	Energy        Optional[KWh]
	Carbon        Optional[Grams]
	Embodied      Optional[Grams]
	Differences   []Difference
	NotApplicable string // why it has no answer, or none for what is not given; empty otherwise
}

// Difference is one factor in which another calculator departs from ours. Ratio is theirs ÷ ours in this factor with
// all factors before it already changed, so that the product of the ratios is their carbon ÷ Result.Operational.Mid, and
// without the factors "grid" and "rounding" their energy ÷ Result.Energy.Mid (before rounding). It is not a number where
// ours is 0.
type Difference struct {
	Factor       string // "count", "rated power", "load", "processors", "memory", "rest of the server", "PUE", "grid", "rounding"
	Ours, Theirs string
	Reason       string
	Ratio        float64
}

// Rivals returns what a user of other calculators would get who types the scenario there: s and its Result r, of
// catalog c. The order is fixed: forms, trackers, services, then those that need more than a scenario tells. Trackers
// would read the machine; the mean power of our estimate stands in for their reading.
func Rivals(c *Catalog, s *Spec, r *Result) []RivalAnswer {
	j := newRivalJob(c, s, r)
	return []RivalAnswer{
		j.mlco2(), j.greenAlgorithms(),
		j.codecarbon(), j.carbontracker(), j.impactTracker(), j.eco2ai(),
		j.cloudCarbon(),
		{Tool: "LLMCarbon", Version: llmcarbonVersion, NotApplicable: "It starts from the parameters and tokens of a language model."},
		{Tool: "EcoLogits", Version: ecologitsVersion, NotApplicable: "It counts requests to a hosted language model."},
		{Tool: "BoaviztAPI", Version: boaviztaVersion, NotApplicable: "It counts the making of a card from its board, dies and masses, which makers do not publish."},
	}
}

// A rivalJob is a scenario as forms and trackers see it. Times are those of the whole project.
type rivalJob struct {
	catalog      *Catalog
	spec         *Spec
	result       *Result
	parts        rivalParts // our energy before PUE
	accelerators []rivalDevice
	cpus         []rivalDevice
	hours        Hours // wall clock; 0 when only device-hours are known
	timed        bool  // the time of each device is known
	place        *Place
	cloud        *CloudRegion
}

// rivalParts is energy by what draws it.
type rivalParts struct{ accelerators, cpus, memory, rest KWh }

func (p rivalParts) sum() KWh { return p.accelerators + p.cpus + p.memory + p.rest }

// A rivalDevice is one kind of device: deviceHours is count × hours.
type rivalDevice struct {
	load
	id          string // of an accelerator in the catalog; empty when it is not there
	name        string
	typed       bool // the user gave the load
	deviceHours Hours
}

func newRivalJob(c *Catalog, s *Spec, r *Result) *rivalJob {
	j := &rivalJob{catalog: c, spec: s, result: r, hours: r.Hours.Or(0)}
	for i := range r.Terms {
		used := KWh(r.Terms[i].Value.Mid)
		switch t := &r.Terms[i]; {
		case t.Group != EnergyTerms || t.Kind == "facility":
		case t.Kind == "accelerator" || t.Kind == "metered":
			j.parts.accelerators += used
		case t.Kind == "cpu":
			j.parts.cpus += used
		case t.Kind == "memory":
			j.parts.memory += used
		default:
			j.parts.rest += used
		}
	}
	count, _ := s.deviceCount()
	total, known := r.DeviceHours.Get()
	j.timed = known && count > 0
	each := Hours(float64(total) / max(count, 1))
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		l, a := acceleratorLoad(c, d)
		device := rivalDevice{load: l, name: d.key(), typed: d.Load.Given(), deviceHours: each * Hours(d.Count.Or(1))}
		if a != nil {
			device.id, device.name = a.ID, a.Name
		}
		j.accelerators = append(j.accelerators, device)
	}
	if len(s.Accelerators) > 0 {
		each = j.hours
	}
	for i := range s.CPUs {
		d := &s.CPUs[i]
		l, _ := cpuLoad(c, d)
		j.cpus = append(j.cpus, rivalDevice{load: l, name: d.key(), typed: d.Load.Given(), deviceHours: each * Hours(d.Count.Or(1))})
	}
	if !s.GridIntensity.Given() {
		region := strings.TrimSpace(s.Region)
		if region == "" {
			region = world
		}
		j.place, _ = findPlace(c, region)
		j.cloud, _ = findCloud(c, region)
	}
	return j
}

// provider is the cloud that the scenario names, or "".
func (j *rivalJob) provider() string {
	if j.cloud == nil {
		return ""
	}
	return j.cloud.Provider
}

// A rivalIntensity is the grid figure that another calculator takes.
type rivalIntensity struct {
	GramsPerKWh
	reason string
	found  bool // in its table, or typed
}

// intensity takes the figure that one of a calculator's tables has for the cloud region, else for the place, else for
// the country around it.
func (j *rivalJob) intensity(sources ...string) rivalIntensity {
	if j.cloud != nil {
		if g, ok := j.catalog.rivalGrid(j.cloud.ID, sources...); ok {
			return rivalIntensity{g.Intensity, "its own figure for this region: " + g.Source.Citation(), true}
		}
	}
	for p := j.place; p != nil; p, _ = j.catalog.Place(p.Parent) {
		if g, ok := j.catalog.rivalGrid(p.Code, sources...); ok {
			if p == j.place {
				return rivalIntensity{g.Intensity, "its own table: " + g.Source.Citation(), true}
			}
			return rivalIntensity{g.Intensity, "its own table has only " + p.Name + ": " + g.Source.Citation(), true}
		}
	}
	return rivalIntensity{}
}

// typed takes the intensity that the user typed, for calculators that have a field for it, else as orElse.
func (j *rivalJob) typed(fallback GramsPerKWh, what string, sources ...string) rivalIntensity {
	if g, ok := j.spec.GridIntensity.Get(); ok {
		return rivalIntensity{g, "typed", true}
	}
	return j.orElse(fallback, what, sources...)
}

// orElse takes the figure of the tables, else the one that the calculator falls back to, which what describes.
func (j *rivalJob) orElse(fallback GramsPerKWh, what string, sources ...string) rivalIntensity {
	g := j.intensity(sources...)
	if !g.found {
		if j.place == nil || j.place.Code != world {
			what = "no such place in its table: " + what
		}
		return rivalIntensity{fallback, what, false}
	}
	return g
}
