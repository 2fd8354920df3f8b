//go:build !js

package estimator

import (
	"math"
	"testing"
	"time"
)

func TestNVIDIASensorFollowsTheTable(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name, capability string
		counter, average bool
		want             PowerSensor
	}{
		{"Tesla K80", "3.7", false, false, PowerSensor{0.05, 20 * ms, 20 * ms, 200 * ms}},
		{"Tesla V100-SXM2-16GB", "7.0", true, false, PowerSensor{0.05, 20 * ms, 10 * ms, 100 * ms}},
		{"Tesla T4", "7.5", false, false, PowerSensor{0.05, 100 * ms, 100 * ms, 0}},
		{"NVIDIA GeForce RTX 3090", "8.6", false, true, PowerSensor{0.05, 100 * ms, time.Second, time.Second}},
		{"NVIDIA A100-SXM4-80GB", "8.0", true, false, PowerSensor{0.05, 100 * ms, 25 * ms, 100 * ms}},
		{"NVIDIA H100 80GB HBM3", "9.0", false, false, PowerSensor{0.05, 100 * ms, 25 * ms, 0}},
		{"NVIDIA H100 80GB HBM3", "9.0", false, true, PowerSensor{0.05, 100 * ms, time.Second, time.Second}},
		{"NVIDIA GH200 480GB", "9.0", true, false, PowerSensor{0.05, 100 * ms, 20 * ms, 100 * ms}},
		{"a card of the future", "15.0", true, false, PowerSensor{0.05, 100 * ms, 20 * ms, 100 * ms}},
		{"nothing known", "", true, false, PowerSensor{0.05, 100 * ms, 20 * ms, 100 * ms}},
	} {
		if got := NVIDIASensor(tt.name, tt.capability, tt.counter, tt.average); got != tt.want {
			t.Errorf("%s, %s: got %+v, want %+v", tt.name, tt.capability, got, tt.want)
		}
	}
}

func TestErrorBand(t *testing.T) {
	h100 := NVIDIASensor("NVIDIA H100 80GB HBM3", "9.0", false, false)
	counter := NVIDIASensor("NVIDIA H100 80GB HBM3", "9.0", true, false)
	turing := NVIDIASensor("Tesla T4", "7.5", false, false)
	for _, tt := range []struct {
		name   string
		sensor PowerSensor
		span   time.Duration
		want   float64
	}{
		{"one look of a sensor that sees a quarter", h100, 100 * time.Millisecond, math.Hypot(0.05, 0.75)},
		{"less than one look is no better", h100, time.Millisecond, math.Hypot(0.05, 0.75)},
		{"a hundred looks", h100, 10 * time.Second, math.Hypot(0.05, 0.075)},
		{"a day leaves the board's own error", h100, 24 * time.Hour, 0.05},
		{"a counter's steps at both ends", counter, 10 * time.Second, math.Hypot(0.05, 0.075) + 0.02},
		{"a span within the steps says nothing", counter, 100 * time.Millisecond, 1},
		{"a sensor that looks all the time", turing, time.Second, 0.05},
		{"Intel's package", RAPLIntelPackage, time.Minute, 0.10 + 0.02/60},
		{"AMD's package", RAPLOtherPackage, time.Minute, 0.20 + 0.02/60},
		{"a counter over as little as 20 ms", RAPLIntelPackage, 20 * time.Millisecond, 1},
	} {
		got, ok := tt.sensor.Error(tt.span)
		if !ok || math.Abs(float64(got)-tt.want) > 1e-5 { // a day leaves 4e-6 of its looks
			t.Errorf("%s: got %v, %v; want %v", tt.name, got, ok, tt.want)
		}
	}
	if _, ok := (PowerSensor{}).Error(time.Hour); ok {
		t.Error("a sensor of which nothing is published has a band")
	}
	if _, ok := h100.Error(0); ok {
		t.Error("no time has a band")
	}
}

// TestErrorBandNarrows: more time never widens a band, none is below the steady error and none above the whole.
func TestErrorBandNarrows(t *testing.T) {
	for _, capability := range []string{"3.5", "6.1", "7.0", "7.5", "8.0", "8.6", "9.0", "12.0"} {
		for _, way := range []struct{ counter, average bool }{{true, false}, {false, true}, {false, false}} {
			s := NVIDIASensor("", capability, way.counter, way.average)
			last := Ratio(1)
			for span := time.Millisecond; span < 100*time.Hour; span = span * 3 / 2 {
				e, ok := s.Error(span)
				if !ok || e > last || e < s.Steady {
					t.Fatalf("%s %+v over %v: %v after %v", capability, way, span, e, last)
				}
				last = e
			}
			if short, _ := s.Error(time.Second); capability == "8.0" || capability == "9.0" {
				if long, _ := s.Error(time.Minute); short < 1.5*long {
					t.Errorf("%s %+v: %v over a second, %v over a minute", capability, way, short, long)
				}
			}
		}
	}
}

func TestErrorBandOfWhatIsPolled(t *testing.T) {
	instant, average := NVIDIASensor("", "9.0", false, false), NVIDIASensor("", "9.0", false, true)
	for _, tt := range []struct {
		name   string
		sensor PowerSensor
		poll   time.Duration
		want   float64 // over 100 s
	}{
		{"ten times a second, as it shows", instant, 100 * time.Millisecond, math.Hypot(0.05, 0.75/math.Sqrt(1000))},
		{"more often shows no more", instant, time.Millisecond, math.Hypot(0.05, 0.75/math.Sqrt(1000))},
		{"once a second shows a fortieth", instant, time.Second, math.Hypot(0.05, 0.975/10)},
		{"the average of a second, once a second", average, time.Second, 0.05 + 0.02},
		{"the average of a second, every ten", average, 10 * time.Second, math.Hypot(0.05, 0.9/math.Sqrt(10)) + 0.02},
	} {
		if got, ok := tt.sensor.Polled(tt.poll).Error(100 * time.Second); !ok || math.Abs(float64(got)-tt.want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if got := (PowerSensor{}).Polled(time.Second); got != (PowerSensor{}) {
		t.Errorf("a sensor of which nothing is published: %+v", got)
	}
}

func TestAveragedPower(t *testing.T) {
	for capability, want := range map[string][2]bool{
		"7.0": {false, true}, "7.5": {false, true}, "8.0": {false, true}, "8.6": {true, true}, "8.9": {true, true},
		"9.0": {true, true}, "12.0": {true, true}, "": {}, "9": {}, "[N/A]": {},
	} {
		if average, ok := AveragedPower(capability); average != want[0] || ok != want[1] {
			t.Errorf("%q: got %v, %v; want %v", capability, average, ok, want)
		}
	}
}

func TestCPUModelError(t *testing.T) {
	for _, load := range []Ratio{0, 0.1, 0.5, 1} {
		band := CPUModel(200, load)
		got, ok := CPUModelError(200, band.Mid)
		width := 2 * float64(got) * float64(band.Mid)
		if want := float64(band.High - band.Low); !ok || math.Abs(width-want) > 1e-9 {
			t.Errorf("at %v: a width of %v W, the model says %v W", load, width, want)
		}
	}
	if _, ok := CPUModelError(0, 10); ok {
		t.Error("a CPU without a rated power has a band")
	}
	if _, ok := CPUModelError(200, Watts(math.NaN())); ok {
		t.Error("no power has a band")
	}
}
