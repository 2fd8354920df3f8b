package estimator

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// published.csv holds every output of a published footprint that its printed inputs determine, as a link, and the
// tolerance of its print, two links where it compares two footprints; published_waiting.csv the outputs that wait for a field that the scenario does not have yet.

func TestPublishedCases(t *testing.T) {
	for _, row := range readRows(t, "testdata/published.csv", 7) {
		id, output, query, quantity := row[0], row[2], row[3], row[4]
		reported, tolerance := mustFloat(t, row[5]), mustFloat(t, row[6])
		t.Run(id+"/"+output, func(t *testing.T) {
			var got float64
			if quantity == "times_below_first" { // of two scenarios, one a line
				c := mustCompare(t, strings.Split(query, "\n")...)
				got = 1 / c.Scenarios[1].Ratio.Or(0)
			} else {
				r := mustEstimate(t, query)
				got = quantityOf(t, &r, quantity)
			}
			if math.Abs(got-reported) > tolerance*math.Abs(reported) {
				t.Errorf("%s: got %v, published %v (ratio %.4f), tolerance %v", quantity, got, reported, got/reported, tolerance)
			}
		})
	}
}

// TestPublishedCasesAreComplete keeps the count of identity cases: none may drop out of both files unnoticed.
func TestPublishedCasesAreComplete(t *testing.T) {
	cases, outputs := map[string]bool{}, 0
	for _, row := range readRows(t, "testdata/published.csv", 7) {
		cases[row[0]], outputs = true, outputs+1
	}
	waiting := map[string]string{}
	for _, row := range readRows(t, "testdata/published_waiting.csv", 3) {
		if row[2] == "" {
			t.Errorf("%s %s waits for nothing", row[0], row[1])
		}
		if !cases[row[0]] {
			waiting[row[0]] = row[2]
		}
		outputs++
	}
	if got, want := len(cases)+len(waiting), 80; got != want {
		t.Errorf("%d identity cases, want %d", got, want)
	}
	if want := 162; outputs != want {
		t.Errorf("%d published outputs, want %d", outputs, want)
	}
	for id, field := range waiting {
		t.Logf("%s waits for %s", id, field)
	}
}

func quantityOf(t *testing.T, r *Result, name string) float64 {
	t.Helper()
	switch name {
	case "energy_kwh":
		return float64(r.Energy.Mid)
	case "it_energy_kwh":
		return float64(r.ITEnergy.Mid)
	case "total_kgco2e":
		return r.Total.Mid.Kilograms()
	case "average_w":
		if p, ok := r.AveragePower(); ok {
			return float64(p.Mid)
		}
	}
	t.Fatalf("no quantity %q in the result", name)
	return 0
}

func readRows(t *testing.T, file string, columns int) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(string(data)))
	reader.FieldsPerRecord = columns
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func mustFloat(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
