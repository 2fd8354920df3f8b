package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"golang.org/x/crypto/bcrypt"

	"gramwatt/probe/internal/metrics"
)

// scraped is what a probe tells, by the name of a series with its labels.
func scraped(t *testing.T, text string) map[string]float64 {
	t.Helper()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	found := map[string]float64{}
	for name, f := range families {
		for _, m := range f.GetMetric() {
			key := name
			for _, l := range m.GetLabel() {
				key += fmt.Sprintf(" %s=%s", l.GetName(), l.GetValue())
			}
			found[key] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	return found
}

// TestMetrics scrapes a served probe twice: counters go on, everything made up says so, the run has its labels.
func TestMetrics(t *testing.T) {
	s := startServe(t, "--demo", "h100x8", "--region", "FR", "--pue", "1.2", "--run-id", "train-7", "--label", "user=ada", "--label", "project=x")
	scrape := func() map[string]float64 {
		t.Helper()
		for range 100 {
			status, body, header := s.get("/metrics")
			if status != 200 || header.Get("Cache-Control") != "no-store" || header.Get("Content-Security-Policy") == "" {
				t.Fatalf("/metrics: %d %v", status, header)
			}
			if strings.Contains(body, "gramwatt_co2e_grams_total{") {
				return scraped(t, body)
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatal("no grams are told")
		return nil
	}
	first := scrape()
	time.Sleep(300 * time.Millisecond)
	second := scrape()
	gpus := 0
	for key, v := range first {
		if strings.HasPrefix(key, "gramwatt_energy_joules_total ") {
			if strings.Contains(key, "kind=gpu") {
				gpus++
			}
			if after, there := second[key]; !there || after < v || !strings.Contains(key, "quality=simulated") {
				t.Errorf("%s: %g, then %g (there: %v)", key, v, after, there)
			}
			grams := strings.Replace(key, "gramwatt_energy_joules_total", "gramwatt_co2e_grams_total", 1) + " source=catalog"
			if g := second[grams]; second[key] > 0 && g <= 0 {
				t.Errorf("%s: %g g for %g J", grams, g, second[key])
			}
		}
	}
	if gpus != 8 {
		t.Errorf("%d GPUs in %v", gpus, first)
	}
	for _, key := range []string{"gramwatt_run_info project=x run_id=train-7 user=ada", "gramwatt_pue_factor"} {
		if second[key] == 0 {
			t.Errorf("%s is not told", key)
		}
	}
	if second["gramwatt_samples_total"] <= first["gramwatt_samples_total"] {
		t.Error("no sample between two scrapes")
	}
}

// TestWhoGetsMetrics is the part of the table of answers that is about /metrics.
func TestWhoGetsMetrics(t *testing.T) {
	s := startServe(t, "--token-file", tokenFile(t))
	tests := []struct {
		name   string
		host   string
		header http.Header
		want   int
	}{
		{name: "a scraper on this machine", want: 200},
		{name: "with the token", header: http.Header{"Authorization": {"Bearer 0123456789abcdef0123"}}, want: 200},
		{name: "with a wrong one", header: http.Header{"Authorization": {"Bearer 0123456789abcdef0124"}}, want: 401},
		{name: "rebinding", host: "evil.example", want: 403},
		{name: "a script of another page", header: http.Header{"Origin": {"https://other.site"}}, want: 403},
		{name: "an image of another page", header: http.Header{"Sec-Fetch-Site": {"cross-site"}}, want: 403},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, _ := http.NewRequest(http.MethodGet, s.url+"metrics", nil)
			r.Host = test.host
			for k, v := range test.header {
				r.Header[k] = v
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != test.want || response.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("got %d %v, want %d", response.StatusCode, response.Header, test.want)
			}
		})
	}
	if r, err := http.Post(s.url+"metrics", "text/plain", nil); err != nil || r.StatusCode != 405 {
		t.Errorf("POST: %v, %v", r, err)
	}
}

// webConfigFile writes a web configuration, with the bcrypt hash of "secret" for the user "lab".
func webConfigFile(t *testing.T, more string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte("secret"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "web.yml")
	if err := os.WriteFile(path, []byte(more+"basic_auth_users:\n  lab: "+string(hash)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWebConfig: TLS and passwords as every exporter has them. With them, a probe may be reached from other machines.
func TestWebConfig(t *testing.T) {
	cert, key, pool := selfSigned(t)
	s := startServe(t, "--listen", "0.0.0.0:0", "--web-config", webConfigFile(t, fmt.Sprintf("tls_server_config:\n  cert_file: %s\n  key_file: %s\n", cert, key)))
	if !strings.HasPrefix(s.url, "https://127.0.0.1:") {
		t.Fatalf("address %s, want https", s.url)
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	for _, test := range []struct {
		user, password, host string
		want                 int
	}{{"lab", "secret", "", 200}, {"lab", "wrong", "", 401}, {"nobody", "secret", "", 401}, {"", "", "", 401}, {"lab", "secret", "evil.example", 403}} {
		r, _ := http.NewRequest(http.MethodGet, s.url+"metrics", nil)
		r.Host = test.host
		if test.user != "" {
			r.SetBasicAuth(test.user, test.password)
		}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != test.want || (test.want == 200) != strings.Contains(string(body), "gramwatt_build_info") {
			t.Errorf("%s:%s at %q: %d, want %d", test.user, test.password, test.host, response.StatusCode, test.want)
		}
	}
}

func TestWebConfigFaults(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.yml")
	if err := os.WriteFile(bad, []byte("basic_auth_users:\n  lab: plain\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		flags []string
		want  string
	}{
		{[]string{"--web-config", "none.yml"}, "--web-config"},
		{[]string{"--web-config", bad}, "--web-config"},
		{[]string{"--web-config", webConfigFile(t, ""), "--token-file", tokenFile(t)}, "--token-file"},
		{[]string{"--web-config", webConfigFile(t, ""), "--lan"}, "--lan"},
		{[]string{"--label", "user=ada"}, "--run-id"},
		{[]string{"--run-id", "x", "--label", "pid"}, "--label"},
		{[]string{"--run-id", "x", "--label", "a=1", "--label", "a=2"}, "--label"},
		{[]string{"--run-id", "a\tb"}, "--run-id"},
		{[]string{"--run-id", "x", "--runs", "/run/jobs"}, "--runs"},
		{[]string{"--prometheus", "prometheus:9090"}, "--prometheus"},
	} {
		_, stderr, status := command(t, "", append([]string{"serve", "--no-open", "--no-record", "--listen", "127.0.0.1:0", "--demo", "laptop"}, test.flags...)...)
		if status != 2 || !strings.Contains(stderr, test.want) {
			t.Errorf("%v: status %d, %s", test.flags, status, stderr)
		}
	}
}

// TestScrapesDelayNoSample asks without pause while the probe samples ten times a second.
func TestScrapesDelayNoSample(t *testing.T) {
	s := startServe(t, "--demo", "h100x8")
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	begin := nextFrame(t, conn, "sample").Seq
	stop, scrapes := time.Now().Add(1500*time.Millisecond), 0
	for time.Now().Before(stop) {
		if status, _, _ := s.get("/metrics"); status == 200 {
			scrapes++
		}
	}
	end := begin
	for end < begin+13 { // of fifteen: the first and the last are cut off
		f := nextFrame(t, conn, "sample")
		if f.Seq > end+1 {
			t.Errorf("sample %d follows %d", f.Seq, end)
		}
		end = f.Seq
	}
	if late := time.Since(stop); late > time.Second || scrapes < 10 {
		t.Errorf("thirteen samples came %s late, beside %d scrapes", late, scrapes)
	}
}

// TestMetricsAreDocumented holds the README to the names.
func TestMetricsAreDocumented(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range metrics.Names() {
		if !strings.Contains(string(readme), "`"+m.Name+"`") {
			t.Errorf("README does not name %s", m.Name)
		}
	}
}

// TestJobOfSlurm: within a job, the job is the run; a probe that a directory tells of runs is none of them.
func TestJobOfSlurm(t *testing.T) {
	t.Setenv("SLURM_JOB_ID", "4711")
	s := startServe(t)
	wanted(t, s, `gramwatt_run_info{run_id="4711"} 1`)
	s = startServe(t, "--runs", t.TempDir())
	wanted(t, s, "gramwatt_build_info")
	if _, body, _ := s.get("/metrics"); strings.Contains(body, "gramwatt_run_info") {
		t.Error("the probe's own job is a run")
	}
}
