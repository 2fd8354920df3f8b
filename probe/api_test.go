package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gramwatt/estimator"
)

func post(contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/api/v1/estimate", strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	answerEstimate(estimator.Default()).ServeHTTP(w, r)
	return w
}

func TestPostEstimate(t *testing.T) {
	tests := []struct {
		name, kind, body string
		status           int
		want             []string
	}{
		{"scenario", "application/json; charset=utf-8", `{"energy_kwh": 10, "grid_g_per_kwh": 100, "pue": 1}`, 200, []string{`"ok":true`, `"unknown":[]`, `"total_kgco2e":{"low":1,"mid":1,"high":1}`}},
		{"link", "text/plain", "kwh=10&ci=100&pue=1&zz=1", 200, []string{`"unknown":["zz"]`, `"mid":1`}},
		{"faults of a link", "text/plain", "kwh=x&pue=0.9", 400, []string{`"ok":false`, `"field":"energy_kwh"`, `"key":"kwh"`, `"value":"0.9"`}},
		{"faults of a scenario", "application/json", `{"energy_kwh": -1, "pue": "x"}`, 400, []string{`"field":"energy_kwh"`, `"field":"pue"`, `"remedy":"`}},
		{"no JSON", "application/json", `kwh=1`, 400, []string{`"ok":false`, `"field":"scenario"`}},
		{"form", "application/x-www-form-urlencoded", "kwh=1", 415, []string{`"field":"Content-Type"`, "text/plain"}},
		{"no type", "", "kwh=1", 415, []string{`"ok":false`}},
		{"too long", "text/plain", strings.Repeat("x", maxScenario+1), 413, []string{`"ok":false`, "64 KiB"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := post(test.kind, test.body)
			if w.Code != test.status || w.Header().Get("Content-Type") != "application/json" || !json.Valid(w.Body.Bytes()) {
				t.Errorf("%d %s %.300s, want %d", w.Code, w.Header().Get("Content-Type"), w.Body, test.status)
			}
			for _, want := range test.want {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("no %s in %.600s", want, w.Body)
				}
			}
		})
	}
}

// TestPostEqualsTheEngine compares the answer over HTTP with the engine of the page, byte for byte.
func TestPostEqualsTheEngine(t *testing.T) {
	for _, link := range []string{estimator.DefaultQuery, "kwh=433196&ci=57&pue=1", "hw=h100-sxm5-80gb&n=16&h=100&r=CA-QC&zz=1"} {
		if got, want := post("text/plain", link).Body.Bytes(), estimator.Call(estimator.Default(), "estimate", link); !bytes.Equal(got, want) {
			t.Errorf("%s:\nHTTP   %.300s\nengine %.300s", link, got, want)
		}
	}
}

// FuzzPostEstimate sees that whatever arrives is answered with JSON, as 200 with a result or as 400 with errors.
func FuzzPostEstimate(f *testing.F) {
	for _, seed := range []string{estimator.DefaultQuery, "kwh=1e308&x=1e6", "%", "hw.64=x&n.65=1", `{"accelerators":[{"id":"x"}]}`, `{"hours":1e999}`, `[`, "\xff\x00"} {
		f.Add(true, seed)
		f.Add(false, seed)
	}
	f.Fuzz(func(t *testing.T, link bool, body string) {
		kind := "application/json"
		if link {
			kind = "text/plain"
		}
		w := post(kind, body)
		var answer struct {
			OK     bool
			Result *struct {
				Total *struct{ Low, Mid, High float64 } `json:"total_kgco2e"`
			}
			Errors []struct{ Field, Reason string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%q: %v in %s", body, err, w.Body)
		}
		switch {
		case w.Code == http.StatusOK && answer.OK && answer.Result != nil && answer.Result.Total != nil:
			if r := answer.Result.Total; r.Low > r.Mid || r.Mid > r.High || r.Low < 0 {
				t.Errorf("%q: total %v to %v to %v", body, r.Low, r.Mid, r.High)
			}
		case w.Code >= 400 && !answer.OK && len(answer.Errors) > 0 && answer.Errors[0].Reason != "":
		default:
			t.Errorf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}

// FuzzFlags sees that the flags of estimate refuse or accept, and never crash.
func FuzzFlags(f *testing.F) {
	f.Add("h100-sxm5-80gb", "8", "1", "FR", "1.2")
	f.Add("", "NaN", "-1", "aws:", "0x1p4")
	f.Add("-", "1e400", "1_000", "\x00", "+Inf")
	f.Fuzz(func(t *testing.T, accelerator, count, hours, region, pue string) {
		var out, err bytes.Buffer
		status := execute(t.Context(), []string{"gramwatt", "estimate", "--json", "--accelerator=" + accelerator, "--count=" + count,
			"--hours=" + hours, "--region=" + region, "--pue=" + pue}, strings.NewReader(""), &out, &err)
		switch {
		case status == statusDone && json.Valid(out.Bytes()):
		case status == statusUsage && err.Len() > 0 && out.Len() == 0:
		default:
			t.Errorf("%q %q %q %q %q: status %d\n%s\n%s", accelerator, count, hours, region, pue, status, out.String(), err.String())
		}
	})
}
