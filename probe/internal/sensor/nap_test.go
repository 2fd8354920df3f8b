package sensor

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"gramwatt/estimator"
)

// powerDir makes a directory of runtime power management with its two files.
func powerDir(t *testing.T, status, control string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"runtime_status": status, "control": control} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func resting(n int) Reading {
	u := estimator.Ratio(0)
	return Reading{State: OK, Utilization: &u, Computing: &n}
}

func TestNapBegins(t *testing.T) {
	laptop, server := powerDir(t, "active", "auto"), powerDir(t, "active", "on")
	working := resting(0)
	half := estimator.Ratio(0.5)
	working.Utilization = &half
	for _, tt := range []struct {
		name     string
		readings []Reading
		power    []string
		want     bool
	}{
		{"a laptop at rest", []Reading{resting(0)}, []string{laptop}, true},
		{"one of two sleeps already", []Reading{resting(0), {State: Asleep}}, []string{laptop, laptop}, true},
		{"a process computes, if seldom", []Reading{resting(1)}, []string{laptop}, false},
		{"work", []Reading{working}, []string{laptop}, false},
		{"one of two works", []Reading{resting(0), working}, []string{laptop, laptop}, false},
		{"nothing known of its work", []Reading{{State: OK}}, []string{laptop}, false},
		{"a lost one", []Reading{{State: Lost}}, []string{laptop}, false},
		{"a server", []Reading{resting(0)}, []string{server}, false},
		{"one of two is not to be suspended", []Reading{resting(0), resting(0)}, []string{laptop, server}, false},
		{"no place on the bus", []Reading{resting(0)}, []string{""}, false},
		{"no GPU", nil, nil, false},
	} {
		var p nap
		now := time.Now()
		if p.due(now, tt.readings, tt.power) {
			t.Errorf("%s: at once", tt.name)
		}
		if got := p.due(now.Add(napAfter), tt.readings, tt.power); got != tt.want || p.released() != tt.want {
			t.Errorf("%s: after %v %v, want %v", tt.name, napAfter, got, tt.want)
		}
	}
	var p nap
	now := time.Now()
	p.due(now, []Reading{resting(0)}, []string{laptop})
	p.due(now.Add(napAfter-time.Second), []Reading{working}, []string{laptop})
	if p.due(now.Add(napAfter), []Reading{resting(0)}, []string{laptop}) {
		t.Error("work in between does not start the wait again")
	}
}

func TestNapEnds(t *testing.T) {
	now, dir := time.Now(), powerDir(t, "active", "auto")
	status := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "runtime_status"), []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := nap{began: now}
	for _, step := range []struct {
		after  time.Duration
		status string
		want   bool
	}{
		{time.Second, "active", false}, {10 * time.Second, "suspended", false}, {time.Hour, "suspended", false},
		{time.Hour + time.Second, "active", true},
	} {
		status(step.status)
		if got := p.over(now.Add(step.after), []string{dir}); got != step.want {
			t.Errorf("after %v, %s: over is %v", step.after, step.status, got)
		}
	}

	status("active") // a display keeps it awake
	p = nap{began: now}
	if p.over(now.Add(napPatience), []string{dir}) || !p.over(now.Add(napPatience+time.Second), []string{dir}) {
		t.Error("a GPU that does not fall asleep is not taken back after the patience")
	}
	p.wake()
	at := now.Add(napPatience + time.Second)
	for ; at.Before(now.Add(napRefused)); at = at.Add(time.Minute) {
		if p.due(at, []Reading{resting(0)}, []string{dir}) {
			t.Fatalf("tried again after %v", at.Sub(now))
		}
	}
	if !p.due(now.Add(napPatience+napRefused+2*time.Second), []Reading{resting(0)}, []string{dir}) {
		t.Error("never tried again")
	}
}
