package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/server"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/stream"
	"gramwatt/static"
)

const (
	reportAfter  = 3 * time.Second // the sensors are reported at the first sample, or then
	shutdownWait = 3 * time.Second // for answers that are on their way
	recordWait   = 8 * time.Second // for the end of the session to be written
)

// run samples, serves and streams until ctx ends, then takes leave of its clients and returns nil. It prints the
// page's address before anything else.
func run(ctx context.Context, c config) error {
	catalog := estimator.Default()
	from, about, letGo, err := newSource(c, catalog)
	if err != nil {
		return err
	}
	defer letGo()
	listener, err := listen(ctx, c)
	if err != nil {
		return err
	}
	defer listener.Close()
	address := addressOf(listener.Addr())
	sessions := openStore(c.Data, c.Log)
	s := withRecorder(c, sessions, from, about)
	hub := stream.New(s, stream.Options{About: about, Log: c.Log})
	guests := invite(address, c.Certificate != nil, c.LAN)
	handler, err := newHandler(c, address, guests, catalog, hub, sessions)
	if err != nil {
		return err
	}
	web := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute, // websockets leave it behind
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
	url := pageURL(address, c.Certificate != nil)
	fmt.Fprintf(c.Out, "gramwatt: %s\n", url)
	guests.print(c.Out)
	if !address.Addr().IsLoopback() && c.Certificate == nil {
		c.Log.Warn("other machines reach this probe without encryption: give --tls-cert and --tls-key", "listen", address.String())
	}
	if c.Open {
		openBrowser(url, c.Log)
	}

	serving, stop := context.WithCancel(ctx)
	defer stop()
	sampling, stopSampling := context.WithCancel(context.WithoutCancel(ctx)) // outlives the clients
	var all sync.WaitGroup
	all.Go(func() { s.Run(sampling) })
	all.Go(func() { report(serving, c, s) })
	recording := make(chan struct{})
	go func() {
		defer close(recording)
		if s.recorder != nil {
			s.recorder.Run(sampling)
		}
	}()
	var clients sync.WaitGroup
	clients.Go(func() { hub.Run(serving) })
	ended := make(chan error, 1)
	go func() { ended <- serve(web, listener, c.Certificate) }()

	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	stop()
	clients.Wait() // each has had its goodbye
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownWait)
	defer cancel()
	if web.Shutdown(grace) != nil {
		web.Close()
	}
	stopSampling()
	all.Wait()
	select {
	case <-recording:
		sessions.Close()
	case <-time.After(recordWait):
		c.Log.Warn("the end of the session is not recorded: the disk does not answer")
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %q: %w", address, err)
	}
	return nil
}

func serve(web *http.Server, listener net.Listener, certificate *tls.Certificate) error {
	if certificate == nil {
		return web.Serve(listener)
	}
	web.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}}
	return web.ServeTLS(listener, "", "")
}

func newHandler(c config, address netip.AddrPort, guests invitation, catalog *estimator.Catalog, hub *stream.Hub, sessions *store.Store) (http.Handler, error) {
	guard, err := server.NewGuard(server.Access{
		Listen:       address,
		TLS:          c.Certificate != nil,
		AllowHosts:   slices.Concat(c.AllowHosts, guests.Names),
		AllowOrigins: c.AllowOrigins,
		Token:        c.Token,
		Entry:        guests.Entry,
		View:         guests.View,
		Log:          c.Log,
	})
	if err != nil {
		return nil, err
	}
	return server.New(server.Config{
		Guard:    guard,
		Page:     static.Page(),
		Health:   http.HandlerFunc(answerHealth),
		Estimate: answerEstimate(catalog),
		Devices:  answerDevices(hub),
		Sessions: answerSessions(sessions, c.Log),
		Live:     hub,
		Watch:    hub.Viewers(),
	})
}

// pageURL is what to type into a browser on this machine.
func pageURL(address netip.AddrPort, encrypted bool) string {
	scheme := "http"
	if encrypted {
		scheme = "https"
	}
	host := address.Addr()
	if host.IsUnspecified() { // [::] takes IPv4 as well: Go asks for that
		host = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return fmt.Sprintf("%s://%s/", scheme, netip.AddrPortFrom(host, address.Port()))
}

// report prints the sensors once they have been tried, and what is recorded.
func report(ctx context.Context, c config, s recorded) {
	first, cancel := s.Subscribe()
	defer cancel()
	timer := time.NewTimer(reportAfter)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return
	case <-first:
		if s.recorder != nil {
			select {
			case <-s.recorder.Tried():
			case <-timer.C:
			}
		}
	case <-timer.C:
	}
	printStatuses(c.Out, s.source.Statuses())
	if s.recorder != nil {
		printStatuses(c.Out, []sensor.Status{s.recorder.Status()})
	}
}
