//go:build fleet

// Package fleet tests many probes under a real Prometheus: twelve processes with simulated machines of eight GPUs each,
// on loopback. The tests need the tag "fleet", prometheus and promtool; `make test-fleet` provides them.
package fleet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const repository = "../../.."

// binary is the probe, with the page inside where that is built.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "gramwatt-fleet-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "gramwatt")
	build := exec.Command("go", "build", "-o", binary, "./probe")
	build.Dir = repository
	if out, err := build.CombinedOutput(); err != nil {
		os.Stderr.Write(out)
		os.Exit(1)
	}
	code := m.Run()
	if theDay != nil {
		theDay.close()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// process is a program that a test runs.
type process struct {
	command *exec.Cmd
	mu      sync.Mutex
	output  bytes.Buffer
	gone    chan struct{}
}

// start runs a program. Each line that it prints is told to seen, which may be nil.
func start(seen func(line string), env []string, name string, args ...string) (*process, error) {
	p := &process{command: exec.Command(name, args...), gone: make(chan struct{})}
	p.command.Env = append(os.Environ(), env...)
	reader, writer := io.Pipe()
	p.command.Stdout, p.command.Stderr = writer, writer
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() { p.command.Wait(); writer.Close() }()
	go func() {
		defer close(p.gone)
		lines := bufio.NewScanner(reader)
		for lines.Buffer(nil, 1<<20); lines.Scan(); {
			p.mu.Lock()
			p.output.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
			if seen != nil {
				seen(lines.Text())
			}
		}
		io.Copy(io.Discard, reader)
	}()
	return p, nil
}

func (p *process) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.String()
}

// stop ends a program in good order, and waits for it.
func (p *process) stop() {
	p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.gone:
	case <-time.After(15 * time.Second):
		p.command.Process.Kill()
		<-p.gone
	}
}

// freePort is a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// waitFor asks an address until it answers 200.
func waitFor(url string, p *process) error {
	for range 200 {
		if r, err := http.Get(url); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.gone:
			return fmt.Errorf("%s: ended:\n%s", p.command, p.text())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s: does not answer at %s:\n%s", p.command, url, p.text())
}

// prometheus is a running server.
type prometheus struct {
	*process
	url string // without a slash at the end
}

// startPrometheus runs one that scrapes probes twice a second, with a short memory in a directory of its own.
func startPrometheus(dir string, targets []string) (*prometheus, error) {
	config := fmt.Sprintf("global: {scrape_interval: %s, scrape_timeout: %[1]s}\nscrape_configs:\n  - job_name: gramwatt\n    static_configs:\n      - targets: [%s]\n",
		scrapeInterval, strings.Join(targets, ", "))
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	address := "127.0.0.1:" + strconv.Itoa(port)
	p, err := start(nil, nil, "prometheus", "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "tsdb"), "--web.listen-address="+address, "--log.level=warn")
	if err != nil {
		return nil, fmt.Errorf("prometheus: %w; `make test-fleet` installs it", err)
	}
	return &prometheus{p, "http://" + address}, waitFor("http://"+address+"/-/ready", p)
}

// waitForTargets waits until the server has tried its targets once: it takes some seconds after its start to look at them.
func (p *prometheus) waitForTargets(n int) error {
	for range 200 {
		var list struct {
			Data struct {
				ActiveTargets []struct{ LastScrape time.Time }
			}
		}
		r, err := http.Get(p.url + "/api/v1/targets")
		if err != nil {
			return err
		}
		err = json.NewDecoder(r.Body).Decode(&list)
		r.Body.Close()
		if err != nil {
			return err
		}
		tried := 0
		for _, t := range list.Data.ActiveTargets {
			if !t.LastScrape.IsZero() {
				tried++
			}
		}
		if tried == n {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("prometheus does not look at its targets:\n%s", p.text())
}

// answer is that of the HTTP API of Prometheus.
type answer struct {
	Status string
	Error  string
	Data   struct {
		ResultType string
		Result     []struct {
			Metric map[string]string
			Value  [2]any
		}
	}
}

// query evaluates an expression at a time.
func (p *prometheus) query(t *testing.T, expression string, at time.Time) answer {
	t.Helper()
	r, err := http.PostForm(p.url+"/api/v1/query", url.Values{"query": {expression}, "time": {strconv.FormatFloat(float64(at.UnixMilli())/1e3, 'f', 3, 64)}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var a answer
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil || a.Status != "success" {
		t.Fatalf("%s: %v %s", expression, err, a.Error)
	}
	return a
}

// number is the one value of an expression.
func (p *prometheus) number(t *testing.T, expression string, at time.Time) float64 {
	t.Helper()
	a := p.query(t, expression, at)
	if len(a.Data.Result) != 1 {
		t.Fatalf("%s: %d values, want one", expression, len(a.Data.Result))
	}
	v, err := strconv.ParseFloat(a.Data.Result[0].Value[1].(string), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// eventually waits until the metrics of a probe have a text, or have it no more.
func eventually(t *testing.T, address, text string, there bool) {
	t.Helper()
	var last []byte
	for range 100 {
		r, err := http.Get("http://" + address + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		last, err = io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(last, []byte(text)) == there {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s there: want %v in\n%s", text, there, last)
}
