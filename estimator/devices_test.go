package estimator

import (
	"slices"
	"strings"
	"testing"
)

func mustDevices(t *testing.T, query string) []DeviceEstimate {
	t.Helper()
	s, _, err := ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	all, err := EstimateDevices(Default(), &s)
	if err != nil || len(all) < 20 {
		t.Fatalf("%s: %d devices, error %v", query, len(all), err)
	}
	return all
}

// TestEstimateDevices: the scenario's own row is its answer; another card takes the hours that its peak says, by hand, and
// draws its own rated power.
func TestEstimateDevices(t *testing.T) {
	const query = "hw=a100-sxm4-80gb&n=2&u=50&h=100&host=0&pue=1&ci=500&prec=bf16"
	all := mustDevices(t, query)
	at := func(id string) *DeviceEstimate {
		i := slices.IndexFunc(all, func(d DeviceEstimate) bool { return d.ID == id })
		if i < 0 {
			t.Fatalf("no %s", id)
		}
		return &all[i]
	}
	own, r := at("a100-sxm4-80gb"), mustEstimate(t, query)
	if own.Total != r.Total || own.Hours != r.Hours || own.Energy != r.Energy {
		t.Errorf("the scenario's own device: %+v, the estimate %v g, %v kWh", own, r.Total, r.Energy)
	}
	h100 := at("h100-sxm5-80gb") // 989 of 312 TFLOP/s, rounded in the catalog
	slow, _, _ := Speed(own.Accelerator, "bf16")
	fast, _, _ := Speed(h100.Accelerator, "bf16")
	hours := 100 * float64(slow/fast)
	if kWh := 2 * 0.5 * 0.7 * hours; !near(float64(h100.Hours.Mid), hours, 1e-12) || !near(float64(h100.Energy.Mid), kWh, 1e-12) || !near(h100.Total.Mid.Kilograms(), kWh*0.5, 1e-12) {
		t.Errorf("H100: %v h, %v kWh, %v kg; want %v h and %v kWh", h100.Hours.Mid, h100.Energy.Mid, h100.Total.Mid.Kilograms(), hours, kWh)
	}
	if !slices.IsSortedFunc(all, func(a, b DeviceEstimate) int {
		if a.Total.Mid < b.Total.Mid {
			return -1
		} else if a.Total.Mid > b.Total.Mid {
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	}) {
		t.Error("the devices are not sorted by carbon and id")
	}
}

// TestEstimateDevicesOfEachWork: every way to say work that other devices can do has an answer.
func TestEstimateDevicesOfEachWork(t *testing.T) {
	for _, query := range []string{"hw=a100-sxm4-80gb&dh=10", "hw=a100-sxm4-80gb&flop=1e20", "hw=a100-sxm4-80gb&flop=1e20&tf=100", "hw=a100-sxm4-80gb&sps=1&st=1000",
		"hw=a100-sxm4-80gb&h=10&emb=1&ekg=150", "hw=a100-sxm4-80gb&qp=7e9&qout=300&qd=100&qdays=10", "hw=a100-sxm4-80gb&h=10&qp=7e9&qout=300&qd=100&qdays=10"} {
		mustDevices(t, query)
	}
}

func TestEstimateDevicesRefuses(t *testing.T) {
	for query, field := range map[string]string{"kwh=5": "energy_kwh", "w=300&h=5": "accelerators", "hw=a100-sxm4-80gb&hw.2=t4&h=5": "accelerators",
		"hw=a100-sxm4-80gb&qe=0.1": "inference.params", "hw=a100-sxm4-80gb&h=x": "hours", "cw=100&h=5": "accelerators"} {
		if text := string(Call(Default(), "devices", query)); !strings.Contains(text, `"ok":false`) || !strings.Contains(text, `"field":"`+field+`"`) {
			t.Errorf("%s: want a fault of %s, got %.200s", query, field, text)
		}
	}
	if text := string(Call(Default(), "devices", "hw=a100-sxm4-80gb&h=5")); !strings.Contains(text, `"devices":[{"id":"`) {
		t.Errorf("got %.200s", text)
	}
}
