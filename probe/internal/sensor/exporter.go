package sensor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
)

// exporter reads another program's metrics over HTTP instead of sensors: dcgm-exporter, nvidia_gpu_exporter or
// node_exporter, so that a server that has one of them needs no second reader of its hardware.
type exporter struct {
	name    string // "from host:port"
	address string
	shown   string // the address without its password
	client  *http.Client
	catalog *estimator.Catalog
	ids     []string // of the devices that Open found, in order
	status  atomic.Pointer[Status]
}

// ErrAddress is wrapped by NewExporter for what is no address of metrics.
var ErrAddress = errors.New("no address of metrics")

// mostMetrics is the size of the largest answer that is read. Eight GPUs take 60 kB of dcgm-exporter, and a server with many
// disks and network devices some 500 kB of node_exporter.
const mostMetrics = 16 << 20

// NewExporter returns the family that reads an address such as http://127.0.0.1:9400/metrics. Without a path it is /metrics.
func NewExporter(address string, cat *estimator.Catalog) (Family, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("exporter: address %q: %w", address, ErrAddress)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/metrics"
	}
	e := &exporter{name: "from " + u.Host, address: u.String(), shown: u.Redacted(), catalog: cat,
		client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	e.say(Absent, "not opened yet", "")
	return e, nil
}

func (e *exporter) Name() string   { return e.name }
func (e *exporter) Status() Status { return *e.status.Load() }

func (e *exporter) Close() error {
	e.client.CloseIdleConnections()
	return nil
}

func (e *exporter) say(state State, detail, remedy string) {
	e.status.Store(&Status{Family: e.name, State: state, Detail: detail, Remedy: remedy})
}

// Period keeps power without a counter from being read too seldom.
func (e *exporter) Period() time.Duration { return gaugePeriod }

// Open asks once and lists the devices in the answer.
func (e *exporter) Open(ctx context.Context) ([]Device, error) {
	e.ids = nil
	found, _, err := e.ask(ctx)
	if err != nil {
		e.say(Absent, err.Error(), "curl "+e.shown+" on this machine says more")
		return nil, fmt.Errorf("%w: %w", err, ErrUnavailable)
	}
	if len(found) == 0 {
		const known = "known are those of dcgm-exporter, nvidia_gpu_exporter and node_exporter with its rapl collector"
		e.say(Absent, e.shown+" has no metrics of energy or power; "+known, "")
		return nil, fmt.Errorf("exporter: list devices of %q: none: %w", e.shown, ErrUnavailable)
	}
	devices := make([]Device, len(found))
	for i, f := range found {
		devices[i] = f.describe(e.shown, e.catalog)
		e.ids = append(e.ids, devices[i].ID)
	}
	e.say(OK, fmt.Sprintf("%s of %s, by %s", count(len(devices), "device"), e.shown, found[0].program), "")
	return devices, nil
}

// Read asks again. A device that is missing from the answer is lost; one that is new makes the caller open again.
func (e *exporter) Read(ctx context.Context) ([]Reading, error) {
	before := time.Now()
	found, after, err := e.ask(ctx)
	if err != nil {
		e.say(Lost, err.Error(), "curl "+e.shown+" on this machine says more")
		readings := make([]Reading, len(e.ids))
		for i, id := range e.ids {
			readings[i] = Reading{DeviceID: id, Before: before, After: time.Now(), State: Lost, Reason: err.Error()}
		}
		return readings, nil
	}
	readings := make([]Reading, 0, len(e.ids))
	for _, id := range e.ids {
		i := slices.IndexFunc(found, func(r remote) bool { return r.id == id })
		if i < 0 {
			readings = append(readings, Reading{DeviceID: id, Before: before, After: after, State: Lost, Reason: e.shown + " does not tell of it any more"})
			continue
		}
		readings = append(readings, found[i].reading(before, after))
	}
	for _, r := range found {
		if !slices.Contains(e.ids, r.id) {
			return nil, fmt.Errorf("exporter: read %q: there is %q: %w", e.shown, r.id, ErrChanged)
		}
	}
	e.say(OK, fmt.Sprintf("%s of %s, by %s", count(len(e.ids), "device"), e.shown, found[0].program), "")
	return readings, nil
}

// ask gets the metrics and reads them.
func (e *exporter) ask(ctx context.Context) ([]remote, time.Time, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.address, nil)
	if err != nil {
		return nil, time.Time{}, err
	}
	request.Header.Set("Accept", "text/plain;version=0.0.4")
	response, err := e.client.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // which does not repeat the address
		}
		return nil, time.Time{}, fmt.Errorf("%s does not answer: %w", e.shown, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, time.Time{}, fmt.Errorf("%s answers %s", e.shown, response.Status)
	}
	found, err := readMetrics(io.LimitReader(response.Body, mostMetrics))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("%s: %w", e.shown, err)
	}
	return found, time.Now(), nil
}
