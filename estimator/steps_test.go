package estimator

import (
	"errors"
	"math"
	"math/rand"
	"slices"
	"testing"
)

func TestStepHours(t *testing.T) {
	tests := []struct {
		name  string
		steps Steps
		want  Range[Hours]
	}{
		{"one number", Steps{Seconds: Some(0.36), Count: Some(10000.0)}, Range[Hours]{0.9, 1, 1.1}},
		{"a range", Steps{Low: Some(0.3), High: Some(0.5), Count: Some(9000.0)}, Range[Hours]{0.75, 1, 1.25}},
		{"a range of one", Steps{Low: Some(0.36), High: Some(0.36), Count: Some(10000.0)}, Exactly(Hours(1))},
		{"epochs", Steps{Low: Some(1.0), High: Some(1.0), Epochs: Some(90.0), Samples: Some(1000.0), Batch: Some(250.0)}, Exactly(Hours(0.1))},
		{"a last batch that is not full", Steps{Low: Some(1.0), High: Some(1.0), Epochs: Some(3.0), Samples: Some(1001.0), Batch: Some(10.0)}, Exactly(Hours(303.0 / 3600))},
		{"batch above the data", Steps{Low: Some(1.0), High: Some(1.0), Epochs: Some(2.0), Samples: Some(10.0), Batch: Some(64.0)}, Exactly(Hours(2.0 / 3600))},
		{"half an epoch", Steps{Low: Some(1.0), High: Some(1.0), Epochs: Some(0.5), Samples: Some(1000.0), Batch: Some(10.0)}, Exactly(Hours(50.0 / 3600))},
		{"equal steps keep the floor", Steps{Measured: []float64{0.36, 0.36, 0.36}, Count: Some(10000.0)}, Range[Hours]{0.98, 1, 1.02}},
		{"one step is one number", Steps{Measured: []float64{0.36}, Count: Some(10000.0)}, Range[Hours]{0.9, 1, 1.1}},
		// 1, 2, 3 s: standard deviation 1, standard error 1/√3.
		{"two standard errors", Steps{Measured: []float64{40, 1, 2, 3}, WarmUp: Some(1.0), Count: Some(3600.0)}, Range[Hours]{Hours(max(1, 2-2/math.Sqrt(3))), 2, Hours(2 + 2/math.Sqrt(3))}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.steps.Hours()
			if err != nil {
				t.Fatal(err)
			}
			for i, pair := range [][2]Hours{{got.Low, test.want.Low}, {got.Mid, test.want.Mid}, {got.High, test.want.High}} {
				if !near(float64(pair[0]), float64(pair[1]), 1e-12) { // a few roundings
					t.Errorf("end %d: got %v h, want %v h", i, pair[0], pair[1])
				}
			}
		})
	}
}

// TestStepMeanInside: whatever was measured, the mean of the steps lies inside the range, the range is positive, and
// leaving the slow start out never makes the estimate longer.
func TestStepMeanInside(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for range 500 {
		times := make([]float64, 1+random.Intn(40))
		for i := range times {
			times[i] = math.Exp(random.NormFloat64())
		}
		slow := 1 + slices.Max(times)
		s := Steps{Measured: append([]float64{slow}, times...), WarmUp: Some(1.0), Count: Some(1000.0)}
		got, err := s.Mean()
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, v := range times {
			sum += v
		}
		mean := sum / float64(len(times))
		if !near(got.Mid, mean, 1e-12) || !(got.Low > 0 && got.Low < mean && mean < got.High) {
			t.Fatalf("range %v s does not hold the mean %v s of %v", got, mean, times)
		}
		s.WarmUp = Optional[float64]{}
		if all, _ := s.Mean(); all.Mid <= got.Mid {
			t.Fatalf("with the slow start %v s, without %v s", all.Mid, got.Mid)
		}
	}
}

func TestStepsRefuse(t *testing.T) {
	tests := []struct {
		name   string
		steps  Steps
		fields []string
	}{
		{"nothing", Steps{}, []string{"steps.seconds_per_step", "steps.count"}},
		{"two ways", Steps{Seconds: Some(1.0), Measured: []float64{1}, Count: Some(1.0)}, []string{"steps.seconds_per_step"}},
		{"half a range", Steps{Low: Some(1.0), Count: Some(1.0)}, []string{"steps.seconds_high"}},
		{"range upside down", Steps{Low: Some(2.0), High: Some(1.0), Count: Some(1.0)}, []string{"steps.seconds_low"}},
		{"all is warm-up", Steps{Measured: []float64{1, 2}, WarmUp: Some(2.0), Count: Some(1.0)}, []string{"steps.warm_up"}},
		{"negative warm-up", Steps{Measured: []float64{1, 2}, WarmUp: Some(-1.0), Count: Some(1.0)}, []string{"steps.warm_up"}},
		{"a step of no time", Steps{Measured: []float64{1, 0}, Count: Some(1.0)}, []string{"steps.measured[1]"}},
		{"not a number", Steps{Measured: []float64{math.NaN()}, Count: Some(1.0)}, []string{"steps.measured[0]"}},
		{"no batch", Steps{Seconds: Some(1.0), Epochs: Some(3.0), Samples: Some(10.0)}, []string{"steps.batch"}},
		{"steps and epochs", Steps{Seconds: Some(1.0), Count: Some(5.0), Epochs: Some(3.0)}, []string{"steps.count"}},
		{"negative seconds", Steps{Seconds: Some(-1.0), Count: Some(5.0)}, []string{"steps.seconds_per_step"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.steps.Hours()
			var list FieldErrors
			if !errors.As(err, &list) || len(list) != len(test.fields) {
				t.Fatalf("error %v, want those of %v", err, test.fields)
			}
			for i, e := range list {
				if e.Field != test.fields[i] || e.Remedy == "" {
					t.Errorf("error %+v, want one of %s with a remedy", e, test.fields[i])
				}
			}
		})
	}
}
