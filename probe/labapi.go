package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/probe/internal/lab"
)

func prometheusFlag() cli.Flag {
	return textFlag("prometheus", "", "URL", "the Prometheus that scrapes all machines, such as http://prometheus:9090: the page then shows them together, at #/fleet")
}

// lab reads the address of the Prometheus; nil without one.
func (f *faults) lab(address string) *lab.Client {
	if address == "" {
		return nil
	}
	client, err := lab.New(address)
	if err != nil {
		f.add("--prometheus", address, "this is no address", "write such as http://prometheus:9090")
	}
	return client
}

const (
	leastPeriod = time.Minute
	mostPeriod  = 366 * 24 * time.Hour
)

// answerLab tells of all machines over ?period=24h, and with the path value "id" how a run went, as a recording in text.
func answerLab(c *lab.Client, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var f faults
		period := f.duration("period", r.URL.Query().Get("period"), leastPeriod, mostPeriod)
		if fault := f.orNil(); fault != nil {
			refuse(w, http.StatusBadRequest, fault)
			return
		}
		var answer any
		var err error
		id := r.PathValue("id")
		if id == "" {
			answer, err = c.Overview(r.Context(), period, time.Now())
		} else {
			answer, err = c.Course(r.Context(), id, period, time.Now())
		}
		course, whole := answer.(*lab.Course)
		switch {
		case errors.Is(err, lab.ErrUnknown):
			refuse(w, http.StatusNotFound, bad("run", id, "Prometheus does not know it in this period", "choose a longer period"))
		case err != nil:
			log.Warn("prometheus: not asked", "error", err)
			refuse(w, http.StatusBadGateway, bad("--prometheus", "", err.Error(), "see whether it runs, and whether this probe may ask it"))
		case whole:
			w.Header().Set("Content-Type", "application/x-ndjson")
			lines := json.NewEncoder(w) // whose errors are a client that is gone
			lines.Encode(course.Header)
			for _, s := range course.Samples {
				lines.Encode(s)
			}
		default:
			answerJSON(w, answer)
		}
	})
}
