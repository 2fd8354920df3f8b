//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestRunProcess runs the real program around real commands.
func TestRunProcess(t *testing.T) {
	t.Parallel() // beside the checkpoint of 20 s
	binary := filepath.Join(t.TempDir(), "gramwatt")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	start := func(args ...string) *exec.Cmd {
		c := exec.Command(binary, append([]string{"run", "--demo", "laptop", "--interval", "100ms", "--baseline", "0s"}, args...)...)
		c.Env = append(os.Environ(), "GRAMWATT_SYSFS="+t.TempDir())
		return c
	}

	t.Run("own machine", func(t *testing.T) {
		report := filepath.Join(t.TempDir(), "run.json")
		c := exec.Command(binary, "run", "--interval", "100ms", "--baseline", "200ms", "--sysfs", t.TempDir(), "--json", report, "--", "sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exit 11")
		if err := c.Run(); c.ProcessState.ExitCode() != 11 {
			t.Errorf("%v, want status 11", err)
		}
		var r struct {
			Simulated *string
			Share     *struct {
				CPUSeconds  float64  `json:"cpu_seconds"`
				BusySeconds *float64 `json:"machine_busy_seconds"`
				CPU         *float64 `json:"cpu_ratio"`
				Followed    bool     `json:"descendants_counted"`
			}
		}
		text, _ := os.ReadFile(report)
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		s := r.Share
		if r.Simulated != nil || s == nil || s.CPUSeconds <= 0 || s.BusySeconds == nil || s.CPU == nil || *s.CPU <= 0 || *s.CPU > 1 {
			t.Errorf("share %+v of %s", s, text)
		}
	})

	t.Run("streams are the command's", func(t *testing.T) {
		c := start("sh", "-c", "cat; exit 5")
		c.Stdin = strings.NewReader("through")
		out, err := c.Output()
		if string(out) != "through" || c.ProcessState.ExitCode() != 5 {
			t.Errorf("%q, %v", out, err)
		}
	})

	// The command decides what a signal means, however long it takes: here until the test allows the end.
	t.Run("a checkpoint after SIGTERM", func(t *testing.T) {
		dir := t.TempDir()
		c := start("--", "sh", "-c", `trap 'echo saving; while ! [ -e go ]; do sleep 0.02; done; exit 42' TERM; echo ready; while :; do sleep 0.02; done`)
		c.Dir = dir
		var said shared
		c.Stderr = &said
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		defer c.Process.Kill()
		printed := bufio.NewReader(out)
		for _, want := range []string{"ready\n", "saving\n"} {
			if line, err := printed.ReadString('\n'); line != want {
				t.Fatalf("%q, %v, want %q", line, err, want)
			}
			c.Process.Signal(syscall.SIGTERM)
		}
		if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, printed)
		c.Wait()
		if got := c.ProcessState.ExitCode(); got != 42 || !strings.Contains(said.String(), "sh ended with status 42") {
			t.Errorf("status %d, want 42\n%s", got, &said)
		}
	})

	t.Run("interrupted before the start", func(t *testing.T) { // nothing is lost, so it ends at once
		marker := filepath.Join(t.TempDir(), "ran")
		c := start("--baseline", "10m", "--listen", "127.0.0.1:0", "--", "touch", marker)
		words, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		defer c.Process.Kill()
		bufio.NewReader(words).ReadString('\n') // the page's address: it runs
		c.Process.Signal(os.Interrupt)
		c.Wait()
		if _, err := os.Stat(marker); err == nil || c.ProcessState.Success() {
			t.Errorf("%v, and the command ran: %v", c.ProcessState, err == nil)
		}
	})

	t.Run("a reader that leaves", func(t *testing.T) { // our words go nowhere; the status stands
		c := start("--", "sh", "-c", "sleep 0.3; exit 6")
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c.Stderr = w
		r.Close()
		c.Run()
		w.Close()
		if got := c.ProcessState.ExitCode(); got != 6 {
			t.Errorf("status %d, want 6", got)
		}
	})

	// The probe is killed while its command prints through a relay, or works without one: the work must be finished and
	// everything printed.
	for _, flags := range [][]string{nil, {"--step-pattern", `step (\d+)`}} {
		t.Run(fmt.Sprint("killed ", flags), func(t *testing.T) {
			dir := t.TempDir()
			c := start(append(flags, "--", "sh", "-c", `echo step 1; while ! [ -e go ]; do sleep 0.02; done; echo step 2; echo warn >&2; echo done >work`)...)
			c.Dir = dir
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			c.Stdout = w
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			w.Close()
			printed := bufio.NewReader(r)
			if line, err := printed.ReadString('\n'); line != "step 1\n" {
				t.Fatalf("%q, %v", line, err)
			}
			c.Process.Kill()
			c.Wait()
			if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			rest, _ := io.ReadAll(printed) // to the end of the command, or of the relay
			text, _ := os.ReadFile(filepath.Join(dir, "work"))
			if string(rest) != "step 2\n" || string(text) != "done\n" {
				t.Errorf("printed %q, worked %q", rest, text)
			}
		})
	}

	t.Run("steps in the output", func(t *testing.T) {
		report := filepath.Join(t.TempDir(), "run.json")
		c := start("--json", report, "--steps", "1200", "--step-pattern", `step ([\d,]+)`, "--", "sh", "-c",
			`echo 'epoch 1'; printf 'step 1\rstep 2\r' >&2; for i in 300 600 900; do echo "step $i"; sleep 0.15; done; printf 'step 1,200'`)
		out, err := c.Output()
		if want := "epoch 1\nstep 300\nstep 600\nstep 900\nstep 1,200"; string(out) != want || err != nil {
			t.Errorf("output %q, %v, want it byte for byte", out, err)
		}
		var r runJSON
		text, _ := os.ReadFile(report)
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		if r.Steps == nil || r.Steps.Done != 1200 {
			t.Errorf("steps %+v", r.Steps)
		}
	})

	t.Run("page and steps by HTTP", func(t *testing.T) {
		report := filepath.Join(t.TempDir(), "run.json")
		c := start("--json", report, "--listen", "127.0.0.1:0", "--", "cat")
		input, err := c.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		words, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		defer c.Process.Kill()
		said := bufio.NewReader(words)
		line, _ := said.ReadString('\n')
		url := strings.TrimSpace(strings.TrimPrefix(line, "gramwatt: "))
		post := func(body string) int {
			answer, err := http.Post(url+"api/v1/step", "application/json", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			return answer.StatusCode
		}
		for body, want := range map[string]int{"": 204, `{"done": 41}`: 204, `{"done": -1}`: 400, `{"steps": 4}`: 400, `[`: 400} {
			if got := post(body); got != want {
				t.Errorf("%q: %d, want %d", body, got, want)
			}
		}
		request, _ := http.NewRequest(http.MethodPost, url+"api/v1/step", nil)
		request.Header.Set("Origin", "https://other.example")
		if answer, err := http.DefaultClient.Do(request); err != nil || answer.StatusCode != http.StatusForbidden {
			t.Errorf("a step from another site: %v, %v", answer, err)
		}
		conn, _, err := dial(url, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		nextFrame(t, conn, "sample")
		input.Close() // cat ends
		nextFrame(t, conn, "bye")
		io.Copy(io.Discard, said)
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
		var r runJSON
		text, _ := os.ReadFile(report)
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		if r.Steps == nil || r.Steps.Done < 41 || r.Steps.Done > 42 { // in whichever order the map gave them
			t.Errorf("steps %+v", r.Steps)
		}
	})

	t.Run("a taken port", func(t *testing.T) {
		c := start("--listen", "127.0.0.1:0", "--", "sleep", "30")
		words, _ := c.StderrPipe()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		defer c.Process.Kill()
		line, _ := bufio.NewReader(words).ReadString('\n')
		address := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "gramwatt: http://"), "/")
		second := start("--listen", address, "--", "true")
		out, err := second.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "no page is served") || !strings.Contains(string(out), "true ended with status 0") {
			t.Errorf("%v\n%s", err, out)
		}
	})

	t.Run("a daemon is left alone", func(t *testing.T) {
		pid := filepath.Join(t.TempDir(), "pid")
		c := start("--", "sh", "-c", `sleep 30 & echo $! >"$0"`, pid)
		c.Stderr, _ = os.Create(filepath.Join(t.TempDir(), "said")) // a file: the daemon keeps it open
		began := time.Now()
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 25*time.Second {
			t.Errorf("the daemon was waited for: %s", took)
		}
		number, _ := os.ReadFile(pid)
		text, _ := os.ReadFile(c.Stderr.(*os.File).Name())
		if want := fmt.Sprintf("(process %s)", strings.TrimSpace(string(number))); !strings.Contains(string(text), "was left alone: ") || !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
		if out, err := exec.Command("kill", strings.TrimSpace(string(number))).CombinedOutput(); err != nil {
			t.Errorf("the daemon has gone: %s", out)
		}
	})
}
