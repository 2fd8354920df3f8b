package jobs

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestWatch: a run is there while its file is. A bad file costs its run alone, and a directory that is gone takes none away.
func TestWatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "runs")
	var l List
	w := watcher{list: &l, dir: dir, log: slog.New(slog.DiscardHandler), mine: map[string]bool{}}
	expect := func(when string, want ...string) {
		t.Helper()
		w.look()
		var got []string
		for _, r := range l.Runs() {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	expect("no directory")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(".77", "user=")
	write("bad", "pid\n")
	write("4711", "user=ada\naccount=\n\npartition=gpu\n")
	expect("a job", "4711")
	if got := l.Runs()[0].Labels; !slices.Equal(got, []Label{{"partition", "gpu"}, {"user", "ada"}}) {
		t.Errorf("labels %v", got)
	}
	write("4712", "")
	expect("two", "4711", "4712")
	if err := os.Remove(filepath.Join(dir, "4711")); err != nil {
		t.Fatal(err)
	}
	expect("the first has ended", "4712")
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	expect("the directory is gone", "4712")
}

func FuzzParseRun(f *testing.F) {
	f.Add("4711", "user=ada\n\nproject=x\n")
	f.Add("4711", "user=ada\nuser=bob")
	f.Add("", "=")
	f.Add("a\tb", "job=x")
	f.Fuzz(func(t *testing.T, id, text string) {
		r, err := parseRun(id, text)
		if err != nil {
			return
		}
		if CheckID(r.ID) != nil || len(r.Labels) > MaxLabels {
			t.Errorf("run %+v", r)
		}
		for i, l := range r.Labels {
			if got, err := ParseLabel(l.Name + "=" + l.Value); err != nil || got != l || i > 0 && r.Labels[i-1].Name >= l.Name {
				t.Errorf("label %+v of %+v: %v", l, r, err)
			}
		}
	})
}
