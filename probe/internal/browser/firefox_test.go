//go:build browser

package browser

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// firefox is a tab in a Firefox of its own, with a fresh profile, driven by WebDriver BiDi: a websocket that Firefox itself
// opens, without a driver between. Requests of the page to another host than loopback fail the test, as do console errors.
type firefox struct {
	t        *testing.T
	socket   *websocket.Conn
	calls    int
	context  string // the tab
	requests []string
	errors   []string
	excused  []string // parts of console messages that this test provokes
}

// Every name under which distributions install it.
var firefoxNames = []string{"firefox-esr", "firefox"}

func openFirefox(t *testing.T) *firefox {
	t.Helper()
	program := ""
	for _, name := range firefoxNames {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Fatal("no Firefox is installed: make browser installs one")
	}
	// Firefox's own calls to its maker end here.
	proxy := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(proxy.Close)
	profile := t.TempDir()
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	prefs := `user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1"); user_pref("network.proxy.http_port", ` + address.Port() + `);
user_pref("network.proxy.ssl", "127.0.0.1"); user_pref("network.proxy.ssl_port", ` + address.Port() + `);
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
user_pref("app.update.auto", false); user_pref("app.update.enabled", false); user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false); user_pref("network.connectivity-service.enabled", false); user_pref("services.settings.server", "");
`
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank")
	command.Env = append(os.Environ(), "HOME="+profile, "MOZ_CRASHREPORTER_DISABLE=1") // as root, too, its home must be its own
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { command.Wait(); close(gone) }()
	f := &firefox{t: t}
	t.Cleanup(func() {
		if f.socket != nil {
			f.socket.Close()
		}
		command.Process.Signal(os.Interrupt)
		select {
		case <-gone:
		case <-time.After(10 * time.Second):
			command.Process.Kill()
			<-gone
		}
		f.judge()
	})
	f.socket = f.dial(filepath.Join(profile, "WebDriverBiDiServer.json"), gone)
	var tree struct{ Contexts []struct{ Context string } }
	if err := errors.Join(
		f.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil),
		f.call("session.subscribe", map[string]any{"events": []string{"network.beforeRequestSent", "log.entryAdded"}}, nil),
		f.call("browsingContext.getTree", map[string]any{}, &tree),
	); err != nil || len(tree.Contexts) == 0 {
		t.Fatalf("Firefox opens no session: %v", err)
	}
	f.context = tree.Contexts[0].Context
	return f
}

// dial waits for the file in which Firefox says where it listens.
func (f *firefox) dial(file string, gone <-chan struct{}) *websocket.Conn {
	f.t.Helper()
	deadline := time.After(time.Minute)
	for {
		var at struct {
			Host string      `json:"ws_host"`
			Port json.Number `json:"ws_port"`
		}
		if raw, err := os.ReadFile(file); err == nil && json.Unmarshal(raw, &at) == nil {
			socket, _, err := websocket.DefaultDialer.Dial("ws://"+at.Host+":"+at.Port.String()+"/session", nil)
			if err != nil {
				f.t.Fatal(err)
			}
			return socket
		}
		select {
		case <-gone:
			f.t.Fatal("Firefox ended before it listened")
		case <-deadline:
			f.t.Fatal("Firefox did not listen within a minute")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// call asks for one thing and keeps the events that come before the answer.
func (f *firefox) call(method string, params, result any) error {
	f.t.Helper()
	f.calls++
	if err := f.socket.WriteJSON(map[string]any{"id": f.calls, "method": method, "params": params}); err != nil {
		f.t.Fatal(err)
	}
	f.socket.SetReadDeadline(time.Now().Add(time.Minute))
	for {
		var m struct {
			ID             int
			Method         string
			Error, Message string
			Result         json.RawMessage
			Params         struct {
				Request     struct{ URL string }
				Level, Text string
			}
		}
		if err := f.socket.ReadJSON(&m); err != nil {
			f.t.Fatalf("%s: %v", method, err)
		}
		switch {
		case m.Method == "network.beforeRequestSent":
			f.requests = append(f.requests, m.Params.Request.URL)
		case m.Method == "log.entryAdded" && (m.Params.Level == "error" || m.Params.Level == "warn"):
			f.errors = append(f.errors, m.Params.Text)
		case m.ID != f.calls:
		case m.Error != "":
			return errors.New(method + ": " + m.Error + ": " + m.Message)
		case result != nil:
			return json.Unmarshal(m.Result, result)
		default:
			return nil
		}
	}
}

func (f *firefox) open(url string) {
	f.t.Helper()
	if err := f.call("browsingContext.navigate", map[string]any{"context": f.context, "url": url, "wait": "complete"}, nil); err != nil {
		f.t.Fatal(err)
	}
}

// evaluate runs an expression in the page and reads its value as JSON.
func (f *firefox) evaluate(expression string, value any) error {
	f.t.Helper()
	var answer struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := f.call("script.evaluate", map[string]any{"expression": "(async () => JSON.stringify(await (" + expression + ")))()", "target": map[string]any{"context": f.context}, "awaitPromise": true}, &answer)
	if err != nil {
		return err
	}
	if answer.Type != "success" {
		return errors.New(expression + ": " + answer.ExceptionDetails.Text)
	}
	return json.Unmarshal([]byte(answer.Result.Value), value)
}

// wait polls an expression until it is true, and fails with what and the page's text when it stays false.
func (f *firefox) wait(what, expression string) {
	f.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		ok := false
		err := f.evaluate("!!("+expression+")", &ok)
		if ok {
			return
		}
		if time.Now().After(deadline) {
			text := ""
			f.evaluate("document.body.innerText", &text)
			f.t.Fatalf("%s: %s stayed false (%v); the page reads:\n%.3000s", what, expression, err, text)
		}
	}
}

// excuse names a part of a console message that the test provokes.
func (f *firefox) excuse(part string) { f.excused = append(f.excused, part) }

// judge fails the test for each request to another host and each message on the console.
func (f *firefox) judge() {
	for _, request := range f.requests {
		if at, err := url.Parse(request); err == nil && at.Host != "" && at.Hostname() != "127.0.0.1" {
			f.t.Errorf("request to another host: %s", request)
		}
	}
next:
	for _, message := range f.errors {
		for _, part := range f.excused {
			if strings.Contains(message, part) {
				continue next
			}
		}
		f.t.Errorf("console: %s", message)
	}
}
