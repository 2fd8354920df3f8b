package estimator

var (
	sourceMFU = Source{ID: "mfu-whole-run", Title: "Smallest, median and largest of 19 whole runs in 16 bits, the ends rounded outwards: GPT-3 0.197, Llama 3.1 405B 0.346, Transformer (big) on TPU v2 0.625 (work ÷ device-hours at peak; mfu.csv names each)",
		URL: "https://epoch.ai/data/ai-models", Licence: "CC-BY-4.0", Year: 2026, AsOf: "2026-04-01"}
	sourceMFU8 = Source{ID: "mfu-fp8", Title: "DeepSeek-V3: 0.17 of the FP8 peak (0.35 of the 16-bit one) over the whole run; the ends are half the smallest 16-bit share and that of LLaMA-65B, because one run is no range",
		URL: "https://epoch.ai/data/ai-models", Licence: "CC-BY-4.0", Year: 2024, AsOf: "2026-04-01"}
	sourceOverhead = Source{ID: "training-overhead", Title: "Reported utilisation ÷ that of the whole run: LLaMA-65B 1.00, Gopher 1.08, Llama 3.1 405B 1.19, GLM-130B 1.29, PaLM 1.50 (mfu.csv; GLM's hours are an upper bound)",
		URL: "https://epoch.ai/data/ai-models", Licence: "CC-BY-4.0", Year: 2026, AsOf: "2026-04-01"}
)

var (
	// defaultMFU is the share of the 16-bit dense peak that whole runs used, everything that held them up included.
	defaultMFU = Range[Ratio]{0.19, 0.35, 0.63} // Source: sourceMFU

	// defaultMFU8 is the same of the FP8 peak, which is twice the 16-bit one and harder to reach.
	defaultMFU8 = Range[Ratio]{0.10, 0.17, 0.48} // Source: sourceMFU8

	// defaultTrainingOverhead is the time of a whole run ÷ the time that its steps take at the reported utilisation:
	// restarts, evaluation, stages with fewer devices or longer sequences.
	defaultTrainingOverhead = Range[float64]{1, 1.19, 1.51} // Source: sourceOverhead
)

// Efficiency is how fast the devices of a run work, and of what.
type Efficiency struct {
	Peak     FLOPPerSecond  // of one device: the catalog's dense peak, or the achieved speed when that was given
	Column   string         // of the catalog that Peak is from; empty when achieved
	Share    Range[Ratio]   // of Peak
	Hardware bool           // Share is of Work.Hardware; otherwise of Work.Model
	Overhead Range[float64] // by what restarts and evaluation lengthen the run on top; exactly 1 when Share has them in it
	Source   *Source        // of Share
}

// Efficiency returns how fast accelerator a trains. The accelerator may be nil when AchievedTFLOPS is given. The error
// is FieldErrors.
//
// AchievedTFLOPS is a speed in hardware FLOP, as Megatron's logs print it (OPT's 147, BloombergGPT's 102). MFU is a
// share of useful FLOP: what is recomputed lowers it, so Work.Recompute must not lengthen the run a second time. Both
// are speeds while steps run, so Overhead comes on top. With neither, the share is that of whole published runs: it
// has the overhead in it, and it is applied to hardware FLOP, so that recomputation costs time.
//
// The default was found for 16 bits. FP8 has its own; for tf32 and fp32 nobody publishes enough, and the 16-bit
// default stands in (their slower units are easier to keep busy, so it is rather too low).
func (t *Training) Efficiency(a *Accelerator) (Efficiency, error) {
	if achieved, ok := t.AchievedTFLOPS.Get(); ok {
		return Efficiency{Peak: teraFLOPPerSecond(achieved), Share: Exactly(Ratio(1)), Hardware: true,
			Overhead: defaultTrainingOverhead, Source: &sourceTyped}, nil
	}
	var errs FieldErrors
	const remedy = "give training.achieved_tflops, or choose an accelerator of the catalog"
	if a == nil {
		errs.add("accelerators[0].id", "", "the speed of the work needs an accelerator", remedy)
		return Efficiency{}, errs
	}
	e := Efficiency{Share: defaultMFU, Hardware: true, Overhead: Exactly(1.0), Source: &sourceMFU}
	var ok bool
	if e.Peak, e.Column, ok = Speed(a, t.Precision); !ok {
		errs.add("accelerators[0].id", a.ID, "no peak speed of it is published in this precision", remedy)
		return Efficiency{}, errs
	}
	if e.Column == "fp8_dense_tflops" {
		e.Share, e.Source = defaultMFU8, &sourceMFU8
	}
	if mfu, ok := t.MFU.Get(); ok {
		e.Share, e.Hardware, e.Overhead, e.Source = Exactly(mfu), false, defaultTrainingOverhead, &sourceTyped
	}
	return e, nil
}

// DeviceHours returns the device-hours of one run on accelerator a, without Efficiency.Overhead. The error is
// FieldErrors.
func (t *Training) DeviceHours(a *Accelerator) (Range[DeviceHours], error) {
	w, err := t.Work()
	if err != nil {
		return Range[DeviceHours]{}, err
	}
	e, err := t.Efficiency(a)
	if err != nil {
		return Range[DeviceHours]{}, err
	}
	return e.DeviceHours(&w), nil
}

// DeviceHours returns the device-hours that the work takes, without Overhead.
func (e *Efficiency) DeviceHours(w *Work) Range[DeviceHours] {
	counted := w.Model
	if e.Hardware {
		counted = w.Hardware
	}
	return DeviceHoursFor(counted, e.Peak, e.Share)
}
