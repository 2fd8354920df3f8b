package metrics

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// BenchmarkScrape is one scrape of a server with eight GPUs, two packages and their memory, of which everything is
// told, packed as Prometheus asks for it.
//
//	go test -run '^$' -bench Scrape -benchmem ./probe/internal/metrics
func BenchmarkScrape(b *testing.B) {
	s := &shown{latest: &sampler.Snapshot{Seq: 1, Time: began, Self: &sampler.Self{}, Totals: sampler.Totals{Known: true}}}
	for i := range 12 {
		d, sample := full("device-" + string(rune('a'+i)))
		if i >= 8 { // a package tells no more than its energy and power
			d.Kind, sample.Utilization, sample.MemoryUsed, sample.MemoryTotal, sample.Temperature, sample.ClockMHz, sample.Throttle = sensor.CPU, nil, nil, nil, nil, nil, nil
		}
		s.devices, s.latest.Devices = append(s.devices, d), append(s.latest.Devices, sample)
	}
	h := NewHandler(s, Options{Version: "1", Build: "plain", Carbon: counted(s), Runs: jobs.Fixed{{ID: "r1"}}})
	scrape := func(encoding string) []byte {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.Bytes()
	}
	series, plain := 0, scrape("")
	for line := range bytes.Lines(plain) {
		if !bytes.HasPrefix(line, []byte("#")) {
			series++
		}
	}
	packed := 0
	for b.Loop() {
		packed = len(scrape("gzip"))
	}
	b.ReportMetric(float64(series), "series")
	b.ReportMetric(float64(len(plain))/1e3, "kB")
	b.ReportMetric(float64(packed)/1e3, "kB-packed")
}
