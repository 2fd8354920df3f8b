// Package self reads what the probe itself takes: processor time and memory.
//
// A Reader keeps its one file of proc open and reads it once for each sample, some microseconds. The kernel counts
// processor time in steps of 10 ms, which a probe that works well hardly uses in seconds, so the share of a core is taken
// over the last minute. Elsewhere than on Linux there is no such file, and nothing is told.
package self

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Usage is what a process takes.
type Usage struct {
	CPU       time.Duration // on all cores since it began
	Cores     float64       // cores kept busy over the last minute, or since the first reading: 0.01 is a hundredth of one
	HaveCores bool          // false at the first reading
	Resident  uint64        // bytes of memory that are its own or shared now
}

const (
	// clockTick is the unit of processor time in proc. Source: proc(5), utime, and sysconf(3): Linux shows programs 100 a
	// second whatever the kernel's own rate, on every architecture that Go knows.
	clockTick = 10 * time.Millisecond

	window  = time.Minute
	spacing = time.Second // between the readings that are kept
)

// Reader follows this process. It belongs to one goroutine.
type Reader struct {
	file   *os.File
	buffer [1024]byte
	points []point // oldest first
}

type point struct {
	at  time.Time
	cpu time.Duration
}

// Open begins to follow this process. procfs is where proc is mounted, empty for /proc.
func Open(procfs string) (*Reader, error) {
	if procfs == "" {
		procfs = "/proc"
	}
	file, err := os.Open(filepath.Join(procfs, "self", "stat"))
	if err != nil {
		return nil, fmt.Errorf("self: open: %w", err)
	}
	return &Reader{file: file}, nil
}

// Close lets go of the file.
func (r *Reader) Close() error { return r.file.Close() }

// Read is the usage at a time, which does not go back between calls.
func (r *Reader) Read(now time.Time) (Usage, error) {
	n, err := r.file.ReadAt(r.buffer[:], 0)
	if n == 0 {
		return Usage{}, fmt.Errorf("self: read: %w", err)
	}
	u, err := parse(r.buffer[:n])
	if err != nil {
		return u, fmt.Errorf("self: read: %q: %w", r.buffer[:n], err)
	}
	u.Cores, u.HaveCores = r.mean(point{now, u.CPU})
	return u, nil
}

// mean is the mean number of busy cores since the oldest point that is kept.
func (r *Reader) mean(p point) (float64, bool) {
	for len(r.points) > 1 && p.at.Sub(r.points[1].at) >= window {
		r.points = append(r.points[:0], r.points[1:]...)
	}
	if n := len(r.points); n == 0 || p.at.Sub(r.points[n-1].at) >= spacing {
		r.points = append(r.points, p)
	}
	span := p.at.Sub(r.points[0].at)
	if span <= 0 {
		return 0, false
	}
	return max(p.cpu-r.points[0].cpu, 0).Seconds() / span.Seconds(), true
}

var errFormat = errors.New("not a line of stat")

// parse takes fields 14 (utime), 15 (stime) and 24 (rss, in pages) of proc(5). The second is the program's name in
// parentheses, which may hold anything: counting begins after the last one.
func parse(text []byte) (u Usage, err error) {
	after := bytes.LastIndexByte(text, ')')
	if after < 0 {
		return u, errFormat
	}
	const user, system, resident = 14 - 3, 15 - 3, 24 - 3
	var ticks uint64
	field := 0
	for word := range bytes.FieldsSeq(text[after+1:]) {
		if field == user || field == system || field == resident {
			v, err := strconv.ParseUint(string(word), 10, 62)
			if err != nil {
				return u, errFormat
			}
			if field == resident {
				u.CPU, u.Resident = time.Duration(ticks)*clockTick, v*uint64(os.Getpagesize())
				return u, nil
			}
			ticks += v
		}
		field++
	}
	return u, errFormat
}
