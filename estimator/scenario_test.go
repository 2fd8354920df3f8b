//go:build !js

package estimator

import (
	"errors"
	"reflect"
	"testing"
)

func TestParseScenario(t *testing.T) {
	got, err := ParseScenario([]byte(`{"name": "fine-tune",
		"accelerators": [{"id": "a100-sxm4-80gb", "count": 8, "load": 0.8}],
		"cpus": [{"name": "AMD EPYC 7763", "count": 2, "load": 0.3}], "memory_gb": 1024, "host_w": null,
		"hours": 24, "runs": 1, "pue": 1.56, "region": "FR", "grid_basis": "lifecycle"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := Spec{Name: "fine-tune",
		Accelerators: []Device{{ID: "a100-sxm4-80gb", Count: Some(8.0), Load: Some(Ratio(0.8))}},
		CPUs:         []Device{{Name: "AMD EPYC 7763", Count: Some(2.0), Load: Some(Ratio(0.3))}},
		MemoryGB:     Some(Gigabytes(1024)), Hours: Some(Hours(24)), Runs: Some(1.0), PUE: Some(1.56), Region: "FR", GridBasis: Lifecycle}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestParseScenarioNamesEveryFault(t *testing.T) {
	tests := []struct {
		name, text string
		fields     []string
	}{
		{"no JSON", `{"hours": `, []string{"scenario"}},
		{"a list", `[1]`, []string{"scenario"}},
		{"two values", `{} {}`, []string{"scenario"}},
		{"unknown fields", `{"hours": 1, "huors": 2, "accelerators": [{"id": "t4", "lod": 1}]}`, []string{"accelerators[0].lod", "huors"}},
		{"wrong types", `{"hours": "24", "name": 3, "accelerators": {}, "cpus": [{"count": true}]}`,
			[]string{"accelerators", "cpus[0].count", "hours", "name"}},
		{"a field of a later version", `{"training": {"flops": 1e21}}`, []string{"training.flops"}},
		{"too large for a number", `{"hours": 1e999}`, []string{"hours"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseScenario([]byte(tt.text))
			var errs FieldErrors
			if !errors.As(err, &errs) {
				t.Fatalf("error %v is no FieldErrors", err)
			}
			var fields []string
			for _, e := range errs {
				fields = append(fields, e.Field)
				if e.Value == "" || e.Reason == "" || e.Remedy == "" {
					t.Errorf("%+v lacks value, reason or remedy", e)
				}
			}
			if !reflect.DeepEqual(fields, tt.fields) {
				t.Errorf("fields %q, want %q", fields, tt.fields)
			}
		})
	}
}

// FuzzScenario asserts that whatever comes in, the answer is a sound result, or errors that name a field; that a scenario
// and its link mean the same; and that the scenario's own JSON reads back as the scenario.
func FuzzScenario(f *testing.F) {
	for _, seed := range []string{`{"hours":24,"accelerators":[{"id":"t4","count":2}]}`, `{"energy_kwh":1,"pue":1}`, `{"cpus":[{"tdp_w":100}],"hours":1e-9}`,
		`{"training":{"params":7e9,"tokens":1e12,"mfu":0.4,"recompute":"full","layers":32,"width":4096,"context":4096},"accelerators":[{"id":"h100-sxm5-80gb","count":64,"cap_w":500,"idle_w":60}],"idle_hours":5}`,
		`{"training":{"params":11e9,"architecture":"encoder-decoder","encoder_tokens":1e9,"decoder_tokens":1e9,"achieved_tflops":100},"accelerators":[{"tdp_w":300}],"runs":3,"share":0.5}`,
		`{"training":{"params":7e9,"active_params":1e9,"tokens":1e9,"method":"lora","trainable":1e6,"precision":"fp8"},"hours":5,"accelerators":[{"id":"t4"}],"start_hour":22,"region":"DE"}`,
		`{"steps":{"measured":[9,0.3,0.31],"warm_up":1,"epochs":3,"samples":1000,"batch":32},"cpus":[{"tdp_w":100,"load":0.5}],"memory_gb":64,"overhead_factor":1.1}`,
		`{"steps":{"seconds_low":0.3,"seconds_high":0.4,"count":1000},"accelerators":[{"id":"t4"}],"grid_mix":{"coal":40,"hydro":60},"grid_basis":"direct","pue_components":{"servers":50,"network":5,"cooling":30}}`,
		`{"inference":{"params":7e9,"prompt_tokens":500,"output_tokens":300,"requests_per_day":1e5,"years":1,"precision":"fp8"},"accelerators":[{"id":"h100-sxm5-80gb"}],"site":"cloud","workload":"inference-serving"}`,
		`{"inference":{"power_w":700,"seconds":2,"batch":8},"energy_kwh":1e5,"market_g_per_kwh":10,"wue_l_per_kwh":1.8,"offsite_water_l_per_kwh":3,"region":"aws:us-east-1","grid_basis":"marginal"}`,
		`{"hours":100,"accelerators":[{"id":"a100-sxm4-80gb","count":8}],"embodied":{"device_kg":150,"host_kg":2500,"devices_per_host":8,"lifetime_years":4,"utilisation":0.5},"price_usd_per_kwh":0.1,"price_usd_per_device_hour":2,"social_cost_usd_per_t":-50}`,
		`{"hours":1,"embodied":true,"cpus":[{"tdp_w":5e-324}],"grid_mix":{"coal":5e-324},"pue_components":{"servers":1e-300,"cooling":0}}`,
		`{"hours":null,"accelerators":null}`, `{"device_hours":1e12,"accelerators":[{"power_w":0}],"grid_g_per_kwh":0}`, "\xff", `{"name":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseScenario(data)
		if err == nil {
			var r Result
			if r, err = Estimate(Default(), &s); err == nil {
				assertSound(t, &r)
				linked, _, linkErr := ParseQuery(s.Query())
				if linkErr != nil {
					t.Fatalf("the link of a valid scenario: %v", linkErr)
				}
				again, linkErr := Estimate(Default(), &linked)
				if linkErr != nil || again.Total != r.Total || again.Energy != r.Energy {
					t.Fatalf("through the link %q: %+v (%v), want %+v", s.Query(), again.Total, linkErr, r.Total)
				}
				text := s.AppendJSON(nil)
				parsed, jsonErr := ParseScenario(text)
				if jsonErr != nil || string(parsed.AppendJSON(nil)) != string(text) {
					t.Fatalf("%s became %s (%v)", text, parsed.AppendJSON(nil), jsonErr)
				}
				return
			}
		}
		var errs FieldErrors
		if !errors.As(err, &errs) || len(errs) == 0 {
			t.Fatalf("error %v is no FieldErrors", err)
		}
		for _, e := range errs {
			if e.Field == "" || e.Reason == "" {
				t.Fatalf("%+v names no field or no reason", e)
			}
		}
	})
}
