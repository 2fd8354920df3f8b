//go:build !js

package estimator

import (
	"errors"
	"slices"
	"testing"
)

// TestSaidTwice: what is said twice, in one place or in two ways, is a fault of the field that says it again.
func TestSaidTwice(t *testing.T) {
	links := map[string][]string{
		"kwh=1&kwh=2&ci=57":                           {"kwh"},
		"kwh=1&kwh=&ci=57":                            nil, // an empty control says nothing
		"hw=t4&hw.2=t4&h=1":                           nil,
		"hw=t4&n.2=1&w.2=5&n.2=2&h=1":                 {"n.2"},
		"hw=t4&par=7e9&tok=1e9&mfu=40&tf=20":          {"training.achieved_tflops"},
		"hw=t4&par=7e9&tok=1e9&tf=20":                 nil,
		"flop=1e20&hw=t4&mfu=40&tf=20&flop=1e20&r=FR": {"flop", "training.achieved_tflops"},
	}
	for query, want := range links {
		s, _, err := ParseQuery(query)
		_, err = EstimateParsed(Default(), &s, err)
		if got := faultyFields(err); !slices.Equal(got, want) {
			t.Errorf("%s: faults of %q, want %q", query, got, want)
		}
	}
	scenarios := map[string][]string{
		`{"energy_kwh":1,"energy_kwh":2}`:                                            {"energy_kwh"},
		`{"hours":1,"accelerators":[{"id":"t4"},{"id":"t4","count":1,"count":2}]}`:   {"accelerators[1].count"},
		`{"hours":1,"accelerators":[{"id":"t4"}],"project":{"trials":2,"trials":3}}`: {"project.trials"},
		`{"hours":1,"accelerators":[{"id":"t4","name":"V100"}]}`:                     {"accelerators[0].name"},
		`{"hours":1,"accelerators":[{"id":"t4","name":"Tesla T4"}]}`:                 nil,
		`{"hours":1,"accelerators":[{"id":"t4","name":"the one under the desk"}]}`:   nil,
		`{"energy_kwh":1,"grid_mix":{"coal":40,"hydro":60},"name":"energy_kwh"}`:     nil,
		`{"energy_kwh":1,"grid_mix":{"coal":40,"coal":60}}`:                          {"grid_mix.coal"},
		`{"hours":1,"accelerators":[{"id":"t4"}],"project":{"grid":[1,1,1]}}`:        nil,
	}
	for text, want := range scenarios {
		s, err := ParseScenario([]byte(text))
		_, err = EstimateParsed(Default(), &s, err)
		if got := faultyFields(err); !slices.Equal(got, want) {
			t.Errorf("%s: faults of %q, want %q", text, got, want)
		}
	}
}

// TestImplausibleIsNoted: what can hardly be meant is computed, and said.
func TestImplausibleIsNoted(t *testing.T) {
	for query, want := range map[string]string{
		"kwh=1&pue=1&mix=coal:40":                        "mix_scaled",
		"kwh=1&pue=1&mix=coal:0.4,hydro:0.6":             "",
		"kwh=1&pue=1&mix=coal:40,hydro:60":               "",
		"kwh=1&pue=1&mix=coal:50,hydro:50&basis=direct":  "grid_scope",
		"hw=a100-sxm4-80gb&par=7e9&tok=1e9&tf=1000&ci=1": "mfu_high",
		"hw=a100-sxm4-80gb&par=7e9&tok=1e9&tf=100&ci=1":  "",
		"hw=t4&qp=7e9&qout=100&ci=1":                     "request_batch",
		"hw=t4&qp=7e9&qout=100&qb=8&ci=1":                "",
		"hw=t4&qr=9&qout=100&qb=8&u=50&ci=1":             "batch_unused",
		"hw=t4&qp=7e9&qout=100&qs=9&ci=1":                "load_serving",
		"hw=t4&qp=7e9&qout=100&qs=9&u=50&ci=1":           "",
		"kwh=1&pue=1&ci=1&tar=22-6:0.1,6-22:0.4":         "tariff_hours",
		"kwh=1&pue=1&ci=1&tar=0-24:0.1":                  "",
		"hw=t4&h=4&t0=3&ci=1&tar=22-6:0.1,6-22:0.4":      "",
		"hw=t4&h=4&t0=3&r=AT":                            "price_hours",
		"hw=t4&qp=7e9&qout=100&qs=0.001&u=50&ci=1":       "request_fast",
		"qe=0.001&ci=1":                                  "request_boundary",
		"qj=0.4&qout=100&qin=1000&ci=1":                  "request_prompt",
	} {
		r := mustEstimate(t, query)
		found := ""
		for _, n := range r.Notes {
			if slices.Contains([]string{"mix_scaled", "grid_scope", "mfu_high", "request_batch", "request_prompt", "batch_unused", "request_fast", "request_boundary", "load_serving", "tariff_hours", "price_hours"}, n.Code) {
				found = n.Code
			}
		}
		if found != want {
			t.Errorf("%s: note %q, want %q", query, found, want)
		}
	}
}

func faultyFields(err error) (fields []string) {
	var errs FieldErrors
	if errors.As(err, &errs) {
		for _, e := range errs {
			fields = append(fields, e.Field)
		}
	}
	return fields
}
