package jobs

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	dirPace = time.Second // between two looks
	maxFile = 16 << 10    // of a run's labels
	maxRuns = 64          // of a directory: each is series of its own
)

// Watch keeps the list as a directory says, until ctx ends. A scheduler puts a file there when a job starts and takes it
// away when the job ends: the file's name is the id of the run, each line a label name=value. Names that begin with a dot
// are left alone, so that a file can be written first and renamed when it is whole.
func (l *List) Watch(ctx context.Context, dir string, log *slog.Logger) {
	w := watcher{list: l, dir: dir, log: log, mine: map[string]bool{}}
	tick := time.NewTicker(dirPace)
	defer tick.Stop()
	for {
		w.look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

type watcher struct {
	list *List
	dir  string
	log  *slog.Logger
	mine map[string]bool // names that were seen, and whether they are in the list
	gone bool            // the directory could not be read, and that was said
}

func (w *watcher) look() {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		if !w.gone {
			w.log.Warn("jobs: the directory of runs cannot be read", "directory", w.dir, "error", err)
		}
		w.gone = true
		return // what runs is not known, so nothing is taken away
	}
	w.gone = false
	there := map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || !e.Type().IsRegular() || len(there) == maxRuns {
			continue
		}
		there[name] = true
		if _, known := w.mine[name]; known {
			continue
		}
		r, err := readRun(filepath.Join(w.dir, name))
		if w.mine[name] = err == nil; err != nil {
			w.log.Warn("jobs: a run is left out", "file", name, "error", err)
			continue
		}
		w.list.Add(r)
	}
	for name, listed := range w.mine {
		if there[name] {
			continue
		}
		if listed {
			w.list.Remove(name)
		}
		delete(w.mine, name)
	}
}

// readRun reads the file of a run.
func readRun(path string) (Run, error) {
	f, err := os.Open(path)
	if err != nil {
		return Run{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return Run{}, err
	case len(text) > maxFile:
		return Run{}, fmt.Errorf("it has more than %d bytes", maxFile)
	}
	return parseRun(filepath.Base(path), string(text))
}

// parseRun reads the id and the labels of a run. Empty lines, and values that are empty, say nothing.
func parseRun(id, text string) (Run, error) {
	if err := CheckID(id); err != nil {
		return Run{}, err
	}
	r := Run{ID: id}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasSuffix(line, "=") {
			continue
		}
		l, err := ParseLabel(line)
		if err != nil {
			return Run{}, fmt.Errorf("line %q: %w", line, err)
		}
		r.Labels = append(r.Labels, l)
	}
	return r, Sort(r.Labels)
}
