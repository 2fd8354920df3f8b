package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/probe/internal/child"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

// unseen is a command whose processes cannot be counted.
type unseen struct{ *pretend }

func (unseen) Look() child.Usage {
	var members map[int]int
	members[1] = 1
	return child.Usage{}
}

// TestAPanicInTheAccountingKeepsTheRun: each look at the command's processes panics. Its status, its energy and its report
// stand, and the panic is told once, on the stream too.
func TestAPanicInTheAccountingKeepsTheRun(t *testing.T) {
	var said bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		settings := wire.Settings{Region: "FR", RegionFrom: "flag", PUE: 1, PUEFrom: "flag"}
		c := runConfig{Args: []string{"train"}, Name: "train", Settings: runs.Settings{Settings: settings}, Steps: runs.NewSteps(20),
			config: config{RunID: "r", Hardware: hardware{Demo: "laptop"}, Interval: time.Second, Out: &said, Settings: settings,
				Log: slog.New(slog.NewTextHandler(&said, nil))}}
		w, ctx, stop := measuring(t, c)
		defer stop()
		w.beforeStart(ctx)
		w.begin(time.Now())
		command := unseen{startPretend(20*time.Second, c.Steps)}
		command.exit.Status = 9
		exit := w.follow(ctx, command)
		if exit.Status != 9 {
			t.Errorf("status %d, want 9", exit.Status)
		}
		if joules, known := w.ledger.Joules(w.sampler.Devices()); !known || joules < 100 {
			t.Errorf("%v J, %v: want those of 20 s", joules, known)
		}
		if got := c.Steps.Report(nil); got.Done != 20 {
			t.Errorf("%v steps of 20", got.Done)
		}
		w.tell(exit, w.look(command))
		told := 0
		for _, snap := range w.sampler.History(0) {
			for _, e := range snap.Events {
				if e.Kind == sampler.Change && strings.Contains(e.Label, "the accounting of the run failed inside of gramwatt: assignment to entry in nil map") {
					told++
				}
			}
		}
		if told != 1 {
			t.Errorf("told %d times on the stream, want once", told)
		}
	})
	if text := said.String(); !strings.Contains(text, "train ended with status 9 after 20") || strings.Count(text, "nil map") != 1 || !strings.Contains(text, "unseen.Look") {
		t.Errorf("said\n%s\nwant the report, and the panic once with its stack", text)
	}
}

// TestAPanicInAnAnswerCutsItOff: the client sees that it has nothing, the next request is answered.
func TestAPanicInAnAnswerCutsItOff(t *testing.T) {
	var log bytes.Buffer
	mux := http.NewServeMux()
	mux.HandleFunc("/whole", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "whole") })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "half")
		var none []string
		io.WriteString(w, none[3])
	})
	mux.HandleFunc("/cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	server := httptest.NewServer(answering(partOf("answering a request", slog.New(slog.NewTextHandler(&log, nil)), nil), mux))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	defer server.Close()
	for _, path := range []string{"/broken", "/cut", "/broken"} {
		if answer, err := http.Get(server.URL + path); err == nil {
			if text, err := io.ReadAll(answer.Body); err == nil {
				t.Errorf("%s: %q looks whole", path, text)
			}
			answer.Body.Close()
		}
	}
	answer, err := http.Get(server.URL + "/whole")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); string(text) != "whole" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if got := strings.Count(log.String(), "index out of range"); got != 1 || strings.Contains(log.String(), "abort") {
		t.Errorf("logged\n%s\nwant the panic once, and nothing of the handler that wished to be cut off", &log)
	}
}
