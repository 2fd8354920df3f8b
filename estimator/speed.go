package estimator

// precisions are the number formats that Training and Inference know; the first is meant when none is said.
var precisions = [...]string{"bf16", "fp16", "tf32", "fp32", "fp8"}

// defaultPrecision is what an empty one means: that of most training today.
const defaultPrecision = "bf16"

func knownPrecision(p string) bool {
	for _, known := range precisions {
		if p == known {
			return true
		}
	}
	return false
}

// Speed returns the dense peak of one device in a number format, and the catalog's column that it was read from. An
// empty precision is "bf16".
//
// A format that the device has no faster unit for runs on the next wider one: fp8 on fp16, fp16 and bf16 on fp32
// (never on tf32: whoever asked for 16 bits did not ask for that), tf32 on fp32. fp32 is the vector unit alone. Peaks
// are without sparsity. The answer is false when the precision is not known or the catalog has none of these speeds.
func Speed(a *Accelerator, precision string) (speed FLOPPerSecond, column string, ok bool) {
	if precision != "" && !knownPrecision(precision) {
		return 0, "", false
	}
	tflops, column := a.FP32, "fp32_tflops"
	switch {
	case precision == "fp32":
	case precision == "tf32":
		if a.TF32 > 0 {
			tflops, column = a.TF32, "tf32_tflops"
		}
	case precision == "fp8" && a.FP8 > 0:
		tflops, column = a.FP8, "fp8_dense_tflops"
	case a.FP16 > 0:
		tflops, column = a.FP16, "fp16_dense_tflops"
	}
	return teraFLOPPerSecond(tflops), column, tflops > 0
}

func teraFLOPPerSecond(v float64) FLOPPerSecond { return FLOPPerSecond(v * 1e12) }

// DeviceHoursFor returns the device-hours that work takes at a share of a peak speed: work ÷ (speed × share). The
// largest share gives the fewest hours. Speed and share are more than 0.
func DeviceHoursFor(work Range[FLOP], speed FLOPPerSecond, share Range[Ratio]) Range[DeviceHours] {
	hours := func(w FLOP, at Ratio) DeviceHours {
		return DeviceHours(float64(w) / (float64(speed) * float64(at)) / secondsPerHour)
	}
	return Range[DeviceHours]{hours(work.Low, share.High), hours(work.Mid, share.Mid), hours(work.High, share.Low)}
}
