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
	answers := make([]RivalAnswer, len(rivalTools))
	for i := range rivalTools {
		tool, a := &rivalTools[i], &answers[i]
		a.Tool, a.Version = tool.name, tool.version
		tool.answer(&rivalAccount{RivalAnswer: a, rivalJob: j, parts: j.ours, pue: r.PUE.Value.Mid})
	}
	return answers
}

// rivalTools are the calculators in order, each with how it answers.
var rivalTools = [...]struct {
	name, version string
	answer        func(*rivalAccount)
}{
	{"ML CO2 Impact", mlco2Version, (*rivalAccount).mlco2},
	{"Green Algorithms", greenAlgorithmsVersion, (*rivalAccount).greenAlgorithms},
	{"CodeCarbon", codecarbonVersion, (*rivalAccount).codecarbon},
	{"carbontracker", carbontrackerVersion, (*rivalAccount).carbontracker},
	{"experiment-impact-tracker", impactTrackerVersion, (*rivalAccount).impactTracker},
	{"Eco2AI", eco2aiVersion, (*rivalAccount).eco2ai},
	{"Cloud Carbon Footprint", cloudCarbonVersion, (*rivalAccount).cloudCarbon},
	{"LLMCarbon", llmcarbonVersion, (*rivalAccount).llmcarbon},
	{"EcoLogits", ecologitsVersion, (*rivalAccount).ecologits},
	{"BoaviztAPI", boaviztaVersion, (*rivalAccount).boavizta},
}

// A rivalJob is a scenario as forms and trackers see it. Times are those of the whole project.
type rivalJob struct {
	catalog      *Catalog
	spec         *Spec
	result       *Result
	ours         rivalParts
	accelerators []rivalDevice
	cpus         []rivalDevice
	hours        Hours // wall clock; 0 when only device-hours are known
	timed        bool  // the time of each device is known
	place        *Place
	cloud        *CloudRegion
}

// rivalParts is energy before PUE by what draws it.
type rivalParts struct{ accelerators, cpus, memory, rest KWh }

func (p *rivalParts) sum() KWh { return p.accelerators + p.cpus + p.memory + p.rest }

// A rivalDevice is one kind of device, with the middle of our ranges.
type rivalDevice struct {
	id       string // of an accelerator in the catalog, else the user's word
	watts    Watts
	rated    Watts
	load     Ratio
	measured bool  // watts is a measurement, and load means nothing
	own      bool  // the user typed the rated power
	typed    bool  // the user typed the load
	hours    Hours // count × hours
}

func newRivalJob(c *Catalog, s *Spec, r *Result) *rivalJob {
	j := &rivalJob{catalog: c, spec: s, result: r, hours: r.Hours.Mid}
	for i := range r.Terms {
		t := &r.Terms[i]
		if t.Group != EnergyTerms {
			continue
		}
		part := &j.ours.rest
		switch t.Kind {
		case "facility":
			continue
		case "accelerator", "metered":
			part = &j.ours.accelerators
		case "cpu":
			part = &j.ours.cpus
		case "memory":
			part = &j.ours.memory
		}
		*part += KWh(t.Value.Mid)
	}
	count, _ := s.deviceCount()
	total, known := r.DeviceHours.Get()
	j.timed = known && count > 0
	each := Hours(float64(total.Mid) / max(count, 1))
	j.accelerators = rivalDevices(s.Accelerators, each, func(d *Device) (load, string) {
		l, a := acceleratorLoad(c, s, d)
		if a != nil {
			return l, a.ID
		}
		return l, d.key()
	})
	if len(s.Accelerators) > 0 {
		each = j.hours
	}
	j.cpus = rivalDevices(s.CPUs, each, func(d *Device) (load, string) {
		l, _ := cpuLoad(c, d)
		return l, d.key()
	})
	if !s.GridIntensity.given {
		region := strings.TrimSpace(s.Region)
		if region == "" {
			region = world
		}
		j.place, _ = findPlace(c, region)
		j.cloud, _ = findCloud(c, region)
	}
	return j
}

// rivalDevices reads a list whose devices work for each hours.
func rivalDevices(list []Device, each Hours, of func(*Device) (load, string)) []rivalDevice {
	devices := make([]rivalDevice, len(list))
	for i := range list {
		d, to := &list[i], &devices[i]
		l, id := of(d)
		to.id, to.watts, to.rated, to.load = id, l.watts.Mid, l.rated, l.ratio.Mid
		to.measured, to.own, to.typed = l.measured, d.Rated.given, d.Load.given
		to.hours = each * Hours(d.Count.Or(1))
	}
	return devices
}

// intensity takes the figure that a calculator's tables have for the cloud region, else for the place, else for the
// country around it.
func (j *rivalJob) intensity(tables []string) (g GramsPerKWh, reason string, ok bool) {
	if j.cloud != nil {
		if g := j.catalog.rivalGrid(j.cloud.ID, tables); g != nil {
			return g.Intensity, "its own figure for this region: " + g.Source.Citation(), true
		}
	}
	for p := j.place; p != nil; p, _ = j.catalog.Place(p.Parent) {
		if g := j.catalog.rivalGrid(p.Code, tables); g != nil {
			reason = "its own table: "
			if p != j.place {
				reason = "its own table has only " + p.Name + ": "
			}
			return g.Intensity, reason + g.Source.Citation(), true
		}
	}
	return 0, "", false
}
