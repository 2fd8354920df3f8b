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
	if err := q.validate(a); err != nil {
		return RequestEnergy{}, err
	}
	r := RequestEnergy{Source: &sourceTyped}
	output := q.OutputTokens.Or(0)
	switch {
	case q.Energy.Given():
		r.Energy, r.Formula = Within(q.Energy.Or(0), measuredPowerSpread), "measured energy"
		r.input("measured energy", As[float64](r.Energy), "kWh", &sourceYang)
	case q.JoulesPerToken.Given():
		perToken := Within(Joules(q.JoulesPerToken.Or(0)), measuredPowerSpread)
		r.Energy, r.Formula = As[KWh](perToken.Times(output/joulesPerKWh)), "energy per token × output tokens"
		r.input("energy per token", As[float64](perToken), "J", &sourceYang)
		r.input("output tokens", Exactly(output), "", &sourceTyped)
	case q.Power.Given():
		watts := Within(q.Power.Or(0), measuredPowerSpread)
		seconds := q.Seconds.Or(0) / q.Batch.Or(1)
		r.Formula = "power × seconds ÷ requests at once"
		r.input("power", As[float64](watts), "W", &sourceYang)
		if rate, ok := q.Rate.Get(); ok {
			seconds, r.Formula = output/rate, "power × output tokens ÷ tokens per second"
			r.input("output tokens", Exactly(output), "", &sourceTyped)
			r.input("tokens per second", Exactly(rate), "", &sourceTyped)
		} else {
			r.input("seconds", Exactly(q.Seconds.Or(0)), "s", &sourceTyped)
			r.input("requests at once", Exactly(q.Batch.Or(1)), "", &sourceTyped)
		}
		r.Energy = As[KWh](watts.Times(seconds / joulesPerKWh))
	default:
		q.byArithmetic(a, &r)
	}
	return r, nil
}

// byArithmetic fills r for an accelerator of known speed and rated power.
func (q *Inference) byArithmetic(a *Accelerator, r *RequestEnergy) {
	speed, _, _ := Speed(a, q.Precision)
	params := q.ActiveParams.Or(q.Params.Or(0))
	prompt, output := q.PromptTokens.Or(0), q.OutputTokens.Or(0)
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
	r.Inputs = append(r.Inputs, Input{Name: name, Value: v, Unit: unit, Source: s})
}

func (q *Inference) validate(a *Accelerator) error {
	var errs FieldErrors
	output := limit{"inference.output_tokens", &q.OutputTokens, 0, 1e12, "type the tokens of one answer, such as 300"}
	params := limit{"inference.params", &q.Params, 1, 1e16, "type a number such as 7e9, or a measured energy"}
	seconds := limit{"inference.seconds", &q.Seconds, 1e-9, 1e9, "type the latency of one batch in seconds, or tokens per second"}
	errs.check(limit{"inference.energy_kwh", &q.Energy, 1e-15, 1e9, "type kilowatt-hours of one request, such as 0.00024"},
		limit{"inference.joules_per_token", &q.JoulesPerToken, 1e-9, 1e9, "type joules of one output token, such as 0.39"},
		limit{"inference.power_w", &q.Power, 1e-3, 1e9, "type watts of all devices that serve"}, seconds,
		limit{"inference.tokens_per_second", &q.Rate, 1e-6, 1e12, "type output tokens per second of the whole server"},
		limit{"inference.batch", &q.Batch, 1, 1e9, "type how many requests are answered at once"}, params,
		limit{"inference.active_params", &q.ActiveParams, 1, 1e16, "type a number such as 37e9"},
		limit{"inference.prompt_tokens", &q.PromptTokens, 0, 1e12, "type the tokens of one prompt, such as 500"}, output)
	errs.checkWord("inference.precision", q.Precision, precisions[:]...)
	switch {
	case q.Energy.Given():
	case q.JoulesPerToken.Given():
		errs.need("energy per token needs the tokens", output)
	case q.Power.Given():
		switch {
		case q.Seconds.Given() && q.Rate.Given():
			errs.add(seconds.field, number(q.Seconds.Or(0)), "tokens per second are given too, and the two can disagree", "give one of them")
		case q.Rate.Given():
			errs.need("tokens per second need the tokens of one answer", output)
		default:
			errs.need("power says nothing without time", seconds)
		}
	default:
		if !q.ActiveParams.Given() {
			errs.need("nothing says what one request takes", params)
		}
		errs.need("the arithmetic needs the tokens", output)
		if all, ok := q.Params.Get(); ok && q.ActiveParams.Or(0) > all {
			errs.add("inference.active_params", number(q.ActiveParams.Or(0)), "more parameters are active than the model has", "type a part of "+number(all))
		}
		if a == nil {
			errs.add("accelerators[0].id", "", "the arithmetic needs an accelerator", "choose one of the catalog, or give a measured energy")
		} else if _, _, ok := Speed(a, q.Precision); !ok && (q.Precision == "" || knownPrecision(q.Precision)) || !a.HasRated() {
			errs.add("accelerators[0].id", a.ID, "its peak speed or its rated power is not published", "choose another accelerator, or give a measured energy")
		}
	}
	return errs.orNil()
}

// Requests returns how many requests the period has: requests per day × days. The error is FieldErrors.
func (q *Inference) Requests() (float64, error) {
	var errs FieldErrors
	perDay := limit{"inference.requests_per_day", &q.RequestsPerDay, 0, 1e15, "type requests per day, such as 10000"}
	days := limit{"inference.days", &q.Days, 1e-6, 1e6, "type the days of the period, such as 365"}
	errs.check(perDay, days, limit{"inference.years", &q.Years, 1e-6, 1000, "type the years in service, such as 2"})
	errs.need("nothing says how many requests there are", perDay)
	if !q.Years.Given() {
		errs.need("nothing says how long the service runs", days)
	} else if q.Days.Given() {
		errs.add(days.field, number(q.Days.Or(0)), "years are given too, and the two can disagree", "give one of them")
	}
	if err := errs.orNil(); err != nil {
		return 0, err
	}
	return q.RequestsPerDay.Or(0) * q.Days.Or(q.Years.Or(0)*hoursPerYear/24), nil
}

// BreakEven returns after how many requests answering has used as much energy as making the model: training (with
// fine-tuning) ÷ energy of one request, both within the same boundary. It is false when either is not more than 0, or the number has no end.
// Source: Luccioni, Jernite and Strubell 2024, table 5.
func BreakEven(training, perRequest KWh) (requests float64, ok bool) {
	if !(training > 0 && perRequest > 0) {
		return 0, false
	}
	requests = float64(training / perRequest)
	return requests, !math.IsInf(requests, 1)
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
