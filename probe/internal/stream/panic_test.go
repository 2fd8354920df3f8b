package stream

import (
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// brittle is a Source with a fault in one of its methods while a test wants it.
type brittle struct {
	*memory
	statuses, history, mark atomic.Bool
}

func (b *brittle) Statuses() []sensor.Status {
	if b.statuses.Load() {
		panic("statuses")
	}
	return b.memory.Statuses()
}

func (b *brittle) History(after uint64) []*sampler.Snapshot {
	if b.history.Load() {
		panic("history")
	}
	return b.memory.History(after)
}

func (b *brittle) Mark(label string) {
	if b.mark.Load() {
		panic("mark")
	}
	b.memory.Mark(label)
}

// TestAPanicEndsOneConnection: whichever goroutine of a connection fails, the client is told and may come back, and
// another one reads on.
func TestAPanicEndsOneConnection(t *testing.T) {
	b := &brittle{memory: newMemory(gpu("gpu-0"))}
	b.keep()
	s := serve(t, b, Options{}, nil)
	other := s.connect()
	other.expect("hello", "sample 1 dropped 0")

	b.mark.Store(true)
	marking := s.connect()
	marking.expect("hello", "sample 1 dropped 0")
	marking.say(`{"type":"mark","label":"x"}`)
	marking.expectClose(websocket.CloseInternalServerErr, "a fault in gramwatt")

	b.history.Store(true)
	resuming := s.connect()
	resuming.expect("hello")
	resuming.say(`{"type":"resume","boot":"b00t","seq":0}`)
	resuming.expectClose(websocket.CloseInternalServerErr, "a fault in gramwatt")

	b.history.Store(false)
	b.publish()
	other.expect("sample 2 dropped 0")
	again := s.connect()
	again.expect("hello")
	again.say(`{"type":"resume","boot":"b00t","seq":1}`)
	again.expect("sample 2 dropped 0")
}

// TestAPanicInTheHubCostsOneSnapshot: what viewers may see cannot be made out for one snapshot, which has an event to
// look through. All others come.
func TestAPanicInTheHubCostsOneSnapshot(t *testing.T) {
	b := &brittle{memory: newMemory(gpu("gpu-0"))}
	b.keep()
	s := serve(t, b, Options{}, nil)
	owner, viewer := s.connect(), s.connectAt(lookOn)
	owner.expect("hello", "sample 1 dropped 0")
	viewer.expect("hello", "sample 1 dropped 0")
	b.statuses.Store(true)
	b.publish(sampler.Event{Time: began, Kind: sampler.Mark, Label: "epoch 1"})
	owner.expect(`event 2 mark "epoch 1"`, "sample 2 dropped 0")
	viewer.expectClose(websocket.CloseInternalServerErr, "a fault in gramwatt")
	b.statuses.Store(false)
	b.publish()
	owner.expect("sample 3 dropped 0")
	back := s.connectAt(lookOn)
	back.expect("hello")
	back.say(`{"type":"resume","boot":"b00t","seq":1}`)
	back.expect(`event 2 mark "epoch 1"`, "sample 2 dropped 0", "sample 3 dropped 0")
}
