package grid

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/sensor"
)

var yearly = carbon.Fixed{GramsPerKWh: 44, Source: carbon.Catalog, Place: "FR"}

// service is a stand-in for both services, as they answer.
func service(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hour := time.Now().UTC().Truncate(time.Hour)
		switch {
		case r.URL.Path == "/v3/carbon-intensity/history" && r.Header.Get("auth-token") != "secret":
			http.Error(w, `{"message":"Invalid auth-token"}`, http.StatusUnauthorized)
		case r.URL.Path == "/v3/carbon-intensity/history" && r.URL.Query().Get("zone") == "FR":
			json.NewEncoder(w).Encode(map[string]any{"zone": "FR", "history": []map[string]any{
				{"zone": "FR", "carbonIntensity": 61, "datetime": hour.Add(-time.Hour).Format("2006-01-02T15:04:05.000Z"), "emissionFactorType": "lifecycle"},
				{"zone": "FR", "carbonIntensity": 57, "datetime": hour.Format("2006-01-02T15:04:05.000Z"), "isEstimated": true},
				{"zone": "FR", "carbonIntensity": nil, "datetime": hour.Add(time.Hour).Format("2006-01-02T15:04:05.000Z")},
			}})
		case r.URL.Path == "/v3/carbon-intensity/history":
			fmt.Fprint(w, `{"zone":"XX","history":[{"carbonIntensity":99999,"datetime":"2026-01-01T00:00:00.000Z"}]}`)
		case strings.HasPrefix(r.URL.Path, "/intensity/"):
			half := time.Now().UTC().Truncate(30 * time.Minute)
			fmt.Fprintf(w, `{"data":[{"from":"%s","to":"%s","intensity":{"forecast":266,"actual":263,"index":"moderate"}},{"from":"%s","to":"%s","intensity":{"forecast":250,"actual":null,"index":"moderate"}}]}`,
				half.Add(-30*time.Minute).Format(minutes), half.Format(minutes), half.Format(minutes), half.Add(30*time.Minute).Format(minutes))
		case r.URL.Path == "/moved/v3/carbon-intensity/history":
			http.Redirect(w, r, "/v3/carbon-intensity/history?zone=FR", http.StatusFound)
		default:
			fmt.Fprint(w, "<html>")
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func TestSources(t *testing.T) {
	s := service(t)
	for _, test := range []struct {
		name   string
		source Source
		now    float64 // of this moment
		before float64 // of the value before that
		fault  string
	}{
		{"Electricity Maps", NewElectricityMaps(s.URL, "FR", "secret"), 57, 61, ""},
		{"with a wrong token", NewElectricityMaps(s.URL, "FR", "guess"), 0, 0, "token"},
		{"with a value that cannot be", NewElectricityMaps(s.URL, "XX", "secret"), 0, 0, "no grid intensity"},
		{"sent elsewhere", NewElectricityMaps(s.URL+"/moved", "FR", "secret"), 0, 0, "302"},
		{"the UK: a forecast until it is measured", NewUK(s.URL), 250, 263, ""},
		{"no service", NewUK(s.URL + "/nothing"), 0, 0, "not as expected"},
		{"no server", NewUK("http://127.0.0.1:9"), 0, 0, "refused"},
	} {
		t.Run(test.name, func(t *testing.T) {
			values, err := test.source.Values(t.Context())
			if test.fault != "" {
				if err == nil || !strings.Contains(err.Error(), test.fault) || strings.Contains(err.Error(), "secret") {
					t.Errorf("%v, %v", values, err)
				}
				return
			}
			v, ok := at(values, time.Now())
			if err != nil || !ok || float64(v.GramsPerKWh) != test.now || float64(values[0].GramsPerKWh) != test.before {
				t.Errorf("%v, %v", values, err)
			}
		})
	}
}

func TestParseHourly(t *testing.T) {
	values, err := ParseHourly("time,g_per_kwh\n2026-11-30T14:00:00Z,56.5\n\n2026-11-30T16:00:00+01:00, 60\r\n")
	if err != nil || len(values) != 2 || values[0].GramsPerKWh != 56.5 || values[1].From.UTC().Hour() != 15 {
		t.Errorf("%v, %v", values, err)
	}
	for text, want := range map[string]string{
		"":                          "no value",
		"time,g\n":                  "no value",
		"t,g\nyesterday,5\n":        "line 2",
		"2026-11-30T14:00:00Z\n":    "line 1",
		"2026-11-30T14:00:00Z,-1\n": "line 1",
		"2026-11-30T14:00:00Z,NaN":  "line 1",
		"2026-11-30T14:00:00Z,1e9":  "line 1",
	} {
		if values, err := ParseHourly(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", text, values, err, want)
		}
	}
}

func FuzzParseHourly(f *testing.F) {
	f.Add("time,g_per_kwh\n2026-11-30T14:00:00Z,56.5\n")
	f.Add("2026-11-30T14:00:00Z,1e308\n\n,,,")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := ParseHourly(text)
		if (err == nil) != (len(values) > 0) {
			t.Errorf("%d values, %v", len(values), err)
		}
		for _, v := range values {
			if check(v) != nil {
				t.Errorf("%v", v)
			}
		}
	})
}

// told is a source that a test speaks for.
type told struct {
	mu     sync.Mutex
	values []Value
	err    error
	asked  int
}

func (s *told) Values(context.Context) ([]Value, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.values, s.err
}

// say is what it tells from now on.
func (s *told) say(err error, values ...Value) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err, s.values = err, values
}

// TestFollower: the value of each moment, the fallback where there is none, and back; what it is shows in the status.
func TestFollower(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now().Truncate(time.Hour)
		source := &told{err: errors.New("no way there")}
		f := New("test", "FR", source, yearly, "", slog.New(slog.DiscardHandler))
		go f.Run(t.Context())
		expect := func(when string, grams float64, from carbon.Source, state sensor.State) {
			t.Helper()
			synctest.Wait()
			r, known := f.At(time.Now())
			if s := f.Status(); !known || float64(r.GramsPerKWh) != grams || r.Source != from || s.State != state || s.Detail == "" {
				t.Errorf("%s: %+v, %+v; want %g g/kWh of %s", when, r, s, grams, from)
			}
		}
		expect("nothing is told", 44, carbon.Catalog, sensor.Lost)
		source.say(nil, Value{start, start.Add(time.Hour), 57}, Value{start.Add(time.Hour), start.Add(2 * time.Hour), 61})
		time.Sleep(firstWait)
		expect("the first hour", 57, "test", sensor.OK)
		time.Sleep(time.Hour)
		expect("the second hour", 61, "test", sensor.OK)
		source.say(errors.New("no way there"))
		time.Sleep(2 * time.Hour)
		expect("late, within the grace", 61, "test", sensor.OK)
		time.Sleep(2 * time.Hour)
		expect("too late", 44, carbon.Catalog, sensor.Lost)
		now := time.Now().Truncate(time.Hour)
		source.say(nil, Value{now, now.Add(time.Hour), 70})
		time.Sleep(Pace)
		expect("there again", 70, "test", sensor.OK)
	})
}

// TestKept: a follower that starts again asks no more than it must, and believes no file of another place.
func TestKept(t *testing.T) {
	hour := time.Now().Truncate(time.Hour)
	source := &told{values: []Value{{hour, hour.Add(time.Hour), 57}, {hour.Add(time.Hour), hour.Add(2 * time.Hour), 61}}}
	cache := filepath.Join(t.TempDir(), "state", "grid.json")
	follow := func(place string) *Follower {
		f := New("test", place, source, yearly, cache, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // after the first round
		f.Run(ctx)
		return f
	}
	follow("FR")
	again := follow("FR")
	if r, _ := again.At(time.Now()); source.asked != 1 || r.GramsPerKWh != 57 || r.Source != "test" {
		t.Errorf("asked %d times, then %+v", source.asked, r)
	}
	follow("DE")
	if source.asked != 2 {
		t.Errorf("asked %d times: the kept values are of another place", source.asked)
	}
}

func TestFile(t *testing.T) {
	text := "time,g\n" + time.Now().UTC().Truncate(time.Hour).Format(time.RFC3339) + ",99\n"
	values, err := NewFile(func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }).Values(t.Context())
	if v, ok := at(values, time.Now()); err != nil || !ok || v.GramsPerKWh != 99 {
		t.Errorf("%v, %v", values, err)
	}
	if _, err := NewFile(func() (io.ReadCloser, error) { return nil, errors.New("gone") }).Values(t.Context()); err == nil {
		t.Error("no file is no error")
	}
}
