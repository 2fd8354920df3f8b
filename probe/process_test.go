//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestProcess builds the program, runs it on this machine's own hardware, and ends it by a signal.
func TestProcess(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "gramwatt")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) { runProcess(t, binary, signal) })
	}
	t.Run("killed", func(t *testing.T) { killProcess(t, binary) })
	t.Run("run beside serve", func(t *testing.T) { runBeside(t, binary) })
	t.Run("wrong use", func(t *testing.T) {
		err := exec.Command(binary, "serve", "--colour").Run()
		if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 2 {
			t.Errorf("%v, want status 2", err)
		}
	})
}

func runProcess(t *testing.T, binary string, signal syscall.Signal) {
	process := exec.Command(binary, "--listen", "127.0.0.1:0", "--sysfs", t.TempDir(), "--data", t.TempDir())
	process.Env = append(os.Environ(), "GRAMWATT_NO_OPEN=true", "DISPLAY=", "WAYLAND_DISPLAY=")
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	process.Stderr = &log
	started := time.Now()
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer process.Process.Kill()
	printed := bufio.NewReader(out)
	first, err := printed.ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(first), "gramwatt: ")
	if err != nil || !ok {
		t.Fatalf("first line %q, %v\n%s", first, err, &log)
	}
	response, err := http.Get(url + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("/healthz: %d", response.StatusCode)
	}

	conn, _, err := dial(url, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	nextFrame(t, conn, "hello")
	// The first samples may come before utilisation has an interval behind it, and on a machine with a powercap tree
	// hidden by --sysfs only the model is left: the CPU must show, and be told for what it is.
	for {
		sample := nextFrame(t, conn, "sample")
		shown := false
		for _, d := range sample.Devices {
			shown = shown || d.ID == "cpu" && d.Quality == "estimated" && d.Watts != nil && *d.Watts > 0
		}
		if shown {
			break
		}
		if time.Since(started) > 5*time.Second {
			t.Fatalf("no estimated CPU after %s: %+v", time.Since(started), sample)
		}
	}
	if took := time.Since(started); took > 2*time.Second {
		t.Errorf("the CPU shows %s after the start, want at most 2 s", took)
	}

	if err := process.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	nextFrame(t, conn, "bye")
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("the end of the stream: %v, want close 1001", err)
	}
	rest, _ := io.ReadAll(printed)
	if err := process.Wait(); err != nil {
		t.Errorf("the end of the process: %v, want status 0\n%s", err, &log)
	}
	for _, line := range []string{"nvml +", "rapl +absent", "host +ok"} {
		if !regexp.MustCompile("(?m)^" + line).Match(rest) {
			t.Errorf("no line like %s in\n%s", line, rest)
		}
	}
}
