package lab

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
)

// The answers of a real Prometheus are in package fleet's tests; these are about what goes wrong.

func TestNew(t *testing.T) {
	for _, bad := range []string{"", "prometheus:9090", "file:///x", "http://", "http://x/?query=up"} {
		if _, err := New(bad); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct {
		name, body string
		status     int
		want       string
	}{
		{"an error of Prometheus", `{"status":"error","error":"query timed out"}`, 503, "query timed out"},
		{"no access", "Unauthorized", 401, "401"},
		{"another server", "<html>", 200, "not that of a Prometheus"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			}))
			defer server.Close()
			c, err := New(strings.Replace(server.URL, "http://", "http://lab:secret@", 1))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Overview(t.Context(), time.Hour, time.Now()); err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// TestQuotes: an id cannot leave its quotes.
func TestQuotes(t *testing.T) {
	const id = `a"} or vector(1) or x{y="`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if q := r.PostFormValue("query"); strings.Contains(q, "run_id=") && !strings.Contains(q, `run_id="a\"} or vector(1) or x{y=\""}`) {
			t.Errorf("asked for %s", q)
		}
		fmt.Fprint(w, `{"status":"success","data":{"resultType":"matrix","result":[]}}`)
	}))
	defer server.Close()
	c, _ := New(server.URL)
	if _, err := c.Course(t.Context(), id, time.Hour, time.Now()); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
}

// TestCompose: joules count from the first moment, through a restart; a machine that is away keeps what it used.
func TestCompose(t *testing.T) {
	series := func(instance, kind string, values ...float64) *model.SampleStream {
		s := &model.SampleStream{Metric: model.Metric{"instance": model.LabelValue(instance), "kind": model.LabelValue(kind), "quality": "simulated"}}
		for i, v := range values {
			if v >= 0 {
				s.Values = append(s.Values, model.SamplePair{Timestamp: model.Time(1000 * i), Value: model.SampleValue(v)})
			}
		}
		return s
	}
	c := compose("r1", model.Matrix{series("n1", "gpu", 100, 150, 10, 30), series("n2", "gpu", 5, 6, -1, -1)},
		model.Matrix{series("n1", "gpu", 50, 50, 10, 20), series("n2", "gpu", 1, 1, -1, -1)}, time.Second)
	if len(c.Samples) != 4 || len(c.Header.Devices) != 2 || c.Header.Simulated == nil {
		t.Fatalf("%+v", c)
	}
	last := c.Samples[3]
	if *last.Totals.Joules != 81 || *last.Totals.Watts != 20 || *last.Devices[0].Joules != 80 || *last.Devices[1].Joules != 1 || last.Devices[1].Watts != nil || last.Devices[1].State != "absent" || last.Seconds != 3 {
		t.Errorf("%+v %+v", last, last.Devices)
	}
}
