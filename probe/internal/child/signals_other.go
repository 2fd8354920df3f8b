//go:build !unix

package child

import (
	"os"
	"os/signal"
)

// forwarder keeps Ctrl-C from ending us: the console sends it to the command as well.
type forwarder struct{ came chan os.Signal }

func newForwarder() *forwarder {
	f := &forwarder{came: make(chan os.Signal, 1)}
	signal.Notify(f.came, os.Interrupt)
	return f
}

func (f *forwarder) to(*os.Process) {}
func (f *forwarder) end()           {}
func (f *forwarder) release()       { signal.Stop(f.came) }
