package stream

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"
)

// A machine with other work may hold any program back. So that a test of lateness counts our own delays and no others,
// a pacer, a process of its own that does nothing but sleep for short times, tells when it was woken late: in that time
// this machine ran nobody who was waiting.

const (
	pacing    = "GRAMWATT_TEST_PACER" // set in the process that is a pacer
	paceSleep = 2 * time.Millisecond
	paceLate  = 3 * time.Millisecond // what is below it is the clock's own roughness
)

func TestMain(m *testing.M) {
	if os.Getenv(pacing) != "" {
		pace()
		return
	}
	os.Exit(m.Run())
}

// pace writes a line for each time in which it should have run and did not, until its standard input ends.
func pace() {
	go func() { io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	for due := time.Now(); ; {
		due = time.Now().Add(paceSleep)
		time.Sleep(paceSleep)
		if now := time.Now(); now.Sub(due) > paceLate {
			fmt.Println(due.UnixNano(), now.UnixNano())
		}
	}
}

// span is from one moment to another, in nanoseconds since 1970.
type span struct{ from, to int64 }

// pacer is a pacer at work.
type pacer struct {
	cmd  *exec.Cmd
	in   io.Closer
	mu   sync.Mutex
	held []span // in order
	done chan struct{}
}

func startPacer(t testing.TB) *pacer {
	t.Helper()
	p := &pacer{cmd: exec.Command(os.Args[0]), done: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), pacing+"=1", "GORACE=atexit_sleep_ms=0")
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.in = in
	go func() {
		defer close(p.done)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var s span
			if n, _ := fmt.Sscan(lines.Text(), &s.from, &s.to); n == 2 {
				p.mu.Lock()
				p.held = append(p.held, s)
				p.mu.Unlock()
			}
		}
	}()
	t.Cleanup(p.stop)
	return p
}

// stop ends the pacer. All that it had to tell is known then.
func (p *pacer) stop() {
	p.in.Close()
	<-p.done
	p.cmd.Wait()
}

// own is the part of a span in which this machine did not hold everybody back.
func own(s span, held []span) time.Duration {
	left := s.to - s.from
	for _, h := range held {
		left -= max(min(h.to, s.to)-max(h.from, s.from), 0)
	}
	return time.Duration(left)
}

func TestOwnDelay(t *testing.T) {
	held := []span{{10, 20}, {30, 45}, {90, 100}}
	for s, want := range map[span]time.Duration{{0, 5}: 5, {0, 15}: 10, {12, 18}: 0, {15, 40}: 10, {0, 100}: 65} {
		if got := own(s, held); got != want {
			t.Errorf("of %v our own is %d, want %d", s, got, want)
		}
	}
	if !slices.IsSortedFunc(held, func(a, b span) int { return int(a.from - b.from) }) {
		t.Error("out of order")
	}
}
