package main

import (
	"bytes"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// TestScenarioFlags gives every field of a scenario a flag of its own, which no other flag of the command has, and which
// is named when its value cannot be read.
func TestScenarioFlags(t *testing.T) {
	names := map[string]bool{}
	for _, flag := range reportFlags() {
		for _, name := range flag.Names() {
			names[name] = true
		}
	}
	fields := estimator.ScenarioFields()
	if len(scenarioFlags) != len(fields) {
		t.Fatalf("%d flags for %d fields", len(scenarioFlags), len(fields))
	}
	for i, f := range fields {
		flag := &scenarioFlags[i]
		if names[flag.name] {
			t.Errorf("two flags are called --%s", flag.name)
		}
		names[flag.name] = true
		if flag.path != f.Path || flag.words == "" || flag.placeholder == "" || strings.Trim(flag.name, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("%+v is no flag of %s", flag, f.Path)
		}
		if !f.Number {
			continue
		}
		var out, err bytes.Buffer
		status := execute(t.Context(), []string{"gramwatt", "estimate", "--" + flag.name + "=many"}, strings.NewReader(""), &out, &err)
		if want := "--" + flag.name + `: "many"`; status != statusUsage || !strings.Contains(err.String(), want) {
			t.Errorf("status %d, want %d and %s:\n%s", status, statusUsage, want, err.String())
		}
	}
	for path := range flagNames {
		known := false
		for _, f := range fields {
			known = known || f.Path == path
		}
		if !known {
			t.Errorf("flagNames names %s, which is no field", path)
		}
	}
	for _, ways := range insteadOf {
		for _, path := range ways {
			if err := new(estimator.Spec).SetField(path, "1"); err != nil && !strings.Contains(err.Error(), "name and a number") {
				t.Errorf("insteadOf names %s: %v", path, err)
			}
		}
	}
}
