//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

// estimateLink prints what is wrong with a link, or returns its result.
func estimateLink(query string) *estimator.Result {
	spec, _, err := estimator.ParseQuery(query)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	return &result
}

func show(v estimator.Range[float64], unit string) string {
	return estimator.FormatQuantity(v.Mid, unit) + " (" + estimator.FormatRange(v, unit) + ")"
}

// A training run by parameters and tokens: the hours follow from the arithmetic and the share of the peak speed.
func ExampleEstimate_training() {
	spec := estimator.Spec{
		Accelerators: []estimator.Device{{ID: "h100-sxm5-80gb", Count: estimator.Some(64.0)}},
		Training:     estimator.Training{Params: estimator.Some(7e9), Tokens: estimator.Some(1e12), MFU: estimator.Some(estimator.Ratio(0.4))},
		Region:       "FR",
	}
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Terms[0].Formula())
	fmt.Println(show(estimator.As[float64](result.DeviceHours.Range), "h"))
	fmt.Println(show(estimator.As[float64](result.Energy), "kWh"))
	// Output:
	// count × work ÷ speed of all devices ÷ share of it used × rated power × load × overhead factor
	// 35,100 h (29,500 to 44,500 h)
	// 38.3 MWh (6.68 to 104 MWh)
}

// A step that was measured, times the number of steps: 1000 steps are 20 minutes and a half.
func ExampleEstimate_steps() {
	result := estimateLink("w=300&n=4&pw=250&host=0&pue=1&ci=100&sm=9.1,1.23,1.22,1.24&swu=1&st=1000")
	if result == nil {
		return
	}
	fmt.Println(show(estimator.As[float64](result.Hours.Range), "h"))
	fmt.Println(show(estimator.As[float64](result.Energy), "kWh"))
	// Output:
	// 20.5 min (20.1 to 20.9 min)
	// 342 Wh (318 to 366 Wh)
}

// A tariff by hour of the day: the same four hours by night and by day, at a kilowatt.
func ExampleEstimate_tariff() {
	for _, start := range []string{"23", "12"} {
		result := estimateLink("pw=1000&h=4&host=0&pue=1&ci=100&tar=22-6:0.08,6-22:0.2&t0=" + start)
		if result == nil {
			return
		}
		fmt.Println(show(estimator.As[float64](result.Electricity.Range), "USD"))
	}
	// Output:
	// 32 US cents (30.4 to 33.6 US cents)
	// 80 US cents (76 to 84 US cents)
}

// Requests beside the training that they pay back: how many take as much energy as it did.
func ExampleEstimate_requests() {
	result := estimateLink("hw=a100-sxm4-80gb&n=8&h=240&qj=2&qout=300&qd=100000&qy=1&r=SE")
	if result == nil {
		return
	}
	fmt.Println("one request:", show(estimator.As[float64](result.Request.Energy), "kWh"))
	requests, _ := result.Requests.Get()
	fmt.Println("requests:", estimator.FormatNumber(requests))
	fmt.Println("break-even after", estimator.FormatNumber(result.BreakEven.Mid))
	// Output:
	// one request: 167 mWh (158 to 175 mWh)
	// requests: 36,500,000
	// break-even after 3,230,000
}

// Making a server without accelerators: of two CPUs the work has one, for a tenth of a life of one year.
func ExampleEstimate_embodiedCPUs() {
	result := estimateLink("cw=200&cn=1&cu=50&h=876.6&emb=1&life=1&util=100&r=FR")
	if result == nil {
		return
	}
	for i := range result.Terms {
		if term := &result.Terms[i]; term.Kind == "embodied" {
			fmt.Println(term.Formula())
			fmt.Println(show(term.Value, term.Unit))
		}
	}
	// Output:
	// CPUs ÷ CPUs in one server × hours × making one server ÷ years of service ÷ hours of a year ÷ share of its life in use
	// 60.8 kg CO2e (30.4 to 183 kg CO2e)
}

// Making the hardware: the share of its life that the work takes.
func ExampleEstimate_embodied() {
	result := estimateLink("hw=h100-sxm5-80gb&n=8&h=1000&emb=1&life=4&util=50&r=FR")
	if result == nil {
		return
	}
	for _, term := range result.Terms {
		if term.Kind == "embodied" {
			fmt.Printf("%s: %s\n", term.Label, estimator.FormatQuantity(term.Value.Mid, term.Unit))
		}
	}
	fmt.Println("of", estimator.FormatQuantity(result.Total.Mid.Kilograms(), "kgCO2e"))
	// Output:
	// making NVIDIA H100 SXM5 80GB: 74.8 kg CO2e
	// making servers: 209 kg CO2e
	// of 670 kg CO2e
}

// Water evaporates at the building per energy of the machines, and at the power plants per energy of the building.
func ExampleResult_Water() {
	result := estimateLink("kwh=1000&pue=1.2&ci=400&wue=1.8&ewf=3")
	if result == nil {
		return
	}
	water, _ := result.Water()
	fmt.Println(estimator.FormatQuantity(float64(result.WaterOnSite.Mid), "L"), "+", estimator.FormatQuantity(float64(result.WaterOffSite.Mid), "L"),
		"=", estimator.FormatQuantity(float64(water.Mid), "L"))
	// Output: 1.8 m³ + 3.6 m³ = 5.4 m³
}

// The bill, the rent and the damage do not add up: a rent has its electricity in it, and others pay for the damage.
func ExampleEstimate_money() {
	result := estimateLink("w=500&n=8&pw=400&h=100&host=0&pue=1.25&ci=250&ep=0.12&dp=2&scc=190")
	if result == nil {
		return
	}
	fmt.Println("electricity", estimator.FormatQuantity(float64(result.Electricity.Mid), "USD"))
	fmt.Println("rent", estimator.FormatQuantity(float64(result.Rental.Mid), "USD"))
	fmt.Println("damage", estimator.FormatQuantity(float64(result.SocialCost.Mid), "USD"))
	// Output:
	// electricity 48 USD
	// rent 1,600 USD
	// damage 19 USD
}

// A PUE from where the building's energy goes. Whether the network is IT decides its upper end.
func ExampleEstimate_pueComponents() {
	result := estimateLink("kwh=100&ci=100&puec=servers:60,storage:5,network:5,cooling:25,lighting:5")
	if result == nil {
		return
	}
	fmt.Printf("PUE %.2f to %.2f\n", result.PUE.Value.Mid, result.PUE.Value.High)
	// Output: PUE 1.43 to 1.54
}

// A mix of fuels of one's own, by their life-cycle intensities.
func ExampleEstimate_gridMix() {
	result := estimateLink("kwh=100&pue=1&mix=gas:30,wind:50,solar:20")
	if result == nil {
		return
	}
	fmt.Println(show(result.Grid.Value, "gCO2e/kWh"))
	// Output: 162 g CO2e/kWh (130 to 259 g CO2e/kWh)
}

// Six hours in California, from ten in the morning and from six in the evening of its winter clocks.
func ExampleEstimate_hourOfDay() {
	for _, start := range []string{"18", "2"} {
		result := estimateLink("kwh=100&h=6&pue=1&r=US-CAL-CISO&t0=" + start)
		if result == nil {
			return
		}
		fmt.Println(start, "UTC:", estimator.FormatQuantity(result.Total.Mid.Kilograms(), "kgCO2e"))
	}
	// Output:
	// 18 UTC: 12.9 kg CO2e
	// 2 UTC: 25.9 kg CO2e
}
