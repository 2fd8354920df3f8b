//go:build !js

package estimator_test

import (
	"fmt"

	"gramwatt/estimator"
)

// A small pre-training within a week, on cards of 80 GB in two clouds of Europe.
func ExamplePlan() {
	request := estimator.PlanRequest{
		Spec:       estimator.Spec{Training: estimator.Training{FLOP: estimator.Some(estimator.FLOP(1e21)), MFU: estimator.Some(estimator.Ratio(0.4))}},
		Deadline:   estimator.Some(estimator.Hours(168)),
		MemoryEach: estimator.Some(estimator.Gigabytes(80)),
		Devices:    []string{"a100-sxm4-80gb", "h100-sxm5-80gb"},
		Counts:     []int{8, 16},
		Regions:    []string{"aws:eu-north-1", "gcp:europe-west1"},
	}
	plan, err := estimator.Plan(estimator.Default(), &request)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range plan.Front {
		fmt.Printf("%d × %s in %s: %s, %s; %s\n", p.Count, p.Device.Name, p.RegionName,
			estimator.FormatQuantity(p.Carbon.Mid.Kilograms(), "kgCO2e"), estimator.FormatQuantity(float64(p.Hours.Mid), "h"), p.Reason.Key)
	}
	for _, r := range plan.Refused {
		fmt.Println(r.Limit, "refuses", r.Candidates, "of", plan.Candidates)
	}
	// Output:
	// 8 × NVIDIA H100 SXM5 80GB in Europe (Stockholm): 15 kg CO2e, 122 h; cleanest
	// 16 × NVIDIA H100 SXM5 80GB in Europe (Stockholm): 15.8 kg CO2e, 64.1 h; faster
	// deadline refuses 4 of 8
}

func ExampleParsePlan() {
	request, unknown, err := estimator.ParsePlan("flop=1e21&deadline=168&regions=FR,aws:eu-north-1&theme=dark")
	fmt.Println(request.Regions, unknown, err)
	_, _, err = estimator.ParsePlan("flop=lots&deadline=soon")
	fmt.Println(err)
	// Output:
	// [FR aws:eu-north-1] [theme] <nil>
	// deadline_hours: "soon": this is not a number; type hours from start to end, such as 168 for a week
	// training.flop: "lots": this is not a number; type a number such as 3.14e23
}

func ExampleAfford() {
	spec, _, _ := estimator.ParseQuery("hw=a100-sxm4-80gb&n=8&u=80&h=24&pue=1.2&r=FR")
	budget, err := estimator.ParseBudget("5kg")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := estimator.Afford(estimator.Default(), &spec, budget)
	if err != nil {
		fmt.Println(err)
		return
	}
	hours := estimator.As[float64](a.Hours.Range)
	fmt.Println(budget, "is enough for", estimator.FormatRange(hours, "h"), "or", estimator.FormatRange(a.Runs.Range, "runs"))
	fmt.Println(a.Formula)
	// Output:
	// 5 kg CO2e is enough for 8.93 to 53 h or 0.372 to 2.21 runs
	// budget ÷ carbon of the scenario
}

func ExampleParseBudget() {
	for _, text := range []string{"1.5t", "20kWh", "5 apples"} {
		budget, err := estimator.ParseBudget(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(budget.Kind, budget.Amount)
	}
	// Output:
	// carbon 1500
	// energy 20
	// budget: "5 apples": this is not an amount with a unit; write an amount such as 5kg, 1.5t, 20kWh or 3USD
}

func ExampleLevers() {
	spec, _, _ := estimator.ParseQuery("hw=tesla-v100-sxm2-16gb&n=4&u=80&h=100&x=10&pue=1.56&r=PL")
	levers, err := estimator.Levers(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range levers {
		fmt.Println(l.Key, l.To, estimator.FormatQuantity(l.Saved.Mid.Kilograms(), "kgCO2e"), l.Basis)
	}
	// Output:
	// clean_country IS 1.26 t CO2e if the work and its data may move there; moving them is not counted
	// other_device b100-192gb 1.1 t CO2e if it is available, reaches the same share of its peak speed and has room for the model
	// half_runs  659 kg CO2e if half as many runs answer the question
	// better_building  388 kg CO2e if the work may move to a building as good as a large fleet's
	// early_stop  263 kg CO2e if the last fifth of the training is not needed
	// power_cap  262 kg CO2e if the devices are limited to 60 % of their rated power, and slow down as little as published
	// other_hour 9 2.2 kg CO2e if it can wait for that hour, and days are as they were on average
}

func ExampleResult_Takeaway() {
	spec, _, _ := estimator.ParseQuery("kwh=100&ci=500&pue=1.25")
	result, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	f := result.Takeaway()
	fmt.Println(f.Key, f.Label, f.Share.Or(0))
	// Output:
	// estimate.devices metered at the devices 0.8
}

func ExampleLever_Sentence() {
	spec, _, _ := estimator.ParseQuery("kwh=100&x=2&r=PL&pue=1")
	levers, err := estimator.Levers(estimator.Default(), &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(levers[1].Sentence())
	// Output:
	// Do fewer runs, if half as many runs answer the question
}

func ExampleEstimateDevices() {
	work, _, _ := estimator.ParseQuery("hw=tesla-v100-sxm2-32gb&n=4&h=100&prec=fp16&r=FR")
	devices, err := estimator.EstimateDevices(estimator.Default(), &work)
	if err != nil {
		fmt.Println(err)
	}
	for _, d := range devices {
		if d.ID == "tesla-v100-sxm2-32gb" || d.ID == "h100-sxm5-80gb" {
			fmt.Printf("%s: %.2f kg in %.0f h\n", d.Name, d.Total.Mid.Kilograms(), d.Hours.Mid)
		}
	}
	// Output:
	// NVIDIA H100 SXM5 80GB: 2.44 kg in 13 h
	// NVIDIA Tesla V100 SXM2 32GB: 8.28 kg in 100 h
}
