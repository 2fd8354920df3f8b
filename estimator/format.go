package estimator

import (
	"math"
	"strconv"
	"strings"
)

// A prefix is how a quantity is shown from a size on: number × factor, then the symbol.
type prefix struct {
	from   float64 // in the base unit of the entry
	factor float64
	symbol string
}

// unitTable says how each unit of the Result is shown. The page formats with the same table (Call "units"). Each list
// goes from small to large; the first entry also serves everything below it.
var unitTable = [...]struct {
	unit     string
	prefixes []prefix
}{
	{"kWh", []prefix{{0, 1e6, "mWh"}, {1e-3, 1e3, "Wh"}, {1, 1, "kWh"}, {1e3, 1e-3, "MWh"}, {1e6, 1e-6, "GWh"}, {1e9, 1e-9, "TWh"}}},
	{"J", []prefix{{0, 1e3, "mJ"}, {1, 1, "J"}, {1e3, 1e-3, "kJ"}, {1e6, 1e-6, "MJ"}, {1e9, 1e-9, "GJ"}}},
	{"W", []prefix{{0, 1e3, "mW"}, {1, 1, "W"}, {1e3, 1e-3, "kW"}, {1e6, 1e-6, "MW"}, {1e9, 1e-9, "GW"}}},
	{"kgCO2e", []prefix{{0, 1e6, "mg CO2e"}, {1e-3, 1e3, "g CO2e"}, {1, 1, "kg CO2e"}, {1e3, 1e-3, "t CO2e"}, {1e6, 1e-6, "kt CO2e"}, {1e9, 1e-9, "Mt CO2e"}}},
	{"gCO2e/kWh", []prefix{{0, 1, "g CO2e/kWh"}}},
	{"h", []prefix{{0, 3600, "s"}, {1.0 / 60, 60, "min"}, {1, 1, "h"}}},
	{"km", []prefix{{0, 1e3, "m"}, {1, 1, "km"}}},
	{"GB", []prefix{{0, 1, "GB"}, {1e3, 1e-3, "TB"}}},
	{"L", []prefix{{0, 1e3, "mL"}, {1, 1, "L"}, {1e3, 1e-3, "m³"}}},
	{"MJ", []prefix{{0, 1e3, "kJ"}, {1, 1, "MJ"}, {1e3, 1e-3, "GJ"}, {1e6, 1e-6, "TJ"}}},
	{"kgSb", []prefix{{0, 1e6, "mg Sb"}, {1e-3, 1e3, "g Sb"}, {1, 1, "kg Sb"}}},
	{"USD", []prefix{{0, 100, "US cents"}, {1, 1, "USD"}, {1e6, 1e-6, "million USD"}, {1e9, 1e-9, "billion USD"}}},
	{"FLOP", []prefix{{0, 1, "FLOP"}, {1e9, 1e-9, "GFLOP"}, {1e12, 1e-12, "TFLOP"}, {1e15, 1e-15, "PFLOP"}, {1e18, 1e-18, "EFLOP"}, {1e21, 1e-21, "ZFLOP"}, {1e24, 1e-24, "YFLOP"}}},
	{"FLOP/s", []prefix{{0, 1, "FLOP/s"}, {1e9, 1e-9, "GFLOP/s"}, {1e12, 1e-12, "TFLOP/s"}, {1e15, 1e-15, "PFLOP/s"}, {1e18, 1e-18, "EFLOP/s"}}},
}

// FormatQuantity writes a value with three significant digits, grouped thousands and the prefix that suits its size:
// FormatQuantity(45.34, "kgCO2e") is "45.3 kg CO2e". A unit outside the table is written as it is. What is not a
// number is "unknown". Rounding happens here and nowhere else.
func FormatQuantity(v float64, unit string) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "unknown"
	}
	for i := range unitTable {
		if unitTable[i].unit == unit {
			p := choosePrefix(unitTable[i].prefixes, v)
			return withUnit(FormatNumber(v*p.factor), p.symbol)
		}
	}
	return withUnit(FormatNumber(v), unit)
}

// choosePrefix picks by the value as it will be printed, so that 999.6 g becomes 1 kg and not 1,000 g.
func choosePrefix(prefixes []prefix, v float64) prefix {
	if v == 0 { // in the unit itself: nothing is neither milli nor mega
		for _, p := range prefixes {
			if p.factor == 1 {
				return p
			}
		}
	}
	best := prefixes[0]
	rounded := roundSignificant(math.Abs(v))
	for _, p := range prefixes[1:] {
		if rounded >= p.from*(1-1e-12) {
			best = p
		}
	}
	return best
}

func withUnit(number, unit string) string {
	if unit == "" {
		return number
	}
	return number + " " + unit
}

const significantDigits = 3

func roundSignificant(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', significantDigits-1, 64), 64)
	return r
}

// FormatNumber writes three significant digits without an exponent, thousands grouped by commas.
func FormatNumber(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "unknown"
	}
	text := strconv.FormatFloat(roundSignificant(v), 'f', -1, 64)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, hasFraction := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFraction {
		whole += "." + fraction
	}
	return sign + whole
}

// FormatRange writes "low to high" with one unit, or the single value when both print the same.
func FormatRange(r Range[float64], unit string) string {
	low, high := FormatQuantity(r.Low, unit), FormatQuantity(r.High, unit)
	if low == high {
		return low
	}
	ln, lu, _ := strings.Cut(low, " ")
	if _, hu, _ := strings.Cut(high, " "); lu == hu {
		return ln + " to " + high
	}
	return low + " to " + high
}
