package estimator

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestCompareAccuracy(t *testing.T) {
	tests := []struct {
		name     string
		rows     []AccuracyRow
		front    []int
		beatenBy []int
	}{
		{"none", nil, nil, []int{}},
		{"one", []AccuracyRow{{"a", 90, 1}}, []int{0}, []int{-1}},
		{"all on the front, in any order", []AccuracyRow{{"c", 93, 100}, {"a", 90, 1}, {"b", 92, 10}}, []int{1, 2, 0}, []int{-1, -1, -1}},
		{"worse for more", []AccuracyRow{{"a", 90, 1}, {"b", 89, 2}}, []int{0}, []int{-1, 0}},
		{"equal accuracy for more", []AccuracyRow{{"a", 90, 2}, {"b", 90, 1}}, []int{1}, []int{1, -1}},
		{"more accuracy for equal energy", []AccuracyRow{{"a", 90, 1}, {"b", 91, 1}}, []int{1}, []int{1, -1}},
		{"a tie in both keeps the first", []AccuracyRow{{"a", 90, 1}, {"b", 90, 1}}, []int{0}, []int{-1, 0}},
		{"free", []AccuracyRow{{"a", 90, 0}, {"b", 91, 1}}, []int{0, 1}, []int{-1, -1}},
		{"negative scale", []AccuracyRow{{"a", -3, 1}, {"b", -5, 2}, {"c", -1, 3}}, []int{0, 2}, []int{-1, 0, -1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := CompareAccuracy(test.rows, 100)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(r.Front, test.front) || !slices.Equal(r.BeatenBy, test.beatenBy) {
				t.Errorf("got front %v, beaten by %v, want %v, %v", r.Front, r.BeatenBy, test.front, test.beatenBy)
			}
		})
	}
}

func TestAccuracySteps(t *testing.T) {
	r, err := CompareAccuracy([]AccuracyRow{{"small", 90, 1}, {"odd", 89, 5}, {"large", 92, 11}}, 50)
	if err != nil {
		t.Fatal(err)
	}
	want := []AccuracyStep{{From: 0, To: 2, Points: 2, Energy: 10, Grams: 500, GramsPerPoint: 250}}
	if !slices.Equal(r.Steps, want) {
		t.Errorf("got %+v, want %+v", r.Steps, want)
	}
}

// TestAccuracyFrontProperties: every row is on the front or beaten by one that is; along the front both rise; the order
// of the rows does not change which pairs of numbers are on it.
func TestAccuracyFrontProperties(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	for range 300 {
		rows := make([]AccuracyRow, random.Intn(30))
		for i := range rows {
			rows[i] = AccuracyRow{"x", float64(random.Intn(8)), KWh(random.Intn(8))} // few values, many ties
		}
		r, err := CompareAccuracy(rows, 475)
		if err != nil {
			t.Fatal(err)
		}
		assertFront(t, &r)
		shuffled := slices.Clone(rows)
		random.Shuffle(len(rows), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		s, _ := CompareAccuracy(shuffled, 475)
		for i := range r.Front {
			if s.Rows[s.Front[i]] != r.Rows[r.Front[i]] {
				t.Fatalf("front %v of %v differs after shuffling", r.Front, rows)
			}
		}
	}
}

func assertFront(t *testing.T, r *AccuracyReport) {
	t.Helper()
	for i, by := range r.BeatenBy {
		if by < 0 {
			if !slices.Contains(r.Front, i) {
				t.Fatalf("row %d is neither beaten nor on the front %v", i, r.Front)
			}
			continue
		}
		if !slices.Contains(r.Front, by) || r.Rows[by].Accuracy < r.Rows[i].Accuracy || r.Rows[by].Energy > r.Rows[i].Energy {
			t.Fatalf("row %d %+v is not beaten by %d %+v", i, r.Rows[i], by, r.Rows[by])
		}
	}
	if len(r.Steps) != max(0, len(r.Front)-1) {
		t.Fatalf("%d steps between %d rows", len(r.Steps), len(r.Front))
	}
	for _, s := range r.Steps {
		if !(s.Points > 0 && s.Energy > 0 && s.Grams >= 0 && s.GramsPerPoint >= 0) {
			t.Fatalf("step %+v does not rise", s)
		}
	}
}

func TestCompareAccuracyRefuses(t *testing.T) {
	for name, rows := range map[string][]AccuracyRow{"accuracy": {{"a", math.NaN(), 1}}, "energy": {{"a", 1, -1}}, "endless": {{"a", 1, KWh(math.Inf(1))}}} {
		var list FieldErrors
		if _, err := CompareAccuracy(rows, 100); !errors.As(err, &list) || !strings.HasPrefix(list[0].Field, "accuracy.rows[0].") {
			t.Errorf("%s: error %v, want one of the row", name, err)
		}
	}
	if _, err := CompareAccuracy(nil, -1); err == nil {
		t.Error("no error for a negative intensity")
	}
}

func TestParseAccuracy(t *testing.T) {
	one := []AccuracyRow{{"ResNet-50", 76.1, 12.5}}
	tests := []struct {
		name, text string
		want       []AccuracyRow
	}{
		{"commas", "ResNet-50, 76.1, 12.5", one},
		{"tabs", "ResNet-50\t76.1\t12.5\r\n", one},
		{"semicolons", "ResNet-50;76.1;12.5", one},
		{"percent", "ResNet-50,76.1 %,12.5", one},
		{"heading, comment and empty lines", "# mine\n\nlabel,accuracy,kwh\nResNet-50,76.1,12.5\n", one},
		{"without labels", "accuracy;kWh\n76.1;12.5\n78 ; 30", []AccuracyRow{{"line 2", 76.1, 12.5}, {"line 3", 78, 30}}},
		{"separator in the label", "a, b and c, 76.1, 12.5", []AccuracyRow{{"a, b and c", 76.1, 12.5}}},
		{"commas beside tabs", "a, b\t1\t2", []AccuracyRow{{"a, b", 1, 2}}},
		{"scientific", "a,1e-2,-0\nb,.5,3E2", []AccuracyRow{{"a", 0.01, 0}, {"b", 0.5, 300}}},
		{"nothing", " \n#x\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseAccuracy(test.text)
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestParseAccuracyRefuses(t *testing.T) {
	const good = "good,1,2\n"
	tests := []struct{ name, text, want string }{
		{"no energy", "a,1", `line 2: "a": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %`},
		{"one word", "abc", `line 2: "abc": a line has two or three cells; write label, accuracy, kWh, or accuracy, kWh`},
		{"accuracy", "a,high,2", `line 2: "high": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %`},
		{"energy", "a,1,2 kWh", `line 2: "2 kWh": energy is not a number; write kilowatt-hours as digits with a point, such as 12.5`},
		{"decimal comma", "a;91,2;3", `line 2: "91,2": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %`},
		{"infinite", "a,inf,2", `line 2: "inf": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %`},
		{"too large for a number", "a,1e999,2", `line 2: "1e999": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %`},
		{"a second heading", "label,accuracy,kwh", `line 2: "accuracy": accuracy is not a number; write digits with a point, such as 91.2 or 91.2 %`},
		{"negative energy", "a,1,-2", `line 2.kwh: "-2": energy is 0 to 1e12 kWh; write kilowatt-hours, such as 12.5`},
		{"no label", ",1,2", `line 2: ",1,2": the row has no label; write a name before the accuracy`},
		{"mixed scales", "a,91 %,2", `line 2: "91 %": some lines have a percent sign and some do not; write every accuracy the same way`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := ParseAccuracy(good + test.text)
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v\nwant  %s", err, test.want)
			}
			if len(rows) != 1 {
				t.Errorf("%d rows, want the good line's", len(rows))
			}
		})
	}
	if _, err := ParseAccuracy(strings.Repeat(good, maxAccuracyRows+1)); err == nil || !strings.Contains(err.Error(), "line 10001") {
		t.Errorf("error %v, want one of the first line too many", err)
	}
}

func TestAccuracyJSON(t *testing.T) {
	r, err := CompareAccuracy([]AccuracyRow{{"a <b>", 90, 1}, {"c", 89, 2}, {"d", 92, 3}}, 500)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(r.AppendJSON(nil), &got); err != nil {
		t.Fatalf("%v in %s", err, r.AppendJSON(nil))
	}
	const text = `{"g_per_kwh":500,"grid":{"g_per_kwh":{"low":500,"mid":500,"high":500},"code":null,"name":null,"scope":null,"source":"as given","url":null,"year":null},
		"formulas":{"kgco2e":"kwh × g_per_kwh ÷ 1000","g_per_point":"1000 × kgco2e ÷ points"},"takeaway":{"key":"accuracy.front","label":null,"share":0.6666666666666666,"least":null,"most":null,"ratio":null},"rows":[
		{"label":"a <b>","accuracy":90,"kwh":1,"kgco2e":0.5,"front":true,"beaten_by":null},
		{"label":"c","accuracy":89,"kwh":2,"kgco2e":1,"front":false,"beaten_by":0},
		{"label":"d","accuracy":92,"kwh":3,"kgco2e":1.5,"front":true,"beaten_by":null}],
		"front":[0,2],"steps":[{"from":0,"to":2,"points":2,"kwh":2,"kgco2e":1,"g_per_point":500}]}`
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %s", r.AppendJSON(nil))
	}
}

// FuzzParseAccuracy pastes anything. Every error names a line, a reason and a remedy, and the rows that are read can be
// compared and written.
func FuzzParseAccuracy(f *testing.F) {
	f.Add("label,accuracy,kwh\nResNet-50,76.1 %,12.5\nViT;88;1e3\n#\n")
	f.Add("a\t1\t2\nb,1,2\r\n,,,\n")
	f.Add("a,1e308,5e-324\nb,-1e308,1e308")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := ParseAccuracy(text)
		if err != nil {
			var list FieldErrors
			if !errors.As(err, &list) {
				t.Fatalf("error %v is not FieldErrors", err)
			}
			for _, e := range list {
				if !strings.HasPrefix(e.Field, "line ") || e.Reason == "" || e.Remedy == "" {
					t.Fatalf("error %+v does not say where, what and what to do", e)
				}
			}
		}
		for _, row := range rows {
			if row.Label == "" || strings.Contains(row.Label, "\n") {
				t.Fatalf("label %q", row.Label)
			}
		}
		r, err := CompareAccuracy(rows, 475)
		if err != nil {
			t.Fatalf("rows that were read are refused: %v", err)
		}
		assertFront(t, &r)
		if !json.Valid(r.AppendJSON(nil)) {
			t.Fatalf("not JSON: %s", r.AppendJSON(nil))
		}
	})
}

// TestAccuracyCall asks through the bridge: the grid of a scenario on the first line, the runs below.
func TestAccuracyCall(t *testing.T) {
	got := string(Call(Default(), "accuracy", "ci=100\na,70,1\nb,75,4"))
	for _, want := range []string{`{"ok":true,"unknown":[],"accuracy":{"g_per_kwh":100`, `"grid":{"g_per_kwh":{"low":100,"mid":100,"high":100},"code":null,"name":null,"scope":null,"source":"as given"`, `"g_per_point":60`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	s := Spec{Region: "gcp:europe-west1", GridYear: Some(2022.0)}
	r, err := AccuracyOn(Default(), &s, "a,70,1\nb,75,4")
	if err != nil {
		t.Fatal(err)
	}
	e := s
	e.EnergyKWh = Some(KWh(1))
	want, err := Estimate(Default(), &e)
	if err != nil || r.Grid != want.Grid || r.Grid.Year != 2022 || float64(r.Intensity) != want.Grid.Value.Mid {
		t.Errorf("on the grid %+v, an estimate there has %+v (%v)", r.Grid, want.Grid, err)
	}
	if bad := string(Call(Default(), "accuracy", "r=nowhere\na,70")); !strings.Contains(bad, `"field":"region"`) || !strings.Contains(bad, `"field":"line 1"`) {
		t.Errorf("faults of place and line: %s", bad)
	}
}
