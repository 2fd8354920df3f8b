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

// FuzzScenario asserts that whatever comes in, the answer is a result whose totals are in order, or errors that name
// a field; and that a scenario and its link mean the same.
func FuzzScenario(f *testing.F) {
	for _, seed := range []string{`{"hours":24,"accelerators":[{"id":"t4","count":2}]}`, `{"energy_kwh":1,"pue":1}`, `{"cpus":[{"tdp_w":100}],"hours":1e-9}`,
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
