package estimator

import (
	"math"
	"testing"
)

func TestFormatQuantity(t *testing.T) {
	tests := []struct {
		value float64
		unit  string
		want  string
	}{
		{0, "kWh", "0 kWh"}, {0, "kgCO2e", "0 kg CO2e"}, {45.34, "kgCO2e", "45.3 kg CO2e"}, {0.0894, "kgCO2e", "89.4 g CO2e"},
		{0.9996, "kgCO2e", "1 kg CO2e"}, {0.9994, "kgCO2e", "999 g CO2e"}, {999.4, "kgCO2e", "999 kg CO2e"}, {999.6, "kgCO2e", "1 t CO2e"},
		{24692.172, "kgCO2e", "24.7 t CO2e"}, {433196, "kWh", "433 MWh"}, {95.8, "kWh", "95.8 kWh"}, {1e-7, "kWh", "0.1 mWh"},
		{0.5, "h", "30 min"}, {24, "h", "24 h"}, {1082990, "h", "1,080,000 h"}, {0.001, "h", "3.6 s"}, {400, "W", "400 W"}, {2480, "W", "2.48 kW"},
		{57, "gCO2e/kWh", "57 g CO2e/kWh"}, {-2480, "W", "-2.48 kW"}, {1.5, "", "1.5"}, {3, "parsecs", "3 parsecs"},
		{math.NaN(), "W", "unknown"}, {math.Inf(1), "kWh", "unknown"},
	}
	for _, tt := range tests {
		if got := FormatQuantity(tt.value, tt.unit); got != tt.want {
			t.Errorf("FormatQuantity(%v, %q) = %q, want %q", tt.value, tt.unit, got, tt.want)
		}
	}
}

func TestFormatRange(t *testing.T) {
	for _, tt := range []struct {
		r    Range[float64]
		want string
	}{
		{Range[float64]{30, 46, 75}, "30 to 75 kg CO2e"},
		{Range[float64]{0.9, 1, 1.2}, "900 g CO2e to 1.2 kg CO2e"},
		{Range[float64]{46.01, 46.02, 46.03}, "46 kg CO2e"},
	} {
		if got := FormatRange(tt.r, "kgCO2e"); got != tt.want {
			t.Errorf("FormatRange(%v) = %q, want %q", tt.r, got, tt.want)
		}
	}
}

func TestUnitTableIsInOrder(t *testing.T) {
	for _, u := range unitTable {
		for i := 1; i < len(u.prefixes); i++ {
			if a, b := u.prefixes[i-1], u.prefixes[i]; a.from >= b.from || a.factor <= b.factor {
				t.Errorf("%s: %q before %q", u.unit, a.symbol, b.symbol)
			}
		}
	}
}

func TestUnitsRoundTrip(t *testing.T) {
	for _, v := range []float64{0, 1, 57.3, 433196, 1e-9, 1e12} {
		if got := float64(KWh(v).Joules().KWh()); !near(got, v, 1e-15) {
			t.Errorf("%v kWh became %v kWh through joules", v, got)
		}
	}
	if got, want := Watts(400).For(Hours(24)), KWh(9.6); !near(float64(got), float64(want), 1e-15) {
		t.Errorf("400 W for 24 h = %v kWh, want %v kWh", got, want)
	}
}
