//go:build !js

package estimator_test

import (
	"fmt"
	"time"

	"gramwatt/estimator"
)

// A training run of 1000 steps is asked after ten of them. The first took five times as long as the others.
func ExampleForecaster() {
	run := estimator.Forecaster{Steps: 1000}
	for step := range 11 {
		at := time.Duration(2*step) * time.Second
		if step > 0 {
			at += 8 * time.Second
		}
		run.Step(at, float64(step), estimator.Watts(300).Over(at))
	}
	said, ok := run.Total()
	fmt.Println(ok, said.WarmUp, "step of warm-up")
	fmt.Println(estimator.FormatQuantity(float64(said.Energy.Mid.KWh()), "kWh"), estimator.FormatQuantity(float64(said.Hours.Mid), "h"))
	// Output:
	// true 1 step of warm-up
	// 167 Wh 33.5 min
}
