package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"gramwatt/estimator"
	"gramwatt/probe/internal/record"
	"gramwatt/probe/internal/stream"
	"gramwatt/probe/internal/wire"
)

// source is what serve shows: the sampler of this machine, simulated hardware, or a recording.
type source interface {
	stream.Source
	Run(ctx context.Context) error
}

// newSource makes the source and what is told about it. The error is one of input. close lets go of a recording.
func newSource(c config, catalog *estimator.Catalog) (s source, about wire.About, close func() error, err error) {
	about = wire.About{Version: version, Simulated: c.Hardware.Demo, Settings: c.Settings, Fleet: c.Lab != nil}
	if c.Replay == "" {
		s, err := newSampler(c.Hardware, catalog, c.Interval, c.Log)
		return s, about, func() error { return nil }, err
	}
	file, reader, err := openRecording("--replay", c.Replay)
	if err != nil {
		return nil, about, nil, err
	}
	name := filepath.Base(c.Replay)
	about.Simulated = "replay of " + name
	about.Settings = replaySettings(c.Settings, reader.Header().Settings)
	return record.NewPlayer(reader, name), about, file.Close, nil
}

// replaySettings are those of the recording, where no flag says otherwise.
func replaySettings(s, recorded wire.Settings) wire.Settings {
	if s.RegionFrom == "default" && s.GridGPerKWh == nil && recorded.RegionFrom != "" {
		s.Region, s.RegionFrom, s.GridGPerKWh = recorded.Region, recorded.RegionFrom, recorded.GridGPerKWh
	}
	if s.PUEFrom == "default" && recorded.PUEFrom != "" {
		s.PUE, s.PUEFrom = recorded.PUE, recorded.PUEFrom
	}
	return s
}

// openRecording opens a recording and reads its first line. The error names the flag or argument that it came by.
func openRecording(field, path string) (*os.File, *record.Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, bad(field, path, "it cannot be read: "+reason(err), "name a recording; `gramwatt sessions export` writes them")
	}
	reader, err := record.NewReader(file)
	if err != nil {
		file.Close()
		return nil, nil, notRecorded(field, path, err)
	}
	return file, reader, nil
}

func notRecorded(field, path string, err error) error {
	remedy := "correct the line, or export the session again"
	if errors.Is(err, record.ErrNoRecording) {
		remedy = "name a recording; `gramwatt sessions export` writes them"
	}
	return bad(field, path, err.Error(), remedy)
}
