package estimator

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func mustPlan(t *testing.T, query string) PlanResult {
	t.Helper()
	req, unknown, err := ParsePlan(query)
	if err != nil || len(unknown) > 0 {
		t.Fatalf("ParsePlan(%q): %v, unknown %q", query, err, unknown)
	}
	r, err := Plan(Default(), &req)
	if err != nil {
		t.Fatalf("Plan(%q): %v", query, err)
	}
	return r
}

// fakeDay is the day of a place in tests: how clean each hour is ÷ their mean.
type fakeDay [24]float64

func (d *fakeDay) Window(start, duration Hours) Range[float64] {
	sum, at, rest := 0.0, float64(start), math.Mod(float64(duration), 24)
	if duration <= 1 {
		return Exactly(d[int(start)])
	}
	for rest > 0 {
		step := min(rest, 1)
		sum += step * d[int(at)%24]
		rest -= step
		at++
	}
	whole := float64(duration) - math.Mod(float64(duration), 24)
	return Exactly((whole + sum) / float64(duration))
}

func (d *fakeDay) BestStart(duration Hours) (hour int, ratio float64) {
	ratio = math.Inf(1)
	for h := range 24 {
		if v := d.Window(Hours(h), duration).Mid; v < ratio {
			hour, ratio = h, v
		}
	}
	return hour, ratio
}

// fakeData makes up prices and days for some of the places and devices.
func fakeData(random *rand.Rand, c *Catalog, share float64) planData {
	prices, rents, days := map[string]USDPerKWh{}, map[string]USDPerHour{}, map[string]*fakeDay{}
	for i := range c.places {
		if random.Float64() < share {
			prices[c.places[i].Code] = USDPerKWh(math.Round(1+30*random.Float64()) / 100) // rounded, so that some are equal
		}
		if random.Float64() < share/2 {
			day, sum := &fakeDay{}, 0.0
			for h := range day {
				day[h] = 0.5 + random.Float64()
				sum += day[h]
			}
			for h := range day {
				day[h] *= 24 / sum
			}
			days[c.places[i].Code] = day
		}
	}
	for i := range c.accelerators {
		if random.Float64() < share {
			rents[c.accelerators[i].ID] = USDPerHour(0.1 + 10*random.Float64())
		}
	}
	data := dataOf(c)
	data.electricity = func(place string) (Range[USDPerKWh], bool) {
		v, ok := prices[place]
		return Within(v, 0.5), ok
	}
	data.rental = func(accelerator string) (Range[USDPerHour], bool) {
		v, ok := rents[accelerator]
		return Within(v, 0.5), ok
	}
	data.hours = func(place string) (hourWindows, bool) {
		d, ok := days[place]
		return d, ok
	}
	return data
}

// alike makes every second device a near copy of the one before it, so that little decides between them.
func alike(random *rand.Rand, c *Catalog) {
	for i := 1; i < len(c.accelerators); i += 2 {
		a, b := &c.accelerators[i], &c.accelerators[i-1]
		a.Kind, a.Average, a.Memory = b.Kind, b.Average, b.Memory
		a.Rated, a.FP16 = b.Rated*Watts(1+0.2*random.Float64()), b.FP16*(1.1+0.1*random.Float64())
	}
}

// smallCatalog keeps a few rows of the catalogs, at random.
func smallCatalog(random *rand.Rand, devices, places, clouds int) *Catalog {
	from := Default()
	c := &Catalog{sources: from.sources, acceleratorKeys: map[string]int32{}}
	for _, i := range sample(random, len(from.accelerators), devices) {
		c.acceleratorKeys[deviceKey(from.accelerators[i].ID)] = int32(len(c.accelerators))
		c.accelerators = append(c.accelerators, from.accelerators[i])
	}
	for _, i := range sample(random, len(from.clouds), clouds) {
		c.clouds = append(c.clouds, from.clouds[i])
	}
	for i, kept := 0, sample(random, len(from.places), places); i < len(from.places); i++ {
		p := &from.places[i]
		inCloud := slices.ContainsFunc(c.clouds, func(r CloudRegion) bool { return r.Zone == p.Code })
		if inCloud || p.Code == world || slices.Contains(kept, i) {
			c.places = append(c.places, *p)
		}
	}
	codes, ids := &table{}, &table{} // by which rows are found
	for i := range c.places {
		codes.keys = append(codes.keys, c.places[i].Code)
	}
	for i := range c.clouds {
		ids.keys = append(ids.keys, c.clouds[i].ID)
	}
	c.files[placesFile].table, c.files[cloudsFile].table = codes, ids
	return c
}

// sample returns n of the numbers below limit, ascending.
func sample(random *rand.Rand, limit, n int) []int {
	all := random.Perm(limit)[:n]
	slices.Sort(all)
	return all
}

// everyCandidate is the search without its argument: device × count × region × hour, each tried.
func everyCandidate(p *planner) []candidate {
	var all []candidate
	devices := p.devices()
	for i := range devices {
		d := &devices[i]
		for j := range p.counts {
			x, n := p.counts[j].x.Mid, p.counts[j].n
			hours, run := x*d.t/float64(n), x*d.work/float64(n)
			for k := range p.all {
				region := &p.all[k]
				cost := x * d.e * region.dollars
				if region.rented {
					cost = x * d.d
				}
				possible := p.hours
				if region.day == nil {
					possible = possible[:1]
				}
				for _, h := range possible {
					w := 1.0
					if region.day != nil {
						w = region.day.window(h, run)
					}
					f := candidate{carbon: x*d.e*region.grams*w + x*d.m, cost: cost, hours: hours, device: d, count: &p.counts[j], region: region}
					if p.holds(d, n) && hours <= p.deadline() && within(f.carbon, p.req.Carbon) && within(cost, p.req.Money) {
						all = append(all, f)
					}
				}
			}
		}
	}
	return all
}

// TestPlanDay compares the sums of the search with the day that they are made from, within the rounding of 48 hours.
func TestPlanDay(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	c := smallCatalog(random, 1, 30, 0)
	data := fakeData(random, c, 2)
	for range 2000 {
		day, _ := data.hours(c.places[random.IntN(len(c.places))].Code)
		d, duration := dayOf(day), math.Pow(10, 4*random.Float64()-1)
		for h := range 24 {
			if got, want := d.window(h, duration), day.Window(Hours(h), Hours(duration)).Mid; duration > 1 && !near(got, want, 1e-12) {
				t.Fatalf("window from %d for %v h: %v, want %v", h, duration, got, want)
			}
		}
		r := planRegion{day: d}
		start, ratio := r.start(duration, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23})
		if least, most := d.bounds(true); ratio < least || ratio > most || start < 0 {
			t.Fatalf("best window for %v h is %v at %d, outside %v to %v", duration, ratio, start, least, most)
		}
	}
}

func dominates(a, b *candidate) bool {
	return a.carbon <= b.carbon && a.cost <= b.cost && a.hours <= b.hours && (a.carbon < b.carbon || a.cost < b.cost || a.hours < b.hours)
}

// TestPlanIsExact compares the search with trying everything, on random small catalogs: the fronts have the same
// points to the last bit.
func TestPlanIsExact(t *testing.T) {
	queries := []string{"", "&deadline=200", "&kg=3", "&money=40", "&gb=40&gbt=200", "&emb=1&ekg=150", "&starts=3,9,21", "&starts=14", "&pue=1.2", "&dp=2", "&deadline=300&kg=8&money=90&maxn=16"}
	random := rand.New(rand.NewPCG(1, 2))
	points := 0
	for round := range 15 {
		c := smallCatalog(random, 12, 20, 8)
		alike(random, c)
		share := []float64{0, 0.5, 1}[round%3]
		data := fakeData(random, c, share)
		for _, q := range queries {
			req, _, err := ParsePlan("flop=1e20&counts=1,2,3,8,64" + q)
			if err != nil {
				t.Fatal(err)
			}
			got := planner{catalog: c, req: &req, data: data}
			if err := got.prepare(); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
			brute := everyCandidate(&got)
			front := paretoFront(got.tried(got.devices()))
			type vector [3]float64
			want := map[vector]bool{}
			slices.SortFunc(brute, func(a, b candidate) int { // so that a dominating one comes early
				if a.carbon < b.carbon {
					return -1
				}
				return 1
			})
			for i := range brute {
				if !slices.ContainsFunc(brute, func(o candidate) bool { return dominates(&o, &brute[i]) }) {
					want[vector{brute[i].carbon, brute[i].cost, brute[i].hours}] = true
				}
			}
			have := map[vector]bool{}
			for _, f := range front {
				have[vector{f.carbon, f.cost, f.hours}] = true
			}
			points += len(want)
			if len(have) != len(front) {
				t.Errorf("round %d, %q: %d points, of which %d differ", round, q, len(front), len(have))
			}
			for v := range want {
				if !have[v] {
					t.Errorf("round %d, %q: the front lacks %v (g, USD, h)", round, q, v)
				}
			}
			for v := range have {
				if !want[v] {
					t.Errorf("round %d, %q: the front has %v (g, USD, h), which is dominated", round, q, v)
				}
			}
		}
	}
	if points < 1000 {
		t.Errorf("only %d points were compared", points)
	}
}

// TestPlanProperties checks what a caller relies on, on the whole catalog with made-up prices and days.
func TestPlanProperties(t *testing.T) {
	c := Default()
	data := fakeData(rand.New(rand.NewPCG(3, 4)), c, 0.7)
	for _, query := range []string{"flop=1e22", "flop=1e22&deadline=500&kg=400&money=5000&gb=40", "hw=h100-sxm5-80gb&n=64&h=100&x=3&of=1.1", "hw=a100&dh=5000&prec=fp16&regions=FR,US,aws:eu-north-1", "flop=1e22&providers=gcp,aws&emb=1&ekg=100"} {
		req, _, err := ParsePlan(query)
		if err != nil {
			t.Fatal(err)
		}
		r, err := planWith(c, &req, data)
		if err != nil || len(r.Front) == 0 {
			t.Fatalf("%s: %v, %d points, %v", query, err, len(r.Front), r.Notes)
		}
		cost := func(p *PlanPoint) float64 {
			if p.Cost.Known {
				return float64(p.Cost.Mid)
			}
			return math.Inf(1)
		}
		for i := range r.Front {
			p := &r.Front[i]
			if !within(float64(p.Hours.Mid), req.Deadline) || !within(float64(p.Carbon.Mid), req.Carbon) || !within(cost(p), req.Money) || p.Device.Memory < req.MemoryEach.Or(0) {
				t.Errorf("%s: point %d breaks a limit: %v g, %v USD, %v h, %v GB", query, i, p.Carbon.Mid, cost(p), p.Hours.Mid, p.Device.Memory)
			}
			if !p.Carbon.Valid() || !p.Energy.Valid() || !p.Hours.Valid() || p.Cost.Known && !p.Cost.Valid() {
				t.Errorf("%s: point %d has a range out of order: %+v", query, i, p)
			}
			if req.Spec.Hours.Given() && p.Reason.Key == "" {
				t.Errorf("%s: point %d has no reason", query, i)
			}
			if i > 0 && (p.Reason.Than != i-1 || p.Carbon.Mid < r.Front[i-1].Carbon.Mid*(1-1e-12)) { // worked out in another order
				t.Errorf("%s: point %d is out of order", query, i)
			}
			for j := range r.Front {
				q := &r.Front[j]
				if q.Carbon.Mid < p.Carbon.Mid*(1-1e-9) && cost(q) < cost(p)*(1-1e-9) && q.Hours.Mid < p.Hours.Mid*(1-1e-9) {
					t.Errorf("%s: point %d is worse than %d in everything", query, i, j)
				}
			}
			if cost(p) < cost(&r.Front[r.Cheapest]) || p.Hours.Mid < r.Front[r.Fastest].Hours.Mid {
				t.Errorf("%s: point %d beats the best", query, i)
			}
		}
		for _, refused := range r.Refused {
			if refused.Candidates > r.Candidates {
				t.Errorf("%s: %s refuses %d of %d", query, refused.Limit, refused.Candidates, r.Candidates)
			}
		}
	}
}

// TestPlanPointsAreScenarios holds that a point's scenario estimates to the point, within 1e-9 for the order of products.
func TestPlanPointsAreScenarios(t *testing.T) {
	for _, query := range []string{"flop=1e22", "hw=h100-sxm5-80gb&n=64&u=60&h=100&x=3&of=1.1&basis=direct", "hw=a100&dh=5000&pue=1.1&host=0&regions=DE,gcp:europe-west1", "hw=t4&dh=10&ci=100",
		"par=7e9&tok=1e11&mfu=40&gb=40", "par=7e9&tok=1e11&rec=full&lay=32&wid=4096&ctx=4096", "par=7e9&tok=1e11&prec=fp8&of=1.3&x=3&sh=50", "flop=1e21&mfu=55&of=1.2&hw=h100-sxm5-80gb&n=64&u=60",
		"par=7e9&tok=1e11&rec=full&tf=150&hw=a100-sxm4-80gb&n=16&hw.2=v100-sxm2-16gb&n.2=16", "arch=encoder-decoder&par=1e9&etok=1e11&dtok=1e10&emb=1", "sps=0.35&st=1e5&hw=a100-sxm4-80gb&n=8", "sm=0.3,0.32,0.31&epo=3&sam=1e6&bat=256&hw=t4&x=5&of=1.1",
		"hw=a100-sxm4-80gb&n=8&h=1000&par=7e9&tok=1e11&mfu=40", "flop=1e22&mfu=98&hw=a100-sxm4-80gb&n=4096&emb=1", "flop=1e22&mfu=98&hw=a100-sxm4-80gb&n=4096&regions=DE,FR,US&x=2", "kwh=5&par=7e9&tok=1e10", "par=7e9&tok=1e9&mfu=40&qp=7e9&qout=100&qd=100&qdays=5"} {
		r := mustPlan(t, query)
		if r.MFU.Known != (r.MFUSource != nil) {
			t.Errorf("%s: share of the peak %v by %v", query, r.MFU, r.MFUSource)
		}
		for i := range r.Front {
			p := &r.Front[i]
			s, _, err := ParseQuery(p.Spec.Query())
			if err != nil {
				t.Fatal(err)
			}
			e, err := Estimate(Default(), &s)
			if err != nil {
				t.Fatalf("%s: point %d: %v", query, i, err)
			}
			for _, q := range []struct {
				name, unit string
				got, want  float64
			}{{"carbon", "g", float64(p.Carbon.Mid), float64(e.Total.Mid)}, {"energy", "kWh", float64(p.Energy.Mid), float64(e.Energy.Mid)}, {"time", "h", float64(p.Hours.Mid), float64(e.Hours.Mid)}} {
				if !near(q.got, q.want, 1e-9) {
					t.Errorf("%s: point %d: %s %v %s, its scenario estimates to %v", query, i, q.name, q.got, q.unit, q.want)
				}
			}
			// The search pays the mean price of the day, whatever hour the work starts at.
			flat := s
			flat.StartHour = Optional[Hours]{}
			if e, err = Estimate(Default(), &flat); err != nil {
				t.Fatal(err)
			}
			cost := e.Electricity
			if p.CostBasis == PlanRent {
				cost = e.Rental
			}
			if p.Cost.Known && (!cost.Known || !near(float64(p.Cost.Mid), float64(cost.Mid), 1e-9)) {
				t.Errorf("%s: point %d in %s: %v USD of %s, its scenario estimates to %v", query, i, p.Region, p.Cost, p.CostBasis, cost)
			}
		}
	}
}

// TestPlanKeepsTheScenario: a search that may change nothing gives back the hours of the scenario.
func TestPlanKeepsTheScenario(t *testing.T) {
	r := mustPlan(t, "hw=a100-sxm4-80gb&n=8&u=80&h=24&x=2&pue=1.2&devices=a100-sxm4-80gb&counts=8&regions=FR")
	if len(r.Front) != 1 {
		t.Fatalf("%d points, want 1", len(r.Front))
	}
	p := &r.Front[0]
	want := mustEstimate(t, "hw=a100-sxm4-80gb&n=8&u=80&h=24&x=2&pue=1.2&r=FR")
	if p.Region != "FR" || !near(float64(p.Hours.Mid), 48, 1e-12) || !near(float64(p.Carbon.Mid), float64(want.Total.Mid), 1e-12) || !p.Hours.IsExact() {
		t.Errorf("got %s, %v h, %v g; want FR, exactly 48 h, %v g", p.Region, p.Hours, p.Carbon.Mid, want.Total.Mid)
	}
	if !slices.Contains(p.Best, "cleanest") || !slices.Contains(p.Best, "fastest") {
		t.Errorf("best in %q, want cleanest and fastest", p.Best)
	}
}

// TestPlanByHand: 8 A100 at 312 TFLOP/s and 40 % for 1e21 FLOP are 1e21 ÷ (8 × 1.248e14 × 0.95³) s.
func TestPlanByHand(t *testing.T) {
	r := mustPlan(t, "flop=1e21&mfu=40&of=1&devices=a100-sxm4-80gb&counts=8&ci=500&pue=1.5&host=0&hw=a100-sxm4-80gb&u=80&ep=0.2")
	hours := 1e21 / (8 * 312e12 * 0.4 * 0.95 * 0.95 * 0.95) / 3600
	kwh := 8 * hours * 0.4 * 0.8 * 1.5
	p := r.Front[0]
	if !near(float64(p.Hours.Mid), hours, 1e-12) || !near(float64(p.Energy.Mid), kwh, 1e-12) || !near(p.Carbon.Mid.Kilograms(), kwh/2, 1e-12) || !near(float64(p.Cost.Mid), kwh/5, 1e-12) {
		t.Errorf("%v h, %v kWh, %v kg, %v USD; want %v, %v, %v, %v", p.Hours.Mid, p.Energy.Mid, p.Carbon.Mid.Kilograms(), p.Cost.Mid, hours, kwh, kwh/2, kwh/5)
	}
	if p.CostBasis != PlanElectricity || p.Region != "" {
		t.Errorf("paid %s at %q, want the electricity of the typed grid", p.CostBasis, p.Region)
	}
}

// TestPlanKeepsTheTraining: on the scenario's own devices in its own place, the search gives the whole estimate back.
func TestPlanKeepsTheTraining(t *testing.T) {
	for _, work := range []string{"par=7e9&tok=1e11", "par=7e9&tok=1e11&prec=fp8&rec=full&x=2", "flop=1e21&mfu=40", "par=7e9&tok=1e11&tf=150&rec=full&of=1.1&sh=50", "sps=0.3&st=1e5", "sm=0.3,0.31,0.35&epo=2&sam=1e6&bat=64&of=1.2", "dh=192"} {
		query := work + "&hw=h100-sxm5-80gb&n=8&u=70&emb=1&pue=1.2&ci=400&ep=0.1"
		r := mustPlan(t, query+"&devices=h100-sxm5-80gb&counts=8")
		want := mustEstimate(t, query)
		p := &r.Front[0]
		for _, ends := range [...][2]Range[float64]{{As[float64](p.Carbon), As[float64](want.Total)}, {As[float64](p.Energy), As[float64](want.Energy)}, {As[float64](p.Hours), As[float64](want.Hours.Range)}} {
			got, want := ends[0], ends[1]
			if !near(got.Low, want.Low, 1e-9) || !near(got.Mid, want.Mid, 1e-9) || !near(got.High, want.High, 1e-9) { // the order of a dozen products
				t.Errorf("%s: %v, want %v (g, kWh or h)", work, got, want)
			}
		}
	}
}

// TestPlanMoreRegions: a region more never makes the best worse.
func TestPlanMoreRegions(t *testing.T) {
	c := Default()
	random := rand.New(rand.NewPCG(5, 6))
	data := fakeData(random, c, 0.8)
	least := []float64{math.Inf(1), math.Inf(1), math.Inf(1)}
	req := PlanRequest{Spec: Spec{Training: Training{FLOP: Some(FLOP(1e21))}}}
	for _, i := range random.Perm(len(c.clouds))[:60] {
		req.Regions = append(req.Regions, c.clouds[i].ID)
		r, err := planWith(c, &req, data)
		if err != nil {
			t.Fatal(err)
		}
		for j, now := range []float64{float64(r.Least.Carbon.Mid), float64(r.Least.Cost.Mid), float64(r.Least.Hours.Mid)} {
			if now > least[j] {
				t.Errorf("with %s the best of objective %d went from %v to %v", c.clouds[i].ID, j, least[j], now)
			}
			least[j] = now
		}
	}
}

func TestPlanEmpty(t *testing.T) {
	tests := []struct{ name, query, field, words string }{
		{"deadline", "flop=1e24&deadline=0.001", "deadline_hours", "The fastest needs"},
		{"carbon", "flop=1e24&kg=0.001", "carbon_kg", "The cleanest emits"},
		{"money without prices", "flop=1e20&money=1&ci=50", "money_usd", "no cost is known"},
		{"money", "flop=1e24&dp=2&money=1", "money_usd", "The cheapest costs"},
		{"together", "flop=1e20&mfu=40&of=1&devices=t4&counts=1,64&hw=t4&u=70&ci=100&pue=1&deadline=100&kg=8.5", "deadline_hours", "not all of them together"},
		{"memory", "flop=1e20&gb=1e6", "memory_gb_each", "No device"},
		{"counts", "flop=1e20&counts=8&maxn=4", "max_count", "above the largest"},
		{"places", "flop=1e20&regions=FR&providers=verda", "regions", "no cloud region"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustPlan(t, tt.query)
			if len(r.Front) != 0 || r.Cleanest != -1 || r.Cheapest != -1 || r.Fastest != -1 {
				t.Fatalf("%d points, best %d, %d, %d; want none", len(r.Front), r.Cleanest, r.Cheapest, r.Fastest)
			}
			if len(r.Notes) != 1 || r.Notes[0].Field != tt.field || !strings.Contains(r.Notes[0].Message, tt.words) {
				t.Errorf("notes %v, want %s: …%s…", r.Notes, tt.field, tt.words)
			}
		})
	}
}

func TestPlanErrors(t *testing.T) {
	tests := []struct{ name, query, field, value, remedy string }{
		{"nothing to do", "deadline=5", "training.flop", "", "give training.flop"},
		{"metered energy alone", "kwh=100", "energy_kwh", "100", "give training.flop"},
		{"requests alone", "qe=0.001&qd=100&qdays=3", "training.flop", "", "accelerators with hours"},
		{"hours without a device", "h=10", "accelerators[0].id", "", "training.flop"},
		{"steps without a device", "sps=1&st=100", "accelerators[0].id", "", "training.flop"},
		{"an achieved speed without a device", "flop=1e20&tf=100", "accelerators[0].id", "", "training.flop"},
		{"half of the size", "par=7e9", "training.tokens", "", "such as 1.4e12"},
		{"half of the steps", "sps=1&hw=t4", "steps.count", "", "number of steps"},
		{"deadline of nothing", "flop=1e20&deadline=0", "deadline_hours", "0", "such as 168"},
		{"negative carbon", "flop=1e20&kg=-1", "carbon_kg", "-1", "kilograms"},
		{"no number", "flop=many", "training.flop", "many", "3.14e23"},
		{"MFU above its peak", "flop=1e20&mfu=120", "training.mfu", "1.2", "0.4"},
		{"device", "flop=1e20&devices=h100-sxm5-80gb,h100-sxm5-80bg", "devices[1]", "h100-sxm5-80bg", "did you mean h100-sxm5-80gb"},
		{"region", "flop=1e20&regions=Frnace", "regions[0]", "Frnace", "did you mean FR"},
		{"provider", "flop=1e20&providers=azrue", "providers[0]", "azrue", "did you mean azure"},
		{"region beside a grid", "flop=1e20&regions=FR&ci=50", "regions", "FR", "one of them"},
		{"precision", "flop=1e20&prec=fp12", "training.precision", "fp12", "fp8"},
		{"reference unknown", "hw=a1oo-sxm4-80gb&h=10", "accelerators[0].id", "a1oo-sxm4-80gb", "a100-sxm4-80gb"},
		{"two works", "hw=t4&h=10&dh=10", "device_hours", "10", "one of them"},
		{"count", "flop=1e20&counts=0", "counts", "0", "whole numbers"},
		{"start", "flop=1e20&starts=24", "start_hours", "24", "in UTC"},
		{"start as words", "flop=1e20&starts=night", "start_hours", "night", "in UTC"},
		{"the scenario's own", "flop=1e20&pue=0.5", "pue", "0.5", "survey mean"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req, _, err := ParsePlan(tt.query)
			if err == nil {
				_, err = Plan(Default(), &req)
			}
			var errs FieldErrors
			if !errors.As(err, &errs) || len(errs) != 1 {
				t.Fatalf("error %v, want one field", err)
			}
			if e := errs[0]; e.Field != tt.field || e.Value != tt.value || !strings.Contains(e.Remedy, tt.remedy) {
				t.Errorf("got %v; want %s: %q with %q", e, tt.field, tt.value, tt.remedy)
			}
		})
	}
}

// TestPlanReferenceWithoutSpeed: hours on a device whose speed nobody published say no work, nor does a share of it.
func TestPlanReferenceWithoutSpeed(t *testing.T) {
	slow := -1
	all := Default().Accelerators()
	for i := range all {
		if _, _, ok := Speed(&all[i], ""); !ok && all[i].HasRated() {
			slow = i
		}
	}
	if slow < 0 {
		t.Fatal("the catalog has no rated accelerator without a speed: this test asks nothing")
	}
	for field, query := range map[string]string{"accelerators[0].id": "tf=5&flop=1e20&hw=" + all[slow].ID, "accelerators[1].id": "hw=t4&h=1&hw.2=" + all[slow].ID} {
		req, _, _ := ParsePlan(query)
		_, err := Plan(Default(), &req)
		var errs FieldErrors
		if !errors.As(err, &errs) || errs[0].Field != field || !strings.Contains(errs[0].Remedy, "another precision") {
			t.Errorf("%s: error %v, want %s", query, err, field)
		}
	}
}

// TestPlanKeys: a request and its scenario share one link, so that no key means two things.
func TestPlanKeys(t *testing.T) {
	taken := map[string]string{"d": "data version", "v": "version", "budget": "a budget"}
	for _, f := range ScenarioFields() {
		taken[f.Key] = f.Path
	}
	var keys []string
	for i := range planFields {
		keys = append(keys, planFields[i].key)
	}
	for _, l := range planLists {
		keys = append(keys, l.key)
	}
	for _, l := range planNumbers {
		keys = append(keys, l.key)
	}
	for _, key := range keys {
		if other, ok := taken[key]; ok {
			t.Errorf("key %s of a request is that of %s too", key, other)
		}
		taken[key] = "a request"
	}
}

// TestPlanSaysTraining: a point goes on in the words of the scenario, and leaves them where they have no such number.
func TestPlanSaysTraining(t *testing.T) {
	tests := []struct {
		name, query string
		has, hasNot []string
	}{
		{"as many devices", "par=7e9&tok=1e11&hw=a100-sxm4-80gb&n=8&counts=8&devices=a100-sxm4-80gb&regions=FR", []string{"&par=7000000000&tok=100000000000&", "&r=FR"}, []string{"&mfu=", "&h=", "&of="}},
		{"others, at a typed share", "flop=1e21&mfu=38&hw=a100-sxm4-80gb&n=8&counts=16&devices=a100-sxm4-80gb", []string{"&flop=", "&mfu=36.1"}, []string{"&h=", "&of="}},
		{"at the default", "flop=1e21&counts=2&devices=a100-sxm4-80gb", []string{"&flop=", "&mfu=33.25", "&of=1"}, []string{"&h="}},
		{"at an achieved speed", "flop=1e21&tf=156&hw=a100-sxm4-80gb&devices=h100-sxm5-80gb&counts=1", []string{"&flop=", "&tf=494."}, []string{"&h=", "&mfu="}},
		{"above the peak", "flop=1e21&mfu=99&hw=a100-sxm4-80gb&n=64&counts=1", []string{"&h=", "&flop=", "&of=1.19"}, []string{"&mfu="}},
		{"hours with arithmetic", "hw=a100-sxm4-80gb&n=8&h=10&par=7e9&tok=1e9", []string{"&h=", "&par=", "&tok="}, nil},
		{"steps", "hw=a100-sxm4-80gb&n=8&sps=1&st=1e5", []string{"&h="}, []string{"&sps=", "&st="}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustPlan(t, tt.query)
			query := r.Front[0].Spec.Query()
			for _, want := range tt.has {
				if !strings.Contains(query, want) {
					t.Errorf("no %s in %s", want, query)
				}
			}
			for _, unwanted := range tt.hasNot {
				if strings.Contains(query, unwanted) {
					t.Errorf("%s in %s", unwanted, query)
				}
			}
		})
	}
}

func FuzzParsePlan(f *testing.F) {
	for _, q := range []string{"flop=1e20&deadline=5&regions=FR,DE", "hw=a100&dh=10&counts=1,2&starts=0", "hw=t4&h=1&devices=,&providers=aws", "#/plan?flop=%zz&mfu=40"} {
		f.Add(q)
	}
	c := smallCatalog(rand.New(rand.NewPCG(7, 8)), 10, 10, 5)
	f.Fuzz(func(t *testing.T, query string) {
		req, _, err := ParsePlan(query)
		if err != nil {
			return
		}
		r, err := Plan(c, &req)
		if err != nil {
			return
		}
		for i := range r.Front {
			if p := &r.Front[i]; !p.Carbon.Valid() || !p.Hours.Valid() || p.Device == nil {
				t.Errorf("%q: point %d is no answer: %+v", query, i, p)
			}
		}
	})
}

func benchmarkPlan(b *testing.B, query string, data planData) {
	c := Default()
	req, _, err := ParsePlan(query)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planWith(c, &req, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) { benchmarkPlan(b, DefaultQuery, dataOf(Default())) }

// Prices for most places and devices, days for a third of the places: more than is published.
func BenchmarkPlanWithPricesAndDays(b *testing.B) {
	benchmarkPlan(b, DefaultQuery, fakeData(rand.New(rand.NewPCG(9, 10)), Default(), 0.7))
}
