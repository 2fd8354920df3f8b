package self

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// line is a stat of a process with 250 + 50 ticks and 2048 pages; its name is as bad as names may be.
const line = "4711 (gram) watt (x) S 1 4711 4711 0 -1 4194560 5000 0 0 0 250 50 0 0 20 0 8 0 123456 1300000000 2048 18446744073709551615 1 1 0"

func TestParse(t *testing.T) {
	u, err := parse([]byte(line))
	if err != nil || u.CPU != 3*time.Second || u.Resident != 2048*uint64(os.Getpagesize()) {
		t.Errorf("got %+v, %v; want 3 s and 2048 pages", u, err)
	}
	for _, bad := range []string{"", "4711", "4711 (x)", "4711 (x) S 1 2", strings.Replace(line, " 250 ", " -1 ", 1), strings.Replace(line, " 2048 ", " many ", 1), ")))"} {
		if u, err := parse([]byte(bad)); err == nil {
			t.Errorf("%q: %+v", bad, u)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(line))
	f.Add([]byte(") 0 0 0"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if u, err := parse(text); err != nil && (u.CPU != 0 || u.Resident != 0) {
			t.Errorf("%q: %v, and still %+v", text, err, u)
		}
	})
}

// TestMean moves a process whose share of a core changes from a half to nothing: the mean follows within a minute.
func TestMean(t *testing.T) {
	var r Reader
	began := time.Now()
	at := func(s int, cpu time.Duration) float64 {
		cores, _ := r.mean(point{began.Add(time.Duration(s) * time.Second), cpu})
		return cores
	}
	if _, ok := r.mean(point{began, time.Second}); ok {
		t.Error("a mean of one reading")
	}
	cpu := time.Second
	for s := 1; s <= 100; s++ {
		cpu += 500 * time.Millisecond
		if got := at(s, cpu); got < 0.499 || got > 0.501 {
			t.Fatalf("after %d s: %v cores, want a half", s, got)
		}
	}
	for s := 101; s <= 170; s++ {
		got := at(s, cpu)
		if s == 130 && (got < 0.24 || got > 0.26) {
			t.Errorf("half a minute later: %v cores, want a quarter", got)
		}
		if s == 170 && got != 0 {
			t.Errorf("a minute later: %v cores, want none", got)
		}
	}
	if len(r.points) > int(window/spacing)+2 {
		t.Errorf("%d readings are kept", len(r.points))
	}
}

// TestReadThisProcess works for a while and looks whether it is seen.
func TestReadThisProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		if _, err := Open(""); err == nil {
			t.Error("proc on " + runtime.GOOS)
		}
		return
	}
	r, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	first, err := r.Read(time.Now())
	if err != nil || first.Resident < 1<<20 || first.HaveCores {
		t.Fatalf("got %+v, %v", first, err)
	}
	for began := time.Now(); ; { // until the kernel has counted some ticks
		u, err := r.Read(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if u.CPU > first.CPU && u.Cores > 0 && u.Cores < float64(runtime.NumCPU())+1 {
			break
		}
		if time.Since(began) > 10*time.Second {
			t.Fatalf("ten seconds of work: %+v", u)
		}
	}
}

func TestNoProc(t *testing.T) {
	if _, err := Open(t.TempDir()); err == nil {
		t.Error("no error without a file")
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "self"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "self", "stat"), []byte(line), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if u, err := r.Read(time.Now()); err != nil || u.CPU != 3*time.Second {
		t.Errorf("another proc: %+v, %v", u, err)
	}
}

func BenchmarkRead(b *testing.B) {
	r, err := Open("")
	if err != nil {
		b.Skip(err)
	}
	defer r.Close()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read(time.Now()); err != nil {
			b.Fatal(err)
		}
	}
}
