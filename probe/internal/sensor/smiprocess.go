package sensor

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"gramwatt/probe/internal/bulkhead"
)

// smiProcess is one nvidia-smi that prints a line for each GPU again and again. Starting one for each reading instead
// would cost a second of CPU time and wake the driver each time.
type smiProcess struct {
	began  time.Time
	cancel context.CancelFunc
	done   chan struct{} // closed when it has ended and been waited for

	mu      sync.Mutex // guards what follows
	parser  smiParser
	rows    map[string]smiLine // the newest of each GPU, by UUID
	order   []string           // of the UUIDs, as first printed
	round   bool               // every GPU has been printed once
	message string             // the last line that was no row
	changed chan struct{}      // closed, and made anew, at each line
}

// smiLine is a row and when it came.
type smiLine struct {
	row smiRow
	at  time.Time
}

// startSMI starts nvidia-smi. stop must be called in the end.
func startSMI(path string, fields []string, every time.Duration) (*smiProcess, error) {
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "--query-gpu="+strings.Join(fields, ","), "--format=csv,nounits",
		"-lms", strconv.FormatInt(every.Milliseconds(), 10))
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.WaitDelay = time.Second // for a child of its own that holds the pipe
	apart(cmd)
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, err
	}
	p := &smiProcess{began: time.Now(), cancel: cancel, done: make(chan struct{}), parser: smiParser{fields: fields},
		rows: map[string]smiLine{}, changed: make(chan struct{})}
	go func() {
		if err := cmd.Wait(); err != nil && ctx.Err() == nil {
			p.note("nvidia-smi ended: " + err.Error())
		}
		in.Close() // the reader sees the end, and then everything else does
	}()
	go func() {
		defer close(p.done)
		if err := bulkhead.Do(func() error { p.read(out); return nil }); err != nil {
			p.note("reading nvidia-smi " + err.Error())
		}
	}()
	return p, nil
}

// maxSMILine is more than any line of ours: what is longer is no output of nvidia-smi.
const maxSMILine = 64 << 10

func (p *smiProcess) read(out *io.PipeReader) {
	defer p.cancel()
	defer out.CloseWithError(io.ErrClosedPipe) // after a line that is too long: the process must not wait for us
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, maxSMILine)
	for lines.Scan() {
		p.take(lines.Text())
	}
}

func (p *smiProcess) take(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	row, message := p.parser.line(text)
	if message != "" {
		p.message = message[:min(len(message), 200)]
	}
	if row != nil {
		uuid := row["uuid"]
		if _, known := p.rows[uuid]; known {
			p.round = true
		} else {
			p.order = append(p.order, uuid)
		}
		p.rows[uuid] = smiLine{row, time.Now()}
		if n, ok := row.number("count"); ok && len(p.order) >= int(n) {
			p.round = true
		}
		p.message = ""
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// note keeps the reason of an end, unless the process gave its own.
func (p *smiProcess) note(message string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.message == "" {
		p.message = message
	}
}

// first waits until every GPU has been printed once. It is false when the process ends, or ctx does, before that.
func (p *smiProcess) first(ctx context.Context) bool {
	for {
		p.mu.Lock()
		round, changed := p.round, p.changed
		p.mu.Unlock()
		if round {
			return true
		}
		select {
		case <-changed:
		case <-p.done:
			p.mu.Lock()
			defer p.mu.Unlock()
			return p.round
		case <-ctx.Done():
			return false
		}
	}
}

// ended reports whether the process has gone, with its last message.
func (p *smiProcess) ended() (bool, string) {
	select {
	case <-p.done:
	default:
		return false, ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return true, p.message
}

// stop ends the process and waits for its end.
func (p *smiProcess) stop() {
	p.cancel()
	<-p.done
}
