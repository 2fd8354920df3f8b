package runs

import (
	"math"
	"sync"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
)

// Steps counts the steps of a training program, from whatever source tells them, and asks a forecaster what the whole
// run will come to. Its methods are safe for any goroutine.
type Steps struct {
	mu       sync.Mutex
	total    float64 // 0 when it is not known
	done     float64
	seen     bool
	forecast estimator.Forecaster
}

// StepsReport is how far the command came.
type StepsReport struct {
	Done    float64           `json:"done"`
	Total   *float64          `json:"total"`
	PerStep *estimator.Joules `json:"joules_per_step"`
}

// Forecast is what the whole run was going to come to, as it was told after so many steps.
type Forecast struct {
	Done   float64 `json:"steps_done"`
	Energy Range   `json:"joules"`
	Hours  Range   `json:"hours"`
	// What it came to ÷ the forecast, and whether it lay within; null when the run did not do all its steps.
	Ratio  *float64 `json:"actual_ratio"`
	Within *bool    `json:"within"`
}

// NewSteps counts towards a total; 0 when nobody knows it.
func NewSteps(total float64) *Steps {
	return &Steps{total: total, forecast: estimator.Forecaster{Steps: total}}
}

// Count notes one more step.
func (s *Steps) Count() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done++
	s.seen = true
}

// Reach notes that so many steps are done. A number below the one before is that of a program that began again, and is
// ignored: what it has used is used.
func (s *Steps) Reach(done float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if done >= s.done && !math.IsInf(done, 0) {
		s.done, s.seen = done, true
	}
}

// Note tells the forecaster how far the run is: time since its start, and energy.
func (s *Steps) Note(at time.Duration, used estimator.Joules) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen {
		s.forecast.Step(at, s.done, used)
	}
}

// Forecast is what the whole run comes to as of now; nil while nothing can be said.
func (s *Steps) Forecast() *sampler.RunForecast {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forecast.Total()
	if !ok {
		return nil
	}
	return &sampler.RunForecast{Done: s.done, Total: s.total, Joules: f.Energy, Hours: f.Hours}
}

// Report tells the steps at the end, and nothing when nobody told any and no total is known; used is nil when the energy
// is not known.
func (s *Steps) Report(used *estimator.Joules) *StepsReport {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.seen && s.total == 0 {
		return nil
	}
	r := &StepsReport{Done: s.done}
	if s.total > 0 {
		r.Total = &s.total
	}
	if used != nil && s.done > 0 {
		each := *used / estimator.Joules(s.done)
		r.PerStep = &each
	}
	return r
}

// Forecasts tells what was forecast on the way, and how right it was; used is nil when the energy is not known.
func (s *Steps) Forecasts(used *estimator.Joules) []Forecast {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := []Forecast{}
	for _, f := range s.forecast.History() {
		entry := Forecast{Done: f.Done, Energy: rangeOf(f.Energy), Hours: rangeOf(f.Hours)}
		if used != nil && s.total > 0 && s.done >= s.total && f.Energy.Mid > 0 {
			ratio, within := float64(*used/f.Energy.Mid), *used >= f.Energy.Low && *used <= f.Energy.High
			entry.Ratio, entry.Within = &ratio, &within
		}
		told = append(told, entry)
	}
	return told
}
