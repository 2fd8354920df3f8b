package estimator

// What the searches ask of catalogs beside those of Estimate, in one place. Unknown is false, never 0.

// planData answers what a search needs to know of a place or a device. Tests put their own figures in.
type planData struct {
	electricity func(place string) (Range[USDPerKWh], bool)
	rental      func(accelerator string) (Range[USDPerHour], bool)
	hours       func(place string) (hourWindows, bool)
	speed       func(a *Accelerator, precision string) (FLOPPerSecond, bool)
	precision   func(s *Spec) (string, bool)  // of the arithmetic, when the scenario says it
	tokens      func(s *Spec) (float64, bool) // of one run, when the scenario says them
}

// hourWindows is the day of a place: how clean a run's hours are beside the mean of the day.
type hourWindows interface {
	Window(start, duration Hours) Range[float64]
	BestStart(duration Hours) (hour int, ratio float64)
}

// dataOf answers from a catalog.
func dataOf(c *Catalog) planData {
	return planData{
		electricity: func(string) (Range[USDPerKWh], bool) { return Range[USDPerKWh]{}, false },
		rental:      func(string) (Range[USDPerHour], bool) { return Range[USDPerHour]{}, false },
		hours:       func(string) (hourWindows, bool) { return nil, false },
		speed:       peakSpeed,
		precision:   func(*Spec) (string, bool) { return "", false },
		tokens:      func(*Spec) (float64, bool) { return 0, false },
	}
}

// precisions are the kinds of arithmetic that a search knows, from wide to narrow.
var precisions = [...]string{"fp32", "tf32", "fp16", "bf16", "fp8"}

// defaultPrecision is that of most training today.
const defaultPrecision = "bf16"

const flopPerTera = 1e12 // exact

// peakSpeed returns the dense peak of one device in a precision, and false when nobody published it.
func peakSpeed(a *Accelerator, precision string) (FLOPPerSecond, bool) {
	tera := 0.0
	switch precision {
	case "fp32":
		tera = a.FP32
	case "tf32":
		tera = a.TF32
	case "fp16", "bf16":
		tera = a.FP16
	case "fp8":
		tera = a.FP8
	}
	return FLOPPerSecond(tera * flopPerTera), tera > 0
}

var (
	sourcePlanMFU = Source{ID: "plan-mfu", Title: "fruggr AI simulator: model FLOP utilisation 25 to 50 %, 40 % when not known",
		Publisher: "fruggr", URL: "https://www.fruggr.io", Licence: "cited figures", Year: 2025, AsOf: "2026-11-24"}
	sourceSpreadLoss = Source{ID: "spread-loss", Title: "Narayanan et al., Efficient Large-Scale Language Model Training on GPU Clusters, SC'21, table 2: one model on 384, 768 and 1536 GPUs at 153, 149 and 141 TFLOP/s each, 3 and 5 % lost per doubling (recalled and not read again); the high end is gramwatt's own judgement",
		URL: "https://arxiv.org/abs/2104.04473", Licence: "cited figures", Year: 2021, AsOf: "2026-11-24"}
)

var (
	defaultMFU = Range[Ratio]{0.25, 0.40, 0.50} // Source: sourcePlanMFU

	// lossPerDoubling is the share of each device's speed that is lost when twice as many share the work.
	lossPerDoubling = Range[Ratio]{0.02, 0.05, 0.10} // Source: sourceSpreadLoss
)
