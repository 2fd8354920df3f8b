//go:build !js

package estimator

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestScenarioRoundTrips writes random scenarios with every field as links and as JSON, and reads them back.
func TestScenarioRoundTrips(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	given := map[string]bool{}
	for range 3000 {
		s := randomSpec(random)
		for i := range specFields {
			if _, ok := specFields[i].at(&s).get(); ok {
				given[specFields[i].path] = true
			}
		}
		for i := range textFields {
			given[textFields[i].path] = given[textFields[i].path] || *textFields[i].at(&s) != ""
		}
		link := s.Query()
		linked, unknown, err := ParseQuery(link)
		if err != nil || len(unknown) > 0 || !reflect.DeepEqual(linked, s) {
			t.Fatalf("through %q: %v, unknown %q\ngot  %+v\nwant %+v", link, err, unknown, linked, s)
		}
		if again := linked.Query(); again != link {
			t.Fatalf("%q, then %q", link, again)
		}
		for _, parts := range [][]Part{s.GridMix, s.PUEComponents} { // JSON's members come in the order of their names
			slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.ID, b.ID) })
		}
		text := s.AppendJSON(nil)
		parsed, err := ParseScenario(text)
		if err != nil || !reflect.DeepEqual(parsed, s) {
			t.Fatalf("through %s: %v\ngot  %+v\nwant %+v", text, err, parsed, s)
		}
	}
	for _, f := range ScenarioFields() {
		if f.Number && !strings.Contains(f.Path, "[]") && !given[f.Path] {
			t.Errorf("no random scenario gives %s", f.Path)
		}
	}
	for i := range textFields {
		if !given[textFields[i].path] {
			t.Errorf("no random scenario gives %s", textFields[i].path)
		}
	}
}

// TestNamesInLinks: a link has one key for a device's id and name, which mean the same to the catalog.
func TestNamesInLinks(t *testing.T) {
	s := Spec{Accelerators: []Device{{Name: "Tesla T4"}}, CPUs: []Device{{ID: "AMD EPYC 7763"}}, Hours: Some(Hours(1))}
	linked, _, err := ParseQuery(s.Query())
	if err != nil || linked.Accelerators[0].ID != "Tesla T4" || linked.CPUs[0].Name != "AMD EPYC 7763" {
		t.Fatalf("%+v, %v", linked, err)
	}
	if parsed, err := ParseScenario(s.AppendJSON(nil)); err != nil || !reflect.DeepEqual(parsed, s) {
		t.Errorf("JSON: got %+v (%v), want %+v", parsed, err, s)
	}
}

// TestScenarioJSON holds the form that users write and share.
func TestScenarioJSON(t *testing.T) {
	tests := []struct{ name, query, want string }{
		{"nothing", "", `{}`},
		{"the contract's example", "name=fine-tune&hw=a100-sxm4-80gb&n=8&u=80&cpu=AMD%20EPYC%207763&cn=2&cu=30&mem=1024&h=24&x=1&pue=1.56&r=FR&basis=lifecycle",
			`{"name":"fine-tune","region":"FR","grid_basis":"lifecycle","accelerators":[{"id":"a100-sxm4-80gb","count":8,"load":0.8}],` +
				`"cpus":[{"name":"AMD EPYC 7763","count":2,"load":0.3}],"memory_gb":1024,"hours":24,"runs":1,"pue":1.56}`},
		{"groups", "w=300&par=7e9&tok=1e12&mfu=40&prec=fp8&mix=hydro:60,coal:40&emb=1&qe=0.001&host=0",
			`{"accelerators":[{"tdp_w":300}],"host_w":0,"grid_mix":{"hydro":60,"coal":40},` +
				`"training":{"precision":"fp8","params":7e+09,"tokens":1e+12,"mfu":0.4},"inference":{"energy_kwh":0.001},"embodied":{"counted":1}}`},
		{"a series", "sm=0.3,0.31&st=1000&swu=1", `{"steps":{"warm_up":1,"count":1000,"measured":[0.3,0.31]}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _, err := ParseQuery(tt.query)
			if got := string(s.AppendJSON(nil)); err != nil || got != tt.want {
				t.Errorf("got  %s\nwant %s (%v)", got, tt.want, err)
			}
			if got, want := string(Call(Default(), "scenario", tt.query)), `{"ok":true,"unknown":[],"scenario":`+tt.want+`}`; got != want {
				t.Errorf("the call answers %s, want %s", got, want)
			}
		})
	}
	if got := string(Call(Default(), "scenario", "h=soon&zz=1")); !strings.HasPrefix(got, `{"ok":false,"unknown":["zz"],"errors":[{"field":"hours","key":"h",`) {
		t.Errorf("a link that cannot be read: %s", got)
	}
}

// TestScenarioFields sets every field by its path, clears it, and holds labels, keys and paths.
func TestScenarioFields(t *testing.T) {
	keys, paths := map[string]bool{}, map[string]bool{}
	for _, f := range ScenarioFields() {
		if f.Label == "" || keys[f.Key] || paths[f.Path] || f.Number && f.Remedy == "" {
			t.Errorf("%+v lacks a label or a remedy, or shares key or path with another field", f)
		}
		keys[f.Key], paths[f.Path] = true, true
		path := strings.Replace(f.Path, "[]", "[1]", 1)
		var s Spec
		if err := s.SetField(path, goodText(f)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if reflect.DeepEqual(s, Spec{}) {
			t.Errorf("%s changes nothing", path)
		}
		if got, want := linkKey(path), f.Key; got != want && got != want+".2" {
			t.Errorf("linkKey(%q) = %q, want %q", path, got, want)
		}
		s.ClearField(path)
		if cleared := reflect.DeepEqual(s, Spec{}); cleared == strings.Contains(path, "[") {
			t.Errorf("%s after ClearField: %+v", path, s)
		}
	}
	var errs FieldErrors
	if errs, _ = new(Spec).SetField("accelerators[64].count", "1").(FieldErrors); len(errs) != 1 {
		t.Errorf("a 65th accelerator: %v", errs)
	}
}

// goodText is something that a field takes, in the scenario's unit.
func goodText(f ScenarioField) string {
	switch {
	case f.Choices != nil:
		return f.Choices[0]
	case f.Path == "grid_mix":
		return "coal:40,hydro:60"
	case f.Path == "pue_components":
		return "cooling:50,servers:50"
	case f.Path == "steps.measured":
		return "0.3, 0.31"
	}
	return "1"
}

func ExampleSpec_AppendJSON() {
	spec, _, _ := ParseQuery("hw=h100-sxm5-80gb&n=64&par=7e9&tok=2e12&mfu=40&r=FR")
	fmt.Println(string(spec.AppendJSON(nil)))
	// Output: {"region":"FR","accelerators":[{"id":"h100-sxm5-80gb","count":64}],"training":{"params":7e+09,"tokens":2e+12,"mfu":0.4}}
}
