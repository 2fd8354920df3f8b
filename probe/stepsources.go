package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"gramwatt/probe/internal/runs"
)

// stepFile counts the lines that a command adds to a file. What was there before the start does not count.
type stepFile struct {
	path string
	at   int64
}

func newStepFile(path string) *stepFile {
	f := &stepFile{path: path}
	if info, err := os.Stat(path); err == nil {
		f.at = info.Size()
	}
	return f
}

// look counts the lines that have come since the last look; a file that became shorter is read from its beginning. One
// that is not there has no lines yet.
func (f *stepFile) look(steps *runs.Steps) {
	file, err := os.Open(f.path)
	if err != nil {
		return
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return
	} else if info.Size() < f.at {
		f.at = 0
	}
	var part [64 << 10]byte
	for {
		n, err := file.ReadAt(part[:], f.at)
		f.at += int64(n)
		for range bytes.Count(part[:n], []byte("\n")) {
			steps.Count()
		}
		if err != nil || n == 0 {
			return
		}
	}
}

// answerStep takes a step that the command tells: an empty body is one more, {"done": 120} is how many there are.
func answerStep(steps *runs.Steps) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var told struct{ Done *float64 }
		d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096))
		d.DisallowUnknownFields()
		switch err := d.Decode(&told); {
		case errors.Is(err, io.EOF), err == nil && told.Done == nil:
			steps.Count()
		case err != nil || !(*told.Done >= 0):
			refuse(w, http.StatusBadRequest, bad("done", "", "the body is neither empty nor a number of steps", `send nothing, or {"done": 120}`))
			return
		default:
			steps.Reach(*told.Done)
		}
		w.WriteHeader(http.StatusNoContent)
	})
}
