//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

// A published number worked out again: the energy that training BLOOM took.
func ExamplePublishedCase_Compute() {
	c := estimator.Default()
	for _, p := range c.PublishedCases() {
		if p.ID != "bloom-dynamic" {
			continue
		}
		computed, err := p.Compute(c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %.0f %s, reported %.0f: %s\n", p.Output, computed.Mid, p.Unit, p.Reported.Or(0), p.Verdict(computed, err))
	}
	// Output:
	// carbon: 24692 kgCO2e, reported 24690: agrees
	// energy: 433196 kWh, reported 433196: agrees
}
