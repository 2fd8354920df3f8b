package estimator

import (
	"math"
	"strconv"
)

// MaxCompared is how many scenarios are compared at once: as many as fit side by side.
const MaxCompared = 4

// Comparison is the answer to several Specs, each held against the first.
type Comparison struct {
	Scenarios []Compared
	Draws     int // behind the probabilities
	Seed      uint64
}

// Compared is one scenario beside the first. The first itself has the ratio 1 and no drivers.
type Compared struct {
	Result   Result
	Ratio    Optional[float64] // total ÷ total of the first, mid by mid; not given when the first emits nothing
	Lower    float64           // probability that the total is lower than that of the first
	Higher   float64           // that it is higher; what is left is equal
	Drivers  []Driver          // what the ratio is made of; nil when either emits nothing
	Takeaway Takeaway
}

// Driver is one factor of the ratio of two totals: A and B are the factor in the first scenario and in this one. The
// product of all Ratios is the ratio of the totals.
type Driver struct {
	ID    string // "project", "work", "power", "rest", "pue", "grid", "network" or "embodied"; "work_power" where two could not be told apart
	Label string
	Unit  string
	A, B  float64
	Ratio float64 // B ÷ A
	// LogShare is ln Ratio ÷ ln of the totals' ratio: 1 for a driver that explains all, below 0 for one that pulls the other
	// way. All add up to 1. Not given when the totals are equal, because nothing is left to share out.
	LogShare Optional[float64]
}

// Takeaway is what a comparison says in one sentence, as a key and the values to put into it.
//
//	compare.first           this is the first scenario
//	compare.no_ratio        one of the two emits nothing
//	compare.same            the totals are within 1 % of each other
//	compare.ID_dominates    First alone makes up half of the ratio or more: "compare.grid_dominates"
//	compare.opposed         First and Second pull in opposite directions, Second by half of the ratio or more
//	compare.mixed           no driver makes up half; First and Second are the largest
type Takeaway struct {
	Key    string
	Times  float64 // how many times more or less, 1 or more; 0 without a ratio
	Less   bool    // this scenario emits less than the first
	First  *Driver // of Drivers; nil where the key names none
	Second *Driver
}

// Compare estimates two to MaxCompared Specs with the figures of c and holds each against the first. The error is
// FieldErrors; the fields of a scenario begin with its number, from 0: "scenarios[1].hours". All scenarios are checked.
//
// The probabilities come from DefaultDraws paired draws of DefaultSeed: what two scenarios share, such as the load of the
// same card, is drawn once for both, so that only what differs between them decides. See Result.Draw.
//
// The ratio of two totals is split at mid into: the project (runs × overhead × own share), the device-hours of one run,
// the power per device, the rest of the machine (IT energy ÷ energy of the devices), the PUE, the grid's intensity as it
// was over the hours of the work, moving data where either moves some, and making the hardware. The devices are the accelerators, the
// CPUs where there are none, or what was metered. A factor that either scenario does not know, such as the device-hours
// of metered work, or that would divide by 0 joins the one after it, in both.
func Compare(c *Catalog, specs []*Spec) (Comparison, error) {
	return CompareParsed(c, specs, make([]error, len(specs)))
}

// CompareParsed is Compare for Specs that were just read: parse has what ParseQuery or ParseScenario said of each. As
// EstimateParsed does, it tells what could not be read and what is wrong at once.
func CompareParsed(c *Catalog, specs []*Spec, parse []error) (Comparison, error) {
	n := len(specs)
	if n < 2 || n > MaxCompared {
		return Comparison{}, fault("scenarios", strconv.Itoa(n), "two to four scenarios are compared at a time", "give each as a link or as scenario JSON")
	}
	all := Comparison{Scenarios: make([]Compared, n), Draws: DefaultDraws, Seed: DefaultSeed}
	var errs FieldErrors
	for i, s := range specs {
		var err error
		if all.Scenarios[i].Result, err = EstimateParsed(c, s, parse[i]); err != nil {
			for _, e := range asFieldErrors(err) {
				e.Field = "scenarios[" + strconv.Itoa(i) + "]." + e.Field
				errs = append(errs, e)
			}
		}
	}
	if errs != nil {
		return Comparison{}, errs
	}
	first := &all.Scenarios[0].Result
	chain := chainOf(specs[0], first)
	draws := first.Draw(all.Draws, all.Seed).TotalKilograms
	all.Scenarios[0].Ratio, all.Scenarios[0].Takeaway = Some(1.0), Takeaway{Key: "compare.first"}
	for i := 1; i < n; i++ {
		s := &all.Scenarios[i]
		drawn := s.Result.Draw(all.Draws, all.Seed).TotalKilograms
		s.Lower, s.Higher = shareLess(drawn, draws), shareLess(draws, drawn)
		if first.Total.Mid > 0 {
			s.Ratio = Some(float64(s.Result.Total.Mid / first.Total.Mid))
		}
		s.Drivers = splitRatio(chain, chainOf(specs[i], &s.Result))
		s.Takeaway = takeawayOf(s)
	}
	return all, nil
}

// The chain goes from one run to the total; each link ends at a quantity that contains all links before it. A driver is
// the quotient of two neighbours.
var links = [...]struct{ id, label, unit string }{
	{"project", "runs × overhead × own share", ""},
	{"work", "device-hours of one run", "h"},
	{"power", "power per device", "kWh"},
	{"rest", "rest of the machine", "kWh"},
	{"pue", "building overhead (PUE)", "kWh"},
	{"grid", "grid intensity", "kg"},
	{"network", "moving data over the network", "kg"},
	{"embodied", "making the hardware", "kg"},
}

// chainOf returns the quantity at the end of each link, at mid; 0 where it is unknown.
func chainOf(s *Spec, r *Result) [len(links)]float64 {
	return [...]float64{
		s.runs() * s.OverheadFactor.Or(1) * float64(s.Share.Or(1)),
		float64(r.DeviceHours.Mid),
		deviceEnergy(r),
		float64(r.ITEnergy.Mid),
		float64(r.Energy.Mid),
		r.Operational.Mid.Kilograms(),
		(r.Operational.Mid + r.Network.Mid).Kilograms(),
		r.Total.Mid.Kilograms(),
	}
}

// deviceEnergy returns the kWh of the devices that device-hours are counted over.
func deviceEnergy(r *Result) float64 {
	kind, sum := "", 0.0
	for i := range r.Terms {
		t := &r.Terms[i]
		if kind == "" && (t.Kind == "metered" || t.Kind == "accelerator" || t.Kind == "cpu") {
			kind = t.Kind // accelerators come before CPUs
		}
		if t.Kind == kind {
			sum += t.Value.Mid
		}
	}
	return sum
}

// splitRatio returns the drivers of b's total against a's, in the order of the chain; nil when either is 0.
func splitRatio(a, b [len(links)]float64) []Driver {
	const last = len(links) - 1
	if !(a[last] > 0 && b[last] > 0) {
		return nil
	}
	whole := math.Log(b[last] / a[last])
	drivers := make([]Driver, 0, len(links))
	d, beforeA, beforeB, unit := Driver{}, 1.0, 1.0, ""
	for i, link := range &links {
		if link.id == "network" && a[i] == a[i-1] && b[i] == b[i-1] {
			continue // neither moves data
		}
		if d.ID != "" {
			d.ID, d.Label = d.ID+"_", d.Label+" × "
		}
		d.ID, d.Label = d.ID+link.id, d.Label+link.label
		if !(a[i] > 0 && b[i] > 0) {
			continue
		}
		var scale float64
		d.Unit, scale = quotientUnit(link.unit, unit)
		d.A, d.B = a[i]/beforeA*scale, b[i]/beforeB*scale
		if d.Ratio = d.B / d.A; math.Abs(d.Ratio-1) < equalRatio {
			d.Ratio = 1
		}
		if math.Abs(whole) > equalTotals {
			d.LogShare = Some(math.Log(d.Ratio) / whole)
		}
		drivers = append(drivers, d)
		d, beforeA, beforeB, unit = Driver{}, a[i], b[i], link.unit
	}
	return drivers
}

const (
	equalRatio  = 1e-13 // a driver's ratio this near to 1 is 1: its two quotients come from sums in other orders
	equalTotals = 1e-9  // a ratio of totals whose logarithm is below this is 1: shares of it would be noise
)

// quotientUnit returns the unit in which a quotient is told, and what turns the plain quotient into it.
func quotientUnit(above, below string) (unit string, scale float64) {
	switch {
	case above == below:
		return "", 1
	case above == "kg" && below == "kWh":
		return "gCO2e/kWh", gramsPerKilogram
	case above == "kg" && below == "h":
		return "gCO2e/h", gramsPerKilogram
	case above == "kg":
		return "kgCO2e", 1
	case below == "h":
		return "W", 1000 // per kilowatt
	}
	return above, 1
}

// takeawayOf says what a comparison comes to.
func takeawayOf(s *Compared) Takeaway {
	const same, much = 0.01, 0.5 // this project's choice: what three digits hardly show, and half
	if s.Drivers == nil {
		return Takeaway{Key: "compare.no_ratio"}
	}
	ratio := s.Ratio.Or(1)
	t := Takeaway{Times: max(ratio, 1/ratio), Less: ratio < 1}
	if t.Times <= 1+same {
		t.Key = "compare.same"
		return t
	}
	most, next, least := -1.0, -1.0, 0.0 // the largest share is positive: all add up to 1
	var against *Driver
	for i := range s.Drivers {
		d := &s.Drivers[i]
		share := d.LogShare.value
		if share > most {
			next, t.Second = most, t.First
			most, t.First = share, d
		} else if share > next {
			next, t.Second = share, d
		}
		if share < least {
			least, against = share, d
		}
	}
	switch {
	case least <= -much:
		t.Key, t.Second = "compare.opposed", against
	case most >= much:
		t.Key, t.Second = "compare."+t.First.ID+"_dominates", nil
	default:
		t.Key = "compare.mixed"
	}
	return t
}
