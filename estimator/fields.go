package estimator

// A numeric field of the scenario, described once: the link, the JSON, the checks and the page's controls all read
// this table.
type numberField struct {
	key    string  // short name in a link
	path   string  // name in the scenario JSON
	label  string  // words beside the control
	unit   string  // of the number in a link; empty for a plain factor
	min    float64 // smallest value allowed
	max    float64 // largest value allowed
	step   float64 // of the control
	scale  float64 // number in a link ÷ number in the Spec: 100 where a link says percent
	log    bool    // a slider over this field is logarithmic
	above  bool    // the smallest value itself is not allowed
	whole  bool    // only whole numbers
	reason string  // why a value outside is refused
	remedy string
}

// specField is a numeric field of the scenario itself.
type specField struct {
	numberField
	at func(*Spec) numberRef
}

// deviceField is a numeric field of each device; its key is prefixed for CPUs as deviceKeys says.
type deviceField struct {
	numberField
	cpuKey string
	at     func(*Device) numberRef
}

var specFields = [...]specField{
	{numberField{key: "mem", path: "memory_gb", label: "Memory", unit: "GB", max: 1e7, step: 1, scale: 1,
		reason: "memory is 0 to 10,000,000 GB", remedy: "type gigabytes, or leave it out to count none"},
		func(s *Spec) numberRef { return &s.MemoryGB }},
	{numberField{key: "host", path: "host_w", label: "Rest of the server", unit: "W", max: 1e8, step: 10, scale: 1,
		reason: "the rest of the server draws 0 W or more", remedy: "type watts, 0 for none, or leave it out for a default share"},
		func(s *Spec) numberRef { return &s.Host }},
	{numberField{key: "h", path: "hours", label: "Training time", unit: "h", max: 1e6, step: 1, scale: 1, log: true, above: true,
		reason: "time must be more than 0 and at most 1,000,000 hours", remedy: "type hours of wall clock, or use device-hours"},
		func(s *Spec) numberRef { return &s.Hours }},
	{numberField{key: "dh", path: "device_hours", label: "Device-hours", unit: "h", max: 1e12, step: 1, scale: 1, log: true, above: true,
		reason: "device-hours must be more than 0", remedy: "type hours summed over all devices, such as 1082990"},
		func(s *Spec) numberRef { return &s.DeviceHours }},
	{numberField{key: "kwh", path: "energy_kwh", label: "Metered energy", unit: "kWh", max: 1e12, step: 1, scale: 1, log: true, above: true,
		reason: "metered energy must be more than 0 kWh", remedy: "type kilowatt-hours read at the devices, such as 433196"},
		func(s *Spec) numberRef { return &s.EnergyKWh }},
	{numberField{key: "of", path: "overhead_factor", label: "Restarts and evaluation", min: 1, max: 100, step: 0.01, scale: 1,
		reason: "the overhead factor multiplies the work, so it is 1 or more", remedy: "use 1 for none; published runs need 1.07 to 1.34"},
		func(s *Spec) numberRef { return &s.OverheadFactor }},
	{numberField{key: "x", path: "runs", label: "Runs in the project", min: 1, max: 1e6, step: 1, scale: 1, log: true,
		reason: "a project has 1 to 1,000,000 runs", remedy: "type 1 for a single run"},
		func(s *Spec) numberRef { return &s.Runs }},
	{numberField{key: "pue", path: "pue", label: "Building overhead (PUE)", min: 1, max: 5, step: 0.01, scale: 1,
		reason: "a building cannot use less energy than the computers in it, nor five times as much", remedy: "use 1 (at home) to 5; the survey mean is 1.56"},
		func(s *Spec) numberRef { return &s.PUE }},
	{numberField{key: "ci", path: "grid_g_per_kwh", label: "Grid intensity", unit: "g/kWh", max: 2000, step: 1, scale: 1,
		reason: "grid intensity is 0 to 2000 g CO2e per kWh", remedy: "type grams per kilowatt-hour, such as 57; coal is about 820, hydro 24"},
		func(s *Spec) numberRef { return &s.GridIntensity }},
}

var deviceFields = [...]deviceField{
	{numberField{key: "n", path: "count", label: "Devices", min: 1, max: 1e6, step: 1, scale: 1, log: true, whole: true,
		reason: "the count is a whole number from 1 to 1,000,000", remedy: "type how many of this device work at once"},
		"cn", func(d *Device) numberRef { return &d.Count }},
	{numberField{key: "w", path: "tdp_w", label: "Rated power", unit: "W", max: 1e5, step: 1, scale: 1, above: true,
		reason: "rated power is more than 0 and at most 100,000 W", remedy: "type the watts of one device, such as 400"},
		"cw", func(d *Device) numberRef { return &d.Rated }},
	{numberField{key: "pw", path: "power_w", label: "Measured power", unit: "W", max: 1e5, step: 1, scale: 1,
		reason: "measured power is 0 to 100,000 W", remedy: "type the mean watts of one device"},
		"cpw", func(d *Device) numberRef { return &d.Power }},
	{numberField{key: "u", path: "load", label: "Average load", unit: "%", max: 1.2, step: 1, scale: 100,
		reason: "load is 0 to 1.2 of rated power (0 to 120 %)", remedy: "type the mean power as a share of the rated power; boards exceed 1 only briefly"},
		"cu", func(d *Device) numberRef { return &d.Load }},
}

// accepts reports whether a value is inside the field's limits. NaN is not.
func (f *numberField) accepts(v float64) bool {
	return v >= f.min && v <= f.max && !(f.above && v == f.min) && !(f.whole && v != float64(int64(v)))
}
