package estimator

import (
	"slices"
	"testing"
)

// TestStorageAndNetwork works two runs of ten hours out by hand: 100 W, 10 TB at 1.2 W and 100 TB at 0.65 W in a building
// with a PUE of 2, and 500 GB at 1 Wh outside it.
func TestStorageAndNetwork(t *testing.T) {
	const tolerance = 1e-12 // a few multiplications
	r := mustEstimate(t, "pw=100&h=10&host=0&pue=2&ci=500&x=2&ssd=10&hdd=100&net=500")
	for _, q := range []struct {
		name, unit string
		got, want  float64
	}{
		{"it_energy_kwh", "kWh", float64(r.ITEnergy.Mid), 2 + 0.24 + 1.3},
		{"energy_kwh", "kWh", float64(r.Energy.Mid), 7.08},
		{"operational_kgco2e", "kg", r.Operational.Mid.Kilograms(), 3.54},
		{"network_kwh", "kWh", float64(r.NetworkEnergy.Mid), 1},
		{"network_kgco2e", "kg", r.Network.Mid.Kilograms(), 0.5},
		{"total_kgco2e", "kg", r.Total.Mid.Kilograms(), 4.04},
	} {
		if !near(q.got, q.want, tolerance) {
			t.Errorf("%s: got %v %s, want %v %s", q.name, q.got, q.unit, q.want, q.unit)
		}
	}
	energy, total := r.Draw(100, 1).EnergyKWh.Quantiles(0, 1), r.Draw(100, 1).TotalKilograms.Quantiles(0, 1)
	if energy[1] > float64(r.Energy.High) || total[0] < r.Total.Low.Kilograms() {
		t.Errorf("draws of %v kWh and %v kg leave %v kWh and %v g", energy, total, r.Energy, r.Total)
	}
}

// TestNetworkInEveryPlace: another place has the same data moved on its own grid.
func TestNetworkInEveryPlace(t *testing.T) {
	s, _, err := ParseQuery("kwh=100&r=FR&net=5000")
	if err != nil {
		t.Fatal(err)
	}
	r := mustEstimate(t, "kwh=100&r=FR&net=5000")
	all, err := EstimateRegions(Default(), &s)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(e RegionEstimate) bool { return e.Code == "FR" })
	if !nearRange(inKilograms(all[i].Total), inKilograms(r.Total)) {
		t.Errorf("among the regions %v g, alone %v g", all[i].Total, r.Total)
	}
}

// TestOmissionsOutsideTheServer: what is given is not among what is left out, and 0 is given.
func TestOmissionsOutsideTheServer(t *testing.T) {
	const work = "w=300&h=1"
	for _, tt := range []struct{ query, want string }{
		{work, omitOutside.Label}, {work + "&ssd=1", omitNetwork.Label}, {work + "&net=1", omitStorage.Label}, {work + "&hdd=0&net=0", ""},
	} {
		r, got := mustEstimate(t, tt.query), ""
		for _, o := range r.NotCounted {
			if o.ID == "network" || o.ID == "storage" {
				got += o.Label
			}
		}
		if got != tt.want {
			t.Errorf("%s leaves out %q, want %q", tt.query, got, tt.want)
		}
	}
}

// TestBudgetMovesItsData: twice the budget moves twice the data.
func TestBudgetMovesItsData(t *testing.T) {
	const query = "pw=100&h=10&host=0&pue=1&ci=500&net=500&ssd=10" // 1.12 kWh at the machines, 0.5 kWh of network: 0.81 kg
	a, s := mustAfford(t, query, "1.62kg")
	twice, err := Estimate(Default(), &a.Spec)
	if err != nil || !near(twice.Total.Mid.Kilograms(), 1.62, 1e-12) || a.Spec.NetworkGB.Or(0) != 2*s.NetworkGB.Or(0) {
		t.Errorf("%v kg and %v GB in a budget of 1.62 kg (%v)", twice.Total.Mid.Kilograms(), a.Spec.NetworkGB.Or(0), err)
	}
}
