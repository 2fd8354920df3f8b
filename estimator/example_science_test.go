//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

func ExampleTraining_Work() {
	run := estimator.Training{Params: estimator.Some(175e9), Tokens: estimator.Some(300e9), Recompute: estimator.FullRecompute}
	work, err := run.Work()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.3g FLOP\n", work.Formula, float64(work.Model.Mid))
	fmt.Printf("with %s: %.3g FLOP\n", work.Recomputed, float64(work.Hardware.Mid))
	// Output:
	// 6 × parameters × tokens: 3.15e+23 FLOP
	// with one more forward pass of every layer: 4.2e+23 FLOP
}

// LLaMA 65B at the default utilisation: 1,022,362 device-hours were used.
func ExampleTraining_DeviceHours() {
	a100, _ := estimator.Default().Accelerator("a100-sxm4-80gb")
	run := estimator.Training{Params: estimator.Some(65.2e9), Tokens: estimator.Some(1.4e12)}
	hours, err := run.DeviceHours(a100)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(estimator.FormatRange(estimator.As[float64](hours), "h"))
	// Output: 774,000 to 2,570,000 h
}

// A reported utilisation is of steps alone, so the run takes longer; the default is of whole runs.
func ExampleTraining_Efficiency() {
	h100, _ := estimator.Default().Accelerator("h100-sxm5-80gb")
	run := estimator.Training{MFU: estimator.Some(estimator.Ratio(0.41))}
	reported, _ := run.Efficiency(h100)
	whole, _ := (&estimator.Training{}).Efficiency(h100)
	fmt.Println(reported.Share.Mid, reported.Overhead)
	fmt.Println(whole.Share, whole.Overhead)
	// Output:
	// 0.41 {1 1.19 1.51}
	// {0.19 0.35 0.63} {1 1 1}
}

func ExampleSpeed() {
	v100, _ := estimator.Default().Accelerator("V100")
	speed, column, ok := estimator.Speed(v100, "fp8") // it has no FP8 unit
	fmt.Println(float64(speed), column, ok)
	// Output: 1.25e+14 fp16_dense_tflops true
}

func ExampleDeviceHoursFor() {
	work := estimator.Exactly(estimator.FLOP(3.15e23))
	fmt.Printf("%.0f\n", float64(estimator.DeviceHoursFor(work, 125e12, estimator.Exactly(estimator.Ratio(0.197))).Mid))
	// Output: 3553299
}

func ExampleCatalog_MFUs() {
	for _, m := range estimator.Default().MFUs() {
		if m.ID == "palm-540b" {
			fmt.Println(m.Model, m.Basis, m.MFU)
		}
	}
	// Output:
	// PaLM 540B steady 0.457
	// PaLM 540B whole-run 0.3039
}

func ExampleSteps_Hours() {
	run := estimator.Steps{Measured: []float64{9.1, 0.36, 0.35, 0.37}, WarmUp: estimator.Some(1.0), // the first step compiles
		Epochs: estimator.Some(3.0), Samples: estimator.Some(1e6), Batch: estimator.Some(256.0)}
	hours, err := run.Hours()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(estimator.FormatQuantity(float64(hours.Mid), "h"), "=", run.Formula())
	fmt.Println(estimator.FormatRange(estimator.As[float64](hours), "h"))
	// Output:
	// 1.17 h = epochs × (samples ÷ batch, rounded up) × seconds per step ÷ 3600
	// 1.13 to 1.21 h
}

func ExampleInference_PerRequest() {
	q := estimator.Inference{JoulesPerToken: estimator.Some(0.39), OutputTokens: estimator.Some(400.0)}
	request, err := q.PerRequest(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(estimator.FormatRange(estimator.As[float64](request.Energy), "kWh"), "=", request.Formula)
	// Output: 41.2 to 45.5 mWh = energy per token × output tokens
}

// Eight devices answer 32 requests in 12 seconds: their time says what one request takes, and with the size of the model
// how much of their speed it uses.
func ExampleInference_PerRequest_latency() {
	device, _ := estimator.Default().Accelerator("H100 SXM5")
	q := estimator.Inference{Seconds: estimator.Some(12.0), Batch: estimator.Some(32.0), Devices: estimator.Some(8.0),
		Params: estimator.Some(70e9), PromptTokens: estimator.Some(500.0), OutputTokens: estimator.Some(300.0)}
	request, err := q.PerRequest(device)
	if err != nil {
		fmt.Println(err)
		return
	}
	mfu, _ := request.MFU.Get()
	fmt.Println(estimator.FormatRange(estimator.As[float64](request.Energy), "kWh"), "=", request.Formula)
	fmt.Printf("%.2f of the peak speed\n", mfu.Mid)
	// Output:
	// 64.2 to 583 mWh = seconds ÷ requests at once × devices that answer × rated power × load while answering
	// 0.04 of the peak speed
}

func ExampleInference_Requests() {
	q := estimator.Inference{RequestsPerDay: estimator.Some(1000.0), Years: estimator.Some(2.0)}
	n, err := q.Requests()
	fmt.Println(n, err)
	// Output: 730500 <nil>
}

// BLOOMz-7B: 592,570,000 requests use as much as training and fine-tuning did.
func ExampleBreakEven() {
	requests, ok := estimator.BreakEven(51686+7571, 0.0001)
	fmt.Printf("%.0f %v\n", requests, ok)
	// Output: 592570000 true
}

func ExampleRequestParts_AcceleratorShare() {
	gemini := estimator.RequestParts{Accelerators: 0.14e-3, Host: 0.06e-3, Idle: 0.02e-3, Overhead: 0.02e-3}
	share, _ := gemini.AcceleratorShare()
	fmt.Printf("%.2f\n", float64(share))
	// Output: 0.58
}

func ExampleRedAI_Term() {
	r := estimator.RedAI{Energy: estimator.Some(estimator.KWh(2e-6)), Dataset: estimator.Some(1281167.0), Experiments: estimator.Some(24.0)}
	term, err := r.Term()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(estimator.FormatQuantity(term.Value.Mid, term.Unit), "=", term.Formula())
	// Output: 61.5 kWh = one example × data set × experiments
}

func ExampleProject_Runs() {
	p := estimator.Project{Grid: []float64{3, 4, 2}, Seeds: estimator.Some(3.0), FailedShare: estimator.Some(estimator.Ratio(0.1)), FinalRuns: estimator.Some(1.0)}
	runs, err := p.Runs()
	fmt.Println(runs, err)
	// Output: 81 <nil>
}

func ExampleProjectPresets() {
	for _, p := range estimator.ProjectPresets() {
		fmt.Println(p.Label, p.Runs, p.DeviceHours)
	}
	// Output:
	// One training run 1 120
	// One hyper-parameter search 24 2880
	// All jobs of the project that led to one paper 4789 239942
}

func ExampleParseAccuracy() {
	_, err := estimator.ParseAccuracy("model,accuracy,kwh\nResNet-18,69.8,6\nResNet-50;76,1;12")
	fmt.Println(err)
	// Output: line 3: "76,1": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %
}

func ExampleCompareAccuracy() {
	rows, _ := estimator.ParseAccuracy("small, 90 %, 1\nodd, 89 %, 5\nlarge, 92 %, 11")
	report, err := estimator.CompareAccuracy(rows, 50)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range report.Steps {
		fmt.Printf("%s to %s: %v g per point\n", rows[s.From].Label, rows[s.To].Label, s.GramsPerPoint)
	}
	// Output: small to large: 250 g per point
}
