package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/probe/internal/grid"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

// dataFlag says where sessions are.
func dataFlag() cli.Flag {
	return textFlag("data", "", "DIR", "directory of the recorded sessions; without it $XDG_STATE_HOME/gramwatt, or ~/.local/state/gramwatt")
}

// recordFlags are those of every command that records.
func recordFlags() []cli.Flag {
	return []cli.Flag{dataFlag(), boolFlag("no-record", "measure without recording the session")}
}

// dataOf is the directory of sessions; empty for a user without a home who named none.
func dataOf(c *cli.Command) string {
	if dir := c.String("data"); dir != "" {
		return dir
	}
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) { // a relative one is to be ignored
		return filepath.Join(state, program)
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "state", program)
	}
	return ""
}

// recorded is a source with its recorder, if it has one: the standing of the recording is told with that of the sensors.
type recorded struct {
	source
	recorder *store.Recorder
	grid     *grid.Follower // nil when the intensity is not followed over time
}

// withRecorder makes the recorder of a source, and says why there is none.
func withRecorder(c config, sessions *store.Store, s source, about wire.About, session store.Session) recorded {
	from, can := s.(store.Source)
	switch {
	case c.NoRecord, !can: // a replay is a recording already
	case c.Data == "":
		c.Log.Warn("not recorded: this user has no home directory; the measuring goes on", "remedy", "give --data DIR, or --no-record")
	default:
		return recorded{source: s, recorder: sessions.Recorder(from, about, session)}
	}
	return recorded{source: s}
}

// Statuses has one more line than there are families for the recording, and one for the grid intensity over time.
func (r recorded) Statuses() []sensor.Status {
	statuses := r.source.Statuses()
	if r.recorder != nil {
		statuses = append(statuses, r.recorder.Status())
	}
	if r.grid != nil {
		statuses = append(statuses, r.grid.Status())
	}
	return statuses
}

// record records until ctx ends. The channel is closed when the end of the session is written.
func (r recorded) record(ctx context.Context, log *slog.Logger) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if r.recorder != nil {
			partOf("recording", log, r).Keep(ctx, func() { r.recorder.Run(ctx) })
		}
	}()
	return done
}

// recordWait is the patience for the end of a session to be written.
const recordWait = 8 * time.Second

// endRecording waits for the end of a recording and closes the store.
func endRecording(done <-chan struct{}, sessions *store.Store, log *slog.Logger) {
	select {
	case <-done:
		sessions.Close()
	case <-time.After(recordWait):
		log.Warn("the end of the session is not recorded: the disk does not answer")
	}
}

// openStore is the store of a directory; one without a name holds nothing.
func openStore(dir string, log *slog.Logger) *store.Store {
	return store.New(dir, store.Options{Log: log})
}

// sessionFault puts what a store refuses into our form.
func sessionFault(id string, err error) error {
	switch {
	case errors.Is(err, store.ErrUnknown):
		return bad("session", id, "there is no such session", "`gramwatt sessions list` shows them; a part of an id is its beginning")
	case errors.Is(err, store.ErrAmbiguous):
		return bad("session", id, "several sessions begin like that", "write more of the id")
	case errors.Is(err, store.ErrLive):
		return bad("session", id, err.Error(), "end that probe first, or wait for it")
	}
	return err
}
