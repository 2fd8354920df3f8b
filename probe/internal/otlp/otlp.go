// Package otlp sends the newest snapshot to an OpenTelemetry receiver, and the beginning and end of runs as events.
//
// It does so only when the standard variables OTEL_EXPORTER_OTLP_* name a receiver; they say all else too, such as
// headers, certificates, timeouts and the pace. The transport is http/protobuf. Names are those of the semantic
// conventions for hardware: hw.energy and hw.power of parts, which may be added up, and hw.host.energy and
// hw.host.power of what contains them, which are kept apart for that reason.
//
// A receiver that is slow or gone costs a line in the log. No sensor and no sample waits for it.
package otlp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// Source is what is sent: a sampler, or a recording that is played.
type Source interface {
	Devices() []sensor.Device
	Latest() *sampler.Snapshot
}

// Options say what a snapshot does not tell.
type Options struct {
	Boot      string // names this run of the probe
	Version   string
	Simulated string // name of the simulated hardware; empty when the hardware is real
	Carbon    *carbon.Meter
	Runs      *jobs.List
	Log       *slog.Logger
}

// Wish is what the environment asks for.
type Wish struct{ Metrics, Events bool }

// Wanted reads the standard variables. Nothing is sent without an endpoint. The error is estimator.FieldErrors.
func Wanted(getenv func(string) string) (Wish, error) {
	if strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true") {
		return Wish{}, nil
	}
	all := getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != ""
	w := Wish{
		Metrics: (all || getenv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") != "") && getenv("OTEL_METRICS_EXPORTER") != "none",
		Events:  (all || getenv("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT") != "") && getenv("OTEL_LOGS_EXPORTER") != "none",
	}
	for _, of := range []struct {
		name  string
		asked bool
	}{{"METRICS_", w.Metrics}, {"LOGS_", w.Events}} {
		name := "OTEL_EXPORTER_OTLP_" + of.name + "PROTOCOL"
		if getenv(name) == "" {
			name = "OTEL_EXPORTER_OTLP_PROTOCOL"
		}
		protocol := getenv(name)
		if of.asked && protocol != "" && protocol != "http/protobuf" {
			return Wish{}, estimator.FieldErrors{{Field: name, Value: protocol, Reason: "the probe speaks http/protobuf only",
				Remedy: "set it so, and the endpoint to the receiver's port for HTTP, usually 4318"}}
		}
	}
	return w, nil
}

// Sender sends until it is closed.
type Sender struct {
	metrics *sdkmetric.MeterProvider // nil without
	logs    *sdklog.LoggerProvider   // nil without
	events  *events                  // nil without
}

// Start begins to send what is wished for.
func Start(ctx context.Context, w Wish, s Source, o Options) (*Sender, error) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { o.Log.Warn("OpenTelemetry: not sent", "error", err) }))
	about, err := describe(ctx, o)
	if err != nil {
		return nil, err
	}
	sender := &Sender{}
	if w.Metrics {
		exporter, err := otlpmetrichttp.New(ctx)
		if err != nil {
			return nil, fmt.Errorf("otlp: metrics: %w", err)
		}
		sender.metrics = sdkmetric.NewMeterProvider(sdkmetric.WithResource(about), sdkmetric.WithReader(sdkmetric.NewPeriodicReader(exporter)))
		if err := observe(sender.metrics, s, o); err != nil {
			return nil, errors.Join(err, sender.Close(ctx))
		}
	}
	if w.Events {
		exporter, err := otlploghttp.New(ctx)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("otlp: events: %w", err), sender.Close(ctx))
		}
		sender.logs = sdklog.NewLoggerProvider(sdklog.WithResource(about), sdklog.WithProcessor(sdklog.NewBatchProcessor(exporter)))
		sender.events = newEvents(sender.logs, s)
		o.Runs.Follow(sender.events.tell)
	}
	return sender, nil
}

// describe is the resource: this service on this host. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, so that
// they win.
func describe(ctx context.Context, o Options) (*resource.Resource, error) {
	own := []attribute.KeyValue{
		attribute.String("service.name", "gramwatt"),
		attribute.String("service.version", o.Version),
		attribute.String("service.instance.id", o.Boot),
	}
	if o.Simulated != "" {
		own = append(own, attribute.String("gramwatt.simulated", o.Simulated))
	}
	about, err := resource.New(ctx, resource.WithHost(), resource.WithTelemetrySDK(), resource.WithAttributes(own...), resource.WithFromEnv())
	if err != nil && !errors.Is(err, resource.ErrPartialResource) {
		return nil, fmt.Errorf("otlp: describe this host: %w", err)
	}
	return about, nil
}

// closePatience is how long the last values may take: a command that was measured ends that much later at most.
const closePatience = 2 * time.Second

// Run sends until ctx ends, and then what is left. What still runs then ends with the probe.
func (s *Sender) Run(ctx context.Context) error {
	<-ctx.Done()
	if s.events != nil {
		s.events.end()
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
	defer cancel()
	return s.Close(last)
}

// Close sends what is left.
func (s *Sender) Close(ctx context.Context) error {
	var failed []error
	if s.metrics != nil {
		failed = append(failed, s.metrics.Shutdown(ctx))
	}
	if s.logs != nil {
		failed = append(failed, s.logs.Shutdown(ctx))
	}
	return errors.Join(failed...)
}
