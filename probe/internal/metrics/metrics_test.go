package metrics

import (
	"context"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// shown is a source whose snapshot is made by the test.
type shown struct {
	devices []sensor.Device
	latest  *sampler.Snapshot
}

var began = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func (s *shown) Started() time.Time        { return began }
func (s *shown) Devices() []sensor.Device  { return s.devices }
func (s *shown) Latest() *sampler.Snapshot { return s.latest }
func (s *shown) Statuses() []sensor.Status {
	return []sensor.Status{{Family: "rapl", State: sensor.Denied}}
}
func (s *shown) Subscribe() (<-chan *sampler.Snapshot, func()) {
	c := make(chan *sampler.Snapshot, 1)
	if s.latest != nil {
		c <- s.latest
	}
	close(c)
	return c, func() {}
}

func some[T any](v T) *T { return &v }

// full is a device of which everything is told.
func full(id string) (sensor.Device, sampler.Sample) {
	return sensor.Device{ID: id, Name: "NVIDIA H100 80GB HBM3", Kind: sensor.GPU, Quality: sensor.Measured, Rated: 700},
		sampler.Sample{DeviceID: id, State: sensor.OK, Quality: sensor.Measured, Known: true, Joules: 1234.5, Missing: 3 * time.Second,
			Watts: some(estimator.Watts(321)), Idle: some(estimator.Watts(70)), AboveIdle: some(estimator.Joules(900)), AboveIdleOf: some(estimator.Joules(1200)),
			Error: some(estimator.Ratio(0.05)), Integral: some(estimator.Ratio(1.01)), Utilization: some(estimator.Ratio(0.8)),
			MemoryUsed: some(uint64(1 << 30)), MemoryTotal: some(uint64(80 << 30)), Temperature: some(61.0), ClockMHz: some(1980.0), Throttle: []string{"power limit"}}
}

func machine() *shown {
	d, s := full("gpu-GPU-1")
	bare := sensor.Device{ID: "cpu-package-0", Name: "package-0", Kind: sensor.CPU, Quality: sensor.Measured}
	return &shown{[]sensor.Device{d, bare}, &sampler.Snapshot{Seq: 7, Time: began.Add(time.Minute), Elapsed: time.Minute,
		Devices: []sampler.Sample{s, {DeviceID: bare.ID, State: sensor.Denied, Quality: sensor.Measured}},
		Totals:  sampler.Totals{Known: true, Joules: 1234.5, ByQuality: map[sensor.Quality]estimator.Joules{sensor.Measured: 1234.5}},
		Self:    &sampler.Self{CPU: 1500 * time.Millisecond, Resident: 20 << 20, Watts: some(estimator.Watts(0.5))}}}
}

func counted(s *shown) *carbon.Meter {
	m := carbon.NewMeter(carbon.Fixed{GramsPerKWh: 360, Source: carbon.Catalog, Place: "FR"}, 1.5, jobs.Fixed{{ID: "r1"}})
	m.Run(context.Background(), s)
	return m
}

func gather(t *testing.T, c prometheus.Collector) map[string]*dto.MetricFamily {
	t.Helper()
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(c)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*dto.MetricFamily{}
	for _, f := range families {
		found[f.GetName()] = f
	}
	return found
}

// value of the series with these labels, written name=value.
func value(f *dto.MetricFamily, labels ...string) (float64, bool) {
next:
	for _, m := range f.GetMetric() {
		for _, want := range labels {
			name, v, _ := strings.Cut(want, "=")
			has := false
			for _, l := range m.GetLabel() {
				has = has || l.GetName() == name && l.GetValue() == v
			}
			if !has {
				continue next
			}
		}
		return m.GetCounter().GetValue() + m.GetGauge().GetValue(), true
	}
	return math.NaN(), false
}

// TestValues: each value in its unit, under the contract's names and labels.
func TestValues(t *testing.T) {
	s := machine()
	got := gather(t, NewCollector(s, Options{Version: "1", Build: "plain", Carbon: counted(s), Runs: jobs.Fixed{{ID: "r1", Labels: []jobs.Label{{Name: "user", Value: "ada"}}}}}))
	gpu := []string{"device=gpu-GPU-1", "kind=gpu", "name=NVIDIA H100 80GB HBM3", "quality=measured"}
	for _, test := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"gramwatt_energy_joules_total", gpu, 1234.5},
		{"gramwatt_energy_above_idle_joules_total", gpu, 900},
		{"gramwatt_energy_missing_seconds_total", gpu, 3},
		{"gramwatt_energy_error_ratio", gpu, 0.05},
		{"gramwatt_power_watts", gpu, 321},
		{"gramwatt_idle_power_watts", gpu, 70},
		{"gramwatt_utilization_ratio", gpu, 0.8},
		{"gramwatt_memory_used_bytes", gpu, 1 << 30},
		{"gramwatt_memory_size_bytes", gpu, 80 << 30},
		{"gramwatt_temperature_celsius", gpu, 61},
		{"gramwatt_clock_hertz", gpu, 1.98e9},
		{"gramwatt_throttled", gpu, 1},
		{"gramwatt_co2e_grams_total", append(gpu, "source=catalog"), 1234.5 / 3.6e6 * 360 * 1.5},
		{"gramwatt_sensor_state", []string{"device=gpu-GPU-1", "state=ok"}, 1},
		{"gramwatt_sensor_state", []string{"device=gpu-GPU-1", "state=lost"}, 0},
		{"gramwatt_sensor_state", []string{"device=cpu-package-0", "state=denied"}, 1},
		{"gramwatt_sensor_family_info", []string{"family=rapl", "state=denied"}, 1},
		{"gramwatt_grid_intensity_grams_per_kwh", []string{"place=FR", "source=catalog"}, 360},
		{"gramwatt_pue_factor", nil, 1.5},
		{"gramwatt_run_info", []string{"run_id=r1", "user=ada"}, 1},
		{"gramwatt_run_energy_joules_total", []string{"run_id=r1", "quality=measured"}, 1234.5},
		{"gramwatt_run_co2e_grams_total", []string{"run_id=r1", "quality=measured", "source=catalog"}, 1234.5 / 3.6e6 * 360 * 1.5},
		{"gramwatt_build_info", []string{"version=1", "build=plain", "simulated=no"}, 1},
		{"gramwatt_samples_total", nil, 7},
		{"gramwatt_last_sample_timestamp_seconds", nil, float64(began.Unix() + 60)},
		{"gramwatt_self_cpu_seconds_total", nil, 1.5},
		{"gramwatt_self_resident_bytes", nil, 20 << 20},
		{"gramwatt_self_power_watts", nil, 0.5},
	} {
		if v, ok := value(got[test.name], test.labels...); !ok || math.Abs(v-test.want) > 1e-12*math.Abs(test.want) {
			t.Errorf("%s%v = %g (there: %v), want %g", test.name, test.labels, v, ok, test.want)
		}
	}
	for name := range got {
		if !strings.HasPrefix(name, "gramwatt_") {
			t.Errorf("%s is none of ours", name)
		}
	}
	if len(got) != len(Names()) {
		t.Errorf("%d names are exposed, %d are defined: the fixture tells everything", len(got), len(Names()))
	}
}

// TestUnknown: a device of which nothing is known has its state and no other series.
func TestUnknown(t *testing.T) {
	s := machine()
	got := gather(t, NewCollector(s, Options{Carbon: counted(s)}))
	for name, f := range got {
		if _, there := value(f, "device=cpu-package-0"); there && name != "gramwatt_sensor_state" {
			t.Errorf("%s is told of a device that was refused", name)
		}
	}
	if f := got["gramwatt_run_info"]; f != nil {
		t.Errorf("a run that nobody named: %v", f)
	}
	s.latest.Devices[0].Watts, s.latest.Self = some(estimator.Watts(math.NaN())), nil
	got = gather(t, NewCollector(s, Options{}))
	for _, name := range []string{"gramwatt_power_watts", "gramwatt_self_resident_bytes", "gramwatt_co2e_grams_total", "gramwatt_grid_intensity_grams_per_kwh"} {
		if got[name] != nil {
			t.Errorf("%s is told and not known", name)
		}
	}
	s.latest = nil
	if got = gather(t, NewCollector(s, Options{})); got["gramwatt_energy_joules_total"] != nil || got["gramwatt_build_info"] == nil {
		t.Errorf("before the first sample: %v", got)
	}
}

// TestSimulated: every series of a device that is made up says so.
func TestSimulated(t *testing.T) {
	s := machine()
	s.devices[0].Quality, s.latest.Devices[0].Quality = sensor.Simulated, sensor.Simulated
	got := gather(t, NewCollector(s, Options{Simulated: "h100x8", Carbon: counted(s)}))
	if _, ok := value(got["gramwatt_build_info"], "simulated=h100x8"); !ok {
		t.Error("the build info does not name the simulated machine")
	}
	for name, f := range got {
		_, of := value(f, "device=gpu-GPU-1")
		if _, says := value(f, "quality=simulated"); of && !says && name != "gramwatt_sensor_state" {
			t.Errorf("%s does not say that it is simulated", name)
		}
	}
}

// TestLint holds names, units and help to Prometheus's own rules.
func TestLint(t *testing.T) {
	s := machine()
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(NewCollector(s, Options{Version: "1", Build: "plain", Carbon: counted(s), Runs: jobs.Fixed{{ID: "r1"}}}))
	problems, err := testutil.GatherAndLint(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	for _, m := range Names() {
		for _, l := range m.Labels {
			if strings.Contains(l, "pid") || strings.Contains(l, "process") || l == "user" {
				t.Errorf("%s has the label %s", m.Name, l)
			}
		}
	}
}

// TestSeriesPerGPU counts what one more GPU of which everything is told costs.
func TestSeriesPerGPU(t *testing.T) {
	const most = 30
	count := func(gpus int) (n int) {
		s := &shown{latest: &sampler.Snapshot{Seq: 1, Time: began}}
		for i := range gpus {
			d, sample := full(string(rune('a' + i)))
			s.devices, s.latest.Devices = append(s.devices, d), append(s.latest.Devices, sample)
		}
		for _, f := range gather(t, NewCollector(s, Options{Carbon: counted(s), Runs: jobs.Fixed{{ID: "r1"}}})) {
			n += len(f.GetMetric())
		}
		return n
	}
	one, eight := count(1), count(8)
	if per := (eight - one) / 7; per > most || per*7 != eight-one {
		t.Errorf("%d series for each GPU, want at most %d", per, most)
	} else {
		t.Logf("%d series for each GPU, %d for a machine with eight", per, eight)
	}
}

// TestRuns: several runs have the columns of all, and energy that may belong to either names none.
func TestRuns(t *testing.T) {
	s := machine()
	runs := jobs.Fixed{{ID: "r1", Labels: []jobs.Label{{Name: "user", Value: "ada"}}}, {ID: "r2", Labels: []jobs.Label{{Name: "project", Value: "x"}}}}
	got := gather(t, NewCollector(s, Options{Runs: runs}))
	for _, labels := range [][]string{{"run_id=r1", "user=ada", "project="}, {"run_id=r2", "user=", "project=x"}} {
		if v, ok := value(got["gramwatt_run_info"], labels...); !ok || v != 1 {
			t.Errorf("no series with %v", labels)
		}
	}
	if got["gramwatt_energy_joules_total"].GetMetric()[0].GetCounter().GetExemplar() != nil {
		t.Error("an exemplar chooses one of two runs")
	}
}

// TestScrape asks as Prometheus does, in both formats.
func TestScrape(t *testing.T) {
	s := machine()
	server := httptest.NewServer(NewHandler(s, Options{Version: "1", Carbon: counted(s), Runs: jobs.Fixed{{ID: "r1"}}}))
	defer server.Close()
	ask := func(accept string) (string, string) {
		r, _ := http.NewRequest(http.MethodGet, server.URL, nil)
		r.Header.Set("Accept", accept)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.Header.Get("Content-Type"), string(body)
	}
	kind, body := ask("text/plain;version=0.0.4")
	if !strings.HasPrefix(kind, "text/plain") || strings.Contains(body, "# {") || !strings.Contains(body, "\ngramwatt_energy_joules_total{device=\"gpu-GPU-1\"") {
		t.Errorf("text: %s\n%s", kind, body)
	}
	kind, body = ask("application/openmetrics-text;version=1.0.0")
	if !strings.HasPrefix(kind, "application/openmetrics-text") || !strings.HasSuffix(body, "# EOF\n") || !strings.Contains(body, `1234.5 # {run_id="r1"} 1234.5 1.7`) {
		t.Errorf("OpenMetrics: %s\n%s", kind, body)
	}
}

// TestBadUTF8: a name of a device that is no text costs its letters, not the scrape.
func TestBadUTF8(t *testing.T) {
	s := machine()
	s.devices[0].Name = "GPU \xff\xfe"
	if _, ok := value(gather(t, NewCollector(s, Options{}))["gramwatt_energy_joules_total"], "name=GPU \uFFFD"); !ok {
		t.Error("the device is not told")
	}
}
