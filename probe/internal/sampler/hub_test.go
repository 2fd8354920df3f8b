package sampler

import (
	"context"
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
