package estimator

import (
	"slices"
	"testing"
)

// TestTornadoByTyping works each effect out again by typing the variable's ends into the scenario and estimating anew.
func TestTornadoByTyping(t *testing.T) {
	const query = "w=400&n=8&h=24&ih=4&r=DE"
	const rated = 400 // watts of the card
	r := mustEstimate(t, query)
	effects := r.Tornado()
	typed := map[string]func(*Spec, float64){
		"load":    func(s *Spec, v float64) { s.Accelerators[0].Load = Some(Ratio(v)) },
		"idle":    func(s *Spec, v float64) { s.Accelerators[0].Idle = Some(Watts(v * rated)) },
		"pue":     func(s *Spec, v float64) { s.PUE = Some(v) },
		Lifecycle: func(s *Spec, v float64) { s.Region, s.GridIntensity = "", Some(GramsPerKWh(v)) },
	}
	seen := 0
	for i := range effects {
		e := &effects[i]
		set := typed[e.Variable.Key.Kind]
		if set == nil {
			if e.Variable.Key.Kind != "host" {
				t.Errorf("an effect of %v that nobody expected", e.Variable.Key)
			}
			continue
		}
		seen++
		for _, end := range []struct{ at, want float64 }{{e.Variable.Value.Low, float64(e.Low)}, {e.Variable.Value.High, float64(e.High)}} {
			s, _, _ := ParseQuery(query)
			set(&s, end.at)
			again, err := Estimate(Default(), &s)
			if err != nil {
				t.Fatal(err)
			}
			if got := float64(again.Total.Mid); !near(got, end.want, 1e-12) { // the order of a few multiplications
				t.Errorf("%v at %v: typed %v g, effect %v g", e.Variable.Key, end.at, got, end.want)
			}
		}
	}
	if seen != len(typed) {
		t.Errorf("%d of %d variables have an effect", seen, len(typed))
	}
}

// TestTornadoOfTheHost types the host's ends as watts: its share times what one kind of accelerator draws.
func TestTornadoOfTheHost(t *testing.T) {
	r := mustEstimate(t, "w=500&n=4&pw=300&h=10&pue=1&ci=100")
	effects := r.Tornado()
	i := slices.IndexFunc(effects, func(e Effect) bool { return e.Variable.Key.Kind == "host" })
	if i < 0 {
		t.Fatalf("no effect of the host in %v", effects)
	}
	low, high := mustEstimate(t, "w=500&n=4&pw=300&h=10&pue=1&ci=100&host=120"), mustEstimate(t, "w=500&n=4&pw=300&h=10&pue=1&ci=100&host=984")
	if e := effects[i]; !near(float64(e.Low), float64(low.Total.Mid), 1e-12) || !near(float64(e.High), float64(high.Total.Mid), 1e-12) {
		t.Errorf("effect %v to %v g, typed %v to %v g", e.Low, e.High, low.Total.Mid, high.Total.Mid)
	}
}

func TestTornadoOrder(t *testing.T) {
	for _, query := range drawQueries {
		r := mustEstimate(t, query)
		effects := r.Tornado()
		if len(effects) == 0 {
			t.Errorf("%s: no effects", query)
		}
		for i := range effects {
			e := &effects[i]
			if i > 0 && e.Span() > effects[i-1].Span() {
				t.Errorf("%s: effect %d spans more than the one before", query, i)
			}
			low, high := min(e.Low, e.High), max(e.Low, e.High) // a divisor's low end makes the high total
			if low < r.Total.Low*(1-1e-12) || high > r.Total.High*(1+1e-12) || low > r.Total.Mid*(1+1e-12) || high < r.Total.Mid*(1-1e-12) {
				t.Errorf("%s: %v: %v to %v g does not enclose the mid %v within %v", query, e.Variable.Key, e.Low, e.High, r.Total.Mid, r.Total)
			}
		}
	}
}

// TestTornadoMovesOneTruth joins two variables with one key, and leaves out what the total does not depend on.
func TestTornadoMovesOneTruth(t *testing.T) {
	same, other := Key{"load", "default"}, Key{"price", "x"}
	r := Result{
		Variables: []Variable{{Key: same, Value: Range[float64]{1, 2, 3}}, {Key: other, Value: Range[float64]{1, 2, 3}}, {Key: same, Value: Range[float64]{10, 20, 40}}},
		Terms: []Term{
			{Group: CarbonTerms, Scale: 1, Inputs: []Input{{Var: 1}}},
			{Group: CarbonTerms, Scale: 1, Inputs: []Input{{Var: 3}}},
			{Group: MoneyTerms, Scale: 1, Inputs: []Input{{Var: 2}}},
		},
	}
	effects := r.Tornado()
	if len(effects) != 1 || effects[0].Variable != &r.Variables[0] || effects[0].Low != 11e3 || effects[0].High != 43e3 {
		t.Errorf("effects %+v, want one from 11,000 to 43,000 g", effects)
	}
	exact := mustEstimate(t, "kwh=1&pue=1&ci=100")
	if effects := exact.Tornado(); len(effects) != 0 {
		t.Errorf("an exact result has the effects %v", effects)
	}
}
