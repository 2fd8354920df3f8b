package store_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

// A command is measured and recorded, and its session is read again.
func Example() {
	dir, err := os.MkdirTemp("", "gramwatt")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	demo, err := sensor.NewDemo("laptop", 1, estimator.Default())
	if err != nil {
		panic(err)
	}
	source := sampler.New(demo, sampler.Options{Interval: 20 * time.Millisecond})
	sessions := store.New(dir, store.Options{})
	defer sessions.Close()
	recorder := sessions.Recorder(source, wire.About{Simulated: "laptop"}, store.Session{Command: []string{"make", "model"}})

	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { source.Run(ctx) })
	all.Go(func() { recorder.Run(ctx) })
	snapshots, cancel := source.Subscribe()
	defer cancel()
	<-snapshots // the command runs and ends
	recorder.SetExit(0)
	stop()
	all.Wait()

	list, err := sessions.List(context.Background())
	if err != nil {
		panic(err)
	}
	for _, s := range list {
		fmt.Println(s.Command, s.State, *s.ExitStatus, *s.Simulated, s.Samples > 0)
	}
	// Output: [make model] ended 0 laptop true
}
