package estimator

import (
	"cmp"
	"slices"
	"strconv"
)

// levers are the changes that are tried: each in English, with {} where it says what it changes to, and what it makes of
// the scenario, or false when it does not apply. Whether it saves anything is for Estimate to say.
var levers = [...]struct {
	key, words string
	find       func(*leverage) (change, bool)
}{
	{"clean_region", "Run it in {}, the cleanest region of the same provider or country", cleanRegion},
	{"clean_country", "Run it in {}, the country with the cleanest electricity", cleanCountry},
	{"half_runs", "Do fewer runs", halfRuns},
	{"early_stop", "Stop each run a fifth earlier", earlyStop},
	{"power_cap", "Cap their power", powerCap},
	{"other_device", "Use as many {}", otherDevice},
	{"narrow_precision", "Compute in {}", narrowPrecision},
	{"shorter_answers", "Answer a fifth shorter", shorterAnswers},
	{"fewer_requests", "Answer a fifth fewer requests", fewerRequests},
	{"other_hour", "Start at {}", otherHour},
	{"no_waiting", "Give the devices back instead of letting them wait", noWaiting},
	{"better_building", "Use a building with less overhead", betterBuilding},
}

var (
	sourceCapping = Source{ID: "power-capping", Title: "McDonald et al., Great Power, Great Responsibility, NAACL Findings 2022: BERT on V100 limited to 150 of 250 W takes 6.8 % longer (recalled and not read again)",
		URL: "https://doi.org/10.18653/v1/2022.findings-naacl.151", Licence: "cited figures", Year: 2022, AsOf: "2026-11-24"}
	sourceGoodBuilding = Source{ID: "good-building", Title: "Google, fleet 1.09 to 1.10, single regions 1.07 to 1.13",
		Publisher: "Google", URL: "https://www.google.com/about/datacenters/efficiency/", Licence: "cited figures", Year: 2024, AsOf: "2026-11-24"}
)

const (
	stopAt      = 0.8   // of the time: an example, no measurement
	shorterTo   = 0.8   // of the tokens: an example, no measurement
	fewerTo     = 0.8   // of the requests: likewise
	capShare    = 0.6   // of rated power. Source: sourceCapping
	cappedTime  = 1.068 // × the time. Source: sourceCapping
	goodPUE     = 1.1   // Source: sourceGoodBuilding
	moveBasis   = "if the work and its data may move there; moving them is not counted"
	deviceBasis = "if it is available, reaches the same share of its peak speed and has room for the model"
)

// cleanRegion moves to the cleanest region of the same provider, or to the cleanest place of the same country.
func cleanRegion(l *leverage) (change, bool) {
	s, c := l.spec, l.catalog
	if s.Region == "" {
		return change{}, false
	}
	best, least := change{spec: *s, basis: moveBasis}, 0.0
	offer := func(code, name string) {
		there := *s
		there.Region = code
		grams := findPUE(c, &there).pue.Mid * float64(findGrid(c, &there).intensity.Mid)
		if best.to == "" || grams < least {
			best.spec, best.to, best.name, least = there, code, name, grams
		}
	}
	if here, ok := findCloud(c, s.Region); ok {
		for i := range c.clouds {
			if r := &c.clouds[i]; r.Provider == here.Provider && l.known(r.Zone) {
				offer(r.ID, r.Name)
			}
		}
		return best, best.to != "" && best.to != here.ID
	}
	here, ok := c.Place(s.Region)
	if !ok {
		return change{}, false
	}
	country := here.Code
	if here.Parent != "" {
		country = here.Parent
	}
	for i := range c.places {
		if p := &c.places[i]; p.Parent == country && l.known(p.Code) {
			offer(p.Code, p.Name)
		}
	}
	return best, best.to != "" && best.to != here.Code
}

// known reports whether a place has a grid figure of its own.
func (l *leverage) known(code string) bool {
	p, ok := l.catalog.Place(code)
	if !ok || p.Lifecycle == nil && p.Direct == nil || p.Proxy != "" {
		return false
	}
	return !l.spec.GridYear.Given() || slices.Contains(l.catalog.Years(p), l.spec.gridYear())
}

// cleanCountry moves the same building to the country with the cleanest electricity of those where a cloud has a region,
// so that there are machines to be had.
func cleanCountry(l *leverage) (change, bool) {
	s := *l.spec
	s.GridIntensity, s.GridMix = Optional[GramsPerKWh]{}, nil
	if l.result.PUE.Name == "cloud region" {
		s.PUE = Some(l.result.PUE.Value.Mid)
	}
	best := change{basis: moveBasis}
	var least GramsPerKWh
	for i := range l.catalog.places {
		p := &l.catalog.places[i]
		if p.Level != "country" || !l.known(p.Code) || !slices.ContainsFunc(l.catalog.clouds, func(r CloudRegion) bool { return r.Country == p.Code }) {
			continue
		}
		s.Region = p.Code
		if g := findGrid(l.catalog, &s).intensity.Mid; best.to == "" || g < least {
			best.spec, best.to, best.name, least = s, p.Code, p.Name, g
		}
	}
	return best, best.to != ""
}

func halfRuns(l *leverage) (change, bool) {
	runs := l.spec.runs()
	s := *l.spec
	s.Runs, s.Project = Some(max(1, runs/2)), Project{}
	return change{spec: s, basis: "if half as many runs answer the question"}, runs > 1
}

func earlyStop(l *leverage) (change, bool) {
	return change{spec: scaleWork(l.spec, stopAt), basis: "if the last fifth of the training is not needed"}, l.spec.hasWork()
}

// powerCap limits every accelerator that draws more to a share of its rated power; the run gets longer.
func powerCap(l *leverage) (change, bool) {
	if l.spec.metered() || !l.spec.hasWork() {
		return change{}, false
	}
	s, capped := retimed(l.spec, cappedTime), false
	s.Accelerators = append([]Device(nil), s.Accelerators...)
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		drawn, _ := acceleratorLoad(l.catalog, l.spec, d)
		if limit := drawn.rated * capShare; !drawn.measured && limit > 0 && drawn.watts.Mid > limit {
			d.Cap, capped = Some(limit), true
		}
	}
	return change{spec: s, basis: "if the devices are limited to 60 % of their rated power, and slow down as little as published", by: &sourceCapping}, capped
}

// single returns the only kind of accelerator, when it is in the catalog and no meter says what it used.
func (l *leverage) single() (*Accelerator, bool) {
	s := l.spec
	if len(s.Accelerators) != 1 || s.metered() {
		return nil, false
	}
	return l.catalog.Accelerator(s.Accelerators[0].key())
}

// otherDevice does the same work on as many of the device of the same kind that emits least, with no less memory and in no
// more time. Another kind, such as a TPU for a GPU, would need other software.
func otherDevice(l *leverage) (change, bool) {
	here, ok := l.single()
	s := l.spec
	if !ok || here.Memory == 0 || s.Embodied.DeviceKg.given { // what making the other one emits is not said
		return change{}, false
	}
	if !s.hasWork() {
		return otherServer(l, here)
	}
	req := PlanRequest{Spec: *s, Counts: []int{int(s.Accelerators[0].Count.Or(1))}, MemoryEach: Some(here.Memory)}
	for i := range l.catalog.accelerators {
		if a := &l.catalog.accelerators[i]; a.Kind == here.Kind {
			req.Devices = append(req.Devices, a.ID)
		}
	}
	if !s.gridTyped() {
		req.Regions = []string{cmp.Or(s.Region, world)}
	}
	if l.result.Hours.Known {
		req.Deadline = Some(l.result.Hours.Mid)
	}
	plan, err := planWith(l.catalog, &req, *l.data)
	if err != nil || plan.Cleanest < 0 || plan.Front[plan.Cleanest].Device == here {
		return change{}, false
	}
	there := plan.Front[plan.Cleanest].Device
	before, _, _ := Speed(here, s.Training.Precision)
	after, _, _ := Speed(there, s.Training.Precision)
	changed := sped(s, float64(after/before))
	changed.Accelerators = []Device{{ID: there.ID, Count: s.Accelerators[0].Count, Load: s.Accelerators[0].Load}}
	return change{spec: changed, to: there.ID, name: there.Name, basis: deviceBasis, by: there.Source}, true
}

// otherServer answers requests on the device of the same kind that needs least energy for one, with no less memory.
func otherServer(l *leverage, here *Accelerator) (change, bool) {
	q := &l.spec.Inference
	if !q.computed() { // the time was measured here
		return change{}, false
	}
	v := l.spec.service(l.catalog)
	one := q.perRequest(&v)
	least, there := one.Energy.Mid, (*Accelerator)(nil)
	for i := range l.catalog.accelerators {
		a := &l.catalog.accelerators[i]
		if a.Kind != here.Kind || a.Memory < here.Memory {
			continue
		}
		if one, err := q.PerRequest(a); err == nil && one.Energy.Mid < least {
			least, there = one.Energy.Mid, a
		}
	}
	if there == nil {
		return change{}, false
	}
	s := *l.spec
	s.Accelerators = []Device{{ID: there.ID, Count: s.Accelerators[0].Count}}
	return change{spec: s, to: there.ID, name: there.Name, basis: deviceBasis, by: there.Source}, true
}

// byWidth lists the precisions from wide to narrow, those of one width side by side.
var byWidth = [...]string{"fp32", "tf32", "fp16", "bf16", "fp8"}

// narrowPrecision works in the next narrower arithmetic that the device is faster in. Where hours say the work it applies
// only when the scenario says its precision too: otherwise it may be narrow already.
func narrowPrecision(l *leverage) (change, bool) {
	device, ok := l.single()
	s := l.spec
	requests := !s.hasWork()
	from := s.precision()
	if requests {
		from = cmp.Or(s.Inference.Precision, defaultPrecision)
	}
	if !ok || s.timed() && s.Training.Precision == "" {
		return change{}, false
	}
	before, _, _ := Speed(device, from)
	narrower := false
	for _, to := range byWidth {
		after, _, fast := Speed(device, to)
		if !narrower || !fast || after <= before {
			narrower = narrower || to == from
			continue
		}
		found := change{to: to, name: to, by: device.Source, basis: "if the results stay good, and speed and power go as the peak speeds say"}
		if requests {
			found.spec = *s
			found.spec.Inference.Precision = to
		} else {
			found.spec = sped(s, float64(after/before))
			found.spec.Training.Precision = to
		}
		return found, true
	}
	return change{}, false
}

// shorterAnswers writes fewer tokens for each request.
func shorterAnswers(l *leverage) (change, bool) {
	s := *l.spec
	s.Inference.OutputTokens = Some(s.Inference.OutputTokens.value * shorterTo)
	return change{spec: s, basis: "if answers a fifth shorter say as much"}, l.result.Requests.given
}

// fewerRequests answers fewer of them.
func fewerRequests(l *leverage) (change, bool) {
	return change{spec: scaleUse(l.spec, fewerTo), basis: "if a fifth of the answers can be kept and given again, or are not needed"}, l.spec.Inference.RequestsPerDay.given
}

// otherHour starts at the cleanest hour of the place's day.
func otherHour(l *leverage) (change, bool) {
	if l.spec.gridTyped() || !l.result.Hours.Known {
		return change{}, false
	}
	place, ok := findPlace(l.catalog, cmp.Or(l.spec.Region, world))
	if !ok {
		return change{}, false
	}
	day, ok := l.data.hours(place.Code)
	if !ok {
		return change{}, false
	}
	hour, _ := day.BestStart(l.result.Hours.Mid / Hours(l.spec.runs())) // of one run
	s := *l.spec
	s.StartHour = Some(Hours(hour))
	text := strconv.Itoa(hour)
	return change{spec: s, to: text, name: text + ":00 UTC", basis: "if it can wait for that hour, and days are as they were on average"}, true
}

func noWaiting(l *leverage) (change, bool) {
	s := *l.spec
	s.IdleHours = Optional[Hours]{}
	return change{spec: s, basis: "if the devices are given back, or do other work, while they would wait"}, l.spec.IdleHours.value > 0
}

func betterBuilding(l *leverage) (change, bool) {
	s := *l.spec
	s.PUE, s.PUEComponents, s.Site = Some(goodPUE), nil, ""
	return change{spec: s, basis: "if the work may move to a building as good as a large fleet's", by: &sourceGoodBuilding}, l.result.PUE.Value.Mid > goodPUE
}
