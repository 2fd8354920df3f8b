// Package collector lets the receiver of the OpenTelemetry Collector take what a probe sends. It is a module of its own,
// so that the probe does not depend on the Collector.
package collector

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

const repository = "../../../.."

func TestReceived(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "gramwatt")
	build := exec.Command("go", "build", "-o", binary, "./probe")
	build.Dir = repository
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	metrics, logs := &consumertest.MetricsSink{}, &consumertest.LogsSink{}
	endpoint := receive(t, metrics, logs)
	run := exec.Command(binary, "run", "--demo", "h100x8", "--no-record", "--baseline", "0s", "--interval", "200ms", "--run-id", "train-9", "--label", "user=ada", "--", "sleep", "2")
	run.Env = append(os.Environ(), "OTEL_EXPORTER_OTLP_ENDPOINT=http://"+endpoint, "OTEL_METRIC_EXPORT_INTERVAL=500")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	checkMetrics(t, metrics.AllMetrics())
	var events []string
	for _, l := range logs.AllLogs() {
		for _, scope := range l.ResourceLogs().At(0).ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				id, _ := record.Attributes().Get("gramwatt.run.id")
				events = append(events, record.EventName()+" "+id.Str())
			}
		}
	}
	if len(events) != 2 || events[0] != "gramwatt.run.start train-9" || events[1] != "gramwatt.run.stop train-9" {
		t.Errorf("events %q", events)
	}
}

// receive runs the receiver as a collector does, with HTTP alone.
func receive(t *testing.T, metrics *consumertest.MetricsSink, logs *consumertest.LogsSink) (endpoint string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	endpoint = l.Addr().String()
	l.Close()
	factory := otlpreceiver.NewFactory()
	config := factory.CreateDefaultConfig()
	if err := confmap.NewFromStringMap(map[string]any{"protocols": map[string]any{"http": map[string]any{"endpoint": endpoint}}}).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	settings := receivertest.NewNopSettings(factory.Type())
	forMetrics, err := factory.CreateMetrics(t.Context(), settings, config, metrics)
	if err != nil {
		t.Fatal(err)
	}
	forLogs, err := factory.CreateLogs(t.Context(), settings, config, logs)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []component.Component{forMetrics, forLogs} { // one server behind both
		if err := r.Start(t.Context(), componenttest.NewNopHost()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Shutdown(context.Background()) })
	}
	return endpoint
}

// checkMetrics holds what was received to the conventions: energy of each part, as a sum that only grows.
func checkMetrics(t *testing.T, all []pmetric.Metrics) {
	t.Helper()
	joules, grams, parts := 0.0, 0.0, map[string]bool{}
	for _, metrics := range all {
		of := metrics.ResourceMetrics().At(0)
		if name, _ := of.Resource().Attributes().Get("service.name"); name.Str() != "gramwatt" {
			t.Errorf("service %q", name.Str())
		}
		for _, m := range of.ScopeMetrics().At(0).Metrics().All() {
			switch m.Name() {
			case "hw.energy":
				if m.Unit() != "J" || !m.Sum().IsMonotonic() || m.Sum().AggregationTemporality() != pmetric.AggregationTemporalityCumulative {
					t.Errorf("hw.energy is in %q, %v", m.Unit(), m.Sum().AggregationTemporality())
				}
				joules = 0
				for _, p := range m.Sum().DataPoints().All() {
					id, _ := p.Attributes().Get("hw.id")
					kind, _ := p.Attributes().Get("hw.type")
					parts[kind.Str()+" "+id.Str()] = true
					joules += p.DoubleValue()
				}
			case "gramwatt.co2e":
				grams = 0
				for _, p := range m.Sum().DataPoints().All() {
					grams += p.DoubleValue()
				}
			}
		}
	}
	if len(all) < 2 || len(parts) != 12 || !parts["gpu gpu-demo-7"] || !parts["cpu cpu-package-1"] || !parts["memory dram-package-0"] {
		t.Errorf("%d messages with the parts %v, want several with 8 GPUs, 2 packages and their memory", len(all), parts)
	}
	if joules <= 0 || grams <= 0 {
		t.Errorf("%g J and %g g in the last message", joules, grams)
	}
}
