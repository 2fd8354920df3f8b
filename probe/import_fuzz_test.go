package main

import (
	"bytes"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gramwatt/probe/internal/store"
)

// FuzzImport takes any file for a recording: it is refused with the line and leaves nothing behind, or it is a session
// whose amounts can be counted with, and which comes out again as it went in.
func FuzzImport(f *testing.F) {
	const hello = `{"type":"hello","schema":1,"boot":"b00t","started":1000,"simulated":null,"devices":[],"sensors":[],"settings":{}}` + "\n"
	sample := func(seq, joules string) string {
		return `{"type":"sample","seq":` + seq + `,"t":100` + seq + `,"seconds":` + seq + `,"devices":[{"id":"gpu","joules":` + joules + `,"watts":1}],"totals":{"watts":1,"joules":` + joules + `}}` + "\n"
	}
	f.Add([]byte(hello + sample("1", "null") + sample("2", "0") + `{"type":"event","seq":3,"t":1003,"event":"mark","label":"x"}` + "\n" + sample("3", "1e308") + `{"type":"bye","reason":"x"}`))
	f.Add([]byte(hello + sample("1", "-1")))
	f.Add([]byte(hello + sample("1", "5")[:60]))
	f.Add([]byte(hello + hello + sample("2", "5") + sample("1", "4")))
	f.Add([]byte("\x1f\x8b\x08rubbish"))
	f.Add([]byte(strings.Replace(hello, `"boot"`, `"session":{"id":"other","state":"recording","joules":7,"ended":-1},"boot"`, 1) + sample("1", "5")))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "x.gwr")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s := openStore(filepath.Join(dir, "data"), slog.New(slog.DiscardHandler))
		defer s.Close()
		session, _, err := importRecording(t.Context(), nil, s, path)
		list, listed := s.List(t.Context())
		if listed != nil {
			t.Fatal(listed)
		}
		if err != nil {
			if len(list) != 0 {
				t.Errorf("refused with %v, and %+v is there", err, list)
			}
			return
		}
		if len(list) != 1 || list[0].ID != session.ID || list[0].Samples < 1 || list[0].ID == "" {
			t.Fatalf("imported %+v, and there is %+v", session, list)
		}
		if j := list[0].Joules; j != nil && (!(*j >= 0) || math.IsInf(*j, 0)) {
			t.Errorf("joules %v", *j)
		}
		if list[0].Seconds < 0 || list[0].Ended == nil || list[0].State == "recording" {
			t.Errorf("session %+v", list[0])
		}
		whole, err := s.Find(t.Context(), session.ID)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		printSession(&out, whole)
		out.Reset()
		if err := writeRecording(t.Context(), &out, s, whole, false, 0); err != nil {
			t.Fatal(err)
		}
		again := store.New(filepath.Join(dir, "again"), store.Options{Log: slog.New(slog.DiscardHandler)})
		defer again.Close()
		second, _, err := importRecording(t.Context(), &out, again, "-")
		if err != nil || second.Samples != session.Samples || (second.Joules == nil) != (session.Joules == nil) {
			t.Errorf("in again: %+v, %v; want %+v", second, err, session)
		}
	})
}
