package estimator

import (
	"encoding/json"
	"testing"
)

// TestBoAmps reads the report back: what the data model requires is there, in its units.
func TestBoAmps(t *testing.T) {
	type component struct {
		ComponentName, ComponentType string
		NbComponent, MemorySize      float64
		Share                        float64
	}
	type report struct {
		Task struct {
			TaskStage, TaskFamily string
			NbRequest             float64
			Algorithms            []map[string]any
			Dataset               []struct {
				DataUsage, DataType string
				DataQuantity        float64
			}
		}
		Measures []struct {
			MeasurementMethod                     string
			PowerConsumption, MeasurementDuration float64
		}
		Infrastructure struct {
			InfraType, CloudProvider string
			Components               []component
		}
		Environment *struct{ Country, Location string }
		Quality     string
	}
	for _, tt := range []struct {
		name, query            string
		stage, country, infra  string
		kWh, seconds, requests float64
		first                  component
		data                   float64 // tokens of the first data set
		quality                string
	}{
		{"a fine-tuning in a cloud", "hw=a100-sxm4-80gb&n=8&pw=400&h=10&host=0&par=7e9&tok=1e9&met=lora&prec=bf16&r=aws:eu-west-3", "finetuning", "France", "publicCloud",
			32, 36000, 0, component{"NVIDIA A100 SXM4 80GB", "gpu", 8, 80, 1}, 1e9, "high"},
		{"metered", "kwh=100&pue=2&r=US-TX", "training", "United States", "other", 100, 0, 0, component{"machine", "other", 1, 0, 1}, 0, "high"},
		{"requests nowhere", "qj=3.6&qin=50&qout=100&qd=1000&qdays=10&host=0", "inference", "", "other", 1, 0, 10000, component{"machine", "other", 1, 0, 1}, 50, "high"},
		{"a load that nobody gave", "hw=a100-sxm4-80gb&h=10&r=FR", "training", "France", "other", 0, 36000, 0, component{"NVIDIA A100 SXM4 80GB", "gpu", 1, 80, 1}, 0, "low"},
		{"a share of the memory", "mem=64&h=10&sh=25&r=FR", "training", "France", "other", 0, 36000, 0, component{"memory", "ram", 1, 64, 0.25}, 0, "low"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got report
			text := reportOf(t, tt.query, "").AppendBoAmps(nil)
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			country := ""
			if got.Environment != nil {
				country = got.Environment.Country
			}
			if got.Task.TaskStage != tt.stage || got.Task.TaskFamily == "" || len(got.Task.Algorithms) != 1 || got.Task.NbRequest != tt.requests ||
				country != tt.country || got.Infrastructure.InfraType != tt.infra || got.Quality != tt.quality {
				t.Errorf("want %s in %q, %s, of %s quality: %s", tt.stage, tt.country, tt.infra, tt.quality, text)
			}
			if m := got.Measures[0]; tt.kWh > 0 && !near(m.PowerConsumption, tt.kWh, 1e-12) || m.PowerConsumption <= 0 || m.MeasurementDuration != tt.seconds {
				t.Errorf("%v kWh in %v s, want %v kWh in %v s", m.PowerConsumption, m.MeasurementDuration, tt.kWh, tt.seconds)
			}
			if c := got.Infrastructure.Components[0]; c != tt.first {
				t.Errorf("component %+v, want %+v", c, tt.first)
			}
			if d := got.Task.Dataset[0]; d.DataQuantity != tt.data || d.DataUsage != "input" || (d.DataType == "token") != (tt.data > 0) {
				t.Errorf("data %+v, want %v tokens", d, tt.data)
			}
		})
	}
}
