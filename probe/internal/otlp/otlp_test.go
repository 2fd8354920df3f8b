package otlp

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	logs "go.opentelemetry.io/proto/otlp/collector/logs/v1"
	metrics "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	wire "go.opentelemetry.io/proto/otlp/metrics/v1"
	"google.golang.org/protobuf/proto"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

func TestWanted(t *testing.T) {
	for _, test := range []struct {
		name string
		env  map[string]string
		want Wish
		bad  string
	}{
		{name: "nothing is sent unasked"},
		{"one endpoint for all", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"}, Wish{true, true}, ""},
		{"metrics", map[string]string{"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "http://x"}, Wish{Metrics: true}, ""},
		{"events", map[string]string{"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "http://x"}, Wish{Events: true}, ""},
		{"all but events", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_LOGS_EXPORTER": "none"}, Wish{Metrics: true}, ""},
		{"switched off", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_SDK_DISABLED": "true"}, Wish{}, ""},
		{"gRPC", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, Wish{}, "OTEL_EXPORTER_OTLP_PROTOCOL"},
		{"gRPC for metrics", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL": "grpc"}, Wish{}, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"},
		{"gRPC of other programs", map[string]string{"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, Wish{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Wanted(func(name string) string { return test.env[name] })
			if got != test.want || (err != nil) != (test.bad != "") || err != nil && !strings.Contains(err.Error(), test.bad) {
				t.Errorf("%+v, %v; want %+v, fault of %q", got, err, test.want, test.bad)
			}
		})
	}
}

// receiver takes what is sent, as the protocol's own types.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	values   map[string]float64 // by name and attributes; the last of each
	resource map[string]string
	events   []event
}

type event struct {
	name string
	of   map[string]string
}

func listen(t *testing.T) *receiver {
	r := &receiver{values: map[string]float64{}, resource: map[string]string{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		switch q.URL.Path {
		case "/v1/metrics":
			var got metrics.ExportMetricsServiceRequest
			if err := proto.Unmarshal(body, &got); err != nil {
				t.Error(err)
			}
			r.takeMetrics(&got)
		case "/v1/logs":
			var got logs.ExportLogsServiceRequest
			if err := proto.Unmarshal(body, &got); err != nil {
				t.Error(err)
			}
			for _, record := range got.ResourceLogs[0].ScopeLogs[0].LogRecords {
				r.events = append(r.events, event{record.EventName, texts(record.Attributes)})
			}
		default:
			t.Errorf("%s is asked for", q.URL)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) takeMetrics(got *metrics.ExportMetricsServiceRequest) {
	for _, of := range got.ResourceMetrics {
		r.resource = texts(of.Resource.Attributes)
		for _, scope := range of.ScopeMetrics {
			for _, m := range scope.Metrics {
				points := append(m.GetGauge().GetDataPoints(), m.GetSum().GetDataPoints()...)
				for _, p := range points {
					r.values[key(m.Name, m.Unit, p.Attributes)] = p.GetAsDouble() + float64(p.GetAsInt())
				}
				if sum := m.GetSum(); sum != nil && sum.AggregationTemporality != wire.AggregationTemporality_AGGREGATION_TEMPORALITY_CUMULATIVE {
					r.values[m.Name+" is no running sum"] = 1
				}
			}
		}
	}
}

func key(name, unit string, attributes []*common.KeyValue) string {
	of := texts(attributes)
	parts := []string{name + "[" + unit + "]"}
	for _, k := range slices.Sorted(maps.Keys(of)) {
		parts = append(parts, k+"="+of[k])
	}
	return strings.Join(parts, " ")
}

func texts(attributes []*common.KeyValue) map[string]string {
	of := map[string]string{}
	for _, a := range attributes {
		if _, text := a.Value.Value.(*common.AnyValue_StringValue); text {
			of[a.Key] = a.Value.GetStringValue()
		} else {
			of[a.Key] = a.Value.String()
		}
	}
	return of
}

// machine has a GPU, a processor that is refused, and a battery that feeds all.
type machine struct{ latest *sampler.Snapshot }

func some[T any](v T) *T { return &v }

func newMachine() *machine {
	return &machine{&sampler.Snapshot{Seq: 1, Time: time.Now(), Devices: []sampler.Sample{
		{DeviceID: "gpu-1", State: sensor.OK, Known: true, Joules: 1234.5, Watts: some(estimator.Watts(321)), Utilization: some(estimator.Ratio(0.5)),
			MemoryUsed: some(uint64(1 << 30)), MemoryTotal: some(uint64(1 << 36)), Temperature: some(61.0)},
		{DeviceID: "cpu-package-0", State: sensor.Denied, Watts: some(estimator.Watts(math.NaN()))},
		{DeviceID: "battery", State: sensor.OK, Known: true, Joules: 5000, Watts: some(estimator.Watts(400))},
	}, Totals: sampler.Totals{Known: true, Joules: 1234.5}}}
}

func (*machine) Devices() []sensor.Device {
	return []sensor.Device{
		{ID: "gpu-1", Name: "NVIDIA H100", Kind: sensor.GPU, Quality: sensor.Measured},
		{ID: "cpu-package-0", Name: "package-0", Kind: sensor.CPU, Quality: sensor.Measured},
		{ID: "battery", Name: "Battery", Kind: sensor.Platform, Quality: sensor.Measured},
	}
}
func (m *machine) Latest() *sampler.Snapshot { return m.latest }
func (m *machine) Subscribe() (<-chan *sampler.Snapshot, func()) {
	c := make(chan *sampler.Snapshot, 1)
	c <- m.latest
	close(c)
	return c, func() {}
}

func running(runs ...jobs.Run) *jobs.List {
	l := &jobs.List{}
	for _, r := range runs {
		l.Add(r)
	}
	return l
}

func (m *machine) options(runs *jobs.List) Options {
	meter := carbon.NewMeter(carbon.Fixed{GramsPerKWh: 360, Source: carbon.Catalog, Place: "FR"}, 1, runs)
	meter.Run(context.Background(), m)
	return Options{Boot: "b", Version: "1", Simulated: "h100x8", Carbon: meter, Runs: runs, Log: slog.New(slog.DiscardHandler)}
}

// TestSent: each value in its unit under the name of the conventions; what contains the others has a name of its own, and
// what is unknown is not sent. A run has its beginning and its end.
func TestSent(t *testing.T) {
	r := listen(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", r.URL)
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "cluster=north")
	m := newMachine()
	s, err := Start(t.Context(), Wish{true, true}, m, m.options(running(jobs.Run{ID: "train-1", Labels: []jobs.Label{{Name: "user", Value: "ada"}}})))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := s.Run(ctx); err != nil { // sends once at its end
		t.Fatal(err)
	}
	const gpu = " gramwatt.quality=measured hw.id=gpu-1 hw.name=NVIDIA H100"
	for name, want := range map[string]float64{
		"hw.energy[J]" + gpu + " hw.type=gpu":                                                                            1234.5,
		"hw.power[W]" + gpu + " hw.type=gpu":                                                                             321,
		"hw.gpu.utilization[1]" + gpu + " hw.type=gpu":                                                                   0.5,
		"hw.gpu.memory.usage[By]" + gpu + " hw.type=gpu":                                                                 1 << 30,
		"hw.gpu.memory.limit[By]" + gpu + " hw.type=gpu":                                                                 1 << 36,
		"hw.temperature[Cel] hw.id=gpu-1-temperature hw.name=NVIDIA H100 hw.parent=gpu-1":                                61,
		"gramwatt.co2e[g] gramwatt.quality=measured gramwatt.source=catalog hw.id=gpu-1 hw.name=NVIDIA H100 hw.type=gpu": 0.12345,
		"hw.status[1] gramwatt.quality=measured hw.id=cpu-package-0 hw.name=package-0 hw.state=failed hw.type=cpu":       1,
		"hw.status[1] gramwatt.quality=measured hw.id=cpu-package-0 hw.name=package-0 hw.state=ok hw.type=cpu":           0,
		"hw.host.energy[J] gramwatt.quality=measured hw.id=battery hw.name=Battery":                                      5000,
		"hw.host.power[W] gramwatt.quality=measured hw.id=battery hw.name=Battery":                                       400,
	} {
		if got, sent := r.values[name]; !sent || math.Abs(got-want) > 1e-9*math.Abs(want) {
			t.Errorf("%s = %g (sent: %v), want %g", name, got, sent, want)
		}
	}
	for name := range r.values {
		if strings.HasPrefix(name, "hw.energy") && !strings.Contains(name, "gpu-1") || strings.HasPrefix(name, "hw.power") && !strings.Contains(name, "gpu-1") || strings.HasSuffix(name, "no running sum") {
			t.Errorf("%s is sent", name)
		}
	}
	for name, want := range map[string]string{"service.name": "gramwatt", "service.instance.id": "b", "gramwatt.simulated": "h100x8", "cluster": "north"} {
		if r.resource[name] != want {
			t.Errorf("resource: %s is %q, want %q", name, r.resource[name], want)
		}
	}
	if r.resource["host.name"] == "" {
		t.Error("resource: no host is named")
	}
	if len(r.events) != 2 || r.events[0].name != RunStarted || r.events[1].name != RunStopped {
		t.Fatalf("events %+v", r.events)
	}
	for _, e := range r.events {
		if e.of["gramwatt.run.id"] != "train-1" || e.of["gramwatt.run.label.user"] != "ada" {
			t.Errorf("event of %v", e.of)
		}
	}
}

// TestEventsFollowTheList: a run is told when it comes and when it goes, with what the machine used meanwhile.
func TestEventsFollowTheList(t *testing.T) {
	r := listen(t)
	t.Setenv("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", r.URL+"/v1/logs")
	m, l := newMachine(), &jobs.List{}
	s, err := Start(t.Context(), Wish{Events: true}, m, m.options(l))
	if err != nil {
		t.Fatal(err)
	}
	l.Add(jobs.Run{ID: "a"})
	m.latest = &sampler.Snapshot{Totals: sampler.Totals{Known: true, Joules: 1300}}
	l.Add(jobs.Run{ID: "b"})
	l.Remove("a")
	l.Remove("b")
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range r.events {
		told = append(told, e.name+" "+e.of["gramwatt.run.id"]+" "+e.of["gramwatt.run.energy_joules"])
	}
	want := []string{RunStarted + " a ", RunStarted + " b ", RunStopped + " a double_value:65.5", RunStopped + " b double_value:0"}
	if !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
}

// TestNobodyListens: a receiver that is gone costs an error at the end, and no more than the patience.
func TestNobodyListens(t *testing.T) {
	r := listen(t)
	r.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", r.URL)
	m := newMachine()
	s, err := Start(t.Context(), Wish{true, true}, m, m.options(running()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	begun := time.Now()
	if err := s.Run(ctx); err == nil {
		t.Error("nothing was received, and no error is told")
	}
	if took := time.Since(begun); took > closePatience+5*time.Second {
		t.Errorf("it took %s", took)
	}
}
