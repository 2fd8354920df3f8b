package sampler

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"gramwatt/probe/internal/sensor"
)

func TestSubscribersGetTheLatest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New([]sensor.Family{newFake("f", sensor.GPU)}, Options{Log: quiet})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()

		slow, _ := s.Subscribe()
		quick, leave := s.Subscribe()
		time.Sleep(5*time.Second + firstTick/2)
		if got := (<-slow).Seq; got != 5 {
			t.Errorf("after five ticks a slow reader gets snapshot %d, want 5", got)
		}
		<-quick
		leave()
		leave() // harmless
		if _, open := <-quick; open {
			t.Error("a subscription that was left is still open")
		}
		time.Sleep(time.Second)
		if got := (<-slow).Seq; got != 6 {
			t.Errorf("then snapshot %d, want 6", got)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if _, open := <-slow; open {
			t.Error("the end of Run leaves a subscription open")
		}
		if late, _ := s.Subscribe(); <-late != nil {
			t.Error("a subscription after the end gives a snapshot")
		}
	})
}

func TestHistoryKeepsTheNewest(t *testing.T) {
	r := ring{size: 4}
	if got := r.after(0); len(got) != 0 {
		t.Errorf("an empty ring gives %d", len(got))
	}
	for seq := uint64(1); seq <= 10; seq++ {
		r.add(&Snapshot{Seq: seq})
	}
	for after, want := range map[uint64][]uint64{0: {7, 8, 9, 10}, 7: {8, 9, 10}, 9: {10}, 10: {}, 99: {}} {
		got := []uint64{}
		for _, s := range r.after(after) {
			got = append(got, s.Seq)
		}
		if !slices.Equal(got, want) {
			t.Errorf("after %d: got %v, want %v", after, got, want)
		}
	}
}
