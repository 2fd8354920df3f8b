package estimator

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestCallSearch holds the members that the page reads, and that a wrong argument names its field.
func TestCallSearch(t *testing.T) {
	tests := []struct {
		name, method, query string
		ok                  bool
		want                []string // in the answer
	}{
		{"plan", "plan", "flop=1e20&devices=t4,l4&counts=1,8&ci=50&pue=1.2&zz=1", true,
			[]string{`"unknown":["zz"]`, `"front":[{"device":"l4"`, `"region":null`, `"cleanest":0`, `"cheapest":null`, `"cost_usd":null`, `"reason":{"key":"cleanest","than":null`, `"candidates":`, `"query":"v=1&hw=l4`}},
		{"plan of a scenario", "plan", DefaultQuery, true, []string{`"mfu":null`, `"precision":"bf16"`}},
		{"plan of nothing", "plan", "deadline=5", false, []string{`"field":"training.flop","key":"flop"`, `"remedy":"give training.flop`}},
		{"plan with two faults", "plan", "flop=x&pue=y", false, []string{`"field":"training.flop"`, `"field":"pue","key":"pue"`}},
		{"nothing fits", "plan", "flop=1e24&deadline=0.001", true, []string{`"front":[]`, `"cleanest":null`, `"code":"plan_none"`}},
		{"afford", "afford", "kwh=100&ci=500&pue=1&budget=5kg&zz=1", true, []string{`"unknown":["zz"]`, `"unit":"kgCO2e"`, `"fits":{"low":0.1,"mid":0.1,"high":0.1}`, `"hours":null`, `"query":"v=1&kwh=10&pue=1&ci=500"`}},
		{"afford, the budget first", "afford", "#budget=5%20kg&kwh=100&ci=500&pue=1", true, []string{`"mid":0.1`}},
		{"afford without a budget", "afford", "kwh=100", false, []string{`"field":"budget"`, `5kg`}},
		{"afford with two faults", "afford", "kwh=100&pue=0.5&budget=x", false, []string{`"field":"budget"`, `"field":"pue"`}},
		{"levers", "levers", "kwh=100&ci=500&pue=1.6&x=2&zz=1", true, []string{`"unknown":["zz"]`, `"levers":[{"key":"clean_country","label":"Run it in Iceland, the country with the cleanest electricity","to":"`, `"key":"half_runs","label":"Do fewer runs","to":null`, `"saved_kgco2e":{"low":`, `"hours_change":null`, `"basis":"if half`}},
		{"levers of nothing", "levers", "pue=1", false, []string{`"field":"hours"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answer := Call(Default(), tt.method, tt.query)
			var parsed struct {
				OK bool `json:"ok"`
			}
			if err := json.Unmarshal(answer, &parsed); err != nil || parsed.OK != tt.ok {
				t.Fatalf("ok %v (%v), want %v: %s", parsed.OK, err, tt.ok, answer)
			}
			for _, want := range tt.want {
				if !strings.Contains(string(answer), want) {
					t.Errorf("no %s in %s", want, answer)
				}
			}
		})
	}
}
