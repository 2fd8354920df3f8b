package main

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"gramwatt/estimator"
	"gramwatt/probe/internal/stream"
)

// program is how the health check names itself.
const program = "gramwatt"

type health struct {
	Status  string `json:"status"`
	Program string `json:"program"`
	Version string `json:"version"`
}

func answerHealth(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, health{"ok", program, version})
}

// answerDevices describes the machine in the words of the stream's hello.
func answerDevices(hub *stream.Hub) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, hub.Machine()) })
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v) // the client is gone when this fails
}

// maxScenario is the size of the largest scenario that is read, in bytes. One with 64 kinds of device has some 10 kB.
const maxScenario = 64 << 10

// answerEstimate takes a scenario as JSON, or the string of a link as plain text, and answers like the engine in the
// page: {"ok":true,"unknown":[keys],"result":{…}}, or status 400 with {"ok":false,"errors":[…]}.
func answerEstimate(catalog *estimator.Catalog) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxScenario))
		if err != nil {
			status := http.StatusBadRequest
			if _, large := errors.AsType[*http.MaxBytesError](err); large {
				status = http.StatusRequestEntityTooLarge
			}
			refuse(w, status, bad("scenario", "", reason(err), "send at most 64 KiB"))
			return
		}
		var spec estimator.Spec
		unknown := []string{}
		switch kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind {
		case "application/json":
			spec, err = estimator.ParseScenario(body)
		case "text/plain":
			var keys []string
			spec, keys, err = estimator.ParseQuery(string(body))
			unknown = append(unknown, keys...)
		default:
			refuse(w, http.StatusUnsupportedMediaType, bad("Content-Type", kind, "the body is neither a scenario nor a link",
				"send application/json with a scenario, or text/plain with the string of a link"))
			return
		}
		result, err := estimator.EstimateParsed(catalog, &spec, err)
		if err != nil {
			refuse(w, http.StatusBadRequest, err)
			return
		}
		answer := append([]byte(`{"ok":true,"unknown":`), encode(unknown)...)
		answer = append(result.AppendJSON(append(answer, `,"result":`...)), '}')
		w.Header().Set("Content-Type", "application/json")
		w.Write(answer)
	})
}

func encode(list []string) []byte {
	text, err := json.Marshal(list)
	if err != nil {
		return []byte("[]") // a list of texts has no such error
	}
	return text
}

func refuse(w http.ResponseWriter, status int, err error) {
	list, ok := errors.AsType[estimator.FieldErrors](err)
	if !ok {
		list = estimator.FieldErrors{{Field: "scenario", Reason: err.Error()}}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(list.AppendJSON(nil))
}
