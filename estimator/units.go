package estimator

// The named quantities of the model. The base scale inside is joules, watts, seconds and grams of CO2e; every
// change of scale is a method in this file, so that a factor of 1000 has one place to be wrong.
type (
	Watts         float64 // power
	Joules        float64 // energy, base unit of the probe
	KWh           float64 // energy, unit of the bill and of grid intensity
	Grams         float64 // mass of CO2e
	GramsPerKWh   float64 // carbon intensity of electricity; the field's name says average or marginal
	Hours         float64 // wall-clock time; time.Duration ends at 2.56 million hours, too soon for device-hours
	DeviceHours   float64 // hours summed over devices
	Ratio         float64 // 0 to 1, or a little above where a board exceeds its rating
	Gigabytes     float64 // memory size or data moved, 1e9 bytes
	Terabytes     float64 // storage, 1e12 bytes
	FLOP          float64 // work; 1e25 overflows every integer type
	FLOPPerSecond float64 // speed
	Litres        float64 // water that is gone: evaporated, not returned
	MJ            float64 // primary energy, megajoules: what is taken from nature, not what the meter shows
	KilogramsSb   float64 // minerals and metals used up, as kilograms of antimony
	LitresPerKWh  float64 // water per energy; the field's name says on site (WUE, per IT energy) or off site (per facility energy)
	USD           float64 // United States dollars; the field's name or source says of which year
	USDPerKWh     float64 // price of electricity
	USDPerHour    float64 // price of one device for an hour
	USDPerTonne   float64 // damage or price of a tonne of CO2e
)

const (
	joulesPerKWh     = 3.6e6 // exact: 1000 W for 3600 s
	gramsPerKilogram = 1e3   // exact
	gramsPerTonne    = 1e6   // exact
	secondsPerHour   = 3600  // exact
	hoursPerYear     = 8766  // 365.25 days of 24 hours
)

// For returns the energy in kilowatt-hours of a constant power over hours.
func (w Watts) For(h Hours) KWh { return KWh(float64(w) * float64(h) / 1000) }

// KWh converts joules to kilowatt-hours.
func (e Joules) KWh() KWh { return KWh(float64(e) / joulesPerKWh) }

// Joules converts kilowatt-hours to joules.
func (e KWh) Joules() Joules { return Joules(float64(e) * joulesPerKWh) }

// At returns the emissions of an amount of electricity at a carbon intensity.
func (e KWh) At(intensity GramsPerKWh) Grams { return Grams(float64(e) * float64(intensity)) }

// Kilograms converts grams to kilograms.
func (m Grams) Kilograms() float64 { return float64(m) / gramsPerKilogram }

// Tonnes converts grams to tonnes.
func (m Grams) Tonnes() float64 { return float64(m) / gramsPerTonne }
