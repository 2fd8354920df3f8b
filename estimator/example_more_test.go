package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

// Data that is kept and moved, a price on carbon, and what is taken from nature.
func ExampleEstimate_storage() {
	catalog := estimator.Default()
	spec, _, err := estimator.ParseQuery("hw=h100-sxm5-80gb&n=8&pw=500&h=24&r=FR&pue=1.1&ssd=100&net=5000&cp=80")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, _ := estimator.Estimate(catalog, &spec)
	for _, term := range result.Terms {
		if term.Kind == "storage" || term.Kind == "network" || term.Kind == "primary-energy" || term.Kind == "minerals" {
			fmt.Printf("%s: %.3g %s\n", term.Label, term.Value.Mid, term.Unit)
		}
	}
	fmt.Printf("at the carbon price: %.2f USD\n", result.CarbonPrice.Mid)
	// Output:
	// solid-state storage: 2.88 kWh
	// moving data over the network: 0.221 kgCO2e
	// primary energy of electricity: 1.44e+03 MJ
	// minerals of electricity: 7.49e-06 kgSb
	// at the carbon price: 0.56 USD
}

// The software carbon intensity of a service: grams for each request.
func ExampleUnitCarbon() {
	spec, _, err := estimator.ParseQuery("qe=0.0003&qd=1e6&qdays=365&r=FR&pue=1.1")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, _ := estimator.Estimate(estimator.Default(), &spec)
	for _, unit := range result.PerUnit {
		fmt.Printf("%.3g g per %s\n", unit.Mass.Mid, unit.Unit)
	}
	// Output:
	// 0.0146 g per request
}

func ExampleCatalog_Model() {
	model, _ := estimator.Default().Model("mistralai/Mixtral-8x7B-v0.1")
	fmt.Printf("%.3g parameters, %.3g of them active\n", model.Params, model.Active)
	// Output:
	// 4.67e+10 parameters, 1.29e+10 of them active
}

func ExampleCall() {
	catalog := estimator.Default()
	fmt.Printf("%s\n", estimator.Call(catalog, "catalog", "sites home"))
	fmt.Printf("%s\n", estimator.Call(catalog, "estimate", "kwh=-1"))
	// Output:
	// {"ok":true,"rows":[{"id":"home","label":"at home or at a desk","pue":{"low":1,"mid":1,"high":1},"note":"no building cools the computer on purpose","source":"Green Algorithms: TDP_cpu, TDP_gpu, defaults_PUE and referenceValues","url":"https://github.com/GreenAlgorithms/green-algorithms-tool","year":2025}]}
	// {"ok":false,"unknown":[],"errors":[{"field":"energy_kwh","key":"kwh","value":"-1","reason":"metered energy is 1e-15 to 1e12 kWh","remedy":"type kilowatt-hours read at the devices, such as 433196"}]}
}
