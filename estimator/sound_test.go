package estimator

import (
	"math"
	"testing"
)

// assertSound checks what holds for every result: each term is what its inputs make, terms add up to the totals of their
// group, low ≤ mid ≤ high, nothing but damage is negative, nothing is infinite or no number.
func assertSound(t *testing.T, r *Result) {
	t.Helper()
	assertTerms(t, r)
	assertQuantities(t, r)
	for i := range r.Variables {
		v := &r.Variables[i]
		if v.Label == "" || v.Key.Kind == "" || v.Source == nil || v.Field.Name == "" || !finite(v.Value) || v.Value.IsExact() {
			t.Fatalf("variable %+v lacks label, key, field, source or range", v)
		}
		if err := new(Spec).SetField(v.Field.Path(), "1"); err != nil {
			t.Fatalf("%v is of no field: %v", v.Key, err)
		}
	}
}

// finite reports a range that is in order and bounded.
func finite(r Range[float64]) bool {
	return r.Valid() && !math.IsInf(r.Low, 0) && !math.IsInf(r.High, 0)
}

// assertTerms works every term out again from its inputs, and every total from its terms: what a reader can do with the
// numbers that are shown.
func assertTerms(t *testing.T, r *Result) {
	t.Helper()
	var served, it, energy, carbon, network, electricity, rental, damage, price, primary, minerals, onSite, offSite, embodied Range[float64]
	for i := range r.Terms {
		term := &r.Terms[i]
		if !finite(term.Value) || term.Value.Low < 0 && term.Kind != "damage" {
			t.Fatalf("term %s: %+v is no range", term.ID(), term.Value)
		}
		if term.Source == nil || term.Formula() == "" || len(term.Inputs) == 0 || term.Label == "" || term.Unit == "" {
			t.Fatalf("term %s lacks source, formula, inputs, label or unit", term.ID())
		}
		for j := range term.Inputs {
			in := &term.Inputs[j]
			want := in.Value
			switch in.Sum {
			case ServedSum:
				want = served
			case ITSum:
				want = it
			case FacilitySum:
				want = energy
			case CarbonSum:
				want = carbon
			}
			if !nearRange(in.Value, want) || !finite(in.Value) {
				t.Fatalf("%s: %s is %v, the terms before add up to %v", term.ID(), in.Name, in.Value, want)
			}
			if (in.Var > 0) == (in.Value.IsExact() || in.Sum != NoSum) {
				t.Fatalf("%s: %s with range %v is variable %d", term.ID(), in.Name, in.Value, in.Var)
			}
			if in.Var > 0 && r.Variables[in.Var-1].Value != in.Value {
				t.Fatalf("%s: %s is %v, its variable %v", term.ID(), in.Name, in.Value, r.Variables[in.Var-1].Value)
			}
		}
		if want := product(term.Inputs).Times(term.Scale); !nearRange(term.Value, want) {
			t.Fatalf("%s is %v, its inputs make %v", term.ID(), term.Value, want)
		}
		switch term.Group + "/" + Group(term.Kind) {
		case "energy/facility":
			energy = it.Plus(term.Value)
		case "water/water-site":
			onSite = onSite.Plus(term.Value)
		case "water/water-grid":
			offSite = offSite.Plus(term.Value)
		case "money/electricity":
			electricity = electricity.Plus(term.Value)
		case "money/rental":
			rental = rental.Plus(term.Value)
		case "money/damage":
			damage = damage.Plus(term.Value)
		case "resources/primary-energy":
			primary = primary.Plus(term.Value)
		case "resources/minerals":
			minerals = minerals.Plus(term.Value)
		case "money/carbon-price":
			price = price.Plus(term.Value)
		case "carbon/grid", "carbon/network", "carbon/embodied":
			carbon = carbon.Plus(term.Value)
			if term.Kind == "network" {
				network = network.Plus(term.Value)
			}
			if term.Kind == "embodied" {
				embodied = embodied.Plus(term.Value)
			}
		default:
			if term.Group != EnergyTerms {
				t.Fatalf("nobody adds up term %s of %s", term.ID(), term.Group)
			}
			it = it.Plus(term.Value)
			if term.Served {
				served = served.Plus(term.Value)
			}
		}
	}
	for _, q := range []struct {
		name     string
		sum, all Range[float64]
	}{
		{"it_energy_kwh", it, As[float64](r.ITEnergy)}, {"energy_kwh", energy, As[float64](r.Energy)},
		{"total_kgco2e", carbon, inKilograms(r.Total)}, {"embodied_kgco2e", embodied, inKilograms(r.Embodied.Range)},
		{"network_kgco2e", network, inKilograms(r.Network.Range)},
		{"water_on_site_l", onSite, As[float64](r.WaterOnSite.Range)}, {"water_off_site_l", offSite, As[float64](r.WaterOffSite.Range)},
		{"electricity_usd", electricity, As[float64](r.Electricity.Range)}, {"device_usd", rental, As[float64](r.Rental.Range)},
		{"primary_energy_mj", primary, As[float64](r.Primary.Range)}, {"minerals_kgsb", minerals, As[float64](r.Minerals.Range)},
		{"social_cost_usd", damage, As[float64](r.SocialCost.Range)}, {"carbon_price_usd", price, As[float64](r.CarbonPrice.Range)},
	} {
		if !nearRange(q.sum, q.all) {
			t.Fatalf("%s: terms add up to %v, the total is %v", q.name, q.sum, q.all)
		}
	}
	if want := inKilograms(r.Operational.Plus(r.Network.Range).Plus(r.Embodied.Range)); !nearRange(inKilograms(r.Total), want) {
		t.Fatalf("total_kgco2e is %v, operational, network and embodied make %v", r.Total, want)
	}
}

func assertQuantities(t *testing.T, r *Result) {
	t.Helper()
	power, powered := r.AveragePower()
	request := Quantity[KWh]{}
	if r.Request != nil {
		request = Known(r.Request.Energy)
		for _, in := range r.Request.Inputs {
			if !finite(in.Value) || in.Source == nil {
				t.Fatalf("%s of one request: %v of %v", in.Name, in.Value, in.Source)
			}
		}
	}
	for _, q := range []struct {
		name  string
		value Range[float64]
		known bool
	}{
		{"energy_kwh", As[float64](r.Energy), true}, {"it_energy_kwh", As[float64](r.ITEnergy), true},
		{"operational_kgco2e", As[float64](r.Operational), true}, {"total_kgco2e", As[float64](r.Total), true},
		{"embodied_kgco2e", As[float64](r.Embodied.Range), r.Embodied.Known},
		{"network_kwh", As[float64](r.NetworkEnergy.Range), r.NetworkEnergy.Known}, {"network_kgco2e", As[float64](r.Network.Range), r.Network.Known},
		{"market_based_kgco2e", As[float64](r.MarketBased.Range), r.MarketBased.Known},
		{"water_on_site_l", As[float64](r.WaterOnSite.Range), r.WaterOnSite.Known},
		{"water_off_site_l", As[float64](r.WaterOffSite.Range), r.WaterOffSite.Known},
		{"electricity_usd", As[float64](r.Electricity.Range), r.Electricity.Known},
		{"device_usd", As[float64](r.Rental.Range), r.Rental.Known},
		{"social_cost_usd", As[float64](r.SocialCost.Range), r.SocialCost.Known},
		{"primary_energy_mj", As[float64](r.Primary.Range), r.Primary.Known}, {"minerals_kgsb", As[float64](r.Minerals.Range), r.Minerals.Known},
		{"carbon_price_usd", As[float64](r.CarbonPrice.Range), r.CarbonPrice.Known},
		{"hours", As[float64](r.Hours.Range), r.Hours.Known}, {"device_hours", As[float64](r.DeviceHours.Range), r.DeviceHours.Known},
		{"flop", As[float64](r.FLOP.Range), r.FLOP.Known}, {"mfu", As[float64](r.MFU.Range), r.MFU.Known},
		{"achieved_tflops", As[float64](r.Speed.Range), r.Speed.Known}, {"break_even_requests", r.BreakEven.Range, r.BreakEven.Known},
		{"average_w", As[float64](power), powered}, {"request", As[float64](request.Range), request.Known},
		{"pue", r.PUE.Value, true}, {"grid", r.Grid.Value, true},
	} {
		if !finite(q.value) || q.value.Low < 0 && q.name != "social_cost_usd" {
			t.Fatalf("%s: %+v is no range", q.name, q.value)
		}
		if !q.known && q.value != (Range[float64]{}) {
			t.Fatalf("%s is unknown and has the value %v", q.name, q.value)
		}
	}
	if r.PUE.Source == nil || r.Grid.Source == nil || r.SocialCost.Known && (r.Damage.Source == nil || !finite(r.Damage.Value)) {
		t.Fatalf("a factor without its source: %+v %+v %+v", r.PUE, r.Grid, r.Damage)
	}
	for _, u := range r.PerUnit {
		if mass := inKilograms(u.Mass); !finite(mass) || mass.Low < 0 || u.Unit == "" {
			t.Fatalf("per %s: %v is no range", u.Unit, u.Mass)
		}
	}
	for _, e := range r.Equivalents {
		if !finite(e.Amount) || e.Amount.Low < 0 {
			t.Fatalf("%s: %v is no range", e.ID, e.Amount)
		}
	}
	for _, n := range r.Notes {
		if n.Code == "" || n.Field == "" || n.Message == "" {
			t.Fatalf("note %+v lacks code, field or message", n)
		}
	}
}
