//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

func ExampleCatalog_SocialCost() {
	france, _ := estimator.Default().SocialCost("FR")
	cost := france.Of(estimator.Exactly(estimator.Grams(284_019_270))) // one architecture search, as published in 2019
	note, _ := estimator.Default().SocialCostNote(france)
	fmt.Printf("%.0f (%.0f to %.0f) USD of %d\n%s\n", cost.Mid, cost.Low, cost.High, france.DollarYear, note.Message)
	// Output:
	// -313 (-1207 to 746) USD of 2005
	// The median for France is negative: the model has this country gain from the first degrees of warming. The world as a whole loses 418 USD of 2005 per tonne.
}

func ExampleCatalog_RentalPrice() {
	price, source, year, _ := estimator.Default().RentalPrice("H100 SXM5")
	fmt.Printf("%.2f (%.2f to %.2f) USD an hour, %d, %s\n", price.Mid, price.Low, price.High, year, source.ID)
	// Output: 3.95 (2.29 to 12.29) USD an hour, 2025, epoch
}

func ExampleCatalog_Instance() {
	machine, _ := estimator.Default().Instance("aws:p4d.24xlarge")
	fmt.Println(machine.Count, machine.Accelerator, machine.VCPUs, machine.RAM)
	// Output: 8 a100-sxm4-40gb 96 1152
}

func ExampleCatalog_ElectricityPrice() {
	price, _ := estimator.Default().ElectricityPrice("US-TEX-ERCO")
	fmt.Printf("%s: %.4f USD/kWh, %s\n", price.Code, price.Price, price.Kind)
	// Output: US: 0.0813 USD/kWh, industrial
}

func ExamplePriceProfile_Window() {
	texas, _ := estimator.Default().PriceProfile("US-TEX-ERCO")
	fmt.Printf("%.2f at noon, %.2f in the evening\n", texas.Window(10, 4), texas.Window(18, 3))
	// Output: 0.62 at noon, 2.20 in the evening
}

func ExampleDamages() {
	catalog := estimator.Default()
	spec, _, err := estimator.ParseQuery("kwh=1e6&pue=1&r=US")
	if err != nil {
		fmt.Println(err)
		return
	}
	damages, _ := estimator.Damages(catalog, &spec)
	for _, d := range damages {
		fmt.Printf("%s, %s: %.0f USD of %d\n", d.Place, d.Estimate, d.Loss.Mid, d.DollarYear)
	}
	// Output:
	// World, epa-2023: 72874 USD of 2020
	// World, iwg-2021: 19561 USD of 2020
	// World, rennert-2022: 70957 USD of 2020
	// World, ricke-2018: 160134 USD of 2005
	// World, uba-2020-0: 297903 USD of 2020
	// World, uba-2020-1: 85417 USD of 2020
	// United States, ricke-2018: 18342 USD of 2005
}
