package estimator

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// TestPublishedRequests compares with printed energies of one request, in Wh. The tolerances are those of the cases.
func TestPublishedRequests(t *testing.T) {
	tests := []struct {
		id        string
		request   Inference
		overhead  float64 // PUE of the publication
		wantWh    float64
		tolerance float64
	}{
		{"mlenergy-llama31-8b", Inference{JoulesPerToken: Some(0.390523891), OutputTokens: Some(387.942383)}, 1, 0.042084, 0.01},
		{"mlenergy-sd35-large", Inference{Power: Some(Watts(764.742)), Seconds: Some(4.765227), Batch: Some(1.0)}, 1, 1.01227, 0.01},
		{"jegham-gpt4o", Inference{Energy: Some(KWh(0.37e-3))}, 1.12, 0.42, 0.03},
		{"gemini-median-prompt", Inference{Energy: Some(geminiParts.Total())}, 1, 0.24, 0.021},
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			r, err := test.request.PerRequest(nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := float64(r.Energy.Mid) * 1000 * test.overhead; !near(got, test.wantWh, test.tolerance) {
				t.Errorf("got %v Wh, published %v Wh", got, test.wantWh)
			}
		})
	}
}

// TestRequestMFU: what latency and size of the model say of the speed, by hand: 2 × 5e10 × 1000 FLOP in 10 s × 4 devices
// ÷ 5 requests = 8 s at 1e14 FLOP/s.
func TestRequestMFU(t *testing.T) {
	a := Accelerator{ID: "round", FP16: 100, Rated: 360}
	q := Inference{Seconds: Some(10.0), Batch: Some(5.0), Devices: Some(4.0), Params: Some(5e10), PromptTokens: Some(400.0), OutputTokens: Some(600.0)}
	for _, test := range []struct {
		name   string
		change func(*Inference)
		want   float64 // 0: not known
	}{
		{"latency", func(*Inference) {}, 0.125},
		{"experts", func(q *Inference) { q.ActiveParams = Some(1e10) }, 0.025},
		{"measured power", func(q *Inference) { q.Power = Some(Watts(500)) }, 0.125},
		{"rate", func(q *Inference) { q.Seconds, q.Rate = Optional[float64]{}, Some(75.0) }, 0.03125},
		{"size not known", func(q *Inference) { q.Params = Optional[float64]{} }, 0},
		{"energy", func(q *Inference) { q.Energy = Some(KWh(1)) }, 0},
	} {
		changed := q
		test.change(&changed)
		r, err := changed.PerRequest(&a)
		if got, ok := r.MFU.Get(); err != nil || ok != (test.want > 0) || !near(float64(got.Mid), test.want, 1e-12) {
			t.Errorf("%s: got %v, %v, want %v", test.name, got, err, test.want)
		}
	}
}

// TestBatch: knowing the batch never leads outside what was said without, more at once never costs more, and more than the
// measured shares is never used.
func TestBatch(t *testing.T) {
	before := Range[Ratio]{}
	for _, batch := range []float64{1, 2, 8, 27, 64, 512, 1e9} {
		share := decodeShare(Some(batch))
		if !share.Valid() || share.Low < before.Low || share.Mid < before.Mid || share.High < before.High || share.Low < defaultDecodeShare.Low || share.High > defaultDecodeShare.High {
			t.Errorf("batch %v: share %v, of fewer %v, of an unknown number %v", batch, share, before, defaultDecodeShare)
		}
		before = share
	}
	if row, ok := Default().Workload("inference-serving"); !ok || row.Load != servingLoad {
		t.Errorf("the load while answering is %v, the catalog's %v", servingLoad, row)
	}
	if share := decodeShare(Some(8.0)); !(share.Low <= 0.018 && share.High >= 0.018) {
		t.Errorf("measured at batch 8: 0.018, said: %v", share)
	}
}

// TestServingDevices: requests alone are answered by the accelerators listed, with their load; beside a training by those
// that are said, with a load of their own.
func TestServingDevices(t *testing.T) {
	const alone = "hw=a100-sxm4-80gb&n=4&qs=9&qb=5&host=0&pue=1&ci=100"
	for _, test := range []struct {
		name, query string
		want        float64 // Wh of one request: 400 W × 9 s ÷ 3600 s/h = 1 Wh of one device and batch
	}{
		{"listed", alone, 4.0 / 5 * 0.57},
		{"listed, with a load", alone + "&u=50", 4.0 / 5 * 0.5},
		{"listed, measured", alone + "&pw=200", 4.0 / 5 * 0.5},
		{"listed, rated otherwise", alone + "&w=800", 2 * 4.0 / 5 * 0.57},
		{"listed, limited", alone + "&cap=100", 4.0 / 5 * 0.25},
		{"listed, with a kind of work", alone + "&job=idle", 4.0 / 5 * 0.12},
		{"said", alone + "&qn=2", 2.0 / 5 * 0.57},
		{"beside a training", alone + "&qn=2&h=10&u=80&n=64", 0},
	} {
		if test.want == 0 { // a key is said twice there
			test.query, test.want = "hw=a100-sxm4-80gb&n=64&h=10&u=80&qn=2&qs=9&qb=5&ci=100", 2.0/5*0.57
		}
		r := mustEstimate(t, test.query)
		if got := float64(r.Request.Energy.Mid) * 1000; !near(got, test.want, 1e-12) {
			t.Errorf("%s: %v Wh, want %v", test.name, got, test.want)
		}
	}
	r := mustEstimate(t, "hw=a100-sxm4-80gb&n=4&qp=7e9&qin=500&qout=300&qb=8&qd=10&qdays=1&ci=100")
	formulas := ""
	for i := range r.Terms {
		if r.Terms[i].Kind == "use" {
			formulas += r.Terms[i].Formula() + "\n"
		}
	}
	if want := "requests × FLOP per parameter and token × parameters × prompt tokens ÷ reading share ÷ peak × rated power\n" +
		"requests × FLOP per parameter and token × parameters × output tokens ÷ writing share with 8 at once ÷ peak × rated power\n"; formulas != want {
		t.Errorf("got %q, want %q", formulas, want)
	}
}

// TestRequestsByArithmeticOnTheirDevice: a typed rating replaces the catalog's, and FP8 is read at the share of its own peak
// that training reaches.
func TestRequestsByArithmeticOnTheirDevice(t *testing.T) {
	const query = "hw=h100-sxm5-80gb&qp=7e9&qin=500&qout=0&ci=1"
	of := func(query string) Range[KWh] { return mustEstimate(t, query).Request.Energy }
	if got, want := of(query+"&w=350").Mid, of(query).Mid/2; !near(float64(got), float64(want), 1e-12) {
		t.Errorf("half the rating: %v kWh, want %v", got, want)
	}
	h100, _ := Default().Accelerator("h100-sxm5-80gb")
	faster := h100.FP8 / h100.FP16
	if got, want := of(query+"&qprec=fp8").Mid, float64(of(query).Mid)*float64(defaultMFU.Mid/defaultMFU8.Mid)/faster; !near(float64(got), want, 1e-12) {
		t.Errorf("FP8: %v kWh, want %v", got, want)
	}
	if r := mustEstimate(t, "hw=inferentia2&w=500&qp=7e9&qout=9&ci=1"); r.Request.Energy.Mid <= 0 {
		t.Errorf("a device whose maker publishes no rating, with one: %v kWh", r.Request.Energy)
	}
}

// TestBreakEvenBoundary: CPUs listed beside the accelerators are on neither side, so that the break-even does not move with
// them, and where a boundary is not known a note says so.
func TestBreakEvenBoundary(t *testing.T) {
	const devices = "hw=a100-sxm4-80gb&n=8&h=100&pw=300&ci=100"
	for _, test := range []struct {
		name, query string
		want        float64 // requests: 240 kWh ÷ energy of one
		note        bool
	}{
		{"accelerators", devices + "&qj=3.6&qout=1000", 240e3, false},
		{"CPUs beside them", devices + "&cw=250&cn=2&cu=50&qj=3.6&qout=1000", 240e3, false},
		{"CPUs alone", "cw=300&cpw=300&cn=8&h=100&ci=100&qj=3.6&qout=1000", 240e3, false},
		{"a metered training", "kwh=240&ci=100&qj=3.6&qout=1000", 240e3, true},
		{"a metered request", devices + "&qe=0.001", 240e3, true},
	} {
		r := mustEstimate(t, test.query)
		noted := slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == "break_even_boundary" })
		if !near(r.BreakEven.Mid, test.want, 1e-12) || noted != test.note {
			t.Errorf("%s: %v requests, noted %v; want %v, %v", test.name, r.BreakEven, noted, test.want, test.note)
		}
	}
}

// TestDecodeRangeHoldsTheMeasurement: the arithmetic, knowing no batch, must hold what ML.ENERGY measured.
func TestDecodeRangeHoldsTheMeasurement(t *testing.T) {
	b200, _ := Default().Accelerator("b200-hgx-180gb")
	q := Inference{Params: Some(8.03e9), OutputTokens: Some(387.942383)}
	r, err := q.PerRequest(b200)
	if err != nil {
		t.Fatal(err)
	}
	for _, measured := range []float64{151.500769, 15.2} { // joules at batch 8, and ten times less at large batches, which is said as "up to ten": 5 % below the end counts
		if e := Joules(measured).KWh(); e < r.Energy.Low*0.95 || e > r.Energy.High {
			t.Errorf("measured %v kWh is outside %v", e, r.Energy)
		}
	}
}

func TestPerRequest(t *testing.T) {
	a := Accelerator{ID: "round", FP16: 100, Rated: 360}
	tests := []struct {
		name    string
		request Inference
		want    Range[KWh]
	}{
		{"measured", Inference{Energy: Some(KWh(2)), Params: Some(7e9)}, Range[KWh]{1.9, 2, 2.1}},
		{"power over a batch", Inference{Power: Some(Watts(3600)), Seconds: Some(10.0), Batch: Some(5.0)}, Range[KWh]{0.0019, 0.002, 0.0021}},
		{"power by rate", Inference{Power: Some(Watts(3600)), Rate: Some(100.0), OutputTokens: Some(200.0)}, Range[KWh]{0.0019, 0.002, 0.0021}},
		// 1e14 FLOP ÷ (1e14 FLOP/s × share) s × 360 W = 1e-4 kWh ÷ share
		{"reading alone", Inference{Params: Some(5e10), PromptTokens: Some(1000.0), OutputTokens: Some(0.0)}, Range[KWh]{1e-4 / 0.63, 1e-4 / 0.35, 1e-4 / 0.19}},
		{"writing alone, experts", Inference{Params: Some(9e11), ActiveParams: Some(5e10), OutputTokens: Some(1000.0)}, Range[KWh]{1e-4 / 0.18, 1e-4 / 0.057, 1e-4 / 0.00225}},
		{"writing one at a time", Inference{Params: Some(5e10), OutputTokens: Some(1000.0), Batch: Some(1.0)}, Range[KWh]{1e-4 / 0.0065, KWh(1e-4 / math.Sqrt(0.0065*0.00225)), 1e-4 / 0.00225}},
		{"writing in large batches", Inference{Params: Some(5e10), OutputTokens: Some(1000.0), Batch: Some(1000.0)}, Range[KWh]{1e-4 / 0.18, KWh(1e-4 / math.Sqrt(0.18*0.057)), 1e-4 / 0.057}},
		// 10 s × 4 devices ÷ 5 requests × 360 W × load = 8e-4 kWh × load
		{"latency of a batch", Inference{Seconds: Some(10.0), Batch: Some(5.0), Devices: Some(4.0)}, Range[KWh]{8e-4 * 0.11, 8e-4 * 0.57, 8e-4}},
		{"rate of a server", Inference{Rate: Some(100.0), OutputTokens: Some(200.0), Devices: Some(4.0)}, Range[KWh]{8e-4 * 0.11, 8e-4 * 0.57, 8e-4}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := test.request.PerRequest(&a)
			if err != nil {
				t.Fatal(err)
			}
			if !near(float64(r.Energy.Low), float64(test.want.Low), 1e-12) || !near(float64(r.Energy.Mid), float64(test.want.Mid), 1e-12) || !near(float64(r.Energy.High), float64(test.want.High), 1e-12) {
				t.Errorf("got %v, want %v kWh", r.Energy, test.want) // equal but for a few roundings
			}
			if r.Formula == "" || len(r.Inputs) == 0 || r.Source == nil {
				t.Errorf("the answer %+v does not say where it comes from", r)
			}
		})
	}
}

// TestMoreTokensNeverLess: each token and each parameter costs.
func TestMoreTokensNeverLess(t *testing.T) {
	a, _ := Default().Accelerator("H100")
	before := KWh(0)
	for _, tokens := range []float64{0, 1, 10, 1000, 1e6} {
		for _, params := range []float64{1e9, 7e10} {
			q := Inference{Params: Some(params), PromptTokens: Some(tokens), OutputTokens: Some(tokens)}
			r, err := q.PerRequest(a)
			if err != nil {
				t.Fatal(err)
			}
			if !r.Energy.Valid() || params == 7e10 && tokens > 0 && r.Energy.Low <= before {
				t.Errorf("%v parameters, %v tokens: %v kWh, fewer parameters %v", params, tokens, r.Energy, before)
			}
			before = r.Energy.Low
		}
	}
}

func TestBreakEven(t *testing.T) {
	tests := []struct {
		id                   string
		training, perRequest KWh
		want                 float64
	}{
		{"luccioni2024-parity-bloomz-7b", 51686 + 7571, 0.0001, 592570000},
		{"luccioni2024-parity-bloomz-1b", 17052 + 1081, 6.2e-5, 292467741},
		{"nothing trained", 0, 1, 0},
		{"free requests", 1, 0, 0},
		{"unknown", KWh(math.NaN()), 1, 0},
	}
	for _, test := range tests {
		got, ok := BreakEven(test.training, test.perRequest)
		if ok != (test.want > 0) || !near(got, test.want, 1e-8) { // the print has all digits
			t.Errorf("%s: got %v requests, %v, want %v", test.id, got, ok, test.want)
		}
	}
}

func TestRequestParts(t *testing.T) {
	p := geminiParts
	if share, ok := p.AcceleratorShare(); !ok || !near(float64(share), 0.58, 0.01) {
		t.Errorf("accelerators' share %v, published 0.58", share)
	}
	if got := 1 / float64(p.Total()); !near(got, 4167, 0.01) {
		t.Errorf("%v prompts per kWh, want 4167", got)
	}
	sum := 0.0
	for _, part := range []KWh{p.Accelerators, p.Host, p.Idle, p.Overhead} {
		sum += math.Round(100 * float64(part/p.Total()))
	}
	if sum != 99 { // 58 + 25 + 8 + 8: the print's 10 % for idle machines, and so its sum of 101 %, is of unrounded watt-hours
		t.Errorf("rounded shares add up to %v %%, want 99", sum)
	}
	if _, ok := (&RequestParts{}).AcceleratorShare(); ok {
		t.Error("a share of nothing")
	}
}

func TestRequests(t *testing.T) {
	tests := []struct {
		name string
		q    Inference
		want float64
	}{
		{"a month", Inference{RequestsPerDay: Some(1000.0), Days: Some(30.0)}, 30000},
		{"henderson2020-translation-daily", Inference{RequestsPerDay: Some(4.2e6), Days: Some(1.0)}, 4.2e6},
		{"years in service", Inference{RequestsPerDay: Some(1.0), Years: Some(2.0)}, 730.5},
		{"a year of what one week is (ga-ai-2)", Inference{RequestsPerDay: Some(1.0 / 7), Years: Some(1.0)}, 52.178571},
	}
	for _, test := range tests {
		got, err := test.q.Requests()
		if err != nil || !near(got, test.want, 1e-6) { // the digits of ga-ai-2
			t.Errorf("%s: got %v requests, %v, want %v", test.name, got, err, test.want)
		}
	}
}

// TestHendersonSavings: grams that better placement of each request saves, in kilograms of a day.
func TestHendersonSavings(t *testing.T) {
	for _, test := range []struct{ gap, kilograms float64 }{{3.04, 12768}, {0.09, 378}} {
		q := Inference{RequestsPerDay: Some(4.2e6), Days: Some(1.0)}
		n, err := q.Requests()
		if got := Grams(n * test.gap).Kilograms(); err != nil || !near(got, test.kilograms, 0.01) {
			t.Errorf("got %v kg, %v, published %v kg", got, err, test.kilograms)
		}
	}
}

func TestInferenceRefuses(t *testing.T) {
	h100, _ := Default().Accelerator("H100")
	tests := []struct {
		name  string
		q     Inference
		a     *Accelerator
		field string
	}{
		{"nothing", Inference{}, h100, "inference.params"},
		{"no tokens", Inference{Params: Some(7e9)}, h100, "inference.output_tokens"},
		{"no device", Inference{Params: Some(7e9), OutputTokens: Some(1.0)}, nil, "accelerators[0].id"},
		{"device without power", Inference{Params: Some(7e9), OutputTokens: Some(1.0)}, &Accelerator{ID: "x", FP16: 1}, "accelerators[0].id"},
		{"device without speed", Inference{Params: Some(7e9), OutputTokens: Some(1.0)}, &Accelerator{ID: "x", Rated: 1}, "accelerators[0].id"},
		{"power without time", Inference{Power: Some(Watts(1))}, nil, "inference.seconds"},
		{"two times", Inference{Power: Some(Watts(1)), Seconds: Some(1.0), Rate: Some(1.0)}, nil, "inference.seconds"},
		{"rate without tokens", Inference{Power: Some(Watts(1)), Rate: Some(1.0)}, nil, "inference.output_tokens"},
		{"tokens' energy without tokens", Inference{JoulesPerToken: Some(1.0)}, nil, "inference.output_tokens"},
		{"two times of rated devices", Inference{Seconds: Some(1.0), Rate: Some(1.0), OutputTokens: Some(1.0)}, h100, "inference.seconds"},
		{"latency of nothing", Inference{Seconds: Some(1.0)}, nil, "inference.power_w"},
		{"latency of a device without power", Inference{Seconds: Some(1.0)}, &Accelerator{ID: "x", FP16: 1}, "inference.power_w"},
		{"latency of half a device", Inference{Seconds: Some(1.0), Devices: Some(0.5)}, h100, "inference.devices"},
		{"no energy", Inference{Energy: Some(KWh(0))}, nil, "inference.energy_kwh"},
		{"more active than all", Inference{Params: Some(7e9), ActiveParams: Some(8e9), OutputTokens: Some(1.0)}, h100, "inference.active_params"},
		{"precision", Inference{Params: Some(7e9), OutputTokens: Some(1.0), Precision: "int3"}, h100, "inference.precision"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.q.PerRequest(test.a)
			var list FieldErrors
			if !errors.As(err, &list) || !slices.ContainsFunc(list, func(e FieldError) bool { return e.Field == test.field && e.Remedy != "" }) {
				t.Errorf("error %v, want one of %s with a remedy", err, test.field)
			}
		})
	}
	for _, q := range []Inference{{}, {RequestsPerDay: Some(1.0)}, {RequestsPerDay: Some(-1.0), Days: Some(1.0)}, {RequestsPerDay: Some(1.0), Days: Some(1.0), Years: Some(1.0)}} {
		if _, err := q.Requests(); err == nil {
			t.Errorf("no error for %+v", q)
		}
	}
}

// What answers is rented for as long as it answers; what is not known of that is said.
func TestRentOfRequests(t *testing.T) {
	const served = "hw=t4&n=2&dp=2&r=FR&qd=1000&qdays=36&"
	timed := "qs=8&qb=4&qn=2"
	for _, tt := range []struct {
		query string
		want  float64
		note  bool
	}{
		{served + timed, 36000 * 8.0 / 4 * 2 / 3600 * 2, false},
		{served + timed + "&h=10", 36000*8.0/4*2/3600*2 + 2*10*2, false},
		{served + "qe=0.001&h=10", 2 * 10 * 2, true},
	} {
		s, unknown, err := ParseQuery(tt.query)
		r, err := EstimateParsed(Default(), &s, err)
		if err != nil || len(unknown) > 0 {
			t.Fatalf("%s: %v, unknown %v", tt.query, err, unknown)
		}
		if got := float64(r.Rental.Mid); math.Abs(got-tt.want) > 1e-9*tt.want || hasNote(&r, "rent_requests") != tt.note {
			t.Errorf("%s: %g dollars, noted %t; want %g and %t", tt.query, got, hasNote(&r, "rent_requests"), tt.want, tt.note)
		}
	}
	for _, query := range []string{served + "qe=0.001", "kwh=5&" + served + timed} { // a part is no rent of the whole
		s, _, err := ParseQuery(query)
		if r, err := EstimateParsed(Default(), &s, err); err != nil || r.Rental.Known {
			t.Errorf("%s: %v, %v; want no rent", query, err, r.Rental)
		}
	}
}
