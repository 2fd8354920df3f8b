package estimator

import (
	"math"
	"slices"
)

// Inference is what is known about answering requests: the energy of one, found in one of five ways, and how many there
// are. Energy is of the accelerators unless the way says otherwise; host and building come on top in the estimate.
type Inference struct {
	Energy Optional[KWh] // measured, of one request; whatever the meter included

	JoulesPerToken Optional[float64] // measured, of one output token; with OutputTokens

	Power   Optional[Watts]   // of all devices that serve, with Seconds or TokensPerSecond
	Seconds Optional[float64] // latency of one batch of requests
	Rate    Optional[float64] // instead: output tokens per second of the whole server, all requests together
	Batch   Optional[float64] // requests that are answered at once: in Seconds, not given: 1; by arithmetic, not given: not known
	Devices Optional[float64] // that answer a batch together; not given: the accelerators listed, when there is no work beside

	Params       Optional[float64] // of the model: the arithmetic, when nothing is measured
	ActiveParams Optional[float64] // of a mixture of experts; replaces Params
	Precision    string            // as in Training

	PromptTokens Optional[float64] // read
	OutputTokens Optional[float64] // written

	RequestsPerDay Optional[float64]
	Days           Optional[float64] // of the period
	Years          Optional[float64] // instead, of 365.25 days: the time in service
}

var (
	sourceDecode = Source{ID: "mlenergy-v3", Title: "ML.ENERGY leaderboard v3: Llama 3.1 8B on a B200, 0.39 J per token at batch 8, which is 0.018 of the peak per rated watt, and up to ten times less at large batches (0.18); for one request at a time an eighth of the former at least (0.00225), because a pass over the weights does not get longer with fewer requests, and at most what 2 TB/s of memory let an A100 do (0.0065; bandwidth recalled)",
		Publisher: "ML.ENERGY", URL: "https://ml.energy/leaderboard", Licence: "cited figures", Year: 2025, AsOf: "2026-11-24"}
	sourcePrefill = Source{ID: "prefill-as-training", Title: "Reading a prompt multiplies large matrices as training does: the utilisation of training runs stands in (gramwatt's own judgement)"}
	sourceServing = Source{ID: "ccf-serving", Title: "Cloud Carbon Footprint: half way between idle and full power for GPUs in a cloud (A100 46 and 407 W of 400); the ends are idle and full",
		Publisher: "Cloud Carbon Footprint", URL: "https://www.cloudcarbonfootprint.org/docs/methodology", Licence: "Apache-2.0", Year: 2024, AsOf: "2026-11-24"}
)

// defaultDecodeShare is the useful FLOP of writing ÷ those that the same energy gives at the peak speed and rated power,
// when nothing is known of the batch. Writing passes all weights through the memory for each token of the batch, so the
// arithmetic units wait, and the more requests share a pass the better. Low is one request at a time, high the largest
// batches, mid the geometric mean of batch 8 and these.
var defaultDecodeShare = Range[Ratio]{decodeLeast, 0.057, decodeMost} // Source: sourceDecode

// The share of one request at a time, and the most of any batch. Source: sourceDecode
const (
	decodeLeast, decodeOne Ratio = 0.018 / 8, 0.0065
	decodeMost             Ratio = 0.18
)

// servingLoad is the mean power of a device that answers ÷ its rated power: the catalog's "inference-serving".
var servingLoad = Range[Ratio]{0.11, 0.57, 1} // Source: sourceServing

// decodeShare is defaultDecodeShare for a batch. A pass serves each of its requests, so that the share grows with their
// number until memory for their contexts or the arithmetic units bound it: from either figure of one request, up to the
// most that was measured. That low stops at the mid of an unknown batch is gramwatt's own judgement.
func decodeShare(batch Optional[float64]) Range[Ratio] {
	n, ok := batch.Get()
	if !ok {
		return defaultDecodeShare
	}
	share := Range[Ratio]{Low: min(decodeLeast*Ratio(n), defaultDecodeShare.Mid), High: min(decodeOne*Ratio(n), decodeMost)}
	share.Mid = Ratio(math.Sqrt(float64(share.Low * share.High)))
	return share
}

// RequestEnergy is the energy of one request.
type RequestEnergy struct {
	Energy  Range[KWh]
	Formula string // over the names of Inputs
	Inputs  []Input
	Source  *Source         // of the method
	MFU     Quantity[Ratio] // FLOP of the model ÷ what its devices could do in the time told; when both are

	parts []requestPart
}

// A requestPart is a product that Energy is the sum of.
type requestPart struct {
	label  string // after "answering requests"
	inputs []Input
	scale  float64 // product of inputs × scale is in kWh

	timed   int     // how many of the inputs, from the first, make seconds; 0: the time is not known
	devices float64 // × these seconds are those of one device; 0: not known
	hosted  bool    // the server around the devices is in it
}

// A service is what answers.
type service struct {
	accelerator *Accelerator // nil: none of the catalog
	device      string       // what the user calls it
	devices     float64      // that answer a batch together; 0: not known
	load        load
	field       Field // of the load
}

// service finds what answers: the accelerators listed, when there is no other work; else as many of the first as
// inference.devices says, whose load is not that of the other work. The Spec has been validated.
func (s *Spec) service(c *Catalog) service {
	v := service{accelerator: servingAccelerator(c, s), devices: s.Inference.Devices.Or(0), field: Field{"accelerators", 0, "load"}}
	if len(s.Accelerators) == 0 {
		return v
	}
	d, of := s.Accelerators[0], Spec{Workload: s.Workload}
	if s.hasWork() {
		d, of, v.field = Device{ID: d.ID, Name: d.Name, Rated: d.Rated}, Spec{}, Field{Name: "inference.power_w"}
	} else if !s.Inference.Devices.given {
		v.devices = d.Count.Or(1)
	}
	v.device = d.key()
	v.load, _ = acceleratorLoad(c, &of, &d)
	if of.Workload == "" && !d.Load.given {
		v.load.serve(&d)
	}
	return v
}

// serve makes the load that of answering, unless the power was measured.
func (l *load) serve(d *Device) {
	l.ratio, l.ratioBy, l.key, l.hosted = servingLoad, &sourceServing, "inference-serving", false
	l.settle(d)
}

// PerRequest returns the energy of one request. The accelerator is read only when nothing is measured or when the
// model's size is given beside a time, and may be nil otherwise. The error is FieldErrors, with fields under "inference.".
//
// The first way of these that is given: Energy; JoulesPerToken × output tokens; Power × seconds ÷ batch; Power × output
// tokens ÷ rate; the two times with the devices' rated power and a load instead of Power; and the arithmetic, 2 FLOP per
// active parameter and token, reading and writing each at its own share of the peak, at rated power. The arithmetic
// leaves attention out, and with it very long contexts. Its range is wide where the batch is not known.
func (q *Inference) PerRequest(a *Accelerator) (RequestEnergy, error) {
	s := Spec{Inference: *q}
	err := s.faultsIn("inference.", func(s *Spec, errs *FieldErrors) { s.checkRequest(errs, a) })
	if err != nil {
		return RequestEnergy{}, err
	}
	v := service{accelerator: a, devices: q.Devices.Or(1)}
	if a != nil {
		v.load.rated, v.load.ratedBy = a.Rated, a.Source
		v.load.serve(&Device{})
	}
	return q.perRequest(&v), nil
}

// perRequest is PerRequest for what has been validated.
func (q *Inference) perRequest(v *service) RequestEnergy {
	r := RequestEnergy{Source: &sourceTyped}
	output := typedInput("output tokens", q.OutputTokens.value, "", Times)
	switch {
	case q.Energy.given:
		r.part(requestPart{scale: 1}, Input{Name: "measured energy", Value: As[float64](Within(q.Energy.Or(0), measuredPowerSpread)), Unit: "kWh", Source: &sourceYang})
	case q.JoulesPerToken.given:
		r.part(requestPart{scale: 1 / joulesPerKWh}, Input{Name: "energy per token", Value: Within(q.JoulesPerToken.value, measuredPowerSpread), Unit: "J", Source: &sourceYang}, output)
	case q.computed():
		q.byArithmetic(v, &r)
	default:
		q.byTime(v, &r, output)
	}
	for i := range r.parts {
		p := &r.parts[i]
		t := Term{Inputs: p.inputs}
		r.Energy = r.Energy.Plus(As[KWh](product(p.inputs).Times(p.scale)))
		if i > 0 {
			r.Formula += " + "
		}
		r.Formula += t.Formula()
		for _, in := range p.inputs {
			if !slices.ContainsFunc(r.Inputs, func(i Input) bool { return i.Name == in.Name }) {
				r.Inputs = append(r.Inputs, in)
			}
		}
	}
	return r
}

// computed reports whether the arithmetic is the way: nothing was measured.
func (q *Inference) computed() bool {
	return !(q.Energy.given || q.JoulesPerToken.given || q.Power.given || q.Seconds.given || q.Rate.given)
}

// byTime fills r from the time that a request keeps its devices busy, and their power.
func (q *Inference) byTime(v *service, r *RequestEnergy, output Input) {
	p := requestPart{scale: 1 / joulesPerKWh, timed: 2, devices: v.devices}
	inputs := []Input{typedInput("seconds", q.Seconds.value, "s", Times), typedInput("requests at once", q.Batch.Or(1), "", Divided)}
	if rate, ok := q.Rate.Get(); ok {
		inputs = []Input{output, typedInput("tokens per second", rate, "tokens/s", Divided)}
	}
	seconds := product(inputs).Mid * v.devices
	switch l := &v.load; {
	case q.Power.given:
		inputs = append(inputs, Input{Name: "power", Value: As[float64](Within(q.Power.value, measuredPowerSpread)), Unit: "W", Source: &sourceYang})
	default:
		p.timed, p.devices, p.hosted = 3, 1, l.hosted
		r.Source = l.ratioBy
		inputs = append(inputs, typedInput("devices that answer", v.devices, "", Times))
		if l.measured {
			r.Source = &sourceYang
			inputs = append(inputs, Input{Name: "measured power", Value: As[float64](l.watts), Unit: "W", Source: &sourceYang})
			break
		}
		inputs = append(inputs, Input{Name: "rated power", Value: Exactly(float64(l.rated)), Unit: "W", Source: l.ratedBy},
			Input{Name: "load while answering", Value: As[float64](l.ratio), Source: l.ratioBy})
	}
	r.part(p, inputs...)
	if (q.Params.given || q.ActiveParams.given) && v.accelerator != nil {
		if speed, _, ok := Speed(v.accelerator, q.Precision); ok && seconds > 0 && q.OutputTokens.given {
			r.MFU = Known(Exactly(Ratio(forwardFLOP * q.ActiveParams.Or(q.Params.value) * (q.PromptTokens.value + q.OutputTokens.value) / (seconds * float64(speed)))))
		}
	}
}

// byArithmetic fills r for an accelerator of known speed and rated power. A share of the peak is of the precision's own:
// training uses less of that of FP8.
func (q *Inference) byArithmetic(v *service, r *RequestEnergy) {
	t := Training{Precision: q.Precision}
	trains, _ := t.Efficiency(v.accelerator)
	r.Source = &sourceKaplan
	add := func(label, tokens string, n float64, share Input) {
		share.Role = Divided
		r.part(requestPart{label: label, scale: 1 / joulesPerKWh, timed: 5, devices: 1},
			Input{Name: "FLOP per parameter and token", Value: Exactly(float64(forwardFLOP)), Unit: "FLOP", Source: &sourceKaplan},
			typedInput("parameters", q.ActiveParams.Or(q.Params.value), "", Times), typedInput(tokens, n, "", Times), share,
			Input{Name: "peak", Value: Exactly(float64(trains.Peak)), Unit: "FLOP/s", Source: v.accelerator.Source, Role: Divided},
			Input{Name: "rated power", Value: Exactly(float64(v.load.rated)), Unit: "W", Source: v.load.ratedBy})
	}
	writing := ""
	if q.PromptTokens.value > 0 {
		add(": reading", "prompt tokens", q.PromptTokens.value, Input{Name: "reading share", Value: As[float64](trains.Share), Source: &sourcePrefill})
		writing = ": writing"
	}
	share := Input{Name: "writing share", Value: As[float64](decodeShare(q.Batch)), Source: &sourceDecode}
	if n, ok := q.Batch.Get(); ok {
		share.Name += " with " + number(n) + " at once"
	}
	add(writing, "output tokens", q.OutputTokens.value, share)
}

// typedInput is an input that the user gave.
func typedInput(name string, v float64, unit string, role Role) Input {
	return Input{Name: name, Value: Exactly(v), Unit: unit, Source: &sourceTyped, Role: role}
}

// part adds a part to the request. Its inputs are of the year of their source.
func (r *RequestEnergy) part(p requestPart, inputs ...Input) {
	for i := range inputs {
		if s := inputs[i].Source; s != nil && inputs[i].Year == 0 {
			inputs[i].Year = s.Year
		}
	}
	p.inputs = inputs
	r.parts = append(r.parts, p)
}

// checkRequest checks that one way says what a request takes.
func (s *Spec) checkRequest(errs *FieldErrors, a *Accelerator) {
	const output = "inference.output_tokens"
	q := &s.Inference
	switch {
	case q.Energy.given:
	case q.JoulesPerToken.given:
		errs.need(s, "energy per token needs the tokens", output)
	case q.Seconds.given && q.Rate.given:
		errs.twice("inference.seconds", q.Seconds.value, "tokens per second are")
	case q.Power.given || q.Seconds.given || q.Rate.given:
		if q.Rate.given {
			errs.need(s, "tokens per second need the tokens of one answer", output)
		}
		errs.checkActive("inference.active_params", q.ActiveParams.value, q.Params)
		if !q.Power.given {
			s.checkService(errs, a)
			break
		}
		if q.Rate.given {
			break
		}
		errs.need(s, "power says nothing without time", "inference.seconds")
	default:
		if !q.ActiveParams.given {
			errs.need(s, "nothing says what one request takes", "inference.params")
		}
		errs.need(s, "the arithmetic needs the tokens", output)
		errs.checkActive("inference.active_params", q.ActiveParams.value, q.Params)
		if a == nil {
			errs.add("accelerators[0].id", "", "the arithmetic needs an accelerator", "choose one of the catalog, or give a measured energy")
		} else if _, _, ok := Speed(a, q.Precision); !ok && (q.Precision == "" || knownPrecision(q.Precision)) || !a.HasRated() && !(len(s.Accelerators) > 0 && s.Accelerators[0].Rated.given) {
			errs.add("accelerators[0].id", a.ID, "its peak speed or its rated power is not published", "choose another accelerator, or give a measured energy")
		}
	}
}

// checkService checks that the devices that answer are known, and what they draw.
func (s *Spec) checkService(errs *FieldErrors, a *Accelerator) {
	rated := a != nil && a.HasRated()
	if len(s.Accelerators) > 0 {
		d := &s.Accelerators[0]
		rated = rated || d.Rated.given || d.Power.given && !s.hasWork()
		if s.hasWork() {
			errs.need(s, "the accelerators listed do the work before it, so that nothing says how many answer", "inference.devices")
		}
	}
	if !rated {
		errs.need(s, "nothing says what the devices draw that answer", "inference.power_w")
	}
}

// Requests returns how many requests the period has: requests per day × days. The error is FieldErrors.
func (q *Inference) Requests() (float64, error) {
	s := Spec{Inference: *q}
	if err := s.faultsIn("inference.", (*Spec).checkPeriod); err != nil {
		return 0, err
	}
	return q.requests(), nil
}

// requests is Requests for what has been validated.
func (q *Inference) requests() float64 {
	return q.RequestsPerDay.value * q.Days.Or(q.Years.value*hoursPerYear/24)
}

func (s *Spec) checkPeriod(errs *FieldErrors) {
	q := &s.Inference
	errs.need(s, "nothing says how many requests there are", "inference.requests_per_day")
	if !q.Years.given {
		errs.need(s, "nothing says how long the service runs", "inference.days")
	} else if q.Days.given {
		errs.twice("inference.days", q.Days.value, "years are")
	}
}

// BreakEven returns after how many requests answering has used as much energy as making the model: training (with
// fine-tuning) ÷ energy of one request, both within the same boundary. It is false when either is not more than 0, or the
// quotient is no number.
// Source: Luccioni, Jernite and Strubell 2024, table 5.
func BreakEven(training, perRequest KWh) (requests float64, ok bool) {
	requests = float64(training / perRequest)
	if !(training > 0 && perRequest > 0 && requests <= math.MaxFloat64) {
		return 0, false
	}
	return requests, true
}

// RequestParts is the energy of one request by where it goes.
type RequestParts struct {
	Accelerators KWh
	Host         KWh // CPUs and memory of the servers
	Idle         KWh // machines kept ready
	Overhead     KWh // of the building
}

// geminiParts is the median text prompt of Google's Gemini Apps, the one service that published all four.
var geminiParts = RequestParts{0.14e-3, 0.06e-3, 0.02e-3, 0.02e-3} // Source: sourceElsworth

// Total returns the sum of the parts.
func (p *RequestParts) Total() KWh { return p.Accelerators + p.Host + p.Idle + p.Overhead }

// AcceleratorShare returns the accelerators' part of the whole, by which a figure of theirs alone is divided to get the
// whole; 0.58 for Gemini. It is false when the total is not more than 0.
func (p *RequestParts) AcceleratorShare() (Ratio, bool) {
	total := p.Total()
	if !(total > 0) {
		return 0, false
	}
	return Ratio(p.Accelerators / total), true
}
