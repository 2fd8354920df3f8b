package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"gramwatt/probe/internal/store"
)

// downloadWait is how long a client may take none of a download before it is let go.
const downloadWait = 30 * time.Second

// answerSessions gives what was recorded: all sessions in short, or one of them. A session is a summary with the hello
// and the last sample of its stream; with ?samples=gwr it is the recording as a file, with ?samples=jsonl the same as
// text, and with &every=10s that is thinned to one sample in 10 s. Of a command only the program is told: arguments may
// hold what other users of this machine are not to see.
func answerSessions(s *store.Store, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if id == "" {
			list, err := s.List(r.Context())
			if err != nil {
				refuse(w, http.StatusInternalServerError, unreadable(err))
				return
			}
			for i := range list {
				list[i].Command = discreet(list[i].Command)
			}
			answerJSON(w, map[string]any{"sessions": list})
			return
		}
		whole, err := s.Find(r.Context(), id)
		whole.Command = discreet(whole.Command)
		form, every, fault := samplesAsked(r)
		switch {
		case errors.Is(err, store.ErrUnknown):
			refuse(w, http.StatusNotFound, sessionFault(id, err))
		case errors.Is(err, store.ErrAmbiguous):
			refuse(w, http.StatusBadRequest, sessionFault(id, err))
		case err != nil:
			refuse(w, http.StatusInternalServerError, unreadable(err))
		case fault != nil:
			refuse(w, http.StatusBadRequest, fault)
		case form == "":
			answerJSON(w, whole)
		default:
			sendRecording(w, r, s, whole, form, every, log)
		}
	})
}

// unreadable is a fault of the file of sessions.
func unreadable(err error) error {
	return bad("sessions", "", err.Error(), "see the probe's log; the measuring goes on")
}

// samplesAsked reads the query of one session.
func samplesAsked(r *http.Request) (form string, every time.Duration, fault error) {
	var f faults
	query := r.URL.Query()
	form = query.Get("samples")
	if form != "" && form != "gwr" && form != "jsonl" {
		f.add("samples", form, "there is no such form", "ask for gwr or jsonl")
	}
	if text := query.Get("every"); text != "" {
		every = f.duration("every", text, 0, mostThinned)
	}
	return form, every, f.orNil()
}

func sendRecording(w http.ResponseWriter, r *http.Request, s *store.Store, whole store.Whole, form string, every time.Duration, log *slog.Logger) {
	header := w.Header()
	header.Set("Content-Type", "application/x-ndjson")
	if form == "gwr" {
		header.Set("Content-Type", "application/gzip")
		header.Set("Content-Disposition", `attachment; filename="`+recordingName(whole.Session)+`"`)
	}
	if r.Method == http.MethodHead {
		return
	}
	patient := patientWriter{w, http.NewResponseController(w)}
	if err := writeRecording(r.Context(), patient, s, whole, form == "gwr", every); err != nil {
		log.Debug("download ended early", "session", whole.ID, "reason", err)
		panic(http.ErrAbortHandler) // so that the client sees that it has not all
	}
}

// patientWriter gives each piece of a download its own deadline: a long one takes longer than an answer may.
type patientWriter struct {
	io.Writer
	control *http.ResponseController
}

func (w patientWriter) Write(p []byte) (int, error) {
	w.control.SetWriteDeadline(time.Now().Add(downloadWait))
	return w.Writer.Write(p)
}

// discreet leaves the program of a command.
func discreet(command []string) []string {
	if len(command) > 1 {
		return command[:1]
	}
	return command
}
