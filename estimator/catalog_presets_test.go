package estimator

import (
	"fmt"
	"testing"
)

func TestPresetLookup(t *testing.T) {
	c := Default()
	if _, ok := c.Workload("gardening"); ok {
		t.Error("found a workload that is none")
	}
	if _, ok := c.Site("moon"); ok {
		t.Error("found a site that is none")
	}
	// The measured runs that the presets were made from lie inside them.
	for _, test := range []struct {
		id   string
		load Ratio // watts ÷ rated watts as published
	}{
		{"nlp-small", 129.17 / 300}, {"llm-finetuning", 129.17 / 300}, {"llm-pretraining", 281.01 / 400}, {"llm-pretraining", 280.0 / 400},
		{"vision-transformer", 223.81 / 300}, {"vision-transformer", 259.17 / 300}, {"diffusion-training", 320.0 / 400},
		{"tpu-training", 245.0 / 450}, {"tpu-training", 289.0 / 450}, {"tpu-training", 229.0 / 280}, {"idle", 46.0 / 400}, {"idle", 35.0 / 300},
	} {
		p, ok := c.Workload(test.id)
		if !ok || test.load < p.Load.Low-0.005 || test.load > p.Load.High+0.005 { // the table keeps two digits
			t.Errorf("%s: a published %v is not within %+v", test.id, test.load, p)
		}
	}
}

func ExampleCatalog_Workload() {
	p, _ := Default().Workload("nlp-small")
	fmt.Println(p.Label, p.Load.Low, p.Load.Mid, p.Load.High, p.Source.ID)
	// Output: small language models 0.27 0.43 0.7 dodge-2022
}

func ExampleCatalog_Site() {
	p, _ := Default().Site("cloud")
	fmt.Println(p.Label, p.PUE.Low, p.PUE.Mid, p.PUE.High)
	// Output: a large cloud provider 1.07 1.135 1.2
}

func ExampleCatalog_Conflicts() {
	for _, f := range Default().Conflicts() {
		if f.ID == "tesla-v100-pcie-16gb" {
			fmt.Printf("%s %v, not %v as in %s: %s\n", f.Field, f.Chosen, f.Other, f.OtherSource.ID, f.Reason)
		}
	}
	// Output: tdp_w 250, not 300 as in mlco2: mlco2 swapped the PCIe and SXM2 rows; NVIDIA V100 data sheet: PCIe 250 W
}
