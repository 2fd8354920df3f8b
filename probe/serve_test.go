package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

func TestServe(t *testing.T) {
	s := startServe(t, "--region", "FR", "--pue", "1.2")
	if line := <-s.lines; !strings.HasPrefix(line, "demo") || !strings.Contains(line, "ok") {
		t.Errorf("after the address: %q, want the standing of the demo family", line)
	}
	if status, body, header := s.get("/healthz"); status != 200 || !strings.Contains(body, `"program":"gramwatt"`) || header.Get("Content-Security-Policy") == "" {
		t.Errorf("/healthz: %d %s %v", status, body, header)
	}
	if status, body, _ := s.get("/api/v1/devices"); status != 200 || !strings.Contains(body, `"simulated":"laptop"`) {
		t.Errorf("/api/v1/devices: %d %s", status, body)
	}

	conn, response, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := response.Header.Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("the upgrade carries X-Content-Type-Options %q, want the headers of every answer", got)
	}
	hello := nextFrame(t, conn, "hello")
	if hello.Schema != 1 || hello.Boot == "" || hello.Simulated == nil || *hello.Simulated != "laptop" || len(hello.Devices) == 0 {
		t.Errorf("hello: %+v", hello)
	}
	if got := hello.Settings; got.Region != "FR" || got.RegionFrom != "flag" || got.PUE != 1.2 || got.PUEFrom != "flag" || got.Grid != nil {
		t.Errorf("settings: %+v", got)
	}
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"resume","boot":"","seq":0}`))
	first := nextFrame(t, conn, "sample")
	if second := nextFrame(t, conn, "sample"); first.Seq != 1 || second.Seq != 2 {
		t.Errorf("after a resume from nothing: samples %d and %d, want 1 and 2", first.Seq, second.Seq)
	}
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"mark","label":"epoch 1"}`))
	if mark := nextFrame(t, conn, "event"); mark.Label != "epoch 1" {
		t.Errorf("event %+v, want the mark", mark)
	}

	s.stop()
	if bye := nextFrame(t, conn, "bye"); bye.Reason == "" {
		t.Error("a goodbye without a reason")
	}
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("the end: %v, want close 1001", err)
	}
	if status := <-s.status; status != 0 {
		t.Errorf("status %d, want 0; log %s", status, s.log)
	}
}

// TestWhoGetsTheStream is the part of the table of answers that needs a real upgrade.
func TestWhoGetsTheStream(t *testing.T) {
	token := "0123456789abcdef0123"
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, "--token-file", file, "--allow-origin", "https://friend.example", "--allow-host", "lab.example")
	port := strings.TrimSuffix(s.url[strings.LastIndexByte(s.url, ':')+1:], "/")
	tests := []struct {
		name, host, origin, token, query string
		want                             int
	}{
		{name: "own page", origin: s.url, want: 101},
		{name: "allowed page", origin: "https://friend.example", want: 101},
		{name: "allowed host", host: "lab.example:" + port, origin: "http://lab.example:" + port, want: 101},
		{name: "rebinding, with the token", host: "evil.example:" + port, origin: "http://evil.example:" + port, token: token, want: 403},
		{name: "another site", origin: "https://other.site", token: token, want: 403},
		{name: "sandboxed frame", origin: "null", want: 403},
		{name: "no Origin", want: 401},
		{name: "no Origin, token", token: token, want: 101},
		{name: "no Origin, wrong token", token: "wrong", want: 401},
		{name: "token in the query", query: "?token=" + token, want: 401},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := http.Header{}
			if test.host != "" {
				header.Set("Host", test.host)
			}
			if test.token != "" {
				header.Set("Authorization", "Bearer "+test.token)
			}
			if test.origin != "" {
				header.Set("Origin", strings.TrimSuffix(test.origin, "/"))
			}
			conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.url, "http")+"api/v1/live"+test.query, header)
			if conn != nil {
				conn.Close()
			}
			if response == nil {
				t.Fatal(err)
			}
			if response.StatusCode != test.want {
				t.Errorf("got %d, want %d", response.StatusCode, test.want)
			}
		})
	}
	s.stop()
	<-s.status
	if strings.Contains(s.log.String(), token) {
		t.Errorf("the token is in the log:\n%s", s.log)
	}
}

func TestServeOverTLS(t *testing.T) {
	cert, key, pool := selfSigned(t)
	s := startServe(t, "--tls-cert", cert, "--tls-key", key)
	if !strings.HasPrefix(s.url, "https://127.0.0.1:") {
		t.Fatalf("address %s, want https", s.url)
	}
	settings := &tls.Config{RootCAs: pool}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: settings}}
	response, err := client.Get(s.url + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("/healthz: %d", response.StatusCode)
	}
	dialer := websocket.Dialer{TLSClientConfig: settings}
	conn, _, err := dialer.Dial("wss"+strings.TrimPrefix(s.url, "https")+"api/v1/live", http.Header{"Origin": {strings.TrimSuffix(s.url, "/")}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	nextFrame(t, conn, "hello")
}

func selfSigned(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", keyDER), pool
}

func TestPortIsTaken(t *testing.T) {
	t.Run("by gramwatt", func(t *testing.T) {
		s := startServe(t)
		address := strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/")
		_, stderr, status := command(t, "", "serve", "--no-open", "--listen", address)
		if status != 1 || !strings.Contains(stderr, "gramwatt "+version+" runs there already, see "+s.url) || !strings.Contains(stderr, "--listen 127.0.0.1:") {
			t.Errorf("status %d: %s", status, stderr)
		}
	})
	t.Run("by another", func(t *testing.T) {
		other, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		_, stderr, status := command(t, "", "serve", "--no-open", "--listen", other.Addr().String())
		blamed := fmt.Sprintf("(process %d)", os.Getpid())
		if _, err := os.Stat("/proc/net/tcp"); err != nil {
			blamed = "lsof"
		}
		if status != 1 || !strings.Contains(stderr, "the port is taken") || !strings.Contains(stderr, blamed) {
			t.Errorf("status %d: %s; want %s", status, stderr, blamed)
		}
	})
}

func TestEnvironmentStandsInForFlags(t *testing.T) {
	t.Setenv("GRAMWATT_GRID_INTENSITY", "57.5")
	t.Setenv("GRAMWATT_ALLOW_HOST", "one.example,two.example:81")
	t.Setenv("GRAMWATT_LOG_FORMAT", "json")
	s := startServe(t)
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := nextFrame(t, conn, "hello").Settings; got.Grid == nil || *got.Grid != 57.5 || got.RegionFrom != "default" || got.PUE != 1 {
		t.Errorf("settings %+v, want 57.5 g/kWh", got)
	}
	for host, want := range map[string]int{"one.example": 200, "two.example:81": 200, "two.example": 403} {
		request, err := http.NewRequest("GET", s.url+"healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("Host %s: %d, want %d", host, response.StatusCode, want)
		}
	}
}

// TestAllAddressesNeedAToken really listens on every address, where the machine has one beside loopback too.
func TestAllAddressesNeedAToken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("0123456789abcdef0123"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, "--listen", "0.0.0.0:0", "--token-file", file)
	if status, _, _ := s.get("/healthz"); status != 200 {
		t.Errorf("/healthz at %s: %d", s.url, status)
	}
	s.stop()
	<-s.status
	if !strings.Contains(s.log.String(), "--tls-cert") {
		t.Errorf("no warning of missing encryption: %s", s.log)
	}
}

func TestMeasuresCPU(t *testing.T) {
	measured := []sensor.Device{{Kind: sensor.DRAM, Quality: sensor.Measured}, {Kind: sensor.CPU, Quality: sensor.Measured}}
	tests := []struct {
		name    string
		devices []sensor.Device
		state   sensor.State
		want    bool
	}{
		{"a package is measured", measured, sensor.OK, true},
		{"and lost for a moment", measured, sensor.Lost, true},
		{"but refused", measured, sensor.Denied, false},
		{"no sensor", nil, sensor.Absent, false},
		{"memory only", measured[:1], sensor.OK, false},
		{"a model is no sensor", []sensor.Device{{Kind: sensor.CPU, Quality: sensor.Estimated}}, sensor.OK, false},
	}
	for _, test := range tests {
		if got := measuresCPU(test.devices, sensor.Status{State: test.state}); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestOpener(t *testing.T) {
	tests := []struct {
		system, variable, want string
	}{
		{"linux", "", ""}, {"linux", "DISPLAY", "xdg-open"}, {"linux", "WAYLAND_DISPLAY", "xdg-open"},
		{"darwin", "", "open"}, {"windows", "", "rundll32"},
	}
	for _, test := range tests {
		got, _ := opener(test.system, func(name string) string {
			if name == test.variable {
				return ":0"
			}
			return ""
		})
		if got != test.want {
			t.Errorf("%s with %q: %q, want %q", test.system, test.variable, got, test.want)
		}
	}
}

// TestRunEndsWithItsContext sees that an end before the beginning is an end too.
func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done := make(chan int, 1)
	go func() {
		done <- execute(ctx, []string{"gramwatt", "--listen", "127.0.0.1:0", "--no-open", "--demo", "laptop"}, strings.NewReader(""), io.Discard, io.Discard)
	}()
	select {
	case status := <-done:
		if status > 1 {
			t.Errorf("status %d", status)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not end")
	}
}

func TestEveryServeSettingIsChecked(t *testing.T) {
	if _, ok := estimator.Default().Place("WORLD"); !ok {
		t.Fatal("the default region is not in the catalog")
	}
	_, stderr, status := command(t, "", "serve", "--interval", "1", "--region", "Frnace", "--pue", "0.5", "--log-format", "xml",
		"--token-file", "/nonexistent/token", "--tls-cert", "c.pem", "--allow-host", "a b", "--allow-origin", "ftp://x")
	if status != 2 {
		t.Errorf("status %d, want 2", status)
	}
	for _, want := range []string{"--interval", `"1"`, "--region", "did you mean FR", "--pue", "0.5", "--log-format", "--token-file", "umask 077", "--tls-key", "--allow-host"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no word of %s in:\n%s", want, stderr)
		}
	}
}
