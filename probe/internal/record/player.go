package record

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

// Player gives a recording to the live stream, at the pace at which it was made and as if it began now. It is a source
// of the stream as a Sampler is: with a boot of its own, and sequence numbers without gaps.
//
// Nothing of it is measured here, so every device and every sample says that it is simulated; a device's Source keeps
// the sensor that once gave the number. It plays once; after the end the last sample stands.
type Player struct {
	*sampler.Feed
	name     string
	reader   *Reader
	boot     string
	interval time.Duration
	started  time.Time

	devices atomic.Pointer[[]sensor.Device]
	status  atomic.Pointer[sensor.Status]

	marksMu sync.Mutex
	marks   []sampler.Event
}

// longest is the time into a recording, in seconds, that is still waited for to the second: thirty years.
const longest = 1e9

// defaultInterval is told for a recording that names none.
const defaultInterval = time.Second

// NewPlayer plays what the reader has left, under the recording's name. Its session begins now.
func NewPlayer(reader *Reader, name string) *Player {
	var b [8]byte
	rand.Read(b[:])
	p := &Player{Feed: sampler.NewFeed(), name: name, reader: reader, boot: hex.EncodeToString(b[:]), started: time.Now()}
	p.interval = time.Duration(reader.Header().IntervalMS * float64(time.Millisecond))
	if p.interval <= 0 {
		p.interval = defaultInterval
	}
	p.list(reader.Header())
	p.say(sensor.OK, "plays "+name)
	return p
}

// Boot names this run of the player.
func (p *Player) Boot() string { return p.boot }

// Interval is that of the recording. A recording that was thinned has fewer samples.
func (p *Player) Interval() time.Duration { return p.interval }

// Started is when the player was made.
func (p *Player) Started() time.Time { return p.started }

// Devices are those of the recording as far as it has been played.
func (p *Player) Devices() []sensor.Device { return *p.devices.Load() }

// Statuses has one line: what is played, and how far it came.
func (p *Player) Statuses() []sensor.Status { return []sensor.Status{*p.status.Load()} }

// Mark puts a mark on the time axis of this replay; the recording stays as it is.
func (p *Player) Mark(label string) {
	p.marksMu.Lock()
	defer p.marksMu.Unlock()
	p.marks = append(p.marks, sampler.Event{Time: time.Now(), Kind: sampler.Mark, Label: label})
}

// Run plays to the end of the recording and then waits for ctx to end; it returns nil. What is wrong with a line ends
// the play there, and the status says so.
func (p *Player) Run(ctx context.Context) error {
	defer p.End()
	err := bulkhead.Do(func() error { return p.play(ctx) })
	switch cut := p.reader.Truncated(); {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		p.say(sensor.Lost, p.name+" ended early: "+err.Error())
	case cut != "":
		p.say(sensor.OK, p.name+" has ended: "+cut)
	default:
		p.say(sensor.OK, p.name+" has ended; the last sample stands")
	}
	<-ctx.Done()
	return nil
}

// play publishes one snapshot after the other, each when its time has come.
func (p *Player) play(ctx context.Context) error {
	var first float64 // time of the first sample in the recording
	var events []sampler.Event
	begin := time.Now()
	for seq := uint64(1); ; {
		f, err := p.reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case f.Hello != nil:
			p.list(*f.Hello)
		case f.Event != nil:
			events = append(events, wire.SamplerEvent(*f.Event))
		case f.Sample != nil:
			first = cmp.Or(first, f.T)
			due := time.Duration(min(f.T-first, longest) * float64(time.Second))
			if !sleep(ctx, due-time.Since(begin)) {
				return nil
			}
			s := wire.NewSnapshot(*f.Sample)
			shift := time.Now().Sub(s.Time)
			s.Seq, s.Time = seq, time.Now().Round(0)
			for i := range events {
				events[i].Time = events[i].Time.Add(shift)
			}
			s.Events, events = append(events, p.takeMarks()...), nil
			label(s)
			p.Publish(s)
			seq++
		}
	}
}

// sleep waits; it is false when ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// label says of every number that it was not measured here.
func label(s *sampler.Snapshot) {
	for i := range s.Devices {
		s.Devices[i].Quality = sensor.Simulated
	}
	if s.Totals.ByQuality != nil {
		s.Totals.ByQuality = map[sensor.Quality]estimator.Joules{sensor.Simulated: s.Totals.Joules}
	}
}

// list makes the devices of a hello those of the player.
func (p *Player) list(h wire.Header) {
	devices := make([]sensor.Device, len(h.Devices))
	for i, d := range h.Devices {
		devices[i] = sensor.Device{ID: d.ID, Name: d.Name, Kind: d.Kind, Quality: sensor.Simulated,
			Source: fmt.Sprintf("replay of %s: %s", d.Quality, d.Source)}
		if d.CatalogID != nil {
			devices[i].CatalogID = *d.CatalogID
		}
		if d.RatedW != nil {
			devices[i].Rated = estimator.Watts(*d.RatedW)
		}
	}
	p.devices.Store(&devices)
}

func (p *Player) takeMarks() []sampler.Event {
	p.marksMu.Lock()
	defer p.marksMu.Unlock()
	marks := p.marks
	p.marks = nil
	return marks
}

func (p *Player) say(state sensor.State, detail string) {
	p.status.Store(&sensor.Status{Family: "replay", State: state, Detail: detail})
}
