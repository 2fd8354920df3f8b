package sensor

// throttleReasons puts NVIDIA's set of reasons for clocks that are not higher into words. Being idle and settings of the
// user's own are no reasons to worry, and are left out.
// Source: nvml.h 13.3, nvmlClocksEventReasons.
func throttleReasons(set uint64) []string {
	var reasons []string
	for _, r := range []struct {
		bit  uint64
		text string
	}{
		{0x4, "power limit"},
		{0x8, "hardware slowdown"},
		{0x10, "sync boost"},
		{0x20, "temperature limit"},
		{0x40, "hardware temperature limit"},
		{0x80, "power brake of the supply"},
		{0x200, "board limit"},
		{0x400, "voltage reliability limit"},
	} {
		if set&r.bit != 0 {
			reasons = append(reasons, r.text)
		}
	}
	return reasons
}
