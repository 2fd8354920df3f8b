package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/bulkhead"
	"gramwatt/probe/internal/class"
	"gramwatt/probe/internal/server"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/stream"
	"gramwatt/probe/internal/wire"
	"gramwatt/static"
)

const shutdownWait = 3 * time.Second // for answers that are on their way

// site is the page with the stream of a sampler, on an open port.
type site struct {
	url      string // of the page
	address  netip.AddrPort
	guests   invitation
	listener net.Listener
	hub      *stream.Hub
	web      *http.Server
	config   config
}

// openSite opens the port and puts everything behind it; run serves it. Step takes what a training program tells of
// itself, and is nil when nobody listens to that.
func openSite(ctx context.Context, c config, catalog *estimator.Catalog, s stream.Source, about wire.About, sessions *store.Store, told *fleet, step http.Handler) (*site, error) {
	listener, err := listen(ctx, c)
	if err != nil {
		return nil, err
	}
	p := &site{listener: listener, address: addressOf(listener.Addr()), config: c}
	p.url = pageURL(p.address, c.encrypted())
	p.hub = stream.New(s, stream.Options{About: about, Log: c.Log, Private: c.private()})
	p.guests = invite(p.address, c.encrypted(), c.LAN)
	if c.Web.Auth { // a link knows no password
		p.guests.Entry = ""
	}
	handler, err := newHandler(c, p.address, p.guests, catalog, p.hub, sessions, told.handler(c, s), step)
	if err != nil {
		listener.Close()
		return nil, err
	}
	p.web = &http.Server{
		Handler:           answering(partOf("answering a request", c.Log, nil), handler),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute, // websockets leave it behind
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
	return p, nil
}

// private are the texts that viewers are not sent: where this user keeps things, and where this probe was told to look.
func (c *config) private() []string {
	home, _ := os.UserHomeDir()
	texts := append([]string{c.Data, home}, c.Hardware.From...)
	for _, path := range []string{c.Hardware.Sysfs, c.Hardware.Procfs, c.Hardware.NVML, c.Hardware.SMI} {
		if strings.Contains(path, "/") && path != "/sys" && path != "/proc" {
			texts = append(texts, path)
		}
	}
	return texts
}

// print writes the address first, then how others get in.
func (p *site) print(out io.Writer) {
	fmt.Fprintf(out, "gramwatt: %s\n", p.url)
	p.guests.print(out)
	if !p.address.Addr().IsLoopback() && !p.config.encrypted() {
		p.config.Log.Warn("other machines reach this probe without encryption: give --tls-cert and --tls-key, or --web-config", "listen", p.address.String())
	}
}

// run serves until ctx ends, then takes leave of its clients. An error is one of serving.
func (p *site) run(ctx context.Context) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	left := make(chan struct{})
	go func() {
		defer close(left)
		partOf("the live stream", p.config.Log, nil).Keep(serving, func() { p.hub.Run(serving) })
	}()
	ended := make(chan error, 1)
	go func() {
		ended <- bulkhead.Do(func() error { return serve(p.web, p.listener, p.config) })
	}()
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

func serve(web *http.Server, listener net.Listener, c config) error {
	switch {
	case c.Web.Path != "":
		return c.Web.serve(web, listener, c.Log)
	case c.Certificate == nil:
		return web.Serve(listener)
	}
	web.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*c.Certificate}}
	return web.ServeTLS(listener, "", "")
}

func newHandler(c config, address netip.AddrPort, guests invitation, catalog *estimator.Catalog, hub *stream.Hub, sessions *store.Store, scrape, step http.Handler) (http.Handler, error) {
	guard, err := server.NewGuard(server.Access{
		Listen:       address,
		TLS:          c.encrypted(),
		Outer:        c.Web.Auth,
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
	var fleet http.Handler
	if c.Lab != nil {
		fleet = answerLab(c.Lab, c.Log)
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
		Metrics:  scrape,
		Lab:      fleet,
		Guesses:  &class.Class{Open: c.LAN},
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
	if host.IsUnspecified() { // [::] takes IPv4 as well: Go asks for that
		host = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return fmt.Sprintf("%s://%s/", scheme, netip.AddrPortFrom(host, address.Port()))
}
