//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

// One card for 100 hours in France, as seven other calculators see it.
func ExampleRivals() {
	spec, _, _ := estimator.ParseQuery("hw=a100-pcie-40gb&u=100&h=100&mem=64&r=FR")
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range estimator.Rivals(estimator.Default(), &spec, &result) {
		if carbon, ok := a.Carbon.Get(); ok {
			fmt.Println(a.Tool, estimator.FormatQuantity(carbon.Kilograms(), "kgCO2e"))
		}
		if a.Tool == "CodeCarbon" {
			for _, d := range a.Differences {
				fmt.Printf("  %s: %s, not %s: × %.3f\n", d.Factor, d.Theirs, d.Ours, d.Ratio)
			}
		}
	}
	// Output:
	// ML CO2 Impact 2.5 kg CO2e
	// Green Algorithms 2.19 kg CO2e
	// CodeCarbon 1.75 kg CO2e
	//   processors: 4.25 kWh, not 0 kWh: × 1.132
	//   memory: 2 kWh, not 2.38 kWh: × 0.989
	//   rest of the server: 0 kWh, not 4.79 kWh: × 0.867
	//   PUE: 1, not 1.56: × 0.641
	//   grid: 56 g CO2e/kWh, not 44.2 g CO2e/kWh: × 1.268
	// carbontracker 2.21 kg CO2e
	// experiment-impact-tracker 1.4 kg CO2e
	// Eco2AI 1.69 kg CO2e
	// Cloud Carbon Footprint 1.31 kg CO2e
}
