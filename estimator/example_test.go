//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

func ExampleEstimate() {
	spec := estimator.Spec{
		Accelerators:  []estimator.Device{{ID: "a100-sxm4-80gb", Count: estimator.Some(8.0), Load: estimator.Some(estimator.Ratio(0.8))}},
		Host:          estimator.Some(estimator.Watts(0)),
		Hours:         estimator.Some(estimator.Hours(24)),
		PUE:           estimator.Some(1.56),
		GridIntensity: estimator.Some(estimator.GramsPerKWh(475)),
	}
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(estimator.FormatQuantity(float64(result.Energy.Mid), "kWh"))
	fmt.Println(estimator.FormatQuantity(result.Total.Mid.Kilograms(), "kgCO2e"))
	for _, term := range result.Terms {
		if term.Group != estimator.EnergyTerms && term.Group != estimator.CarbonTerms {
			continue
		}
		fmt.Printf("%s: %s, %s\n", term.ID(), estimator.FormatQuantity(term.Value.Mid, term.Unit), term.Formula())
	}
	// Output:
	// 95.8 kWh
	// 45.5 kg CO2e
	// accelerator.1: 61.4 kWh, count × hours × rated power × load
	// facility: 34.4 kWh, energy at the machines × (PUE − 1)
	// grid: 45.5 kg CO2e, energy at the facility × grid intensity
}

// BLOOM's published run: 433,196 kWh on a grid of 57 g/kWh.
func ExampleParseQuery() {
	spec, _, err := estimator.ParseQuery("#/estimate?v=1&kwh=433196&ci=57&pue=1")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(estimator.FormatQuantity(result.Total.Mid.Kilograms(), "kgCO2e"))
	// Output: 24.7 t CO2e
}

func ExampleParseScenario() {
	_, err := estimator.ParseScenario([]byte(`{"huors": 24, "pue": "low"}`))
	fmt.Println(err)
	// Output:
	// huors: "24": this field is not known to version 0.1.0; did you mean hours? Otherwise remove it, or check its spelling
	// pue: "low": this is a text, not a number; use 1 (at home) to 5; the survey mean is 1.56
}

func ExampleSpec_Validate() {
	spec, _, _ := estimator.ParseQuery("hw=t4&n=0&h=1&pue=0.9")
	fmt.Println(spec.Validate(estimator.Default()))
	// Output:
	// pue: "0.9": a building cannot use less energy than the computers in it, nor five times as much; use 1 (at home) to 5; the survey mean is 1.56
	// accelerators[0].count: "0": the count is a whole number from 1 to 1,000,000; type how many of this device work at once
}

func ExampleEstimateRegions() {
	spec, _, _ := estimator.ParseQuery("kwh=1000&pue=1")
	regions, err := estimator.EstimateRegions(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range regions {
		if r.Code == "CA-QC" || r.Code == "EE" {
			fmt.Println(r.Name, estimator.FormatQuantity(r.Total.Mid.Kilograms(), "kgCO2e"), r.Year)
		}
	}
	// Output:
	// Quebec 41 kg CO2e 2025
	// Estonia 341 kg CO2e 2024
}

func ExampleCPUModel() {
	w := estimator.CPUModel(280, 0.5)
	fmt.Println(estimator.FormatRange(estimator.Range[float64]{Low: float64(w.Low), Mid: float64(w.Mid), High: float64(w.High)}, "W"))
	// Output: 56 to 252 W
}

func ExampleCatalog_IntensityIn() {
	catalog := estimator.Default()
	france, _ := catalog.Place("FR")
	for _, year := range catalog.Years(france) {
		fmt.Println(year, catalog.IntensityIn(france, false, year).Value)
	}
	// Output:
	// 2021 60
	// 2022 91
	// 2023 49
	// 2024 44.18
	// 2025 31
}
