package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hoursFile is a file of hourly values around now.
func hoursFile(t *testing.T, grams int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hours.csv")
	text := "time,g_per_kwh\n"
	for i := -1; i < 3; i++ {
		text += fmt.Sprintf("%s,%d\n", time.Now().UTC().Truncate(time.Hour).Add(time.Duration(i)*time.Hour).Format(time.RFC3339), grams)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestGridOverTime: grams are counted with the intensity of the moment and say whose it is.
func TestGridOverTime(t *testing.T) {
	s := startServe(t, "--demo", "h100x8", "--region", "FR", "--grid-source", hoursFile(t, 777))
	wanted(t, s, `gramwatt_grid_intensity_grams_per_kwh{place="FR",source="file"} 777`, `source="file"} `, `gramwatt_sensor_family_info{family="grid",state="ok"} 1`)
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for range 20 { // each tells what was counted up to the one before
		e := readSample(t, conn).Emissions
		if e == nil || e.Grams == 0 {
			continue
		}
		if e.GPerKWh == nil || *e.GPerKWh != 777 || e.Source != "file" || e.Place != "FR" || e.BySource["file"] <= 0 {
			t.Errorf("on the stream: %+v", e)
		}
		return
	}
	t.Error("the stream tells no emissions")
}

// TestGridFallsBack: a service that does not answer leaves the catalog's figure, and both show.
func TestGridFallsBack(t *testing.T) {
	asked := make(chan string, 100)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path + " " + r.Header.Get("auth-token")
		http.Error(w, "no", http.StatusServiceUnavailable)
	}))
	defer service.Close()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, "--demo", "h100x8", "--region", "FR", "--grid-source", "electricitymaps", "--grid-token-file", token, "--grid-url", service.URL)
	wanted(t, s, `place="FR",source="catalog"}`, `gramwatt_sensor_family_info{family="grid",state="lost"} 1`)
	if got := <-asked; got != "/v3/carbon-intensity/history secret" {
		t.Errorf("asked for %q", got)
	}
	if _, body, _ := s.get("/api/v1/devices"); !strings.Contains(body, "yearly figure") || strings.Contains(body, "secret") {
		t.Errorf("the page is told: %s", body)
	}
}

// wanted waits until the metrics have all these texts.
func wanted(t *testing.T, s *served, texts ...string) {
	t.Helper()
	missing, body := "", ""
	for range 100 {
		missing = ""
		_, body, _ = s.get("/metrics")
		for _, text := range texts {
			if !strings.Contains(body, text) {
				missing = text
			}
		}
		if missing == "" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s is not told in\n%s", missing, body)
}

// TestRunOverTime: the report counts with the mean by energy, and names whose intensity it was.
func TestRunOverTime(t *testing.T) {
	report := filepath.Join(t.TempDir(), "run.json")
	_, stderr, status := command(t, "", "run", "--demo", "h100x8", "--no-record", "--baseline", "500ms", "--interval", "100ms", "--region", "FR", "--grid-source", hoursFile(t, 777), "--json", report, "--", "sleep", "1")
	if status != 0 || !strings.Contains(stderr, "over time by file") {
		t.Fatalf("status %d: %s", status, stderr)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Settings struct {
			Grid float64 `json:"grid_g_per_kwh"`
			From string  `json:"grid_from"`
		}
	}
	if err := json.Unmarshal(text, &got); err != nil || got.Settings.From != "file" || got.Settings.Grid < 776.9 || got.Settings.Grid > 777.1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestGridFlags(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		flags []string
		want  string
	}{
		{[]string{"--grid-source", "nobody"}, "--grid-source"},
		{[]string{"--grid-source", empty}, "--grid-source"},
		{[]string{"--grid-source", "electricitymaps", "--region", "FR"}, "--grid-token-file"},
		{[]string{"--grid-source", "electricitymaps", "--grid-token-file", tokenFile(t)}, "--grid-zone"},
		{[]string{"--grid-zone", "DE"}, "--grid-source"},
		{[]string{"--grid-source", "uk", "--grid-url", "example.org"}, "--grid-url"},
	} {
		_, stderr, status := command(t, "", append([]string{"serve", "--no-open", "--no-record", "--listen", "127.0.0.1:0", "--demo", "laptop"}, test.flags...)...)
		if status != 2 || !strings.Contains(stderr, test.want) {
			t.Errorf("%v: status %d, %s", test.flags, status, stderr)
		}
	}
}
