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
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/server"
	"gramwatt/probe/internal/stream"
	"gramwatt/probe/internal/wire"
	"gramwatt/static"
)

const shutdownWait = 3 * time.Second // for answers that are on their way

// site is the page with the stream of a sampler, on an open port.
type site struct {
	url      string // of the page
	address  netip.AddrPort
	listener net.Listener
	hub      *stream.Hub
	web      *http.Server
	config   config
}

// openSite opens the port and puts everything behind it; run serves it. Step takes what a training program tells of
// itself, and is nil when nobody listens to that.
func openSite(ctx context.Context, c config, catalog *estimator.Catalog, s *sampler.Sampler, step http.Handler) (*site, error) {
	listener, err := listen(ctx, c)
	if err != nil {
		return nil, err
	}
	p := &site{listener: listener, address: addressOf(listener.Addr()), config: c}
	p.url = pageURL(p.address, c.Certificate != nil)
	p.hub = stream.New(s, stream.Options{About: wire.About{Version: version, Simulated: c.Hardware.Demo, Settings: c.Settings}, Log: c.Log})
	handler, err := newHandler(c, p.address, catalog, p.hub, step)
	if err != nil {
		listener.Close()
		return nil, err
	}
	p.web = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute, // websockets leave it behind
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
	if !p.address.Addr().IsLoopback() && c.Certificate == nil {
		c.Log.Warn("other machines reach this probe without encryption: give --tls-cert and --tls-key", "listen", p.address.String())
	}
	return p, nil
}

// run serves until ctx ends, then takes leave of its clients. An error is one of serving.
func (p *site) run(ctx context.Context) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	left := make(chan struct{})
	go func() {
		defer close(left)
		p.hub.Run(serving)
	}()
	ended := make(chan error, 1)
	go func() { ended <- serve(p.web, p.listener, p.config.Certificate) }()
	var err error
	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	stop()
	<-left // each has had its goodbye
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownWait)
	defer cancel()
	if p.web.Shutdown(grace) != nil {
		p.web.Close()
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %q: %w", p.address, err)
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

func newHandler(c config, address netip.AddrPort, catalog *estimator.Catalog, hub *stream.Hub, step http.Handler) (http.Handler, error) {
	guard, err := server.NewGuard(server.Access{
		Listen:       address,
		TLS:          c.Certificate != nil,
		AllowHosts:   c.AllowHosts,
		AllowOrigins: c.AllowOrigins,
		Token:        c.Token,
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
		Live:     hub,
		Step:     step,
	})
}

// pageURL is what to type into a browser on this machine.
func pageURL(address netip.AddrPort, encrypted bool) string {
	scheme := "http"
	if encrypted {
		scheme = "https"
	}
	host := address.Addr()
	switch {
	case host == netip.IPv6Unspecified():
		host = netip.IPv6Loopback()
	case host == netip.IPv4Unspecified():
		host = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return fmt.Sprintf("%s://%s/", scheme, netip.AddrPortFrom(host, address.Port()))
}
