package estimator

import (
	"errors"
	"reflect"
	"slices"
	"testing"
)

func leversOf(t *testing.T, query string, data planData) (map[string]Lever, []Lever, Spec) {
	t.Helper()
	s, _, err := ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	all, err := leversWith(Default(), &s, data)
	if err != nil {
		t.Fatalf("Levers(%q): %v", query, err)
	}
	byKey := map[string]Lever{}
	for _, l := range all {
		byKey[l.Key] = l
	}
	return byKey, all, s
}

func TestLeversByHand(t *testing.T) {
	tests := []struct {
		name, query, key, to string
		data                 planData
		kilograms            float64 // saved, by the mids
		hours                float64 // change
	}{
		{"half the runs", "kwh=100&x=4&ci=500&pue=1", "half_runs", "", dataOf(Default()), 100, 0},
		{"one run is the least", "kwh=100&x=1.5&ci=500&pue=1", "half_runs", "", dataOf(Default()), 25, 0},
		{"half of the most trials", "kwh=0.001&ptr=1e9&ci=500&pue=1", "half_runs", "", dataOf(Default()), 250e3, 0},
		{"half of what two lists of trials come to", "kwh=0.001&pgr=1e3,1e3&pse=1000&ci=500&pue=1", "half_runs", "", dataOf(Default()), 250e3, 0},
		{"early stop", "w=1000&u=100&h=10&ci=500&pue=1&host=0", "early_stop", "", dataOf(Default()), 1, -2},
		{"power limit", "w=1000&u=80&h=10&ci=500&pue=1&host=0", "power_cap", "", dataOf(Default()), 4 - 3*1.068, 0.68},
		{"waiting", "w=1000&u=80&h=10&ih=10&iw=100&ci=500&pue=1&host=0", "no_waiting", "", dataOf(Default()), 0.5, 0},
		{"building", "kwh=100&ci=500&pue=1.6", "better_building", "", dataOf(Default()), 25, 0},
		{"precision", "hw=a100-sxm4-80gb&u=100&h=10&prec=fp32&ci=500&pue=1&host=0", "narrow_precision", "tf32", dataOf(Default()), 2 * (1 - 19.5/156), -10 * (1 - 19.5/156)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			byKey, _, _ := leversOf(t, tt.query, tt.data)
			l, ok := byKey[tt.key]
			if !ok || !near(l.Saved.Mid.Kilograms(), tt.kilograms, 1e-9) || l.To != tt.to {
				t.Fatalf("%v, %v kg, to %q; want %v kg, to %q", ok, l.Saved.Mid.Kilograms(), l.To, tt.kilograms, tt.to)
			}
			if hours, known := l.Hours.Get(); known && !near(float64(hours)+1, tt.hours+1, 1e-9) { // + 1: a difference near 0
				t.Errorf("%v h, want %v h", hours, tt.hours)
			}
		})
	}
}

func TestLeversApply(t *testing.T) {
	tests := []struct {
		name, query string
		has, hasNot []string
		key, to     string
	}{
		{"a cloud region moves within its provider, and to a country", "kwh=100&r=aws:us-east-1", []string{"clean_region", "clean_country", "better_building"}, []string{"half_runs", "power_cap", "other_device", "no_waiting", "other_hour"}, "clean_region", "aws:eu-north-1"},
		{"a state moves within its country", "kwh=100&r=CA-AB&pue=1", []string{"clean_region"}, []string{"better_building"}, "clean_region", "CA-NL"},
		{"a typed grid has no neighbour", "kwh=100&ci=500&pue=1", []string{"clean_country"}, []string{"clean_region"}, "", ""},
		{"the cleanest already", "hw=t4&h=1&ci=0.001&pue=1.05", nil, []string{"clean_country", "clean_region", "better_building"}, "", ""},
		{"a low load has nothing to limit", "hw=t4&u=50&h=1", nil, []string{"power_cap"}, "", ""},
		{"measured watts are not limited", "hw=t4&pw=70&h=1", nil, []string{"power_cap"}, "", ""},
		{"an unknown precision may be narrow already", "hw=a100-sxm4-80gb&h=1", nil, []string{"narrow_precision"}, "", ""},
		{"an old card has better ones", "hw=tesla-v100-sxm2-16gb&n=4&h=100", []string{"other_device"}, nil, "", ""},
		{"two kinds are not replaced", "hw=tesla-v100-sxm2-16gb&hw.2=t4&h=100", nil, []string{"other_device"}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			byKey, _, _ := leversOf(t, tt.query, dataOf(Default()))
			for _, key := range tt.has {
				if _, ok := byKey[key]; !ok {
					t.Errorf("%s is missing", key)
				}
			}
			for _, key := range tt.hasNot {
				if l, ok := byKey[key]; ok {
					t.Errorf("%s saves %v kg, want it left out", key, l.Saved.Mid.Kilograms())
				}
			}
			if tt.key != "" && byKey[tt.key].To != tt.to {
				t.Errorf("%s leads to %s, want %s", tt.key, byKey[tt.key].To, tt.to)
			}
		})
	}
}

// TestLeversAreScenarios: what a lever saves is the difference of two estimates, and its link gives its scenario.
func TestLeversAreScenarios(t *testing.T) {
	for _, query := range []string{DefaultQuery, "hw=tesla-v100-sxm2-16gb&n=4&h=100&x=20&ih=30&r=PL", "kwh=1000&r=gcp:us-central1", "hw=h100-sxm5-80gb&n=64&dh=1e5&u=90&r=CN"} {
		_, all, s := leversOf(t, query, dataOf(Default()))
		before, err := Estimate(Default(), &s)
		if err != nil || len(all) == 0 {
			t.Fatalf("%s: %v, %d levers", query, err, len(all))
		}
		if !slices.IsSortedFunc(all, func(a, b Lever) int {
			if a.Saved.Mid >= b.Saved.Mid {
				return -1
			}
			return 1
		}) {
			t.Errorf("%s: not sorted by what they save", query)
		}
		for _, l := range all {
			changed, _, err := ParseQuery(l.Spec.Query())
			if err != nil {
				t.Fatal(err)
			}
			after, err := Estimate(Default(), &changed)
			if err != nil {
				t.Fatalf("%s: %s: %v", query, l.Key, err)
			}
			if want := before.Total.Mid - after.Total.Mid; !near(float64(l.Saved.Mid), float64(want), 1e-9) || !l.Saved.Valid() || l.Saved.Mid <= 0 {
				t.Errorf("%s: %s saves %v g, its scenario %v g", query, l.Key, l.Saved, want)
			}
			if l.Basis == "" || l.Share <= 0 || l.Share > 1 {
				t.Errorf("%s: %s: share %v, basis %q", query, l.Key, l.Share, l.Basis)
			}
			if l.Key == "other_device" && l.Hours.Or(0) > 1e-9 {
				t.Errorf("%s: the other device takes %v h more", query, l.Hours.Or(0))
			}
		}
		again, _, _ := ParseQuery(query)
		if !reflect.DeepEqual(s, again) {
			t.Errorf("%s: the scenario was changed: %+v", query, s)
		}
	}
}

func TestLeversError(t *testing.T) {
	_, err := Levers(Default(), &Spec{})
	var errs FieldErrors
	if !errors.As(err, &errs) || errs[0].Field != "hours" {
		t.Errorf("error %v, want that of Estimate", err)
	}
}
