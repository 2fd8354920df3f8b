package runs

import (
	"encoding/json"
	"errors"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// Report is all there is to say about a run that has ended. Its JSON is what `run --json` writes.
type Report struct {
	RunID     string    `json:"run_id"`
	Session   *string   `json:"session_id"` // under which it is recorded; null when it is not
	Name      string    `json:"name"`
	Command   string    `json:"command"` // without its arguments, which may hold secrets
	Started   time.Time `json:"started"`
	Seconds   float64   `json:"seconds"`
	Status    int       `json:"exit_status"`
	Signal    *string   `json:"signal"` // that ended it
	Version   string    `json:"version"`
	Simulated *string   `json:"simulated"` // name of the simulated hardware

	Devices   []Device                            `json:"devices"`
	Joules    *estimator.Joules                   `json:"joules"` // of GPUs, CPU packages and DRAM together
	AboveIdle *estimator.Joules                   `json:"joules_above_idle"`
	ByQuality map[sensor.Quality]estimator.Joules `json:"joules_by_quality"`
	Error     *estimator.Ratio                    `json:"error_ratio"`
	Share     *Share                              `json:"share"`

	Spec   estimator.Spec    `json:"-"` // of the electricity that was metered
	Result *estimator.Result `json:"-"` // nil when no energy is known

	Budget    *BudgetReport `json:"budget"`
	Steps     *StepsReport  `json:"steps"`
	Forecasts []Forecast    `json:"forecasts"`
	Estimate  *Comparison   `json:"estimate"`
	Left      []Left        `json:"left_running"`
	Sensors   []wire.Family `json:"sensors"`
	Settings  Settings      `json:"settings"`
}

// Settings are what turned energy into carbon and money, and where each came from.
type Settings struct {
	wire.Settings
	PriceUSDPerKWh *float64 `json:"price_usd_per_kwh"` // nil: the catalog's price of the region, if it has one
}

// Left is a descendant that went on after the command's end.
type Left struct {
	PID  int    `json:"pid"`
	Name string `json:"name"`
}

// Comparison holds the measurement against an estimate that was given.
type Comparison struct {
	Name   string   `json:"name"`
	Energy Range    `json:"energy_kwh"`
	Ratio  *float64 `json:"measured_ratio"` // measured ÷ estimated, at the facility
}

// Range is a quantity as the engine's JSON has it.
type Range struct {
	Low  float64 `json:"low"`
	Mid  float64 `json:"mid"`
	High float64 `json:"high"`
}

func rangeOf[T ~float64](r estimator.Range[T]) Range {
	return Range{float64(r.Low), float64(r.Mid), float64(r.High)}
}

// Electricity is the scenario of metered energy under some settings.
func (s Settings) Electricity(name string, e estimator.KWh) estimator.Spec {
	spec := estimator.Spec{Name: name, EnergyKWh: estimator.Some(e), Region: s.Region, PUE: estimator.Some(s.PUE)}
	if s.GridGPerKWh != nil {
		spec.GridIntensity = estimator.Some(estimator.GramsPerKWh(*s.GridGPerKWh))
		spec.Region = ""
	}
	if s.PriceUSDPerKWh != nil {
		spec.ElectricityPrice = estimator.Some(estimator.USDPerKWh(*s.PriceUSDPerKWh))
	}
	return spec
}

// Sum adds up the devices and estimates what their energy means.
func (r *Report) Sum(catalog *estimator.Catalog) error {
	var bands float64
	whole, above := true, true // every device that used energy has a band, and a baseline
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Joules == nil || !d.Kind.Additive() {
			continue
		}
		r.Joules = plus(r.Joules, *d.Joules)
		if r.ByQuality == nil {
			r.ByQuality = map[sensor.Quality]estimator.Joules{}
		}
		r.ByQuality[d.Quality] += *d.Joules
		if above = above && d.AboveIdle != nil; above {
			r.AboveIdle = plus(r.AboveIdle, *d.AboveIdle)
		}
		if whole = whole && d.Error != nil; whole {
			bands += float64(*d.Error) * float64(*d.Joules)
		}
	}
	if !above {
		r.AboveIdle = nil
	}
	if r.Joules == nil || *r.Joules == 0 { // every device sleeps
		return nil
	}
	if whole { // boards of one make may all err to one side, so the bands add up
		band := estimator.Ratio(bands / float64(*r.Joules))
		r.Error = &band
	}
	r.Spec = r.Settings.Electricity(r.Name, r.Joules.KWh())
	r.Spec.Hours = estimator.Some(estimator.Hours(r.Seconds / time.Hour.Seconds()))
	r.describeHardware(catalog)
	result, err := estimator.Estimate(catalog, &r.Spec)
	if err != nil {
		if faults, ok := errors.AsType[estimator.FieldErrors](err); ok && len(faults) > 0 {
			return faults
		}
		return err
	}
	r.Result = &result
	return nil
}

// describeHardware lists the accelerators that the catalog knows, for reports that name the hardware. They add no energy:
// it is metered.
func (r *Report) describeHardware(catalog *estimator.Catalog) {
	counts := map[string]float64{}
	var order []string
	for i := range r.Devices {
		id := r.Devices[i].CatalogID
		if _, known := catalog.Accelerator(id); r.Devices[i].Kind != sensor.GPU || !known {
			continue
		}
		if counts[id] == 0 {
			order = append(order, id)
		}
		counts[id]++
	}
	for _, id := range order {
		r.Spec.Accelerators = append(r.Spec.Accelerators, estimator.Device{ID: id, Count: estimator.Some(counts[id])})
	}
}

// Compare holds the measured energy at the facility against an estimate.
func (r *Report) Compare(estimate *estimator.Result) {
	c := &Comparison{Name: estimate.Name, Energy: rangeOf(estimate.Energy)}
	if r.Result != nil && estimate.Energy.Mid > 0 {
		ratio := float64(r.Result.Energy.Mid / estimate.Energy.Mid)
		c.Ratio = &ratio
	}
	r.Estimate = c
}

// JSON is the report as `run --json` writes it.
func (r *Report) JSON() ([]byte, error) {
	type plain Report // without this method's name in the way of package json
	result := json.RawMessage("null")
	if r.Result != nil {
		result = r.Result.AppendJSON(nil)
	}
	text, err := json.MarshalIndent(struct {
		*plain
		Result json.RawMessage `json:"result"`
	}{(*plain)(r), result}, "", "  ")
	return append(text, '\n'), err
}
