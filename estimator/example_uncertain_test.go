//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

func estimateQuery(query string) estimator.Result {
	spec, _, err := estimator.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		panic(err)
	}
	return result
}

func ExampleResult_Draw() {
	result := estimateQuery("hw=a100-sxm4-80gb&n=8&h=24&pue=1.2&ci=57")
	draws := result.Draw(estimator.DefaultDraws, estimator.DefaultSeed)
	low, high := result.Total.Low.Kilograms(), result.Total.High.Kilograms()
	fmt.Println(estimator.FormatRange(estimator.Range[float64]{Low: low, High: high}, "kgCO2e"), "if all is as low or as high as it can be")
	middle := draws.TotalKilograms.Quantiles(0.05, 0.95)
	fmt.Println(estimator.FormatRange(estimator.Range[float64]{Low: middle[0], High: middle[1]}, "kgCO2e"), "nine times in ten")
	// Output:
	// 1.56 to 8.8 kg CO2e if all is as low or as high as it can be
	// 3.02 to 6.82 kg CO2e nine times in ten
}

func ExampleSample_Outcomes() {
	result := estimateQuery("hw=a100-sxm4-80gb&n=8&h=24&pue=1.2&ci=57")
	draws := result.Draw(estimator.DefaultDraws, estimator.DefaultSeed)
	above := 0
	for _, kilograms := range draws.TotalKilograms.Outcomes(20) {
		if kilograms > 5 {
			above++
		}
	}
	fmt.Println(above, "of 20 outcomes are above 5 kg")
	// Output: 11 of 20 outcomes are above 5 kg
}

func ExampleSample_Quantiles() {
	fmt.Println(estimator.Sample{3, 1, 2, 5, 4}.Quantiles(0, 0.5, 0.9))
	// Output: [1 3 5]
}

// Nobody said how hard the cards work, so the default range of the load is wide; both runs have the same cards, so it
// moves both and the grid decides.
func ExampleProbabilityLess() {
	france, poland := estimateQuery("hw=t4&h=10&r=FR"), estimateQuery("hw=t4&h=10&r=PL")
	fmt.Println(estimator.ProbabilityLess(&france, &poland, 1000, 1))
	// Output: 1
}

func ExampleResult_Tornado() {
	result := estimateQuery("hw=a100-sxm4-80gb&n=8&h=24&ci=57")
	for _, effect := range result.Tornado() {
		low, high := effect.Low.Kilograms(), effect.High.Kilograms()
		fmt.Printf("%s: %s\n", effect.Variable.Field.Path(), estimator.FormatRange(estimator.Range[float64]{Low: low, High: high}, "kgCO2e"))
	}
	// Output:
	// accelerators[0].load: 2.64 to 8.98 kg CO2e
	// pue: 4.78 to 8.76 kg CO2e
	// host_w: 5.26 to 8.7 kg CO2e
}

// The same work on coal and on water power: Henderson et al. 2020, section 2.2.
func ExampleCompare() {
	coal, _, _ := estimator.ParseQuery("kwh=1000&pue=1&ci=820")
	hydro, _, _ := estimator.ParseQuery("kwh=1000&pue=1&ci=24")
	comparison, err := estimator.Compare(estimator.Default(), []*estimator.Spec{&coal, &hydro})
	if err != nil {
		fmt.Println(err)
		return
	}
	takeaway := comparison.Scenarios[1].Takeaway
	fmt.Printf("%s: %s times, less: %v\n", takeaway.Key, estimator.FormatNumber(takeaway.Times), takeaway.Less)
	// Output: compare.grid_dominates: 34.2 times, less: true
}

func ExampleCompareParsed() {
	var specs []*estimator.Spec
	var parse []error
	for _, query := range []string{"kwh=1000", "kwh=many&pue=0.5"} {
		spec, _, err := estimator.ParseQuery(query)
		specs, parse = append(specs, &spec), append(parse, err)
	}
	_, err := estimator.CompareParsed(estimator.Default(), specs, parse)
	fmt.Println(err)
	// Output:
	// scenarios[1].energy_kwh: "many": this is not a number; type kilowatt-hours read at the devices, such as 433196
	// scenarios[1].pue: "0.5": a building cannot use less energy than the computers in it, nor five times as much; use 1 (at home) to 5; the survey mean is 1.56
}
