package estimator

import "math"

// Inference is what is known about answering requests: the energy of one, found in one of four ways, and how many there
// are. Energy is of the accelerators unless the way says otherwise; host and building come on top in the estimate.
type Inference struct {
	Energy Optional[KWh] // measured, of one request; whatever the meter included

	JoulesPerToken Optional[float64] // measured, of one output token; with OutputTokens

	Power   Optional[Watts]   // of all devices that serve, with Seconds or TokensPerSecond
	Seconds Optional[float64] // latency of one batch of requests
	Rate    Optional[float64] // instead: output tokens per second of the whole server, all requests together
	Batch   Optional[float64] // requests that are answered in Seconds at once; not given: 1

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
	sourceDecode = Source{ID: "mlenergy-v3", Title: "ML.ENERGY leaderboard v3: Llama 3.1 8B on a B200, 0.39 J per token at batch 8, which is 0.018 of the peak per rated watt, and up to ten times less at large batches (0.18); the mid is their geometric mean, the low end one request at a time on an A100, bound by 2 TB/s of memory (0.0065; bandwidth recalled)",
		Publisher: "ML.ENERGY", URL: "https://ml.energy/leaderboard", Licence: "cited figures", Year: 2025, AsOf: "2026-11-24"}
	sourcePrefill = Source{ID: "prefill-as-training", Title: "Reading a prompt multiplies large matrices as training does: the utilisation of training runs stands in (gramwatt's own judgement)"}
)

// defaultDecodeShare is the useful FLOP of writing ÷ those that the same energy gives at the peak speed and rated power.
// Writing passes all weights through the memory for each token of the batch, so the arithmetic units wait, and the more
// requests share a pass the better: batch 1 is the low end.
var defaultDecodeShare = Range[Ratio]{0.0065, 0.057, 0.18} // Source: sourceDecode

// RequestEnergy is the energy of one request.
type RequestEnergy struct {
	Energy  Range[KWh]
	Formula string // over the names of Inputs
	Inputs  []Input
	Source  *Source // of the method
}

// PerRequest returns the energy of one request. The accelerator is read only when the arithmetic is the way, and may be
// nil otherwise. The error is FieldErrors, with fields under "inference.".
//
// The first way of these that is given: Energy; JoulesPerToken × output tokens; power × seconds ÷ batch; power × output
// tokens ÷ rate; and the arithmetic, 2 FLOP per active parameter and token, reading and writing each at its own share
// of the peak, at rated power. The arithmetic leaves attention out, and with it very long contexts. Its range is wide
// because how many requests share a pass is not known: measure when it matters.
func (q *Inference) PerRequest(a *Accelerator) (RequestEnergy, error) {
	s := Spec{Inference: *q}
	err := s.faultsIn("inference.", func(s *Spec, errs *FieldErrors) { s.checkRequest(errs, a) })
	if err != nil {
		return RequestEnergy{}, err
	}
	return q.perRequest(a), nil
}

// perRequest is PerRequest for what has been validated.
func (q *Inference) perRequest(a *Accelerator) RequestEnergy {
	r := RequestEnergy{Source: &sourceTyped}
	output := q.OutputTokens.value
	switch {
	case q.Energy.given:
		r.Energy, r.Formula = Within(q.Energy.Or(0), measuredPowerSpread), "measured energy"
		r.input("measured energy", As[float64](r.Energy), "kWh", &sourceYang)
	case q.JoulesPerToken.given:
		perToken := Within(Joules(q.JoulesPerToken.value), measuredPowerSpread)
		r.Energy, r.Formula = As[KWh](perToken.Times(output/joulesPerKWh)), "energy per token × output tokens"
		r.input("energy per token", As[float64](perToken), "J", &sourceYang)
		r.input("output tokens", Exactly(output), "", &sourceTyped)
	case q.Power.given:
		watts := Within(q.Power.value, measuredPowerSpread)
		seconds := q.Seconds.value / q.Batch.Or(1)
		r.Formula = "power × seconds ÷ requests at once"
		r.input("power", As[float64](watts), "W", &sourceYang)
		if rate, ok := q.Rate.Get(); ok {
			seconds, r.Formula = output/rate, "power × output tokens ÷ tokens per second"
			r.input("output tokens", Exactly(output), "", &sourceTyped)
			r.input("tokens per second", Exactly(rate), "", &sourceTyped)
		} else {
			r.input("seconds", Exactly(q.Seconds.value), "s", &sourceTyped)
			r.input("requests at once", Exactly(q.Batch.Or(1)), "", &sourceTyped)
		}
		r.Energy = As[KWh](watts.Times(seconds / joulesPerKWh))
	default:
		q.byArithmetic(a, &r)
	}
	return r
}

// byArithmetic fills r for an accelerator of known speed and rated power.
func (q *Inference) byArithmetic(a *Accelerator, r *RequestEnergy) {
	speed, _, _ := Speed(a, q.Precision)
	params := q.ActiveParams.Or(q.Params.value)
	prompt, output := q.PromptTokens.value, q.OutputTokens.value
	at := func(tokens float64, share Range[Ratio]) Range[KWh] {
		hours := DeviceHoursFor(Exactly(FLOP(forwardFLOP*params*tokens)), speed, share)
		return As[KWh](hours.Times(float64(a.Rated) / 1000))
	}
	r.Energy = at(prompt, defaultMFU).Plus(at(output, defaultDecodeShare))
	r.Formula = "2 × parameters × (prompt tokens ÷ reading share + output tokens ÷ writing share) ÷ peak × rated power"
	r.Source = &sourceKaplan
	r.input("parameters", Exactly(params), "", &sourceTyped)
	r.input("prompt tokens", Exactly(prompt), "", &sourceTyped)
	r.input("reading share", As[float64](defaultMFU), "", &sourcePrefill)
	r.input("output tokens", Exactly(output), "", &sourceTyped)
	r.input("writing share", As[float64](defaultDecodeShare), "", &sourceDecode)
	r.input("peak", Exactly(float64(speed)), "FLOP/s", a.Source)
	r.input("rated power", Exactly(float64(a.Rated)), "W", a.Source)
}

func (r *RequestEnergy) input(name string, v Range[float64], unit string, s *Source) {
	in := Input{Name: name, Value: v, Unit: unit, Source: s}
	if s != nil {
		in.Year = s.Year
	}
	r.Inputs = append(r.Inputs, in)
}

// checkRequest checks that one way says what a request takes.
func (s *Spec) checkRequest(errs *FieldErrors, a *Accelerator) {
	const output = "inference.output_tokens"
	q := &s.Inference
	switch {
	case q.Energy.given:
	case q.JoulesPerToken.given:
		errs.need(s, "energy per token needs the tokens", output)
	case q.Power.given && q.Seconds.given && q.Rate.given:
		errs.twice("inference.seconds", q.Seconds.value, "tokens per second are")
	case q.Power.given && q.Rate.given:
		errs.need(s, "tokens per second need the tokens of one answer", output)
	case q.Power.given:
		errs.need(s, "power says nothing without time", "inference.seconds")
	default:
		if !q.ActiveParams.given {
			errs.need(s, "nothing says what one request takes", "inference.params")
		}
		errs.need(s, "the arithmetic needs the tokens", output)
		errs.checkActive("inference.active_params", q.ActiveParams.value, q.Params)
		if a == nil {
			errs.add("accelerators[0].id", "", "the arithmetic needs an accelerator", "choose one of the catalog, or give a measured energy")
		} else if _, _, ok := Speed(a, q.Precision); !ok && (q.Precision == "" || knownPrecision(q.Precision)) || !a.HasRated() {
			errs.add("accelerators[0].id", a.ID, "its peak speed or its rated power is not published", "choose another accelerator, or give a measured energy")
		}
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
