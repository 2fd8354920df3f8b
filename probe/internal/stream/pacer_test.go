package stream

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"
)

// A machine with other work holds programs back: all of them, when it stands still for a while, and each for a part of
// the time when more want to run than there are cores. So that a test of lateness counts our own delays and no others, a
// pacer takes both away. The first it learns from a process of its own that does nothing but sleep for short times, and
// tells when it was woken late; the second from the kernel, which counts the time that our threads waited for a core.

const (
	pacing    = "GRAMWATT_TEST_PACER" // set in the process that is a pacer
	paceSleep = 2 * time.Millisecond
	paceLate  = 3 * time.Millisecond // what is below it is the clock's own roughness
	paceLook  = 20 * time.Millisecond
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

// look is how long our threads had waited at a moment.
type look struct {
	at     int64
	waited time.Duration
}

// pacer is a pacer at work.
type pacer struct {
	cmd     *exec.Cmd
	held    []span // in which nobody ran; complete after stop, as looks are
	looks   []look // in order
	ending  chan struct{}
	reading sync.WaitGroup
	stop    func() // ends it; all that it had to tell is known then
}

func startPacer(t testing.TB) *pacer {
	t.Helper()
	p := &pacer{cmd: exec.Command(os.Args[0]), ending: make(chan struct{})}
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
	p.reading.Go(func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var s span
			if n, _ := fmt.Sscan(lines.Text(), &s.from, &s.to); n == 2 {
				p.held = append(p.held, s)
			}
		}
	})
	p.reading.Go(func() {
		for ticker := time.NewTicker(paceLook); ; {
			p.looks = append(p.looks, look{time.Now().UnixNano(), waited()})
			select {
			case <-p.ending:
				ticker.Stop()
				return
			case <-ticker.C:
			}
		}
	})
	p.stop = sync.OnceFunc(func() { close(p.ending); in.Close(); p.reading.Wait(); p.cmd.Wait() })
	t.Cleanup(p.stop)
	return p
}

// own is the part of a span in which this machine held back neither everybody nor us; never negative.
func (p *pacer) own(s span) time.Duration {
	left := s.to - s.from
	for _, h := range p.held {
		left -= max(min(h.to, s.to)-max(h.from, s.from), 0)
	}
	first, _ := slices.BinarySearchFunc(p.looks, s.from, byMoment)
	last, _ := slices.BinarySearchFunc(p.looks, s.to, byMoment)
	if first, last = max(first-1, 0), min(last, len(p.looks)-1); last > first {
		left -= int64(p.looks[last].waited - p.looks[first].waited)
	}
	return time.Duration(max(left, 0))
}

func byMoment(l look, at int64) int { return cmp.Compare(l.at, at) }

func TestOwnDelay(t *testing.T) {
	p := &pacer{held: []span{{10, 20}, {30, 45}, {90, 100}}, looks: []look{{0, 7}, {50, 7}, {60, 9}, {70, 30}, {200, 30}}}
	for s, want := range map[span]time.Duration{{0, 5}: 5, {0, 15}: 10, {12, 18}: 0, {15, 40}: 10, {0, 50}: 25, {51, 55}: 2, {55, 89}: 11, {62, 66}: 0, {300, 310}: 10} {
		if got := p.own(s); got != want {
			t.Errorf("of %v our own is %d, want %d", s, got, want)
		}
	}
}
