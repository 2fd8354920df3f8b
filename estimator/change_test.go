package estimator

import (
	"testing"
)

// waysOfWork has a scenario for each way to say the work.
var waysOfWork = map[string]string{
	"hours":                  "hw=tesla-v100-sxm2-16gb&n=4&u=80&h=100&r=PL&ep=0.1",
	"device-hours":           "hw=a100-sxm4-80gb&n=8&dh=800&u=80&x=3&of=1.2&ih=10&r=PL&ep=0.1",
	"metered":                "kwh=1000&r=gcp:us-central1&ep=0.1",
	"metered, with hours":    "kwh=1000&h=100&hw=t4&n=4&r=PL&ep=0.1",
	"training, FLOP":         "hw=tesla-v100-sxm2-16gb&n=4&u=80&flop=1e20&prec=fp32&r=PL&ep=0.1&emb=1",
	"training, size":         "hw=h100-sxm5-80gb&n=8&u=90&par=7e9&tok=1e10&r=PL&ep=0.1",
	"training, MFU":          "hw=a100-sxm4-80gb&n=8&u=80&par=7e9&tok=1e10&mfu=40&rec=full&r=PL&ep=0.1&x=2",
	"training, achieved":     "hw=tesla-v100-sxm2-16gb&n=8&u=80&par=7e8&tok=1e10&tf=20&prec=fp32&rec=full&r=PL&ep=0.1",
	"training, two stacks":   "hw=a100-sxm4-80gb&n=8&u=80&arch=encoder-decoder&par=1e9&etok=1e10&dtok=1e9&r=PL&ep=0.1",
	"training, metered":      "kwh=1000&par=7e9&tok=1e10&r=PL&ep=0.1",
	"hours and training":     "hw=a100-sxm4-80gb&n=8&u=80&h=50&par=7e9&tok=1e10&prec=tf32&r=PL&ep=0.1",
	"steps":                  "hw=tesla-v100-sxm2-16gb&n=4&u=80&sps=0.5&st=1e6&r=PL&ep=0.1",
	"steps, low and high":    "hw=t4&u=80&spl=0.4&sph=0.6&epo=3&sam=1e6&bat=64&r=PL&ep=0.1",
	"steps, measured":        "hw=t4&u=80&sm=2,0.31,0.3,0.32&swu=1&epo=3&sam=1e6&bat=64&prec=fp32&r=PL&ep=0.1",
	"requests, measured":     "qe=0.001&qd=1e5&qdays=365&r=PL&ep=0.1",
	"requests, joules":       "qj=0.4&qout=300&qd=1e5&qy=2&r=PL&ep=0.1",
	"requests, arithmetic":   "hw=tesla-v100-sxm2-16gb&n=2&qp=7e9&qprec=fp32&qin=500&qout=300&qd=1e5&qdays=365&r=PL&ep=0.1",
	"one request":            "hw=a100-sxm4-80gb&qp=7e9&qout=300&r=PL&ep=0.1",
	"training and requests":  "hw=a100-sxm4-80gb&n=8&u=80&par=7e9&tok=1e10&x=2&qp=7e9&qout=300&qd=1e5&qdays=365&r=PL&ep=0.1",
	"training and a request": "hw=a100-sxm4-80gb&n=8&u=80&par=7e9&tok=1e10&qp=7e9&qout=300&r=PL&ep=0.1",
}

// TestAffordEveryWay: the stretched scenario uses the budget up, and has what was answered, however it says the work.
func TestAffordEveryWay(t *testing.T) {
	for name, query := range waysOfWork {
		t.Run(name, func(t *testing.T) {
			for _, budget := range []string{"50kg", "70kWh", "900USD"} {
				a, s := mustAfford(t, query, budget)
				if s.DevicePrice.Given() {
					t.Fatal("rent is not what this test is about")
				}
				r, err := Estimate(Default(), &a.Spec)
				if err != nil {
					t.Fatalf("%s: %v", budget, err)
				}
				tolerance := 1e-9 // the order of a few dozen products
				if n, ok := a.Spec.Steps.Count.Get(); ok {
					tolerance += 0.5 / n // steps are whole
				}
				if use, _ := a.Budget.useOf(&r); !near(use.Mid, a.Budget.Amount, tolerance) {
					t.Errorf("%s: %v %s used", budget, use.Mid, a.Budget.unit())
				}
				for _, q := range []struct {
					what     string
					answered Quantity[float64]
					has      Quantity[float64]
				}{
					{"h", Quantity[float64]{As[float64](a.Hours.Range), a.Hours.Known}, Quantity[float64]{As[float64](r.Hours.Range), r.Hours.Known}},
					{"device-hours", Quantity[float64]{As[float64](a.DeviceHours.Range), a.DeviceHours.Known}, Quantity[float64]{As[float64](r.DeviceHours.Range), r.DeviceHours.Known}},
					{"FLOP", Quantity[float64]{As[float64](a.FLOP.Range), a.FLOP.Known}, Quantity[float64]{As[float64](r.FLOP.Range), r.FLOP.Known}},
					{"requests", a.Requests, Quantity[float64]{Exactly(r.Requests.Or(0)), r.Requests.Given()}},
				} {
					if q.answered.Known != q.has.Known || !near(q.answered.Mid, q.has.Mid, tolerance) {
						t.Errorf("%s: answered %v %s (known: %v), the scenario has %v (%v)", budget, q.answered.Mid, q.what, q.answered.Known, q.has.Mid, q.has.Known)
					}
				}
				tr := &a.Spec.Training
				if tokens := (tr.Tokens.Or(0) + tr.EncoderTokens.Or(0) + tr.DecoderTokens.Or(0)) * s.Runs.Or(1); !near(a.Tokens.Mid, tokens, 1e-9) || a.Tokens.Known != (tokens > 0) {
					t.Errorf("%s: answered %v tokens, the scenario has %v", budget, a.Tokens.Mid, tokens)
				}
				if a.Runs.Known != s.hasWork() || a.Runs.Known && !near(a.Runs.Mid, a.Fits.Mid*s.Runs.Or(1), 1e-9) {
					t.Errorf("%s: %v runs (known: %v)", budget, a.Runs.Mid, a.Runs.Known)
				}
			}
		})
	}
}

// TestLeversEveryWay: every change is a scenario that Estimate accepts and that saves what it says, and the levers that a
// scenario has say by how much on what: none is left out because it changed nothing of this way to say the work.
func TestLeversEveryWay(t *testing.T) {
	type has map[string]bool // levers beside those of place, building and hour
	want := map[string]has{
		"hours":                  {"early_stop": true, "power_cap": true, "other_device": true},
		"device-hours":           {"early_stop": true, "power_cap": true, "other_device": true, "half_runs": true, "no_waiting": true},
		"metered":                {"early_stop": true},
		"metered, with hours":    {"early_stop": true},
		"training, FLOP":         {"early_stop": true, "power_cap": true, "other_device": true, "narrow_precision": true},
		"training, size":         {"early_stop": true, "power_cap": true, "other_device": true}, // at the default share, FP8 is no faster than 16 bits
		"training, MFU":          {"early_stop": true, "power_cap": true, "other_device": true, "half_runs": true},
		"training, achieved":     {"early_stop": true, "power_cap": true, "other_device": true, "narrow_precision": true},
		"training, two stacks":   {"early_stop": true, "power_cap": true, "other_device": true},
		"training, metered":      {"early_stop": true},
		"hours and training":     {"early_stop": true, "power_cap": true, "other_device": true, "narrow_precision": true},
		"steps":                  {"early_stop": true, "power_cap": true, "other_device": true},
		"steps, low and high":    {"early_stop": true, "power_cap": true, "other_device": true},
		"steps, measured":        {"early_stop": true, "power_cap": true, "other_device": true, "narrow_precision": true},
		"requests, measured":     {"fewer_requests": true},
		"requests, joules":       {"fewer_requests": true, "shorter_answers": true},
		"requests, arithmetic":   {"fewer_requests": true, "shorter_answers": true, "other_device": true, "narrow_precision": true},
		"one request":            {"shorter_answers": true, "other_device": true},
		"training and requests":  {"early_stop": true, "power_cap": true, "other_device": true, "half_runs": true, "fewer_requests": true, "shorter_answers": true},
		"training and a request": {"early_stop": true, "power_cap": true, "other_device": true},
	}
	anywhere := has{"clean_region": true, "clean_country": true, "better_building": true, "other_hour": true}
	for name, query := range waysOfWork {
		t.Run(name, func(t *testing.T) {
			byKey, all, s := leversOf(t, query, dataOf(Default()))
			before := mustEstimate(t, query)
			for key := range want[name] {
				if _, ok := byKey[key]; !ok {
					t.Errorf("%s is missing", key)
				}
			}
			for i := range all {
				l := &all[i]
				if !want[name][l.Key] && !anywhere[l.Key] {
					t.Errorf("%s is not expected: it saves %v kg", l.Key, l.Saved.Mid.Kilograms())
				}
				after, err := Estimate(Default(), &l.Spec)
				if err != nil || !near(float64(l.Saved.Mid), float64(before.Total.Mid-after.Total.Mid), 1e-9) {
					t.Fatalf("%s: saves %v g, its scenario %v g (%v)", l.Key, l.Saved.Mid, before.Total.Mid-after.Total.Mid, err)
				}
				times := func(q, of Quantity[Hours]) float64 { return float64(q.Mid / of.Mid) }
				switch l.Key {
				case "early_stop":
					if before.Hours.Known && !near(times(after.Hours, before.Hours), stopAt, 1e-9) || before.FLOP.Known && !near(float64(after.FLOP.Mid), stopAt*float64(before.FLOP.Mid), 1e-9) {
						t.Errorf("early stop leads from %v h and %v FLOP to %v and %v", before.Hours.Mid, before.FLOP.Mid, after.Hours.Mid, after.FLOP.Mid)
					}
				case "power_cap":
					if !near(times(after.Hours, before.Hours), cappedTime, 1e-9) || after.FLOP.Mid != before.FLOP.Mid {
						t.Errorf("a power limit leads from %v h and %v FLOP to %v and %v", before.Hours.Mid, before.FLOP.Mid, after.Hours.Mid, after.FLOP.Mid)
					}
				case "other_device", "narrow_precision":
					if before.Hours.Known && after.Hours.Mid > before.Hours.Mid*(1+1e-9) || !near(float64(after.FLOP.Mid), float64(before.FLOP.Mid), 1e-12) || s.Training.sized() && !l.Spec.Training.sized() {
						t.Errorf("%s leads from %v h and %v FLOP to %v and %v", l.Key, before.Hours.Mid, before.FLOP.Mid, after.Hours.Mid, after.FLOP.Mid)
					}
					if s.Training.sized() && !s.timed() && l.Spec.timed() {
						t.Errorf("%s says the training in hours", l.Key)
					}
				}
			}
		})
	}
	if len(want) != len(waysOfWork) {
		t.Errorf("%d ways to say the work have levers named, of %d", len(want), len(waysOfWork))
	}
}
