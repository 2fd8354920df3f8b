package stream

import (
	"net/http"
	"testing"

	"gramwatt/probe/internal/sampler"
)

// TestViewersLookOnOnly sees that a viewer gets the past and the present, and that its mark does not get through.
func TestViewersLookOnOnly(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	m.keep()
	m.keep(sampler.Event{Time: began, Kind: sampler.Mark, Label: "epoch 1"})
	s := serve(t, m, Options{}, nil)
	viewer, owner := s.connectAt(lookOn), s.connect()
	if hello, err := viewer.next(); err != nil || hello.Type != "hello" || !hello.Mute {
		t.Fatalf("a viewer is told %+v, %v", hello, err)
	}
	if hello, err := owner.next(); err != nil || hello.Type != "hello" || hello.Mute {
		t.Fatalf("an owner is told %+v, %v", hello, err)
	}
	viewer.say(`{"type":"mark","label":"from a viewer"}`)
	viewer.say(`{"type":"resume","boot":"","seq":0}`) // answered after the mark was read
	viewer.expect("sample 1 dropped 0", `event 2 mark "epoch 1"`, "sample 2 dropped 0")
	owner.say(`{"type":"mark","label":"from an owner"}`)
	if label := <-m.marks; label != "from an owner" {
		t.Errorf("a mark %q came through", label)
	}
	m.publish()
	viewer.expect("sample 3 dropped 0")
}

// TestViewersHaveTheirOwnPlaces fills each audience and still gets into the other.
func TestViewersHaveTheirOwnPlaces(t *testing.T) {
	s := serve(t, newMemory(), Options{MaxConnections: 1, MaxViewers: 2}, nil)
	s.connectAt(lookOn).expect("hello")
	s.connectAt(lookOn).expect("hello")
	if status, _ := s.refusedAt(lookOn); status != http.StatusServiceUnavailable {
		t.Errorf("third viewer of two: %d, want 503", status)
	}
	s.connect().expect("hello")
	if status, _ := s.refused(); status != http.StatusServiceUnavailable {
		t.Errorf("second owner of one: %d, want 503", status)
	}
}
