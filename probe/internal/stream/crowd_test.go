package stream

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// crowd is a class in front of one probe: a real sampler of eight simulated GPUs, a real hub, real websockets. Some of
// the viewers never read.
type crowd struct {
	sampler *sampler.Sampler
	service *service
	readers []*reader
	reading sync.WaitGroup
	stop    func()
}

// reader is a viewer that reads all it gets.
type reader struct {
	samples atomic.Int64
	dropped atomic.Int64
	unsaid  atomic.Int64 // samples that did not come and were not counted as dropped
	slow    []span       // from the tick to the client, where that was longer than an interval; to be read after the end
	mu      sync.Mutex
	delays  []time.Duration // from the tick to the client, when kept
	keeps   bool
}

// gather starts a crowd. Nobody waits for the slow ones: their write deadline is short.
func gather(t testing.TB, healthy, silent int, interval time.Duration, keepDelays bool) *crowd {
	t.Helper()
	families, err := sensor.NewDemo("h100x8", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	c := &crowd{sampler: sampler.New(families, sampler.Options{Interval: interval, Keep: 20 * interval, Log: quiet})}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { c.sampler.Run(ctx); close(ended) }()
	c.service = serve(t, c.sampler, Options{MaxViewers: healthy + silent}, func(w *waits) { w.write = 2 * time.Second })
	c.stop = sync.OnceFunc(func() { c.service.stop(); c.reading.Wait(); cancel(); <-ended })
	t.Cleanup(c.stop)
	for range silent {
		c.service.connectAt(lookOn)
	}
	for range healthy {
		r, p := &reader{keeps: keepDelays}, c.service.connectAt(lookOn)
		c.readers = append(c.readers, r)
		c.reading.Go(func() { r.follow(p, c.sampler) })
	}
	return c
}

// follow reads until the stream ends. It looks for three numbers in each frame and leaves the rest alone, so that the
// clients do not take the time that the hub is to be measured by.
func (r *reader) follow(p *peer, s *sampler.Sampler) {
	var before int64
	for {
		p.SetReadDeadline(time.Now().Add(30 * time.Second))
		_, text, err := p.ReadMessage()
		if err != nil {
			return
		}
		if !bytes.HasPrefix(text, []byte(`{"type":"sample"`)) {
			continue
		}
		now, newest := time.Now(), s.Latest()
		seq, dropped := numberAfter(text, `"seq":`), numberAfter(text, `"dropped":`)
		r.samples.Add(1)
		r.dropped.Add(dropped)
		if before > 0 {
			r.unsaid.Add(seq - before - 1 - dropped)
		}
		before = seq
		ticked := int64(1e9*numberWithin(text, `"t":`)) - dropped*int64(s.Interval()) // the oldest that was left out for this one
		if arrived := now.UnixNano(); arrived-ticked > int64(s.Interval()) {
			r.slow = append(r.slow, span{ticked, arrived})
		}
		if r.keeps && int64(newest.Seq) == seq {
			r.mu.Lock()
			r.delays = append(r.delays, time.Since(newest.Time))
			r.mu.Unlock()
		}
	}
}

func numberAfter(text []byte, name string) int64 { return int64(numberWithin(text, name)) }

// numberWithin is the number behind a name in a frame; -1 without one.
func numberWithin(text []byte, name string) float64 {
	_, rest, _ := bytes.Cut(text, []byte(name))
	n, err := strconv.ParseFloat(string(rest[:max(bytes.IndexAny(rest, ",}"), 0)]), 64)
	if err != nil {
		return -1
	}
	return n
}

// delays are all that were kept, in order.
func (c *crowd) delays() (all []time.Duration) {
	for _, r := range c.readers {
		r.mu.Lock()
		all = append(all, r.delays...)
		r.mu.Unlock()
	}
	slices.Sort(all)
	return all
}
